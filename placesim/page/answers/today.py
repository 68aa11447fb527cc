"""Today's council, from its configuration alone: children by placement type, places, prices, and homes planned."""

from collections.abc import Iterator

from placesim.api.council import Council
from placesim.config.baseline import Baseline
from placesim.config.contract_words import contract_in_words
from placesim.config.provision import Home, Households, Places, Provision
from placesim.config.provision_checks import approved_at_start
from placesim.config.text import day_text, plain
from placesim.config.values import value_on
from placesim.report.figures import NOTHING, SHARE, Unit, unit_for
from placesim.report.paper.parts import Cell, Paragraph, Part, Section, Table, folded
from placesim.report.starting import Start
from placesim.report.words.new_homes import planned_words
from placesim.report.words.placeholders import placeholder_part
from placesim.report.words.tables import number

POUNDS, CHILDREN = Unit("£", before="£"), Unit("children")
PLACES = unit_for("places", 1.0)
WITHOUT_LIMIT = "bought child by child"


def today(council: Council) -> tuple[Section, ...]:
    """Return where children live on the start date, what places there are, and what a week in them costs."""
    baseline = council.baseline
    homes = _homes_planned(baseline)
    parts: tuple[Part, ...] = (
        Paragraph(_in_words(baseline)),
        _by_type(baseline),
        *((homes,) if homes.rows else ()),
        folded(_places(baseline)),
        *placeholder_part(baseline),
    )
    return (Section("Today", "today", parts),)


def _in_words(baseline: Baseline) -> str:
    start = Start(baseline)
    count = start.count()
    who = "child is" if count == 1 else "children are"
    outside = f", {SHARE.full(start.share_out('all'))} of them out of borough" if count else ""
    return f"{count:,} {who} in care on {day_text(baseline.start)}{outside}. From this council's file, not simulated."


def _by_type(baseline: Baseline) -> Table:
    """Return children by placement type, in and out of borough, and in all."""
    start = Start(baseline)
    lived_in = {name: plain(kind.label) for name, kind in baseline.placement_types.items() if start.count(name)}
    rows = [(Cell(label), *_counts(start, name)) for name, label in lived_in.items()]
    rows.append((Cell("In all"), *_counts(start, None)))
    caption = f"Children in care on {day_text(baseline.start)}"
    return Table(caption, ("Placement type", "Children", "In borough", "Out of borough"), tuple(rows), total=True)


def _counts(start: Start, placement_type: str | None) -> Iterator[Cell]:
    for outside in (None, False, True):
        yield number(start.count(placement_type, outside), CHILDREN)


def _places(baseline: Baseline) -> Table:
    """Return every provision: children, places that can be used on the start date, what a week costs, and how paid."""
    start = Start(baseline)
    rows = tuple(
        (
            Cell(plain(each.label)),
            Cell("out of borough" if each.out_of_borough else "in borough"),
            number(start.by_provision[name], CHILDREN),
            _usable(baseline, each),
            _fee(each),
            Cell(plain(contract_in_words(baseline, each))),
        )
        for name, each in baseline.provision.items()
    )
    columns = ("Provision", "Where", "Children", "Usable places", "£ a week", "What is paid for")
    caption = f"Places and weekly prices on {day_text(baseline.start)}, prices as means of the first financial year"
    return Table(caption, columns, rows)


def _usable(baseline: Baseline, provision: Provision) -> Cell:
    """Return places that can be used on the start date; of carers, the share of approved places that can on average."""
    capacity, day = provision.capacity, baseline.start
    match capacity:
        case Places():
            return number(capacity.usable_on(day), CHILDREN)
        case Households():
            approved = sum(approved_at_start(capacity.households, capacity.approved_places))
            return number(approved * capacity.usable_share, PLACES)
        case Home():
            beds = value_on(capacity.beds, day)
            open_now = capacity.opens is not None and capacity.opens <= day
            return number(min(beds, capacity.usable_beds or beds), CHILDREN) if open_now else Cell("not open")
    return Cell(WITHOUT_LIMIT)


def _fee(provision: Provision) -> Cell:
    return Cell(NOTHING) if provision.price.placeholder else number(provision.contracted_weekly_fee(), POUNDS)


def _homes_planned(baseline: Baseline) -> Table:
    """Return homes that open after the start date, or that only a scenario opens."""
    rows = tuple(
        (Cell(plain(each.label)), Cell(_kind(baseline, each)), Cell(_plan(each.capacity, each)), _fee(each))
        for each in baseline.provision.values()
        if isinstance(each.capacity, Home) and (each.capacity.opens is None or each.capacity.opens > baseline.start)
    )
    return Table("Homes planned, and not open on that day", ("Home", "Placement type", "Plan", "£ a bed a week"), rows)


def _kind(baseline: Baseline, provision: Provision) -> str:
    return plain(baseline.placement_types[provision.placement_type].label)


def _plan(home: Home, provision: Provision) -> str:
    if home.opens is None:
        return f"{home.beds[0].value:g} beds; opens only where a what-if opens it"
    return planned_words(provision)
