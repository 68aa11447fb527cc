"""Whether synthetic councils look like England: published figures beside those of their last year."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from placesim.studies.synthetic.character import YEAR
from placesim.studies.synthetic.council import SyntheticCouncil
from placesim.studies.synthetic.families import Child
from placesim.studies.synthetic.placing import IFA, IN_HOUSE, KINSHIP, TYPES

FOSTERING = (KINSHIP, IN_HOUSE, IFA)
AGES = {"under 1": (0, 1), "1 to 4": (1, 5), "5 to 9": (5, 10), "10 to 15": (10, 16), "16 and 17": (16, 19)}
LENGTHS = {
    "up to a month": (0, 31),
    "1 to 6 months": (31, 183),
    "6 months to 2 years": (183, 731),
    "longer": (731, 9999),
}

Counts = Mapping[str, float]


def counted(council: SyntheticCouncil) -> dict[str, float]:
    """Return what happened in the last year, and who was in care at its end, as counts that add up over councils."""
    found: Counter[str] = Counter()
    for child in council.lived.children:
        _who(child, council, found)
        _what(child, council.character.days - 1, found)
    return dict(found)


def _who(child: Child, council: SyntheticCouncil, found: Counter[str]) -> None:
    """Count a child who entered in the last year, and one who is in care at its end."""
    last, here = council.character.days - 1, council.lived.here.get(child.number)
    if last - YEAR < child.enters <= last:
        found["entered"] += 1
        found[f"entered {_band(AGES, child.age_on(child.enters))}"] += 1
    if here:
        found["in care"] += 1
        found[f"in care {_band(AGES, child.age_on(last))}"] += 1
        found[f"in care {here.placement_type}"] += 1
        found["in care 3 placements"] += sum(ends > last - YEAR for _, _, ends, _ in child.placements) >= 2


def _what(child: Child, last: int, found: Counter[str]) -> None:
    """Count the placements that ended in the last year, and the period of care if it did."""
    for number, (kind, begins, ends, why) in enumerate(child.placements):
        if not last - YEAR < ends <= last:
            continue
        if kind in FOSTERING:
            found["ended"] += 1
            found[f"ended {_band(LENGTHS, ends - begins)}"] += 1
        leaves = number == len(child.placements) - 1 and child.last <= ends
        found["moved"] += not leaves
        if leaves:
            found["left"] += 1
            found[f"left {why or 'at 18'}"] += 1
            found["days of those who left"] += ends - child.enters


def _band(bands: Mapping[str, tuple[int, int]], value: float) -> str:
    return next(name for name, (low, high) in bands.items() if low <= value < high)


class Likeness(NamedTuple):
    """One figure of the synthetic councils beside a published one."""

    figure: str
    synthetic: float
    published: str
    source: str
    is_share: bool = True


def likeness(counts: Counts) -> list[Likeness]:
    """Return figures of all synthetic councils together beside those published for England."""

    def share(of: str, all_of: str) -> float:
        return counts.get(of, 0) / max(counts.get(all_of, 0), 1)

    ages_in, ages_of = (0.04, 0.12, 0.18, 0.38, 0.27), (0.16, 0.14, 0.15, 0.27, 0.28)
    lengths = (0.25, 0.26, 0.33, 0.16)
    found = [
        Likeness("entries a year for each child in care", share("entered", "in care"), "0.39", "P007, P008", False)
    ]
    for name, told in zip(AGES, ages_in, strict=True):
        found.append(Likeness(f"in care, {name}", share(f"in care {name}", "in care"), f"{told:.0%}", "P008"))
    for name, told in zip(AGES, ages_of, strict=True):
        found.append(Likeness(f"entrants, {name}", share(f"entered {name}", "entered"), f"{told:.0%}", "P007"))
    for name, told in zip(LENGTHS, lengths, strict=True):
        found.append(
            Likeness(f"foster placements that ended: {name}", share(f"ended {name}", "ended"), f"{told:.0%}", "P093")
        )
    days = share("days of those who left", "left")
    return [
        *found,
        Likeness("days in care of those who left, mean", days, "864", "P095", False),
        Likeness("moves a year for each child in care", share("moved", "in care"), "0.53", "P097", False),
        Likeness("leavers: adopted", share("left adoption", "left"), "9%", "P015"),
        Likeness("leavers: special guardianship", share("left special_guardianship", "left"), "12%", "P015"),
        Likeness("leavers: at 18", share("left at 18", "left"), "33%", "P015"),
        *(
            Likeness(f"in care, {kind.replace('_', '-')}", share(f"in care {kind}", "in care"), "", "")
            for kind in TYPES
        ),
    ]
