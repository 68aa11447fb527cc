"""What a benchmark found, as a page and a plot: ratios first, for times depend on the machine and its other work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from placesim.config.baseline import Baseline
from placesim.model import EngineName


@dataclass(frozen=True)
class Timing:
    """Processor seconds of drawing, playing and measuring one future, and its episodes."""

    drawing: float
    playing: float
    measuring: float
    episodes: float

    @property
    def whole(self) -> float:
        """Seconds of all three."""
        return self.drawing + self.playing + self.measuring

    @property
    def an_episode(self) -> float:
        """Microseconds an episode."""
        return self.whole / self.episodes * 1e6


Timed = dict[EngineName, list[Timing]]
"""Times of one size by each engine, in the order of rounds."""


@dataclass(frozen=True)
class CommandTimes:
    """Processor seconds of a whole command by each engine: with two futures, and with more."""

    command: str
    few: dict[EngineName, float]
    many: dict[EngineName, float]


RATIOS = ("size", "episodes", "simpy / compiled", "the same, whole", "microseconds an episode", "against size 1")
TIMES = ("size", "draw ms", "simpy ms", "compiled ms", "measure ms")
COMMANDS = ("command", "simpy / compiled", "simpy s", "compiled s", "with two futures s")

WHOLE = "Whole commands with one worker and all imports done: with 25 futures by either engine, and with two."

NOTE = (
    "Medians of processor time on one core. Ratios are of the same futures, one engine after the other: of playing "
    "them, and *whole*, with drawing everybody's luck, planning supply and computing every measure by financial year "
    "and month. Microseconds an episode are of the whole by the engine that runs unless another is asked for. Sizes "
    "multiply the council's children, entries, households and places (227: all England); sizes and engines take turns, "
    "so that a machine whose speed changes slows all alike."
)


def page(
    baseline: Baseline, found: Mapping[int, Timed], speed: float, commands: Sequence[CommandTimes], out: Path | None
) -> str:
    """Return the figures as a page of documentation."""
    machine = f"{speed:.1f} microseconds an event in a bare simpy loop"
    first = next(iter(found.values()))
    lines = [
        "# How fast it is",
        "",
        f"Made by `python -m placesim.benchmark`. {baseline.name}, {baseline.years:g} years; {machine}.",
        "",
    ]
    lines += [NOTE, "", *_table(RATIOS, [_ratios(size, times, first) for size, times in found.items()])]
    lines += ["", f"![Microseconds an episode by size]({out.stem}.svg)"] if out else []
    lines += ["", "What one future takes:", "", *_table(TIMES, [_times(*each) for each in found.items()])]
    if commands:
        lines += ["", WHOLE, "", *_table(COMMANDS, [_command(each) for each in commands])]
    return "\n".join(lines) + "\n"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (columns, ["---:"] * len(columns), *rows)]


def used(times: Timed) -> list[Timing]:
    """Return the times of the engine that runs unless another is asked for."""
    return times.get(EngineName.COMPILED, times[EngineName.SIMPY])


def _ratios(size: int, times: Timed, first: Timed) -> tuple[str, ...]:
    """Return how many times faster the compiled engine is, and how the cost of an episode grows."""
    pairs = list(zip(times[EngineName.SIMPY], times.get(EngineName.COMPILED, []), strict=False))
    playing = f"{median(slow.playing / fast.playing for slow, fast in pairs):.1f}" if pairs else "-"
    whole = f"{median(slow.whole / fast.whole for slow, fast in pairs):.1f}" if pairs else "-"
    an_episode = median(each.an_episode for each in used(times))
    growth = an_episode / median(each.an_episode for each in used(first))
    episodes = sum(each.episodes for each in used(times)) / len(used(times))
    return f"{size}", f"{episodes:,.0f}", playing, whole, f"{an_episode:.2f}", f"{growth:.2f}"


def _times(size: int, times: Timed) -> tuple[str, ...]:
    def milliseconds(part: list[float]) -> str:
        return f"{median(part) * 1e3:.2f}" if part else "-"

    playing = [milliseconds([each.playing for each in times.get(engine, [])]) for engine in EngineName]
    drawing, measuring = ([getattr(each, part) for each in used(times)] for part in ("drawing", "measuring"))
    return str(size), milliseconds(drawing), *playing, milliseconds(measuring)


def _command(times: CommandTimes) -> tuple[str, ...]:
    simpy, compiled = (times.many.get(engine) for engine in EngineName)
    ratio = simpy / compiled if simpy and compiled else None
    told = ("-" if each is None else f"{each:.1f}" for each in (ratio, simpy, compiled, min(times.few.values())))
    return f"`{times.command}`", *told


def plot(found: Mapping[int, Timed], path: Path) -> None:
    """Draw microseconds an episode by size, one line an engine."""
    from placesim.report.charts.canvas import canvas, drawing

    with drawing():
        figure = canvas(560, 320)
        axes = figure.subplots()
        for engine in next(iter(found.values())):
            costs = [median(each.an_episode for each in times[engine]) for times in found.values()]
            axes.plot(list(found), costs, marker="o", label=engine.value)
        axes.set(xscale="log", yscale="log", xlabel="times the council's size", ylabel="microseconds an episode")
        axes.set_xticks(list(found), [str(size) for size in found])
        axes.legend()
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
