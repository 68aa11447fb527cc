"""Progress of a run on the terminal: a bar with what is done and the time left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class ProgressBar:
    """A bar of work done: called with what has been done since, and told when there is more to do."""

    def __init__(self, bar: Progress, total: int, what: str):
        self._bar, self._total = bar, total
        self._task = bar.add_task(what, total=total)

    def __call__(self, done: int) -> None:
        """Move the bar on."""
        self._bar.advance(self._task, done)

    def more(self, work: int) -> None:
        """Make the bar longer."""
        self._total += work
        self._bar.update(self._task, total=self._total)


@contextmanager
def replication_progress(total: int, what: str = "Replications") -> Iterator[ProgressBar]:
    """Show a bar with replications done and time left, on the terminal only; nothing in a log or a pipe."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("time left"), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield ProgressBar(bar, total, what)


@contextmanager
def steps_told() -> Iterator[Callable[[str], None]]:
    """Show what is being worked out, on the terminal only; nothing in a log or a pipe."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as steps:
        task = steps.add_task("Beginning", total=None)
        yield lambda said: steps.update(task, description=escape(said))
