"""Budget monitoring in words: forecast against budget, the chance of an overspend, and what has moved since."""

from calendar import monthrange
from dataclasses import replace
from datetime import date
from math import isnan

from placesim.config.budget_lines import Rag
from placesim.config.text import day_text, listing, plain
from placesim.experiment.monitoring import Basis, Chance, Forecast, Monitoring
from placesim.experiment.movement import Monitored, Movement
from placesim.report.figures import Unit
from placesim.report.words.differences import percent

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
    """Return red, amber or green, from the probability of meeting the budget; nothing of a line that is given."""
    if not line.simulated:
        return ""
    meets = 1 - line.over.share
    return "green" if meets >= rag.green else "red" if meets < rag.red else "amber"


def chance_words(chance: Chance) -> str:
    """Return a probability with its 95% interval."""
    return f"{percent(chance.share)} ({percent(chance.low).removesuffix('%')} to {percent(chance.high)})"


def period_end(found: Monitoring) -> str:
    """Return the day on which the last period of the actuals ends."""
    month = (found.period or 12) + 3
    year = int(found.year[:4]) + (month > 12)
    month = (month - 1) % 12 + 1
    return day_text(date(year, month, monthrange(year, month)[1]))


def rests_on(found: Monitoring) -> str:
    """Say what the forecasts rest on."""
    if any(line.basis is Basis.FROM_THERE for line in found.simulated):
        return (
            f"Each forecast is what the ledger held at the end of period {found.period} ({period_end(found)}), what "
            "was owed by then and not in it yet, and what is simulated from that day on with the children of that day."
        )
    given = [line for line in found.simulated if line.basis is Basis.ACTUAL]
    seen = [plain(line.label) for line in found.simulated if line.basis is Basis.START]
    if not given:
        return "Forecasts are seen from the first day: what was spent to date has no part in them."
    at = f" at the end of period {found.period} ({period_end(found)})" if found.period else " to date"
    text = (
        f"Each forecast is conditioned on what the ledger held{at}: futures are moved to that actual along the line by "
        "which the rest of the year follows it, and keep what it leaves open. Unbilled is what is owed by then and not "
        "in the ledger yet."
    )
    return f"{text} Seen from the first day only: {listing(seen)}." if seen else text


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
    if len(found.every) > 1:
        told.append(f"{line_words(together, found.year)}. {_share_given(found)}")
    if monitored.since and (movement := monitored.movement(largest)):
        told.append(f"{plain(largest.label)}: {moved_words(movement)} since {since_words(monitored)}")
    return tuple(told)


def _share_given(found: Monitoring) -> str:
    many, given = len(found.simulated), len(found.every) - len(found.simulated)
    if not given:
        return "Every line is simulated"
    return f"{many} line{'s' * (many != 1)} simulated, {given} carried as given"


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
