"""Builds placesim with the compiled engine where there is a C compiler; without it, saying so, where there is none."""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENGINE = Path("placesim", "model", "compiled")

LEFT_OUT = (
    "placesim: no working C compiler was found, so the compiled engine is left out; "
    "the readable engine gives the same figures, more slowly."
)


class CompiledEngine(BuildHookInterface[Any]):
    """Puts the compiled engine beside its source: in a wheel; for an editable install, in the project's own folder."""

    _folder: "TemporaryDirectory[str] | None" = None
    """Where the engine is compiled; taken away with this object, once the wheel is written."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the engine; whatever goes wrong, the rest is installed."""
        if self.target_name != "wheel":
            return
        try:
            built = self._built(Path(self.root) if version == "editable" else self._copy())
        except Exception as error:  # a compiler that is missing or fails does so in many ways
            if os.environ.get("PLACESIM_REQUIRE_COMPILED") == "1":
                raise
            self.app.display_warning(f"{LEFT_OUT} ({type(error).__name__}: {error})")
            return
        build_data["pure_python"], build_data["infer_tag"] = False, True
        if version != "editable":
            build_data["force_include"].update({str(path): (ENGINE / path.name).as_posix() for path in built})

    def _copy(self) -> Path:
        """Return a copy of the source to compile in: a wheel leaves the project's own folder as it is."""
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        copy = Path(self._folder.name)
        ignored = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
        shutil.copytree(Path(self.root, "placesim"), copy / "placesim", ignore=ignored)
        return copy

    def _built(self, root: Path) -> list[Path]:
        sys.path.insert(0, str(root))
        try:
            from placesim.model.compiled.build import compile_in_place
        finally:
            sys.path.remove(str(root))
        compile_in_place(root)
        return [path for suffix in ("so", "pyd") for path in (root / ENGINE).glob(f"*.{suffix}")]
