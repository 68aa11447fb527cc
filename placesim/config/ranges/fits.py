"""Entries of a file of ranges that say several numbers at once: shares of one whole, and what a fit found."""

from math import sqrt
from typing import Any

from pydantic import ValidationError

from placesim.config.problem import Path, near, shown
from placesim.config.ranges.describing import label_of_place
from placesim.config.ranges.ends import ADD_UP
from placesim.config.ranges.entries import OF_PLACES, Entry, agrees
from placesim.config.ranges.matrices import NOT_POSITIVE, read_matrix
from placesim.config.ranges.patches import Patch, Shared, patched_council, told
from placesim.config.ranges.paths import Named
from placesim.config.ranges.reading import about, is_number, place_of, unknown_keys
from placesim.config.ranges.shapes import PartOfWhole, Shape
from placesim.config.ranges.ties import Correlated, Matrix, OneWhole, root_of

LEAST_COUNTED, MOST_COUNTED = 1, 10_000_000
"""From how many children, homes or years shares may have been counted."""

MOST_LOG_ERROR = 5
"""Largest standard error of a logarithm: one in six numbers would be over 100 times its median."""

SCALES = ("natural", "log")

A_WHOLE = "should be {path: entrants.local.needs.10 to 12, counted_from: 120}"


def read_shares(entry: Entry) -> None:
    """Read shares of one whole that were counted from a number of cases."""
    if not entry.allowed(("dirichlet", "label", "source")):
        return
    written = entry.written["dirichlet"]
    if not isinstance(written, dict):
        entry.wrong(("dirichlet",), f"{A_WHOLE}; found {shown(written)}")
        return
    sound = entry.keep(list(unknown_keys(written, ("path", "counted_from"))), "dirichlet")
    counted = _counted(entry, written.get("counted_from"))
    block = _shares(entry, written.get("path"))
    if block and not _must_add_up(entry, block):
        message = "names numbers that need not add up to 1; `dirichlet` is for shares of one whole, as of needs or ages"
        entry.wrong(("dirichlet", "path"), message)
    elif sound and block and counted:
        _assume_shares(entry, block, counted)


def _counted(entry: Entry, counted: Any) -> float:
    """Return from how many cases shares were counted; 0 where that is to be mended."""
    if is_number(counted) and LEAST_COUNTED <= counted <= MOST_COUNTED:
        return float(counted)
    message = f"should be a number of cases, 1 or more; found {shown(counted)}"
    entry.wrong(("dirichlet", "counted_from"), "missing; add it" if counted is None else message)
    return 0


def _shares(entry: Entry, dotted: Any) -> dict[str, Named]:
    """Return the shares of a block that are not nothing, by their names."""
    here: Path = ("dirichlet", "path")
    block, message = entry.block(dotted)
    if message:
        entry.wrong(here, message)
        return {}
    found = {str(key): entry.named(f"{dotted}.{key}", here) for key in block}
    shares = {key: each for key, each in found.items() if each and each.number}
    if all(found.values()) and len(shares) < 2:
        entry.wrong(here, "has fewer than two shares above 0, so none of them can be another; take this entry out")
        return {}
    return shares if all(found.values()) else {}


def _must_add_up(entry: Entry, shares: dict[str, Named]) -> bool:
    """Tell shares of one whole from other numbers: half of one, beside the others as they are, is refused."""
    first = next(iter(shares.values()))
    half = Patch(*entry.where(entry.name, first.place))
    try:
        patched_council(entry.baseline, entry.values, [half], {entry.name: (first.number or 0) / 2})
    except ValidationError as error:
        return any(message.endswith(ADD_UP) for _, message in told(error))
    return False


def _assume_shares(entry: Entry, shares: dict[str, Named], counted: float) -> None:
    values = {key: each.number or 0.0 for key, each in shares.items()}
    total = sum(values.values())
    names = {key: f"{entry.name}.{key}" for key in shares}
    for key, each in shares.items():
        cases = counted * values[key] / total
        shape = PartOfWhole(values[key], cases, counted - cases)
        entry.assume(names[key], _label(entry, each), values[key], shape, [each], tied=True)
        where = entry.where(names[key], each.place)
        entry.patches.append(Shared(*where, together=tuple(names.values()), total=total))
    entry.ties.append(OneWhole(entry.name, tuple(counted * value / total for value in values.values()), total))


def _label(entry: Entry, each: Named) -> str:
    label = about(entry.written)[0]
    last = str(each.place[-1]).replace("_", " ")
    return f"{label}: {last}" if label else label_of_place(entry.baseline, each.place)


def read_fit(entry: Entry) -> None:
    """Read estimates with the covariance of their errors, as a fit prints them."""
    if not entry.allowed((*OF_PLACES, "value", "covariance", "scale")):
        return
    places = entry.all_named()
    scale = entry.written.get("scale", "natural")
    if scale not in SCALES:
        entry.wrong(("scale",), f"should be `natural` or `log`; found {shown(scale)}{_meant(scale)}")
        return
    matrix, message = read_matrix(entry.written["covariance"], len(places)) if places else (None, "")
    if message:
        entry.wrong(("covariance",), message)
    if not _values_agree(entry, places) or matrix is None:
        return
    errors = [sqrt(matrix[number][number]) for number in range(len(places))]
    if scale == "log" and max(errors) > MOST_LOG_ERROR:
        message = f"standard errors of logarithms, the roots of its diagonal, must be {MOST_LOG_ERROR} or less"
        entry.wrong(("covariance",), f"{message}; found {max(errors):g}")
        return
    if root := _root(matrix, errors):
        _assume_fit(entry, places, errors, scale == "log")
        entry.ties.append(Correlated(entry.name, root))
    else:
        entry.wrong(("covariance",), NOT_POSITIVE)


def _meant(scale: Any) -> str:
    meant = near(scale, SCALES)
    return f"; did you mean {meant!r}?" if meant else ""


def _values_agree(entry: Entry, places: list[Named]) -> bool:
    """Tell whether each estimate is one number, and the one that stands in the configuration."""
    given = entry.written.get("value", [None] * len(places))
    if not isinstance(given, list) or len(given) != len(places):
        entry.wrong(("value",), f"should be a list of {len(places)} numbers, one for each path; found {shown(given)}")
        return False
    for number, each in enumerate(places):
        if each.number is None:
            entry.wrong(("paths", number), "changes by date; name one of its values, by its position from 0")
        elif entry.written.get("scale") == "log" and each.number <= 0:
            entry.wrong(("paths", number), f"{each.number:g} stands here, which has no logarithm; take `scale` out")
        else:
            agrees(entry, given[number], each.number, ("value", number))
    return not entry.faults


def _root(covariance: Matrix, errors: list[float]) -> Matrix | None:
    size = range(len(errors))
    correlations = [
        [covariance[i][j] / (errors[i] * errors[j]) if errors[i] and errors[j] else float(i == j) for j in size]
        for i in size
    ]
    lost = any(covariance[i][j] and not (errors[i] and errors[j]) for i in size for j in size)
    return None if lost else root_of(correlations)


def _assume_fit(entry: Entry, places: list[Named], errors: list[float], of_logarithms: bool) -> None:
    for each, error in zip(places, errors, strict=True):
        value, name = each.number or 0.0, f"{entry.name}.{place_of(each.place)}"
        shape = (
            Shape("log_normal", value, log_error=error)
            if of_logarithms
            else Shape("normal", value, standard_error=error)
        )
        entry.assume(name, label_of_place(entry.baseline, each.place), value, shape, [each], tied=True)
        entry.patches.append(Patch(*entry.where(name, each.place)))
