"""Comparing a configuration with published figures: agreement, drift, and scatter where assumptions are drawn."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from placesim.calibration import drift, scatter
from placesim.calibration.agreement import Agreement, agreements, page
from placesim.calibration.drift import Drift, drift_of
from placesim.calibration.kinds import asked_for
from placesim.calibration.pair import load_pair
from placesim.calibration.published import Published, only_years_needed
from placesim.calibration.scatter import Scatter, scattered
from placesim.calibration.trials import Playing
from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFiles
from placesim.config.ranges.drawing import Drawable
from placesim.config.ranges.study import drawable
from placesim.config.yaml_files import read_yaml
from placesim.experiment.command_lines import Assumed, agree_command
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.replications import Outcomes, replicate


@dataclass(frozen=True)
class Found:
    """What became of a comparison with published figures."""

    published: Published
    agreements: list[Agreement]
    """Every figure with each assumption at its value: what was fitted was fitted so."""
    scattered: list[Scatter]
    """Every figure with drawn assumptions beside that; none where nothing is drawn."""
    drifting: list[Drift]
    """Where the number in each placement type goes; none where nobody asked."""

    def page(self, command: str) -> str:
        """Return all of it as a page of documentation."""
        text = page(self.published, self.agreements, command)
        text += scatter.section(self.scattered) if self.scattered else ""
        return text + (drift.section(self.drifting) if self.drifting else "")


@dataclass(frozen=True)
class Comparing:
    """A configuration and published figures that fit each other, to be simulated."""

    file: Path
    published_file: Path
    with_drift: bool
    """Whether to tell where numbers go as well, in every year of the configuration."""
    files: InputFiles
    ranges: Path | None = None
    """A file of ranges, in place of the one that the configuration names."""

    @cached_property
    def pair(self) -> tuple[Baseline, Published]:
        """The configuration and the published figures.

        Raises:
            InputError: anything in either file cannot be used, or they do not fit each other.
        """
        return load_pair(self.file, self.published_file, self.files)

    @cached_property
    def baseline(self) -> Baseline:
        """The configuration for the years that are needed."""
        return self.pair[0] if self.with_drift else only_years_needed(*self.pair)

    @property
    def drawable(self) -> Drawable:
        """The configuration, ready for every number that carries a range to be drawn."""
        years = self.baseline.years
        return drawable(self.file, self.files, self.ranges, years)

    def found(self, playing: Playing, drawn: DrawnStudy | None) -> Found:
        """Simulate, with fixed assumptions and, given what to draw from, the same futures with drawn ones."""
        figures, name = self.pair[1], str(self.published_file)
        fixed = self._played(playing, None)
        agreeing = agreements(figures, fixed, name)
        scattering = []
        if drawn:
            after = self._played(playing, drawn)
            scattering = scattered(figures, agreeing, agreements(figures, after, name), (fixed, after))
        drifting = drift_of(self.baseline, fixed, figures, read_yaml(self.file, self.files)) if self.with_drift else []
        return Found(figures, agreeing, scattering, drifting)

    def _played(self, playing: Playing, drawn: DrawnStudy | None) -> Outcomes:
        asked = playing.replications, playing.seed, playing.workers
        draws = drawn.futures(0, playing.replications) if drawn else None
        [outcomes] = replicate(
            {"baseline": self.baseline},
            *asked,
            progress=playing.progress,
            engine=playing.engine,
            also=asked_for(self.pair[1]),
            drawable=drawn.drawable if drawn else None,
            draws=draws,
        )
        return outcomes

    def command(self, replications: int, seed: int, assumptions: str | None, out: Path) -> str:
        """Return the command that makes the comparison again."""
        given = Assumed(ranges=self.ranges, assumptions=assumptions)
        return agree_command(
            self.file, self.published_file, replications, seed, given=given, drift=self.with_drift, out=out
        )
