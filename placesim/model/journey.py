"""A child's way through care as the event loop drives it: one event pending, unless something ends it from outside."""

from collections.abc import Generator

import simpy
from simpy.events import URGENT

from placesim.model.places import Ending

Course = Generator[float, Ending | None, None]
"""What happens to a child: yields the day until which nothing does, and gets the ending that came first, if one did."""


class Journey:
    """Drives one child's course: what simpy's Process does, without an event of its own at the start and at the end."""

    __slots__ = ("_course", "_env", "_horizon", "_pending")

    def __init__(self, env: simpy.Environment, horizon: float):
        """Drive in an environment; what is due after the horizon need not be waited for."""
        self._env, self._horizon = env, horizon
        self._pending: simpy.Event | None = None

    def begin(self, course: Course) -> None:
        """Follow a course from now on."""
        self._course = course
        self._wait(next(course))

    def interrupt(self, ending: Ending) -> None:
        """End the child's placement from outside, once what is happening at this moment is over."""
        if self._pending and self._pending.callbacks:
            self._pending.callbacks.remove(self._go_on)
        self._pending = Urgent(self._env, ending)
        self._pending.callbacks.append(self._go_on)

    def _wait(self, day: float) -> None:
        if day < self._horizon:
            self._pending = self._env.timeout(max(day - self._env.now, 0.0))
            self._pending.callbacks.append(self._go_on)
        else:
            self._pending = None

    def _go_on(self, event: simpy.Event) -> None:
        try:
            day = self._course.send(event.value)
        except StopIteration:
            return
        self._wait(day)


class Urgent(simpy.Event):
    """An event of this very moment, before all that is due at it, as simpy's own interruptions are."""

    def __init__(self, env: simpy.Environment, ending: Ending):
        """Let it happen."""
        super().__init__(env)
        self._ok, self._value = True, ending
        env.schedule(self, URGENT)
