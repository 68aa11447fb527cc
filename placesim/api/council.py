"""A council as an analyst holds it: what its configuration says, and changes made to it since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placesim.api.changes import AnyChange, as_given, changes_of
from placesim.api.drift import drift_table, drivers_table
from placesim.api.wrong import named_path, number, told_as_value_errors, wrong
from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.input_files import InputFiles
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import evidence_folder_of, evidence_for, load_baseline
from placesim.config.problem import shown
from placesim.config.provision_checks import children_at_start
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.ranges.configuration import load_known
from placesim.config.ranges.drawing import Drawable
from placesim.config.ranges.study import drawable
from placesim.config.scenario_files import AppliedScenario, evidence_of
from placesim.config.text import day_text
from placesim.config.warnings.told import warnings_of
from placesim.config.warnings.warning import InputWarning
from placesim.experiment.knowledge.draws_table import ranges_table
from placesim.experiment.limits import YEARS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Council:
    """A council as it is simulated: what its configuration says, and changes made to it since."""

    baseline: Baseline
    """Everything that the simulation knows: children, provision, prices, rates."""
    path: Path
    """The configuration."""
    years_asked: float | None = None
    """Years to simulate in place of what the configuration says."""
    changes: tuple[Intervention, ...] = ()
    """What `with_` has changed, in order."""
    ranges_file: Path | None = None
    """The file of ranges asked for in place of the configuration's own; None: that one, where it names one."""
    files: InputFiles = field(default_factory=InputFiles)
    """What was read for it, as it was read; in a result, what its study read."""

    def __repr__(self) -> str:
        children = sum(children_at_start(self.baseline).values())
        changed = f", {len(self.changes)} change{'s' * (len(self.changes) != 1)} made" * bool(self.changes)
        start = day_text(self.baseline.start)
        return f"<{self.name}: {children} children in care on {start}, {self.baseline.years:g} years{changed}>"

    @property
    def name(self) -> str:
        """What reports call the council."""
        return self.baseline.name

    @property
    def evidence_folder(self) -> Path | None:
        """The folder of tables that sources cite; None where the configuration names none."""
        return evidence_folder_of(self.path, self.baseline)

    @property
    def evidence(self) -> dict[str, Figure]:
        """Figures that sources may cite, by id."""
        return evidence_for(self.path, self.baseline, self.files)

    def evidence_with(self, options: Sequence[AppliedScenario]) -> dict[str, Figure]:
        """Return figures that the council's sources and those of options may cite, by id."""
        return evidence_of(self.path, self.baseline, options, self.files)

    @property
    def uncertainty(self) -> Uncertainty:
        """The numbers of its configuration, and of its file of ranges, that are not known exactly."""
        return drawable_of(self).uncertainty

    def ranges(self) -> "pd.DataFrame":
        """Return the same as a table: each with its value, its ends, its unit and what it rests on."""
        return ranges_table(self.uncertainty)

    def warnings(self, options: Sequence[AppliedScenario] = ()) -> list[InputWarning]:
        """Return what is allowed in the configuration, and in the files of options, and probably not meant."""
        written = [option for option in options if option.path in self.files.paths]
        return warnings_of(self.path, self.baseline, written, self.files)

    def drift(self) -> "pd.DataFrame":
        """Return where each placement type's number goes if nothing changes, by arithmetic alone, year by year."""
        return drift_table(self.baseline)

    def drivers(self) -> "pd.DataFrame":
        """Return what each number of the configuration would change at the end if it were a tenth less."""
        return drivers_table(self.baseline)

    @told_as_value_errors
    def with_(self, *changes: AnyChange) -> "Council":
        """Return the council with changes made, in order; this one stays as it is.

        Args:
            changes: interventions, or what a scenario file says of them, as in `{"kind": "change_price",
                "provision": "agency_carers", "factor": 0.9, "from": "2026-04-01", "source": "assumption: a trial"}`.

        Raises:
            WrongInputError: a change is wrong in itself, or does not fit this council.
        """
        made, baseline = changes_of(changes, self.baseline, self.evidence)
        return replace(self, baseline=baseline, changes=self.changes + made)

    def in_a_study(self) -> "Council":
        """Return the council for one study: what the study reads besides, the next one reads anew."""
        return replace(self, files=self.files.copy())

    def call(self) -> str:
        """Return the Python call that makes this council again."""
        years = f", years={self.years_asked:.15g}" if self.years_asked is not None else ""
        ranges = f', ranges="{self.ranges_file.as_posix()}"' if self.ranges_file else ""
        loaded = f'placesim.load("{self.path.as_posix()}"{years}{ranges})'
        return f"{loaded}.with_({', '.join(map(as_given, self.changes))})" if self.changes else loaded


@told_as_value_errors
def load(path: str | PathLike[str], years: float | None = None, ranges: str | PathLike[str] | None = None) -> Council:
    """Return the council that a configuration file describes.

    Args:
        path: the file, as in `"configs/halton.yaml"`.
        years: how many years to simulate in place of what the file says.
        ranges: a file that says how far its numbers are known, in place of the one that it names.

    Raises:
        WrongInputError: anything in the file cannot be used; the faults stand in it line by line.
    """
    if not isinstance(path, str | PathLike):
        raise wrong("path", f"should be a file's name, as in 'configs/halton.yaml'; found {shown(path)}")
    wanted = None if years is None else number("years", years, *YEARS)
    own_ranges = None if ranges is None else named_path("ranges", ranges)
    files = InputFiles()
    baseline = load_baseline(Path(path), wanted, files)
    load_known(Path(path), files, own_ranges)
    return Council(baseline, Path(path), wanted, files=files, ranges_file=own_ranges)


def drawable_of(council: Council, options: Sequence[AppliedScenario] = ()) -> Drawable:
    """Return a council and its options, ready for every number that is not known exactly to be drawn.

    Raises:
        InputError: two different ranges have one name.
    """
    read = council.path, council.files, council.ranges_file
    return drawable(*read, council.years_asked, council.changes, options)


def council_of(given: Any) -> Council:
    """Return what should be a council.

    Raises:
        WrongInputError: it is none.
    """
    if not isinstance(given, Council):
        mend = "load it first, as in placesim.load('configs/halton.yaml')"
        named = shown(given) if isinstance(given, str | Path | Mapping) else type(given).__name__
        raise wrong("baseline", f"should be a council; found {named}; {mend}")
    return given
