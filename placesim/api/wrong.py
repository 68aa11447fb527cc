"""What cannot be used: arguments and files, told in one kind of error that is a ValueError."""

from collections.abc import Callable
from functools import wraps
from math import isfinite
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from placesim.config.faults import Fault, InputError
from placesim.config.problem import shown

T = TypeVar("T")
P = ParamSpec("P")


class WrongInputError(InputError, ValueError):
    """An argument, or a file that it names, cannot be used; each fault on a line of its own, with its mend."""


def wrong(argument: str, message: str) -> WrongInputError:
    """Return the error that an argument cannot be used."""
    return WrongInputError([Fault(argument, 0, "", message)])


def told_as_value_errors(function: Callable[P, T]) -> Callable[P, T]:
    """Tell faults of files as ValueErrors, which a script expects of wrong arguments."""

    @wraps(function)
    def told(*args: P.args, **named: P.kwargs) -> T:
        try:
            return function(*args, **named)
        except WrongInputError:
            raise
        except InputError as error:
            raise WrongInputError(error.faults) from None

    return told


def named_path(argument: str, given: Any, what: str = "file") -> Path:
    """Return the path of a file or folder; an empty name would be the working folder, and nobody means that.

    Raises:
        WrongInputError: it is no name, or an empty one.
    """
    if not isinstance(given, str | PathLike) or not str(given).strip():
        raise wrong(argument, f"should be a {what}'s name; found {shown(given)}")
    return Path(given)


def whole_number(argument: str, given: Any, limits: tuple[int, int]) -> int:
    """Return a whole number within limits.

    Raises:
        WrongInputError: it is none.
    """
    least, most = limits
    whole = isinstance(given, Integral) and not isinstance(given, bool)
    if not whole or not least <= int(given) <= most:
        raise wrong(argument, f"should be a whole number from {least:,} to {most:,}; found {shown(given)}")
    return int(given)


def number(argument: str, given: Any, least: float, most: float = float("inf")) -> float:
    """Return a number within limits.

    Raises:
        WrongInputError: it is none.
    """
    sound = isinstance(given, Real) and not isinstance(given, bool) and isfinite(given)
    if not sound or not least <= given <= most:
        up_to = f" to {most:g}" if isfinite(most) else " on"
        raise wrong(argument, f"should be a number from {least:g}{up_to}; found {shown(given)}")
    return float(given)
