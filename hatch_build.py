"""Builds placesim with its model compiled where PLACESIM_COMPILE=1 asks for it: the same source, turned to C."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASKED_FOR = "PLACESIM_COMPILE"

NOT_COMPILED = {"__init__.py", "history.py"}
"""A history is handed from process to process, which an object of a compiled class cannot be."""

FAILED = (
    "placesim's model could not be compiled; what the compiler said is above. It needs a C compiler (gcc, clang or "
    f"Microsoft's build tools) and Python's headers. Install without {ASKED_FOR}=1 instead: the figures are the same."
)


class CompiledModel(BuildHookInterface[Any]):
    """Puts compiled modules beside the source of placesim/model in a wheel; the project's own folder stays as it is."""

    _folder: "TemporaryDirectory[str] | None" = None
    """Where the model is compiled; taken away with this object, once the wheel is written or building has failed."""

    def _asked_for(self) -> bool:
        return self.target_name == "wheel" and os.environ.get(ASKED_FOR, "0") not in {"", "0"}

    def dependencies(self) -> list[str]:
        """Return what compiling needs: mypyc, and the types of every library."""
        compiler = ["mypy>=1.14", "pandas-stubs>=2.2", "setuptools>=70"]
        return [*compiler, *self.metadata.core.dependencies] if self._asked_for() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the model in a folder of its own; not for an editable install, whose source may change."""
        if version == "editable" or not self._asked_for():
            return
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        shutil.copytree(Path(self.root, "placesim"), folder / "placesim", ignore=shutil.ignore_patterns("__pycache__"))
        model = folder / "placesim" / "model"
        modules = sorted(path.relative_to(folder) for path in model.glob("*.py") if path.name not in NOT_COMPILED)
        command = [sys.executable, "-m", "mypyc", "--config-file", str(Path(self.root, "pyproject.toml")), *modules]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{done.stdout}{done.stderr}\n{FAILED}")
        for built in [path for suffix in ("so", "pyd") for path in folder.glob(f"**/*.{suffix}")]:
            if "build" not in built.relative_to(folder).parts:
                build_data["force_include"][str(built)] = built.relative_to(folder).as_posix()
        build_data["pure_python"], build_data["infer_tag"] = False, True
