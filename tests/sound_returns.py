"""A small council's sound returns of three years, as texts by file name, which the tests of the reader damage."""

import io
import zipfile
from pathlib import Path

YEARS = (2022, 2023, 2024)
HEADINGS = {
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "uasc": "CHILD,SEX,DOB,DUC",
}
CHILDREN = {
    "00101": ("1", "2010-05-23"),
    "00102": ("2", "2012-07-14"),
    "103A": ("1", "2015-01-30"),
    "00104": ("2", "2008-11-19"),
    "00105": ("1", "2019-02-28"),
    "00106": ("1", "2006-01-15"),
    "00107": ("2", "2006-08-21"),
    "00108": ("2", "2011-03-31"),
    "00109": ("1", "2016-12-25"),
    "00110": ("2", "2014-04-17"),
}
"""Sex as in the returns and date of birth."""

ALONE = "00107"
EPISODES = (
    ("00101", "2018-09-24", "S", "C2", "N1", "U4", "PR1", "", "", ""),
    ("00102", "2021-06-13", "S", "V2", "N5", "U6", "PR4", "2022-08-19", "X1", "CREQB"),
    ("00102", "2022-08-19", "P", "V2", "N5", "K2", "PR4", "", "", ""),
    ("103A", "2021-10-22", "S", "C1", "N1", "U3", "PR1", "2022-01-25", "X1", ""),
    ("103A", "2022-01-25", "L", "C2", "N1", "U3", "PR1", "2023-05-16", "E46", ""),
    ("00104", "2020-02-17", "S", "C2", "N1", "K2", "PR4", "2023-11-14", "X1", "CARPL"),
    ("00104", "2023-11-14", "P", "C2", "N1", "U6", "PR1", "", "", ""),
    ("00105", "2022-04-28", "S", "C1", "N1", "U6", "PR1", "2022-12-15", "X1", "CARPL"),
    ("00105", "2022-12-15", "B", "E1", "N1", "A6", "PR1", "2023-08-31", "E12", ""),
    ("00106", "2019-07-18", "S", "C2", "N6", "H5", "PR4", "2024-01-15", "E17", ""),
    ("00107", "2022-03-21", "S", "V2", "N8", "H5", "PR4", "", "", ""),
    ("00108", "2023-06-26", "S", "V2", "N3", "U4", "PR1", "2023-09-27", "E4A", ""),
    ("00108", "2024-02-13", "S", "V2", "N3", "U6", "PR5", "", "", ""),
    ("00109", "2023-12-18", "S", "C1", "N1", "R3", "PR4", "", "", ""),
    ("00110", "2021-05-20", "S", "C2", "N2", "S1", "PR4", "", "", ""),
)
"""CHILD to REASON_PLACE_CHANGE, with the end as it is known at last."""

Files = dict[str, str | bytes]
"""What lies in a folder: by name, the text or the bytes."""


def day_first(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def episode_row(episode: tuple[str, ...], year: int) -> str:
    """An episode as the return of a year tells it: open where it ends later."""
    child, begins, rne, ls, cin, place, provider, ends, rec, why = episode
    known = bool(ends) and ends <= f"{year}-03-31"
    end = (day_first(ends), rec, why) if known else ("", "", "")
    urn = "SC012345" if place == "K2" else ""
    return ",".join((child, day_first(begins), rne, ls, cin, place, provider, *end, "", "", urn))


def told_in(year: int) -> list[tuple[str, ...]]:
    """The episodes that the return of a year tells."""
    begins, ends = f"{year - 1}-04-01", f"{year}-03-31"
    return [row for row in EPISODES if row[1] <= ends and (not row[7] or row[7] >= begins)]


def tables_of(year: int) -> dict[str, str]:
    """The files of a year's return."""
    episodes = [episode_row(row, year) for row in told_in(year)]
    children = sorted({row[0] for row in told_in(year)})
    header = [f"{child},{CHILDREN[child][0]},{day_first(CHILDREN[child][1])},WBRI,UN1,," for child in children]
    alone = [f"{ALONE},2,{day_first(CHILDREN[ALONE][1])},"] if ALONE in children else []
    rows = {"episodes": episodes, "header": header, "uasc": alone}
    return {name: "\n".join([HEADINGS[name], *rows[name]]) + "\n" for name in HEADINGS}


def sound_files() -> Files:
    """A folder a year, as the department's portal gives them."""
    return {f"{year - 1}-{year % 100}/{name}.csv": text for year in YEARS for name, text in tables_of(year).items()}


def written(files: Files, folder: Path) -> Path:
    """Write files into a folder; return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(files: Files) -> bytes:
    """The files as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()
