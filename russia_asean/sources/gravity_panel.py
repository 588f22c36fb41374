"""The panel of the gravity benchmark: who traded how much with whom, whose report is complete, and pairs of countries.

From four files: the Fund's Direction of Trade Statistics with both records of each flow, and how complete each report
is; GeoDist of CEPII; and the World Economic Outlook, whose population only decides who is in the panel.

The panel is as small as the estimate allows. Every fourth year is standard, since trade takes time to adjust and the
years between say little more (Yotov and others 2016). Economies below two million people would be two fifths of the
rows and two per cent of the trade. Three digits are more than two customs services agree on.
"""

from itertools import combinations
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.asean import MEMBERS
from russia_asean.sources.snapshots import SnapshotError

# From the first year of which most members of ASEAN report to the last of the Fund's edition. Russia's reports of 2009
# to 2011, which withhold partners, lie between.
YEARS = range(2004, 2021, 4)
SMALLEST = 2.0  # million people in the last year; members of ASEAN are in whatever their size
CODES_OF_OUTLOOK = {"WBG": "PSE"}  # the Fund's code of the West Bank and Gaza
DIGITS = 3

ENDS = ["exporter_iso3", "importer_iso3"]
VALUES = {"export_fob_usd": "export_est", "import_cif_usd": "import_est"}  # each value and its mark of an estimate
# What is said of a reporter's year, in the words of the file and in ours.
STATUSES = {
    "reported": "reported",
    "reported, under 90% by named partner": "partial",
    "all IMF estimates": "estimate",
}
FLOW_NAMES = {"export_fob": "export", "import_cif": "import"}
# Columns of GeoDist that are kept.
COVARIATES = {
    "contig": "contiguous",
    "comlang_off": "common_language",
    "colony": "colonial_tie",
    "comcol": "common_coloniser",
}


def economies(outlook: Path, pairs: Path) -> list[str]:
    """Return the codes of the economies of the panel, sorted.

    Args:
        outlook: the World Economic Outlook: ``iso``, ``year`` and ``lp`` (population, millions).
        pairs: GeoDist; an economy without distances cannot be in the equation.

    Raises:
        SnapshotError: a guard refuses a file.
    """
    population = guards.text_table(outlook, ["iso", "year", "lp"])
    last = population[population["year"] == str(YEARS[-1])]
    large = set(last.loc[guards.numbers(last["lp"], outlook.name) >= SMALLEST, "iso"].replace(CODES_OF_OUTLOOK))
    distances = guards.text_table(pairs, ["iso3_o", "distw"])
    return sorted((large | set(MEMBERS)) & set(distances.loc[distances["distw"] != "", "iso3_o"]))


def flows(bilateral: Path, outlook: Path, pairs: Path) -> pd.DataFrame:
    """Return the table of flows: one row per exporter, importer and year with at least one record.

    Args:
        bilateral: a row per pair and year: what the exporter says (FOB), what the importer says (CIF), USD, and for
            each a mark, 1 for an estimate of the Fund.
        outlook: decides, with ``pairs``, who is in the panel.
        pairs: see ``economies``.

    Raises:
        SnapshotError: a guard refuses a file, a flow occurs twice, a value is below zero or has no mark.
    """
    whole = guards.text_table(bilateral, [*ENDS, "year", *VALUES, *VALUES.values()])
    codes = economies(outlook, pairs)
    table = whole[whole["year"].isin(map(str, YEARS)) & whole[ENDS].isin(codes).all(axis="columns")]
    if (twice := table.duplicated([*ENDS, "year"])).any():
        raise SnapshotError(f"{bilateral.name}, row {table.index[twice][0]}: the flow occurs twice. Keep one of them.")
    read = {value: guards.numbers(table[value], bilateral.name) for value in VALUES}
    for value, mark in VALUES.items():
        for wrong, why in (
            (read[value] < 0, "is below zero"),
            (read[value].notna() & ~table[mark].isin(["0", "1"]), f"has no mark 0 or 1 in {mark}"),
        ):
            if wrong.any():
                raise SnapshotError(
                    f"{bilateral.name}, row {table.index[wrong][0]}, column {value!r}: {why}. "
                    "Read what the publisher says of it."
                )
    estimated = table["export_est"].eq("1") + 2 * table["import_est"].eq("1")
    return pd.DataFrame(
        {
            "exporter": table["exporter_iso3"],
            "importer": table["importer_iso3"],
            "year": table["year"],
            "exports": read["export_fob_usd"].map(short_number),
            "imports": read["import_cif_usd"].map(short_number),
            "estimated": estimated.map({0: "", 1: "export", 2: "import", 3: "both"}),
        }
    )


def short_number(value: float) -> str:
    """Return a number of ``DIGITS`` digits in the fewest signs, such as ``137e7``; nothing for a missing one."""
    if pd.isna(value):
        return ""
    digits = f"{float(f'{value:.{DIGITS - 1}e}'):.0f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    return f"{digits[:-zeros]}e{zeros}" if zeros > 2 else digits


def reporters(coverage: Path, outlook: Path, pairs: Path) -> pd.DataFrame:
    """Return the table of reporters: what is known of each one's exports and imports of a year.

    Args:
        coverage: a row per reporter, year and flow, with what its report is worth.
        outlook: decides, with ``pairs``, who is in the panel.
        pairs: see ``economies``.

    Raises:
        SnapshotError: a guard refuses a file, or a status or flow is none of those known.
    """
    whole = guards.text_table(coverage, ["reporter_iso3", "year", "flow", "reporter_status"])
    table = whole[whole["year"].isin(map(str, YEARS)) & whole["reporter_iso3"].isin(economies(outlook, pairs))]
    for column, known in (("reporter_status", STATUSES), ("flow", FLOW_NAMES)):
        if len(strange := table[~table[column].isin(list(known))]):
            raise SnapshotError(
                f"{coverage.name}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is none of "
                f"{', '.join(known)}. Say what follows from it."
            )
    return pd.DataFrame(
        {
            "reporter": table["reporter_iso3"],
            "year": table["year"],
            "flow": table["flow"].map(FLOW_NAMES),
            "status": table["reporter_status"].map(STATUSES),
        }
    )


def country_pairs(outlook: Path, pairs: Path) -> pd.DataFrame:
    """Return the table of pairs of countries, each pair once, its codes in alphabetical order.

    Args:
        outlook: decides, with ``pairs``, who is in the panel.
        pairs: GeoDist: ``iso3_o``, ``iso3_d``, ``distw`` (km) and the keys of ``COVARIATES``.

    Raises:
        SnapshotError: a guard refuses a file; a pair is not complete or not the same in both directions.
    """
    whole = guards.text_table(pairs, ["iso3_o", "iso3_d", "distw", *COVARIATES])
    read = {column: guards.numbers(whole[column], pairs.name) for column in ("distw", *COVARIATES)}
    facts = whole[["iso3_o", "iso3_d"]].assign(**read).set_index(["iso3_o", "iso3_d"])
    wanted = list(combinations(economies(outlook, pairs), 2))
    there, back = (facts.reindex(index) for index in (wanted, [pair[::-1] for pair in wanted]))
    missing = (there.isna().to_numpy() | back.isna().to_numpy()).any(axis=1)
    # Distances are rounded to tens of metres, so the two of a pair may differ in the last digit.
    differs = (abs(there.to_numpy() - back.to_numpy()) > 0.02).any(axis=1)
    for wrong, what in ((missing, "is not complete"), (differs, "is not the same in both directions")):
        if wrong.any():
            pair = " and ".join(there.index[wrong][0])
            raise SnapshotError(f"{pairs.name}: the pair {pair} {what}. Leave one out, or say which of them holds.")
    table = there.rename(columns=COVARIATES).rename_axis(["iso3_1", "iso3_2"]).reset_index()
    table["distance_km"] = table.pop("distw").round()
    return table.astype(dict.fromkeys([*COVARIATES.values(), "distance_km"], int))
