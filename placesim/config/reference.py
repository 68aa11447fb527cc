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
from placesim.config.reference_words import EVERYWHERE, INTRO, SCENARIOS
from placesim.config.scenario import AnyIntervention, Scenario

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
    contents += [f"| [`{kind_of(model)}`](#{kind_of(model)}) | {first_line(model)} |" for model in KINDS]
    blocks = [model for kind in KINDS for field in kind.model_fields.values() for model in _inside(field.annotation)]
    shared = [_section(model) for model in dict.fromkeys(blocks)]
    return "\n".join([SCENARIOS, *fields, *contents, "", *map(_kind_section, KINDS), *shared])


def kind_of(model: type[BaseModel]) -> str:
    """Return how scenario files spell a kind of intervention."""
    return str(get_args(model.model_fields["kind"].annotation)[0])


def first_line(model: type[BaseModel]) -> str:
    """Return the sentence that says what a block is for."""
    return (model.__doc__ or "").strip().split("\n")[0]


def example(model: type[BaseModel]) -> str:
    """Return the YAML that an intervention's docstring gives as its example."""
    _, _, lines = cleandoc(model.__doc__ or "").partition("Example:\n")
    return dedent(lines).strip("\n")


def _kind_section(model: type[BaseModel]) -> str:
    listed = "- " + indent(example(model), "  ").lstrip()
    head = [f"### {kind_of(model)}", "", first_line(model), "", "```yaml", listed, "```", ""]
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
    return "\n".join([f"## {_title(model)}", "", first_line(model), "", table(model), ""])


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
        if "kind" in type(field.default).model_fields:
            return f"`{{kind: {kind_of(type(field.default))}}}`"
        return f"`{{{', '.join(f'{name}: {value}' for name, value in field.default.model_dump().items())}}}`"
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
