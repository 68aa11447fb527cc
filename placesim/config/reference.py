"""The reference page of configuration files, generated from the schema: `python -m placesim.config.reference`."""

import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from placesim.config.baseline import Baseline
from placesim.config.blocks import Policy

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
- Anchors and aliases, duplicate keys, unknown keys, NaN and infinity are refused.
"""

EVERYWHERE = {
    "source": "Where the numbers of this block come from: evidence ids, or `assumption: why`.",
    "kind": "Says which kind of block this is.",
}
"""What fields mean that many blocks have."""


PLAIN_WORDS: dict[Any, str] = {str: "text", float: "number", int: "whole number", bool: "true or false"}


def page() -> str:
    """Return the reference page as Markdown: one section a block, one row a field."""
    sections = [INTRO, *(_section(model) for model in _models(Baseline, []))]
    return "\n".join(sections)


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
    rows = [_row(field.alias or name, field) for name, field in model.model_fields.items()]
    head = [f"## {_title(model)}", "", (model.__doc__ or "").strip().split("\n")[0], ""]
    return "\n".join([*head, "| Field | Type | Default | Meaning |", "|---|---|---|---|", *rows, ""])


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
    shown = "none" if field.default in (None, ()) else str(field.default).lower()
    return f"`{shown}`" if shown != "none" else shown


def _limits(field: FieldInfo) -> str:
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    told = [
        f"{word} {getattr(item, sign):g}"
        for item in field.metadata
        for sign, word in words.items()
        if isinstance(getattr(item, sign, None), int | float)
    ]
    return ", ".join(told)


def _type(annotation: Any) -> str:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(parts[0])
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
    if len(sys.argv) == 2:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
    else:
        print(page())
