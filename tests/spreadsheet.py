"""For tests of live formulas: a workbook as LibreOffice works it out anew, whatever figures the file itself holds."""

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook

SOFFICE = shutil.which("soffice")
WRONG = 987_654_321.0
"""What is planted in place of each formula's figure: one that no formula gives."""

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
"""The setting without which LibreOffice believes the figures that a file holds."""

Cells = dict[tuple[str, str], float]
"""Figures by sheet and cell."""


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """Every formula of a workbook."""
    book = load_workbook(path)
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    }


def figures(path: Path, wanted: dict[tuple[str, str], str]) -> Cells:
    """What a file holds in some cells."""
    book = load_workbook(path, data_only=True)
    return {(sheet, cell): book[sheet][cell].value for sheet, cell in wanted}


def spoilt(path: Path, to: Path) -> None:
    """Write a workbook again with a wrong figure behind each of its formulas."""
    with ZipFile(path) as before, ZipFile(to, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>%d\g<2>" % WRONG, content)
            after.writestr(name, content)


def opened(folder: Path, *paths: Path, recalculates: bool) -> Path:
    """Return the folder in which LibreOffice saves workbooks under their own names after opening them."""
    profile, out = folder / f"profile-{recalculates}", folder / f"saved-{recalculates}"
    if recalculates:
        (profile / "user").mkdir(parents=True, exist_ok=True)
        (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    assert SOFFICE
    begin = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*begin, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=55)
    return out
