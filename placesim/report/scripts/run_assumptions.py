"""The assumptions of a run: how many and which are the largest, then every block with its values and its sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placesim.config.baseline import Baseline
from placesim.config.charges import carried_lines
from placesim.config.evidence import Figure
from placesim.config.text import plain
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Cell, Facts, Folded, Paragraph, Part, Section, Table, bullets
from placesim.report.study import Study
from placesim.report.words.assumed import who_can_say
from placesim.report.words.assumptions import Block, Largest, blocks_of, by_size, most_money_first
from placesim.report.words.cited import Cited
from placesim.report.words.configuration import policy_text
from placesim.report.words.sources import (
    evidence_cited,
    evidence_ids,
    evidence_table,
    interventions_in_words,
    reasons,
    source_items,
)

ASSUMPTIONS = "Assumptions"
"""The workbook's sheet."""

NO_EVIDENCE = Paragraph("This configuration cites no evidence.")


@dataclass(frozen=True)
class Assumptions:
    """What a run rests on: the blocks of its configuration, the largest first."""

    study: Study
    blocks: tuple[Block, ...]
    largest: Largest

    def main(self) -> Section:
        """Return how many blocks rest on assumption, and which of these touch most money and most children."""
        counted = len(self.blocks)
        assumed = sum(block.assumed for block in self.blocks)
        wholly = sum(block.only_assumed for block in self.blocks)
        said = self.largest.said
        largest: tuple[Part, ...] = (
            Paragraph("The largest that rest on assumption, wholly or in part:"),
            bullets(*said),
            Paragraph(
                "This ranks size, not sensitivity: it says how much money or how many children a block touches, not "
                f"how far the results would move if it were wrong. {who_can_say(self.study)}",
                quiet=True,
            ),
        )
        fitted = sum(block.fitted for block in self.blocks)
        learnt = f"{fitted} are fitted to the council's own return; " if fitted else ""
        count = Paragraph(
            f"{assumed} of {counted} blocks of the configuration rest on assumption: {wholly} wholly and "
            f"{assumed - wholly} in part; {learnt}{counted - assumed - fitted} rest on evidence alone."
        )
        return Section("Main assumptions", "main-assumptions", (count, *(largest if said else ())))

    def sources(self) -> Section:
        """Return every block with what it touches, its values, and what it rests on; then the evidence cited."""
        council = self.study.baseline
        placed = council.time_in_placement_bands
        bands = (
            ("Age bands, in years", council.age_bands),
            ("Time-in-care bands, in years", council.time_in_care_bands),
            *((("Time-in-placement bands, in years", placed),) if len(placed) > 1 else ()),
        )
        facts = (
            ("Who is offered a freed bed first", policy_text(council.transfer_policy)),
            *(
                (name, "; ".join(f"{band} ({low:g} to {high:g})" for band, (low, high) in of.items()))
                for name, of in bands
            ),
            *_carried(council),
        )
        titles = dict.fromkeys(block.section for block in self.blocks)
        return Section(
            "Assumptions and their sources",
            "assumptions",
            (
                Paragraph(
                    "Each block of the configuration has its values here, and where they come from; those that touch "
                    "most stand first. Evidence ids lead to the figures cited."
                ),
                Facts(facts),
                *(_section(title, [block for block in self.blocks if block.section == title]) for title in titles),
                *(evidence_cited(block.sources for block in self.blocks) or (NO_EVIDENCE,)),
            ),
            annex=True,
        )


def _carried(council: Baseline) -> tuple[tuple[str, str], ...]:
    """Name the budget lines that nothing rests on but the council's own papers."""
    labels = [plain(council.budget_lines[name].label) for name in carried_lines(council)]
    return (("Budget lines carried as the council has them", f"{len(labels)}: {'; '.join(labels)}"),) if labels else ()


def assumptions_of(study: Study, evidence: Mapping[str, Figure]) -> Assumptions:
    """Return what a run rests on."""
    blocks, largest = by_size(study, blocks_of(study.baseline, evidence))
    return Assumptions(study, tuple(blocks), largest)


def _section(title: str, blocks: Sequence[Block]) -> Folded:
    assumed = sum(block.assumed for block in blocks)
    rows = tuple(
        (
            Cell(block.title),
            Cell(block.size),
            Cell("\n".join(f"{name}: {'; '.join(lines)}" for name, lines in block.values)),
            Cell(_lines(block.sources)),
        )
        for block in blocks
    )
    columns = ("Block", "What it touches", "Values", "What it rests on")
    table = Table(title, columns, rows, widths=(2, 1.5, 4, 4), sheet=ASSUMPTIONS)
    return Folded(f"{title}: {len(blocks)} block{'s' * (len(blocks) != 1)}, {assumed} on assumption", (table,))


def _lines(sources: Sequence[Cited]) -> str:
    """Return each source on a line of its own, the tag of an assumption before it."""
    return "\n".join(f"{item.tag}: {item.text}" if item.tag else item.text for item in source_items(sources))


def assumptions_table(options: ComparisonStudy) -> Table:
    """Return every block of the baseline with its values and what they rest on, most money first."""
    played = {options.label(name): Study(options.council_of(name), options.outcomes(name)) for name in options.names}
    blocks = most_money_first(options.baseline, played, blocks_of(options.council, options.evidence))
    rows = tuple(_block(block) for block in blocks)
    columns = ("Block", "Part", "Touches", "Values", "Rests on", "Evidence", "Assumption")
    return Table("What the baseline assumes, and on what each block rests", columns, rows, sheet=ASSUMPTIONS)


def evidence_of(options: ComparisonStudy) -> Table:
    """Return every figure of the evidence that the baseline or a scenario cites."""
    blocks = [block.sources for block in blocks_of(options.council, options.evidence)]
    changes = [said.sources for name in options.comparison.names for said in interventions_in_words(options, name)]
    return evidence_table([*blocks, *changes])


def _block(block: Block) -> tuple[Cell, ...]:
    values = "; ".join(f"{name}: {', '.join(lines)}" for name, lines in block.values)
    sources = block.rests_on, evidence_ids(block.sources), reasons(block.sources)
    return tuple(map(Cell, (block.title, block.section, block.size, values, *sources)))
