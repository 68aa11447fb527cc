"""The list of measures on the terminal: a block each, readable in few columns and in a pipe."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from placesim.experiment.listing import ListedMeasure
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import terminal_width

WIDEST, NARROWEST = 100, 40


def print_measures(listed: Iterable[ListedMeasure]) -> None:
    """Print measures, a block each, with a line on how to read them."""
    width = max(min(terminal_width(), WIDEST), NARROWEST)
    reading = "Means of groups of one kind add up; percentiles and intervals do not. Kinds of groups overlap."
    for line in [*wrap(reading, width), "", *(line for each in listed for line in _block(each, width))]:
        print_line(line)


def _block(each: ListedMeasure, width: int) -> Iterator[str]:
    months = "by year and month" if each.by_month else "by year"
    yield each.measure
    yield from _told(each.definition, width)
    yield from _told(f"{each.unit}; {months}; all years: {each.all_years}", width)
    if any(each.groups.values()):
        for kind, groups in each.groups.items():
            yield from _told(f"{kind}: {', '.join(groups)}" if groups != [kind] else kind, width)
    else:
        named = ", ".join(each.groups) or "none, for by this configuration there are no such figures"
        yield from _told(f"groups: {named}", width)
    yield ""


def _told(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
