"""What Halton's searches find, by luck alone and with assumptions drawn: `python -m placesim.studies.searches`.

How many carers half of the children in the borough take, and which mix of homes, carers and edge of care is cheapest.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import placesim
from placesim.api.assumptions import DRAWN, FIXED
from placesim.api.search_result import SearchResult
from placesim.report.paper.parts import Cell, Table
from placesim.report.scripts.search_exhibits import finalists_table, frontier_table
from placesim.report.words.mixes import assumptions_words
from placesim.report.words.search import answers

COUNCIL, RANGES = Path("configs/halton.yaml"), Path("configs/uncertain/halton.yaml")
SEARCHES = (
    Path("configs/searches/halton/carers_for_half.yaml"),
    Path("configs/searches/halton/cheapest_mix.yaml"),
)
WAYS = {FIXED: "By luck alone", DRAWN: "With assumptions drawn"}


def page(searches: Sequence[Path], most: int, again: int, workers: int | None) -> Iterator[str]:
    """Yield the page, a line at a time: each search both ways, with how long it took."""
    named = "" if tuple(searches) == SEARCHES else "".join(f" {path.as_posix()}" for path in searches)
    command = f"python -m placesim.studies.searches{named} --most {most} --again {again}"
    yield from ("# What Halton's searches find", "", f"Made by `{command}`. [Searches](search.md) says how to read it.")
    for path in searches:
        for assumptions, way in WAYS.items():
            began = perf_counter()
            council = placesim.load(COUNCIL, ranges=RANGES)
            found = placesim.search(council, path, most, workers=workers, again=again, assumptions=assumptions)
            if assumptions == FIXED:
                yield from ("", f"## {found.search.grid.search.question}")
            yield from ("", f"### {way}", "", *_told(found))
            yield from ("", f"It took {perf_counter() - began:,.0f} seconds; `{found.reproduction(None)}`.")


def _told(found: SearchResult) -> Iterator[str]:
    study = found.study()
    for answer in answers(study):
        yield from (f"**{answer.finding}** {' '.join(answer.sentences)}".rstrip(), "")
    yield from (assumptions_words(study), "", *_markdown(finalists_table(study)), "", *_markdown(frontier_table(study)))


def _markdown(table: Table) -> Iterator[str]:
    yield from (f"{table.caption}:", "", f"| {' | '.join(table.columns)} |", f"|{'---|' * len(table.columns)}")
    for row in table.rows:
        yield f"| {' | '.join(map(_text, row))} |"


def _text(cell: Cell) -> str:
    return f"{cell.text} ({cell.below})" if cell.below else cell.text


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the searches find, and keep it."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.searches", description=__doc__)
    parser.add_argument("searches", nargs="*", type=Path, default=SEARCHES, help="search files (default both)")
    parser.add_argument("--most", type=int, default=1000, help="futures of one mix at most (default 1,000)")
    parser.add_argument("--again", type=int, default=200, help="further futures of the finalists (default 200)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the page in this Markdown file")
    chosen = parser.parse_args(arguments)
    told = []
    for line in page(tuple(chosen.searches), chosen.most, chosen.again, chosen.workers):
        print(line, flush=True)
        told.append(f"{line}\n")
    if chosen.out:
        chosen.out.write_text("".join(told), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
