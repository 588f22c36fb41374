"""UNCTAD, World Investment Report: from the flows of its data explorer to rows of ``fdi_flows``."""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

SOUTHEAST_ASIA = "SEA_UNCTAD"  # UNCTAD's sum of the eleven states
STATES = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"]
SUMS = {SOUTHEAST_ASIA, "DEVELOPED"}  # sums of the publisher, which our table does not hold
UNIT = "million USD, current"
ROUNDING = 0.01  # million USD: eleven figures of three decimals or more


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
    guards.sums_to(wide[STATES].sum(axis="columns", min_count=len(STATES)), wide[SOUTHEAST_ASIA], ROUNDING, path.name)
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
    return built[["iso3", "year", "direction", "value", "unit", "status", "vintage", "source_key"]]
