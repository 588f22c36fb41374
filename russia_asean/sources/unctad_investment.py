"""UNCTAD, World Investment Report: from its annex tables and its data explorer to rows of ``fdi_flows``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import answers, guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import Edition, SnapshotError

SOUTHEAST_ASIA = "SEA_UNCTAD"  # UNCTAD's sum of the eleven states
SUMS = {SOUTHEAST_ASIA, "DEVELOPED"}  # sums of the publisher, which our table does not hold
UNIT = "million USD, current"
COLUMNS = ["iso3", "year", "direction", "value", "unit", "status", "vintage", "source_key"]
ROUNDING = 0.01  # million USD: eleven figures of three decimals or more

# Names of economies in the annex tables.
NAMES = {
    "United Arab Emirates": "ARE",
    "Armenia": "ARM",
    "Australia": "AUS",
    "Bangladesh": "BGD",
    "Belarus": "BLR",
    "Bolivia, Plurinational State of": "BOL",
    "Brazil": "BRA",
    "Brunei Darussalam": "BRN",
    "Canada": "CAN",
    "China": "CHN",
    "Germany": "DEU",
    "Egypt": "EGY",
    "Ethiopia": "ETH",
    "France": "FRA",
    "United Kingdom": "GBR",
    "Hong Kong, China": "HKG",
    "Indonesia": "IDN",
    "India": "IND",
    "Iran, Islamic Republic of": "IRN",
    "Japan": "JPN",
    "Kazakhstan": "KAZ",
    "Kyrgyzstan": "KGZ",
    "Cambodia": "KHM",
    "Republic of Korea": "KOR",
    "Lao People's Democratic Republic": "LAO",
    "Myanmar": "MMR",
    "Mongolia": "MNG",
    "Malaysia": "MYS",
    "Nigeria": "NGA",
    "New Zealand": "NZL",
    "Philippines": "PHL",
    "Russian Federation": "RUS",
    "Saudi Arabia": "SAU",
    "Singapore": "SGP",
    "Thailand": "THA",
    "Timor-Leste": "TLS",
    "Taiwan Province of China": "TWN",
    "Uganda": "UGA",
    "Ukraine": "UKR",
    "United States": "USA",
    "Uzbekistan": "UZB",
    "Viet Nam": "VNM",
    "World": "WLD",
    "South Africa": "ZAF",
}
# Codes of economies (M49) and labels of sums in UNCTAD's file of all flows and stocks.
BULK_CODES = {
    "036": "AUS",
    "096": "BRN",
    "104": "MMR",
    "112": "BLR",
    "116": "KHM",
    "344": "HKG",
    "356": "IND",
    "360": "IDN",
    "392": "JPN",
    "418": "LAO",
    "458": "MYS",
    "608": "PHL",
    "626": "TLS",
    "643": "RUS",
    "702": "SGP",
    "704": "VNM",
    "764": "THA",
    "840": "USA",
    "842": "USA",  # with Puerto Rico
}
BULK_LABELS = {
    "World": "WLD",
    "Developed economies": "DEVELOPED",
    "South-eastern Asia": SOUTHEAST_ASIA,
    "South-Eastern Asia": SOUTHEAST_ASIA,
    "South-East Asia": SOUTHEAST_ASIA,
}
BULK_VALUES = (
    "Millions of US$ at current prices",
    "US$ at current prices in millions",
    "US dollars at current prices in millions",
)
BULK_YEARS = 11  # as many as the edition of 2026 shows
SOUTHEAST_ASIA_NAME = "South-East Asia"
NO_OUTFLOWS = {"BRN", "ETH", "MMR"}  # not in the table of outflows
FIRST_YEAR = 1990


def annex_tables(inflows: Path, outflows: Path, edition: Edition) -> pd.DataFrame:
    """Return inflows and outflows of one edition in USD.

    Args:
        inflows: annex table 1: ``Region/economy`` and a column per year, in million USD.
        outflows: annex table 2, the same.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses a file, an economy or a year is missing, or the tables are exchanged.
    """
    tables = {"inflow": _annex_table(inflows, edition), "outflow": _annex_table(outflows, edition)}
    if lacking := sorted(set(NAMES.values()) - set(tables["inflow"]["iso3"])):
        raise SnapshotError(f"{inflows.name}: has no row of {lacking[0]}. Has it another name there?")
    if lacking := sorted(set(NAMES.values()) - NO_OUTFLOWS - set(tables["outflow"]["iso3"])):
        raise SnapshotError(f"{outflows.name}: has no row of {lacking[0]}. Has it another name there?")
    if found := sorted(NO_OUTFLOWS & set(tables["outflow"]["iso3"])):
        raise SnapshotError(
            f"{outflows.name}: has a row of {found[0]}, which reports no outflows. Is it the table of inflows?"
        )
    table = pd.concat([rows.assign(direction=direction) for direction, rows in tables.items()])
    # The world's total holds what UNCTAD estimates for those that do not report.
    status = (table["iso3"] == "WLD").map({True: "estimate", False: "reported"})
    return table.assign(unit="USD", status=status, **edition.marks)[COLUMNS]


def _annex_table(path: Path, edition: Edition) -> pd.DataFrame:
    """Return one annex table in long form, in USD."""
    whole = guards.text_table(path, ["Region/economy", str(FIRST_YEAR)])
    years = [int(name) for name in whole.columns if name.isdigit()]
    # A report of one year ends with the year before.
    guards.last_year(pd.Series(years), edition.year - 1, path.name, edition.vintage)
    if len(years) != edition.year - FIRST_YEAR:
        raise SnapshotError(f"{path.name}, row 1: a year is missing between {years[0]} and {years[-1]}.")
    values = pd.DataFrame({year: guards.numbers(whole[str(year)], path.name) for year in years})
    names = whole["Region/economy"].str.strip()
    codes = names.map(NAMES)
    members = values[codes.isin(MEMBERS)].sum()
    guards.sums_to(members, values[names == SOUTHEAST_ASIA_NAME].sum(), ROUNDING, path.name)
    rows = (1e6 * values).round().assign(iso3=codes).dropna(subset="iso3")
    return rows.melt("iso3", var_name="year", value_name="value").dropna(subset="value")


def inflows(path: Path, edition: Edition, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return inflows of one edition in USD.

    Args:
        path: ``iso3``, ``year``, ``value`` and ``unit``, a row per economy and year.
        edition: whose figures they are.
        earlier: rows of an earlier edition in the table.

    Raises:
        SnapshotError: a guard refuses the file.
    """
    whole = guards.text_table(path, ["iso3", "year", "value", "unit"])
    if len(strange := whole[whole["unit"] != UNIT]):
        raise SnapshotError(
            f"{path.name}, row {strange.index[0]}, column 'unit': {strange['unit'].iloc[0]!r} is not {UNIT!r}. "
            "Convert it in the recipe, or take the file in this unit."
        )
    whole = whole.assign(year=guards.numbers(whole["year"], path.name), value=guards.numbers(whole["value"], path.name))
    # A report of one year ends with the year before.
    guards.last_year(whole["year"], edition.year - 1, path.name, edition.vintage)
    wide = whole.pivot(index="year", columns="iso3", values="value")
    guards.sums_to(wide[MEMBERS].sum(axis="columns", min_count=len(MEMBERS)), wide[SOUTHEAST_ASIA], ROUNDING, path.name)
    rows = whole[~whole["iso3"].isin(SUMS)].dropna(subset="value")
    if (none := rows["value"] == 0).any():
        at = rows[none].iloc[0]
        raise SnapshotError(
            f"{path.name}, row {rows.index[none][0]}: the value of {at['iso3']} in {at['year']} is 0, which can mean "
            "that none is known. Look at the annex table of the report and leave the cell out if so."
        )
    built = rows.assign(
        year=rows["year"].astype(int),
        value=(1e6 * rows["value"]).round(),
        direction="inflow",
        unit="USD",
        # The world's total holds what UNCTAD estimates for those that do not report.
        status=(rows["iso3"] == "WLD").map({True: "estimate", False: "reported"}),
        **edition.marks,
    )
    common = earlier[
        (earlier["direction"] == "inflow")
        & earlier["iso3"].isin(built["iso3"])
        & (earlier["year"] >= built["year"].min())
    ]
    guards.nothing_vanished(built, common, ["iso3", "year"], path.name)
    guards.another_edition(built, common, ["iso3", "year"], path.name)
    return built[COLUMNS]


def inflows_text(path: Path) -> tuple[str, int]:
    """Return inflows in the form of the file of inflows, and their last year.

    Args:
        path: UNCTAD's file of all flows and stocks: ``Year``, ``Economy``, ``Economy Label``, ``Flow Label``,
            ``Direction Label`` and a column of values in million USD.

    Raises:
        SnapshotError: a column is missing, an economy is missing or stands twice, or a guard refuses the file.
    """
    head = ["Year", "Economy", "Economy Label", "Flow Label", "Direction Label"]
    whole = guards.text_table(path, head)
    values = [name for name in whole.columns if name in BULK_VALUES]
    if len(values) != 1:
        raise SnapshotError(f"{path.name}, row 1: has no column {BULK_VALUES[0]!r}. Is it in another unit now?")
    rows = whole[(whole["Flow Label"] == "Flow") & (whole["Direction Label"] == "Inward") & (whole[values[0]] != "")]
    codes = rows["Economy Label"].map(BULK_LABELS).fillna(rows["Economy"].str.zfill(3).map(BULK_CODES))
    table = pd.DataFrame({"iso3": codes, "year": rows["Year"], "value": rows[values[0]]}).dropna(subset="iso3")
    if lacking := sorted({*BULK_CODES.values(), *BULK_LABELS.values()} - set(table["iso3"])):
        raise SnapshotError(f"{path.name}: has no inflows of {lacking[0]}. Has it another code or name there?")
    if (twice := table.duplicated(["iso3", "year"])).any():
        at = table[twice].iloc[0]
        raise SnapshotError(f"{path.name}, row {table.index[twice][0]}: {at['iso3']} in {at['year']} occurs twice.")
    years = guards.years(table["year"], path.name)
    last = int(years.max())
    table = table[years > last - BULK_YEARS].sort_values(["iso3", "year"])
    lines = [(iso3, year, "FDI_IN_FLOW", value, UNIT) for iso3, year, value in table.itertuples(index=False)]
    return answers.csv_text(["iso3", "year", "indicator", "value", "unit"], lines), last
