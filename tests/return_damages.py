"""A hundred and more kinds of damage to sound returns, each with what the reader must make of it."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.sound_returns import Files, sound_files, tables_of, zipped

SAME, TOLD, REFUSED = "read the same", "told", "refused"
LAST, BEFORE, FIRST = "2023-24", "2022-23", "2021-22"
Change = Callable[[str], str | bytes]


@dataclass(frozen=True)
class Damage:
    """A kind of damage: what lies in the folder, what comes of it, and the words that must tell of it."""

    name: str
    files: Files = field(repr=False)
    outcome: str = SAME
    words: tuple[str, ...] = ()
    lost: int = 0
    """Episodes of the sound returns that are not kept."""
    years: tuple[int, ...] = (2022, 2023, 2024)

    def __str__(self) -> str:
        return self.name


def every(change: Change, table: str = "") -> Files:
    """The sound files with each, or each of a table, changed."""
    return {name: change(str(text)) if table in name else text for name, text in sound_files().items()}


def one(change: Change, table: str = "episodes", year: str = LAST) -> Files:
    """The sound files with one changed."""
    name = f"{year}/{table}.csv"
    return sound_files() | {name: change(str(sound_files()[name]))}


def swap(old: str, new: str, table: str = "episodes", year: str = LAST) -> Files:
    """The sound files with a text of one of them changed."""

    def changed(text: str) -> str:
        assert old in text, old
        return text.replace(old, new)

    return one(changed, table, year)


def lines(change: Callable[[list[str]], list[str]]) -> Change:
    """A change of a file's lines."""
    return lambda text: "\n".join(change(text.removesuffix("\n").split("\n"))) + "\n"


def fields(change: Callable[[list[str]], list[str]]) -> Change:
    """A change of the fields of every line."""
    return lines(lambda rows: [",".join(change(row.split(","))) for row in rows])


def headings(change: Callable[[str], str]) -> Change:
    """A change of the first line."""
    return lines(lambda rows: [change(rows[0]), *rows[1:]])


def dates(change: Callable[[str, str, str], str]) -> Change:
    """A change of how dates are written, from day, month and year."""
    return lambda text: re.sub(r"(\d\d)/(\d\d)/(\d{4})", lambda found: change(found[1], found[2], found[3]), text)


def without(column: str) -> Change:
    """A file without one of its columns."""

    def change(text: str) -> str:
        at = text.split("\n", 1)[0].split(",").index(column)
        return str(fields(lambda row: row[:at] + row[at + 1 :])(text))

    return change


def named(name: Callable[[int], str]) -> Files:
    """The sound files under other names: the folder or the start of the name by the year in which a return ends."""
    return {name(year) + f"{table}.csv": text for year in (2022, 2023, 2024) for table, text in tables_of(year).items()}


def merged(year_of: Callable[[int], str]) -> Files:
    """All years in one file a table, with columns LA and YEAR and ISO dates."""
    files: dict[str, list[str]] = {}
    for year in (2022, 2023, 2024):
        for table, text in tables_of(year).items():
            first, *rows = text.strip().split("\n")
            files.setdefault(f"{table}.csv", [f"LA,YEAR,{first}"]).extend(
                f"Anyshire,{year_of(year)},{row}" for row in rows
            )
    iso = dates(lambda d, m, y: f"{y}-{m}-{d}")
    return {name: iso("\n".join(rows)) for name, rows in files.items()}


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ROW = "00109,18/12/2023,S,C1,N1,R3,PR4,,,,,,"
"""The row of a child whom only the last return tells, in one episode."""

ENDED = "00108,26/06/2023,S,V2,N3,U4,PR1,27/09/2023,E4A,,,,"
TITLE = "SSDA903 return, episodes, Anyshire"

ENCODINGS = [
    Damage(f"saved as {encoding}{words}", every(lambda text, e=encoding, m=mark: m + text.encode(e)))
    for encoding, mark, words in (
        ("utf-8", b"\xef\xbb\xbf", " with a mark"),
        ("utf-8", b"\xef\xbb\xbf" * 2, " with two marks"),
        ("utf-16", b"", ""),
        ("utf-16-le", b"", " without a mark"),
        ("utf-16-be", b"", " without a mark"),
        ("utf-16-be", b"\xfe\xff", ""),
        ("utf-32", b"", ""),
        ("cp1252", b"", ""),
    )
] + [
    Damage(
        "hard spaces around values in cp1252",
        every(fields(lambda row: [f"\xa0{f}\xa0" for f in row]))
        | {k: str(v).replace(",", "\xa0,\xa0").encode("cp1252") for k, v in sound_files().items()},
    ),
    Damage("a name with an accent in cp1252", every(lambda t: t.replace("WBRI", "Andr\xe9").encode("cp1252"))),
    Damage(
        "an encoding for each year",
        {
            k: str(v).encode(dict(zip((FIRST, BEFORE, LAST), ("utf-16", "cp1252", "utf-8-sig"), strict=True))[k[:7]])
            for k, v in sound_files().items()
        },
    ),
    Damage("zero bytes here and there", every(lambda t: t.replace(",S,", ",S\x00,"))),
    Damage("letters without width", every(lambda t: t.replace(",S,", ",\u200bS\ufeff,"))),
    Damage("an old end-of-file mark", every(lambda t: t + "\x1a")),
    *(
        Damage(f"lines ended by {end!r}", every(lambda t, e=end: t.replace("\n", e)))
        for end in ("\r\n", "\r", "\r\r\n")
    ),
    Damage("no line end after the last row", every(lambda t: t.rstrip("\n"))),
]

LAYOUTS = [
    *(Damage(f"separated by {s!r}", every(lambda t, s=s: t.replace(",", s))) for s in (";", "\t", "|")),
    Damage("a separator of its own in one year", one(lambda t: t.replace(",", ";"))),
    Damage("the separator named in the first line", every(lambda t: "sep=;\n" + t.replace(",", ";"))),
    Damage("a space after each comma", every(lambda t: t.replace(",", ", "))),
    Damage("everything in quotation marks", every(fields(lambda row: [f'"{f}"' for f in row]))),
    Damage("numbers kept as text by a spreadsheet", every(fields(lambda row: [f'="{row[0]}"', *row[1:]]))),
    Damage("an apostrophe before each child", every(fields(lambda row: [f"'{row[0]}", *row[1:]]))),
    Damage("a title row", every(lambda t: f"{TITLE}\n{t}")),
    Damage("a title row with separators", every(lambda t: f"{TITLE.replace(',', '')},,,,,,,,,,,,\n{t}")),
    Damage("three rows above the headings, one blank", every(lambda t: f"{TITLE}\n\nrun on 01/04/2024\n{t}")),
    Damage("headings in lower case", every(headings(str.lower))),
    Damage("headings with spaces", every(headings(lambda row: row.replace("_", " ").title()))),
    Damage("headings in quotation marks", every(headings(lambda row: '"' + row.replace(",", '","') + '"'))),
    Damage("headings with spaces around them", every(headings(lambda row: row.replace(",", "  , ")))),
    Damage("headings with hyphens", every(headings(lambda row: row.replace("_", "-")))),
    Damage("columns in another order", every(fields(lambda row: row[::-1]))),
    Damage(
        "one more column at the end",
        every(lines(lambda rows: [rows[0] + ",TEST_COLUMN", *(r + ",x" for r in rows[1:])])),
    ),
    Damage(
        "one more column at the start",
        every(lines(lambda rows: ["TEST_COLUMN," + rows[0], *("x," + r for r in rows[1:])])),
    ),
    Damage("a column twice", every(lines(lambda rows: [rows[0] + ",CHILD", *(r + ",x" for r in rows[1:])]))),
    Damage("a comma at the end of every line", every(lines(lambda rows: [r + "," for r in rows]))),
    Damage(
        "a comma at the end of every row but the headings",
        every(lines(lambda rows: [rows[0], *(r + "," for r in rows[1:])])),
    ),
    Damage(
        "empty fields at the end left out",
        every(lines(lambda rows: [rows[0], *(r.rstrip(",") for r in rows[1:])]), "episodes"),
    ),
    Damage(
        "notes with line breaks in quotation marks",
        every(lines(lambda rows: [rows[0] + ",NOTE", *(r + ',"one\ntwo, three"' for r in rows[1:])]), "episodes"),
    ),
    *(Damage(f"no column {c}", every(without(c), "episodes")) for c in ("HOME_POST", "PL_POST")),
    *(
        Damage(f"no column {c}", every(without(c), "episodes"), TOLD, (f"No column {c}",))
        for c in ("URN", "CIN", "PLACE_PROVIDER", "REASON_PLACE_CHANGE")
    ),
    *(
        Damage(f"no column {c} in one year", one(without(c)), TOLD, (f"no column {c}", "2023-24"), 4, (2022, 2023))
        for c in ("DECOM", "PLACE", "DEC", "REC", "LS", "RNE", "CHILD")
    ),
    Damage(
        "no headings in one year", one(lines(lambda rows: rows[1:])), TOLD, ("no headings", "2023-24"), 4, (2022, 2023)
    ),
    Damage(
        "no headings in a year between",
        one(lines(lambda rows: rows[1:]), year=BEFORE),
        TOLD,
        ("no headings", "Nothing was read of 2022-23"),
        1,
        (2022, 2024),
    ),
]

DATES = [
    *(
        Damage(f"dates as {how('31', '03', '2024')}", every(dates(how)))
        for how in (
            lambda d, m, y: f"{y}-{m}-{d}",
            lambda d, m, y: f"{y}-{m}-{d}T00:00:00",
            lambda d, m, y: f"{y}-{m}-{d} 00:00:00.000",
            lambda d, m, y: f"{y}-{m}-{d}T00:00:00Z",
            lambda d, m, y: f"{y}/{m}/{d}",
            lambda d, m, y: f"{y}{m}{d}",
            lambda d, m, y: f"{d}-{m}-{y}",
            lambda d, m, y: f"{d}.{m}.{y}",
            lambda d, m, y: f"{int(d)}/{int(m)}/{y}",
            lambda d, m, y: f"{d}/{m}/{y} 00:00",
            lambda d, m, y: f"{d}-{MONTHS[int(m) - 1]}-{y}",
            lambda d, m, y: f"{int(d)} {MONTHS[int(m) - 1].upper()} {y}",
            lambda d, m, y: f"{d}/{m}/{y}" if int(d) % 2 else f"{y}-{m}-{d}",
        )
    ),
    Damage(
        "month first in one year",
        one(dates(lambda d, m, y: f"{m}/{d}/{y}")),
        TOLD,
        ("month first", "2023-24"),
        4,
        (2022, 2023),
    ),
    Damage("month first in all", every(dates(lambda d, m, y: f"{m}/{d}/{y}")), REFUSED, ("month first",)),
    Damage("one date month first", swap("18/12/2023", "12/18/2023"), TOLD, ("DECOM has a month above 12",), 1),
    Damage(
        "years of two figures",
        one(dates(lambda d, m, y: f"{d}/{m}/{y[2:]}")),
        TOLD,
        ("DECOM is no date", "2023-24"),
        4,
        (2022, 2023),
    ),
    Damage("days counted by a spreadsheet", swap("18/12/2023", "45278"), TOLD, ("DECOM is no date",), 1),
    *(
        Damage(f"DECOM is {d!r}", swap("18/12/2023", d), TOLD, (w,), 1)
        for d, w in (
            ("", "DECOM is empty"),
            ("NULL", "DECOM is empty"),
            ("31/11/2023", "DECOM is no date"),
            ("soon", "DECOM is no date"),
            ("18/12/2032", "DECOM is after the last day"),
            ("18/12/0023", "DECOM is before the child's DOB"),
            ("29/02/2023", "DECOM is no date"),
        )
    ),
    *(
        Damage(f"DEC is {d!r}", swap("27/09/2023", d), TOLD, (w,), 1)
        for d, w in (
            ("27/09/2022", "DEC is before DECOM"),
            ("31/09/2023", "DEC is no date"),
            ("01/01/1900", "DEC is before DECOM"),
        )
    ),
    Damage(
        "DEC is a day that never comes",
        swap("N1,R3,PR4,,,", "N1,R3,PR4,31/12/9999,E4A,"),
        TOLD,
        ("after the last day of their return",),
    ),
    Damage(
        "DEC is after the return",
        swap("N1,R3,PR4,,,", "N1,R3,PR4,05/04/2024,E4A,"),
        TOLD,
        ("after the last day of their return",),
    ),
    Damage("REC without DEC", swap("N1,R3,PR4,,,", "N1,R3,PR4,,E4A,"), TOLD, ("have a REC but no DEC",)),
]

CODES = [
    Damage(
        "codes in lower case",
        every(
            lines(
                lambda rows: [rows[0], *(r.replace("103A", "103#").lower().replace("103#", "103A") for r in rows[1:])]
            )
        ),
    ),
    Damage(
        "codes with their meaning", every(lambda t: t.replace(",U6,", ",U6 - foster placement with another carer,"))
    ),
    Damage("codes with spaces", every(fields(lambda row: [f"  {f} " for f in row]))),
    Damage("sexes as M and F", every(lambda t: t.replace(",1,", ",M,").replace(",2,", ",F,"), "header")),
    Damage("sexes as words", every(lambda t: t.replace(",1,", ",Male,").replace(",2,", ",female,"), "header")),
    Damage(
        "sexes as figures with a point", every(lambda t: t.replace(",1,", ",1.0,").replace(",2,", ",2.0,"), "header")
    ),
    Damage("the reason CUSTOD", swap("E4A,,", "E4A,CUSTOD,"), TOLD),
    *(
        Damage(f"PLACE is {c}", swap(",R3,", f",{c},"), TOLD, (w,))
        for c, w in (
            ("Y9", "PLACE Y9 is in no code list: 1 rows"),
            ("K33", "is in no code list"),
            ("Z12", "PLACE Z12 does not stand in the list of 2023-24"),
        )
    ),
    Damage("PLACE is a code of a later year", swap(",S1,", ",K3,", year=FIRST), TOLD),
    Damage(
        "PLACE is another in a later year",
        swap(",H5,PR4,,", ",K3,PR4,,"),
        TOLD,
        ("1 placements were given another code",),
    ),
    *(
        Damage(f"PLACE is {c!r}", swap(",R3,", f",{c},"), TOLD, (w,), 1)
        for c, w in (
            ("", "PLACE is empty"),
            ("mother and baby unit", "PLACE holds what is no code"),
            ("N1", "PLACE holds a code of another column"),
            ("00101", "PLACE holds what is no code"),
        )
    ),
    Damage("LS is text", swap(",C1,N1,R3", ",interim order,N1,R3"), TOLD, ("LS holds what is no code",), 1),
    Damage("LS is unknown", swap(",C1,N1,R3", ",C9,N1,R3"), TOLD, ("LS C9 is in no code list",)),
    Damage("RNE is empty", swap("18/12/2023,S,", "18/12/2023,,"), TOLD),
    Damage(
        "CIN is text",
        swap("N1,R3", "abuse,R3"),
        TOLD,
        ("CIN a code is in no code list: 1 rows, the first 2023-24/episodes.csv:12",),
    ),
    Damage("CIN is a sentence", swap("N1,R3", "abuse or neglect,R3"), TOLD, ("CIN holds what is no code in 1 rows",)),
    Damage("CIN is a date", swap("N1,R3", "18/12/2023,R3"), TOLD, ("CIN holds a date",), 1),
    Damage("the provider is empty", swap(",R3,PR4", ",R3,"), TOLD),
    Damage("short breaks", swap("C1,N1,R3", "V4,N1,R3"), TOLD, ("short breaks",), 1),
]

ROWS = [
    *(
        Damage(
            f"a comma too many before field {n + 1}",
            swap(ENDED, ",".join([*ENDED.split(",")[:n], "", *ENDED.split(",")[n:]])),
            TOLD,
            ("more fields than there are headings",),
            1,
        )
        for n in range(14)
    ),
    *(
        Damage(
            f"a comma missing after field {n + 1}",
            swap(
                ENDED,
                ",".join([*ENDED.split(",")[:n], "".join(ENDED.split(",")[n : n + 2]), *ENDED.split(",")[n + 2 :]]),
            ),
            TOLD,
            ("fewer fields than there are headings",),
            1,
        )
        for n in range(12)
    ),
    Damage("a row cut short", swap(ENDED, ENDED[:16]), TOLD, ("fewer fields",), 1),
    Damage("a file cut short", one(lambda t: t[: t.index(ROW) + 20]), TOLD, (), 1),
    Damage("a quotation mark that is never closed, at the start of a row", swap(ROW, '"' + ROW)),
    Damage("a quotation mark that is never closed, in the middle of a row", swap("N1,R3", 'N1,"R3')),
    Damage(
        "a quotation mark that is never closed, in the headings",
        every(headings(lambda row: row.replace("DECOM", '"DECOM')), "episodes"),
    ),
    Damage(
        "a quotation mark that is never closed, in every row",
        every(fields(lambda row: ['"' + row[0], *row[1:]]), "episodes"),
    ),
    Damage("an unclosed quotation mark in a cut row", swap(ROW, '"' + ROW[:20]), TOLD, ("never closed",), 1),
    Damage("blank rows", every(lambda t: t.replace("\n", "\n\n\n"))),
    Damage(
        "rows of separators alone", every(lines(lambda rows: [r for row in rows for r in (row, "," * row.count(","))]))
    ),
    *(
        Damage(f"a row of totals: {words}", one(lambda t, w=words: t + w + "," * 12 + "\n"), TOLD, ("a row of totals",))
        for words in ("Total", "Grand total 12", "Count: 12", "rows 12")
    ),
    Damage(
        "a sentence under the rows", one(lambda t: t + "End of report, printed 01/04/2024\n"), TOLD, ("fewer fields",)
    ),
    Damage("the headings again", one(lambda t: t + t.split("\n")[0] + "\n"), TOLD, ("the headings again",)),
    Damage("a row twice", swap(ROW, f"{ROW}\n{ROW}"), TOLD, ("another row of the same return begins on this day",)),
    Damage(
        "every row twice",
        every(lines(lambda rows: rows + rows[1:])),
        TOLD,
        ("another row of the same return begins on this day",),
    ),
    Damage(
        "a row twice, with another end",
        swap(ROW, f"{ROW}\n{ROW.replace('PR4,,', 'PR4,28/12/2023,E4A')}"),
        TOLD,
        ("another row of the same return",),
    ),
    Damage(
        "an episode of no night",
        swap(ROW, f"{ROW}\n{ROW.replace('PR4,,', 'PR4,18/12/2023,X1').replace('R3', 'U6')}"),
        TOLD,
        ("another row of the same return",),
    ),
    Damage("a row of five thousand fields", one(lambda t: t + ",x" * 5000 + "\n"), TOLD, ("more fields",)),
    Damage(
        "a field of two hundred thousand letters",
        one(lambda t: t + '"' + "x" * 200_000 + '"' + "," * 12 + "\n"),
        TOLD,
        ("DECOM is empty",),
    ),
    Damage(
        "rubbish between the rows",
        one(lines(lambda rows: [r for row in rows for r in (row, "\x01\x02??%%\xff")])),
        TOLD,
        ("DECOM is empty",),
    ),
    Damage(
        "an episode that overlaps the next",
        swap("26/06/2023,S,V2,N3,U4,PR1,27/09/2023,E4A", "26/06/2023,S,V2,N3,U4,PR1,27/02/2024,E4A"),
        TOLD,
        ("1 episodes overlap",),
    ),
    Damage(
        "an open episode before another",
        swap("U4,PR1,27/09/2023,E4A", "U4,PR1,,"),
        TOLD,
        ("1 open episodes are followed by another",),
    ),
    Damage("no child", swap(ROW, ROW[5:]), TOLD, ("CHILD is empty",), 1),
    Damage("a child of no header", swap("00109,", "00999,"), TOLD, ("in no header",), 1),
    Damage("no DOB", swap("25/12/2016", "", "header"), TOLD, ("DOB is empty", "in no header"), 1),
    Damage("a DOB that is no date", swap("25/12/2016", "unborn", "header"), TOLD, ("DOB is no date",), 1),
    Damage(
        "a DOB after DECOM", swap("25/12/2016", "25/12/2023", "header"), TOLD, ("DECOM is before the child's DOB",), 1
    ),
    Damage("an adult", swap("25/12/2016", "25/12/1996", "header"), TOLD, ("after the child's 18th birthday",), 1),
    Damage(
        "open long past the 18th birthday",
        swap("25/12/2016", "25/12/2005", "header"),
        TOLD,
        ("run on past the child's 18th birthday",),
    ),
    Damage(
        "another DOB in a later year",
        swap("23/05/2010", "24/05/2010", "header"),
        TOLD,
        ("1 children have more than one DOB",),
    ),
    Damage(
        "another sex in a later year",
        every(lambda t: t.replace(",1,", ",M,").replace(",2,", ",F,"))
        | {f"{FIRST}/header.csv": sound_files()[f"{FIRST}/header.csv"]},
    ),
    Damage("a UPN that becomes a number", swap("UN1", "A123456789012", "header")),
    Damage(
        "zeros at the start of children lost in a year's episodes",
        one(lambda t: t.replace("\n00", "\n")),
        TOLD,
        ("but for zeros at the start of CHILD",),
        4,
        (2022, 2023, 2024),
    ),
    Damage("zeros at the start of children lost everywhere", every(lambda t: t.replace("\n00", "\n")), TOLD),
    Damage("children with capitals and hyphens", every(lambda t: t.replace("103A", "ch-103/A b")), TOLD),
    Damage(
        "a header for one year alone", {k: v for k, v in sound_files().items() if "header" not in k or LAST in k}, TOLD
    ),
    Damage(
        "an episode missing from the return that ends it",
        swap("00104,17/02/2020,S,C2,N1,K2,PR4,14/11/2023,X1,CARPL,,,SC012345\n", ""),
        TOLD,
        ("followed by another",),
    ),
    Damage(
        "a child gone without an end",
        swap("00106,18/07/2019,S,C2,N6,H5,PR4,15/01/2024,E17,,,,\n", ""),
        TOLD,
        ("1 episodes that were open in the return of 2022-23 are gone",),
    ),
    Damage(
        "a DECOM put right by the next return",
        swap("00101,24/09/2018", "00101,22/09/2018"),
        TOLD,
        ("tells these days of the child otherwise",),
    ),
]


def lost_year(year: str) -> Files:
    """The sound files without those of a year."""
    return {name: text for name, text in sound_files().items() if not name.startswith(year)}


GARBLED = random.Random(1).randbytes(3000)
NAMES = (
    ("folders 2021_22", lambda y: f"{y - 1}_{y % 100}/"),
    ("folders 202122", lambda y: f"{y - 1}{y % 100}/"),
    ("folders 2021-2022", lambda y: f"{y - 1}-{y}/"),
    ("folders 2021 to 2022", lambda y: f"{y - 1} to {y}/"),
    ("folders by the year that ends", lambda y: f"{y}/"),
    ("folders by the year that begins", lambda y: f"{y - 1}/"),
    ("folders 903_2022", lambda y: f"903_{y}/"),
    ("folders by the last day", lambda y: f"return {y}-03-31/"),
    ("folders by the last day, day first", lambda y: f"31-03-{y}/"),
    ("folders in folders", lambda y: f"returns 2022-24/children/{y - 1}-{y % 100}/SSDA903/"),
    ("folders without a year", lambda y: f"return {'abc'[y - 2022]}/"),
    ("one folder, years in the names", lambda y: f"SSDA903_{y}_"),
    ("one folder, both years in the names", lambda y: f"{y - 1}-{y % 100} "),
    ("one folder, 903_2022_", lambda y: f"903_{y}_"),
    ("names in capitals", lambda y: f"{y - 1}-{y % 100}/903_"),
)

FOLDERS = [
    *(Damage(words, named(name)) for words, name in NAMES),
    Damage("extensions in capitals", {k.replace(".csv", ".CSV"): v for k, v in sound_files().items()}),
    Damage("files ending in .txt", {k.replace(".csv", ".txt"): v for k, v in sound_files().items()}),
    Damage(
        "tables under other names",
        {k.replace("episodes", "table 1").replace("header", "table 2"): v for k, v in sound_files().items()},
    ),
    Damage(
        "other tables beside them",
        sound_files()
        | {
            f"{LAST}/reviews.csv": "CHILD,DOB,REVIEW,REVIEW_CODE\n1,,,\n",
            f"{LAST}/oc2.csv": "CHILD,DOB,SDQ_SCORE\n1,,\n",
        },
        TOLD,
        ("not used", "reviews.csv", "oc2.csv"),
    ),
    Damage(
        "social workers' episodes beside them",
        sound_files() | {f"{LAST}/sw_episodes.csv": "CHILD,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n1,,,,\n"},
        TOLD,
        ("not used", "sw_episodes.csv"),
    ),
    Damage(
        "a sex that no list has", swap("00109,1,", "00109,7,", "header"), TOLD, ("SEX is none of the list in 1 rows",)
    ),
    Damage(
        "other files beside them",
        sound_files()
        | {"README.txt": "Read me.\n", "notes.docx": b"PK\x03\x04", ".DS_Store": b"\0", "__MACOSX/._x": b"\0"},
        TOLD,
        ("Not used", "README.txt", "notes.docx"),
    ),
    *(
        Damage(f"merged, YEAR as {how(2022)}", merged(how))
        for how in (
            lambda y: f"{y}",
            lambda y: f"{y}.0",
            lambda y: f"{y - 1}-{y % 100}",
            lambda y: f"{y - 1}/{y}",
            lambda y: f"{y - 1}",
        )
    ),
    Damage(
        "merged, one row of another council",
        {
            k: str(v).replace("Anyshire,2024,00109", "Othershire,2024,00109") if "episodes" in k else v
            for k, v in merged(str).items()
        },
        TOLD,
        ("LA is another council",),
        1,
    ),
    Damage(
        "merged, a row without YEAR",
        {
            k: str(v).replace("Anyshire,2024,00109", "Anyshire,,00109") if "episodes" in k else v
            for k, v in merged(str).items()
        },
        TOLD,
        ("YEAR tells no year",),
        1,
    ),
    Damage(
        "merged, two councils",
        {k: re.sub(r"(?m)^Anyshire(?=,2024)", "Othershire", str(v)) for k, v in merged(str).items()},
        REFUSED,
        ("2 councils",),
    ),
    Damage("the last year left out", lost_year(LAST), TOLD, (), 4, (2022, 2023)),
    Damage("a year between left out", lost_year(BEFORE), TOLD, ("Nothing was read of 2022-23",), 1, (2022, 2024)),
    *(
        Damage(f"a year's episodes are {words}", one(lambda t, c=content: c), TOLD, (told, "2023-24"), 4, (2022, 2023))
        for words, content, told in (
            ("an empty file", b"", "Nothing that was given for 2023-24"),
            ("headings alone", tables_of(2024)["episodes"].split("\n")[0], "episodes.csv"),
            ("a workbook named .csv", b"PK\x03\x04" + GARBLED, "Excel workbook"),
            ("an old workbook named .csv", b"\xd0\xcf\x11\xe0" + GARBLED, "Excel workbook"),
            ("garbled", GARBLED, "no headings"),
            ("a web page", "<html><body>Log in again</body></html>", "no headings"),
        )
    ),
    Damage(
        "a year's episodes are a workbook",
        {k.replace(f"{LAST}/episodes.csv", f"{LAST}/episodes.xlsx"): v for k, v in sound_files().items()},
        TOLD,
        ("save each of its sheets as CSV",),
        4,
        (2022, 2023),
    ),
    Damage("a year's header is garbled", one(lambda t: GARBLED, "header"), TOLD, ("no headings", "in no header"), 3),
    Damage("a year's uasc is garbled", one(lambda t: GARBLED, "uasc"), TOLD, ("no headings",)),
]

ZIPS = [
    Damage("a zip", {"returns.zip": zipped(sound_files())}),
    Damage("a zip of one folder", {"returns.zip": zipped(named(lambda y: f"903_{y}_"))}),
    Damage("a zip of merged files", {"returns.zip": zipped(merged(str))}),
    Damage(
        "a zip for each year",
        {
            f"{y - 1}-{y % 100}.zip": zipped({f"{t}.csv": text for t, text in tables_of(y).items()})
            for y in (2022, 2023, 2024)
        },
    ),
    Damage(
        "a zip of zips",
        {
            "all.zip": zipped(
                {
                    f"{y - 1}-{y % 100}.zip": zipped({f"{t}.csv": text for t, text in tables_of(y).items()})
                    for y in (2022, 2023, 2024)
                }
            )
        },
    ),
    Damage(
        "a zip made by a Mac", {"returns.zip": zipped(sound_files() | {"__MACOSX/2021-22/._episodes.csv": b"\0\5\x16"})}
    ),
    Damage(
        "a zip with Windows' separators",
        {"returns.zip": zipped({k.replace("/", "\\"): v for k, v in sound_files().items()})},
    ),
    Damage(
        "one year in a zip that is cut short",
        lost_year(LAST)
        | {f"{LAST}.zip": zipped({k[8:]: v for k, v in sound_files().items() if k.startswith(LAST)})[:-40]},
        TOLD,
        ("it is no zip",),
        4,
        (2022, 2023),
    ),
]

NOTHING = [
    Damage("an empty folder", {".keep": ""}, REFUSED, ("no file with rows of the table episodes",)),
    Damage(
        "no header at all",
        {k: v for k, v in sound_files().items() if "header" not in k},
        REFUSED,
        ("no file with rows of the table header",),
    ),
    Damage(
        "no episodes at all",
        {k: v for k, v in sound_files().items() if "episodes" not in k},
        REFUSED,
        ("no file with rows of the table episodes",),
    ),
    Damage("headings alone", every(lambda t: t.split("\n")[0]), REFUSED, ("no file with rows of the table episodes",)),
    Damage("workbooks alone", {"returns.xlsx": b"PK\x03\x04"}, REFUSED, ("save each of its sheets as CSV",)),
    Damage(
        "no child in the header",
        every(lambda t: t.replace("\n00", "\nX").replace("103A", "X3A"), "header"),
        REFUSED,
        ("in no header",),
    ),
]

DAMAGES = [*ENCODINGS, *LAYOUTS, *DATES, *CODES, *ROWS, *FOLDERS, *ZIPS, *NOTHING]
