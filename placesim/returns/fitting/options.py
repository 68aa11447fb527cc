"""Options: for how many children the provision of a search existed, tried in the order that the configuration has."""

from typing import NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.children import SearchOption
from placesim.config.provision import Spot
from placesim.returns.fitting.arrivals import arrivals
from placesim.returns.fitting.estimates import Floats, OptionShare
from placesim.returns.fitting.following import moves_of
from placesim.returns.fitting.stays import Bools, Whole
from placesim.returns.past import Past


def option_shares(past: Past) -> tuple[OptionShare, ...]:
    """Return, for each provision without limit that exists for a share of children, how many it was tried for.

    Options are tried one after the other, so whoever went to an earlier one was never asked about a later. A child
    keeps their luck, so of options that are tried at moves too the child's first search counts.
    """
    baseline, searches = past.baseline, _searches(past)
    found = []
    for number, (name, need) in enumerate(baseline.needs.items()):
        ours = searches.of(searches.need == number)
        order = [option for tier in need.search for option in tier]
        for tier, options in enumerate(need.search):
            for place, option in enumerate(options):
                if option.share < 1 and isinstance(baseline.provision[option.provision].capacity, Spot):
                    asked = ours.of(ours.entering) if option.on_entry_only else ours.first_of_each_child()
                    tried, went = _tried(baseline, asked, order, option)
                    found.append(OptionShare(name, tier, place, option.provision, tried, went))
    return tuple(found)


class Searches(NamedTuple):
    """Searches for a place that a need alone decided, one row each, children's earliest first."""

    child: Whole
    need: Whole
    provision: Whole
    """Where they led."""
    age: Floats
    entering: Bools

    def of(self, chosen: Bools | Whole) -> "Searches":
        """Return some of them."""
        child, need, provision, age, entering = self
        return Searches(child[chosen], need[chosen], provision[chosen], age[chosen], entering[chosen])

    def first_of_each_child(self) -> "Searches":
        """Return the first of each child."""
        return self.of(np.isin(np.arange(len(self.child)), np.unique(self.child, return_index=True)[1]))


def _searches(past: Past) -> Searches:
    """Return searches on entry, and after moves that lead nowhere in particular."""
    child, provision = (np.asarray(past.history.episodes[name], np.int64) for name in ("child_id", "provision"))
    entered, moved = arrivals(past), moves_of(past)
    anywhere = [past.history.names.reasons.index(name) for name, move in past.baseline.moves.items() if not move.to]
    moved = moved.by(*anywhere)
    row = np.concatenate([entered.row, moved.row + 1])
    age, entering = np.concatenate([entered.age, moved.age]), np.arange(len(row)) < len(entered.row)
    order = np.argsort(row)
    return Searches(child[row], past.needs[row], provision[row], age, entering).of(order)


def _tried(baseline: Baseline, asked: Searches, order: list[SearchOption], option: SearchOption) -> tuple[int, int]:
    """Return for how many children an option was tried, and for how many it was found."""
    names, place = list(baseline.provision), order.index(option)
    provision = baseline.provision[option.provision]
    later = [names.index(each.provision) for each in order[place:]]
    sooner = [names.index(each.provision) for each in order[:place]]
    of_age = (provision.minimum_age <= asked.age) & (asked.age < provision.maximum_age)
    reached = of_age & np.isin(asked.provision, later) & ~np.isin(asked.provision, sooner)
    return int(reached.sum()), int((reached & (asked.provision == names.index(option.provision))).sum())
