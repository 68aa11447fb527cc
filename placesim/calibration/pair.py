"""A configuration and its published figures, checked together before anything is simulated."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from placesim.calibration.published import Published, load_published, published_in
from placesim.calibration.scaling import holds_a_number, missing_step
from placesim.config.baseline import Baseline
from placesim.config.consistency import children_at_start
from placesim.config.loading import load_baseline
from placesim.config.problem import nearest, shown, unknown
from placesim.config.yaml_files import Document, Fault, InputError, read_yaml
from placesim.experiment.replications import replicate
from placesim.model.demand import horizon_days
from placesim.results.financial_year import financial_years
from placesim.results.measures import MEASURES

ONE_DAY = 0.003
"""Years that come to one day."""


def load_pair(configuration: Path, published_file: Path) -> tuple[Baseline, Published]:
    """Return a configuration and its published figures, which speak of the same measures, groups, years and numbers.

    Raises:
        InputError: anything in either file cannot be used, or they do not fit each other.
    """
    faults: list[Fault] = []
    try:
        baseline = load_baseline(configuration)
    except InputError as error:
        faults += error.faults
    try:
        document = read_yaml(published_file)
        published = published_in(document)
    except InputError as error:
        faults += error.faults
    faults = faults or [
        *_figures_without_counterpart(baseline, configuration, published, document),
        *_paths_to_no_number(read_yaml(configuration), published, document),
    ]
    if faults:
        raise InputError(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return baseline, published


def _figures_without_counterpart(
    baseline: Baseline, configuration: Path, published: Published, document: Document
) -> Iterator[Fault]:
    groups = groups_of(baseline)
    years = financial_years(baseline.start, horizon_days(baseline)).labels
    for place, figure in enumerate(published.figures):
        here = ("figures", place)
        known = groups.get(figure.measure, [])
        if figure.measure not in MEASURES:
            yield document.fault((*here, "measure"), unknown("measure", figure.measure, MEASURES))
        elif figure.group not in known:
            message = f"{figure.measure} has no group {shown(figure.group)}; {nearest(figure.group, known)}"
            yield document.fault((*here, "group"), message)
        if figure.financial_year not in years:
            span = f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0]
            message = f"{configuration.name} simulates {span}; correct this year, or start and years there"
            yield document.fault((*here, "financial_year"), message)


def groups_of(baseline: Baseline) -> dict[str, list[str]]:
    """Return the groups that each measure has, as a single day shows them: they depend on names only."""
    [outcomes] = replicate({"one day": baseline.replace(years=ONE_DAY)}, replications=1, seed=0, workers=1)
    groups: dict[str, list[str]] = {}
    for _, measure, group in outcomes.keys:
        groups.setdefault(measure, []).append(group)
    return groups


def _paths_to_no_number(configuration: Document, published: Published, document: Document) -> Iterator[Fault]:
    for place, figure in enumerate(published.figures):
        for key in ("adjust", "adjust_inversely"):
            for number, dotted in enumerate(getattr(figure, key)):
                where = ("figures", place, key, number)
                missing, allowed = missing_step(configuration.values, dotted)
                if missing is not None:
                    message = f"{dotted!r} leads nowhere in {configuration.path.name}: no {missing!r}; "
                    yield document.fault(where, message + nearest(missing, allowed))
                elif not holds_a_number(configuration.values, dotted):
                    message = (
                        f"{dotted!r} leads to no number in {configuration.path.name}; name a number or a block of them"
                    )
                    yield document.fault(where, message)


def sound(path: Path, together: Sequence[Path] = ()) -> str:
    """Say in a sentence what a sound file holds: a council's baseline, or published figures.

    Args:
        path: the file.
        together: files that are checked with it; published figures must fit the configuration if it is the only one.

    Raises:
        InputError: anything in the file cannot be used.
    """
    if "figures" not in read_yaml(path).values:
        baseline = load_baseline(path)
        children = sum(children_at_start(baseline).values())
        return f"{baseline.name}: {children} children in care on {baseline.start.day} {baseline.start:%B %Y}."
    published = load_published(path)
    summary = f"{published.name}: {len(published.figures)} published figure{'s' * (len(published.figures) != 1)}."
    configurations = [other for other in together if _is_sound_configuration(other)]
    if len(configurations) != 1:
        return summary
    load_pair(configurations[0], path)
    return f"{summary[:-1]}, which {configurations[0].name} can simulate."


def _is_sound_configuration(path: Path) -> bool:
    try:
        return "figures" not in read_yaml(path).values and bool(load_baseline(path))
    except InputError:
        return False
