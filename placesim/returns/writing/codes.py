"""Which codes a return has for what a configuration names: places, providers, reasons for leaving and for moving."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from placesim.config.faults import Fault, InputError

T = TypeVar("T")

CONTINUES = "X1"
"""Why an episode ended whose child stays in care."""

EARLIER, UNKNOWN = "", -1
"""The placement type and the provision of a placement that ended before the first day told: nobody knows them."""

RELATIVES, STRANGERS, ADOPTERS = ("U1", "U2", "U3"), ("U4", "U5", "U6"), ("A3", "A4", "A5", "A6")
FITS = {"E45": RELATIVES, "E46": STRANGERS, "E11": ADOPTERS, "E12": ADOPTERS, "E17": RELATIVES + STRANGERS}
"""Reasons for leaving that a return has for some placements alone."""

WITHOUT_URN = ("P1", "P2", "P3", "R1", "R2", "R5", "T0", "T1", "T2", "T3", "T4", "Z1", "Z11", "Z12", "Z13", "Z14")
"""Placements that have no reference number of Ofsted."""

SUPPORTED_BEFORE, NUMBERED_FROM = ("H5",), 2024
"""Supported accommodation as it was before K3, and the first return that numbers it: registration began that year."""


@dataclass(frozen=True)
class Place:
    """A placement as a return tells it, and the returns that know the code."""

    code: str
    provider: str
    first: int = 0
    last: int = 9999


BEFORE, BEFORE_URN = Place("U6", "PR1"), "XXXXXXX"
"""What an earlier placement that nobody knows is told as: foster care by the council, which any age may be in."""


@dataclass(frozen=True)
class Codes:
    """What a return says for the names of a configuration."""

    places: Mapping[str, tuple[Place, ...]]
    """For each placement type, the places it may be written as, best first."""
    leaving: Mapping[str, tuple[str, ...]]
    """For each reason for leaving, the codes it may be written as, best first."""
    moves: Mapping[str, str]
    """For each reason for moving, the reason of the change of placement."""
    unaccompanied: str = "unaccompanied"
    """The stream of unaccompanied children."""

    def place(self, placement_type: str, year: int) -> Place:
        """Return the place as which the return of a year tells a placement of a type.

        Raises:
            InputError: the return has no code for it.
        """
        if placement_type == EARLIER:
            return BEFORE
        known = (each for each in self.places.get(placement_type, ()) if each.first <= year <= each.last)
        return _first(known, f"the placement type {placement_type}", f" of the return of {year}")

    def left(self, reason: str, place: str) -> str:
        """Return the code of a reason for leaving a placement: the first that a return has for such a placement."""
        fitting = [code for code in self.leaving.get(reason, ()) if place in FITS.get(code, (place,))]
        return _first(fitting or self.leaving.get(reason, ()), f"the reason for leaving {reason}")

    def changed(self, reason: str) -> str:
        """Return the code of why a placement changed."""
        return _first([self.moves[reason]] if reason in self.moves else [], f"the move {reason}")


def has_number(place: str, year: int) -> bool:
    """Tell whether the return of a year gives such a placement a reference number of Ofsted."""
    return place not in WITHOUT_URN and not (place in SUPPORTED_BEFORE and year < NUMBERED_FROM)


def _first(known: Iterable[T], named: str, of: str = "") -> T:
    for each in known:
        return each
    raise InputError([Fault("mapping", 0, "", f"names no code{of} for {named}; add one")])


EXPECTED = Codes(
    places={
        "kinship": (Place("U3", "PR1"),),
        "in_house": (Place("U6", "PR1"),),
        "ifa": (Place("U6", "PR4"),),
        "residential": (Place("K2", "PR4"),),
        "juno_home": (Place("K2", "PR5"),),
        "supported": (Place("K3", "PR4", first=2025), Place("H5", "PR4", last=2024)),
        "other_residential": (Place("R1", "PR4"),),
        "with_parents": (Place("P1", "PR0"),),
        "parents": (Place("P1", "PR0"),),
        "placed_for_adoption": (Place("A6", "PR1"),),
        "other": (Place("R2", "PR3"),),
    },
    leaving={
        "return_home": ("E4A",),
        "special_guardianship": ("E45", "E46", "E47"),
        "guardianship": ("E45", "E46", "E47"),
        "adoption": ("E12",),
        "other_under_18": ("E8",),
        "other": ("E8",),
        "staying_put": ("E17",),
        "independence": ("E6",),
        "other_at_18": ("E7",),
    },
    moves={
        **dict.fromkeys(["breakdown", "to_home"], "CREQB"),
        **dict.fromkeys(["planned", "planned_move", "moving_on", "step_down", "to_kinship"], "CARPL"),
        **dict.fromkeys(["to_parents", "to_adoption", "to_supported"], "CARPL"),
        "transfer": "LAREQ",
        "carer_left": "CREQO",
        "home_closed": "CLOSE",
    },
)
"""What the configurations that come with the program are written as."""
