"""The report of a back-cast: whether to trust the model, what was forecast beside what happened, and every score."""

from placesim.config.text import day_text, plain
from placesim.report.backcast_study import BackCastStudy
from placesim.report.paper.parts import (
    Bullets,
    Charts,
    Finding,
    Heading,
    Item,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    Table,
    bullets,
    folded,
    only,
)
from placesim.report.scripts.backcast_exhibits import (
    FIGURES,
    HORIZONS,
    ROWS,
    SCORES,
    VERDICT,
    fans,
    figures_table,
    horizons_table,
    rows_table,
    scores_table,
    verdict_table,
)
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, again, definitions_table
from placesim.report.words.backcast import NAIVE_WORDS, verdict_words
from placesim.results.backcasts import CHILDREN

READ = (
    "The score is the weighted interval score: the width of a forecast's ranges, and a penalty for what falls outside "
    "them, in children or events; lower is better. Below 1 the model did better than the best naive forecast, which is "
    "the one that turned out best: nobody could have picked it beforehand. Brackets and small print: 95% intervals, "
    "by the days on which forecasts were made."
)
RULES = (
    "Nothing is said of what has fewer than 10 figures, or figures from fewer than three past days.",
    "“Trust it”: the model's score is at most 0.95 of the best naive forecast's, and the interval lies below 1. "
    "“Better, perhaps by chance”: at most 0.9, but the interval reaches 1 or cannot be told. “No better”: up to 1.1. "
    "Above that “worse”, and only perhaps so where the interval reaches 1.",
    "80% ranges are about right where they held 70 to 90% of what happened. Otherwise they are too narrow, or wider "
    "than they need be.",
    "Intervals leave out one past day at a time (jackknife). Past days lie close together, and what came after one "
    "came after the next too, so they are rather too narrow than too wide.",
    "How well a model foretold this council's past says most about years like those. It cannot say what a change of "
    "law, of policy or of the market will do.",
)
METHOD = (
    "On each past day the model knows what the returns that were in by then say, and no more. It is fitted to them as "
    "`placesim fit` does it, and simulated on with every fitted number drawn from how far it was known.",
    "What returns do not tell (places, households, homes, prices) is taken from the configuration, with its dates. "
    "Where it was written later than the past day, it may know what the council then did not: mind this where places "
    "are what a forecast hangs on.",
    "What happened is measured on the returns as they are known today, by the same measures as futures.",
)


def backcast_report(study: BackCastStudy) -> Report:
    """Return everything that is told of a back-cast, first things first."""
    cast = study.cast
    return Report(
        kind=f"{Report.SUBJECT}: forecasts tried on the council's own past",
        title=f"{plain(cast.council)}: how well its past was foretold",
        question="Would the model have foretold what happened, and better than a simple rule?",
        sections=(
            _verdict(study),
            Section("What was forecast, and what happened", "fans", _fans(study)),
            Section("How far ahead", "horizons", (horizons_table(study),)),
            Section("Every forecaster", "scores", _scores(study), annex=True),
            Section("Every figure", "figures", _figures(study), annex=True),
            *_rows(study),
            Section("How it was done", "method", _method(study), annex=True),
            Section("What each measure means", "definitions", (folded(_definitions()),), annex=True),
            Section("How to make this report again", "again", again(study.settings), annex=True),
        ),
        facts=(
            ("Forecasts made on", _origins(study)),
            ("Held against", f"what happened up to {day_text(cast.until)}"),
            ("Figures", f"{study.everything.figures:,}"),
            ("Futures of each", f"{cast.replications:,}"),
            ("Seed", str(cast.seed)),
        ),
        warning=_warning(study),
        sheets=(VERDICT, HORIZONS, SCORES, FIGURES, ROWS, DEFINITIONS, ABOUT),
    )


def _origins(study: BackCastStudy) -> str:
    first, last = study.cast.origins[0], study.cast.origins[-1]
    return day_text(first) if first == last else f"each 31 March from {first.year} to {last.year}"


def _warning(study: BackCastStudy) -> str:
    """Say before all else that a trial is none that anything can rest on."""
    if study.cast.replications >= 100:
        return ""
    return f"A trial: only {study.cast.replications:,} futures of each forecast. Use 200 or more."


def _verdict(study: BackCastStudy) -> Section:
    first, *rest = verdict_words(study)
    parts: tuple[Part, ...] = (Finding(first), *map(Paragraph, rest), verdict_table(study), Paragraph(READ, quiet=True))
    return Section("Whether to trust it, and for what", "verdict", parts)


def _fans(study: BackCastStudy) -> tuple[Part, ...]:
    reading = (
        "Line: children at each month's end, as it was. Fans: what the model forecast on the day of the dot; dashed "
        "the median, dark half of its futures, light 8 in 10. Only fans that do not overlap are drawn; every forecast "
        "stands in the tables."
    )
    charts, left_out = fans(study)
    said = f"Not drawn, for fewer than 5 children at times: {left_out}." if left_out else ""
    return (Paragraph(reading, quiet=True), Charts(charts), *((Paragraph(said, quiet=True),) if said else ()))


def _scores(study: BackCastStudy) -> tuple[Part, ...]:
    naive = Bullets(tuple(Item(words, name) for name, words in NAIVE_WORDS.items()))
    return Paragraph("The naive forecasts, each made from what was known on the same day:"), naive, scores_table(study)


def _figures(study: BackCastStudy) -> tuple[Part, ...]:
    said = "Every forecaster's stand in backcast.csv; with `--suppress`, without what is ever counted 1 to 4."
    where = "The model's forecasts of every figure stand in report.xlsx, where it is written."
    table = figures_table(study)
    return (
        Paragraph(said, quiet=True),
        only(Medium.PAGE, Medium.WORKBOOK, parts=(folded(table),)),
        only(
            Medium.DOCUMENT,
            parts=(Paragraph(where),),
        ),
    )


def _rows(study: BackCastStudy) -> tuple[Section, ...]:
    if not study.cast.rows_read:
        return ()
    said = "What became of every row of the returns, all years together."
    return (Section("The rows of the return", "rows", (Paragraph(said), rows_table(study)), annex=True),)


def _method(study: BackCastStudy) -> tuple[Part, ...]:
    adapted = Heading("What was adapted for the last of the forecasts")
    notes = (adapted, bullets(*study.cast.notes)) if study.cast.notes else ()
    return (bullets(*METHOD), Heading("The rules of the verdict"), bullets(*RULES), *notes)


def _definitions() -> Table:
    return definitions_table((CHILDREN, "entries", "leavers", "moves"))
