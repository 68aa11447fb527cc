"""What returns hold and no rule of a mapping names: by code, how often it stands there, and the line to add."""

from collections import Counter
from collections.abc import Iterable

from placesim.config.faults import Fault

WHERE = "to a mapping of your own and give it with --mapping"


def unnamed_places(places: Iterable[tuple[str, str]]) -> list[Fault]:
    """Return a fault for each PLACE and PLACE_PROVIDER, one pair a row, that no rule names."""
    found = []
    for (place, provider), count in Counter(places).items():
        of = f" and PLACE_PROVIDER {provider}" if provider else ""
        what = f"{_rows(count)} PLACE {place}{of}, of which no rule names a placement type that the configuration has"
        found.append(_fault("placements", what, f"- {{place: {place}, placement_type: ...}}"))
    return found


def unnamed_reasons(leavers: Iterable[tuple[str, bool]]) -> list[Fault]:
    """Return a fault for each REC, with whether at 18, that no rule takes for a reason of the configuration."""
    found = []
    for (rec, grown_up), count in Counter(leavers).items():
        block, when = ("at_18", "at 18") if grown_up else ("leaving", "before 18")
        of = f"REC {rec}" if rec else "no REC"
        what = f"{_rows(count)} {of} {when}, for which no rule names a reason that the configuration has"
        found.append(_fault(block, what, f"{rec or chr(34) * 2}: ..."))
    return found


def unnamed_moves(moves: Iterable[tuple[str, str, str]]) -> list[Fault]:
    """Return a fault for each reason of a move, with the types left and reached, that no rule names."""
    found = []
    for (why, left, reached), count in Counter(moves).items():
        of = f"REASON_PLACE_CHANGE {why}" if why else "no REASON_PLACE_CHANGE"
        what = (
            f"{_rows(count)} {of} from {left} to {reached}, for which no rule names a move that the configuration has"
        )
        found.append(_fault("moves", what, f"- {{from: {left}, to: {reached}, move: ...}}"))
    return found


def unnamed_needs(placements: Iterable[tuple[str, str]]) -> list[Fault]:
    """Return a fault for each placement type and stream whose need no rule names."""
    return [
        _fault(
            "needs",
            f"children of the stream {stream} live in {kind}, of whom no rule names a need that the configuration has",
            f"- {{placement_type: {kind}, need: ...}}",
        )
        for kind, stream in dict.fromkeys(placements)
    ]


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _fault(block: str, what: str, line: str) -> Fault:
    return Fault("mapping", 0, block, f"{what}; add a line {line} {WHERE}")
