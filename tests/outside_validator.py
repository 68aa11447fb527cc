"""The maintained validator of SSDA903 returns, run over returns that placesim wrote; docs/export_903.md says how.

It needs older libraries than placesim, so it stands in an environment of its own, without placesim, and is no part of
the tests: `python tests/outside_validator.py FOLDER` there, once more with `--with-postcodes`. It ends with 1 where a
rule fired that is not among those explained below.
"""

import argparse
import contextlib
import importlib
import io
import logging
import sys
from collections import Counter
from pathlib import Path
from zlib import crc32

import pandas as pd

TABLES = ("header", "episodes", "uasc")
COUNCIL = "E06000006"
"""The council whose area postcodes are drawn in: any that the validator knows."""

RULES = {2023: "lac2022_23", 2024: "lac2023_24", 2025: "lac2024_25", 2026: "lac2025_26"}
"""The rules of each return; those of the earliest and the latest serve before and after."""

NO_POSTCODE = "Postcodes are empty in the files; with --with-postcodes the rule is content."
EXPLAINED = {
    "146": "The validator has k3 in lower case in its list of 2024-25, so that it takes no K3.",
    "202": "SEX was 1 and 2 until 2023-24 and is M and F from 2024-25; the rule takes that for a conflict.",
    "241": "The rule wants supported accommodation in the council's own area, whatever the list of providers says.",
    "503F": "Supported accommodation has no URN in 2022-23 (rule 222) and must have one in 2023-24 (rule 230).",
    "371": "Counted children of day 0: how long they have been where they are is drawn, whatever the least age there.",
    "169": NO_POSTCODE,
    "179": NO_POSTCODE,
    "392a": NO_POSTCODE,
    "392b": NO_POSTCODE,
    "435": NO_POSTCODE,
    "436": NO_POSTCODE,
}
"""Rules that fire although the return is right, and why; 231 and 233 cannot run, as they want columns nobody has."""

UNABLE = {"231", "233"}


def main() -> int:
    """Check every year beside the year before, and say which rules fired."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--with-postcodes", action="store_true", help="Give every home and placement a real postcode.")
    asked = words.parse_args()
    logging.disable(logging.CRITICAL)
    years = {path.name: read(path) for path in sorted(asked.folder.iterdir()) if path.is_dir()}
    if asked.with_postcodes:
        give_postcodes(years)
    names = list(years)
    fired = Counter[str]()
    for earlier, name in zip([None, *names], names, strict=False):
        found = check(name, years[name], earlier and years[earlier])
        print(
            f"{name}: {', '.join(f'{rule} ({rows} rows)' for rule, rows in sorted(found.items())) or 'no rule fired'}"
        )
        fired.update(found)
    for rule in sorted(fired):
        print(f"{rule}: {EXPLAINED.get(rule, 'NOT EXPLAINED')}")
    return int(bool(set(fired) - set(EXPLAINED)))


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a year as text."""
    return {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in TABLES}


def check(name: str, tables: dict[str, pd.DataFrame], earlier: dict[str, pd.DataFrame] | None) -> Counter[str]:
    """Return how many rows each rule found fault with; rules that failed to run count as fired."""
    from lac_validator.lac_validator import LacValidator

    ends = int(name[:4]) + 1
    rules = RULES[min(max(ends, min(RULES)), max(RULES))]
    registry = importlib.import_module(f"lac_validator.rules.{rules}").registry
    files = uploads(tables, "This year") + (uploads(earlier, "Prev year") if earlier else [])
    with contextlib.redirect_stdout(io.StringIO()):
        done = LacValidator({"collectionYear": str(ends), "localAuthority": COUNCIL}, files, registry)
    print(f"{name}: {rules}, {len(done.dones)} rules ran, {len(done.skips)} want tables that are not there", end="; ")
    print(f"could not run: {', '.join(done.fails) or 'none'}")
    fired = Counter(dict.fromkeys(set(done.fails) - UNABLE, 1))
    for table, rows in done.ds_results.items():
        for column in [] if table == "metadata" else [each for each in rows if each.startswith("ERR_")]:
            fired[column.removeprefix("ERR_")] += int((rows[column] == True).sum())  # noqa: E712
    return fired


def uploads(tables: dict[str, pd.DataFrame], what: str) -> list[dict[str, object]]:
    """Return tables as the validator takes them: it knows the columns that a council sends, and no others."""
    texts = {name: table.drop(columns=["PL_LOCATION"], errors="ignore") for name, table in tables.items()}
    return [
        {"name": f"{name}.csv", "description": what, "file_content": table.to_csv(index=False).encode()}
        for name, table in texts.items()
    ]


def give_postcodes(years: dict[str, dict[str, pd.DataFrame]]) -> None:
    """Give every child a home and every placement a postcode, in the council's area or elsewhere as the file says.

    So the rules about distance, area and change of address run too. Unaccompanied children had no home here.
    """
    own, elsewhere = postcodes()
    rows = pd.concat([tables["episodes"] for tables in years.values()])
    rows["day"] = pd.to_datetime(rows["DECOM"], format="%d/%m/%Y")
    rows = rows.drop_duplicates(["CHILD", "DECOM"], keep="last").sort_values(["CHILD", "day"])
    rows["begins"] = rows["DECOM"].where(rows["RNE"] != "L").ffill()
    begins = rows.set_index(["CHILD", "DECOM"])["begins"]
    alone = {child for tables in years.values() for child in tables["uasc"]["CHILD"]}
    for tables in years.values():
        episodes = tables["episodes"]
        for number, row in episodes.iterrows():
            home, place = f"{row.CHILD} home", f"{row.CHILD} {begins[row.CHILD, row.DECOM]}"
            episodes.loc[number, "HOME_POST"] = "" if row.CHILD in alone else drawn(own, home)
            episodes.loc[number, "PL_POST"] = drawn(own if row.PL_LOCATION == "IN" else elsewhere, place)


def postcodes() -> tuple[list[str], list[str]]:
    """Return postcodes of the council's area, and of other English councils near by."""
    from lac_validator.datastore import la_df
    from lac_validator.datastore import postcodes as known

    known.load_postcodes(["W"])
    table = known.dataframe
    own, in_england = table["laua"] == COUNCIL, table["laua"].isin(la_df["LTLA21CD"])
    return table["pcd"][own].tolist(), table["pcd"][~own & in_england].tolist()


def drawn(from_: list[str], key: str) -> str:
    """Return one of many, always the same for one key."""
    return from_[crc32(key.encode()) % len(from_)]


if __name__ == "__main__":
    sys.exit(main())
