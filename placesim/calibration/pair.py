"""A configuration and its published figures, which must speak of the same things."""

from collections.abc import Iterator
from pathlib import Path

from placesim.calibration.figure import PublishedFigure
from placesim.calibration.kinds import EXTRA, KINDS
from placesim.calibration.published import Published, published_in
from placesim.calibration.scaling import holds_a_number, missing_step
from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.horizon import horizon_days
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline, load_configuration
from placesim.config.problem import nearest, shown, unknown
from placesim.config.yaml_files import Document, read_yaml
from placesim.experiment.replications import groups_of
from placesim.results.financial_year import financial_years
from placesim.results.look_back import years_not_given


def load_pair(configuration: Path, published_file: Path, files: InputFiles | None = None) -> tuple[Baseline, Published]:
    """Return a configuration and its published figures, which speak of the same measures, groups, years and numbers.

    Raises:
        InputError: anything in either file cannot be used, or they do not fit each other.
    """
    files = files or InputFiles()
    faults: list[Fault] = []
    try:
        baseline = load_baseline(configuration, files=files)
    except InputError as error:
        faults += error.faults
    try:
        document = read_yaml(published_file, files)
        published = published_in(document, files)
    except InputError as error:
        faults += error.faults
    faults = faults or [
        *_figures_without_counterpart(baseline, configuration, published, document),
        *_paths_to_no_number(load_configuration(configuration, files).document, published, document),
        *_past_of_no_type(baseline, published, document),
    ]
    if faults:
        raise InputError(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return baseline, published


def _figures_without_counterpart(
    baseline: Baseline, configuration: Path, published: Published, document: Document
) -> Iterator[Fault]:
    groups = groups_of(baseline, EXTRA)
    years = financial_years(baseline.start, horizon_days(baseline)).labels
    for place, figure in enumerate(published.figures):
        here = ("figures", place)
        known = groups.get(figure.measure, [])
        if figure.measure not in KINDS:
            yield document.fault((*here, "measure"), unknown("measure", figure.measure, KINDS))
        elif figure.group not in known:
            message = f"{figure.measure} has no group {shown(figure.group)}; {nearest(figure.group, known)}"
            yield document.fault((*here, "group"), message)
        if figure.financial_year not in years:
            span = f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0]
            message = f"{configuration.name} simulates {span}; correct this year, or start and years there"
            yield document.fault((*here, "financial_year"), message)
        elif fault := _rests_on_the_time_before(figure, baseline):
            yield document.fault((*here, "financial_year"), fault)


def _rests_on_the_time_before(figure: PublishedFigure, baseline: Baseline) -> str:
    """Say from which year on a figure can be compared; nothing where this year will do."""
    look_back = KINDS[figure.measure].looks_back if figure.measure in KINDS else None
    missing = years_not_given(look_back, baseline) if look_back else []
    if look_back is None or figure.financial_year not in missing:
        return ""
    years = financial_years(baseline.start, horizon_days(baseline)).labels
    later = [year for year in years if year not in missing]
    mend = f"compare it from {later[0]} on" if later else "take it out, or simulate more years"
    return f"{figure.measure} is {look_back.note}; {mend}"


def _past_of_no_type(baseline: Baseline, published: Published, document: Document) -> Iterator[Fault]:
    for place, past in enumerate(published.past):
        if past.placement_type not in baseline.placement_types:
            message = unknown("placement type", past.placement_type, baseline.placement_types)
            yield document.fault(("past", place, "placement_type"), message)


def _paths_to_no_number(configuration: Document, published: Published, document: Document) -> Iterator[Fault]:
    for place, figure in enumerate(published.figures):
        for number, dotted in figure.paths:
            where: tuple[str | int, ...] = ("figures", place, "adjust", *number)
            missing, allowed = missing_step(configuration.values, dotted)
            if missing is not None:
                message = f"{dotted!r} leads nowhere in {configuration.path.name}: no {missing!r}; "
                yield document.fault(where, message + nearest(missing, allowed))
            elif not holds_a_number(configuration.values, dotted):
                message = (
                    f"{dotted!r} leads to no number in {configuration.path.name}; name a number or a block of them"
                )
                yield document.fault(where, message)
