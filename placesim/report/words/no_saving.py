"""What the first page says where no option clearly saves: whether that is sure, and what there is to ask."""

from placesim.report.comparison_study import SPEND, ComparisonStudy
from placesim.report.words.assumed import counted, drawn
from placesim.report.words.differences import Direction, direction


def what_without_a_saving(options: ComparisonStudy) -> str:
    """Say what is left to ask about cost."""
    if options.few:
        return f"Too few futures ({options.futures}) to say what any option costs."
    if not options.choices:
        return "None of these scenarios is an option, so there is no cost of one to weigh."
    return "No option clearly saves, so the question is what each one costs."


def how_sure_of_no_saving(options: ComparisonStudy) -> str:
    """Say how sure it is that no option saves."""
    over = f"Over {options.futures:,} futures"
    if not options.choices:
        return f"{over} what each scenario changes stands with its interval in the tables; none is an option."
    directions = {direction(options.difference(name, SPEND)) for name in options.choices}
    if directions == {Direction.HIGHER}:
        return f"{over} every option clearly costs more than the baseline."
    if directions == {Direction.NONE}:
        return f"{over} no option changes what is spent in any of them."
    beside = f" and from what is not known of the {counted(options)} drawn" if drawn(options) else ""
    return f"{over} no option's saving can be told from luck{beside}."
