"""Downloads: what is on screen as the reports and tables that `placesim compare` writes, by the same writers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from placesim.api.results import ComparisonResult, RunResult
from placesim.config.includes import is_scenario
from placesim.config.yaml_files import MOST_BYTES, read_yaml
from placesim.experiment.knowledge.draws_table import DRAWS
from placesim.experiment.knowledge.uncertainty_table import UNCERTAINTY
from placesim.experiment.manifest import write_manifest
from placesim.experiment.obstacles import MANIFEST
from placesim.experiment.tables import write_table
from placesim.page.keeping.names import ascii_name, file_name
from placesim.report.paper.document import write_document
from placesim.report.paper.page import write_page
from placesim.report.paper.parts import Report
from placesim.report.paper.workbook import write_workbook

if TYPE_CHECKING:
    import pandas as pd

AnyResult = RunResult | ComparisonResult

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Sent:
    """A file that is sent."""

    name: str
    kind: str
    """Its media type."""
    content: bytes

    @property
    def disposition(self) -> str:
        """How a browser is told to save it: under a name of ASCII, or the full one where it knows how (RFC 6266)."""
        stem, dot, ending = self.name.rpartition(".")
        plain = f"{ascii_name(stem)}{dot}{ending}"
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.name, safe='')}"


@dataclass(frozen=True)
class Kind:
    """A kind of download."""

    words: str
    """What a link to it says."""
    ending: str
    media: str
    write: Callable[[Path, AnyResult], None]
    """Writes a result into a file."""


def download(kind: str, result: AnyResult, wanted: int) -> Sent:
    """Return a result as a file: `page`, `document`, `workbook` or `tables`.

    Args:
        kind: which.
        result: what is sent.
        wanted: futures that were asked for: where fewer are played so far, the file's name says how many.
    """
    how = KINDS[kind]
    with TemporaryDirectory(prefix="placesim-") as folder:
        path = Path(folder) / "sent"
        how.write(path, result)
        content = path.read_bytes()
    return Sent(f"{stem_of(result, wanted)}{how.ending}", how.media, content)


def stem_of(result: AnyResult, wanted: int) -> str:
    """Return what files of a result are called, without their ending: the council, what is compared, futures if few."""
    options = [outcomes.scenario for outcomes in result.outcomes[1:]]
    told = options if len(options) < 2 else [f"{len(options)} options compared"]
    so_far = f"_{result.replications}_futures" if result.replications < wanted else ""
    return file_name(" ".join([result.council.name, *told])) + so_far


def _report(write: Callable[[Path, Report], None], path: Path, result: AnyResult) -> None:
    write(path, result.report())


def _tables(path: Path, result: AnyResult) -> None:
    """Write an archive of the tables, of what makes them again, and of the scenario files that are compared."""
    with TemporaryDirectory(prefix="placesim-") as folder:
        for name, table in _tables_of(result).items():
            write_table(Path(folder) / name, [table])
        write_manifest(Path(folder) / MANIFEST, result.settings(), result.seconds)
        archive = BytesIO()
        with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
            for each in sorted(Path(folder).iterdir()):
                packed.write(each, each.name)
            for name, content in _scenario_files(result).items():
                packed.writestr(f"scenarios/{name}", content)
    path.write_bytes(archive.getvalue())


def _tables_of(result: AnyResult) -> "dict[str, pd.DataFrame]":
    tables = {"summary.csv": result.summary(), "monthly.csv": result.monthly()}
    if isinstance(result, ComparisonResult):
        tables["comparison.csv"] = result.differences()
    if result.knowledge:
        tables[DRAWS] = result.draws()
    if result.known:
        tables[UNCERTAINTY] = result.uncertainty()
    return tables


def _scenario_files(result: AnyResult) -> dict[str, bytes]:
    """Return every scenario file that was read, by name; where two have one name, with a number before it."""
    files = result.council.files
    read = [path for path in files.paths if path.suffix.lower() in {".yaml", ".yml"}]
    found: dict[str, bytes] = {}
    for path in (each for each in read if is_scenario(read_yaml(each, files))):
        name = path.name if path.name not in found else f"{len(found) + 1}_{path.name}"
        found[name] = files.content(path, MOST_BYTES)
    return found


KINDS = {
    "page": Kind("Web page", ".html", "text/html", partial(_report, write_page)),
    "document": Kind("Word document", ".docx", f"{OFFICE}.wordprocessingml.document", partial(_report, write_document)),
    "workbook": Kind("Excel workbook", ".xlsx", f"{OFFICE}.spreadsheetml.sheet", partial(_report, write_workbook)),
    "tables": Kind("Tables (zip of CSV files)", "_tables.zip", "application/zip", _tables),
}
"""Downloads by the last part of their address."""
