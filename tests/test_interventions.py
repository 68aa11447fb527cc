"""Interventions: what each changes, that it changes nothing else, and how two of them combine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, get_args

import numpy as np
import pytest
from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from placesim.config.problem import InconsistentError
from placesim.config.provision import Home, Households
from placesim.config.scenario import AnyIntervention, Scenario
from placesim.config.scenario_files import AppliedScenario, load_options, scenario_paths
from placesim.config.timelines import RAMP_STEP_DAYS, ramp
from placesim.experiment.replications import Outcomes, replicate
from placesim.model.children import Child
from placesim.model.history import History
from placesim.model.households import NUMBERS_PER_CAMPAIGN
from placesim.model.streams import Streams
from placesim.model.supply import SupplyEvent
from placesim.results import finance
from placesim.results.facts import Facts
from placesim.results.observed import observed
from placesim.results.prices import uplifts
from tests.conftest import CONFIGS, play
from tests.councils import (
    SOURCE,
    START,
    Block,
    carers,
    child_at_start,
    children_of,
    council,
    facts_of,
    home,
    need,
    places,
    plan,
    risk,
    spot,
    stream,
)

KINDS: dict[str, Any] = {
    model.model_fields["kind"].annotation.__args__[0]: model for model in get_args(get_args(AnyIntervention)[0])
}
"""Every kind of intervention, with its class."""

BLOCK = {"kind": "block"}


def scenario(*interventions: Block) -> Scenario:
    """A scenario that makes these interventions."""
    listed = [{"source": SOURCE, **each} for each in interventions]
    return Scenario.model_validate({"name": "A test", "question": "What if?", "interventions": listed})


def after(baseline: Baseline, *interventions: Block) -> Baseline:
    """The baseline with these interventions made, in order."""
    return scenario(*interventions).applied(baseline)


def refused(baseline: Baseline, *interventions: Block) -> str:
    """What is said of interventions that do not fit."""
    with pytest.raises(InconsistentError) as error:
        after(baseline, *interventions)
    return str(error.value)


def on_day(day: float) -> date:
    """The date of a day of the simulation."""
    return START + timedelta(days=day)


OPEN = {"kind": "open_home", "provision": "new_home", "opens": "2026-10-01"}


@pytest.fixture(scope="module")
def council_with_home(example) -> Baseline:
    """The example council with its planned home opening in October 2026, up to a year late."""
    return after(example.replace(years=4), OPEN)


@dataclass(frozen=True)
class Case:
    """An intervention, what it would be without any size, and what of a baseline it may change."""

    change: Block
    nothing: Block
    blocks: tuple[str, ...]
    provision: tuple[str, ...] = ()
    supply: tuple[str, ...] = ()
    """Provision whose homes, carers or places come and go otherwise."""
    entrants: bool = False


CASES = {
    "open_home": Case(
        {"like": "new_home", "provision": "second_home", "opens": "2026-07-01"},
        {"beds": 0},
        ("provision", "needs"),
        ("second_home",),
        ("second_home",),
    ),
    "delay_home": Case(
        {"provision": "new_home", "days": 200}, {"days": 0}, ("provision",), ("new_home",), ("new_home",)
    ),
    "resize_home": Case(
        {"provision": "new_home", "beds": 2, "from": "2027-04-01"},
        {"beds": 4},
        ("provision",),
        ("new_home",),
        ("new_home",),
    ),
    "close_home": Case(
        {"provision": "new_home", "closes": "2028-04-01"},
        {"closes": "2099-04-01"},
        ("provision",),
        ("new_home",),
        ("new_home",),
    ),
    "recruit_carers": Case(
        {"provision": "council_carers", "approvals_per_year": 6, "from": "2025-10-01", "lag_days": 90},
        {"approvals_per_year": 0},
        ("provision",),
        ("council_carers",),
        ("council_carers",),
    ),
    "keep_carers": Case(
        {"provision": "council_carers", "leaving_factor": 0.4, "from": "2025-10-01", "ramp_days": 180},
        {"leaving_factor": 1},
        ("provision",),
        ("council_carers",),
        ("council_carers",),
    ),
    "divert_entries": Case(
        {"minimum_age": 10, "share": 0.4, "from": "2025-10-01", "ramp_days": 180},
        {"share": 0},
        ("entrants",),
        entrants=True,
    ),
    "change_entries": Case({"factor": 1.3, "from": "2025-10-01"}, {"factor": 1}, ("entrants",), entrants=True),
    "change_rate": Case(
        {"risk": "breakdown", "placement_types": "ifa", "factor": 0.5, "from": "2025-10-01"}, {"factor": 1}, ("moves",)
    ),
    "change_price": Case(
        {"provision": "homes_elsewhere", "factor": 0.9, "from": "2025-10-15", "ramp_days": 90},
        {"factor": 1},
        ("provision",),
        ("homes_elsewhere",),
    ),
    "change_uplift": Case(
        {"provision": "homes_elsewhere", "uplift_per_year": 0.11, "from": "2026-04-01"},
        {"uplift_per_year": 0.05},
        ("provision",),
        ("homes_elsewhere",),
    ),
    "contract_places": Case(
        {"provision": "homes_elsewhere", "places": 5, "weekly_fee": 7000, "from": "2025-10-01"},
        {"places": 0},
        ("provision",),
        ("homes_elsewhere",),
    ),
    "change_contract": Case(
        {"provision": "homes_elsewhere", "contract": {"kind": "spot", "notice_days": 28, "notice_after": "any"}},
        {"contract": {"kind": "spot"}},
        ("provision",),
        ("homes_elsewhere",),
    ),
    "transfer_policy": Case(
        {"policy": "highest_fee", "from": "2026-04-01"}, {"policy": "longest_wait"}, ("transfer_policy",)
    ),
    "allow_transfers": Case(
        {"to": "council_carers", "waiting_in": "agency_carers", "needs": "family", "from": "2025-10-01"},
        {"from": "2099-04-01"},
        ("needs",),
    ),
}


def intervention(kind: str, *, of_size: bool) -> Block:
    case = CASES[kind]
    return {"kind": kind, **case.change, **({} if of_size else case.nothing)}


def test_every_kind_of_intervention_is_tested_here():
    assert set(CASES) == set(KINDS)
    assert len(KINDS) == 15


def outcomes(baseline: Baseline) -> Outcomes:
    return replicate({"scenario": baseline}, 4, 1, workers=1)[0]


def supplied(baseline: Baseline, replication: int = 0) -> dict[str, list[tuple[float, str, int, int]]]:
    """What happens to the places of each provision, by name."""
    names = list(baseline.provision)
    events: dict[str, list[tuple[float, str, int, int]]] = {name: [] for name in names}
    for event in plan(baseline, Streams(1, replication)):
        if event.kind != "policy":
            events[names[event.provision]].append((event.day, event.kind, event.number, event.usable))
    return events


def entered(baseline: Baseline, replication: int = 0) -> list[tuple[Any, ...]]:
    """Who is in care at the start and who enters when, with their luck."""
    children = children_of(baseline, Streams(1, replication))
    return [(*child[:2], *who_is(child)) for child in children]


def luck_of(child: Child) -> Iterator[Any]:
    yield tuple(child.luck.leaving_budgets(child.row))
    yield tuple(tuple(child.luck.move_budgets(child.row, number)) for number in (1, 2, 9))
    yield from (child.luck.fee[child.row], child.luck.at_18[child.row], child.luck.need_change(child.row, 3))
    yield tuple(child.luck.suits(child.row, name) for name in ("relatives", "new_home"))


def who_is(child: Child) -> tuple[Any, ...]:
    """A child's days, need and luck."""
    return (*child[4:], *luck_of(child))


class TestEveryKind:
    @pytest.mark.parametrize("kind", [kind for kind in CASES if kind != "allow_transfers"])
    def test_of_no_size_is_the_baseline_to_the_last_byte(self, kind, council_with_home):
        before, nothing = council_with_home, after(council_with_home, intervention(kind, of_size=False))
        expected, found = outcomes(before), outcomes(nothing)
        assert found.keys == expected.keys
        assert found.monthly_keys == expected.monthly_keys
        assert found.values.tobytes() == expected.values.tobytes()
        assert found.monthly.tobytes() == expected.monthly.tobytes()

    @pytest.mark.parametrize("kind", CASES)
    def test_of_some_size_changes_the_outcome(self, kind, council_with_home):
        changed = after(council_with_home, intervention(kind, of_size=True))
        expected, found = outcomes(council_with_home), outcomes(changed)
        columns = {key: place for place, key in enumerate(found.keys)}
        both = [columns[key] for key in expected.keys]
        assert not np.array_equal(found.values[:, both], expected.values, equal_nan=True)

    @pytest.mark.parametrize("kind", CASES)
    def test_changes_only_the_blocks_it_names(self, kind, council_with_home):
        changed = after(council_with_home, intervention(kind, of_size=True))
        blocks = {name for name in Baseline.model_fields if getattr(changed, name) != getattr(council_with_home, name)}
        assert blocks == set(CASES[kind].blocks)
        before = council_with_home.provision
        assert {n for n, p in changed.provision.items() if p != before.get(n)} == set(CASES[kind].provision)

    @pytest.mark.parametrize("kind", CASES)
    def test_leaves_the_supply_of_all_other_provision_as_it_was(self, kind, council_with_home):
        changed = after(council_with_home, intervention(kind, of_size=True))
        for replication in range(3):
            expected, found = supplied(council_with_home, replication), supplied(changed, replication)
            differing = {name for name, events in found.items() if events != expected.get(name)}
            assert differing == set(CASES[kind].supply)

    @pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if not case.entrants])
    def test_brings_the_same_children_on_the_same_days_with_the_same_luck(self, kind, council_with_home):
        changed = after(council_with_home, intervention(kind, of_size=True))

        def told(baseline: Baseline) -> list[tuple[Any, ...]]:
            names = list(baseline.provision)  # a provision more moves the numbers of those behind it
            return [
                tuple(names[value] if n == 5 and value is not None else value for n, value in enumerate(each))
                for each in entered(baseline)
            ]

        assert told(changed) == told(council_with_home)

    @pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if "from" in case.change])
    def test_changes_nothing_before_its_date(self, kind, council_with_home):
        changed = after(council_with_home, intervention(kind, of_size=True))
        day = float((date.fromisoformat(CASES[kind].change["from"]) - START).days)
        assert until(play(changed), day) == until(play(council_with_home), day)

    @pytest.mark.parametrize("kind", KINDS)
    def test_its_documented_example_applies_to_halton(self, kind, halton):
        example = example_of(kind)
        needs_open_home = kind in ("delay_home", "close_home")
        first = [example_of("open_home")] if needs_open_home else []
        assert example["kind"] == kind
        assert after(halton, *first, example) != after(halton, *first)


def example_of(kind: str) -> Block:
    """The example in a class's docstring."""
    written = re.search(r"Example:\n((?:        .*\n)+)", KINDS[kind].__doc__ + "\n")
    assert written, kind
    block: Block = YAML(typ="safe").load(written[1])
    return block


def until(history: History, day: float) -> list[tuple[Any, ...]]:
    """Every placement that began before a day, with its end where that came before it too."""
    frame = history.episodes_frame()
    here = frame[frame["start_day"] < day]
    ends = here["end_day"].where(here["end_day"] < day).fillna(-1)
    reasons = here["end_reason"].astype(str).where(here["end_day"] < day).fillna("open")
    return list(zip(here["child_id"], here["provision"].astype(str), here["start_day"], ends, reasons, strict=True))


def beds(baseline: Baseline, name: str = "juno", replication: int = 0) -> list[tuple[float, int]]:
    """When how many of a home's beds can be filled; nothing once it closes."""
    return [(round(day, 6), number) for day, _, number, _ in supplied(baseline, replication)[name]]


def whereabouts(history: History, child: int) -> list[tuple[str, float]]:
    """Where a child has lived, each with the first day."""
    rows = np.flatnonzero(history.episodes["child_id"] == child)
    names = history.names.provisions
    return [
        (names[history.episodes["provision"][row]], max(float(history.episodes["start_day"][row]), 0.0)) for row in rows
    ]


def two_in_homes_elsewhere(**fields: Any) -> Baseline:
    """Two children in homes elsewhere at £2,800 a week (400 a night), and a planned home of two beds at £1,400."""
    return council(
        {"juno": home(2, None, weekly_fee=1400), "elsewhere": spot(weekly_fee=2800)},
        children_in_care={"children": [child_at_start("elsewhere", days=10), child_at_start("elsewhere", days=20)]},
        **fields,
    )


def homes_under(contract: Block) -> Baseline:
    """The same council, where a contract of the planned home stands in the baseline already."""
    before = two_in_homes_elsewhere()
    juno = before.provision["juno"].replace(contract=contract)
    return before.replace(provision={**before.provision, "juno": juno})


OPEN_JUNO = {"kind": "open_home", "provision": "juno", "opens": on_day(100), "transfers_from": "elsewhere"}


class TestOpenHome:
    def test_children_who_may_transfer_move_in_on_the_day_it_opens(self):
        history = play(after(two_in_homes_elsewhere(), OPEN_JUNO))
        assert [whereabouts(history, n) for n in (0, 1)] == [[("elsewhere", 0), ("juno", 100)]] * 2

    def test_nobody_moves_in_where_transfers_are_taken_out(self):
        with_transfers = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "opens": on_day(50)})
        history = play(after(with_transfers, {**OPEN_JUNO, "transfers_from": []}))
        assert [whereabouts(history, n) for n in (0, 1)] == [[("elsewhere", 0)]] * 2

    def test_a_child_moves_in_after_the_days_asked_for_and_before_they_are_settled(self):
        opened = {**OPEN_JUNO, "transfer_minimum_days": 150, "transfer_settled_after_days": 165}
        history = play(after(two_in_homes_elsewhere(), opened))
        assert whereabouts(history, 0) == [("elsewhere", 0), ("juno", 140)]
        assert whereabouts(history, 1) == [("elsewhere", 0), ("juno", 130)]
        late = play(after(two_in_homes_elsewhere(), {**opened, "opens": on_day(150)}))
        assert [whereabouts(late, n)[1:] for n in (0, 1)] == [[("juno", 150)], []]

    def test_beds_are_filled_one_every_admission_gap(self):
        opened = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "beds": 4, "usable_beds": 3, "admission_gap_days": 42})
        assert beds(opened) == [(100, 1), (142, 2), (184, 3), (226, 3)]
        assert whereabouts(play(opened), 1) == [("elsewhere", 0), ("juno", 100)]
        assert whereabouts(play(opened), 0) == [("elsewhere", 0), ("juno", 142)]

    def test_a_block_contract_pays_for_every_bed_from_the_day_it_opens(self):
        """100 nights of two children at 400, then 265 nights of two beds at 200, one of them empty to night 142."""
        opened = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "contract": BLOCK, "admission_gap_days": 42})
        facts = facts_of(opened, play(opened))
        assert finance.spend(facts)["juno"] == pytest.approx([2 * 265 * 200])
        assert finance.spend(facts)["elsewhere"] == pytest.approx([(100 + 142) * 400])
        assert finance.void_nights(facts)["juno"] == pytest.approx([42])
        assert finance.void_cost(facts)["juno"] == pytest.approx([42 * 200])

    def test_spot_places_cost_only_the_nights_slept(self):
        opened = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "contract": {"kind": "spot"}, "admission_gap_days": 42})
        facts = facts_of(opened, play(opened))
        assert finance.spend(facts)["juno"] == pytest.approx([(265 + 223) * 200])
        assert "juno" not in finance.void_nights(facts)

    def test_the_fee_it_gives_stands_in_place_of_the_baselines(self):
        opened = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "weekly_fee": 700})
        assert finance.spend(facts_of(opened, play(opened)))["juno"] == pytest.approx([2 * 265 * 100])

    @pytest.mark.parametrize(
        "own",
        [
            {"kind": "block", "weekly_fee": 1400},
            {"kind": "guaranteed", "share": 1, "measured": "year", "weekly_fee": 1},
        ],
    )
    def test_the_fee_it_gives_stands_in_place_of_one_that_the_homes_contract_has(self, own):
        opened = after(homes_under(own), {**OPEN_JUNO, "weekly_fee": 700})
        assert finance.spend(facts_of(opened, play(opened)))["juno"] == pytest.approx([2 * 265 * 100])
        like = {**OPEN_JUNO, "provision": "second", "like": "juno", "weekly_fee": 700}
        assert after(homes_under(own), like).provision["second"].contract.weekly_fee == 700

    def test_the_rest_of_a_contract_stays_when_its_fee_is_another(self):
        own = {"kind": "block", "weekly_fee": 1400, "void_share": 0.5}
        contract = after(homes_under(own), {**OPEN_JUNO, "weekly_fee": 700}).provision["juno"].contract
        assert contract == homes_under({**own, "weekly_fee": 700}).provision["juno"].contract
        assert after(homes_under(own), OPEN_JUNO).provision["juno"].contract.weekly_fee == 1400

    def test_a_fee_that_nobody_would_pay_is_refused_with_what_is_paid(self):
        bed, fee = {"kind": "per_bed_cost", "per_year": 210_000}, {**OPEN_JUNO, "weekly_fee": 700}
        for said in (refused(homes_under(bed), fee), refused(homes_under(BLOCK), {**fee, "contract": bed})):
            assert "its contract pays £210,000 a bed a year, no weekly fee; take this out, or add" in said
        assert after(homes_under(bed), {**fee, "contract": BLOCK}).provision["juno"].contracted_weekly_fee() == 700
        two = refused(homes_under(bed), {**fee, "contract": {**BLOCK, "weekly_fee": 800}})
        assert "the contract here pays £800 a week; a home has one fee" in two

    def test_a_block_contract_takes_the_spread_between_children_out_of_the_price(self):
        varied = council({"juno": home(2, None, price={"variation": 0.3}), "elsewhere": spot()})
        assert after(varied, {**OPEN_JUNO, "contract": BLOCK}).provision["juno"].price.variation == 0

    def test_it_may_open_late_within_its_limits_and_never_by_its_share(self):
        risky = {"delay_days": {"least": 30, "likeliest": 60, "most": 200}, "never_opens_share": 0.4}
        opened = after(two_in_homes_elsewhere(years=3), {**OPEN_JUNO, **risky})
        found = [beds(opened, replication=number) for number in range(300)]
        days = [each[0][0] for each in found if each]
        assert 0.3 < 1 - len(days) / len(found) < 0.5
        assert 130 <= min(days) < 145
        assert 270 < max(days) <= 300
        assert np.mean(days) == pytest.approx(100 + (30 + 60 + 200) / 3, abs=8)

    def test_opened_again_it_keeps_what_is_left_out_and_takes_what_is_given(self):
        """How a scenario with risk builds on one without: the date stands once."""
        again = {"kind": "open_home", "provision": "juno", "never_opens_share": 0.2}
        both = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "contract": BLOCK, "beds": 3}, again)
        once = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "contract": BLOCK, "beds": 3, "never_opens_share": 0.2})
        assert both == once

    def test_it_closes_on_the_day_it_says(self):
        opened = after(two_in_homes_elsewhere(), {**OPEN_JUNO, "closes": on_day(200)})
        assert whereabouts(play(opened), 0) == [("elsewhere", 0), ("juno", 100), ("elsewhere", 200)]

    def test_a_home_that_nobody_dates_or_that_is_open_already_is_refused(self):
        undated = {"kind": "open_home", "provision": "juno"}
        assert "nothing says yet when 'juno' opens" in refused(two_in_homes_elsewhere(), undated)
        already = council({"juno": home(2), "elsewhere": spot()})
        assert "resize_home and close_home change open homes" in refused(already, OPEN_JUNO)


class TestOpenAHomeLikeAnother:
    NEW: ClassVar[Block] = {"kind": "open_home", "provision": "second_home", "like": "new_home", "opens": "2026-04-01"}

    def test_it_stands_beside_the_other_in_searches_and_transfers(self, example):
        opened = after(example, self.NEW)
        found = opened.needs["home"]
        assert [[option.provision for option in tier] for tier in found.search] == [
            ["new_home", "second_home", "homes_in_borough"],
            ["homes_elsewhere"],
        ]
        old, new = found.transfers
        assert (old.to, new.to) == ("new_home", "second_home")
        assert new.replace(to="new_home") == old
        assert list(opened.provision).index("second_home") == list(opened.provision).index("new_home") + 1

    def test_children_may_be_moved_to_it_and_from_it_as_with_the_other(self):
        planned = {"juno": home(1, None, placement_type="homes"), "better": places(1, placement_type="homes")}
        onward = {"to": "better", "from": ["juno"]}
        baseline = council(
            {**planned, "elsewhere": spot(placement_type="homes")},
            needs={"care": need("better", "juno", "elsewhere", transfers=[onward])},
            moves={"on": risk({"homes": 1}, to=[["juno", "elsewhere"]])},
        )
        opened = after(baseline, {**self.NEW, "provision": "second", "like": "juno"})
        assert opened.needs["care"].transfers[0].from_ == ("juno", "second")
        assert [option.provision for option in opened.moves["on"].to[0]] == ["juno", "second", "elsewhere"]

    def test_it_has_the_others_price_ages_and_type_and_a_label_of_its_own(self, example):
        model, new = example.provision["new_home"], after(example, self.NEW).provision["second_home"]
        assert (new.price, new.minimum_age, new.placement_type) == (model.price, 8, "juno_home")
        assert new.label == "Second home"
        assert after(example, {**self.NEW, "label": "Mill House"}).provision["second_home"].label == "Mill House"

    def test_its_luck_is_its_own(self, example):
        one, both = after(example, OPEN), after(example, OPEN, self.NEW)
        assert beds(both, "new_home") == beds(one, "new_home")
        late = [beds(both, name)[0][0] - (day - START).days for name, day in OPENINGS]
        assert late[0] != late[1]

    def test_the_other_need_not_open(self, example):
        opened = after(example, self.NEW)
        assert beds(opened, "second_home")
        assert not beds(opened, "new_home")

    def test_a_name_that_is_there_already_or_like_no_home_is_refused(self, example):
        assert "is in the baseline already" in refused(example, {**OPEN, "like": "new_home"})
        assert "'relatives' is no home" in refused(example, {**self.NEW, "like": "relatives"})
        assert "For a new home, say which home it is `like`" in refused(example, {**OPEN, "provision": "third"})


OPENINGS = [("new_home", date(2026, 10, 1)), ("second_home", date(2026, 4, 1))]


class TestDelayHome:
    def test_it_opens_so_many_days_later_whatever_its_luck(self, council_with_home):
        delayed = after(council_with_home, {"kind": "delay_home", "provision": "new_home", "days": 123})
        for replication in range(5):
            expected = [(day + 123, number) for day, number in beds(council_with_home, "new_home", replication)]
            assert beds(delayed, "new_home", replication) == [(pytest.approx(day), number) for day, number in expected]

    def test_two_delays_add_up(self, council_with_home):
        delay = {"kind": "delay_home", "provision": "new_home", "days": 100}
        assert after(council_with_home, delay, delay) == after(council_with_home, {**delay, "days": 200})

    def test_a_home_that_is_open_or_that_nobody_opens_is_refused(self, example):
        delay = {"kind": "delay_home", "provision": "juno", "days": 100}
        assert "put an open_home before this" in refused(two_in_homes_elsewhere(), delay)
        assert "cannot be delayed" in refused(council({"juno": home(2), "elsewhere": spot()}), delay)


def resized(to: int, day: float, **fields: Any) -> Block:
    return {"kind": "resize_home", "provision": "juno", "beds": to, "from": on_day(day), **fields}


class TestResizeHome:
    def full(self, number: int, **fields: Any) -> Baseline:
        """A home with a bed for each of its children, of whom the first turns 18 on day 150, and one elsewhere."""
        inside = [child_at_start("juno", age=18 - 150 / 365.25), *[child_at_start("juno")] * (number - 1)]
        return council(
            {"juno": home(number, **fields), "elsewhere": spot()},
            needs={"care": need("juno", "elsewhere", transfers=[{"to": "juno", "from": ["elsewhere"]}])},
            children_in_care={"children": [*inside, child_at_start("elsewhere")]},
        )

    def test_nobody_is_moved_when_beds_fall_and_the_freed_bed_stays_empty(self):
        history = play(after(self.full(2), resized(1, 100)))
        assert [whereabouts(history, n) for n in (0, 1, 2)] == [[("juno", 0)], [("juno", 0)], [("elsewhere", 0)]]
        assert whereabouts(play(self.full(2)), 2) == [("elsewhere", 0), ("juno", pytest.approx(150))]

    def test_beds_that_are_added_are_filled_one_every_admission_gap(self):
        phased = self.full(2, capacity={"admission_gap_days": 30})
        assert beds(after(phased, resized(4, 100)))[-2:] == [(100, 3), (130, 4)]
        assert whereabouts(play(after(phased, resized(4, 100))), 2) == [("elsewhere", 0), ("juno", 100)]

    def test_over_a_ramp_beds_are_rounded_on_the_way(self):
        """2 to 5 in four steps of a month: 2.75, 3.5, 4.25 and 5."""
        changed = after(self.full(2), resized(5, 100, ramp_days=4 * RAMP_STEP_DAYS)).provision["juno"].capacity
        assert isinstance(changed, Home)
        steps = [((step.from_ - START).days, step.value) for step in changed.beds[1:]]
        assert steps == [(100, 3), (130, 4), (191, 5)]

    def test_of_two_resizings_of_one_day_the_later_in_the_list_stands(self):
        assert after(self.full(2), resized(5, 100), resized(3, 100)) == after(self.full(2), resized(3, 100))

    def test_a_home_is_resized_before_it_opens_or_after_in_any_order(self):
        first = after(two_in_homes_elsewhere(), OPEN_JUNO, resized(3, 200))
        assert first == after(two_in_homes_elsewhere(), resized(3, 200), OPEN_JUNO)
        assert beds(first) == [(100, 2), (200, 3)]

    def test_a_block_contract_pays_for_the_beds_there_are(self):
        block = self.full(2, weekly_fee=700, contract=BLOCK)
        changed = after(block, resized(1, 100))
        spent = finance.spend(facts_of(changed, play(changed)))["juno"]
        assert spent == pytest.approx([(100 * 2 + 265 + 50) * 100])  # 50 nights of the second child beyond the contract


class TestCloseHome:
    def test_its_children_move_on_that_day(self):
        closed = after(
            two_in_homes_elsewhere(), OPEN_JUNO, {"kind": "close_home", "provision": "juno", "closes": on_day(300)}
        )
        history = play(closed)
        assert whereabouts(history, 0) == [("elsewhere", 0), ("juno", 100), ("elsewhere", 300)]
        assert finance.spend(facts_of(closed, history))["juno"] == pytest.approx([2 * 200 * 200])

    def test_a_home_that_nobody_opens_or_that_closes_first_is_refused(self):
        close = {"kind": "close_home", "provision": "juno", "closes": on_day(50)}
        assert "put an open_home before this" in refused(two_in_homes_elsewhere(), close)
        assert "dates out of order" in refused(two_in_homes_elsewhere(), OPEN_JUNO, close)


def households(baseline: Baseline, replication: int = 0) -> dict[int, list[float]]:
    """The days on which each household of `ours` joins and leaves, over the whole plan."""
    found: dict[int, list[float]] = {}
    for day, _, number, _ in supplied(baseline, replication)["ours"]:
        found.setdefault(number, []).append(day)
    return found


def our_carers(years: float = 10, **capacity: Any) -> Baseline:
    usual = {"approvals_per_year": 3, "leaves_per_year": 0.2, "usable_share": 0.7, **capacity}
    return council({"ours": carers(10, {1: 0.5, 2: 0.5}, capacity=usual), "elsewhere": spot()}, years=years)


def campaign(**fields: Any) -> Block:
    return {"kind": "recruit_carers", "provision": "ours", "approvals_per_year": 10, "from": on_day(0), **fields}


class TestRecruitCarers:
    def recruited(self, baseline: Baseline, replication: int = 0) -> list[float]:
        """Days on which families of a campaign are approved."""
        return [days[0] for number, days in households(baseline, replication).items() if number >= NUMBERS_PER_CAMPAIGN]

    def test_households_there_are_and_those_approved_anyway_stay_as_they_were(self):
        before, more = households(our_carers()), households(after(our_carers(), campaign()))
        assert len(more) > len(before) + 50
        assert {number: more[number] for number in before} == before

    def test_so_many_more_are_approved_a_year_from_the_lag_to_the_end(self):
        """10 a year from day 180 to day 910, two years less half a day: 20 approvals on average."""
        dated = after(our_carers(4), campaign(lag_days=180, until=on_day(730)))
        found = [self.recruited(dated, number) for number in range(200)]
        assert min(min(days, default=180) for days in found) >= 180
        assert max(max(days, default=0) for days in found) < 910
        assert np.mean([len(days) for days in found]) == pytest.approx(10 * 730 / 365.25, abs=4 * (20 / 200) ** 0.5)

    def test_a_ramp_reaches_the_full_rate_in_monthly_steps(self):
        capacity = after(our_carers(), campaign(approvals_per_year=12, ramp_days=365)).provision["ours"].capacity
        assert isinstance(capacity, Households)
        rates = [step.value for step in capacity.campaigns["campaign"][1:]]
        assert rates == pytest.approx(list(range(1, 13)))

    def test_a_campaign_that_ends_within_its_ramp_does_not_climb_afterwards(self):
        capacity = after(our_carers(), campaign(ramp_days=730, until=on_day(365))).provision["ours"].capacity
        assert isinstance(capacity, Households)
        steps = capacity.campaigns["campaign"]
        assert (steps[-1].from_, steps[-1].value) == (on_day(365), 0)
        assert max(step.value for step in steps) == pytest.approx(10 * 12 / 24)

    def test_the_same_name_adds_to_the_campaign_and_leaves_nothing_behind_when_it_ends(self):
        parts = [campaign(approvals_per_year=rate, until=on_day(365)) for rate in (0.1, 0.2)]
        capacity = after(our_carers(), *parts).provision["ours"].capacity
        assert isinstance(capacity, Households)
        assert [step.value for step in capacity.campaigns["campaign"]] == [0, pytest.approx(0.3), 0]

    def test_twice_the_approvals_bring_the_same_families_in_half_the_time(self):
        once, twice = (self.recruited(after(our_carers(), campaign(approvals_per_year=rate))) for rate in (5, 10))
        assert len(once) > 30
        assert twice[: len(once)] == pytest.approx([day / 2 for day in once])

    def test_campaigns_of_two_names_bring_families_of_their_own(self):
        tell_a_friend = campaign(campaign="tell_a_friend")
        one, both = (households(after(our_carers(), *c)) for c in ([campaign()], [campaign(), tell_a_friend]))
        assert {number: both[number] for number in one} == one
        added = [both[number] for number in both if number not in one]
        assert len(added) > 50
        assert not {tuple(days) for days in added} & {tuple(days) for days in one.values()}

    def test_only_the_provision_named_gains_households(self):
        two = council({"ours": carers(3), "others": carers(3), "elsewhere": spot()}, years=5)
        before, more = supplied(two), supplied(after(two, campaign()))
        assert more["others"] == before["others"]
        assert more["ours"] != before["ours"]

    def test_a_campaign_that_ends_before_it_begins_is_refused(self):
        wrong = campaign(**{"from": on_day(100), "until": on_day(100)})
        assert f"the campaign ends on {on_day(100)} but begins on {on_day(100)}" in refused(our_carers(), wrong)


class TestKeepCarers:
    def kept(self, factor: float, **fields: Any) -> Block:
        return {"kind": "keep_carers", "provision": "ours", "leaving_factor": factor, "from": on_day(1000), **fields}

    def test_households_that_leave_before_the_date_leave_on_the_same_day(self):
        before, kept = households(our_carers(20)), households(after(our_carers(20), self.kept(0.5)))
        early = {number: days for number, days in before.items() if days[-1] < 1000 and len(days) == 2}
        assert early
        assert {number: kept[number] for number in early} == early

    def test_from_the_date_on_each_stays_twice_as_long_where_half_as_many_leave(self):
        before, kept = households(our_carers(20)), households(after(our_carers(20), self.kept(0.5)))
        late = {number: days[1] for number, days in before.items() if days[0] <= 1000 < days[-1]}
        assert len(late) > 5
        assert {n: kept[n][1] - 1000 for n in late} == pytest.approx({n: 2 * (day - 1000) for n, day in late.items()})

    def test_the_same_families_are_approved(self):
        before, kept = households(our_carers()), households(after(our_carers(), self.kept(0.5)))
        assert {number: days[0] for number, days in before.items()} == {
            number: days[0] for number, days in kept.items()
        }

    def test_where_nobody_leaves_any_more_households_stay_for_good(self):
        kept = households(after(our_carers(20), self.kept(0)))
        assert max(days[1] for days in kept.values() if len(days) == 2) < 1000

    def test_only_the_provision_named_keeps_its_carers(self):
        leaving = {"leaves_per_year": 0.3}
        two = council({"ours": carers(9, capacity=leaving), "others": carers(9, capacity=leaving), "elsewhere": spot()})
        assert supplied(after(two, self.kept(0.5)))["others"] == supplied(two)["others"]

    def test_two_factors_multiply(self):
        half = self.kept(0.5)
        assert after(our_carers(), half, half) == after(our_carers(), self.kept(0.25))


BANDS = {"under 5": [0, 5], "5 to 9": [5, 10], "10 to 17": [10, 18]}


def many_enter(entries_per_year: Any = 400, years: float = 4, **fields: Any) -> Baseline:
    """Children of all ages, local and not, who need a family or a home."""
    ages = {"under 5": 0.3, "5 to 9": 0.3, "10 to 17": 0.4}
    needs = {"under 5": {"family": 1.0}, "5 to 9": {"family": 1.0}, "10 to 17": {"family": 0.6, "home": 0.4}}
    return council(
        {"homes": spot(placement_type="residential"), "families": spot()},
        years=years,
        age_bands=BANDS,
        needs={"family": need("families"), "home": need("homes")},
        entrants={name: stream(entries_per_year, ages, needs, **fields) for name in ("local", "unaccompanied")},
    )


def entrants(baseline: Baseline) -> dict[int, Child]:
    return {child.child_id: child for child in children_of(baseline, Streams(1, 0))}


def diverted(share: float, **fields: Any) -> Block:
    return {"kind": "divert_entries", "share": share, "from": on_day(0), **fields}


class TestDivertEntries:
    def test_only_children_it_reaches_stay_out_and_all_others_enter_as_before(self):
        everybody = entrants(many_enter())
        reached = diverted(0.5, streams="local", minimum_age=10, maximum_age=16, needs="home")
        there = entrants(after(many_enter(), reached))
        out = [child for number, child in everybody.items() if number not in there]
        assert {child.stream for child in out} == {0}
        assert {child.need for child in out} == {1}
        assert all(10 <= child.age(child.care_start_day) < 16 for child in out)
        assert all(who_is(child) == who_is(everybody[number]) for number, child in there.items())

    def test_about_the_share_of_them_stays_out(self):
        everybody, there = entrants(many_enter()), entrants(after(many_enter(), diverted(0.3)))
        assert 1 - len(there) / len(everybody) == pytest.approx(0.3, abs=4 * (0.21 / len(everybody)) ** 0.5)

    def test_a_larger_share_keeps_out_the_same_children_and_more(self):
        some, more = (set(entrants(after(many_enter(), diverted(share)))) for share in (0.1, 0.4))
        assert more < some

    def test_nobody_stays_out_before_its_date_and_its_ramp_grows(self):
        """On the n-th day of a ramp of two years about n / 730 of the children stay out."""
        everybody = entrants(many_enter())
        there = entrants(after(many_enter(), diverted(1, **{"from": on_day(365)}, ramp_days=730)))
        days = {number: child.care_start_day for number, child in everybody.items()}
        assert min(days[number] for number in days if number not in there) >= 365
        assert all(days[number] < 1095 for number in there)
        for first, last in ((365, 730), (730, 1095)):
            within = [number for number, day in days.items() if first <= day < last]
            expected = sum((days[number] - 365 + 15) / 730 for number in within)
            assert sum(number not in there for number in within) == pytest.approx(
                expected, abs=3 * len(within) ** 0.5 / 2
            )

    def test_two_programmes_act_one_on_what_the_other_leaves(self):
        first, second = diverted(0.5, programme="one"), diverted(0.5, programme="two")
        both = set(entrants(after(many_enter(), first, second)))
        alone = [set(entrants(after(many_enter(), each))) for each in (first, second)]
        assert both == alone[0] & alone[1]
        assert len(both) / len(entrants(many_enter())) == pytest.approx(0.25, abs=0.03)
        assert both == set(entrants(after(many_enter(), second, first)))

    def test_one_programme_diverts_the_children_of_one_stream_once(self):
        assert "give this another `programme`" in refused(many_enter(), diverted(0.1), diverted(0.1))
        apart = [diverted(0.1, streams=name) for name in ("local", "unaccompanied")]
        assert set(entrants(after(many_enter(), *apart))) == set(entrants(after(many_enter(), diverted(0.1))))


def more_enter(**fields: Any) -> Block:
    return {"kind": "change_entries", "from": on_day(365), **fields}


class TestChangeEntries:
    def test_the_same_children_enter_sooner_from_the_date_on(self):
        before, twice = entrants(many_enter(50)), entrants(after(many_enter(50), more_enter(factor=2)))
        assert set(before) < set(twice)
        days = {n: child.care_start_day for n, child in before.items()}
        assert {n: twice[n].care_start_day for n in days} == pytest.approx(
            {n: day if day < 365 else 365 + (day - 365) / 2 for n, day in days.items()}
        )
        assert all(
            twice[n].age(twice[n].care_start_day) == pytest.approx(c.age(c.care_start_day)) for n, c in before.items()
        )

    def test_only_the_streams_named_change(self):
        before, more = entrants(many_enter(50)), entrants(after(many_enter(50), more_enter(factor=2, streams="local")))
        days = [{n: c.care_start_day for n, c in each.items() if c.stream == 1} for each in (before, more)]
        assert len(days[0]) > 100
        assert days[1] == days[0]
        assert len(more) > len(before)

    def test_growth_is_compounded_on_each_anniversary(self):
        grown = after(many_enter(100), more_enter(growth_per_year=0.1)).entrants["local"].entries_per_year
        assert [(step.from_.isoformat(), round(step.value, 6)) for step in grown[1:4]] == [
            ("2026-04-01", 110),
            ("2027-04-01", 121),
            ("2028-04-01", 133.1),
        ]

    def test_growth_from_29_february_goes_on_from_the_28th(self):
        grown = after(many_enter(100), more_enter(growth_per_year=0.1, **{"from": "2028-02-29"}))
        assert [step.from_.isoformat() for step in grown.entrants["local"].entries_per_year[1:]][:2] == [
            "2028-02-29",
            "2029-02-28",
        ]

    def test_a_factor_multiplies_a_rate_that_changes_by_date(self):
        dated = many_enter([{"value": 100}, {"from": on_day(500), "value": 60}])
        found = after(dated, more_enter(factor=1.5), more_enter(factor=2)).entrants["local"].entries_per_year
        assert [((step.from_ - START).days, step.value) for step in found[1:]] == [(365, 300), (500, 180)]

    def test_neither_or_both_of_factor_and_growth_and_a_ramp_of_growth_are_refused(self):
        assert "either factor or growth_per_year" in refused(many_enter(), more_enter())
        assert "either factor or growth_per_year" in refused(many_enter(), more_enter(factor=1, growth_per_year=0))
        assert "take ramp_days out" in refused(many_enter(), more_enter(growth_per_year=0.1, ramp_days=9))


def at_risk(**fields: Any) -> Baseline:
    """Forty children in family A and forty in family B, who go home at a rate of 1 a year and may be adopted at 0.2."""
    there = [child_at_start(name) for name in ("a", "b") for _ in range(40)]
    both = {"type_a": 1, "type_b": 1}
    return council(
        {"a": spot(placement_type="type_a"), "b": spot(placement_type="type_b")},
        years=4,
        children_in_care={"children": there},
        leaving={"return_home": risk(both)},
        **fields,
    )


def left(baseline: Baseline) -> dict[int, float]:
    """The day on which each child left."""
    episodes = play(baseline).episodes
    ended = ~np.isnan(episodes["end_day"])
    return dict(zip(episodes["child_id"][ended].tolist(), episodes["end_day"][ended].tolist(), strict=True))


class TestChangeRate:
    RATE: ClassVar[Block] = {"kind": "change_rate", "risk": "return_home", "from": on_day(100)}

    def test_from_the_date_on_each_child_has_the_same_luck_at_another_pace(self):
        before, faster = left(at_risk()), left(after(at_risk(), {**self.RATE, "factor": 2}))
        assert {n: faster[n] for n in before} == pytest.approx(
            {n: day if day < 100 else 100 + (day - 100) / 2 for n, day in before.items()}
        )

    def test_only_children_in_the_types_named_are_concerned(self):
        never = after(at_risk(), {**self.RATE, "factor": 0, "placement_types": "type_a"})
        before, found = left(at_risk()), left(never)
        assert found == pytest.approx({n: day for n, day in before.items() if n >= 40 or day < 100})

    def test_a_ramp_climbs_in_equal_monthly_steps(self):
        ramped = after(at_risk(), {**self.RATE, "factor": 3, "ramp_days": 4 * RAMP_STEP_DAYS})
        steps = ramped.leaving["return_home"].by_type_and_date["type_a"]
        assert [step.value for step in steps] == [1, 1.5, 2, 2.5, 3]
        assert [(step.from_ - START).days for step in steps[1:]] == [100, 130, 161, 191]

    def test_factors_multiply_and_types_apart_do_not_touch(self):
        double = {**self.RATE, "factor": 2}
        both = after(at_risk(), double, {**double, "placement_types": "type_b"}).leaving["return_home"]
        assert [both.by_type_and_date[name][-1].value for name in ("type_a", "type_b")] == [2, 4]

    def test_a_move_can_change_as_well_as_a_reason_for_leaving(self, example):
        fewer = after(example, {**self.RATE, "risk": "breakdown", "factor": 0, "from": on_day(0)})
        reasons = play(fewer).episodes_frame()["end_reason"].astype(str)
        assert "breakdown" not in set(reasons)
        assert "step_down" in set(reasons)

    def test_a_type_in_which_it_never_happens_is_refused(self, example):
        wrong = {**self.RATE, "risk": "special_guardianship", "placement_types": "residential", "factor": 2}
        assert "never happens in 'residential'; it happens in kinship, in_house, ifa" in refused(example, wrong)


def one_child_for_two_years(**price: Any) -> Facts:
    """A child in a home at £700 a week (100 a night), from 1 April 2025 to 31 March 2027, and an agency beside it."""
    baseline = council(
        {"homes": spot(weekly_fee=700, price={"uplift_per_year": 0.1, **price}), "agency": spot(weekly_fee=70)}, years=2
    )
    stays = [{"child_id": n, "provision": name, "start_day": 0} for n, name in enumerate(("homes", "agency"))]
    return facts_of(baseline, observed(baseline, 730, stays))


def spent(facts: Facts, *interventions: Block) -> dict[str, list[float]]:
    """Spend by provision and year, the same history at other prices."""
    priced = facts_of(after(facts.baseline, *interventions), facts.history)
    return {name: finance.spend(priced)[name].round(6).tolist() for name in ("homes", "agency")}


class TestChangePrice:
    PRICE: ClassVar[Block] = {"kind": "change_price", "provision": "homes", "factor": 0.9}

    def test_in_the_middle_of_a_year_it_is_right_to_the_penny(self):
        """1 October 2025 is day 183: 183 nights at 100 and 182 at 90; then 365 at 99, for the uplift goes on."""
        found = spent(one_child_for_two_years(), {**self.PRICE, "from": "2025-10-01"})
        assert found == {"homes": [183 * 100 + 182 * 90, 365 * 99], "agency": [3650, 3650]}

    def test_over_a_ramp_it_takes_a_step_a_month(self):
        """Three steps, on days 100, 130 and 161: 90, 80 and 70 a night."""
        ramped = {**self.PRICE, "factor": 0.7, "from": on_day(100), "ramp_days": 3 * RAMP_STEP_DAYS}
        found = spent(one_child_for_two_years(), ramped)["homes"]
        assert found[0] == pytest.approx(100 * 100 + 30 * 90 + 31 * 80 + 204 * 70)
        assert found[1] == pytest.approx(365 * 77)

    def test_two_changes_multiply_in_either_order(self):
        dearer = {**self.PRICE, "factor": 1.2, "from": "2026-04-01"}
        cheaper = {**self.PRICE, "from": "2026-04-01"}
        facts = one_child_for_two_years()
        assert spent(facts, dearer, cheaper)["homes"] == [36500, pytest.approx(365 * 110 * 1.08)]
        assert spent(facts, cheaper, dearer) == spent(facts, dearer, cheaper)

    def test_without_a_name_every_price_changes(self):
        everything = {"kind": "change_price", "factor": 2, "from": "2026-04-01"}
        assert spent(one_child_for_two_years(), everything) == {"homes": [36500, 80300], "agency": [3650, 7300]}

    def test_a_block_contract_changes_with_it(self):
        facts = one_child_for_two_years()
        contract = {"kind": "contract_places", "provision": "homes", "places": 1, "from": on_day(0)}
        assert spent(facts, contract, {**self.PRICE, "from": "2025-10-01"}) == spent(
            facts, {**self.PRICE, "from": "2025-10-01"}
        )

    @pytest.mark.parametrize(
        "terms",
        [
            {"kind": "block", "weekly_fee": 490},
            {"kind": "guaranteed", "share": 1, "measured": "year", "weekly_fee": 490},
            {"kind": "per_bed_cost", "per_year": 25_550},
        ],
    )
    def test_what_a_contract_says_itself_changes_with_it(self, terms):
        """One place at £70 a night: what a contract says is at the price level of the day, as the fee is."""
        contract = {"kind": "change_contract", "provision": "homes", "contract": {**terms, "places": 1}}
        facts = one_child_for_two_years()
        assert spent(facts, contract)["homes"] == pytest.approx([365 * 70, 365 * 77])
        cheaper = {**self.PRICE, "from": "2026-04-01"}
        assert spent(facts, contract, cheaper)["homes"] == pytest.approx([365 * 70, 365 * 77 * 0.9])

    def test_no_child_moves_for_it(self, council_with_home):
        dearer = {"kind": "change_price", "factor": 2, "from": "2026-04-01"}
        everything = 1e9
        assert until(play(after(council_with_home, dearer)), everything) == until(play(council_with_home), everything)


class TestChangeUplift:
    UPLIFT: ClassVar[Block] = {"kind": "change_uplift", "provision": "homes", "uplift_per_year": 0.2}

    def test_it_holds_on_each_first_of_april_from_its_date(self):
        facts = one_child_for_two_years()
        assert spent(facts, {**self.UPLIFT, "from": "2026-04-01"}) == {
            "homes": [36500, 365 * 120],
            "agency": [3650, 3650],
        }
        assert spent(facts, {**self.UPLIFT, "from": "2026-04-02"}) == spent(facts)

    def test_uplifts_are_compounded(self):
        prices = [{"value": 0.05}, {"from": "2027-04-01", "value": 0.11}, {"from": "2029-04-01", "value": 0.02}]
        five = council({"homes": spot(price={"uplift_per_year": prices[:1]})}, years=5)
        changed = after(
            five,
            {"kind": "change_uplift", "uplift_per_year": 0.11, "from": "2027-04-01"},
            {"kind": "change_uplift", "uplift_per_year": 0.02, "from": "2029-04-01"},
        )
        assert (
            changed.provision["homes"].price.uplift_per_year
            == five.provision["homes"].price.replace(uplift_per_year=prices).uplift_per_year
        )
        levels = uplifts([changed.provision["homes"].price], START, 5)[0]
        assert levels[:5] == pytest.approx([1, 1.05, 1.05 * 1.11, 1.05 * 1.11**2, 1.05 * 1.11**2 * 1.02])

    def test_the_later_in_the_list_stands(self):
        first, second = ({**self.UPLIFT, "from": "2026-04-01", "uplift_per_year": rise} for rise in (0.3, 0.2))
        facts = one_child_for_two_years()
        assert spent(facts, first, second) == spent(facts, second)


class TestContractPlaces:
    """Homes at £1,050 a week (150 a night); three children there: for the year, from day 200 and from day 300."""

    @pytest.fixture
    def facts(self) -> Facts:
        baseline = council({"homes": spot(weekly_fee=1050), "agency": spot(weekly_fee=70)})
        stays = [{"child_id": n, "provision": "homes", "start_day": day} for n, day in enumerate((0, 200, 300))]
        return facts_of(baseline, observed(baseline, 365, stays))

    def contracted(self, facts: Facts, *contracts: Block) -> Facts:
        blocks = [{"kind": "contract_places", "provision": "homes", **contract} for contract in contracts]
        return facts_of(after(facts.baseline, *blocks), facts.history)

    def test_the_contract_is_paid_in_full_and_children_beyond_it_one_by_one(self, facts):
        """From day 100: 2 x 265 nights at 100. Beyond: 100 nights before it, and 65 of the third child, at 150."""
        two = self.contracted(facts, {"places": 2, "weekly_fee": 700, "from": on_day(100)})
        assert finance.spend(two)["homes"] == pytest.approx([2 * 265 * 100 + (100 + 65) * 150])

    def test_void_nights_are_those_contracted_less_those_used(self, facts):
        """530 contracted; used 265 by the first child and 165 by the second."""
        two = self.contracted(facts, {"places": 2, "weekly_fee": 700, "from": on_day(100)})
        assert finance.void_nights(two)["homes"] == pytest.approx([100])
        assert finance.void_cost(two)["homes"] == pytest.approx([10_000])
        assert finance.void_nights(facts) == {"all": pytest.approx([0])}

    def test_without_a_fee_of_its_own_it_pays_the_provisions(self, facts):
        one = self.contracted(facts, {"places": 1, "from": on_day(0)})
        assert finance.spend(one)["homes"] == pytest.approx(finance.spend(facts)["homes"])

    def test_two_contracts_add_their_places(self, facts):
        one = {"places": 1, "weekly_fee": 700, "from": on_day(100)}
        both, two = self.contracted(facts, one, one), self.contracted(facts, {**one, "places": 2})
        assert finance.spend(both)["homes"] == pytest.approx(finance.spend(two)["homes"])

    def test_over_a_ramp_places_are_rounded_on_the_way(self, facts):
        """5 places in three steps of a month: 1.67, 3.33 and 5."""
        ramped = self.contracted(facts, {"places": 5, "from": on_day(100), "ramp_days": 3 * RAMP_STEP_DAYS})
        contract = ramped.baseline.provision["homes"].contract
        assert contract.kind == "block"
        assert contract.places
        assert [((step.from_ - START).days, step.value) for step in contract.places[1:]] == [
            (100, 2),
            (130, 3),
            (161, 5),
        ]

    def test_one_provision_has_one_contract_price(self, facts):
        one = {"kind": "contract_places", "provision": "homes", "places": 1, "weekly_fee": 700, "from": on_day(100)}
        assert "pays 700 a week" in refused(facts.baseline, one, {**one, "weekly_fee": 800})

    def test_it_takes_and_turns_away_nobody(self, council_with_home):
        contract = {"kind": "contract_places", "provision": "homes_elsewhere", "places": 3, "from": on_day(0)}
        assert until(play(after(council_with_home, contract)), 1e9) == until(play(council_with_home), 1e9)

    def test_homes_and_carers_cannot_be_contracted_in_part(self):
        one = {"kind": "contract_places", "provision": "ours", "places": 1, "from": on_day(100)}
        assert "open_home takes `contract: {kind: block}`" in refused(our_carers(), one)


def three_in_line(first: float = 100, second: float = 200) -> Baseline:
    """A place from one day and another from a later; two children wait longer, the third in a dearer home."""
    number = [{"value": 0}, {"from": on_day(first), "value": 1}, {"from": on_day(second), "value": 2}]
    waiting = [child_at_start("cheap", days=90), child_at_start("cheap", days=80), child_at_start("dear", days=10)]
    return council(
        {"wanted": places(number), "dear": spot(weekly_fee=2000), "cheap": spot(weekly_fee=1000)},
        needs={"care": need("wanted", "dear", "cheap", transfers=[{"to": "wanted", "from": ["dear", "cheap"]}])},
        children_in_care={"children": waiting},
    )


def got_the_place(baseline: Baseline) -> list[tuple[int, float]]:
    """Who moved to the wanted place, and when."""
    episodes, names = play(baseline).episodes, list(baseline.provision)
    moved = episodes["provision"] == names.index("wanted")
    return sorted(
        zip(episodes["child_id"][moved].tolist(), episodes["start_day"][moved].tolist(), strict=True),
        key=lambda x: x[1],
    )


class TestTransferPolicy:
    POLICY: ClassVar[Block] = {"kind": "transfer_policy", "policy": "highest_fee"}

    def test_a_line_is_put_in_another_order_on_the_date(self):
        assert got_the_place(three_in_line()) == [(0, 100), (1, 200)]
        assert got_the_place(after(three_in_line(), {**self.POLICY, "from": on_day(150)})) == [(0, 100), (2, 200)]
        assert got_the_place(after(three_in_line(), {**self.POLICY, "from": on_day(50)})) == [(2, 100), (0, 200)]

    def test_on_the_day_a_place_comes_free_the_new_order_holds_already(self):
        assert got_the_place(after(three_in_line(), {**self.POLICY, "from": on_day(100)}))[0] == (2, 100)

    def test_the_later_in_the_list_stands_from_its_date(self):
        back = {"kind": "transfer_policy", "policy": "longest_wait", "from": on_day(150)}
        assert got_the_place(after(three_in_line(), {**self.POLICY, "from": on_day(50)}, back)) == [(2, 100), (0, 200)]
        assert after(three_in_line(), back, {**self.POLICY, "from": on_day(50)}) == after(
            three_in_line(), {**self.POLICY, "from": on_day(50)}
        )


class TestAllowTransfers:
    ALLOW: ClassVar[Block] = {"kind": "allow_transfers", "to": "ours", "waiting_in": "agency"}

    def waiting(self, **fields: Any) -> Baseline:
        """A child of each of two needs in an agency, 10 days already, with two places of our own free."""
        needs = {name: need("ours", "agency") for name in ("care", "other_care")}
        there = [child_at_start("agency", days=10), child_at_start("agency", days=10, need="other_care")]
        return council(
            {"ours": places(2), "agency": spot()}, needs=needs, children_in_care={"children": there}, **fields
        )

    def test_children_wait_from_the_date_on_and_not_before(self):
        history = play(after(self.waiting(), {**self.ALLOW, "from": on_day(60)}))
        assert [whereabouts(history, n) for n in (0, 1)] == [[("agency", 0), ("ours", 60)]] * 2
        assert whereabouts(play(self.waiting()), 0) == [("agency", 0)]

    def test_only_children_of_the_needs_named_may_move(self):
        history = play(after(self.waiting(), {**self.ALLOW, "needs": "other_care", "from": on_day(60)}))
        assert [len(whereabouts(history, n)) for n in (0, 1)] == [1, 2]

    def test_a_child_moves_within_the_days_allowed(self):
        days = {"minimum_days": 100, "settled_after_days": 120}
        history = play(after(self.waiting(), {**self.ALLOW, **days, "from": on_day(0)}))
        assert whereabouts(history, 0) == [("agency", 0), ("ours", 90)]
        late = play(after(self.waiting(), {**self.ALLOW, **days, "from": on_day(110)}))
        assert whereabouts(late, 0) == [("agency", 0)]

    @pytest.mark.parametrize(("limit", "moves"), [({"maximum_age": 5}, False), ({"maximum_age": 6}, True)])
    def test_a_child_moves_within_the_ages_allowed(self, limit, moves):
        """The children are five."""
        history = play(after(self.waiting(), {**self.ALLOW, **limit, "from": on_day(0)}))
        assert (len(whereabouts(history, 0)) == 2) is moves

    def test_a_child_moves_only_while_enough_days_are_left_to_18(self):
        thirteen_years = {"minimum_days_to_18": 13 * 365.25}  # the children are five
        history = play(after(self.waiting(), {**self.ALLOW, "minimum_days_to_18": 12 * 365.25, "from": on_day(0)}))
        assert len(whereabouts(history, 0)) == 2
        assert (
            len(whereabouts(play(after(self.waiting(), {**self.ALLOW, **thirteen_years, "from": on_day(0)})), 0)) == 1
        )

    def test_before_its_date_it_changes_no_figure_that_there_was(self, council_with_home):
        later = {"kind": "allow_transfers", "to": "council_carers", "waiting_in": "agency_carers", "from": "2099-01-01"}
        expected, found = outcomes(council_with_home), outcomes(after(council_with_home, later))
        columns = {key: place for place, key in enumerate(found.keys)}
        same = found.values[:, [columns[key] for key in expected.keys]]
        assert same.tobytes() == expected.values.tobytes()
        added = set(found.keys) - set(expected.keys)
        assert {(measure, group) for _, measure, group in added} == {("transfers", "council_carers from agency_carers")}
        assert all(not found.values[:, columns[key]].any() for key in added)

    def test_children_cannot_be_sent_round_in_a_circle_or_to_spot_provision(self):
        there = {**self.ALLOW, "from": on_day(0)}
        circle = council({"ours": places(1), "others": places(1), "agency": spot()})
        onward = [{**there, "to": "ours", "waiting_in": "others"}, {**there, "to": "others", "waiting_in": "ours"}]
        assert "worth moving to from each other" in refused(circle, *onward)
        assert "nobody waits for it" in refused(self.waiting(), {**there, "to": "agency", "waiting_in": "ours"})

    def test_a_place_that_no_need_lists_is_refused_unless_needs_are_named(self):
        baseline = council({"ours": places(2), "agency": spot()}, needs={"care": need("agency")})
        there = {**self.ALLOW, "from": on_day(0)}
        assert "say which `needs` may" in refused(baseline, there)
        assert after(baseline, {**there, "needs": "care"}).needs["care"].transfers[0].to == "ours"


class TestRamps:
    def test_without_a_ramp_the_whole_change_comes_at_once(self):
        assert ramp(START, 0) == [(START, 1)]

    def test_a_ramp_of_a_year_takes_twelve_equal_steps_the_first_on_its_first_day(self):
        steps = ramp(START, 365)
        assert [share for _, share in steps] == pytest.approx([n / 12 for n in range(1, 13)])
        assert steps[0][0] == START
        assert (steps[-1][0] - START).days == round(365 * 11 / 12)

    def test_a_part_of_a_month_is_one_step_more(self):
        assert len(ramp(START, RAMP_STEP_DAYS)) == 1
        assert len(ramp(START, RAMP_STEP_DAYS + 1)) == 2


@pytest.fixture(scope="module")
def options(halton) -> dict[str, AppliedScenario]:
    """Halton's scenarios, made on its baseline, by letter."""
    found = load_options(scenario_paths([CONFIGS / "scenarios" / "halton"]), halton, CONFIGS.parent / "seeds")
    return {option.path.stem[0]: option for option in found}


class TestHaltonsScenarios:
    def households(self, baseline: Baseline, day: date, replications: int = 300) -> float:
        """Mean number of approved households at the end of a day."""
        until_day = (day - baseline.start).days + 1

        def joined(event: SupplyEvent) -> int:
            return (event.kind == "joins") - (event.kind == "leaves") if event.day < until_day else 0

        return float(np.mean([sum(map(joined, plan(baseline, Streams(1, number)))) for number in range(replications)]))

    def test_there_are_twenty_with_short_names_and_a_question_each(self, options):
        assert "".join(sorted(options)) == "abcdefghijklmnopqrst"
        assert all(len(option.scenario.name) <= 60 for option in options.values())
        assert all(option.scenario.question.endswith("?") for option in options.values())

    def test_ten_more_households_are_there_in_march_2028_and_are_kept(self, options):
        assert self.households(options["d"].baseline, date(2028, 3, 31)) == pytest.approx(67, abs=1)
        assert self.households(options["d"].baseline, date(2030, 3, 31)) == pytest.approx(67, abs=1)

    def test_where_nothing_works_carers_fall_in_three_years_as_places_fell_from_160_to_100(self, options):
        assert self.households(options["j"].baseline, date(2028, 3, 31)) == pytest.approx(57 * 100 / 160, abs=1)

    def test_the_homes_of_the_realistic_scenario_never_open_before_their_plan(self, options):
        homes = [name for name in options["a"].baseline.provision if name.startswith("juno")]
        assert len(homes) == 4
        for replication in range(50):
            for name in homes:
                late = beds(options["b"].baseline, name, replication)
                assert not late or late[0][0] >= beds(options["a"].baseline, name)[0][0]

    def test_the_whole_strategy_is_its_parts_one_after_the_other(self, options):
        parts = {letter: option.scenario.interventions for letter, option in options.items()}
        assert parts["f"] == parts["d"] + parts["e"]
        assert parts["i"] == parts["a"] + parts["f"] + parts["g"] + parts["h"]

    def test_what_a_scenario_includes_comes_first(self, options):
        parts = {letter: option.scenario.interventions for letter, option in options.items()}
        assert parts["b"][:4] == parts["a"]
        assert parts["a"][:2] == parts["c"]

    def test_every_intervention_cites_evidence_or_says_why_not(self, options):
        for option in options.values():
            for each in option.scenario.interventions:
                assert any(not item.startswith("assumption:") for item in each.source)
                assert any(item.startswith("assumption:") for item in each.source)
