"""Imports run downhill: config, model, results, experiment; calibration, returns, report; api; page and commands."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "placesim"
ROOMS = ["config", "model", "results", "experiment", "calibration", "returns", "report"]
SIDE_BY_SIDE = {"calibration", "returns", "report"}


@cache
def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module} | {
        alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
    }


def test_no_room_looks_uphill():
    for level, room in enumerate(ROOMS):
        paths = sorted((PACKAGE / room).rglob("*.py"))
        assert paths, room
        above = (
            set(ROOMS[level + 1 :])
            | (SIDE_BY_SIDE - {room} if room in SIDE_BY_SIDE else set())
            | {"api", "page", "commands", "cli"}
        )
        for path in paths:
            for other in above:
                assert not any(module.startswith(f"placesim.{other}") for module in imports(path)), (path, other)


def test_the_api_stands_below_the_commands_which_simulate_through_it_alone():
    for path in (PACKAGE / "api").glob("*.py"):
        assert not any(module.startswith(("placesim.commands", "placesim.cli")) for module in imports(path)), path
    for name in ("run", "compare", "sweep"):
        known = imports(PACKAGE / "commands" / f"{name}.py")
        assert not any("replications" in module or "precision" in module or "paper" in module for module in known), name


def test_the_page_stands_on_top_and_is_opened_by_one_function_of_the_api():
    for path in (PACKAGE / "page").rglob("*.py"):
        assert not any(module.startswith(("placesim.commands", "placesim.cli")) for module in imports(path)), path
    below = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in {"page", "studies"}]
    openers = {path for path in below if any(module.startswith("placesim.page") for module in imports(path))}
    assert openers == {PACKAGE / "api" / "opened_page.py"}


def test_what_serves_the_page_is_needed_by_nothing_else():
    others = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] != "page"]
    for path in others:
        assert not {module.partition(".")[0] for module in imports(path)} & {"starlette", "uvicorn"}, path


def test_the_engine_draws_nothing():
    readable = [PACKAGE / "model" / f"{name}.py" for name in ("engine", "journey", "market", "places", "matching")]
    for path in [*readable, *(PACKAGE / "model" / "compiled").glob("*.py")]:
        assert not {"random", "placesim.model.streams"} & imports(path), path
    assert "numpy" not in imports(PACKAGE / "model" / "engine.py")


def test_the_model_knows_no_money():
    for path in (PACKAGE / "model").glob("*.py"):
        assert not any("finance" in module for module in imports(path)), path


def test_only_councils_and_the_benchmark_call_an_engine():
    rooms = [path for path in PACKAGE.rglob("*.py") if "model" not in path.relative_to(PACKAGE).parts]
    callers = [path for path in rooms if "placesim.model.engines" in imports(path)]
    assert {path.name for path in callers} == {"councils.py", "benchmark.py"}
