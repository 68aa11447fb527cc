"""A simulated future written as SSDA903 returns, for training and for tests."""

from dataclasses import replace
from datetime import date
from os import PathLike
from pathlib import Path

from placesim.api.council import load
from placesim.api.plans import ComparisonPlan, RunPlan, comparison_plan, run_plan
from placesim.api.wrong import named_path, told_as_value_errors, whole_number, wrong
from placesim.config.problem import shown
from placesim.config.scenario_files import BASELINE
from placesim.experiment.chunks import no_progress
from placesim.experiment.destinations import new_folder
from placesim.experiment.earlier_study import EarlierStudy, earlier_study
from placesim.experiment.outputs import lists_children
from placesim.model.history import History

CHILDREN_STAY = (
    "the configuration lists children one by one. If they are real, returns would tell their ages, their time in care "
    "and where they live to the day; --with-listed-children (with_listed_children=True) allows it"
)


@told_as_value_errors
def export_903(
    run: str | PathLike[str],
    future: int = 0,
    *,
    out: str | PathLike[str],
    scenario: str | None = None,
    start: date | None = None,
    mapping: str | PathLike[str] | None = None,
    with_listed_children: bool = False,
) -> Path:
    """Write one simulated future as the SSDA903 returns that a council would have sent; return the folder.

    The future is played again from the files that the run was made from, which must be as they were. Children, their
    ids, sexes, dates of birth and legal status are invented.

    Args:
        run: the folder that `run` or `compare` wrote.
        future: its number, from 0 as in measures.csv.
        out: folder to write to; it must not hold anything yet.
        scenario: for a comparison, the option's name; the baseline where not given.
        start: date the future as if it had begun on this day; the configuration's start where not given.
        mapping: what codes mean in the configuration, as for `history` and `fit`; the default where not given.
        with_listed_children: allow it where the configuration lists children one by one.

    Raises:
        WrongInputError: an argument or a file cannot be used, or a file has changed since the run.
    """
    from placesim.returns.mapping import load_mapping
    from placesim.returns.writing.readme import Made
    from placesim.returns.writing.written import write_returns

    study = earlier_study(named_path("run", run, "folder"))
    plan = _plan(study)
    study.require_as_it_was(plan.council.files.read)
    name = _scenario(plan, scenario)
    if lists_children(plan.baselines[name]) and not with_listed_children:
        raise wrong("run", CHILDREN_STAY)
    number = whole_number("future", future, (0, study.replications - 1))
    means = load_mapping(None if mapping is None else named_path("mapping", mapping), plan.baselines[name])
    path = named_path("out", out, "folder")
    with new_folder(path) as folder:
        history = _played(plan, name, number)
        made = Made(plan.council.name, study.command, name, number, lists_children(plan.baselines[name]))
        told = replace(history, start=start or history.start)
        write_returns(told, plan.baselines[name], folder, made, plan.seed, means)
    return path


def _plan(study: EarlierStudy) -> RunPlan | ComparisonPlan:
    """Return the plan of the study, its files read again."""
    council = load(study.configuration, study.years, study.ranges)
    counted = study.replications, study.seed
    if study.kind == "run":
        return run_plan(council, *counted, None, assumptions=study.assumptions)
    return comparison_plan(council, study.scenarios, *counted, None, assumptions=study.assumptions)


def _scenario(plan: RunPlan | ComparisonPlan, asked: str | None) -> str:
    name = BASELINE if asked is None else asked
    if name not in plan.baselines:
        raise wrong("scenario", f"should be one of {', '.join(plan.baselines)}; found {shown(asked)}")
    return name


def _played(plan: RunPlan | ComparisonPlan, name: str, future: int) -> History:
    """Return one future, played as it was in the study."""
    player = replace(plan.player(1, None, no_progress), keep_histories=True)
    [outcomes] = [each for each in player.futures(future, 1) if each.scenario == name]
    return outcomes.histories[0]
