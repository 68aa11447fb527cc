"""Tables and charts of a back-cast's report."""

from math import isfinite

from placesim.config.text import day_text, listing, plain
from placesim.experiment.backcast_scores import FLOWS, Interval, Judged, judged, subjects_of
from placesim.report.backcast_study import BackCastStudy
from placesim.report.charts.fans import Fan, fan_chart
from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.words.backcast import percent, standing_words, times_text
from placesim.results.backcasts import CHILDREN, EVERYBODY, MODEL, Foretold, Line
from placesim.results.suppression import FEW, few, hidden

VERDICT, HORIZONS, SCORES, FIGURES, ROWS = "Verdict", "How far ahead", "Scores", "Figures", "Rows"
"""Sheets of the workbook."""

RATIO, SHARE, SCORE = Unit("times", decimals=2), Unit("%", 0.01, 0, "", "%"), Unit("children or events", decimals=1)
WHOLE = Unit("children or events")


def verdict_table(study: BackCastStudy) -> Table:
    """Return how the model stands on each subject, over all horizons."""
    columns = ("What", "Verdict", "Score against the best naive", "Best naive forecast", "80% ranges held", "Figures")
    rows = tuple(
        (
            Cell(plain(each.label)),
            Cell(standing_words(study.standings[each.label])),
            _ratio(each),
            Cell(each.best),
            Cell(percent(each.model.in_80), each.model.in_80, SHARE, *_interval(each.in_80_interval, SHARE)),
            Cell(f"{each.figures:,}", each.figures),
        )
        for each in study.subjects
    )
    return Table(
        "The model against the best naive forecast", columns, rows, widths=(2.2, 1.6, 1.3, 1.3, 1.2, 0.7), sheet=VERDICT
    )


def _ratio(each: Judged) -> Cell:
    value = each.ratio if isfinite(each.ratio) else None
    return Cell(times_text(each.ratio), value, RATIO, *_interval(each.ratio_interval, RATIO))


def _interval(interval: Interval | None, unit: Unit) -> tuple[str, tuple[float, ...]]:
    """Return an interval as it stands below a figure, and its ends."""
    if interval is None:
        return "", ()
    return f"{unit.full(interval.low)} to {unit.full(interval.high)}", (interval.low, interval.high)


def horizons_table(study: BackCastStudy) -> Table:
    """Return how far off the model and the best naive forecast were, by how far ahead."""
    columns = ("What", *(f"{months} months ahead" for months in study.horizons))
    rows = tuple(
        (Cell(plain(subject.label)), *(_off_by(judged(study.cast, subject, months)) for months in study.horizons))
        for subject in subjects_of(study.cast)
    )
    caption = (
        "How far the model's median was from what happened, on average, in children or events; below it the same of "
        "the naive forecast that was best so far ahead, and the model's score against it"
    )
    ends = ("best naive off by", "score against it")
    return Table(caption, columns, rows, ends=ends, widths=(1.5, *(1,) * len(study.horizons)), sheet=HORIZONS)


def _off_by(each: Judged) -> Cell:
    model, best = each.model.absolute_error, each.score_of(each.best).absolute_error
    below = f"{each.best} {SCORE.number(best)}; score {times_text(each.ratio)}"
    return Cell(SCORE.number(model), model, SCORE, below, (best, each.ratio) if isfinite(each.ratio) else ())


def _score(value: float) -> Cell:
    return Cell(SCORE.number(value), value, SCORE)


def scores_table(study: BackCastStudy) -> Table:
    """Return every score of every forecaster on every subject."""
    columns = ("What", "Forecast", "Off by", "Median less what happened", "50% held", "80% held", "Score", "Figures")
    rows = tuple(
        (
            Cell(plain(each.label)),
            Cell(score.forecaster, strong=score.forecaster == MODEL),
            _score(score.absolute_error),
            _score(score.bias),
            Cell(percent(score.in_half), score.in_half, SHARE),
            Cell(percent(score.in_80), score.in_80, SHARE),
            _score(score.weighted_interval_score),
            Cell(f"{score.figures:,}", score.figures),
        )
        for each in study.subjects
        for score in each.scores
    )
    caption = "Every forecaster that foretold all figures of a subject; errors and scores in children or events"
    return Table(caption, columns, rows, sortable=True, widths=(2, 1.3, 0.8, 1.1, 0.8, 0.8, 0.8, 0.7), sheet=SCORES)


def figures_table(study: BackCastStudy) -> Table:
    """Return what the model forecast of every figure, and what happened; counts of 1 to 4 are not told."""
    columns = ("Forecast on", "What", "Months ahead", "It was", "Median", "p10", "p90")
    model = [row for row in study.cast.rows if row.forecaster == MODEL]
    kept = not_told(model)
    rows = tuple(_figure(study, row, row.figure in kept) for row in model)
    caption = "What the model forecast of every figure, and what happened"
    return Table(caption, columns, rows, sortable=True, widths=(1.4, 2.2, 1, 1, 1, 1, 1), sheet=FIGURES)


def _figure(study: BackCastStudy, row: Foretold, hide: bool) -> tuple[Cell, ...]:
    was = FEW if few(round(row.observed)) else "not told"
    return (
        Cell(day_text(row.origin), row.origin),
        Cell(plain(label_of(study, row))),
        Cell(str(row.horizon_months), row.horizon_months),
        Cell(was) if hide else Cell(WHOLE.number(row.observed), row.observed, WHOLE),
        *(Cell(WHOLE.number(value), value, WHOLE) for value in (row.p50, row.p10, row.p90)),
    )


def label_of(study: BackCastStudy, row: Foretold) -> str:
    """Return what reports call a figure."""
    return study.cast.lines[row.group].label if row.measure == CHILDREN else FLOWS[row.measure]


def not_told(rows: list[Foretold]) -> set[object]:
    """Return the figures whose observed count is not told: 1 to 4, or what would give one away."""
    kept: set[object] = {row.figure for row in rows if few(round(row.observed))}
    types: dict[object, list[Foretold]] = {}
    for row in rows:
        if row.measure == CHILDREN and row.group != EVERYBODY:
            types.setdefault((row.origin, row.horizon_months), []).append(row)
    for alike in types.values():
        hide = hidden([round(row.observed) for row in alike])
        kept |= {row.figure for row, each in zip(alike, hide, strict=True) if each}
    return kept


def rows_table(study: BackCastStudy) -> Table:
    """Return what became of the rows of the returns."""
    rows = tuple(
        (Cell(table), Cell(fate), Cell(reason), Cell(f"{count:,}", count))
        for table, fate, reason, count in study.cast.rows_read
    )
    return Table("Rows of the returns", ("Table", "What became of them", "Why", "Rows"), rows, sheet=ROWS)


def fans(study: BackCastStudy) -> tuple[tuple[Chart, ...], str]:
    """Return a chart of each number of children, and the names of those that small counts forbid to draw."""
    drawn = {group: line for group, line in study.cast.lines.items() if not _small(line)}
    left_out = [f"“{plain(line.label)}”" for group, line in study.cast.lines.items() if group not in drawn]
    return tuple(_chart(study, group, line) for group, line in drawn.items()), listing(left_out)


def _small(line: Line) -> bool:
    return any(few(round(children)) for children in line.children.tolist())


def _chart(study: BackCastStudy, group: str, line: Line) -> Chart:
    shown = [_fan(study, group, line, number) for number in _apart(study)]
    number = list(study.cast.lines).index(group)
    return Chart(
        name=f"fan-{number}",
        finding=_finding(study, group, line),
        alternative="A line: children at each month's end. Fans: what the model forecast on past days.",
        draw=lambda: fan_chart(line, shown),
        sheet=VERDICT,
    )


def _apart(study: BackCastStudy) -> list[int]:
    """Return the numbers of origins whose forecasts do not overlap, the first one first."""
    chosen: list[int] = []
    for number, origin in enumerate(study.cast.origins):
        if not chosen or (origin.year - study.cast.origins[chosen[-1]].year) * 12 >= max(study.horizons):
            chosen.append(number)
    return chosen


def _fan(study: BackCastStudy, group: str, line: Line, number: int) -> Fan:
    origin = study.cast.origins[number]
    rows = [row for row in study.cast.rows if row.forecaster == MODEL and row.measure == CHILDREN]
    of_group = sorted(
        (row for row in rows if row.group == group and row.origin == origin), key=lambda row: row.horizon_months
    )
    return Fan(origin, float(line.children[line.days.index(origin)]), of_group)


def _finding(study: BackCastStudy, group: str, line: Line) -> str:
    rows = [row for row in study.cast.rows if row.forecaster == MODEL and row.measure == CHILDREN]
    held = [row.in_80 for row in rows if row.group == group]
    return f"{plain(line.label)}: 80% ranges held {sum(held)} of {len(held)} figures"
