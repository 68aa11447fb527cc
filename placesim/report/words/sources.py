"""What scenarios change in words, and where the numbers come from: assumptions, or figures of the evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placesim.config.interventions.intervention import Intervention
from placesim.report.comparison_study import ComparisonStudy, once
from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Folded, Item, Table, folded
from placesim.report.words.cited import Cited, cited
from placesim.report.words.cost_words import cost_in_words

EVIDENCE = "Evidence"
"""The workbook's sheet."""

EVIDENCE_ANCHOR = "evidence-"
"""Before an evidence id: where the page's links to it lead."""

NOT_CHOSEN = "not the council's to decide"


@dataclass(frozen=True)
class Said:
    """One intervention: what it changes, and where its numbers come from."""

    text: str
    sources: tuple[Cited, ...]
    chosen: bool
    """False for what a council does not decide, as in higher demand."""

    @property
    def assumed(self) -> bool:
        """True when at least one source is an assumption."""
        return any(source.assumed for source in self.sources)


@once
def interventions_in_words(options: ComparisonStudy, name: str) -> tuple[Said, ...]:
    """Return each intervention of a scenario, in the order in which they are made."""
    council = options.council_of(name)
    return tuple(
        Said(
            f"{each.in_words(council)}{_cost_in_words(each)}",
            tuple(cited(item, options.evidence) for item in _sources_of(each)),
            each.chosen(options.council),
        )
        for each in options.scenario(name).interventions
    )


def _sources_of(change: Intervention) -> dict[str, None]:
    """Return where the numbers of a change and of its cost come from, each once."""
    return dict.fromkeys((*change.source, *(change.cost.source if change.cost else ())))


def _cost_in_words(change: Intervention) -> str:
    paid = change.cost_paid()
    return f" Beside placements it costs {cost_in_words(paid)}." if paid else ""


def changes_columns(asked: str) -> tuple[str, ...]:
    """Return the headings of a table of changes; `asked` is a question answered with yes or no."""
    return "Number", "What it changes", asked, "Evidence", "Assumption"


def change_cells(number: int, said: Said, yes: bool) -> tuple[Cell, ...]:
    """Return one change as a row of a table, with the answer to what its table asks."""
    answers = "yes" if yes else "no", evidence_ids(said.sources), reasons(said.sources)
    return Cell(str(number), number, Unit("")), Cell(said.text), *map(Cell, answers)


def evidence_ids(sources: Sequence[Cited]) -> str:
    """Return the evidence among sources, by id, and what was fitted."""
    found = (f"fitted to {source.text}" if source.fitted else source.text for source in sources if not source.assumed)
    return ", ".join(found)


def reasons(sources: Sequence[Cited]) -> str:
    """Return the reasons of the assumptions among sources."""
    return "; ".join(source.text for source in sources if source.assumed)


def change_item(said: Said, tag: str = "", told_before: str = "") -> Item:
    """Return one intervention as a point, its sources below it.

    Args:
        said: the intervention in words.
        tag: what stands before it.
        told_before: the scenario under which its sources stand already; empty: they stand here.
    """
    tag = tag or ("" if said.chosen else NOT_CHOSEN)
    if told_before:
        return Item(f"{said.text} (sources as in “{told_before}”)", tag)
    return Item(said.text, tag, items=source_items(said.sources))


def source_items(sources: Iterable[Cited]) -> tuple[Item, ...]:
    """Return sources as points: assumptions are tagged, figures of the evidence lead to where they stand."""
    return tuple(_source(source) for source in sources)


def _source(source: Cited) -> Item:
    if source.assumed:
        return Item(source.text, "Assumption")
    if source.fitted:
        return Item(source.text, "Fitted to")
    if source.figure is None:
        return Item(f"{source.text} (not in the evidence given)")
    figure = f"{source.figure.quantity}: {source.figure.value}"
    return Item(f"{source.text} {figure}", anchor=f"{EVIDENCE_ANCHOR}{source.text}")


def evidence_cited(citing: Iterable[Sequence[Cited]]) -> tuple[Folded, ...]:
    """Return every figure of the evidence that is cited, folded; nothing where none is."""
    table = evidence_table(citing)
    return (folded(table),) if table.rows else ()


def evidence_table(citing: Iterable[Sequence[Cited]]) -> Table:
    """Return every figure of the evidence that is cited, with where it stands."""
    cited = {source.text: source.figure for sources in citing for source in sources if source.figure}
    rows = tuple(
        tuple(map(Cell, (name, figure.quantity, figure.value, figure.where, figure.confidence)))
        for name, figure in sorted(cited.items())
    )
    columns = ("Id", "Figure", "Value", "Where it stands", "Confidence")
    caption = f"Evidence cited ({len(rows)} figure{'s' * (len(rows) != 1)})"
    return Table(caption, columns, rows, True, anchor=EVIDENCE_ANCHOR, widths=(1, 3, 1, 4, 1), sheet=EVIDENCE)
