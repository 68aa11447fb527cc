"""One synthetic council as a study sees it: what it would write in its configuration on a day, and its past."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from placesim.studies.synthetic.character import YEAR, Character, character
from placesim.studies.synthetic.life import Life, Lived

CONFIGURATION = Path("configs/studies/synthetic_council.yaml")
"""What every synthetic council writes, dates and in-house places apart."""

START, YEARS, PLACES = "start: 2015-04-01", "years: 3\n", "{kind: places, places: 100,"
"""What stands there in place of each council's own, and after which the file of ranges is named."""

MISSED_BY = 0.05
"""How far plans of carers are out, as councils know of themselves: standard error as a share of the places."""

RANGES = """ranges:
  plan_of_carers:
    paths: [provision.council_carers.capacity.places]
    times: {{value: 1, standard_error: {missed_by}, low: 0.7, high: 1.3}}
    from: {since}
    source: "assumption: how far this council's plans of carers have been out before"
"""
"""What such a council says of its plan."""

QUARTER = YEAR / 4


@dataclass(frozen=True, eq=False)
class SyntheticCouncil:
    """A council and its whole life, of which only the days from the first return on are told."""

    character: Character
    lived: Lived

    def write_configuration(self, path: Path, known_on: date) -> Path:
        """Write what the council says on a day: the in-house places it has had, and those it plans from then on."""
        steps = ", ".join(f"{{from: {day}, value: {places}}}" for day, places in self.known_places(known_on))
        text = CONFIGURATION.read_text(encoding="utf-8").replace(START, f"start: {self.character.start}")
        text = text.replace(PLACES, f"{{kind: places, places: [{steps}],")
        ranges = path.with_name(f"{path.stem}_ranges.yaml")
        ranges.write_text(RANGES.format(missed_by=MISSED_BY, since=known_on), encoding="utf-8", newline="\n")
        path.write_text(text.replace(YEARS, f"{YEARS}ranges: {ranges.name}\n"), encoding="utf-8", newline="\n")
        return path

    def known_places(self, known_on: date) -> Iterator[tuple[date, int]]:
        """Return approved in-house places by quarter: as they were, then by the plan from what there is on the day."""
        council = self.character
        origin = (known_on - council.start).days
        now = self._approved(origin)
        for day in np.arange(0, council.days, QUARTER).astype(int).tolist():
            planned = now * council.planned_places(day) / council.planned_places(origin)
            yield council.start + timedelta(days=day), self._approved(day) if day <= origin else round(planned)

    def _approved(self, day: int) -> int:
        days = [step[0] for step in self.lived.steps]
        return self.lived.steps[int(np.searchsorted(days, day, side="right")) - 1][1]


def synthetic_council(seed: int) -> SyntheticCouncil:
    """Return the council that a seed draws, lived to the end of its last return."""
    drawn = character(seed)
    return SyntheticCouncil(drawn, Life(drawn).live())
