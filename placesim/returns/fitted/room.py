"""Room: places enough on the first day for the children who really live there."""

from collections import Counter
from collections.abc import Iterable

from placesim.config.provision import Home, Households
from placesim.config.provision_checks import approved_at_start
from placesim.config.values import value_on
from placesim.results.suppression import told
from placesim.returns.fitted.children import Child
from placesim.returns.fitted.draft import Draft


def make_room(draft: Draft, children: Iterable[Child]) -> None:
    """Add households or beds, and open homes, where more children live than the configuration has places."""
    for name, count in Counter(child.provision for child in children).items():
        provision = draft.given.baseline.provision[name]
        if isinstance(provision.capacity, Households):
            _households(draft, name, provision.capacity, count)
        elif isinstance(provision.capacity, Home):
            _home(draft, name, provision.capacity, count)


def _households(draft: Draft, name: str, capacity: Households, children: int) -> None:
    households = capacity.households
    while sum(approved_at_start(households, capacity.approved_places)) < children:
        households += 1
    if households > capacity.households:
        draft.put(("provision", name, "capacity", "households"), households)
        _tell(draft, name, children, f"households are {households:,} and not {capacity.households:,}")


def _home(draft: Draft, name: str, home: Home, children: int) -> None:
    here = ("provision", name, "capacity")
    if home.opens is None or home.opens > draft.start:
        draft.put((*here, "opens"), draft.start)
        _tell(draft, name, children, "the home is open from the first day")
    if home.closes is not None and home.closes <= draft.start:
        draft.take_out((*here, "closes"))
        _tell(draft, name, children, "the home is not closed")
    beds = value_on(home.beds, draft.start)
    if children > beds:
        draft.put((*here, "beds"), children)
        _tell(draft, name, children, f"beds are {children} and not {beds:g}")


def _tell(draft: Draft, name: str, children: int, so: str) -> None:
    label = draft.given.baseline.provision[name].label
    draft.notes.append(
        f"{label}: {told(children, 'child', 'children')} at the end, more than the configuration has places for; so "
        f"{so}. Check what holds."
    )
