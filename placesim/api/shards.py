"""A study in parts: some of its futures written to a file, and such files merged into what one run would have given."""

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import Any

from placesim.api.council import Council, load
from placesim.api.options import Scenarios
from placesim.api.plans import ComparisonPlan, RunPlan, comparison_plan, run_plan
from placesim.api.reports import EVERY, Reports
from placesim.api.results import ComparisonResult, RunResult
from placesim.api.studies import Folder, simulated
from placesim.api.where import where_asked
from placesim.api.wrong import named_path, told_as_value_errors, whole_number, wrong
from placesim.experiment.destinations import require_file
from placesim.experiment.knowledge.played import played
from placesim.experiment.shards import (
    ENDING,
    About,
    merged,
    read_shard,
    require_inputs,
    require_whole,
    write_shard,
)
from placesim.report.terminal.progress import replication_progress

NOT_IN_FILES = "is made of files alone; write changes that were made in Python to a configuration or a scenario file"


@told_as_value_errors
def shard(
    file: str | PathLike[str],
    baseline: Council,
    scenarios: Scenarios | None = None,
    *,
    first: int,
    count: int,
    replications: int,
    seed: int = 1,
    workers: int | None = None,
    measures: bool = False,
    long_tables: bool = False,
    template: str | PathLike[str] | None = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
    assumptions: str | None = None,
) -> Path:
    """Simulate some futures of a study and write their measures to a file, for `merge`; return the file.

    Args:
        file: what to write, ending in .npz.
        baseline: the council, as `load` returns it.
        scenarios: for a part of `compare`, its scenario files or folders; a part of `run` has none.
        first: number of the first future, from 0 as in measures.csv.
        count: how many futures to simulate here.
        replications: how many futures the whole study has.
        seed: the luck of the study.
        workers: processes to use.
        measures: for a part of `compare`: also write every figure of every future, once the shards are merged.
        long_tables: likewise: also put every difference into the workbook.
        template: likewise: a Word document whose styles the document takes.
        engine: `simpy` or `compiled`; shards of both can be merged.
        cluster: a Dask scheduler's address, or `local`.
        send_children: let children that the configuration lists go to a cluster's machines.
        assumptions: `drawn` or `fixed`; drawn where any number carries a range.

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died, or the cluster failed.
    """
    if scenarios is None:
        plan: RunPlan | ComparisonPlan = run_plan(baseline, replications, seed, engine, assumptions=assumptions)
    else:
        plan = comparison_plan(
            *(baseline, scenarios, replications, seed, engine),
            measures=measures,
            long_tables=long_tables,
            template=template,
            assumptions=assumptions,
        )
    where = where_asked(plan.council, workers, cluster, send_children)
    path = _file_for(plan, file)
    first = whole_number("first", first, (0, plan.replications - 1))
    count = whole_number("count", count, (1, plan.replications - first))
    began = perf_counter()
    with where.executor() as executor, replication_progress(plan.work(first, count)) as progress:
        outcomes = played(plan.player(where.workers, executor, progress), first, count)
    about = About(plan.asked, _inputs(plan.council), first, count, plan.engine, perf_counter() - began)
    write_shard(path, about, outcomes)
    return path


@told_as_value_errors
def merge(
    shards: str | PathLike[str] | Iterable[str | PathLike[str]], *, out: Folder = None, reports: Reports = EVERY
) -> RunResult | ComparisonResult:
    """Return what one run would have given, from shards that have every future of it once.

    The files that the study drew on are read again, by the names that it knew them by, and must be as they were.

    Args:
        shards: files that `shard` wrote, or folders of them.
        out: folder to write everything to that the command would have written.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

    Raises:
        WrongInputError: shards are not of one study, overlap, or do not make a whole; or a file has changed since.
    """
    read = [read_shard(path) for path in _paths(shards)]
    require_whole(read)
    plan = _plan(read[0].about.asked)
    require_inputs(read[0], _inputs(plan.council))
    engine = " and ".join(sorted({each.about.engine for each in read}))

    def put_together() -> RunResult | ComparisonResult:
        return plan.result(merged(read), sum(each.about.seconds for each in read), engine)

    return simulated(put_together, plan.council, out, reports, plan.styles)


def _file_for(plan: RunPlan | ComparisonPlan, file: str | PathLike[str]) -> Path:
    """Return where a shard can be written, if whoever has the files could make the same plan."""
    if not plan.in_files:
        raise wrong("shard", NOT_IN_FILES)
    path = named_path("file", file)
    require_file(path, plan.council.files.paths, (ENDING,), "choose another --shard")
    return path


def _paths(given: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[Path]:
    """Return shards one by one: of a folder, all that are in it."""
    if isinstance(given, str | PathLike) or not isinstance(given, Iterable):
        given = [given]
    named = [named_path("shards", each) for each in given]
    paths = [path for each in named for path in (sorted(each.glob(f"*{ENDING}")) if each.is_dir() else [each])]
    if not paths:
        raise wrong("shards", f"there is none; give files that end in {ENDING}, or a folder that holds some")
    return list(dict.fromkeys(paths))


def _inputs(council: Council) -> dict[str, str]:
    """Return the SHA-256 of every file that a study drew on, by name."""
    return {each.path.as_posix(): each.sha256 for each in council.files.read}


def _plan(asked: Mapping[str, Any]) -> RunPlan | ComparisonPlan:
    """Return the plan of a study from what was asked for, its files read again."""
    council = load(asked["configuration"], asked["years"], asked["ranges"])
    plan = _plan_of(council, asked, None)
    return plan if plan.decided == asked["assumptions"] else _plan_of(council, asked, asked["assumptions"])


def _plan_of(council: Council, asked: Mapping[str, Any], assumptions: str | None) -> RunPlan | ComparisonPlan:
    counted = asked["replications"], asked["seed"]
    if asked["command"] == "run":
        return run_plan(council, *counted, None, assumptions=assumptions)
    printed = {name: asked[name] for name in ("measures", "long_tables", "template")}
    return comparison_plan(council, asked["scenarios"], *counted, None, **printed, assumptions=assumptions)
