"""Searches: which mix of choices is cheapest of those that meet the targets."""

from os import PathLike
from time import perf_counter

from placesim.api.assumptions import drawn_study
from placesim.api.council import Council, council_of, drawable_of
from placesim.api.plan import engine_asked
from placesim.api.reports import EVERY, Reports
from placesim.api.reproduction import reproduction_of_search
from placesim.api.search_result import SearchResult
from placesim.api.studies import Folder, simulated
from placesim.api.where import where_asked
from placesim.api.wrong import named_path, told_as_value_errors, whole_number
from placesim.config.mixes.mixes import load_grid
from placesim.experiment.limits import REPLICATIONS, SEEDS
from placesim.experiment.search.figures import figures_known
from placesim.experiment.search.searching import Playing, first_futures, searched
from placesim.report.terminal.progress import replication_progress


@told_as_value_errors
def search(
    baseline: Council,
    search_file: str | PathLike[str],
    most: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    *,
    again: int = 200,
    out: Folder = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
    assumptions: str | None = None,
    reports: Reports = EVERY,
) -> SearchResult:
    """Search for the cheapest mix of choices that meets the targets.

    Args:
        baseline: the council, as `load` returns it.
        search_file: what there is to choose from, and what a mix must meet.
        most: futures of one mix at most.
        seed: the luck of the study; the same seed gives the same figures.
        workers: processes to use; one per processor where not given. The figures do not depend on it.
        again: further futures, which the search has not seen, in which the finalists are played again.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        engine: `simpy` or `compiled`; the compiled one where it is installed. The figures do not depend on it.
        cluster: a Dask scheduler's address, as in `tcp://10.0.0.4:8786`, or `local`, to simulate there.
        send_children: let children that the configuration lists one by one go to a cluster's machines.
        assumptions: `drawn` or `fixed`; drawn where any number carries a range.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died, or the cluster failed.
    """
    council, path = council_of(baseline).in_a_study(), named_path("search_file", search_file)
    counts = (whole_number("most", most, REPLICATIONS), whole_number("again", again, REPLICATIONS))
    seed = whole_number("seed", seed, SEEDS)
    grid = load_grid(path, council.baseline, council.evidence_folder, council.files)
    figures_known(grid, council.baseline)
    plays, where = engine_asked(engine), where_asked(council, workers, cluster, send_children)
    drawable = drawable_of(council, grid.options)
    drawn = drawn_study(drawable, seed, assumptions)
    remade = reproduction_of_search(council, path, *counts, seed, engine, assumptions)

    def simulate() -> SearchResult:
        began = perf_counter()
        with where.executor() as executor, replication_progress(first_futures(grid, most), "Futures") as progress:
            how = Playing(seed, *counts, where.workers, plays, executor, progress, progress.more, drawn)
            found = searched(grid, council.baseline, how)
        made = council, seed, remade, perf_counter() - began, plays, found.knowledge, drawable.uncertainty
        return SearchResult(*made, found)

    return simulated(simulate, council, out, reports)
