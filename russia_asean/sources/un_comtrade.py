"""UN Comtrade: from its bulk files of mineral fuels, one a year, to rows of ``trade_composition``.

Only rows of Russia and the members as reporters are in our copy: the terms allow small extracts. The HS edition
differs by reporter and year; chapter 27 is the same in all.
"""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

FIRST_YEAR, LAST_YEAR = 1996, 2017  # Russia reports from 1996
CHAPTER = "27"
WORLD = "WLD"
MEMBERS = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"]
# Russia's exports to members and main partners, the members' imports from Russia, and each with the world.
PARTNERS = {("RUS", "export"): [*MEMBERS, "CHN", "IND", "JPN", "KOR", WORLD]}
PARTNERS |= {(member, "import"): ["RUS", WORLD] for member in MEMBERS}
FLOWS = {"Import": "import", "Export": "export"}
OTHER_FLOWS = ["Re-Export", "Re-Import"]  # parts of the two
VALUATIONS = {"export": "FOB", "import": "CIF"}
VALUE = "Trade Value (US$)"
NEEDED = ["Year", "Aggregate Level", "Trade Flow", "Reporter ISO", "Partner ISO", "Commodity Code", VALUE]
KEY = ["reporter", "partner", "year", "flow"]


def fuels(folder: Path, edition: Edition) -> pd.DataFrame:
    """Return trade in mineral fuels as reported.

    Args:
        folder: ``processed_data_YYYY.csv`` of each year.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses a file.
    """
    table = pd.concat(_year(folder, year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
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
