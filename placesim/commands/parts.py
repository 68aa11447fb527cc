"""A part of a study, as `run` and `compare` are asked for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placesim.report.terminal.lines import print_line

if TYPE_CHECKING:
    from placesim.api import Council


@dataclass(frozen=True)
class Part:
    """Some futures of a study, and the file they go to."""

    first: int
    count: int
    file: Path

    def play(self, council: "Council", scenarios: "list[Path] | None", replications: int, **played: Any) -> None:
        """Have these futures simulated and written, and say so."""
        from placesim import api

        part: dict[str, Any] = {"first": self.first, "count": self.count, "replications": replications}
        api.shard(self.file, council, scenarios, **part, **played)
        print_line(self.told(replications))

    def told(self, replications: int) -> str:
        """Return what was written, and what to do with it."""
        futures = f"futures {self.first} to {self.first + self.count - 1} of {replications:,}"
        return f"{self.file}: {futures}. Once there are all: placesim merge, the files of all parts, --out and a folder"


def part_asked(first: int | None, count: int | None, shard: Path | None, **against: object) -> Part | None:
    """Return the part asked for; nothing where the whole study is.

    Args:
        first: number of its first future.
        count: how many.
        shard: the file it goes to.
        against: values of options that a part cannot have, by name.

    Raises:
        InputError: something is missing, or asked for that only a whole study can have.
    """
    from placesim.config.faults import Fault, InputError

    given = {"--first": first, "--count": count, "--shard": shard}
    missing = [name for name, value in given.items() if value is None]
    if len(missing) == len(given):
        return None
    if first is None or count is None or shard is None:
        message = f"--first, --count and --shard go together; give {' and '.join(missing)} too"
        raise InputError([Fault(next(name for name in given if name not in missing), 0, "", message)])
    whole = [f"--{name}" for name, value in against.items() if value]
    if whole:
        message = "is of a whole study, and cannot be asked of a part of one (--first, --count, --shard); leave it out"
        raise InputError([Fault(name, 0, "", message) for name in whole])
    return Part(first, count, shard)
