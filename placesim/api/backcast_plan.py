"""The plan of a back-cast: what was asked for, made sure of before anything is simulated."""

from dataclasses import dataclass
from datetime import date, timedelta
from os import PathLike
from pathlib import Path

from placesim.api.plan import counts, engine_asked
from placesim.api.reproduction import default_folder
from placesim.api.wrong import named_path, whole_number, wrong
from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.problem import shown
from placesim.experiment.command_lines import backcast_command
from placesim.experiment.limits import WORKERS
from placesim.model import EngineName
from placesim.results.backcasts import EVERYBODY, BackCast
from placesim.returns.backcasting.origins import origins_of
from placesim.returns.mapping import Mapping, load_mapping
from placesim.returns.past import Past
from placesim.returns.pasts import cut, past_of
from placesim.returns.reading import read_returns

PART = "backcast"
"""What is put behind the configuration's name for the folder of results."""


@dataclass(frozen=True, eq=False)
class BackCastPlan:
    """Everything that a back-cast needs, read and made sure of."""

    folder: Path
    configuration: Path
    baseline: Baseline
    mapping_file: Path | None
    mapping: Mapping
    past: Past
    years: tuple[int, ...]
    """The returns read, each by the year in which it ends."""
    origins: tuple[date, ...]
    until: date
    options: tuple[str, ...]
    """What was asked of days and of small counts, as options of the command."""
    replications: int
    seed: int
    workers: int | None
    engine: EngineName
    suppress: bool
    """Whether small counts are taken out of the table."""
    files: InputFiles

    def known_on(self, day: date) -> Past:
        """Return what was known on a day: what the returns that were in by then say, later mends left out.

        Where the return of that year is missing, it is what the others say of the time up to then.
        """
        if day.year not in self.years:
            return cut(self.past, day + timedelta(days=1))
        return past_of(read_returns(self.folder, day), self.mapping, self.baseline)

    def command(self, folder: Path | None) -> str:
        """Return the command that makes the result again, written to a folder."""
        usual = default_folder(self.configuration, PART)
        out = None if folder == usual else folder
        asked = self.options, self.mapping_file, self.replications, self.seed
        return backcast_command(self.folder, self.configuration, *asked, out)

    def children_at(self, cast: BackCast) -> int:
        """Return the children in care on the last day that a forecast begins from."""
        line = cast.lines[EVERYBODY]
        return int(line.children[line.days.index(self.origins[-1])])


def backcast_plan(
    folder: str | PathLike[str],
    configuration: str | PathLike[str],
    fit_to: date | str,
    simulate_to: date | str | None,
    rolling: bool,
    mapping: str | PathLike[str] | None,
    replications: int,
    seed: int,
    workers: int | None,
    engine: str | None,
    suppress: bool,
) -> BackCastPlan:
    """Return the plan of a back-cast.

    Raises:
        InputError: an argument or a file cannot be used.
    """
    files, path = InputFiles(), named_path("configuration", configuration)
    counted, plays = counts(replications, seed), engine_asked(engine)
    processes = None if workers is None else whole_number("workers", workers, WORKERS)
    begins, ends = _day("fit_to", fit_to), None if simulate_to is None else _day("simulate_to", simulate_to)
    baseline = load_baseline(path, None, files)
    mapped = None if mapping is None else named_path("mapping", mapping)
    means, where = load_mapping(mapped, baseline, files), named_path("folder", folder, "folder")
    given = read_returns(where)
    origins, until = origins_of(given.first_day, given.last_day, begins, ends, rolling)
    options = ["--fit-to", str(begins), *(["--simulate-to", str(ends)] if ends else []), *["--rolling"] * rolling]
    options += ["--suppress"] * suppress
    asked = where, path, baseline, mapped, means, past_of(given, means, baseline), given.years, origins, until
    return BackCastPlan(*asked, tuple(options), *counted, processes, plays, suppress, files)


def _day(argument: str, given: date | str) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise wrong(argument, f"should be a date, as in 2021-03-31; found {shown(given)}") from None
