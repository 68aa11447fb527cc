"""Kept outcomes: what became of scenarios that were played before, as many as there is room for, the latest used."""

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from threading import Lock

from placesim.experiment.knowledge.played import StudyOutcomes
from placesim.experiment.replications import Outcomes
from placesim.results.measures import Key

MOST_BYTES = 512 * 1024**2
"""Bytes of figures that are kept: some thirty scenarios of a council like Halton with 300 drawn futures each."""


class KeptOutcomes:
    """Outcomes of scenarios, each by what its futures depend on; for any number of threads."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        """Begin with none, and never keep more bytes than so many."""
        self._most = most_bytes
        self._kept: OrderedDict[str, StudyOutcomes] = OrderedDict()
        self._lock = Lock()

    def get(self, content: str) -> StudyOutcomes | None:
        """Return the most futures of a scenario that are kept, from future 0 on; None where there are none."""
        with self._lock:
            found = self._kept.get(content)
            if found is not None:
                self._kept.move_to_end(content)
            return found

    def keep(self, content: str, outcomes: StudyOutcomes) -> None:
        """Keep a scenario's futures from future 0 on, unless more of them are kept; what was used longest ago goes."""
        with self._lock:
            known = self._kept.pop(content, None)
            self._kept[content] = known if known and known.futures >= outcomes.futures else _lean(outcomes)
            while len(self._kept) > 1 and self._bytes() > self._most:
                self._kept.popitem(last=False)

    def _bytes(self) -> int:
        return sum(outcomes.bytes for outcomes in self._kept.values())


def _lean(outcomes: StudyOutcomes) -> StudyOutcomes:
    """Return outcomes that share their keys with others of the same council: each part brings its own from a worker."""
    told, fixed, again = (
        tuple(map(_with_shared_keys, kind)) for kind in (outcomes.told, outcomes.fixed, outcomes.again)
    )
    return StudyOutcomes(told, fixed, again)


def _with_shared_keys(outcomes: Outcomes) -> Outcomes:
    return replace(outcomes, keys=_shared(outcomes.keys), monthly_keys=_shared(outcomes.monthly_keys))


@lru_cache(maxsize=32)
def _shared(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """Return the first of several keys that are alike."""
    return keys
