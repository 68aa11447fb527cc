"""Bands of age, or of time in care, that cover childhood without gap or overlap."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from placesim.config.problem import Problem, agreed
from placesim.config.values import ADULT_AGE, Number


def _tiles_childhood(bands: Mapping[str, tuple[float, float]]) -> Mapping[str, tuple[float, float]]:
    agreed(list(_band_problems(bands)))
    return bands


def _band_problems(bands: Mapping[str, tuple[float, float]]) -> Iterator[Problem]:
    reached, last = 0.0, ""
    for last, (low, high) in bands.items():
        if high <= low:
            message = f"band {last!r} ends at {high:g} but begins at {low:g}; the second number must be larger"
            yield Problem((last,), message)
        elif low != reached:
            fault = "overlaps the band before it" if low < reached else "leaves a gap before it"
            yield Problem((last,), f"band {last!r} {fault}: it must begin at {reached:g}, not {low:g}")
        reached = max(low, high)
    if reached != ADULT_AGE:
        yield Problem((last,), f"the bands end at {reached:g}; the last must end at {ADULT_AGE:g}")


Bands = Annotated[dict[str, tuple[Number, Number]], Field(min_length=1), AfterValidator(_tiles_childhood)]
"""Names with [from, to) in years, in order, without gap or overlap, from 0 to 18."""
