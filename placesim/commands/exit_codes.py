"""Failures told plainly: a message and an exit code, no trace unless asked for."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from placesim.commands.terminal import reader_is_gone
from placesim.experiment.interruption import STOP_CODE, STOPPED, asked_to_stop, unwound
from placesim.report.terminal.lines import print_line

BAD_INPUT = 2
RUN_FAILED = 1

NO_MEMORY = (
    "memory ran out; nothing was written. Try fewer workers (--workers 1), fewer replications, fewer years or, with "
    "--episodes, without it"
)


def with_exit_codes(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a command's failures into messages and exit codes: 2 for bad input, 1 for a run that failed."""

    @wraps(command)
    def wrapped(*args: Any, debug: bool = False, **options: Any) -> None:
        from placesim.config.faults import InputError

        try:
            with unwound():
                command(*args, debug=debug, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            reader_is_gone()
        except KeyboardInterrupt:
            stop()
        except Exception as error:
            if asked_to_stop():
                stop()
            if debug:
                raise
            fail(*((str(error), BAD_INPUT) if isinstance(error, InputError) else (_reason(error), RUN_FAILED)))

    return wrapped


def _reason(error: Exception) -> str:
    from placesim.experiment.handing_out import RunFailedError

    if isinstance(error, RunFailedError):
        return f"The run failed: {error}"
    if isinstance(error, MemoryError):
        return f"The run failed: {NO_MEMORY}"
    if isinstance(error, OSError):
        return f"The run failed: {error.strerror or error}: {error.filename or ''}".rstrip(": ")
    return f"The run failed ({type(error).__name__}: {error}). Run again with --debug and report what it shows."


def stop() -> NoReturn:
    """End with the one sentence of a command that was asked to stop, and its exit code."""
    # An interruption that passed through `exec` of a text, as dataclasses do while they are imported, makes Python
    # end by the signal whatever exit code was asked for, until the next text is run.
    exec("")
    fail(STOPPED, STOP_CODE)


def fail(message: str, code: int) -> NoReturn:
    """End with a message and an exit code."""
    print_line(message, sys.stderr)
    sys.exit(code)
