"""Compiles the engine's twin where it stands: `python -m placesim.model.compiled.build`.

Installing does so by itself where there is a C compiler; in a folder that is worked in, this command does.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

MODULES = (
    *("world", "events", "rates", "places", "lines", "market", "later", "coming_back", "care", "future"),
    *("same_bits", "generator"),
)
"""Modules of this folder that are compiled; the others are ordinary Python."""

REQUIRED = "PLACESIM_REQUIRE_COMPILED"
"""Set to 1 where to go on without the compiled engine would be a mistake, as for wheels that others install."""

SHARED = "cython_shared"
"""What Cython writes once for all modules: how they read tables. A third of the time to compile."""

DIRECTIVES = {
    "language_level": 3,
    "infer_types": True,
    "boundscheck": False,
    "wraparound": False,
    "cdivision": True,
    "initializedcheck": False,
}

SAME_FIGURES = {"msvc": ["/O2", "/fp:precise"], "other": ["-O3", "-ffp-contract=off"]}
"""Each product is rounded before it is added to, as Python does: else figures would differ in their last bit."""


def compile_in_place(root: Path) -> None:
    """Compile the modules and put each beside its source.

    Args:
        root: folder that `placesim` is in.

    Raises:
        Exception: no compiler, or it failed; setuptools and Cython have many kinds of failure.
    """
    before = Path.cwd()
    with TemporaryDirectory(ignore_cleanup_errors=True) as work:
        os.chdir(root)
        try:
            _compile(work)
        finally:
            os.chdir(before)


def _compile(work: str) -> None:
    """Turn the modules to C in a folder to work in, and compile that."""
    import setuptools
    from Cython.Build import cythonize
    from setuptools.command.build_ext import build_ext

    class WithTheSameFigures(build_ext):
        def build_extensions(self) -> None:
            kind = "msvc" if self.compiler.compiler_type == "msvc" else "other"
            for extension in self.extensions:
                extension.extra_compile_args = SAME_FIGURES[kind]
            super().build_extensions()

    package, folder = "placesim.model.compiled", "placesim/model/compiled"
    sources = {**{name: f"{folder}/{name}.py" for name in MODULES}, SHARED: f"{folder}/{SHARED}.c"}
    extensions = cythonize(
        [setuptools.Extension(f"{package}.{name}", [source]) for name, source in sources.items()],
        build_dir=work,
        compiler_directives=DIRECTIVES,
        shared_utility_qualified_name=f"{package}.{SHARED}",
        force=True,
        quiet=True,
    )
    command = WithTheSameFigures(setuptools.Distribution({"name": "placesim", "ext_modules": extensions}))
    command.inplace, command.build_temp, command.parallel = True, work, True
    command.ensure_finalized()
    command.run()


def up_to_date(root: Path) -> bool:
    """Tell whether every module has been compiled since its source changed."""
    folder = root / "placesim" / "model" / "compiled"
    built = [[*folder.glob(f"{name}.*.so"), *folder.glob(f"{name}.*.pyd")] for name in (*MODULES, SHARED)]
    sources = [*folder.glob("*.pxd"), *(folder / f"{name}.py" for name in MODULES)]
    newest = max(source.stat().st_mtime for source in sources)
    return all(found and max(each.stat().st_mtime for each in found) >= newest for found in built)


if __name__ == "__main__":
    compile_in_place(Path(__file__).parents[3])
