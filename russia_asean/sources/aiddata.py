"""AidData, Global Chinese Development Finance: commitments to rows of ``chinese_official_finance``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

# Codes of the Correlates of War project, by which the file names states.
RECIPIENTS = {
    "365": "RUS",
    "370": "BLR",
    "704": "UZB",
    "705": "KAZ",
    "770": "PAK",
    "775": "MMR",
    "800": "THA",
    "811": "KHM",
    "812": "LAO",
    "816": "VNM",
    "820": "MYS",
    "835": "BRN",
    "840": "PHL",
    "850": "IDN",
    "860": "TLS",
}
# Amounts before loans that refinance earlier ones are taken off (the columns that end in ``adj``).
CLASSES = {"oda_amt": "oda_like", "oof_amt": "oof_like", "vof_amt": "vague"}
LAST_YEAR = 2021
UNIT = "constant 2021 USD, commitments"


def commitments(path: Path, edition: Edition) -> pd.DataFrame:
    """Return commitments by recipient, year and class, and their total.

    Args:
        path: sums over the records that AidData recommends for aggregates: ``ccode``, ``year``, ``oda_amt``,
            ``oof_amt``, ``vof_amt`` in USD of 2021.
        edition: whose figures they are.

    Raises:
        SnapshotError: a guard refuses the file, a recipient is missing or occurs twice in a year, or an amount is
            below zero.
    """
    whole = guards.text_table(path, ["ccode", "year", *CLASSES])
    whole = whole[whole["ccode"].isin(list(RECIPIENTS))]
    if lacking := [iso3 for code, iso3 in RECIPIENTS.items() if code not in set(whole["ccode"])]:
        raise SnapshotError(f"{path.name}: has no row of {lacking[0]}. Are states named by another code?")
    if (twice := whole.duplicated(["ccode", "year"])).any():
        raise SnapshotError(f"{path.name}, row {whole.index[twice][0]}: the recipient's year occurs twice. Keep one.")
    amounts = pd.DataFrame({name: guards.numbers(whole[column], path.name) for column, name in CLASSES.items()})
    if (below := (amounts < 0).any(axis="columns")).any():
        raise SnapshotError(
            f"{path.name}, row {whole.index[below][0]}: an amount is below zero. Read what the publisher says of it."
        )
    amounts["total"] = amounts.sum(axis="columns")
    years = guards.years(whole["year"], path.name)
    guards.last_year(years, LAST_YEAR, path.name, edition.vintage)
    table = amounts.round().assign(iso3=whole["ccode"].map(RECIPIENTS), year=years)
    table = table.melt(["iso3", "year"], var_name="measure", value_name="value")
    status = (table["measure"] == "total").map({True: "derived", False: "estimate"})
    return table.assign(unit=UNIT, status=status, **edition.marks)
