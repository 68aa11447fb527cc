"""Whether the tests notice a wrong rule: `python -m tests.code_mutants`.

Each mutant is a module with one thing changed: `<` for `<=`, a sum for a difference, a number one
higher, a line left out. The nearest tests (pyproject.toml, `tool.code_mutants`) are run on it until one
fails. What none notices is printed; docs/code_mutants.md says why each may stay. Needs `fork`, so not
on Windows.
"""

import argparse
import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import hypothesis  # noqa: F401  (here and below: once for all mutants, which are forked from this process)
import numpy as np  # noqa: F401
import pandas as pd  # noqa: F401
import pydantic  # noqa: F401
import pytest
import ruamel.yaml  # noqa: F401
import simpy  # noqa: F401

# what the mutants rest on; no module of `config` is one
import placesim.config.interventions
import placesim.config.scenario_files  # noqa: F401

ROOT = Path(__file__).parents[1]

OTHER: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
"""What takes the place of an operator."""

QUICKLY = [
    "-x",
    "-q",
    *(each for name in ("cacheprovider", "randomly", "xdist", "cov") for each in ("-p", f"no:{name}")),
]
"""How pytest is asked: until one test fails, and with nothing that takes time to start."""

CALLS = {"min": "max", "max": "min", "heappop": "list.pop"}
ANNOTATIONS = {"annotation", "returns", "decorator_list"}
"""Parts of a program that no mutant touches: they say what things are and do nothing."""

SAYING = {"strict", "repr"}
"""Arguments that change no figure: `zip` asks whether columns are as long, a dataclass says what it shows of itself."""


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed."""

    path: str
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: `{self.before}` -> `{self.after}`"


def mutants(path: str) -> list[Mutant]:
    """Return every mutant of a module, in order of its lines."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = []
    for place, node in enumerate(ast.walk(tree)):
        for number, _ in enumerate(_changes(deepcopy(node))):
            changed = deepcopy(tree)
            there = next(each for at, each in enumerate(ast.walk(changed)) if at == place)
            if id(there) in _untouched(changed):
                continue
            before = _said(there)
            next(each for at, each in enumerate(_changes(there)) if at == number)
            found.append(Mutant(path, there.lineno, before, _said(there), ast.unparse(changed)))
    return sorted(found, key=lambda mutant: mutant.line)


def _untouched(tree: ast.AST) -> set[int]:
    """Return what stands in annotations, decorators, `__slots__`, blocks for type checkers, arguments that only say."""
    found: set[int] = set()
    for node in ast.walk(tree):
        parts = [part for name in ANNOTATIONS for part in _listed(getattr(node, name, None))]
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            parts.append(node)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__slots__":
            parts.append(node)
        if isinstance(node, ast.keyword) and node.arg in SAYING:
            parts.append(node.value)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            parts.append(node.value)  # an alias of a type
        found |= {id(each) for part in parts for each in ast.walk(part)}
    return found


def _listed(part: object) -> list[ast.AST]:
    return part if isinstance(part, list) else [part] if isinstance(part, ast.AST) else []


def _said(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0][:110]


def _changes(node: ast.AST) -> Iterator[None]:
    """Change a node, in one way at each step."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            node.ops[place] = OTHER[type(op)]()
            yield
            node.ops[place] = op
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in OTHER:
        node.op = OTHER[type(node.op)]()
        yield
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(node.op, node.operand)
        yield
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield
    elif isinstance(node, ast.Name) and node.id in CALLS:
        node.id = CALLS[node.id]
        yield
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
        yield
    elif isinstance(node, ast.Continue):
        node.__class__ = ast.Break  # type: ignore[assignment]
        yield
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        node.value = ast.Constant(None)
        yield


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Finds the mutant in place of the module."""

    def __init__(self, mutant: Mutant):
        self._name = mutant.path.removesuffix(".py").replace("/", ".")
        self._mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(ROOT / self._mutant.path))

    def get_filename(self, fullname: str) -> str:
        return str(ROOT / self._mutant.path)

    def get_data(self, path: str) -> bytes:
        return self._mutant.source.encode("utf-8")

    def path_stats(self, path: str) -> dict[str, int]:
        raise OSError  # nothing of it is kept


def noticed(tests: Sequence[str], seconds: int, mutant: Mutant | None) -> bool:
    """Tell whether a test fails, in a process of its own; one that runs for ever fails."""
    process = os.fork()
    if process == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        if mutant:
            sys.meta_path.insert(0, Mutated(mutant))
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            with contextlib.suppress(BaseException):
                os._exit(pytest.main([*QUICKLY, *tests]))
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Try every mutant of the modules named, or of all that pyproject.toml names."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        nearest: dict[str, list[str]] = tomllib.load(file)["tool"]["code_mutants"]
    parser = argparse.ArgumentParser(prog="python -m tests.code_mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(nearest), help="which modules (default: all)")
    parser.add_argument("--every", type=int, default=1, help="try only one mutant in so many (default 1)")
    chosen = parser.parse_args(arguments)
    for path in chosen.modules:
        began = time.perf_counter()
        if noticed(nearest[path], 600, None):
            sys.exit(f"{path}: its tests fail as it is: {' '.join(nearest[path])}")
        limit = int(5 + 5 * (time.perf_counter() - began))
        tried = mutants(path)[:: chosen.every]
        survivors = [mutant for mutant in tried if not noticed(nearest[path], limit, mutant)]
        caught = len(tried) - len(survivors)
        print(
            f"{path}: {caught} of {len(tried)} caught ({caught / len(tried):.0%})", *survivors, sep="\n  ", flush=True
        )


if __name__ == "__main__":
    main()
