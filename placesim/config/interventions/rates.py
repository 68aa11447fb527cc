"""The intervention on rates: how often something happens to children in care."""

from collections.abc import Mapping
from typing import Any, Literal

from placesim.config.baseline import Baseline
from placesim.config.interventions.intervention import EVERY, DatedIntervention, Names, Target, known
from placesim.config.interventions.words import labelled, percent, since
from placesim.config.problem import InconsistentError, Problem
from placesim.config.re_entry import RE_ENTRY, ReEntry
from placesim.config.risks import Risk
from placesim.config.text import listing, plain
from placesim.config.timelines import multiplied
from placesim.config.values import Factor, Name, Step


class ChangeRate(DatedIntervention):
    """Change how often something happens to children in some placement types: fewer breakdowns, quicker guardianship.

    Example:
        kind: change_rate
        risk: breakdown
        placement_types: in_house
        factor: 0.8
        from: 2026-04-01
        ramp_days: 365
        source: "assumption: an example"
    """

    kind: Literal["change_rate"]
    risk: Name
    """A reason for leaving care or for moving, as the baseline names it; or `re_entry`, for coming back to care."""
    placement_types: Names = ()
    """Placement types whose children it concerns; left out, all in which it happens."""
    factor: Factor
    """Multiplier of the rate; 1 changes nothing."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with another rate."""
        if self.risk == RE_ENTRY and baseline.re_entry:
            return self._coming_back(baseline, baseline.re_entry)
        block = "leaving" if self.risk in baseline.leaving else "moves"
        risks: Mapping[str, Risk] = baseline.leaving if block == "leaving" else baseline.moves
        known({**baseline.leaving, **baseline.moves}, "reason for leaving or moving", "risk", (self.risk,))
        known(baseline.placement_types, "placement type", "placement_types", self.placement_types)
        risk = risks[self.risk]
        for place, name in enumerate(self.placement_types):
            if not risk.per_year.get(name):
                message = f"{self.risk!r} never happens in {name!r}; it happens in {', '.join(risk.per_year)}"
                raise InconsistentError([Problem(("placement_types", place), message)])
        dated = dict(risk.by_type_and_date)
        for name in self.placement_types or risk.per_year:
            dated[name] = self.grown(dated.get(name, (Step(value=1),)), multiplied(self.factor))
        return baseline.replace(**{block: {**risks, self.risk: risk.replace(by_type_and_date=dated)}})

    def _coming_back(self, baseline: Baseline, block: ReEntry) -> Baseline:
        if self.placement_types:
            message = "children who come back live in no placement type before they do; leave it out"
            raise InconsistentError([Problem(("placement_types",), message)])
        return baseline.replace(re_entry=block.replace(by_date=self.grown(block.by_date, multiplied(self.factor))))

    def change_in_words(self, council: Baseline) -> str:
        """Return what happens how much more or less often, and to whom."""
        if self.risk == RE_ENTRY:
            rate = f"at {percent(self.factor)} of the present rate, {since(self.from_)}"
            return f"Children who have left care come back {rate}"
        risk = council.leaving.get(self.risk) or council.moves.get(self.risk)
        label = plain(risk.label) if risk else self.risk
        kinds = labelled(council.placement_types, self.placement_types)
        where = f" from {listing(kinds)}" if kinds else ""
        return f"{label}{where} happens at {percent(self.factor)} of the present rate, {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return the rate, and the placement types in which it changes."""
        return self._on_each((self.risk,), self.placement_types or EVERY)

    def provision_named(self) -> tuple[str, ...]:
        """Return nothing: it is about placement types, whoever provides the place."""
        return ()

    def chosen(self, council: Baseline) -> bool:
        """Tell that nobody chooses more unplanned endings or returns to care, or fewer leaving care by a reason."""
        if self.risk in council.leaving:
            return self.factor >= 1
        return self.factor <= 1 or not (self.risk == RE_ENTRY or self._is_unplanned(council))

    def brings(self, council: Baseline) -> str:
        """Return more children leaving care, or fewer unplanned moves."""
        if self.risk in council.leaving:
            return "more children leaving care" if self.factor > 1 else ""
        if self.risk == RE_ENTRY:
            return "fewer children coming back to care" if self.factor < 1 else ""
        return "fewer unplanned moves" if self.factor < 1 and self._is_unplanned(council) else ""

    def counted(self, council: Baseline) -> dict[str, Any]:
        """Return the first day and, of a move, each that happens so."""
        moves = {"reason": self.risk, "placement_types": self.placement_types}
        return {**super().counted(council), **({"moves": moves} if self.risk in council.moves else {})}

    def _is_unplanned(self, council: Baseline) -> bool:
        move = council.moves.get(self.risk)
        return move is not None and not move.planned
