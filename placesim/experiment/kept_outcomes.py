"""Kept outcomes: what became of scenarios that were played before, as many as there is room for, the latest used."""

from collections import OrderedDict
from threading import Lock

from placesim.experiment.knowledge.played import StudyOutcomes

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
            known = self._kept.pop(content, outcomes)
            self._kept[content] = outcomes if outcomes.futures > known.futures else known
            while len(self._kept) > 1 and self._bytes() > self._most:
                self._kept.popitem(last=False)

    def _bytes(self) -> int:
        return sum(outcomes.bytes for outcomes in self._kept.values())
