"""Halton at period 8: every forecast beside the council's own, what was fitted to it, and how far forecasts move.

`python -m placesim.studies.monitoring --out docs/halton_monitoring.md`
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import BudgetLine
from placesim.config.loading import load_baseline
from placesim.experiment.budget_accruals import accruals, carried, nights_of
from placesim.experiment.monitoring import Basis, Forecast, Monitoring, chance_over, monitoring
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.figures import THE_SAME
from placesim.report.words.differences import percent
from placesim.report.words.monitoring import THOUSANDS, VARIANCE, chance_words
from placesim.results.facts import Floats
from placesim.results.outturn import given_actual, known_by, ledger
from placesim.studies.monitoring_words import (
    FITTED,
    INTRO,
    LAGS_WORDS,
    LEARNT,
    MOVEMENT,
    TOLD,
)

LAGS = (20.0, 30.0, 40.0)
"""Days by which the ledger may lag, to show what that assumption is worth."""

EARLIER = 6
"""The period that the synthetic pair is set against."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line's simulated year, before any actual is known, and what the council's papers say of it."""

    line: BudgetLine
    year: str
    accrued: Floats
    nights: Floats

    def forecast(self, period: int, actual: float, lag: float, in_period: float | None = None) -> Floats:
        """Return the outturn in every future given the ledger at a period that lags so many days."""
        known = known_by(self.accrued, self.nights, lag, period, actual, in_period)
        assert known
        return np.asarray(given_actual(self.accrued, known).sum(axis=1))

    def at_council(self) -> tuple[int, float]:
        """Return the period and the actual that the council's paper has."""
        at = self.line.years[self.year].to_date
        assert at
        return at.period, at.actual

    def implied_days(self) -> float:
        """Return the days of lag that would make actual and the council's own forecast agree, were spending even."""
        period, actual = self.at_council()
        forecast = self.line.years[self.year].forecast or float("nan")
        return float(self.nights[:period].sum() - self.nights.sum() * actual / forecast)


def line_of(council: Baseline, outcomes: Outcomes, name: str, year: str) -> Line:
    """Return a line's simulated year."""
    return Line(council.budget_lines[name], year, accruals(outcomes, name, year), nights_of(year))


def thousands(value: float) -> str:
    """Return pounds in thousands."""
    return THOUSANDS.number(value)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown, its first column of words."""
    lines = [f"| {' | '.join(columns)} |", f"|---|{'---:|' * (len(columns) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def forecasts(found: Monitoring) -> str:
    """Return every simulated line and all together: the council's forecast, ours, and its spread."""
    columns = ("£ thousand", "budget", "actual at P8", "council's forecast", "conditioned forecast", "p10 to p90",
               "less the council's", "variance (overspend)", "overspent in", "were the council's forecast the mean",
               "unbilled")  # fmt: skip
    return table(columns, [_row(line) for line in (*found.simulated, found.total("All lines"))])


def _row(line: Forecast) -> tuple[str, ...]:
    p10, _, p90 = line.range
    about = line.over_about_council
    return (
        line.label if line.basis is not Basis.START else f"{line.label} (seen from 1 April)",
        thousands(line.budget),
        thousands(line.to_date.actual) if line.to_date else "",
        thousands(line.council),
        f"**{thousands(line.mean)}**",
        f"{thousands(p10)} to {thousands(p90)}" if np.ptp(line.outturn) > 1 else THE_SAME,
        THOUSANDS.bare.signed(line.mean - line.council),
        VARIANCE.number(line.variance),
        chance_words(line.over),
        percent(about.share) if about else "",
        thousands(line.unbilled) if line.basis is Basis.ACTUAL else "",
    )


def learnt(line: Line) -> str:
    """Return how much surer a line's outturn becomes with what is known, and what that makes of an overspend."""
    period, actual = line.at_council()
    lag, budgeted = line.line.paid_after_days, line.line.years[line.year]
    rows = []
    for told, days, both in TOLD:
        held = ledger(line.accrued, line.nights, lag if days is None else days)
        middle, last = float(held[:, period - 1].mean()), float((held[:, period - 1] - held[:, period - 2]).mean())
        at = actual if days is None and not both else middle
        futures = line.forecast(period, at, lag if days is None else days, last if both else None)
        rows.append((told, futures))
    rows.insert(0, ("nothing: seen from 1 April", line.accrued.sum(axis=1)))
    council = budgeted.forecast or float("nan")
    return table(
        ("what is known of Residential Care", "standard deviation, £ thousand", "overspent in, about the model's mean",
         "about the council's forecast"),
        [
            (told, thousands(float(futures.std(ddof=1))), percent(chance_over(futures, budgeted.budget).share),
             percent(chance_over(futures - futures.mean() + council, budgeted.budget).share))
            for told, futures in rows
        ],
    )  # fmt: skip


def lags(lines: Sequence[Line]) -> str:
    """Return each line's forecast with other lags, and the lag that would make the council's own forecast come out."""
    rows = []
    for line in lines:
        period, actual = line.at_council()
        by_lag = [thousands(float(line.forecast(period, actual, lag).mean())) for lag in LAGS]
        council = thousands(line.line.years[line.year].forecast or float("nan"))
        rows.append((line.line.label, f"{line.line.paid_after_days:g}", *by_lag, council, f"{line.implied_days():.0f}"))
    return table(
        ("£ thousand", "days used", *(f"{lag:g} days" for lag in LAGS), "council's", "days that would give it"), rows
    )


def pair(line: Line, truths: Line) -> str:
    """Return forecasts at two periods of a year that is simulated itself, and how they do in many such years."""
    period, _ = line.at_council()
    lag = line.line.paid_after_days
    held, outturns = ledger(truths.accrued, line.nights, lag), truths.accrued.sum(axis=1)
    at = {of: [line.forecast(of, float(actual), lag) for actual in held[:, of - 1]] for of in (EARLIER, period)}
    first, second = ([float(each.mean()) for each in at[of]] for of in (EARLIER, period))
    rows = [
        (f"forecast at period {of}", thousands(at[of][0].mean()),
         " to ".join(thousands(end) for end in np.quantile(at[of][0], (0.1, 0.9))))
        for of in (EARLIER, period)
    ]  # fmt: skip
    rows += [
        ("movement", THOUSANDS.bare.signed(second[0] - first[0]), ""),
        ("outturn of that year", thousands(outturns[0]), ""),
    ]
    moves = np.array(second) - np.array(first)
    inside = [
        np.mean([low <= true <= high for (low, high), true in zip(_ranges(at[of]), outturns, strict=True)])
        for of in (EARLIER, period)
    ]
    words = MOVEMENT.format(
        years=len(outturns), size=thousands(float(moves.std(ddof=1))), first=percent(float(inside[0])),
        second=percent(float(inside[1])), earlier=EARLIER, later=period,
        as_far=percent(float((np.abs(moves) >= 571_000).mean())),
    )  # fmt: skip
    return f"{table(('Residential Care of one simulated year, £ thousand', 'mean', 'p10 to p90'), rows)}\n\n{words}"


def _ranges(found: Sequence[Floats]) -> list[tuple[float, float]]:
    return [(float(np.quantile(each, 0.1)), float(np.quantile(each, 0.9))) for each in found]


def page(council: Baseline, outcomes: Outcomes, truths: Outcomes, command: str) -> str:
    """Return the page."""
    found = monitoring(council, outcomes)
    assert found
    names = [line.name for line in found.simulated if not carried(council, line.name, found.year)]
    lines = {name: line_of(council, outcomes, name, found.year) for name in names}
    homes = lines["residential_care"]
    sections = (
        INTRO.format(command=command, futures=len(outcomes.values)),
        forecasts(found),
        FITTED.format(off=_unconditioned(lines)),
        LEARNT,
        learnt(homes),
        LAGS_WORDS,
        lags(list(lines.values())),
        "## Movement between two periods",
        pair(homes, line_of(council, truths, "residential_care", found.year)),
    )
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _unconditioned(lines: dict[str, Line]) -> str:
    """Say how near the lines come to the council's forecast before any actual is known: what fees were fitted to."""
    told = []
    for line in lines.values():
        council = line.line.years[line.year].forecast or float("nan")
        told.append(f"{line.line.label} {float(line.accrued.sum(axis=1).mean()) / council - 1:+.1%}")
    return ", ".join(told)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the page, and keep it."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.monitoring", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("configs/halton.yaml"), help="the configuration")
    parser.add_argument("--replications", type=int, default=1000, help="futures (default 1000)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the page in this Markdown file")
    chosen = parser.parse_args(arguments)
    council = load_baseline(chosen.file, years=1)
    [outcomes] = replicate({"baseline": council}, chosen.replications, 1, chosen.workers)
    [truths] = replicate({"baseline": council}, max(10, chosen.replications // 5), 2, chosen.workers)
    told = page(council, outcomes, truths, "python -m placesim.studies.monitoring --out docs/halton_monitoring.md")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
