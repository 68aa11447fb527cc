"""The command line that makes a run again, as it can be typed in the common shells."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from placesim.experiment.precision import Precision


@dataclass(frozen=True)
class Assumed:
    """What a study assumes otherwise than its configuration says."""

    years: float | None = None
    """Years to simulate."""
    ranges: Path | None = None
    """The file of ranges in place of the configuration's own."""
    assumptions: str | None = None
    """Drawn or fixed, where it was asked for."""

    @property
    def options(self) -> list[str]:
        """What a command line says of it."""
        years = [] if self.years is None else ["--years", f"{self.years:.15g}"]
        ranges = [] if self.ranges is None else ["--ranges", self.ranges.as_posix()]
        return years + ranges + ([] if self.assumptions is None else ["--assumptions", self.assumptions])


def run_command(
    file: Path,
    replications: int,
    seed: int,
    *,
    given: Assumed,
    episodes: bool,
    out: Path | None,
    since: Path | None = None,
) -> str:
    """Return the command that makes a run again, as it can be typed in the common shells."""
    options = _counts(replications, seed) + given.options + ["--episodes"] * episodes
    options += (["--since", since.as_posix()] if since else []) + _out(out)
    return _command("run", file.as_posix(), *options)


def compare_command(
    file: Path,
    scenarios: Sequence[Path],
    replications: int,
    seed: int,
    *,
    given: Assumed,
    precision: Precision | None,
    measures: bool,
    long_tables: bool,
    template: Path | None,
    out: Path | None,
) -> str:
    """Return the command that makes a comparison again."""
    paths = [file.as_posix(), *(path.as_posix() for path in scenarios)]
    styled = ["--template", template.as_posix()] if template else []
    options = [
        *_counts(replications, seed),
        *given.options,
        *_precision(precision),
        *["--measures"] * measures,
        *["--long-tables"] * long_tables,
        *styled,
    ]
    return _command("compare", *paths, *options, *_out(out))


def _precision(precision: Precision | None) -> list[str]:
    if precision is None:
        return []
    return ["--precision", f"{precision.target:.15g}", "--of", precision.about, "--most", str(precision.most)]


class Varied(NamedTuple):
    """One number that a sweep varies, as it was asked for."""

    field: str
    values: str
    only: int | None = None

    def options(self, vary: str, values: str, only: str) -> list[str]:
        """Return the options that ask for it, under these names."""
        # what begins with a minus would be taken for another option
        tried = [f"{values}={self.values}"] if self.values.startswith("-") else [values, self.values]
        return [vary, self.field, *tried, *([] if self.only is None else [only, str(self.only)])]


def sweep_command(
    file: Path,
    scenario: Path,
    first: Varied,
    second: Varied | None,
    replications: int,
    seed: int,
    *,
    given: Assumed,
    out: Path | None,
) -> str:
    """Return the command that makes a sweep again, of one number or of two."""
    varied = first.options("--vary", "--values", "--only")
    varied += second.options("--and", "--and-values", "--and-only") if second else []
    options = [*varied, *_counts(replications, seed), *given.options, *_out(out)]
    return _command("sweep", file.as_posix(), scenario.as_posix(), *options)


def sensitivity_command(
    file: Path,
    scenarios: Sequence[Path],
    of: str | None,
    points: int,
    replications: int,
    seed: int,
    *,
    given: Assumed,
    out: Path | None,
) -> str:
    """Return the command that makes a sensitivity study again."""
    paths = [file.as_posix(), *(path.as_posix() for path in scenarios)]
    figure = ["--of", of] if of else []
    full = ["--full", "--points", str(points)] if points else []
    return _command("sensitivity", *paths, *figure, *full, *_counts(replications, seed), *given.options, *_out(out))


def search_command(
    file: Path, search: Path, most: int, again: int, seed: int, *, given: Assumed, out: Path | None
) -> str:
    """Return the command that makes a search again."""
    counts = ["--most", str(most), "--again", str(again), "--seed", str(seed)]
    return _command("search", file.as_posix(), search.as_posix(), *counts, *given.options, *_out(out))


def backcast_command(
    folder: Path, file: Path, days: Sequence[str], mapping: Path | None, replications: int, seed: int, out: Path | None
) -> str:
    """Return the command that makes a back-cast again."""
    mapped = ["--mapping", mapping.as_posix()] if mapping else []
    options = [*days, *mapped, *_counts(replications, seed), *_out(out)]
    return _command("backcast", folder.as_posix(), file.as_posix(), *options)


def history_command(
    folder: Path, configuration: Path | None, mapping: Path | None, suppress: bool, out: Path | None
) -> str:
    """Return the command that tells a council's past again."""
    files = [folder.as_posix(), *([configuration.as_posix()] if configuration else [])]
    options = [*(["--mapping", mapping.as_posix()] if mapping else []), *["--suppress"] * suppress, *_out(out)]
    return _command("history", *files, *options)


def agree_command(
    file: Path, published: Path, replications: int, seed: int, *, given: Assumed, drift: bool, out: Path | None
) -> str:
    """Return the command that makes a comparison with published figures again."""
    options = [*_counts(replications, seed), *given.options, *["--drift"] * drift, *_out(out)]
    return _command("agree", file.as_posix(), published.as_posix(), *options)


def page_command(file: Path, scenarios: Sequence[Path], folder: Path, seed: int, *, given: Assumed) -> str:
    """Return the command that opens a page again."""
    paths = [file.as_posix(), *(path.as_posix() for path in scenarios)]
    return _command("page", *paths, "--folder", folder.as_posix(), "--seed", str(seed), *given.options)


def _counts(replications: int, seed: int) -> list[str]:
    return ["--replications", str(replications), "--seed", str(seed)]


def _out(out: Path | None) -> list[str]:
    return ["--out", out.as_posix()] if out else []


def _command(*words: str) -> str:
    return " ".join(["placesim", *(_quoted(word) for word in words)])


def _quoted(word: str) -> str:
    """Return a word in double quotes, which every shell knows, where it needs any and they shield all it holds."""
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`!\\]', word) else f'"{word}"'
