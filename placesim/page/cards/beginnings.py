"""Beginnings: what a new intervention says, so that it can be used at once by this council and changes something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.contracts import SpotContract
from placesim.config.horizon import last_day
from placesim.config.provision import Home
from placesim.config.re_entry import RE_ENTRY
from placesim.config.values import first_aprils, value_on
from placesim.page.cards import choices

TRIED = "assumption: tried on the page"
"""Where the numbers of a new card come from."""

SOON, A_YEAR = timedelta(days=91), timedelta(days=365)


@dataclass(frozen=True)
class Setting:
    """What a new intervention finds: a council, changes made before it included, and what it is to be about."""

    council: Baseline
    """As the what-if leaves it so far."""
    about: str
    """A name of the council, chosen in the catalogue; empty where nothing is to be chosen."""

    @property
    def day(self) -> date:
        """The day on which changes begin: the first 1 April simulated, or soon after the start."""
        start = self.council.start
        return next(iter(first_aprils(start, (last_day(self.council) - start).days)), start + SOON)

    @property
    def home(self) -> Home:
        """The home that it is about."""
        capacity = self.council.provision[self.about].capacity
        if not isinstance(capacity, Home):
            raise KeyError(self.about)
        return capacity

    def free(self, name: str, taken: Sequence[Any]) -> str:
        """Return a name that is not taken, a number added where need be."""
        numbered = (name if number == 1 else f"{name}_{number}" for number in range(1, len(taken) + 2))
        return next(each for each in numbered if each not in taken)


Values = dict[str, Any]
Begin = Callable[[Setting], Values]


def open_home(setting: Setting) -> Values:
    """Open a planned home, with as many beds as are planned."""
    home = setting.home
    return {"provision": setting.about, "opens": home.opens or setting.day, "beds": int(home.beds[0].value)}


def new_home(setting: Setting) -> Values:
    """Open a home that nobody has planned, like one there is."""
    name = setting.free("new_home", list(setting.council.provision))
    beds = int(setting.home.beds[-1].value)
    label = name.replace("_", " ").capitalize()
    return {"provision": name, "like": setting.about, "label": label, "opens": setting.day, "beds": beds}


def delay_home(setting: Setting) -> Values:
    """Open a home half a year later."""
    return {"provision": setting.about, "days": 182}


def resize_home(setting: Setting) -> Values:
    """Give a home one bed more, from the day it opens where it is not open yet."""
    home = setting.home
    day = max(setting.day, home.opens or setting.day)
    return {"provision": setting.about, "beds": min(int(value_on(home.beds, day)) + 1, 50), "from": day}


def close_home(setting: Setting) -> Values:
    """Close a home on the day on which changes begin, or two years after it opens."""
    opens = setting.home.opens or setting.day
    closes = setting.day if opens <= setting.council.start else opens + 2 * A_YEAR
    return {"provision": setting.about, "closes": min(closes, last_day(setting.council))}


def recruit_carers(setting: Setting) -> Values:
    """Approve four more households a year, the first half a year after the campaign begins."""
    day = setting.council.start + SOON
    return {"provision": setting.about, "approvals_per_year": 4, "from": day, "lag_days": 182}


def keep_carers(setting: Setting) -> Values:
    """Halve how many households stop."""
    return {"provision": _one_or_all(list(choices.carers(setting.council))), "leaving_factor": 0.5, "from": setting.day}


def divert_entries(setting: Setting) -> Values:
    """Keep one in ten children of 10 to 15 out of care, by a programme of its own."""
    taken = [name for stream in setting.council.entrants.values() for name in stream.diversions]
    programme = setting.free("edge_of_care", taken)
    own = {} if programme == "edge_of_care" else {"programme": programme}
    return {"share": 0.1, "minimum_age": 10, "maximum_age": 16, "from": setting.day, **own}


def change_entries(setting: Setting) -> Values:
    """Let one in ten more children enter care."""
    return {"factor": 1.1, "from": setting.day}


def change_rate(setting: Setting) -> Values:
    """Make what is wanted more frequent by a quarter, and what is not wanted rarer by a fifth."""
    move = setting.council.moves.get(setting.about)
    unwanted = setting.about == RE_ENTRY or (move is not None and not move.planned)
    return {"risk": setting.about, "factor": 0.8 if unwanted else 1.25, "from": setting.day}


def change_price(setting: Setting) -> Values:
    """Make a price a twentieth lower."""
    return {"provision": setting.about, "factor": 0.95, "from": setting.day}


def change_uplift(setting: Setting) -> Values:
    """Let a price rise by two per cent more each year."""
    now = value_on(setting.council.provision[setting.about].price.uplift_per_year, setting.day)
    return {"provision": setting.about, "uplift_per_year": min(round(now + 0.02, 4), 1), "from": setting.day}


def contract_places(setting: Setting) -> Values:
    """Contract three places."""
    return {"provision": setting.about, "places": 3, "from": setting.day}


def change_contract(setting: Setting) -> Values:
    """Pay for a home by the block, or else only for nights used; elsewhere agree 28 days of notice."""
    provision = setting.council.provision[setting.about]
    if isinstance(provision.capacity, Home):
        terms: Values = {"kind": "block" if isinstance(provision.contract, SpotContract) else "spot"}
    else:
        terms = {"kind": "spot", "notice_days": 28}
    return {"provision": setting.about, "contract": terms}


def transfer_policy(setting: Setting) -> Values:
    """Offer freed places by another order than now."""
    now = setting.council.transfer_policy[-1].value
    other = next(policy for policy in ("highest_fee", "highest_need") if policy != now)
    return {"policy": other, "from": setting.day}


def allow_transfers(setting: Setting) -> Values:
    """Let children move out of what is tried last by those who look for this place, after four weeks there."""
    origin = waiting_for(setting.council)[setting.about]
    return {"to": setting.about, "waiting_in": origin, "minimum_days": 28, "from": setting.day}


def waiting_for(council: Baseline) -> dict[str, str]:
    """Return, for each provision that children could wait for, provision that is tried after it."""
    found: dict[str, str] = {}
    wanted = choices.limited(council)
    for need in council.needs.values():
        tried = [option.provision for tier in need.search for option in tier]
        for name in tried[:-1]:
            if name in wanted and tried[-1] != name:
                found.setdefault(name, tried[-1])
    return {name: found[name] for name in wanted if name in found}


def _one_or_all(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names
