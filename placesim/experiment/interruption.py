"""Being asked to stop: Ctrl-C, SIGTERM and their like end a command with one sentence, at whatever moment they come.

Only a command line calls `answer_requests`; in a program or a notebook that imports placesim, Ctrl-C stays as it was.
Imports nothing that takes time: it is the first that a command does.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from types import FrameType

STOPPED = "Stopped before the end; nothing was written."

STOP_CODE = 1
"""Exit code of a command that was asked to stop."""

REQUESTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
"""Ctrl-C, what `kill` and service managers send, a terminal that closes, and Ctrl-Break on Windows."""

Handler = Callable[[int, FrameType | None], object]


def _end_at_once(_number: int, _frame: FrameType | None) -> None:
    """End here and now: nothing has begun that would have to be put in order, and imports cannot be unwound safely."""
    with suppress(OSError):
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(STOP_CODE)


_asked = False
"""Whether this process was asked to stop; read where a library has made something else of the interruption."""


def _unwind(_number: int, _frame: FrameType | None) -> None:
    global _asked  # noqa: PLW0603  (a signal is the whole process's)
    _asked = True
    raise KeyboardInterrupt


def _too_late(_number: int, _frame: FrameType | None) -> None:
    """Go on: what is left to do takes a moment, and half of it would be worse than all or nothing."""


OURS: tuple[Handler, ...] = (_end_at_once, _unwind, _too_late)
DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)


def answer_requests() -> None:
    """From now on, end this process with one sentence when it is asked to stop.

    What was told to ignore such requests (`nohup`, a job in the background) goes on ignoring them.
    """
    for request in REQUESTS:
        if signal.getsignal(request) in DEFAULTS:
            signal.signal(request, _end_at_once)
    told, ignored = sys.excepthook, sys.unraisablehook
    # extension modules print an interruption of their import and raise another error; see `asked_to_stop`
    sys.excepthook = lambda kind, *rest: None if kind is KeyboardInterrupt else told(kind, *rest)
    sys.unraisablehook = lambda found: None if found.exc_type is KeyboardInterrupt else ignored(found)


@contextmanager
def unwound() -> Iterator[None]:
    """Let a request to stop unwind what has been begun, as `KeyboardInterrupt`; once that is done it comes too late."""
    _answer_with(_unwind)
    try:
        yield
    finally:
        _answer_with(_too_late)


@contextmanager
def put_off() -> Iterator[None]:
    """Let a request to stop wait for the end of what cannot be unwound half-way; only for what takes seconds."""
    if current_thread() is not main_thread():
        yield
        return
    waiting: list[int] = []
    answers = [(request, signal.getsignal(request)) for request in REQUESTS]
    answers = [(request, answer) for request, answer in answers if callable(answer)]
    for request, _ in answers:
        signal.signal(request, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        for request, answer in answers:
            signal.signal(request, answer)
        if waiting:
            signal.raise_signal(waiting[0])


def too_late_to_stop() -> None:
    """From now on, go on to the end: results are about to take their places."""
    if asked_to_stop():
        raise KeyboardInterrupt
    _answer_with(_too_late)


def asked_to_stop() -> bool:
    """Tell whether this process was asked to stop, even where a library made another error of it or passed it over."""
    return _asked


def _answer_with(handler: Handler) -> None:
    if current_thread() is not main_thread():
        return  # only the main thread answers requests
    for request in REQUESTS:
        if signal.getsignal(request) in OURS:
            signal.signal(request, handler)
