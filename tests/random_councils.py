"""Random councils, small and valid, that use everything a configuration can say."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import prod
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from placesim.config.baseline import Baseline
from placesim.config.rate_checks import MOST_PER_YEAR
from tests.councils import SOURCE, Block, carers, child_at_start, council, home, need, places, risk, spot, stream

TYPES = ("kinship", "in_house", "homes")
LINES = ("fostering_line", "homes_line")
AGE_BANDS = (
    {"all": [0, 18]},
    {"under 10": [0, 10], "10 and over": [10, 18]},
    {"under 5": [0, 5], "5 to 15": [5, 16], "16 and 17": [16, 18]},
)
TIME_BANDS = (
    {"any": [0, 18]},
    {"half a year": [0, 0.5], "later": [0.5, 18]},
    {"a month": [0, 0.08], "a year": [0.08, 1], "later": [1, 18]},
)
PLACED_BANDS = {"a quarter": [0, 0.25], "later": [0.25, 18]}
Bands = tuple[Block, Block]
"""Age bands and time-in-care bands."""

RATES = (2, 0.5, 6, 0)
FACTORS = (1, 0.5, 3, 0)
CAMPAIGNS = PROGRAMMES = ("first", "second")
POLICIES = ("longest_wait", "highest_fee", "highest_need")
ENDINGS = ("any", "at_18", "leaving_0", "move_0", "transfer", "home_closed", "carer_left", "staying_put")
"""Endings of placements that every council has."""
SHARES = st.sampled_from([1, 0.5, 0])
AGE_LIMITS = ((0, 18), (0, 18), (0, 12), (8, 18), (15.5, 18), (10, 16))


@st.composite
def councils(draw: st.DrawFn, longest: int = 3) -> Baseline:
    """A council with some provision of every kind, children, and things that happen to them."""
    start = date(2024, 1, 15) + timedelta(days=draw(st.integers(0, 800)))
    bands = age_bands, time_bands = draw(st.sampled_from(AGE_BANDS)), draw(st.sampled_from(TIME_BANDS))
    supply = {f"place_{n}": draw(_limited(start)) for n in range(draw(st.integers(2, 5)))}
    supply["last_resort"] = draw(_priced(st.builds(spot), start))
    needs = {f"need_{n}": draw(_need(supply, n, start)) for n in range(draw(st.integers(1, 3)))}
    streams = {name: draw(_stream(list(age_bands), list(needs), start)) for name in draw(_some(("local", "alone")))}
    of = bands, start, list(streams)
    leaving = {f"leaving_{n}": draw(_risk(*of)) for n in range(draw(st.integers(1, 3)))}
    moves = {f"move_{n}": draw(_move(of, supply, needs)) for n in range(draw(st.integers(1, 3)))}
    reasons = ("staying_put", "independence")
    return council(
        supply,
        start=start,
        years=draw(st.sampled_from([years for years in (0.5, 1, 1.75, 2, 3) if years <= longest])),
        transfer_policy=draw(dated(POLICIES, start)),
        age_bands=age_bands,
        time_in_care_bands=time_bands,
        time_in_placement_bands=PLACED_BANDS,
        complexity=draw(
            st.sampled_from([None, {"strength": 0.6, "source": SOURCE}, {"strength": 1, "source": SOURCE}])
        ),
        placement_types={name: {"label": name, "group": "fostering"} for name in TYPES},
        budget_lines={name: {"label": name} for name in LINES},
        needs=needs,
        entrants=streams,
        children_in_care=draw(_in_care(start, supply, bands, streams=list(streams), needs=list(needs))),
        leaving=leaving,
        moves=moves,
        at_18={
            "reasons": dict.fromkeys(reasons, "At 18"),
            "shares": {name: draw(_shares(reasons)) for name in TYPES},
            "source": SOURCE,
        },
        after_care=draw(_after_care(start, [*leaving, *reasons])),
        income=draw(_income(list(streams))),
        re_entry=draw(st.none() | _re_entry(start, list(age_bands), list(leaving), list(streams), list(needs))),
    )


def _some(names: Sequence[str], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, unique=True)


@st.composite
def _shares(draw: st.DrawFn, names: Sequence[str]) -> dict[str, float]:
    weights = draw(st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)).filter(any))
    return {name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)}


def days_from(start: date, earliest: int = -100, latest: int = 900) -> st.SearchStrategy[date]:
    """A date, mostly after the start."""
    return st.integers(earliest, latest).map(lambda days: start + timedelta(days=days))


@st.composite
def dated(draw: st.DrawFn, values: Sequence[Any], start: date) -> list[Block]:
    """One value, or several from dates on, some of them before the start."""
    value = st.sampled_from(values)
    days = sorted(draw(st.sets(st.integers(-100, 900), max_size=2)))
    return [{"value": draw(value)}, *({"from": start + timedelta(days=day), "value": draw(value)} for day in days)]


@st.composite
def _priced(draw: st.DrawFn, strategy: st.SearchStrategy[Block], start: date) -> Block:
    """Provision at a price, some of it under contract, on a budget line, of some type."""
    block = draw(strategy)
    block["price"] |= {
        "weekly_fee": draw(st.integers(0, 9000)),
        "uplift_per_year": draw(dated([0, 0.03, 0.1], date(2025, 4, 1))),
        "by_date": draw(dated([1, 0.5, 2, 0], start)),
    }
    block["contract"] = draw(_contract(block["capacity"]["kind"], start))
    if block["capacity"]["kind"] != "home" or block["contract"]["kind"] == "spot":
        block["price"]["variation"] = draw(st.sampled_from([0, 0.3]))
    block |= {
        "placement_type": draw(st.sampled_from(TYPES)),
        "budget_line": draw(st.sampled_from(LINES)),
        "out_of_borough": draw(st.booleans()),
        "crisis": draw(st.booleans()),
    }
    return draw(_shaped(block))


@st.composite
def _shaped(draw: st.DrawFn, block: Block) -> Block:
    """The same provision at a price of some shape: with a costly tail, or going by the child's age."""
    price = block["price"]
    if "variation" in price:
        price["tail"] = draw(st.sampled_from([None, {"share": 0.1, "times": 3}]))
    if block["capacity"]["kind"] == "households" and block["contract"] == {"kind": "spot"} and draw(st.booleans()):
        kept = {name: price[name] for name in ("uplift_per_year", "by_date", "source")}
        block["price"] = {**kept, "allowance_by_age": {0: 170, 5: draw(st.integers(0, 400)), 16: 258}, "carer_fee": 90}
    return block


@st.composite
def _contract(draw: st.DrawFn, capacity: str, start: date) -> Block:
    """A contract of any kind that fits, with any of its terms."""
    kinds = (
        ("spot", "notice") if capacity == "households" else ("spot", "notice", "block", "block", "guaranteed", "own")
    )
    kind = draw(st.sampled_from(kinds))
    number = {} if capacity in ("home", "households") else {"places": draw(dated([2, 0, 5], start))}
    fee = draw(st.none() | st.integers(0, 9000))
    if kind == "notice":
        return draw(_notice(capacity, start))
    if kind == "block":
        terms = {
            "void_share": draw(SHARES),
            "weekly_fee": fee,
            **(draw(_of_a_home(start)) if capacity == "home" else {}),
        }
    elif kind == "guaranteed":
        measured = draw(st.sampled_from(["month", "quarter", "year"]))
        terms = {"share": draw(SHARES), "measured": measured, "weekly_fee": fee}
    elif kind == "own":
        kind, terms = "per_bed_cost", {"per_year": draw(st.integers(0, 400_000))}
    else:
        return {"kind": "spot"}
    return {"kind": kind, **number, **terms, "source": SOURCE}


@st.composite
def _of_a_home(draw: st.DrawFn, start: date) -> Block:
    """From when a home is paid for, and what before its first child."""
    paid_from = draw(st.sampled_from(["opening", "registration"]) | days_from(start))
    registered = {"registered": draw(days_from(start))} if paid_from == "registration" else {}
    return {"paid_from": paid_from, **registered, "before_first_admission": draw(SHARES)}


@st.composite
def _notice(draw: st.DrawFn, capacity: str, start: date) -> Block:
    """Notice after some endings, of which some is given before."""
    after = draw(st.lists(st.sampled_from(ENDINGS), min_size=1, max_size=3, unique=True))
    return {
        "kind": "spot",
        "notice_days": draw(dated([28, 0, 7], start)),
        "notice_after": after,
        "notice_given_days": {name: draw(st.sampled_from([0, 10, 40])) for name in after[:1]},
        "notice_share": draw(SHARES),
        "until_refilled": capacity != "spot" and draw(st.booleans()),
        "source": SOURCE,
    }


@st.composite
def _after_care(draw: st.DrawFn, start: date, reasons: Sequence[str]) -> dict[str, Block]:
    """Allowances that go on after care, for some of the reasons for leaving it."""
    return {
        f"after_{reason}": {
            "label": "An allowance",
            "reason": reason,
            "until_age": draw(st.sampled_from([18, 21])),
            "weekly": draw(st.integers(0, 300)),
            "share": draw(st.sampled_from([1, 0.5])),
            "uplift_per_year": draw(dated([0, 0.03], date(2025, 4, 1))),
            "stock_by_age": draw(st.sampled_from([{}, {2: 3, 17: 2}])),
            "stock_until": draw(st.sampled_from([[], [start + timedelta(days=200)]])),
            "budget_line": draw(st.sampled_from(LINES)),
            "source": SOURCE,
        }
        for reason in draw(_some(reasons, least=0))
    }


@st.composite
def _re_entry(
    draw: st.DrawFn, start: date, ages: list[str], leaving: list[str], streams: list[str], needs: list[str]
) -> Block:
    """Children who come back, and some who had left before the start and may do so."""
    rate, factor = st.sampled_from(RATES), st.sampled_from(FACTORS)
    listed = draw(st.lists(st.sampled_from([(0.5, 10), (9.0, 0), (12.0, 800.5), (17.9, 30)]), max_size=3))
    return {
        "per_year": {reason: draw(rate) for reason in draw(_some(leaving))},
        "time_since_leaving_bands": PLACED_BANDS,
        "by_time_since_leaving": {band: draw(factor) for band in draw(_some(list(PLACED_BANDS), least=0))},
        "by_age": {band: draw(factor) for band in draw(_some(ages, least=0))},
        "by_stream": {name: draw(factor) for name in draw(_some(streams, least=0))},
        "by_date": draw(dated(FACTORS, start)),
        "left_before": [
            {"age_years": age, "days_since_leaving": days, "reason": leaving[0], "stream": streams[0], "need": needs[0]}
            for age, days in listed
        ],
        "source": SOURCE,
    }


@st.composite
def _income(draw: st.DrawFn, streams: Sequence[str]) -> dict[str, Block]:
    """Grants by the night for the children of some streams."""
    return {
        f"grant_{stream}": {
            "label": "A grant",
            "stream": stream,
            "per_night": draw(st.integers(0, 200)),
            "uplift_per_year": draw(dated([0, 0.02], date(2025, 4, 1))),
            "budget_line": draw(st.sampled_from(LINES)),
            "source": SOURCE,
        }
        for stream in draw(_some(streams, least=0))
    }


@st.composite
def _limited(draw: st.DrawFn, start: date) -> Block:
    """Places, carers, a home, or spot provision that takes some ages only."""
    kinds = {"places": _places(start), "carers": _carers(start), "home": _home(start), "spot": st.builds(spot)}
    block = draw(_priced(kinds[draw(st.sampled_from(list(kinds)))], start))
    minimum, maximum = draw(st.sampled_from(AGE_LIMITS))
    return {**block, "minimum_age": minimum, "maximum_age": maximum}


@st.composite
def _places(draw: st.DrawFn, start: date) -> Block:
    return places(draw(dated([2, 1, 5, 0], start)))


@st.composite
def _carers(draw: st.DrawFn, start: date) -> Block:
    sizes = draw(st.sampled_from([{1: 1.0}, {1: 0.5, 2: 0.5}, {1: 0.4, 2: 0.4, 3: 0.2}]))
    capacity = {
        "usable_share": draw(st.sampled_from([0.75, 1, 0.5, 0])),
        "approvals_per_year": draw(dated([2, 8, 0], start)),
        "leaves_per_year": draw(dated([0.2, 2, 0], start)),
        "campaigns": {name: draw(dated([0, 4, 10], start)) for name in draw(_some(CAMPAIGNS, least=0))},
    }
    return carers(draw(st.integers(0, 6)), sizes, capacity=capacity)


@st.composite
def _home(draw: st.DrawFn, start: date) -> Block:
    beds = draw(dated([2, 1, 4], start))
    opens = draw(st.none() | days_from(start, -300, 0) | days_from(start, 1, 400))
    least, likeliest, most = sorted(draw(st.tuples(*[st.sampled_from([0, 30, 90, 300])] * 3)))
    capacity: Block = {
        "delay_days": draw(st.none() | st.just({"least": least, "likeliest": likeliest, "most": most})),
        "never_opens_share": draw(st.sampled_from([0, 0, 0.5])),
        "admission_gap_days": draw(st.sampled_from([0, 0, 14, 42.5])),
        "turnaround_days": draw(st.sampled_from([0, 0, 14])),
        "searches_first_days": draw(st.sampled_from([0, 0, 21])),
        "usable_beds": draw(st.none() | st.integers(1, max(step["value"] for step in beds))),
        "match_share": draw(st.sampled_from([1, 0.6])),
    }
    if opens is not None and draw(st.booleans()):
        capacity["closes"] = max(opens, start) + timedelta(days=draw(st.integers(1, 500)))
    return home(beds, opens, capacity)


@st.composite
def _need(draw: st.DrawFn, supply: dict[str, Block], level: int, start: date) -> Block:
    """A search through some of the provision, some of it equally good, and provision worth waiting for."""
    names = list(supply)
    scarce = [name for name, block in supply.items() if block["capacity"]["kind"] != "spot"]
    tried = draw(_some(names[:-1]))
    options = [
        {
            "provision": name,
            "share": draw(st.sampled_from([1, 1, 0.3])),
            "on_entry_only": draw(st.sampled_from([False, False, True])),
        }
        for name in tried
    ]
    cut = draw(st.integers(0, len(options)))
    search = [*([options[:cut]] if cut else []), *options[cut:], "last_resort"]
    wanted = draw(_some(scarce, least=0)) if scarce else []
    return need(*search, level=level, transfers=[draw(_transfer(names, to, start)) for to in wanted])


@st.composite
def _transfer(draw: st.DrawFn, names: list[str], to: str, start: date) -> Block:
    minimum = draw(st.sampled_from([0, 0, 28, 90.5]))
    settled = draw(st.sampled_from([None, 1, 400]))
    settled_after = None if settled is None else minimum + settled
    others = names[names.index(to) + 1 :]  # what is listed first is better, so nobody goes round in circles
    return {
        "to": to,
        "from": draw(_some(others)),
        "minimum_days": minimum,
        "settled_after_days": settled_after,
        "maximum_age": draw(st.sampled_from([18, 18, 13])),
        "minimum_days_to_18": draw(st.sampled_from([0, 0, 180])),
        "starts": draw(st.none() | days_from(start)),
    }


@st.composite
def _stream(draw: st.DrawFn, bands: list[str], needs: list[str], start: date) -> Block:
    return stream(
        draw(dated([12, 60, 5, 0], start)),
        draw(_shares(bands)),
        {band: draw(_shares(needs)) for band in bands},
        variation_between_years=draw(st.sampled_from([0, 0.3])),
        diversions={name: draw(_diversion(needs, start)) for name in draw(_some(PROGRAMMES, least=0))},
    )


@st.composite
def _diversion(draw: st.DrawFn, needs: list[str], start: date) -> Block:
    """Work at the edge of care, for some ages and needs or for all."""
    minimum, maximum = draw(st.sampled_from(AGE_LIMITS))
    return {
        "share": draw(dated([0.5, 0, 1], start)),
        "minimum_age": minimum,
        "maximum_age": maximum,
        "needs": draw(_some(needs, least=0)),
        "source": SOURCE,
    }


@st.composite
def _risk(draw: st.DrawFn, bands: Bands, start: date, streams: list[str], **fields: Any) -> Block:
    age_bands, time_bands = bands
    rate, factor = st.sampled_from(RATES), st.sampled_from(FACTORS)
    rates = {name: draw(rate) for name in draw(_some(TYPES))}
    named = {
        "by_age": {band: draw(factor) for band in draw(_some(list(age_bands), least=0))},
        "by_time_in_care": {band: draw(factor) for band in draw(_some(list(time_bands), least=0))},
        "by_time_in_placement": {band: draw(factor) for band in draw(_some(list(PLACED_BANDS), least=0))},
        "by_stream": {name: draw(factor) for name in draw(_some(streams, least=0))},
    }
    dates = draw(dated(FACTORS, start))
    by_type = {name: draw(dated(FACTORS, start)) for name in draw(_some(TYPES, least=0))}
    factors = [list(each.values()) for each in named.values()]
    factors += [[step["value"] for steps in each for step in steps] for each in ([dates], by_type.values())]
    assume(max(rates.values()) * prod(max([1, *each]) for each in factors) <= MOST_PER_YEAR)
    return risk(rates, **named, by_date=dates, by_type_and_date=by_type, **fields)


@st.composite
def _move(draw: st.DrawFn, of: tuple[Any, ...], supply: dict[str, Block], needs: dict[str, Block]) -> Block:
    """A move that may lead somewhere first, and may change what a child needs."""
    changes = [
        {
            "from": name,
            "to": draw(st.sampled_from(list(needs))),
            "share": 0.5,
            "minimum_age": draw(st.sampled_from([0, 10])),
        }
        for name in draw(_some(list(needs), least=0))
    ]
    to = draw(st.lists(st.sampled_from(list(supply)), max_size=2, unique=True))
    lasting = {"frailty_variance": draw(st.sampled_from([0, 0, 1.5])), "same_carer_again": draw(st.booleans())}
    return draw(_risk(*of, planned=draw(st.booleans()), to=to, need_changes=changes, **lasting))


@st.composite
def _in_care(
    draw: st.DrawFn,
    start: date,
    supply: dict[str, Block],
    bands: Bands,
    *,
    streams: list[str],
    needs: list[str],
) -> Block:
    """Children on the start date: groups where there is room for them, and some one by one."""
    (age_bands, time_bands), groups = bands, []
    for name, block in supply.items():
        suitable = [
            band
            for band, (youngest, oldest) in age_bands.items()
            if oldest > block.get("minimum_age", 0) and youngest < block.get("maximum_age", 18)
        ]
        room = _room(start, block)
        if room and draw(st.booleans()):
            group = {"provision": name, "stream": draw(st.sampled_from(streams)), "source": SOURCE}
            children = {draw(st.sampled_from(suitable)): draw(st.integers(0, room))}
            groups.append({**group, "needs": draw(_shares(needs)), "ages": children})
    listed = [
        {
            **child_at_start("last_resort", age=age, years_in_care=age / 2, days=age * 10),
            "stream": streams[0],
            "need": needs[0],
        }
        for age in draw(st.lists(st.sampled_from([0.0, 0.5, 5.0, 12.0, 17.99]), max_size=4))
    ]
    return {"groups": groups, "children": listed, "years_in_care": draw(_shares(list(time_bands)))}


def _room(start: date, block: Block) -> int:
    """How many children may live in a provision on the start date."""
    capacity = block["capacity"]
    if capacity["kind"] == "households":
        return int(capacity["households"])
    if capacity["kind"] == "home":
        beds = [step["value"] for step in capacity["beds"] if step.get("from", start) <= start]
        return int(beds[-1]) if capacity["opens"] is not None and capacity["opens"] <= start else 0
    return 5
