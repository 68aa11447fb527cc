"""Parts of the document about results: summary, children, money, what they depend on, method and sources."""

from placesim import __version__
from placesim.experiment.comparison import ALL_YEARS
from placesim.report.comparison.baseline_words import baseline_words
from placesim.report.comparison.break_even import saving, saving_table, title_words
from placesim.report.comparison.depends import depends
from placesim.report.comparison.differences import Way, difference_unit, says, way
from placesim.report.comparison.how_many import METHOD, precision_table, replications_words
from placesim.report.comparison.intervention_words import interventions_in_words
from placesim.report.comparison.new_homes import arrivals_table, finding, note, opened, with_homes
from placesim.report.comparison.options import SPEND, Options
from placesim.report.comparison.options_table import year_tables_of
from placesim.report.comparison.standing import quoted, standing
from placesim.report.comparison.surprises import surprises
from placesim.report.comparison.verdict import leading, verdict
from placesim.report.office.word_parts import Paper
from placesim.report.office.word_pictures import children_picture, homes_picture, savings_picture, spend_picture
from placesim.report.tables import Cell, Table
from placesim.report.wording import unit_for

FOLLOWED = (
    "Every child in care at the start, and every child who enters after that, is followed day by day through simulated "
    "futures. A child who needs a place gets the best one for that need that is free, and may wait for a better one; "
    "carers and homes have only so many places."
)
MOST_TYPES = 4
"""Placement types that stand side by side in a picture."""

MOST_ROWS, MOST_PANELS, MOST_HOMES = 30, 15, 12
"""Scenarios in a picture of rows, scenarios in one of panels, and homes; the workbook has all."""


def summary(paper: Paper, options: Options) -> None:
    """Say what the baseline is, then answer the four questions of the first page."""
    paper.heading("Summary")
    baseline, check = baseline_words(options)
    paper.say(baseline)
    paper.finding(check)
    for answer in verdict(options):
        paper.heading(answer.question, 2)
        paper.finding(answer.finding)
        paper.bullets(answer.sentences)
    if options.names:
        caption = f"{_spend_caption(options)}{_the_rest(options, MOST_ROWS)}"
        paper.picture(spend_picture(options, options.names[:MOST_ROWS], caption))


def _the_rest(options: Options, shown: int) -> str:
    """Say so where a picture holds not all scenarios."""
    count = len(options.names)
    return f" Drawn: the first {shown} of {count}, by spend; the tables hold all." if count > shown else ""


def _spend_caption(options: Options) -> str:
    lower = sum(way(options.difference(name, SPEND)) == Way.LOWER for name in options.names)
    higher = sum(way(options.difference(name, SPEND)) == Way.HIGHER for name in options.names)
    return (
        f"Of {len(options.names)} scenarios, {lower} clearly lower spend on average and {higher} clearly raise it. The "
        "dot is the mean, the thick bar its 95% interval, the thin line holds 8 in 10 futures."
    )


def children(paper: Paper, options: Options) -> None:
    """Say where children would live, and who moves into new homes."""
    paper.heading("Children and placements")
    kinds = _most_changed(options)
    if kinds and options.names:
        caption = f"{_children_caption(options, kinds[0])}{_the_rest(options, MOST_ROWS)}"
        paper.picture(children_picture(options, options.names[:MOST_ROWS], kinds, caption))
    if homes := opened(options)[:MOST_HOMES]:
        paper.heading("New homes", 2)
        caption = (
            "How new homes fill: beds taken (line, with the band of 8 in 10 futures) of beds usable (dashed), means."
        )
        paper.picture(homes_picture(options, homes, caption))
        paper.bullets(f"{finding(options, home)}. {note(options, home)}" for home in homes)
        paper.table(_arrivals(options), (3, 3, 2, 4))


def _arrivals(options: Options) -> Table:
    """Return who moved into new homes and from where, one row a scenario and home."""
    rows = []
    for name in with_homes(options):
        table = arrivals_table(options, name)
        for home, total, *origins in table.rows:
            named = sorted(zip(table.columns[2:], origins, strict=True), key=lambda each: -(each[1].sort or 0))
            parts = [f"{column.removeprefix('from: ')} {cell.text}" for column, cell in named if cell.sort]
            rows.append((Cell(options.label(name)), home, total, Cell(", ".join(parts))))
    columns = ("Scenario", "Home", "Children who moved in", "From")
    caption = f"Children who moved into new homes by {options.end}, mean of futures; below it the 95% interval"
    return Table(caption, columns, tuple(rows), words=(1, 3))


def _most_changed(options: Options) -> list[str]:
    """Return the placement types whose number any scenario changes most."""
    size = {
        kind: max((abs(options.difference(name, "children_year_end", kind).mean) for name in options.names), default=0)
        for kind in options.changing_types
    }
    most = sorted(size, key=lambda kind: -size[kind])[:MOST_TYPES]
    return [kind for kind in most if size[kind]]


def _children_caption(options: Options, kind: str) -> str:
    """Tell the largest sure difference in a placement type, and how to read the picture."""
    found = {name: options.difference(name, "children_year_end", kind) for name in options.names}
    name = max(found, key=lambda each: abs(found[each].mean))
    subject = f"children in {options.labels.place(kind)} on {options.end}"
    unit = difference_unit("children", found[name].mean)
    return (
        f"{quoted(options.label(name))}: {says(subject, found[name], unit, plural=True)}. Dots are mean differences "
        "from the baseline, paler where there is none or these futures cannot tell."
    )


def finance(paper: Paper, options: Options) -> None:
    """Say what is spent by year, and when a scenario begins to save."""
    paper.heading("Finance")
    paper.table(_baseline_spend(options))
    paper.table(year_tables_of(options, options.names)[0])
    paper.small_print("Below each figure its 95% interval. What each budget line would be is in report.xlsx.")
    leaders = leading(options, standing(options)) or list(options.names[:1])
    savings = [saving(options, name) for name in options.names[:MOST_PANELS]]
    told = {name: saving(options, name) for name in leaders}
    if savings:
        caption = "; ".join(title_words(told[name], options) for name in leaders)
        paper.picture(
            savings_picture(
                options,
                savings,
                f"{caption}. Above the line a scenario has cost less so far; the band holds 8 in 10 futures."
                f"{_the_rest(options, MOST_PANELS)}",
            )
        )
        paper.table(saving_table(options, options.names))


def _baseline_spend(options: Options) -> Table:
    """Return what each budget line pays in each year if nothing changes."""
    comparison, lines = options.comparison, [*options.comparing.council.budget_lines, "all"]
    years = [*comparison.years, ALL_YEARS]
    means = {line: [float(comparison.before(SPEND, line, year).mean()) for year in years] for line in lines}
    unit = unit_for("pounds", max(means["all"]))
    rows = tuple(
        (Cell(options.labels.group(SPEND, line)), *(Cell(unit.number(value), value) for value in found))
        for line, found in means.items()
        if any(found)
    )
    columns = ("Budget line", *(year.label for year in options.years), "All years")
    return Table(f"The baseline: placement spend by budget line, {unit.header}, mean of futures", columns, rows)


def risks(paper: Paper, options: Options) -> None:
    """Say what the figures depend on, and what is worse than common sense expects."""
    paper.heading("Risks, and what the figures depend on")
    summary_, *said = depends(options, leading(options, standing(options)))
    paper.finding(summary_)
    paper.bullets(said)
    found = surprises(options)
    if found:
        paper.heading("Worse than common sense expects", 2)
    for each in found:
        paper.heading(each.label, 3)
        paper.finding(f"{each.finding}.")
        paper.bullets(each.sentences)


def method(paper: Paper, options: Options) -> None:
    """Say how the figures came about and what they do not hold."""
    settings = options.comparing.settings
    paper.heading("Method and limits")
    paper.say(FOLLOWED)
    paper.bullets((*replications_words(options), *METHOD))
    if (reached := precision_table(options)) is not None:
        paper.table(reached)
    paper.small_print(f"Made with placesim {__version__}, seed {settings.seed}: {settings.command}")


def sources(paper: Paper, options: Options) -> None:
    """List the evidence that the scenarios cite, and the assumptions in place of evidence."""
    cited = {
        source.text: source
        for name in options.names
        for said in interventions_in_words(options, name)
        for source in said.sources
    }
    paper.heading("Sources")
    rows = [
        (
            Cell(name),
            Cell(f"{figure.quantity}: {figure.value}" if figure.value else figure.quantity),
            Cell(figure.where),
        )
        for name, each in sorted(cited.items())
        if (figure := each.figure)
    ]
    if rows:
        columns = ("Id", "Figure", "Where it stands")
        caption = "Evidence that the scenarios cite; the baseline's is in report.xlsx"
        paper.table(Table(caption, columns, tuple(rows), words=(1, 2)), (1, 6, 7))
    assumed = [each.text for each in cited.values() if each.assumed]
    if assumed:
        paper.heading("Assumptions of the scenarios", 2)
        paper.bullets(assumed)
