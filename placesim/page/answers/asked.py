"""Asked: the plans of the screens that are being watched, so that asking again makes none anew."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from placesim.api.growing import AnyPlan
from placesim.page.desk import Desk
from placesim.page.screen import Screen, text_of

MOST = 16
"""Plans that are kept: some for each tab."""


class Plans:
    """Plans by the text of their screens, those asked for last."""

    def __init__(self, desk: Desk) -> None:
        self._plan: Callable[[Screen], AnyPlan] = desk.plan
        self._kept: OrderedDict[str, AnyPlan] = OrderedDict()
        self._lock = Lock()

    def of(self, screen: Screen, anew: bool) -> AnyPlan:
        """Return the plan of a screen: made anew, as files may have changed, or as it was made when first asked for.

        Raises:
            InputError: a file or a what-if cannot be used.
        """
        state = text_of(screen)
        with self._lock:
            kept = None if anew else self._kept.get(state)
        plan = kept or self._plan(screen)
        with self._lock:
            self._kept[state] = plan
            self._kept.move_to_end(state)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return plan
