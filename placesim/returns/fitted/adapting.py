"""Adapting: what must change in a configuration because its first day does."""

from placesim.config.text import day_text, listing
from placesim.returns.fitted.draft import Draft, in_one_line
from placesim.returns.fitted.words import last_day_of


def adapt(draft: Draft) -> None:
    """Set the first day, and tell what that does to prices, allowances and budgets of the given configuration."""
    given = draft.given.baseline
    draft.put(("start",), draft.start)
    last = last_day_of(draft.past)
    if (draft.start - last).days != 1:
        draft.notes.append(
            f"The returns end on {day_text(last)}: the children of the first day, {day_text(draft.start)}, are those "
            "of that day, as old as they were then."
        )
    if draft.start == given.start:
        return
    draft.notes.append(
        f"The given configuration begins on {day_text(given.start)}, this one on {day_text(draft.start)}. Fees and "
        "households, places and allowances stand as given: check that they hold on the new first day."
    )
    _allowances(draft)
    _years_gone(draft)


def _allowances(draft: Draft) -> None:
    """Take out allowances that have ended by the first day."""
    for name, scheme in draft.given.baseline.after_care.items():
        ahead = [day for day in scheme.stock_until if day > draft.start]
        if len(ahead) < len(scheme.stock_until):
            draft.put(("after_care", name, "stock_until"), in_one_line(ahead))
            ended = len(scheme.stock_until) - len(ahead)
            draft.notes.append(f"{scheme.label}: {ended} allowances that end before the first day were taken out.")


def _years_gone(draft: Draft) -> None:
    """Tell of budgets and savings of years that end before the first day: they stay, and nothing is compared."""
    given, now = draft.given.baseline, draft.start
    first = now.year - (now.month < 4)
    years = {year for line in given.budget_lines.values() for year in line.years}
    gone = sorted(year for year in {*years, *(target.year for target in given.targets)} if int(year[:4]) < first)
    if gone:
        draft.notes.append(
            f"Budgets of {listing(gone)} lie before the first day: they stay in the file, and no figure rests on them."
        )
