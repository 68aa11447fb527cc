"""What a report asks of a comparison many times is worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from placesim.report.comparison_study import ComparisonStudy

T = TypeVar("T")
P = ParamSpec("P")


def once(work_out: Callable[Concatenate[ComparisonStudy, P], T]) -> Callable[Concatenate[ComparisonStudy, P], T]:
    """Work out what a report asks of a comparison the first time only: arguments are names, told apart by value."""

    @wraps(work_out)
    def remembered(options: ComparisonStudy, /, *args: P.args, **named: P.kwargs) -> T:
        key = (work_out, args, tuple(sorted(named.items())))
        if key not in options.answers:
            options.answers[key] = work_out(options, *args, **named)
        answer: T = options.answers[key]
        return answer

    return remembered
