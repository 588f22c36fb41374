"""UN Comtrade: from its bulk files of mineral fuels, one a year, to rows of ``trade_composition``.

Only rows of Russia and the members as reporters are in our copy: the terms allow small extracts. The HS edition
differs by reporter and year; chapter 27 is the same in all.
"""

import re
from pathlib import Path

import pandas as pd

from russia_asean.sources import answers, guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition, SnapshotError

FIRST_YEAR = 1996  # Russia reports from then on
MOST_BEHIND = 3  # by how many years the last one lies before the edition at most, as reports come late
BULK_FILE = re.compile(r"processed_data_(\d{4})\.csv")
CHAPTER = "27"
WORLD = "WLD"
# Russia's exports to members and main partners, the members' imports from Russia, and each with the world.
PARTNERS = {("RUS", "export"): [*MEMBERS, "CHN", "IND", "JPN", "KOR", WORLD]}
PARTNERS |= {(member, "import"): ["RUS", WORLD] for member in MEMBERS}
FLOWS = {"Import": "import", "Export": "export"}
OTHER_FLOWS = ["Re-Export", "Re-Import"]  # parts of the two
VALUATIONS = {"export": "FOB", "import": "CIF"}
VALUE = "Trade Value (US$)"
NEEDED = ["Year", "Aggregate Level", "Trade Flow", "Reporter ISO", "Partner ISO", "Commodity Code", VALUE]
# Reporters by their code at UN Comtrade, and what its interface for programs calls flows and the world.
REPORTERS = {
    "BRN": 96,
    "IDN": 360,
    "KHM": 116,
    "LAO": 418,
    "MMR": 104,
    "MYS": 458,
    "PHL": 608,
    "RUS": 643,
    "SGP": 702,
    "THA": 764,
    "TLS": 626,
    "VNM": 704,
}
FLOW_CODES = {"M": "Import", "X": "Export", "RX": "Re-Export", "RM": "Re-Import"}
WORLD_CODE = "W00"
MOST_ROWS = 100_000  # an answer with as many may be cut off
KEY = ["reporter", "partner", "year", "flow"]


def fuels(folder: Path, edition: Edition) -> pd.DataFrame:
    """Return trade in mineral fuels as reported.

    Args:
        folder: ``processed_data_YYYY.csv`` of each year, the last of which says where the edition ends.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses a file.
    """
    named = [int(found[1]) for path in folder.iterdir() if (found := BULK_FILE.fullmatch(path.name))]
    if not named:
        raise SnapshotError(f"{folder.name}: holds no file processed_data_YYYY.csv. Take the folder whole.")
    newest = edition.year - 1
    guards.last_year(pd.Series(named), newest, folder.name, edition.vintage, edition.year - MOST_BEHIND)
    table = pd.concat(_year(folder, year) for year in range(FIRST_YEAR, max(named) + 1))
    inside = [
        partner in PARTNERS.get((reporter, flow), ())
        for reporter, partner, flow in zip(table["reporter"], table["partner"], table["flow"], strict=True)
    ]
    table = table[inside]
    if gone := sorted({reporter for reporter, _ in PARTNERS} - set(table["reporter"])):
        raise SnapshotError(f"{folder.name}: has nothing reported by {gone[0]}. Has the reporter another code there?")
    table = table.assign(
        valuation=table["flow"].map(VALUATIONS),
        scheme="HS2",
        code=CHAPTER,
        unit="USD",
        status="reported",
        **edition.marks,
    )
    return table[[*KEY, "valuation", "scheme", "code", "value", "unit", "status", "vintage", "source_key"]]


def _year(folder: Path, year: int) -> pd.DataFrame:
    path = folder / f"processed_data_{year}.csv"
    if not path.exists():
        raise SnapshotError(f"{path.name}: is missing. Take the folder whole.")
    whole = guards.text_table(path, NEEDED)
    for column, known in (
        ("Year", [str(year)]),
        ("Aggregate Level", [str(len(CHAPTER))]),
        ("Commodity Code", [CHAPTER]),
        ("Trade Flow", [*FLOWS, *OTHER_FLOWS]),
    ):
        if len(strange := whole[~whole[column].isin(known)]):
            raise SnapshotError(
                f"{path.name}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is not "
                f"{' or '.join(known)}. Are the columns shifted, or is it another file?"
            )
    whole = whole[whole["Trade Flow"].isin(list(FLOWS))]
    table = pd.DataFrame(
        {
            "reporter": whole["Reporter ISO"],
            "partner": whole["Partner ISO"],
            "year": year,
            "flow": whole["Trade Flow"].map(FLOWS),
            "value": guards.numbers(whole[VALUE], path.name),
        }
    )
    if (twice := table.duplicated(KEY)).any():
        raise SnapshotError(f"{path.name}, row {table.index[twice][0]}: the flow occurs twice. Keep one of them.")
    return table


def year_text(path: Path) -> str:
    """Return trade of a year in the form of the bulk files, with the columns that the recipe needs; empty without rows.

    Args:
        path: an answer of the interface for programs.

    Raises:
        SnapshotError: it has another form, may be cut off, or holds a flow that is not known.
    """
    match answers.json_answer(path):
        case {"data": list(records), "error": None | ""}:
            pass
        case {"error": said}:
            raise SnapshotError(f"{path.name}: UN Comtrade answers: {said}")
        case _:
            raise SnapshotError(f"{path.name}: holds no list of data. Has the interface changed?")
    if len(records) >= MOST_ROWS:
        raise SnapshotError(f"{path.name}: has {len(records)} rows, as many as an answer holds. Ask for less at once.")
    rows = []
    for record in records:
        if record["flowCode"] not in FLOW_CODES:
            raise SnapshotError(f"{path.name}: the flow {record['flowCode']!r} is none of {', '.join(FLOW_CODES)}.")
        partner = record["partnerISO"]
        rows.append(
            (
                str(record["refYear"]),
                str(record["aggrLevel"]),
                FLOW_CODES[record["flowCode"]],
                record["reporterISO"],
                WORLD if partner == WORLD_CODE else partner,
                record["cmdCode"],
                record["primaryValue"],
            )
        )
    return answers.csv_text(NEEDED, sorted(rows)) if rows else ""
