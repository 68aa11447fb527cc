"""Where a study is simulated: here or by a cluster; real children go to no other machine unless they may."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from placesim.api.council import Council
from placesim.api.wrong import whole_number, wrong
from placesim.config.problem import shown
from placesim.experiment.cluster import LOCAL, executor_of, why_unusable
from placesim.experiment.limits import WORKERS
from placesim.experiment.outputs import lists_children

CHILDREN_STAY = (
    "the configuration lists real children one by one, and would send them to other machines; --send-children "
    "(send_children=True) allows it. Shards (--first, --count, --shard) hold no children"
)


@dataclass(frozen=True)
class Where:
    """Processes of this machine, or a cluster."""

    workers: int | None
    cluster: str | None

    @contextmanager
    def executor(self) -> Iterator[Executor | None]:
        """Give what plays replications, nothing where processes of this machine are begun as they are needed.

        Raises:
            RunFailedError: the cluster cannot be reached or started.
        """
        if self.cluster is None:
            yield None
            return
        with executor_of(self.cluster, self.workers) as executor:
            yield executor


def where_asked(council: Council, workers: int | None, cluster: str | None, send_children: bool) -> Where:
    """Return where a study of a council is to be simulated.

    Raises:
        WrongInputError: there cannot be such a place, or listed children would leave this machine unasked.
    """
    workers = None if workers is None else whole_number("workers", workers, WORKERS)
    if cluster is None:
        return Where(workers, None)
    if not isinstance(cluster, str):
        raise wrong("cluster", f"should be {LOCAL} or a scheduler's address; found {shown(cluster)}")
    if reason := why_unusable(cluster, workers):
        raise wrong("cluster", reason)
    if cluster != LOCAL and lists_children(council.baseline) and not send_children:
        raise wrong("cluster", CHILDREN_STAY)
    return Where(workers, cluster)
