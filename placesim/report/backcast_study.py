"""A back-cast as its report needs it: what is judged, how it stands, and how it was made."""

from dataclasses import dataclass
from functools import cached_property

from placesim.experiment.backcast_scores import EVERYTHING, TYPES, Judged, judged, subjects_of
from placesim.experiment.backcast_verdict import Standing, standing_of
from placesim.experiment.manifest import RunSettings
from placesim.results.backcasts import BackCast


@dataclass(frozen=True, eq=False)
class BackCastStudy:
    """Forecasts made on past days, and all that is said of them."""

    cast: BackCast
    settings: RunSettings

    @cached_property
    def subjects(self) -> tuple[Judged, ...]:
        """What is judged, over all horizons: all children, the types together and each, the flows."""
        return tuple(judged(self.cast, subject) for subject in subjects_of(self.cast))

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How the model stands on each subject, by label."""
        return {each.label: standing_of(each) for each in self.subjects}

    def standing(self, *wanted: Standing) -> list[Judged]:
        """Return the subjects on which the model stands so, placement types together apart."""
        return [each for each in self.subjects if each.label != TYPES.label and self.standings[each.label] in wanted]

    @cached_property
    def together(self) -> Judged:
        """All placement types together."""
        return next(each for each in self.subjects if each.label == TYPES.label)

    @cached_property
    def everything(self) -> Judged:
        """Every figure."""
        return judged(self.cast, EVERYTHING)

    @cached_property
    def horizons(self) -> tuple[int, ...]:
        """How far ahead forecasts are judged, in months."""
        return tuple(sorted({row.horizon_months for row in self.cast.rows}))
