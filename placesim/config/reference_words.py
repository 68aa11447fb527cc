"""What the reference pages say around the tables of the schema."""

INTRO = """# Configuration files

Generated from the schema by `python -m placesim.config.reference docs/configuration.md`; a test keeps it current.

A configuration is one YAML 1.2 file. [configs/example.yaml](../configs/example.yaml) is a small one to read first and
[configs/halton.yaml](../configs/halton.yaml) a real one. `placesim check FILE` tells every fault by file, line and
field.

- **Source.** Every block of numbers has `source`: an evidence id (`S022`), `"assumption: why"`, `"fitted: to what"` (as
  `placesim fit` writes for what a council's own return says), or a list of them. Ids must exist in a CSV table (with a
  column `id`) of the folder that `evidence` names.
- **Dated values.** Where the type is *dated*, give one number, or a list of `{from: 2026-04-01, value: 3}` in order of
  date; the first value also holds before its date. A rate or price changes on the date; it does not drift towards it.
- **Ranges.** Where the type is a number, a range may stand for one that is not known exactly:
  `{value: 6750, low: 5500, high: 8000}`, `{low: 5500, high: 8000}` or `{value: 0.05, standard_error: 0.01}`, also
  inside a dated value; or in the file that `ranges` names. [Numbers not known exactly](uncertain.md) says how.
- **Names** are small letters, digits and underscores; labels are what reports print.
- **Shares** are 0 to 1; **rates** are per child-year (or per year, for entries and approvals); **fees** are pounds per
  week at prices of the first financial year.
- **Rates** multiply: `per_year[placement type] x by_age[age band] x by_time_in_care[band] x by_date`,
  and `x by_type_and_date[placement type]`.
- Anchors and aliases, duplicate keys, unknown keys, characters that cannot be printed, NaN and infinity are refused.
- **Warnings** tell what is allowed and probably not meant (a fee per night, a step that never acts, a label that stands
  twice), by line and with what to do. `check` shows them, `run`, `compare` and `sweep` show them before they simulate,
  and they stop nothing.
- **Limits.** A file has at most 2,000,000 bytes, 50,000 keys and values and 20 levels; a CSV table 20,000,000 bytes. A
  scenario is made of at most 100 files, at most 20 of which include each other in a chain. A stream brings at most
  500,000 children, and a provision 500,000 new households, in all years; a rate comes to at most 1,000 a year with all
  its factors, and no number but 0 is nearer to 0 than 1e-12. Of faults of one kind in a file, 20 are printed.
"""

SCENARIOS = """# Scenarios and interventions

Generated from the schema by `python -m placesim.config.reference --interventions docs/interventions.md`; a test keeps
it current. [The scenarios of Halton](scenarios.md) use most of what stands here.

A scenario is one YAML file: a name, a question and a list of interventions, each a dated change of the configuration.
`placesim compare CONFIGURATION SCENARIO...` plays the configuration as it is (the *baseline*) and each scenario on the
same luck, and tells what differs. A scenario for [configs/example.yaml](../configs/example.yaml):

```yaml
name: Open the new home
question: What if the planned home opens in April 2026, and four more families a year are approved?
interventions:
  - kind: open_home
    provision: new_home
    opens: 2026-04-01
    contract: {kind: block}
    source: "assumption: example"
  - kind: recruit_carers
    provision: council_carers
    approvals_per_year: 4
    from: 2025-10-01
    source: "assumption: example"
```

## In which order interventions act

From the top of the file to the bottom, each on what those above it have left.

- **Factors multiply.** Two `change_price` of 0.9 and 1.2 make 1.08; likewise leaving rates, entries and rates of risks.
- **Additions add up.** Delays of one home, approvals of one campaign, places contracted, transfers allowed.
- **What is set is set by the last.** A home's opening, beds and fee; a contract; an uplift; a transfer policy from its
  date on. `open_home` for a home that an earlier intervention opens changes what it gives and keeps what it leaves
  out: so a scenario with risks builds on one without, and no date is written twice.
- **Programmes that divert entries** act one on the children whom the other leaves, in whichever order.

Interventions that touch different things may stand in any order. Where one needs another (a delay needs an opening), it
stands below it, and the message says so.

## Numbers that are not known exactly

A range may stand in place of a number, as in a configuration: `approvals_per_year: {value: 4, low: 1, high: 6}`. It is
drawn anew in every future; scenarios that include the file have the same draw, and so have ranges of the same `name`.
[Numbers that are not known exactly](uncertain.md) says how.

## Dates and ramps

A change holds from its `from`, that day included. `ramp_days` lets it grow to its full size in equal steps, a month
apart: a ramp of 365 days takes twelve, the first on the first day, the last a month before the ramp ends. Numbers of
beds and places are rounded on the way. A value in the configuration that changes by date keeps its steps, each of them
changed. Dates from 1990 to 2199 are allowed; a change after the last day simulated does nothing.

## Whose luck decides

No intervention draws anything or touches anybody's luck. Every child, household and home meets the same luck in every
scenario, so that a difference is the scenario's doing. What is new has luck by its *name*:

| what | luck goes by | so |
|---|---|---|
| a home's delay, and whether it ever opens | the home's name | it is equally late in every scenario that opens it |
| whether a home suits a child | the home's name, and the child | a second home suits other children |
| families of a campaign | `campaign`, and the provision | twice the approvals bring the same families twice as fast |
| which children a programme diverts | `programme`, and the stream | a larger share diverts the same children and more |
| entrants of a changed rate of entry | the stream | the same children come, sooner or later |
| events of a changed rate | the child | the same luck lasts longer or shorter |

Anything of no size (a factor of 1, a share of 0, 0 beds, 0 approvals) leaves every figure as it was, to the last digit.

## Building on other scenarios

`includes` names scenario files beside this one. Their interventions come first, in that order, then the file's own;
their names and questions are not used. A file that two of them include acts once. A fault in an included file is told
with that file's name.
"""

EVERYWHERE = {
    "source": "Where the numbers of this block come from: evidence ids, `assumption: why`, or `fitted: to what`.",
    "kind": "Says which kind of block this is.",
}
"""What fields mean that many blocks have."""
