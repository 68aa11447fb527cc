"""Whether what is learnt from a past is what made it: `python -m placesim.studies.round_trip`.

Halton, ten times as large, is simulated for eight years by known rates. Each future is taken as a council's past, as
it was simulated and as the return files that a council would hold, and its rates are learnt. A 95% interval should
hold the rate that made the past 95 times in 100.
"""

import argparse
from collections.abc import Iterator, Sequence
from math import prod
from pathlib import Path

import numpy as np
import pandas as pd

from placesim.benchmark import enlarged
from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.risks import Move, Risk
from placesim.experiment.councils import FixedCouncils
from placesim.experiment.draws import Future
from placesim.model import default_engine
from placesim.model.history import History
from placesim.returns.account import COLUMNS, Account
from placesim.returns.fitting.estimates import FRAILTY, PER_YEAR, Coefficient, RiskFit
from placesim.returns.fitting.risks import fit_risks
from placesim.returns.past import Past
from placesim.studies.round_trip_found import Interval, RoundTrip
from placesim.studies.round_trip_words import page

COUNCIL = Path("configs/halton.yaml")
TIMES, YEARS, PASTS = 10, 8, 40


def council_of(configuration: Path = COUNCIL, times: int = TIMES, years: float = YEARS) -> Baseline:
    """Return the council whose pasts are simulated."""
    return enlarged(load_baseline(configuration), times).replace(years=years)


def lived(baseline: Baseline, numbers: Sequence[int], seed: int) -> Iterator[History]:
    """Yield one simulated future after the other."""
    councils = FixedCouncils({"": baseline})
    for number in numbers:
        yield councils.play("", seed, Future(number), default_engine()).history


def past_as_simulated(baseline: Baseline, history: History) -> Past:
    """Return a future as a past, to the hour; rates ask for no needs, so it has the first of them throughout."""
    needs = np.zeros(len(history.episodes["child_id"]), np.int64)
    return Past(baseline, history, needs, Account(pd.DataFrame(columns=list(COLUMNS))))


def intervals(past: Past, number: int) -> Iterator[Interval]:
    """Yield every number learnt from a past that has a true value other than 0."""
    for fit in fit_risks(past).values():
        yield from intervals_of(fit, _risk(past.baseline, fit.risk), number)


def _risk(baseline: Baseline, name: str) -> Risk:
    return baseline.leaving[name] if name in baseline.leaving else baseline.moves[name]


def intervals_of(fit: RiskFit, risk: Risk, number: int) -> Iterator[Interval]:
    """Yield every number learnt of one risk, beside what the risk's block says, seen from the same reference bands."""
    errors = dict(zip(fit.paths, np.sqrt(np.diag(fit.covariance)).tolist(), strict=True))
    bands = {each.field: _given(risk, each) for each in fit.coefficients if each.reference}
    for each in fit.coefficients:
        truth = _given(risk, each)
        truth = truth * prod(bands.values()) if each.field == PER_YEAR else truth / bands[each.field]
        if each.estimated and truth > 0:
            configured = each.field == PER_YEAR or bool(getattr(risk, each.field))
            told = number, fit.risk, each.field, each.key, each.events, each.shrunk, configured
            yield Interval(*told, float(np.log(each.value / truth)) / errors[each.path])
    if fit.frailty_variance and isinstance(risk, Move) and risk.frailty_variance:
        off = float(np.log(fit.frailty_variance / risk.frailty_variance)) / errors[FRAILTY]
        yield Interval(number, fit.risk, FRAILTY, "", fit.events, False, True, off)


def _given(risk: Risk, level: Coefficient) -> float:
    """Return what a risk's block says of one level: a type left out has no events, a band left out factor 1."""
    given: dict[str, float] = getattr(risk, level.field)
    return given.get(level.key, 0.0 if level.field == PER_YEAR else 1.0)


AS_SIMULATED = "as it was simulated"


def studied(baseline: Baseline, numbers: Sequence[int], seed: int) -> list[RoundTrip]:
    """Return what is learnt again from simulated pasts."""
    found: list[Interval] = []
    for number, history in zip(numbers, lived(baseline, numbers, seed), strict=True):
        found += intervals(past_as_simulated(baseline, history), number)
    return [RoundTrip(AS_SIMULATED, len(numbers), tuple(found))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often intervals of learnt rates hold those that made the past."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.round_trip", description=__doc__)
    parser.add_argument("--pasts", type=int, default=PASTS, help=f"how many pasts are simulated (default {PASTS})")
    parser.add_argument("--times", type=int, default=TIMES, help=f"times the council's size (default {TIMES})")
    parser.add_argument("--years", type=int, default=YEARS, help=f"how long each past is (default {YEARS})")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    baseline = council_of(COUNCIL, chosen.times, chosen.years)
    found = studied(baseline, range(chosen.pasts), chosen.seed)
    told = page(found, chosen.times, chosen.years, f"python -m placesim.studies.round_trip --pasts {chosen.pasts}")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
