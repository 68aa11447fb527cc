"""A child planted in a council's return: an id, a date of birth and postcodes that must never be seen anywhere else."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from placesim.returns.writing.readme import Made
from placesim.returns.writing.written import write_returns
from tests.written import baseline_of, simulated

CHILD, BORN, HOME, PLACED = "PLANTED7731", "17/07/2011", "ZQ17 7XJ", "ZQ99 3XK"
SECRETS = (
    CHILD.lower(),
    BORN,
    "2011-07-17",
    "17 july 2011",
    "17 jul 2011",
    "20110717",
    "17.07.2011",
    "7/17/2011",
)
SECRETS += tuple(spelt for code in (HOME, PLACED) for spelt in (code.lower(), code.lower().replace(" ", "")))
"""What must not be found, in lower case, however it is spelt."""

HEADER = f"{CHILD},1,{BORN},WBRI,UN1,,"
FIRST = f"{CHILD},02/05/2022,S,C2,N1,U4,PR1,08/06/2022,X1,CARPL,{HOME},{PLACED},9900002,IN"
SECOND = f"{CHILD},08/06/2022,P,C2,N1,U6,PR4,,,,{HOME},{PLACED},9900003,OUT"

Damage = Callable[[Path], None]


@cache
def _sound() -> Path:
    folder = Path(mkdtemp(prefix="planted-"))
    write_returns(simulated(), baseline_of(), folder, Made("Exampleton"))
    for year in sorted(path for path in folder.iterdir() if path.is_dir()):
        _add(year / "header.csv", HEADER)
        _add(year / "episodes.csv", *([FIRST] if year.name == "2023-24" else []), SECOND)
    return folder


def _add(path: Path, *lines: str) -> None:
    path.write_text(path.read_text("utf-8") + "".join(f"{line}\n" for line in lines), "utf-8")


def planted(folder: Path) -> Path:
    """A sound return of three years with the child in it, laid in a folder that is not there yet."""
    shutil.copytree(_sound(), folder)
    return folder


def _edited(name: str, *changes: tuple[str, str]) -> Damage:
    """Change what the files of one kind say, in every year."""

    def edit(folder: Path) -> None:
        for path in folder.glob(f"20*/{name}.csv"):
            text = path.read_text("utf-8")
            for old, new in changes:
                text = text.replace(old, new)
            path.write_text(text, "utf-8")

    return edit


def _whole(change: Callable[[str], bytes], name: str = "episodes") -> Damage:
    """Write the files of one kind anew."""

    def edit(folder: Path) -> None:
        for path in folder.glob(f"20*/{name}.csv"):
            path.write_bytes(change(path.read_text("utf-8")))

    return edit


def _without_heading(text: str) -> bytes:
    """The planted child in the first line, where the names of the columns should be."""
    lines = [line for line in text.splitlines() if CHILD in line]
    return "\n".join(lines).encode()


DAMAGES: dict[str, Damage] = {
    "nothing is wrong": lambda folder: None,
    "a date of birth that is none": _edited("header", (BORN, f"{BORN}1")),
    "a date of birth in the future": _edited("header", (f"{CHILD},1,{BORN}", f"{CHILD},1,17/07/2099")),
    "two dates of birth": _edited("header", (HEADER, f"{HEADER}\n{CHILD},1,18/07/2011,WBRI,UN1,,")),
    "no sex": _edited("header", (f"{CHILD},1", f"{CHILD},")),
    "a sex that is a postcode": _edited("header", (f"{CHILD},1", f"{CHILD},{HOME}")),
    "a day that is a date of birth": _edited("episodes", ("08/06/2022", BORN)),
    "a day that is no day": _edited("episodes", ("08/06/2022", HOME)),
    "a placement that is a postcode": _edited("episodes", (",U6,PR4,,,,", f",{PLACED},PR4,,,,")),
    "a placement that is a child": _edited("episodes", (",U6,PR4,,,,", f",{CHILD},PR4,,,,")),
    "a provider that is a date of birth": _edited("episodes", (",U6,PR4,,,,", f",U6,{BORN},,,,")),
    "a status that is a child": _edited("episodes", (f"{CHILD},08/06/2022,P,C2", f"{CHILD},08/06/2022,P,{CHILD}")),
    "a reason that is a date of birth": _edited("episodes", ("08/06/2022,X1,CARPL", f"08/06/2022,{BORN},{CHILD}")),
    "a column too many": _edited("episodes", (FIRST, f"{FIRST},{CHILD}"), (SECOND, f"{SECOND},{BORN},{HOME}")),
    "a column too few": _edited("episodes", (SECOND, f"{CHILD},{BORN}")),
    "columns moved by one": _edited("episodes", (SECOND, f",{SECOND}")),
    "a quote that is never closed": _edited("episodes", (SECOND, f'"{SECOND}')),
    "no id": _edited("episodes", (f"{CHILD},08/06/2022", ",08/06/2022")),
    "no such child in the header": _edited("header", (f"{HEADER}\n", "")),
    "a child as the name of a column": _whole(lambda text: text.replace("URN", CHILD, 1).encode()),
    "a date of birth as the name of a column": _whole(lambda text: text.replace("DOB", BORN, 1).encode(), "header"),
    "no names of columns": _whole(_without_heading),
    "no names of columns in the header": _whole(_without_heading, "header"),
    "a title row": _whole(lambda text: f"Children of {HOME} on {BORN}: {CHILD}\n{text}".encode()),
    "bytes of no alphabet": _whole(lambda text: text.replace(HOME, f"{HOME}\x00").encode() + b"\xff\xfe\x81"),
    "UTF-16": _whole(lambda text: text.encode("utf-16")),
    "semicolons in one row": _edited("episodes", (SECOND, SECOND.replace(",", ";"))),
    "not a table": _whole(lambda text: f"{CHILD} {BORN} {HOME}".encode()),
    "no table of the return": lambda folder: [path.unlink() for path in folder.glob("20*/*.csv")] and None,
}
"""What is done to the planted child's rows, and to the files around them."""


def many_at_once(folder: Path) -> None:
    """Damage that costs rows and not the return: some of everything, in every year."""
    odd = [
        f"{CHILD},{BORN},S,C2,N1,U4,PR1,{HOME},X1,CARPL,{HOME},{PLACED},9900002,IN",
        f"{CHILD},12/06/2023,P,C2,N1,{PLACED},PR4,,,,{HOME},{PLACED},,OUT",
        f"{CHILD},13/06/2023,P,{CHILD},N1,{BORN},PR4,,,,{HOME},{PLACED},,OUT",
        f"{CHILD},14/06/2023,P,C2,N1,U6,PR4,01/01/2020,E4A,,{HOME},{PLACED},,OUT",
        f"{SECOND},{CHILD},{BORN}",
        f",15/06/2023,P,C2,N1,U6,PR4,,,,{HOME},{PLACED},{CHILD},OUT",
        f"{CHILD}B,16/06/2023,S,C2,N1,U6,PR4,,,,{HOME},{PLACED},,OUT",
    ]
    for year in folder.glob("20*"):
        _add(year / "episodes.csv", *odd)
        _add(year / "header.csv", f"{CHILD},1,18/07/2011,WBRI,UN1,,", f"{CHILD}C,{HOME},{BORN},{CHILD},UN1,,")


def seen(text: str) -> list[str]:
    """Which of the planted secrets a text holds."""
    return [secret for secret in SECRETS if secret in text.lower()]


def told_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that the files below a folder say, workbooks and documents unpacked."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        yield path.name, path.name
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                yield from (
                    (f"{path.name}/{name}", parts.read(name).decode("utf-8", "replace")) for name in parts.namelist()
                )
        else:
            yield path.name, path.read_bytes().decode("utf-8", "replace")


def account_text(rows: pd.DataFrame, notes: tuple[str, ...]) -> str:
    """What an account of rows says, as a file would."""
    return rows.to_csv() + "\n".join(notes)
