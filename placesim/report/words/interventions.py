"""Interventions in words: each of a scenario's changes as one plain sentence, with where its numbers come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from placesim.config.baseline import Baseline
from placesim.config.interventions.carers import KeepCarers, RecruitCarers
from placesim.config.interventions.demand import ChangeEntries, ChangeRate, DivertEntries
from placesim.config.interventions.homes import CloseHome, DelayHome, OpenHome, ResizeHome
from placesim.config.interventions.intervention import DatedIntervention, Intervention
from placesim.config.interventions.prices import ChangePrice, ChangeUplift, ContractBlock
from placesim.config.interventions.transfers import AllowTransfers, ChangeTransferPolicy
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.once import once
from placesim.report.words.assumptions import Cited, cited
from placesim.report.words.circumstances import is_chosen
from placesim.report.words.configuration import POLICIES
from placesim.report.words.figures import day_text, plain
from placesim.report.years import years_of


@dataclass(frozen=True)
class Said:
    """One intervention: what it changes, and where its numbers come from."""

    text: str
    sources: tuple[Cited, ...]
    chosen: bool
    """False for what a council does not decide, as in higher demand."""

    @property
    def assumed(self) -> bool:
        """True when at least one source is an assumption."""
        return any(source.assumed for source in self.sources)


@once
def interventions_in_words(options: ComparisonStudy, name: str) -> tuple[Said, ...]:
    """Return each intervention of a scenario, in the order in which they are made."""
    council = options.council_of(name)
    return tuple(
        Said(
            sentence(each, council),
            tuple(cited(item, options.evidence) for item in each.source),
            is_chosen(each, options.council),
        )
        for each in options.scenario(name).interventions
    )


def sources_words(said: Said) -> str:
    """Return the sources of an intervention on one line."""
    return "; ".join(_source(source) for source in said.sources)


def _source(source: Cited) -> str:
    if source.assumed:
        return f"assumption: {source.text}"
    return f"{source.text}: {source.figure.quantity}, {source.figure.value}" if source.figure else source.text


def sentence(intervention: Intervention, council: Baseline) -> str:
    """Return what an intervention does as one sentence, with labels in place of names."""
    text = _of_places(intervention, council) or _of_children(intervention, council)
    return plain(f"{text}{_growing(intervention)}{_too_late(intervention, council)}.")


def _too_late(intervention: Intervention, council: Baseline) -> str:
    """Say so where a change begins when the simulation has ended."""
    match intervention:
        case OpenHome():
            begins = None if intervention.beds == 0 else intervention.opens
        case CloseHome():
            begins = intervention.closes
        case _:
            begins = getattr(intervention, "from_", None)
    late = begins is not None and begins > years_of(council)[-1].last
    return "; that is after the last day simulated, so it does nothing here" if late else ""


def _of_places(intervention: Intervention, council: Baseline) -> str:
    match intervention:
        case OpenHome():
            text = _opens(intervention, council)
        case DelayHome():
            text = f"{_place(council, intervention.provision)} opens {_days(intervention.days)} later than planned"
        case ResizeHome():
            beds = f"{intervention.beds} registered {_plural('bed', intervention.beds)}"
            text = f"{_place(council, intervention.provision)} has {beds} {_from(intervention)}"
        case CloseHome():
            text = f"{_place(council, intervention.provision)} closes on {day_text(intervention.closes)}"
        case RecruitCarers():
            text = _recruits(intervention, council)
        case KeepCarers():
            text = f"{_places(council, intervention.provision)}: {_keeps(intervention.leaving_factor)} "
            text += _from(intervention)
        case ContractBlock():
            text = _contracts(intervention, council)
        case _:
            text = ""
    return text


def _of_children(intervention: Intervention, council: Baseline) -> str:
    match intervention:
        case DivertEntries():
            text = _diverts(intervention, council)
        case ChangeEntries():
            text = _entries(intervention, council)
        case ChangeRate():
            text = _rate(intervention, council)
        case ChangePrice():
            text = f"Prices of {_places(council, intervention.provision) or 'all provision'} become "
            text += f"{_percent(intervention.factor)} of what they would be, {_from(intervention)}"
        case ChangeUplift():
            rise = f"{intervention.uplift_per_year * 100:.4g}%"
            text = f"Prices of {_places(council, intervention.provision) or 'all provision'} rise by {rise} on each "
            text += f"1 April, {_from(intervention)}"
        case ChangeTransferPolicy():
            who = POLICIES.get(intervention.policy, intervention.policy)
            text = f"From {day_text(intervention.from_)} a freed bed is offered first to {who}"
        case AllowTransfers():
            text = _allows(intervention, council)
        case _:
            text = plain(str(getattr(intervention, "kind", "A change"))).replace("_", " ").capitalize()
    return text


def _opens(home: OpenHome, council: Baseline) -> str:
    name = _place(council, home.provision)
    if home.beds == 0:
        return f"{name} does not open (0 beds)"
    capacity = council.provision[home.provision].capacity if home.provision in council.provision else None
    beds = home.beds or (capacity.beds[0].value if capacity and capacity.kind == "home" else 0)
    like = f", like {_place(council, home.like)}," if home.like else ""
    when = f" opens on {day_text(home.opens)}" if home.opens else " opens, on the day planned before this,"
    said = [f"{name}{like}{when}" + (f" with {beds:g} {_plural('bed', beds)}" if beds else "")]
    if home.delay_days and home.delay_days.most:
        late = home.delay_days
        said.append(f"{late.least:g} to {late.most:g} days late, likeliest {late.likeliest:g}")
    if home.never_opens_share:
        said.append(f"with a chance of {_percent(home.never_opens_share)} that it never opens")
    if home.admission_gap_days:
        said.append(f"one child admitted every {_days(home.admission_gap_days)} until full")
    if home.turnaround_days is not None:
        said.append(f"a bed empty for {_days(home.turnaround_days)} between one child and the next")
    if home.usable_beds:
        said.append(f"{home.usable_beds} really filled")
    if home.match_share is not None:
        said.append(f"suiting {_percent(home.match_share)} of children")
    said += _price_in_force(home, council)
    if home.transfers_from is not None:
        said.append(f"open to children from {_places(council, home.transfers_from) or 'nowhere else'}")
    if home.closes:
        said.append(f"closing on {day_text(home.closes)}")
    return ", ".join(said).replace(",,", ",")


def _price_in_force(home: OpenHome, council: Baseline) -> list[str]:
    """Return a home's fee and contract, those that it takes over from the baseline or another home included."""
    price = council.provision[home.provision].price if home.provision in council.provision else None
    fee = home.weekly_fee if home.weekly_fee is not None or price is None else price.weekly_fee
    block = home.contract == "block" if home.contract or price is None else price.block
    average = " on average" if price and price.variation and not block else ""
    said = [] if fee is None else [f"at £{fee:,.0f} a bed a week{average}"]
    if price or home.contract:
        said.append("paid by the block, used or not" if block else "paid only for nights used")
    return said


def _contracts(contract: ContractBlock, council: Baseline) -> str:
    """Return what is contracted at which fee; where the change names none, the one that the contract pays."""
    provision = council.provision.get(contract.provision)
    fee = contract.weekly_fee
    if fee is None and provision:
        of = provision.block_contract or provision.price
        fee = of.weekly_fee
    at = "" if fee is None else f" at £{fee:,.0f} a week each"
    number = f"{contract.places} {_plural('place', contract.places)}"
    name = _place(council, contract.provision)
    return f"{name}: {number} contracted{at}, paid for whether used or not, {_from(contract)}"


def _recruits(campaign: RecruitCarers, council: Baseline) -> str:
    until = f" until {day_text(campaign.until)}" if campaign.until else ""
    lag = f"; its first approvals come {_days(campaign.lag_days)} later" if campaign.lag_days else ""
    return (
        f"{_place(council, campaign.provision)}: {campaign.approvals_per_year:g} more households approved a year by a "
        f"campaign {_from(campaign)}{until}{lag}"
    )


def _keeps(factor: float) -> str:
    if factor == 1:
        return "households stop as often as now,"
    return f"households stop at {_percent(factor)} of the present rate"


def _diverts(work: DivertEntries, council: Baseline) -> str:
    ages = "" if (work.minimum_age, work.maximum_age) == (0, 18) else f" aged {_ages(work)}"
    streams = ", ".join(plain(council.entrants[name].label) for name in work.streams if name in council.entrants)
    needs = ", ".join(plain(council.needs[name].label) for name in work.needs if name in council.needs)
    who = (f" ({streams})" if streams else "") + (f" whose need is {needs}" if needs else "")
    return f"{_percent(work.share)} of children{ages}{who} who would enter care do not, {_from(work)}"


def _ages(work: DivertEntries) -> str:
    if work.maximum_age == 18:
        return f"{work.minimum_age:g} or over"
    return (
        f"under {work.maximum_age:g}"
        if not work.minimum_age
        else f"{work.minimum_age:g} to under " + (f"{work.maximum_age:g}")
    )


def _entries(change: ChangeEntries, council: Baseline) -> str:
    streams = ", ".join(plain(council.entrants[name].label) for name in change.streams if name in council.entrants)
    who = f" ({streams})" if streams else ""
    if change.growth_per_year is not None:
        way = "more" if change.growth_per_year >= 0 else "fewer"
        return f"{abs(change.growth_per_year) * 100:.4g}% {way} children enter care{who} each year, {_from(change)}"
    factor = 1.0 if change.factor is None else change.factor
    return f"{_times(factor)} children enter care{who}, {_from(change)}"


def _times(factor: float) -> str:
    if factor == 1:
        return "As many"
    return f"{abs(factor - 1) * 100:.4g}% {'more' if factor > 1 else 'fewer'}"


def _rate(change: ChangeRate, council: Baseline) -> str:
    risk = council.leaving.get(change.risk) or council.moves.get(change.risk)
    label = plain(risk.label) if risk else change.risk
    kinds = [plain(council.placement_types[name].label) for name in change.placement_types]
    where = f" from {_and(kinds)}" if kinds else ""
    return f"{label}{where} happens at {_percent(change.factor)} of the present rate, {_from(change)}"


def _allows(change: AllowTransfers, council: Baseline) -> str:
    after = f" after {_days(change.minimum_days)}" if change.minimum_days else ""
    until = f", until settled at {_days(change.settled_after_days)}" if change.settled_after_days else ""
    return (
        f"Children in {_places(council, change.waiting_in)} may wait for {_place(council, change.to)}{after}{until}, "
        f"{_from(change)}"
    )


def _growing(intervention: Intervention) -> str:
    days = intervention.ramp_days if isinstance(intervention, DatedIntervention) else 0
    return f", growing to this over {_days(days)}" if days else ""


def _from(change: DatedIntervention | AllowTransfers) -> str:
    return f"from {day_text(change.from_)}"


def _place(council: Baseline, name: str) -> str:
    return plain(council.provision[name].label) if name in council.provision else name.replace("_", " ")


def _places(council: Baseline, names: Sequence[str]) -> str:
    return _and([_place(council, name) for name in names])


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else " and ".join([", ".join(words[:-1]), words[-1]]) if words else ""


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"


def _days(days: float) -> str:
    return f"{days:,.4g} {_plural('day', days)}"


def _plural(word: str, number: float) -> str:
    return word if number == 1 else f"{word}s"
