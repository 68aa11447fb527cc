"""How far a study has come, in words for the page: played, being played, failed."""

from dataclasses import dataclass

from placesim.page.playing.growing import Growing

NOT_LOST = "Nothing of the what-if is lost: change something, or load the page again."


@dataclass(frozen=True)
class Progress:
    """How far a study has come."""

    futures: int
    """Futures of the answer that is shown."""
    wanted: int
    share: float
    """Of all that is to be played."""
    finished: bool
    error: str = ""

    @property
    def words(self) -> str:
        """What stands beside the bar."""
        if self.error:
            return f"{self.error.rstrip('.')}. {NOT_LOST}"
        if self.finished:
            return f"From all {self.futures:,} futures."
        if not self.futures:
            return "Playing the first futures."
        return f"From {self.futures:,} of {self.wanted:,} futures; more are being played."

    def announced(self, seen: int) -> str:
        """Return what is read out to those who do not see the bar: the first answer, the last, and what failed."""
        first = not seen and self.futures > 0
        return self.words if first or self.finished or self.error else ""


def progress_of(growing: Growing) -> Progress:
    """Return how far a study has come; one that was given up meanwhile is not finished: whoever asks has it go on."""
    error, futures = growing.error, growing.futures
    return Progress(futures, growing.wanted, growing.share_done, futures >= growing.wanted or bool(error), error)
