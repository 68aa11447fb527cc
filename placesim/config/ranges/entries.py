"""Entries of a file of ranges: a range or factors for several places, shares of one whole, or what a fit found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault
from placesim.config.horizon import last_day
from placesim.config.problem import Path, Problem, shown
from placesim.config.ranges.assumptions import About, Assumption
from placesim.config.ranges.describing import label_of_place, only_money, unit_of
from placesim.config.ranges.found import is_whole
from placesim.config.ranges.known import refused
from placesim.config.ranges.patches import Multiplied, Patch
from placesim.config.ranges.paths import LostError, Named, block_named, named
from placesim.config.ranges.reading import KEYS, about, about_problems, fractional, is_number, read_range, unknown_keys
from placesim.config.ranges.shapes import AnyShape
from placesim.config.ranges.ties import Tie
from placesim.config.values import SOURCE
from placesim.config.yaml_files import Document

OF_PLACES = ("paths", "label", "source")
"""What every entry may say, apart from how far its numbers are known."""

OF_RANGES = tuple(key for key in KEYS if key not in (*OF_PLACES, "name"))

NEARLY = 1e-9
"""Numbers that differ by less, as a share, are the same."""


@dataclass
class Entry:
    """One entry of a file of ranges, the configuration that it is for, and what becomes of it."""

    document: Document
    name: str
    written: Mapping[Any, Any]
    values: Mapping[str, Any]
    """What the configuration says."""
    baseline: Baseline
    faults: list[Fault] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def wrong(self, place: Path, message: str) -> None:
        """Keep what has to be mended."""
        lacking = str(place[-1]) if message.startswith("missing") else ""
        self.faults.append(self.document.fault(("ranges", self.name, *place), message, lacking))

    def keep(self, problems: Iterator[Problem] | list[Problem], *within: str) -> bool:
        """Keep what has to be mended; tell whether there was nothing."""
        before = len(self.faults)
        for problem in problems:
            self.wrong((*within, *problem.path), problem.message)
        return len(self.faults) == before

    def where(self, name: str, place: Path) -> tuple[str, Path, str, int]:
        """Return what every patch says: the assumption, its place, and where it is written."""
        return name, place, str(self.document.path), self.document.fault(("ranges", self.name), "").line

    def assume(
        self, name: str, label: str, value: float, shape: AnyShape, where: list[Named], tied: bool = False
    ) -> None:
        """Keep an assumption about what is named; tied where the others of this entry are drawn with it."""
        places = [each.place for each in where]
        times = "times" in self.written
        whole = not times and any(is_whole(Baseline, self.values, place) for place in places)
        unit, money = "times" if times else unit_of(places[0]), all(map(only_money, places))
        told = About(self.name if tied else "", unit, money, about(self.written)[1], whole)
        self.assumptions.append(Assumption.spread(name, label, value, shape, told))

    def allowed(self, keys: tuple[str, ...]) -> bool:
        """Keep what is unknown or missing of what an entry says; tell whether there was nothing."""
        found = [*unknown_keys(self.written, keys), *about_problems(self.written)]
        if "source" not in self.written:
            found.append(Problem(("source",), f"missing; give {SOURCE}"))
        return self.keep(found)

    def named(self, dotted: Any, place: Path) -> Named | None:
        """Return what a path names; None where that is to be mended."""
        if not isinstance(dotted, str) or not dotted:
            self.wrong(
                place, f"should be a path, as in provision.council_carers.price.weekly_fee; found {shown(dotted)}"
            )
            return None
        try:
            found = named(self.values, self.baseline, dotted)
        except LostError as error:
            self.wrong(place, str(error))
            return None
        if why := refused(found.place):
            self.wrong(place, why)
            return None
        return found

    def block(self, dotted: Any) -> tuple[Mapping[Any, Any], str]:
        """Return the block of numbers that a path names, or else why there is none."""
        if not isinstance(dotted, str) or not dotted:
            return {}, f"should be the path of a block of shares; found {shown(dotted)}"
        try:
            return block_named(self.values, dotted), ""
        except LostError as error:
            return {}, str(error)

    def all_named(self) -> list[Named]:
        """Return what the paths name; nothing where any is to be mended."""
        paths = self.written.get("paths")
        paths = [paths] if isinstance(paths, str) else paths
        if not isinstance(paths, list) or not paths:
            self.wrong(
                ("paths",), "missing; add it" if paths is None else f"should be a list of paths; found {shown(paths)}"
            )
            return []
        found = [self.named(dotted, ("paths", number)) for number, dotted in enumerate(paths)]
        return [each for each in found if each] if all(found) else []


def read_entry(entry: Entry) -> None:
    """Read an entry by what it is."""
    from placesim.config.ranges.fits import read_fit, read_shares

    kinds: dict[str, Callable[[Entry], None]] = {"dirichlet": read_shares, "covariance": read_fit, "times": _read_times}
    next((read for key, read in kinds.items() if key in entry.written), _read_value)(entry)


def standing(entry: Entry, places: list[Named]) -> float | None:
    """Return the one number that stands wherever an entry acts; None where that is to be mended."""
    for number, each in enumerate(places):
        here, dotted = ("paths", number), ".".join(map(str, each.place))
        if each.number is None:
            entry.wrong(here, f"changes by date; use `times`, or name one of its values, as in {dotted}.0.value")
            return None
        if each.number != places[0].number:
            first = f"{places[0].number:.10g} stands at the first path"
            entry.wrong(here, f"{each.number:.10g} stands here and {first}; use `times`, or give each its own range")
            return None
    return places[0].number if places else None


def agrees(entry: Entry, given: Any, stands: float, place: Path) -> bool:
    """Tell whether a central value that is given is the one that stands in the configuration."""
    if given is None or (is_number(given) and abs(given - stands) <= NEARLY * max(abs(stands), 1)):
        return True
    entry.wrong(
        place, f"should be {stands:.10g}, which stands in the configuration, or be left out; found {shown(given)}"
    )
    return False


def _read_value(entry: Entry) -> None:
    """Read a range that takes the place of the same number in several places."""
    if not entry.allowed((*OF_PLACES, *OF_RANGES)):
        return
    places = entry.all_named()
    stands = standing(entry, places)
    if stands is None or not agrees(entry, entry.written.get("value"), stands, ("value",)):
        return
    written = {key: entry.written[key] for key in OF_RANGES if key in entry.written}
    found, problems = read_range({**written, "value": stands} if "value" in written else written, stands)
    if not problems and any(is_whole(Baseline, entry.values, each.place) for each in places):
        problems = list(fractional(written))
    if entry.keep(problems) and found:
        entry.assume(entry.name, _label(entry, places), stands, found.shape, places)
        entry.patches += [Patch(*entry.where(entry.name, each.place)) for each in places]


def _read_times(entry: Entry) -> None:
    """Read factors that multiply whatever stands in several places, on every date or from one on."""
    if not entry.allowed((*OF_PLACES, "times", "from")):
        return
    places, written, begins = entry.all_named(), entry.written["times"], entry.written.get("from")
    if not isinstance(written, Mapping):
        entry.wrong(("times",), f"should be a range about 1, as in {{low: 0.8, high: 1.3}}; found {shown(written)}")
        return
    if why := _no_day(entry, begins):
        entry.wrong(("from",), why)
        return
    if not _about_one(entry, written):
        return
    found, problems = read_range(written, 1.0)
    if not entry.keep([*unknown_keys(written, OF_RANGES), *problems], "times") or found is None or not places:
        return
    for number, each in enumerate(places):
        if begins is not None and not each.steps:
            entry.wrong(("paths", number), "cannot change by date, so `from` has no meaning here; take it out")
    if entry.faults:
        return
    entry.assume(entry.name, _label(entry, places), 1.0, found.shape, places)
    entry.patches += [
        Multiplied(
            *entry.where(entry.name, each.place),
            number=each.number or 0,
            steps=each.steps,
            begins=begins,
            whole=is_whole(Baseline, entry.values, each.place),
        )
        for each in places
    ]


def _no_day(entry: Entry, begins: Any) -> str:
    """Return why factors cannot act from a day on; empty where they can, or where none is given."""
    if begins is None:
        return ""
    if not isinstance(begins, date) or isinstance(begins, datetime):
        return f"should be a date of the calendar, like 2026-04-01; found {shown(begins)}"
    last = last_day(entry.baseline)
    return f"{begins} is after the last day simulated, {last}; bring it forward" if begins > last else ""


def _about_one(entry: Entry, written: Mapping[Any, Any]) -> bool:
    """Tell whether factors have 1 as their central value, so that what is fixed is what the configuration says."""
    if written.get("value", 1) != 1:
        entry.wrong(("times", "value"), f"must be 1, what stands in the configuration; found {shown(written['value'])}")
        return False
    low, high = (float(written[end]) if is_number(written.get(end)) else 1.0 for end in ("low", "high"))
    if low <= 1 <= high or low > high:
        return True
    end, number = ("low", low) if low > 1 else ("high", high)
    message = f"`times` is a factor about 1, as in {{low: 0.85, high: 1.2}}; found {end} {number:g}"
    entry.wrong(("times", end), message)
    return False


def _label(entry: Entry, places: list[Named]) -> str:
    label = about(entry.written)[0]
    return label or (label_of_place(entry.baseline, places[0].place) if len(places) == 1 else spoken(entry.name))


def spoken(name: str) -> str:
    """Return a name as words."""
    return name.replace("_", " ").capitalize()
