"""The reference pages of configuration and scenario files, generated from the schema.

`python -m placesim.config.reference PAGE` writes that of configurations, with `--interventions` that of scenarios.
"""

import sys
from inspect import cleandoc
from pathlib import Path
from textwrap import dedent, indent
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from placesim.config.baseline import Baseline
from placesim.config.blocks import Policy
from placesim.config.scenario import AnyIntervention, Scenario

INTRO = """# Configuration files

Generated from the schema by `python -m placesim.config.reference docs/configuration.md`; a test keeps it current.

A configuration is one YAML 1.2 file. [configs/example.yaml](../configs/example.yaml) is a small one to read first and
[configs/halton.yaml](../configs/halton.yaml) a real one. `placesim check FILE` tells every fault by file, line and
field.

- **Source.** Every block of numbers has `source`: an evidence id (`S022`), a list of them, or `"assumption: why"`. Ids
  must exist in a CSV table (with a column `id`) of the folder that `evidence` names.
- **Dated values.** Where the type is *dated*, give one number, or a list of `{from: 2026-04-01, value: 3}` in order of
  date; the first value also holds before its date. A rate or price changes on the date; it does not drift towards it.
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
- **What is set is set by the last.** A home's opening, beds, fee and contract; an uplift; a transfer policy from its
  date on. `open_home` for a home that an earlier intervention opens changes what it gives and keeps what it leaves
  out: so a scenario with risks builds on one without, and no date is written twice.
- **Programmes that divert entries** act one on the children whom the other leaves, in whichever order.

Interventions that touch different things may stand in any order. Where one needs another (a delay needs an opening), it
stands below it, and the message says so.

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
    "source": "Where the numbers of this block come from: evidence ids, or `assumption: why`.",
    "kind": "Says which kind of block this is.",
}
"""What fields mean that many blocks have."""


KINDS: tuple[type[BaseModel], ...] = get_args(get_args(AnyIntervention)[0])
"""The classes of intervention, in the order in which a scenario's schema lists them."""

LAST = ("from_", "ramp_days", "source")
"""Fields that every intervention has in common, told after its own."""

PLAIN_WORDS: dict[Any, str] = {str: "text", float: "number", int: "whole number", bool: "true or false"}


def page() -> str:
    """Return the reference page as Markdown: one section a block, one row a field."""
    sections = [INTRO, *(_section(model) for model in _models(Baseline, []))]
    return "\n".join(sections)


def scenario_page() -> str:
    """Return the reference page of scenario files as Markdown: how they work, then one section a kind."""
    fields = ["## Fields of a scenario file", "", table(Scenario), ""]
    contents = ["## Kinds of intervention", "", "Where a list of names is asked for, one name will do.", ""]
    contents += ["| Kind | What it does |", "|---|---|"]
    contents += [f"| [`{_kind(model)}`](#{_kind(model)}) | {_first_line(model)} |" for model in KINDS]
    blocks = [model for kind in KINDS for field in kind.model_fields.values() for model in _inside(field.annotation)]
    shared = [_section(model) for model in dict.fromkeys(blocks)]
    return "\n".join([SCENARIOS, *fields, *contents, "", *map(_kind_section, KINDS), *shared])


def _kind(model: type[BaseModel]) -> str:
    return str(get_args(model.model_fields["kind"].annotation)[0])


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n")[0]


def example(model: type[BaseModel]) -> str:
    """Return the YAML that an intervention's docstring gives as its example."""
    _, _, lines = cleandoc(model.__doc__ or "").partition("Example:\n")
    return dedent(lines).strip("\n")


def _kind_section(model: type[BaseModel]) -> str:
    listed = "- " + indent(example(model), "  ").lstrip()
    head = [f"### {_kind(model)}", "", _first_line(model), "", "```yaml", listed, "```", ""]
    return "\n".join([*head, table(model), ""])


def _models(model: type[BaseModel], found: list[type[BaseModel]]) -> list[type[BaseModel]]:
    """Return a model and every model inside it, in the order in which a reader meets them."""
    if model not in found:
        found.append(model)
        for field in model.model_fields.values():
            for inner in _inside(field.annotation):
                _models(inner, found)
    return found


def _inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) if not isinstance(part, str) for model in _inside(part)]


def _section(model: type[BaseModel]) -> str:
    return "\n".join([f"## {_title(model)}", "", _first_line(model), "", table(model), ""])


def table(model: type[BaseModel]) -> str:
    """Return the table of a block's fields, a row each."""
    fields = model.model_fields
    if model in KINDS:
        fields = {name: fields[name] for name in sorted(fields, key=_in_reading_order)}
    rows = [_row(field.alias or name, field) for name, field in fields.items()]
    return "\n".join(["| Field | Type | Default | Meaning |", "|---|---|---|---|", *rows])


def _in_reading_order(name: str) -> int:
    return LAST.index(name) + 1 if name in LAST else -(name == "kind")


def _title(model: type[BaseModel]) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in model.__name__).strip()
    return words.capitalize()


def _row(name: str, field: FieldInfo) -> str:
    meaning = " ".join((field.description or EVERYWHERE.get(name) or _of_inner(field)).split())
    limits = _limits(field)
    return f"| `{name}` | {_type(field.annotation)} | {_default(field)} | {meaning}{f' ({limits})' if limits else ''} |"


def _of_inner(field: FieldInfo) -> str:
    """Return what the block inside a field says of itself."""
    inner = _inside(field.annotation)
    return (inner[0].__doc__ or "").strip().split("\n")[0] if inner else ""


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "none"
    if field.default is PydanticUndefined:
        return "**required**"
    if isinstance(field.default, BaseModel):
        return f"`{{kind: {_kind(type(field.default))}}}`"
    shown = "none" if field.default in (None, (), "") else str(field.default).lower()
    return f"`{shown}`" if shown != "none" else shown


def _limits(field: FieldInfo) -> str:
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    told = [
        f"{word} {getattr(item, sign):,.10g}"
        for item in field.metadata
        for sign, word in words.items()
        if isinstance(getattr(item, sign, None), int | float)
    ]
    return ", ".join(told)


def _type(annotation: Any) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(parts[0])
    if parts and set(parts) == set(KINDS):
        return "[intervention](#kinds-of-intervention)"
    if origin is tuple:
        return _tuple(parts)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{_title(annotation)}](#{_title(annotation).lower().replace(' ', '-')})"
    told = {
        Literal: lambda: " or ".join(f"`{part}`" for part in parts),
        Union: lambda: " or ".join(_type(part) for part in parts if part is not NoneType),
        UnionType: lambda: " or ".join(_type(part) for part in parts if part is not NoneType),
        dict: lambda: f"mapping of {_type(parts[0])} to {_type(parts[1])}",
    }
    return told[origin]() if origin in told else PLAIN_WORDS.get(annotation, str(annotation.__name__))


def _tuple(parts: tuple[Any, ...]) -> str:
    inner = _type(parts[0])
    if parts[-1] is not Ellipsis:
        return f"[{', '.join(_type(part) for part in parts)}]"
    if "(#policy-step)" in inner:
        return "dated " + " or ".join(f"`{policy}`" for policy in get_args(Policy))
    return "dated number" if "(#step)" in inner else f"list of {inner}"


if __name__ == "__main__":
    arguments = sys.argv[1:]
    written = scenario_page() if "--interventions" in arguments else page()
    files = [argument for argument in arguments if argument != "--interventions"]
    if files:
        Path(files[0]).write_text(written, encoding="utf-8", newline="\n")
    else:
        print(written)
