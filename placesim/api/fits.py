"""Fitting from notebooks and commands: a council's own return and a configuration become a fitted configuration."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from placesim.api.charts import charts_of
from placesim.api.council import Council
from placesim.api.reports import EVERY, Reports, reports_asked
from placesim.api.wrong import named_path, told_as_value_errors, wrong
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.experiment.destinations import require_file
from placesim.experiment.obstacles import fault, refuse
from placesim.report.paper.parts import Report
from placesim.report.paper.writers import ENDINGS, report_beside, report_files
from placesim.report.scripts.fit import fit_report
from placesim.results.fitted import FittedFacts
from placesim.returns.fitted import Fitted
from placesim.returns.fitted import fit as fitted_to
from placesim.returns.fitted.facts import facts_of
from placesim.returns.fitted.fitting import FITTED, MADE_BY

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

YAML = (".yaml", ".yml")


class FitResult:
    """What a council's own return says of a configuration: the fitted council, what it rests on, and its report."""

    def __init__(self, fitted: Fitted):
        """Take what was fitted."""
        self.fitted = fitted

    def __repr__(self) -> str:
        facts = self.facts
        return f"<{facts.council}: fitted to {facts.years}, {facts.children:,} children, {facts.events:,} events>"

    @property
    def council(self) -> Council:
        """The fitted council, ready for `placesim.run` and `placesim.compare`, its ranges included."""
        return Council(self.fitted.baseline, self.fitted.out, files=self.fitted.files.copy())

    @cached_property
    def facts(self) -> FittedFacts:
        """What was found, beside what the configuration said."""
        return facts_of(self.fitted)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was adapted, and what the returns cannot tell, a sentence each."""
        return self.fitted.notes

    def rates(self) -> "pd.DataFrame":
        """Return one row a rate or factor: its value, interval, events and child-years, and the configuration's.

        Counts stand as they are: what is passed on wants its small counts taken out.
        """
        import pandas as pd

        columns = ("part", "is_rate", "value", "low", "high", "given", "events", "years", "standing")
        rows = [
            [risk.label, *(getattr(number, column) for column in columns)]
            for risk in self.facts.risks
            for number in risk.numbers
        ]
        return pd.DataFrame(rows, columns=["risk", *columns])

    def report(self) -> Report:
        """Return the report of the fit."""
        return fit_report(self.facts)

    def charts(self) -> "dict[str, Figure]":
        """Return the charts of the report as matplotlib figures, by name."""
        return charts_of(self.report())

    @told_as_value_errors
    def write(self, reports: Reports = EVERY) -> Path:
        """Write the fitted configuration, its ranges and children, and the report beside it; return where it stands.

        Reports that an earlier fit left beside it and that are not written anew are taken away: they tell of other
        figures.

        Args:
            reports: which reports to write: `page`, `document`, `workbook`, or an empty list for none.

        Raises:
            WrongInputError: a file would take the place of one that no fit has written.
        """
        out, media = self.fitted.out, reports_asked(reports)
        require_room(out, [path for path in self.fitted.files.paths if path not in self.fitted.texts])
        fitted_before, writers = out.exists(), report_files(self.report, media)
        self.fitted.write({report_beside(out, ending): write for ending, write in writers.items()})
        for ending in set(ENDINGS.values()) - set(writers) if fitted_before else ():
            report_beside(out, ending).unlink(missing_ok=True)
        return out


@told_as_value_errors
def fit(
    folder: str | PathLike[str],
    configuration: str | PathLike[str],
    mapping: str | PathLike[str] | None = None,
    out: str | PathLike[str] | None = None,
    until: date | str | None = None,
    start: date | str | None = None,
    progress: Callable[[str], None] | None = None,
) -> FitResult:
    """Return a configuration fitted to a council's own SSDA903 return; nothing is written before `write`.

    Args:
        folder: the returns: a folder per year, one folder, or a zip of either.
        configuration: what the return does not tell comes from here: names, provision, prices, budgets.
        mapping: which codes mean which placement type; left out, the default.
        out: where the fitted configuration will stand; left out, fitted.yaml beside the given one.
        until: use only what was known by this day, as in `"2024-03-31"`.
        start: its first day; left out, the day after the last of the return.
        progress: is told what is being worked out.

    Raises:
        WrongInputError: the return, the mapping or the configuration cannot be used.
    """
    from placesim.returns.mapping import load_mapping
    from placesim.returns.pasts import past_of
    from placesim.returns.reading.reader import read_returns

    files, given = InputFiles(), named_path("configuration", configuration)
    path = given.with_name(FITTED) if out is None else named_path("out", out)
    baseline = load_baseline(given, None, files)
    require_room(path, files.paths)
    say = progress or _untold
    say("Reading the return")
    read = read_returns(named_path("folder", folder, "folder"), _day("until", until))
    say("Following the children")
    past = past_of(read, load_mapping(None if mapping is None else named_path("mapping", mapping), baseline), baseline)
    return FitResult(fitted_to(past, given, out=path, start=_day("start", start), files=files, progress=say))


def require_room(out: Path, inputs: Sequence[Path]) -> None:
    """Make sure that a fit can be written: over nothing that was read, and over no file that no fit has written.

    Raises:
        InputError: it cannot.
    """
    require_file(out, inputs, YAML)
    if out.is_file() and not out.read_text(encoding="utf-8", errors="replace").startswith(MADE_BY):
        refuse([fault(out, "is there already, and `placesim fit` did not write it; choose another --out")])
    for name in (f"{out.stem}_ranges.yaml", f"{out.stem}_children.csv"):
        beside = out.with_name(name)
        require_file(beside, inputs, (beside.suffix,))
        if beside.exists() and not out.exists():
            refuse([fault(beside, f"is there already without {out.name}; move it, or choose another --out")])


def _day(argument: str, given: date | str | None) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise wrong(argument, f"should be a date, as in 2024-03-31; found {given!r}") from None


def _untold(_said: str) -> None:
    """Tell nobody."""
