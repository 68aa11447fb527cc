"""Fitting: a past and a configuration become a new configuration, with how far its numbers are known."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_configuration
from placesim.config.ranges.configuration import load_known
from placesim.config.ranges.drawing import Drawable
from placesim.config.ranges.study import drawable
from placesim.config.rewriting import as_comment, rename_files, round_trip, seen_from, written
from placesim.config.yaml_files import MOST_BYTES
from placesim.experiment.destinations import finished_file
from placesim.returns.fitted.adapting import adapt
from placesim.returns.fitted.carried import file_of_ranges
from placesim.returns.fitted.children import COLUMNS, Child, write_children
from placesim.returns.fitted.coming_back import COLUMNS as LEFT_COLUMNS
from placesim.returns.fitted.coming_back import Left, write_re_entry
from placesim.returns.fitted.draft import Draft
from placesim.returns.fitted.entries import write_entrants
from placesim.returns.fitted.filling import write_filling
from placesim.returns.fitted.following import write_at_18, write_need_changes, write_searches
from placesim.returns.fitted.ignored import ignoring
from placesim.returns.fitted.learnt import Learnt, Progress, learn
from placesim.returns.fitted.rates import write_risks
from placesim.returns.fitted.room import make_room
from placesim.returns.fitted.words import last_day_of, told_of
from placesim.returns.past import Past

FITTED = "fitted.yaml"
"""What the new configuration is called where nobody says."""

MADE_BY = "# Fitted by `placesim fit`"
"""How its first line begins."""

Writer = Callable[[Path], None]
"""Writes one file."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A configuration fitted to a past: as its files say it, whether they are written yet or not."""

    made_from: Path
    given: Baseline
    """The configuration that it was made from."""
    past: Past
    learnt: Learnt
    baseline: Baseline
    """Exactly what loading the written file gives."""
    notes: tuple[str, ...]
    """Sentences for the reader: what was adapted, and what the returns cannot tell."""
    out: Path
    files: InputFiles
    """What was read, and the files made here as if they stood where they will."""
    texts: Mapping[Path, str]
    """The files made here: the configuration, its ranges, and its children."""

    def drawable(self, years: float | None = None) -> Drawable:
        """Return it ready for its uncertain numbers to be drawn; nothing needs to be written for that."""
        return drawable(self.out, self.files, years=years)

    def write(self, beside: Mapping[Path, Writer] | None = None) -> None:
        """Write the configuration, its ranges, its children, and what keeps the children out of git: all or none.

        Args:
            beside: what else is written with them, by where it goes.
        """
        texts = {**self.texts, **ignoring(self.out, self.texts)}
        writers = {path: partial(_write_text, text) for path, text in texts.items()} | dict(beside or {})
        with ExitStack() as held:  # the configuration, entered first, takes its place last
            for path, write in writers.items():
                write(held.enter_context(finished_file(path)))


def fit(
    past: Past,
    configuration: Path,
    *,
    out: Path | None = None,
    start: date | None = None,
    files: InputFiles | None = None,
    progress: Progress | None = None,
) -> Fitted:
    """Return a configuration whose rates, entries, shares and children of day 0 are those of a past.

    Args:
        past: what happened.
        configuration: what all else comes from: names, provision, households, prices, budgets.
        out: where the new configuration will stand; left out, beside the given one.
        start: its first day; left out, the day after the last of the past.
        files: what the command has read already.
        progress: is told what is being worked out.

    Raises:
        InputError: the configuration cannot be used, or cannot be like this past.
    """
    files = files or InputFiles()
    given, learnt = load_configuration(configuration, files), learn(past, progress or _untold)
    out = out or configuration.with_name(FITTED)
    first = start or last_day_of(past) + timedelta(days=1)
    values = round_trip().load(files.text(configuration, MOST_BYTES))
    rename_files(values, configuration.parent, out.parent)
    draft = Draft(given, past, learnt, first, told_of(past), values)
    listed = _rewritten(draft, out)
    return _finished(draft, listed, out, files.copy())


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _untold(_said: str) -> None:
    """Tell nobody."""


def _rewritten(draft: Draft, out: Path) -> dict[Path, str]:
    """Write everything that was learnt into the draft; return the tables of children that it names."""
    in_care, left = (out.with_name(f"{out.stem}_{what}.csv") for what in ("children", "left_before"))
    write_risks(draft)
    write_entrants(draft)
    write_searches(draft)
    write_at_18(draft)
    write_need_changes(draft)
    write_filling(draft)
    children = write_children(draft, in_care.name)
    make_room(draft, children)
    gone = write_re_entry(draft, left.name)
    adapt(draft)
    tables = {in_care: _table(COLUMNS, children), left: _table(LEFT_COLUMNS, gone)}
    return {path: text for path, text in tables.items() if text}


def _table(columns: Sequence[str], children: Sequence[Child | Left]) -> str:
    """Return children as a table; nothing where there is none."""
    return "\n".join([",".join(columns), *(child.line for child in children), ""]) if children else ""


def _finished(draft: Draft, listed: Mapping[Path, str], out: Path, files: InputFiles) -> Fitted:
    given = draft.given.document.path
    ranges, names = out.with_name(f"{out.stem}_ranges.yaml"), " and ".join(path.name for path in listed)
    _name_ranges(draft, ranges.name)
    about = [
        f"Fitted by `placesim fit` to a council's own return ({draft.told}); made from {seen_from(out.parent, given)}.",
        f"{ranges.name} says how far its numbers are known. Real children are listed in {names}: guard them as such.",
    ]
    spoken = file_of_ranges(draft, ranges, files)
    texts = {
        out: "\n".join([*map(as_comment, [*about, *draft.notes]), "", written(draft.values)]),
        ranges: "\n".join([as_comment(f"How far the numbers of {out.name} are known."), "", written(spoken)]),
        **listed,
    }
    for path, text in texts.items():
        files.keep(path, text)
    baseline = load_configuration(out, files).baseline
    load_known(out, files)
    made = given, draft.given.baseline, draft.past, draft.learnt, baseline
    return Fitted(*made, tuple(draft.notes), out, files, texts)


def _name_ranges(draft: Draft, name: str) -> None:
    """Name the file of ranges where the configuration names one, or behind its evidence or its years."""
    if "ranges" in draft.values:
        draft.values["ranges"] = name
        return
    before = "evidence" if "evidence" in draft.values else "years"
    draft.values.insert(list(draft.values).index(before) + 1, "ranges", name)
