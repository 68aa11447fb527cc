"""The reference page of files of published figures, generated from the schema.

`python -m placesim.calibration.reference PAGE` writes it.
"""

import sys
from pathlib import Path

from placesim.calibration.figure import PastNumbers, PublishedFigure
from placesim.calibration.kinds import ASKED_FOR
from placesim.calibration.published import Published
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

The [tutorial](tutorial.md#6-check-run-compare-with-what-you-know) has a worked example.

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
    adjust: [leaving.special_guardianship.per_year]
    adjust_between: [0.5, 2]
    source: "assumption: last month's report"
  - label: Leavers aged 10 to 15
    measure: leavers_by_age
    group: 10_to_15
    financial_year: 2026-27
    value: 9
    held_back: true
    source: "assumption: the return of the year after"
```

## Where the numbers go if nothing changes

`placesim agree CONFIGURATION FILE --drift` adds where the number of each placement type goes, beside the years before
the start that `past` lists:

```yaml
past:
  - {placement_type: in_house, at_year_end: {2023-24: 29, 2024-25: 26}, source: "assumption: our returns"}
```

## When assumptions are drawn

Where numbers of the configuration carry ranges, `agree` plays the same futures twice: with every assumption at its
value, by which a figure agrees or not, and with all of them drawn. A last table sets both side by side, with what
drawing adds to a figure (two standard deviations of the difference in a future, so luck is not in it) and how far the
published figure may be off. In the first year simulated the first should not be more than the second: what was fitted
is known, and ranges of what it rests on must not say otherwise. Draw such numbers from a later date on (`times` with
`from`), as narrowly as the figure allows, or tied to each other. `--assumptions fixed` leaves the table out.

## Which measures and groups there are

`placesim measures CONFIGURATION` names them, with what each counts and its unit: pounds, children, moves, nights, or a
share from 0 to 1. A figure without `group` is that of all. Figures of several years stand one below the other: the same
label, another `financial_year`. Together they say how numbers go, and not only where they stand.

These are measured only where a published figure asks for them:

{kinds}

## How close is close enough

Give one of these tests, or none:

- `within_share: 0.1`: the simulated mean lies within 10% of the figure; with `two_standard_errors: true`, or within
  twice the square root of the figure, whichever is wider. That is what chance alone does to a count.
- `between: [110, 130]`: the simulated mean lies between the two.
- `standard_error: 2.5`: the simulated mean lies within twice that.
- `out_of: 146`, for a share: within twice what chance does to a share of so many children.
- None: the figure lies within the range of futures (p10 to p90).

## Fitted, or only compared

Every figure is fitted, but those with `held_back: true`. They are compared by `agree` and `calibrate`, in a table of
their own, and calibration never sees them: they test what it found. Choose them before you calibrate.

Fitted figures weigh as much as they are certain: a gap counts in units of the figure's sampling error. That is its
`standard_error`, or half of how far the mean may be off; without any test the square root of a count or, for all else,
how far the simulated futures of that year lie apart.

## What calibration scales

Paths lead through the configuration by its keys, with dots between: `leaving.return_home.per_year`; a number in a list
by its place, counted from 0: `needs.home.transfers.0.minimum_days`. A path to a block scales every number in it.

- `adjust: [a, b]`: one factor scales both. `adjust: [[a], [b]]`: each has a factor of its own.
- Up or down is measured: each number is nudged alone, on the same luck, and what that does to every fitted figure, of
  every year, decides. So a number serves all figures, whichever names it. It may stand only once in the file.
- `adjust_between: [0.8, 1.25]`: the least and the greatest factor, as from a ranged assumption; 0.1 and 10 without it.
- Where figures leave open which number to scale, the smallest changes are made.

`calibrate` stops when every fitted figure agrees. What it gives back never has a fitted figure further outside its
limits than it was at first, in the futures it simulated ([tried from random first guesses](calibration.md)). For each
figure that it did not reach it says why: nothing under `adjust` moves it by more than chance; what moves it is scaled
as far as is allowed; what would bring it nearer takes others away, which it names; no future has it; or the rounds
were over. The file is written then too, and the exit code is 1.

`adjust_inversely`, of version 0.4.0, is `adjust` now; `placesim upgrade` writes it so.

"""


def _kinds() -> str:
    """Return the kinds of figure that a run does not measure unasked, as a list."""
    return "\n".join(
        f"- `{name}` ({each.unit}; groups: {each.groups}): {each.definition}" for name, each in ASKED_FOR.items()
    )


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
    return INTRO.replace("{kinds}", _kinds()) + "\n".join(sections)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
