"""The start: children in care on day 0 as the configuration counts them, with nothing simulated."""

from dataclasses import dataclass
from functools import cached_property

from placesim.config.baseline import Baseline
from placesim.config.provision_checks import children_at_start


@dataclass(frozen=True, eq=False)
class Start:
    """The children in care on the start date."""

    council: Baseline

    @cached_property
    def by_provision(self) -> dict[str, int]:
        """Children in each provision."""
        return children_at_start(self.council)

    def count(self, placement_type: str | None = None, out_of_borough: bool | None = None) -> int:
        """Return how many children there are: of one placement type or of all, in or out of borough or in both."""
        return sum(
            self.by_provision[name]
            for name, each in self.council.provision.items()
            if placement_type in (None, each.placement_type) and out_of_borough in (None, each.out_of_borough)
        )

    def share_out(self, group: str) -> float:
        """Return the share of children out of borough: in `all`, `fostering` or `residential`."""
        kinds, inside, outside = self.council.placement_types, 0, 0
        for name, provision in self.council.provision.items():
            if group in ("all", kinds[provision.placement_type].group):
                outside += self.by_provision[name] * provision.out_of_borough
                inside += self.by_provision[name] * (not provision.out_of_borough)
        return outside / (inside + outside) if inside + outside else float("nan")
