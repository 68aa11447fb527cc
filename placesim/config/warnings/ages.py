"""Warnings about ages: children where their age is not taken."""

from collections.abc import Iterator

from placesim.config.problem import Problem
from placesim.config.warnings.warning import Council, of_configuration


@of_configuration
def bands_that_provision_takes_in_part(council: Council) -> Iterator[Problem]:
    """Find children of the start date in provision that takes only some ages of their band."""
    baseline = council.baseline
    for place, group in enumerate(baseline.children_in_care.groups):
        provision = baseline.provision[group.provision]
        for band, children in group.ages.items():
            youngest, oldest = baseline.age_bands[band]
            if children and (youngest < provision.minimum_age or oldest > provision.maximum_age):
                yield Problem(
                    ("children_in_care", "groups", place, "ages", band),
                    f"some of these {children} children are drawn with ages that {group.provision!r} does not take "
                    f"(it takes {provision.minimum_age:g} to {provision.maximum_age:g}); part the band there, or "
                    "correct the limits",
                )
