"""AidData, Global Chinese Development Finance: commitments to rows of ``chinese_official_finance``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import answers, guards
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
BEHIND, MOST_BEHIND = 2, 3  # by how many years the last one lies before the edition; reviews take long
# The workbook of projects: its sheet, and what is read of it.
SHEET = "GCDF_3.0"
FLOW_CLASSES = {"ODA-like": "oda_amt", "OOF-like": "oof_amt", "Vague (Official Finance)": "vof_amt"}
COUNTRY, YEAR, FLOW_CLASS = "Recipient ISO-3", "Commitment Year", "Flow Class"
RECOMMENDED, AMOUNT = "Recommended For Aggregates", "Amount (Constant USD 2021)"
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
    guards.last_year(years, edition.year - BEHIND, path.name, edition.vintage, edition.year - MOST_BEHIND)
    table = amounts.round().assign(iso3=whole["ccode"].map(RECIPIENTS), year=years)
    table = table.melt(["iso3", "year"], var_name="measure", value_name="value")
    status = (table["measure"] == "total").map({True: "derived", False: "estimate"})
    return table.assign(unit=UNIT, status=status, **edition.marks)


def sums_text(path: Path) -> str:
    """Return commitments to our recipients, summed by recipient and year as in the file of sums.

    Args:
        path: the workbook of projects of version 3.0.

    Raises:
        SnapshotError: it is of another version, lacks a column, or holds a class of flows that is not known.
    """
    columns = [COUNTRY, YEAR, FLOW_CLASS, RECOMMENDED, AMOUNT]
    try:
        projects = pd.read_excel(path, sheet_name=SHEET, usecols=columns)
    except ValueError as broken:
        raise SnapshotError(f"{path.name}: is not the workbook of version 3.0 ({broken}).") from None
    codes = {iso3: code for code, iso3 in RECIPIENTS.items()}
    counted = projects[(projects[RECOMMENDED] == "Yes") & projects[COUNTRY].isin(list(codes))].dropna(subset=AMOUNT)
    if strange := sorted(set(counted[FLOW_CLASS]) - set(FLOW_CLASSES)):
        raise SnapshotError(f"{path.name}: the class of flows {strange[0]!r} is none of {', '.join(FLOW_CLASSES)}.")
    named = counted.assign(ccode=counted[COUNTRY].map(codes), year=counted[YEAR].astype(int))
    sums = named.pivot_table(
        AMOUNT, ["ccode", "year"], named[FLOW_CLASS].map(FLOW_CLASSES), aggfunc="sum", fill_value=0
    ).reindex(columns=list(CLASSES), fill_value=0)
    rows = [(*key, *values) for key, values in zip(sums.index, sums.to_numpy().tolist(), strict=True)]
    return answers.csv_text(["ccode", "year", *CLASSES], rows)
