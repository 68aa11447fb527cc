"""The house keeps its order: short functions, small modules, and no two folders that import each other."""

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).parents[1] / "placesim"
LONGEST_FUNCTION = 40
"""Lines of a function's body, docstring, comments and imports apart."""

LONGEST_MODULE = 250
MEDIAN_FUNCTION = 6
"""Lines of a whole function, docstring apart."""

MODULES = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(MODULES[path])):
        if isinstance(node, ast.FunctionDef):
            yield node


def docstring_lines(function: ast.FunctionDef) -> int:
    first = function.body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return first.end_lineno - first.lineno + 1 if said else 0


def body_lines(path: Path, function: ast.FunctionDef) -> int:
    """Lines of code of a function, without heading, docstring, comments, and imports that let commands start fast."""
    imports = (n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom))
    left_out = {line for n in imports for line in range(n.lineno, n.end_lineno + 1)}
    begins = function.body[0].lineno + docstring_lines(function)
    lines = MODULES[path].splitlines()[begins - 1 : function.end_lineno]
    return sum(
        bool(line.strip()) and not line.strip().startswith("#") and number not in left_out
        for number, line in enumerate(lines, begins)
    )


def folder_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).parent.parts)


def for_types_alone(tree: ast.Module) -> set[ast.AST]:
    checking = (n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    return {inner for n in checking for inner in ast.walk(n)}


def folders_imported(path: Path) -> set[str]:
    """The folders of the package that a module imports from when it runs, as `placesim.report.words`."""
    found, tree = set(), ast.parse(MODULES[path])
    left_out = for_types_alone(tree)
    for node in (node for node in ast.walk(tree) if node not in left_out):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("placesim."):
            inner = PACKAGE.parent.joinpath(*node.module.split("."))
            found.add(node.module if inner.is_dir() else node.module.rpartition(".")[0])
    return found - {folder_of(path)}


def test_no_function_is_long():
    long = {f"{path.relative_to(PACKAGE)}: {f.name}": body_lines(path, f) for path in MODULES for f in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}


def test_no_module_is_long():
    lines = {str(path.relative_to(PACKAGE)): len(text.splitlines()) for path, text in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_half_of_the_functions_take_a_handful_of_lines():
    lines = [f.end_lineno - f.lineno + 1 - docstring_lines(f) for path in MODULES for f in functions(path)]
    assert median(lines) <= MEDIAN_FUNCTION


def test_no_two_folders_import_each_other():
    """A folder within a room may import its room and be imported by it, as interventions are; reports may not."""
    imported: dict[str, set[str]] = {}
    for path in MODULES:
        imported.setdefault(folder_of(path), set()).update(folders_imported(path))
    both = {
        (one, other)
        for one, other in combinations(sorted(imported), 2)
        if other in imported[one] and one in imported[other]
    }
    assert {pair for pair in both if "report" in pair[0] or not pair[1].startswith(f"{pair[0]}.")} == set()


def test_reports_know_no_kind_of_intervention():
    """What an intervention is, it says itself: a report that knew one would have to be changed for the next."""
    for path in (PACKAGE / "report").rglob("*.py"):
        named = {
            node.module
            for node in ast.walk(ast.parse(MODULES[path]))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("placesim.config.interventions")
        }
        assert named <= {"placesim.config.interventions.intervention"}, path
