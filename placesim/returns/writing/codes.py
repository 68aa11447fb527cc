"""Which codes a return has for what a configuration names: the mapping that reads returns, used backwards.

Of several codes that read back as the same name the most usual is written, and only codes that stood in that year.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.mapping.schema import Mapping
from placesim.returns.mapping.translation import Translation

CONTINUES = "X1"
"""Why an episode ended whose child stays in care."""

EARLIER, UNKNOWN = "", -1
"""The placement type and the provision of a placement that ended before the first day told: nobody knows them."""

RELATIVES, STRANGERS, ADOPTERS = ("U1", "U2", "U3"), ("U4", "U5", "U6"), ("A3", "A4", "A5", "A6")
FITS = {"E45": RELATIVES, "E46": STRANGERS, "E11": ADOPTERS, "E12": ADOPTERS, "E17": RELATIVES + STRANGERS}
"""Reasons for leaving that a return has for some placements alone."""

USUAL_PLACES = ("U3", "U6", "K2", "H5", "K3", "P1", "A6", "R1", "R2", "S1", "R3", "U1", "U4", "K1", "P2")
"""Codes of placements, the most usual first; all others come behind."""

USUAL_PROVIDERS = {"U": ("PR1", "PR4", "PR5", "PR2"), "A": ("PR1", "PR5"), "P": ("PR0", "PR4"), "Z": ("",), "T": ("",)}
OF_HOMES = ("PR4", "PR5", "PR3", "PR1", "PR2")
"""Who provides placements of each letter, and all others, the most usual first."""

USUAL_REASONS = {False: ("E4A", "E45", "E46", "E47", "E12", "E8", "E13"), True: ("E17", "E6", "E8", "E7")}
"""Codes of reasons for leaving before 18 and at 18, the most usual first; all others come behind."""

PLANNED, BROKEN_DOWN = "CARPL", "CREQB"
USUAL_CHANGES = (PLANNED, BROKEN_DOWN, "CREQO", "LAREQ", "CLOSE", "OTHER")
BUILT_IN = {"carer_left": "CREQO", "home_closed": "CLOSE", "transfer": "LAREQ"}
"""Reasons why placements change, and those of the moves that every configuration has."""

WITHOUT_URN = ("P1", "P2", "P3", "R1", "R2", "R5", "T0", "T1", "T2", "T3", "T4", "Z1", "Z11", "Z12", "Z13", "Z14")
"""Placements that have no reference number of Ofsted."""

SUPPORTED_BEFORE, NUMBERED_FROM = ("H5",), 2024
"""Supported accommodation as it was before K3, and the first return that numbers it: registration began that year."""


class Place(NamedTuple):
    """A placement as a return tells it."""

    code: str
    provider: str


BEFORE, BEFORE_URN = Place("U6", "PR1"), "XXXXXXX"
"""What an earlier placement that nobody knows is told as: foster care by the council, which any age may be in."""


class Codes:
    """What a return says for the names of a configuration."""

    def __init__(self, mapping: Mapping, baseline: Baseline):
        """Take the mapping and the configuration whose names are told."""
        self._meaning, self._baseline = Translation(mapping, baseline), baseline
        self._rules = mapping

    @cached_property
    def unaccompanied(self) -> str:
        """The stream of unaccompanied children; '' where the configuration has none."""
        alone, others = self._meaning.stream(True), self._meaning.stream(False)
        return "" if alone == others else alone

    def place(self, placement_type: str, year: int | None = None) -> Place:
        """Return the place as which the return of a year tells a placement of a type; of whatever year without one.

        Raises:
            InputError: the return has no code that the mapping reads as this type.
        """
        if placement_type == EARLIER:
            return BEFORE
        for code, provider in self._places():
            stood = year is None or code_lists().stood("PLACE", code, year)
            if stood and self._meaning.placement_type(code, provider) == placement_type:
                return Place(code, provider)
        of = "" if year is None else f" of the return of {year}"
        message = f"no code{of} means the placement type {placement_type}; add a line to a mapping of your own"
        raise InputError([Fault("mapping", 0, "placements", message)])

    def _places(self) -> Iterator[Place]:
        """Yield every place that a rule names, the most usual first."""
        for code in _usual_first(USUAL_PLACES, [code for rule in self._rules.placements for code in rule.place]):
            for provider in USUAL_PROVIDERS.get(code[0], OF_HOMES):
                yield Place(code, provider)

    def left(self, reason: str, place: str) -> str:
        """Return the code of a reason for leaving such a placement: the first that a return has for it.

        Raises:
            InputError: no code means this reason.
        """
        grown_up = reason in self._baseline.at_18.reasons
        rules = self._rules.at_18 if grown_up else self._rules.leaving
        known = [code for code in _usual_first(USUAL_REASONS[grown_up], rules) if code not in ("", CONTINUES)]
        meant = [code for code in known if self._meaning.reason(code, grown_up) == reason]
        for code in [*(code for code in meant if place in FITS.get(code, (place,))), *meant]:
            return code
        block = "at_18" if grown_up else "leaving"
        message = f"no code means the reason {reason}; add a line to a mapping of your own"
        raise InputError([Fault("mapping", 0, block, message)])

    def changed(self, move: str, left: str, follows: str) -> str:
        """Return the code of why a placement of one type was left for one of another.

        Some moves cannot be told from others by code and types, as a breakdown in foster care that leads to a home
        from a move to a home: they have their usual code all the same.
        """
        planned = move in self._baseline.moves and self._baseline.moves[move].planned
        usual = BUILT_IN.get(move, PLANNED if planned else BROKEN_DOWN)
        known = [usual, *USUAL_CHANGES]
        return next((code for code in known if self._meaning.move(code, left, follows) == move), usual)


def has_number(place: str, year: int) -> bool:
    """Tell whether the return of a year gives such a placement a reference number of Ofsted."""
    return place not in WITHOUT_URN and not (place in SUPPORTED_BEFORE and year < NUMBERED_FROM)


def _usual_first(usual: tuple[str, ...], named: Iterable[str]) -> list[str]:
    """Return what is named, the most usual first."""
    named = list(dict.fromkeys(named))
    return [*(code for code in usual if code in named), *(code for code in named if code not in usual)]
