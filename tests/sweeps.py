"""Sweeps as tests play them: a council and an option at each value, or pair of values, on the same luck."""

from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE
from placesim.config.variant_pairs import VariantPairs
from placesim.config.variants import Variants
from placesim.experiment.comparison import Comparison
from placesim.experiment.precision import compared
from placesim.experiment.sweep import Sweep
from placesim.experiment.sweep_map import SweepMap


def swept(made: Variants, council: Baseline, replications: int, seed: int = 1) -> Sweep:
    return Sweep(made.field, made.values, _played(made, council, replications, seed), made.provision)


def mapped(made: VariantPairs, council: Baseline, replications: int, seed: int = 1) -> SweepMap:
    return SweepMap(made.first, made.second, _played(made, council, replications, seed))


def _played(made: Variants | VariantPairs, council: Baseline, replications: int, seed: int) -> Comparison:
    options = {option.scenario.name: option.baseline for option in made.options}
    return compared({BASELINE: council, **options}, replications, seed, 1)
