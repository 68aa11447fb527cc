"""Whether what is learnt from a past is what made it: `python -m placesim.studies.round_trip`.

Halton, ten times as large, is simulated for eight years by known rates. Each future is taken as a council's past, as
it was simulated and as the return files that a council would hold, and its rates are learnt. A 95% interval should
hold the rate that made the past 95 times in 100.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from math import inf, log, prod
from pathlib import Path

import numpy as np

from placesim.benchmark import enlarged
from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.re_entry import ReEntry
from placesim.config.risks import Move, Risk
from placesim.experiment.councils import FixedCouncils
from placesim.experiment.draws import Future
from placesim.model import default_engine
from placesim.model.history import History
from placesim.returns.fitting.entries import fit_entries
from placesim.returns.fitting.estimates import FRAILTY, PER_YEAR, Coefficient, RiskFit
from placesim.returns.fitting.re_entry import fit_re_entry
from placesim.returns.fitting.risks import fit_risks
from placesim.returns.mapping import load_mapping
from placesim.returns.past import Past
from placesim.returns.pasts import past_of_history
from placesim.studies.round_trip_files import Alike, compared, past_as_read
from placesim.studies.round_trip_found import ENTRIES, Interval, RoundTrip
from placesim.studies.round_trip_words import page

COUNCIL = Path("configs/halton.yaml")
TIMES, YEARS, PASTS = 10, 8, 40
COMING_BACK = {
    "per_year": {"return_home": 0.06, "special_guardianship": 0.01},
    "time_since_leaving_bands": {"half a year": (0, 0.5), "2 years": (0.5, 2), "later": (2, 18)},
    "by_time_since_leaving": {"half a year": 3, "2 years": 1, "later": 0.3},
    "source": "assumption: about one in eight who went home comes back, most of them soon",
}
"""Halton's papers do not say who comes back; the study has some, so that this rate too is learnt again."""


def council_of(configuration: Path = COUNCIL, times: int = TIMES, years: float = YEARS) -> Baseline:
    """Return the council whose pasts are simulated: so many times as large, and with children who come back.

    An unaccompanied child whose needs rise stays with carers at Halton; no return could tell that from a breakdown, so
    here needs rise for local children alone.
    """
    council = enlarged(load_baseline(configuration), times)
    rising = council.moves["to_home"].replace(by_stream={"unaccompanied": 0})
    return council.replace(years=years, re_entry=COMING_BACK, moves={**council.moves, "to_home": rising})


def lived(baseline: Baseline, numbers: Sequence[int], seed: int) -> Iterator[History]:
    """Yield one simulated future after the other."""
    councils = FixedCouncils({"": baseline})
    for number in numbers:
        yield councils.play("", seed, Future(number), default_engine()).history


def intervals(past: Past, number: int) -> Iterator[Interval]:
    """Yield every number learnt from a past that is not nil."""
    for fit in fit_risks(past).values():
        yield from intervals_of(fit, _risk(past.baseline, fit.risk), number)
    yield from entries_of(past, number)
    if (again := past.baseline.re_entry) is not None:
        yield from intervals_of(fit_re_entry(past, again.time_since_leaving_bands), again, number)


def entries_of(past: Past, number: int) -> Iterator[Interval]:
    """Yield how many entrants a year each stream has, as learnt, beside what the configuration says."""
    for name, stream in past.baseline.entrants.items():
        fit, truth = fit_entries(past, name), stream.entries_per_year[0].value
        told = number, name, ENTRIES, name, sum(fit.by_year.values()), False, True
        yield Interval(*told, (fit.per_year - truth) / fit.standard_error)


def _risk(baseline: Baseline, name: str) -> Risk:
    return baseline.leaving[name] if name in baseline.leaving else baseline.moves[name]


def intervals_of(fit: RiskFit, risk: Risk | ReEntry, number: int) -> Iterator[Interval]:
    """Yield every number learnt of one risk, beside what the risk's block says, seen from the same reference bands."""
    errors = dict(zip(fit.paths, np.sqrt(np.diag(fit.covariance)).tolist(), strict=True))
    bands = {each.field: _given(risk, each) for each in fit.coefficients if each.reference}
    for each in fit.coefficients:
        truth = _given(risk, each)
        truth = truth * prod(bands.values()) if each.field == PER_YEAR else truth / bands[each.field]
        if each.estimated:
            configured = each.field == PER_YEAR or bool(getattr(risk, each.field))
            told = number, fit.risk, each.field, each.key, each.events, each.shrunk, configured
            yield Interval(*told, log(each.value / truth) / errors[each.path] if truth else inf)
    if fit.frailty_variance and isinstance(risk, Move) and risk.frailty_variance:
        off = log(fit.frailty_variance / risk.frailty_variance) / errors[FRAILTY]
        yield Interval(number, fit.risk, FRAILTY, "", fit.events, False, True, off)


def _given(risk: Risk | ReEntry, level: Coefficient) -> float:
    """Return what a risk's block says of one level: a type left out has no events, a band left out factor 1."""
    given: dict[str, float] = getattr(risk, level.field)
    return given.get(level.key, 0.0 if level.field == PER_YEAR else 1.0)


AS_SIMULATED, AS_READ = "as it was simulated", "as its return files tell it"


def studied(baseline: Baseline, numbers: Sequence[int], seed: int, every: int = 1) -> list[RoundTrip]:
    """Return what is learnt again from simulated pasts, as they were simulated and as their files tell them.

    Args:
        baseline: the council that is simulated.
        numbers: the futures that are taken as pasts.
        seed: their luck.
        every: one past in so many is written as files and read.
    """
    mapping = load_mapping(None, baseline)
    simulated, read, alike = list[Interval](), list[Interval](), list[Alike]()
    for number, history in zip(numbers, lived(baseline, numbers, seed), strict=True):
        print(f"past {number + 1} of {len(numbers)}", file=sys.stderr)
        simulated += intervals(past_of_history(history, mapping, baseline), number)
        if number % every == 0:
            told = past_as_read(history, mapping, baseline)
            read += intervals(told, number)
            alike.append(compared(history, told.history))
    return [
        RoundTrip(AS_SIMULATED, len(numbers), tuple(simulated)),
        RoundTrip(AS_READ, len(alike), tuple(read), tuple(alike)),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often intervals of learnt rates hold those that made the past."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.round_trip", description=__doc__)
    parser.add_argument("--pasts", type=int, default=PASTS, help=f"how many pasts are simulated (default {PASTS})")
    parser.add_argument("--times", type=int, default=TIMES, help=f"times the council's size (default {TIMES})")
    parser.add_argument("--years", type=int, default=YEARS, help=f"how long each past is (default {YEARS})")
    parser.add_argument("--files", type=int, default=1, help="write and read one past in so many (default 1)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    baseline = council_of(COUNCIL, chosen.times, chosen.years)
    found = studied(baseline, range(chosen.pasts), chosen.seed, chosen.files)
    command = f"python -m placesim.studies.round_trip --pasts {chosen.pasts} --files {chosen.files}"
    told = page(found, chosen.times, chosen.years, command)
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
