"""The reference page of files of published figures, generated from the schema.

`python -m placesim.calibration.reference PAGE` writes it.
"""

import sys
from pathlib import Path

from placesim.calibration.published import PastNumbers, Published, PublishedFigure
from placesim.config.reference import table

INTRO = """# Files of published figures

Generated from the schema by `python -m placesim.calibration.reference docs/published.md`; a test keeps it current.

What a configuration should come to: figures that are published, the measure of placesim that counts the same, and how
close is close enough. [configs/halton_published.yaml](../configs/halton_published.yaml) is a real one; `placesim new`
lays out another.

- `placesim agree CONFIGURATION FILE` simulates and sets both side by side.
- `placesim calibrate CONFIGURATION FILE --out NEW` scales numbers of the configuration until the simulation agrees.
- `placesim check CONFIGURATION FILE` tells what does not fit: a measure, a group or a year that is not simulated, a
  path that leads to no number, a figure that the simulation misses a hundred times over.

```yaml
name: "Our council: the baseline beside published figures"
evidence: evidence
figures:
  - label: "Leavers: return home"
    measure: leavers
    group: return_home
    financial_year: 2025-26
    value: 38
    within_share: 0.1
    two_standard_errors: true
    adjust: [leaving.return_home.per_year]
    source: "assumption: last year's return"
  - label: Children in care at the end of the year
    measure: children_year_end
    financial_year: 2025-26
    value: 120
    between: [110, 130]
    adjust_inversely: [leaving.special_guardianship.per_year]
    source: "assumption: last month's report"
```

## Where the numbers go if nothing changes

`placesim agree CONFIGURATION FILE --drift` adds where the number of each placement type goes, beside the years before
the start that `past` lists:

```yaml
past:
  - {placement_type: in_house, at_year_end: {2023-24: 29, 2024-25: 26}, source: "assumption: our returns"}
```

## Which measures and groups there are

`placesim measures CONFIGURATION` names them, with what each counts and its unit: pounds, children, moves, nights, or a
share from 0 to 1. A figure without `group` is that of all.

## How close is close enough

Give one of two tests, or none:

- `within_share: 0.1`: the simulated mean lies within 10% of the figure; with `two_standard_errors: true`, or within
  twice the square root of the figure, whichever is wider. That is what chance alone does to a count.
- `between: [110, 130]`: the simulated mean lies between the two.
- Neither: the figure lies within the range of futures (p10 to p90).

## What calibration scales

Paths lead through the configuration by its keys, with dots between: `leaving.return_home.per_year`; a number in a list
by its place, counted from 0: `needs.home.transfers.0.minimum_days`. A path to a block scales every number in it.

- `adjust`: numbers that raise the figure. Where 30 are simulated and 38 published they are multiplied, by most of what
  is missing, round by round until the two are near.
- `adjust_inversely`: numbers that lower the figure; the same factor divides them. Too few in care: fewer leave.
- A number may be scaled for one figure only. Figures without either are not calibrated to: they test the result.

"""


def page() -> str:
    """Return the reference page as Markdown."""
    sections = [
        "\n".join([f"## {title}", "", table(model), ""])
        for title, model in (
            ("Fields of the file", Published),
            ("Published figure", PublishedFigure),
            ("Past numbers", PastNumbers),
        )
    ]
    return INTRO + "\n".join(sections)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
