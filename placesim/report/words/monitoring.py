"""Budget monitoring in words: forecast against budget, the chance of an overspend, and what has moved since."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isnan

from placesim.config.budget_lines import Rag
from placesim.config.text import day_text, listing, plain
from placesim.experiment.monitoring import Basis, Chance, Forecast, Monitoring
from placesim.experiment.movement import Monitored, Movement
from placesim.report.figures import Unit
from placesim.report.words.differences import percent
from placesim.results.outturn import ALIKE

THOUSANDS = Unit("£ thousand", 1e3, 0, "£", "k")
"""How councils print budgets."""

VARIANCE = replace(THOUSANDS, brackets=True)
"""How they print a variance: an overspend in brackets."""

MILLIONS = Unit("£ million", 1e6, 2, "£", "m")

ELSEWHERE = "Sheets of spend hold the year as simulated from its first day, not moved to the actuals."
ADD_UP = (
    "Figures for lines together are worked out future by future: their means add up, but p10 and p90 do not, since no "
    "future is bad for every line at once."
)


def rating(rag: Rag, line: Forecast) -> str:
    """Return red, amber or green, from the probability of meeting the budget; nothing of a line that is given.

    A hair is left for rounding: 1 - 0.8 is less than 0.2 to a computer.
    """
    if not line.simulated:
        return ""
    meets = 1 - line.over.share
    return "green" if meets >= rag.green - ALIKE else "red" if meets < rag.red - ALIKE else "amber"


def chance_words(chance: Chance) -> str:
    """Return a probability with its 95% interval."""
    return f"{percent(chance.share)} ({percent(chance.low).removesuffix('%')} to {percent(chance.high)})"


def _period_end(financial_year: str, period: int) -> str:
    """Return the day on which a period ends."""
    month = period + 3
    year = int(financial_year[:4]) + (month > 12)
    month = (month - 1) % 12 + 1
    return day_text(date(year, month, monthrange(year, month)[1]))


def _stand(year: str, lines: Sequence[Forecast]) -> str:
    """Say at the end of which period lines stand in the ledger: only "to date" where they stand at different ones."""
    periods = {line.to_date.period for line in lines if line.to_date}
    if len(periods) != 1:
        return "to date"
    [period] = periods
    return f"at the end of period {period} ({_period_end(year, period)})"


def rests_on(found: Monitoring) -> str:
    """Say what the forecasts rest on."""
    from_there, given, seen = (
        [line for line in found.simulated if line.basis is basis]
        for basis in (Basis.FROM_THERE, Basis.ACTUAL, Basis.START)
    )
    if from_there:
        text = (
            f"Each forecast is what the ledger held {_stand(found.year, from_there)}, what was owed by then and not in "
            "it yet, and what is simulated from that day on with the children of that day."
        )
    elif given:
        text = (
            f"Each forecast is conditioned on what the ledger held {_stand(found.year, given)}: futures are moved to "
            "that actual along the line by which the rest of the year follows it, and keep what it leaves open. "
            "Unbilled is what is owed by then and not in the ledger yet."
        )
    else:
        return "Forecasts are seen from the first day: what was spent to date has no part in them."
    return f"{text} Seen from the first day only: {listing([plain(line.label) for line in seen])}." if seen else text


def left_out_words(found: Monitoring) -> str:
    """Name the lines whose spending before the first day is not known; nothing where there are none."""
    if not found.not_known:
        return ""
    names = listing([plain(label) for label in found.not_known])
    return (
        f"In no total here, and without a forecast for {found.year}: {names}. The simulation starts within the year, "
        "and no actual is given that ends on the day before."
    )


def lag_words(found: Monitoring) -> str:
    """Say what a day of lag is worth, where it is worth anything: no simulation tells it, the council must."""
    worth = [line for line in found.simulated if line.per_day > 0]
    if not worth:
        return ""
    told = listing([f"{plain(line.label)} {THOUSANDS.full(line.per_day)}" for line in worth])
    return (
        f"Each day by which the ledger is later than it is taken to be adds to the forecast: {told}. This is in no "
        "range; ask when invoices and allowances are paid."
    )


def outside_words(found: Monitoring) -> str:
    """Name the lines whose actual lies beyond every future; nothing where none does."""
    names = [plain(line.label) for line in found.simulated if line.outside]
    if not names:
        return ""
    return (
        f"Actual to date lies beyond every simulated future for {listing(names)}: what the configuration says of it "
        "does not fit the ledger, and the forecast there is an extrapolation."
    )


def line_words(line: Forecast, year: str) -> str:
    """Say in a sentence what a line is forecast to come to, and how likely it is overspent."""
    p10, _, p90 = line.range
    spread = "" if isnan(p10) else f" (£{MILLIONS.number(p10)}m to £{MILLIONS.number(p90)}m in 8 of 10 futures)"
    chance = f"{percent(line.over.share)} chance of an overspend"
    forecast, budget = MILLIONS.full(line.mean), MILLIONS.full(line.budget)
    return f"{plain(line.label)} {year}: {forecast} forecast{spread} against a budget of {budget}; {chance}"


def headline_lines(monitored: Monitored) -> tuple[str, ...]:
    """Return what the first page says of the budget: the largest line, and all lines together."""
    found = monitored.now
    if not found.simulated:
        return ()
    largest = max(found.simulated, key=lambda line: abs(line.budget))
    together = found.total("All lines")
    told = [line_words(largest, found.year)]
    if len(found.every) > 1 or found.not_known:
        told.append(f"{line_words(together, found.year)}. {_share_given(found)}")
    if monitored.since and (movement := monitored.movement(largest)):
        told.append(f"{plain(largest.label)}: {moved_words(movement)} since {since_words(monitored)}")
    return tuple(told)


def _share_given(found: Monitoring) -> str:
    many, given, left_out = len(found.simulated), len(found.every) - len(found.simulated), len(found.not_known)
    if not given and not left_out:
        return "Every line is simulated"
    others = f", {given} carried as given" * bool(given) + f", {left_out} left out: not known" * bool(left_out)
    return f"{many} line{'s' * (many != 1)} simulated{others}"


def moved_words(movement: Movement) -> str:
    """Say how far a forecast has moved."""
    size = MILLIONS.full(abs(movement.mean))
    if not size.strip("£0.m"):
        return "forecast unchanged"
    return f"forecast {'up' if movement.mean > 0 else 'down'} by {size}"


def since_words(monitored: Monitored) -> str:
    """Return what the earlier run was, as a sentence names it."""
    since = monitored.since
    if since is None:
        return ""
    return f"{plain(since.folder)} (period {since.period})" if since.period else plain(since.folder)
