"""What the mapping took each code of the returns for, with how many rows have it."""

from collections.abc import Iterator

from placesim.config.baseline import Baseline
from placesim.results.past_facts import Meaning
from placesim.returns.council_return import CouncilReturn
from placesim.returns.mapping.schema import Mapping
from placesim.returns.mapping.translation import Translation

FOR_A_WHILE = "the placement around it goes on"


def meanings(given: CouncilReturn, mapping: Mapping, baseline: Baseline) -> tuple[Meaning, ...]:
    """Return what each PLACE and provider, and each reason for leaving, was taken for, most rows first."""
    translation = Translation(mapping, baseline)
    return (*_placements(given, translation, baseline), *_leaving(given, translation, baseline))


def _placements(given: CouncilReturn, translation: Translation, baseline: Baseline) -> Iterator[Meaning]:
    counts = given.episodes.groupby(["place", "provider"]).size().sort_values(ascending=False)
    for (place, provider), rows in zip(counts.index.tolist(), counts.tolist(), strict=True):
        codes = f"PLACE {place}, PLACE_PROVIDER {provider or 'not given'}"
        kind = translation.placement_type(place, provider)
        if place in translation.mapping.temporary:
            yield Meaning(codes, FOR_A_WHILE, rows)
        elif kind is not None:
            yield Meaning(codes, baseline.placement_types[kind].label, rows)


def _leaving(given: CouncilReturn, translation: Translation, baseline: Baseline) -> Iterator[Meaning]:
    recs = given.episodes["rec"]
    counts = recs[~recs.isin(["", "X1"])].value_counts()
    for rec, rows in zip(counts.index.tolist(), counts.tolist(), strict=True):
        before, at_18 = translation.reason(rec, False), translation.reason(rec, True)
        young = baseline.leaving[before].label if before else "nothing"
        old = baseline.at_18.reasons[at_18] if at_18 else "nothing"
        yield Meaning(f"REC {rec}", f"{young}; at 18: {old}", rows)
