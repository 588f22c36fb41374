"""Foreign Investment Agency of Viet Nam: registered capital by partner to rows of ``fdi_registered_vietnam``."""

import re
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

# Columns of the file by our measure; million USD.
CAPITAL = {
    "Newly registered capital (million USD)": "new",
    "Adjusted capital (million USD)": "adjusted",
    "Value of capital contribution, share purchase\n(million USD)": "share_purchase",
}
MILLION = 1e6
THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
FIRST_YEAR = 2015
# Names as the file spells them. Poland is left out: two countries stand under that name every year.
PARTNERS = {
    "Armenia": "ARM",
    "Australia": "AUS",
    "Austria": "AUT",
    "Belarus": "BLR",
    "Belgium": "BEL",
    "Bermuda": "BMU",
    "BritishVirginIslands": "VGB",
    "Brunei Darussalam": "BRN",
    "Cambodia": "KHM",
    "Canada": "CAN",
    "Cayman Islands": "CYM",
    "China": "CHN",
    "Denmark": "DNK",
    "Federal Republic of Russia": "RUS",
    "France": "FRA",
    "Germany": "DEU",
    "Hongkong": "HKG",
    "India": "IND",
    "Indonesia": "IDN",
    "Israel": "ISR",
    "Italia": "ITA",
    "Japan": "JPN",
    "Kazakhstan": "KAZ",
    "Korea": "KOR",
    "Kyrgyzstan": "KGZ",
    "Laos": "LAO",
    "Liên bang Nga": "RUS",
    "Luxembourg": "LUX",
    "Macao": "MAC",
    "Malaysia": "MYS",
    "Mauritius": "MUS",
    "Myanmar": "MMR",
    "Nauy": "NOR",
    "Neitherland": "NLD",
    "New Zealand": "NZL",
    "Philippines": "PHL",
    "Samoa": "WSM",
    "Seychelles": "SYC",
    "Singapore": "SGP",
    "Spain": "ESP",
    "Sweden": "SWE",
    "Switzerland": "CHE",
    "Taiwan": "TWN",
    "Thailand": "THA",
    "The United States of America": "USA",
    "Turkey": "TUR",
    "Ukraina": "UKR",
    "Ukraine": "UKR",
    "United Arab Emirates": "ARE",
    "United Kingdom": "GBR",
}
ALWAYS = ["CHN", "HKG", "JPN", "KOR", "RUS", "SGP", "TWN"]  # partners of every year
KEY = ["partner", "year", "measure"]


def registered_capital(path: Path, edition: Edition) -> pd.DataFrame:
    """Return registered capital by partner, year and component, their total, and the sums over all partners.

    Args:
        path: the agency's yearly tables, one below the other, as Open Development Vietnam gives them: ``Country``,
            ``Year`` and the columns of ``CAPITAL``.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, or a partner of every year is missing in one.
    """
    whole = guards.text_table(path, ["Country", "Year", *CAPITAL])
    years = guards.years(whole["Year"], path.name)
    partners = whole["Country"].str.strip().map(PARTNERS)
    capital = pd.DataFrame(
        {
            measure: guards.numbers(whole[column].map(plain).rename(column), path.name)
            for column, measure in CAPITAL.items()
        }
    )
    for year in range(FIRST_YEAR, int(years.max()) + 1):
        if lacking := sorted(set(ALWAYS) - set(partners[years == year])):
            raise SnapshotError(f"{path.name}: has no row of {lacking[0]} in {year}. Has it another name there?")
    cells = capital.assign(partner=partners, year=years).melt(["partner", "year"], var_name="measure")
    cells = cells.dropna(subset="value")
    # The sum over all partners also holds those that have no code here.
    world = cells.assign(partner="WLD").groupby(KEY, as_index=False)["value"].sum()
    table = pd.concat([cells.groupby(KEY, as_index=False)["value"].sum(), world])
    totals = table.groupby(["partner", "year"], as_index=False)["value"].sum().assign(measure="total")
    table = pd.concat([table, totals])
    rows: pd.DataFrame = table.assign(
        host="VNM",
        value=(table["value"] * MILLION).round(),
        unit="USD registered",
        status=(table["partner"] == "WLD").map({True: "derived", False: "reported"}),
        **edition.marks,
    )
    return rows[["host", *KEY, "value", "unit", "status", "vintage", "source_key"]]


def plain(cell: str) -> str:
    """Return a cell as a plain number: without separators of thousands; a dash is nothing, parentheses are a minus."""
    cell = cell.strip()
    if cell == "-":
        return ""
    if cell.startswith("(") and cell.endswith(")"):
        cell = f"-{cell[1:-1]}"
    return cell.replace(",", "") if THOUSANDS.fullmatch(cell) else cell
