"""Federal Customs Service of Russia: what it still publishes since 2022, by region of the world and by group of goods.

Each release is a vintage of its own; 2022 stands in two of them, with figures that differ.
"""

from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import SnapshotError

SOURCE = "fcs-russia-2024"
# When each file was released, as its own properties say.
RELEASED = {
    "ПубликацияТСТВ_2022.xlsx": "2023-03-09",
    "страны122023.xlsx": "2024-02-09",
    "структура122023.xlsx": "2024-02-09",
    "страны042024.xlsx": "2024-06-10",
    "структура042024.xlsx": "2024-06-10",
    "страны092024.xlsx": "2024-11-08",
}
REGIONS = ["Africa", "America", "Asia", "Europe", "Oceania"]
WORLD = "World"
# The groups of the service and their chapters of the Harmonized System.
GROUPS = ["01-24", "25-27", "28-40", "41-43", "44-49", "50-67", "68-70, 84-97", "71-83"]
UNITS = {"billion USD": 1e9, "million USD": 1e6}
UNALLOCATED = 1e9  # USD: what the world's total may hold beside the five regions
ROUNDING = 4e6  # USD: eight groups of whole millions
CASE = ["year", "months", "flow", "vintage"]


def trade_by_part(regions: Path, products: Path) -> pd.DataFrame:
    """Return Russia's trade with regions, and with the world by goods, in USD.

    Args:
        regions: ``region``, ``year``, ``months``, ``exports``, ``imports``, ``unit``, ``source_file``.
        products: the same with ``hs`` in the place of ``region``.

    Raises:
        SnapshotError: a guard refuses a file.
    """
    by_region = _rows(regions, "region").assign(breakdown="region")
    by_product = _rows(products, "hs").assign(breakdown="product")
    by_product["part"] = by_product["part"].replace("TOTAL", WORLD)
    for rows, names, tolerance, path in (
        (by_region, REGIONS, UNALLOCATED, regions),
        # The release of 2022 lists chapters and only one group: its chapters leave out what is not disclosed.
        (by_product[by_product["vintage"] != RELEASED["ПубликацияТСТВ_2022.xlsx"]], GROUPS, ROUNDING, products),
    ):
        wide = rows.pivot(index=CASE, columns="part", values="value")
        if lacking := [name for name in [*names, WORLD] if name not in wide]:
            raise SnapshotError(f"{path.name}: has no row {lacking[0]!r}. Has it another name in the file?")
        guards.sums_to(wide[names].sum(axis="columns", min_count=len(names)), wide[WORLD], tolerance, path.name)
    table = pd.concat([by_region, by_product]).assign(unit="USD", status="reported", source_key=SOURCE)
    key = ["breakdown", "part", "year", "months", "flow"]
    return table[[*key, "value", "unit", "status", "vintage", "source_key"]]


def _rows(path: Path, name: str) -> pd.DataFrame:
    """Return a row per part, period and flow, in USD."""
    whole = guards.text_table(path, [name, "year", "months", "exports", "imports", "unit", "source_file"])
    for column, known in (("unit", UNITS), ("source_file", RELEASED)):
        if len(strange := whole[~whole[column].isin(list(known))]):
            raise SnapshotError(
                f"{path.name}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is none of "
                f"{', '.join(known)}. Add what it means to the recipe."
            )
    sizes, parts = whole["unit"].map(UNITS), []
    for flow in ("exports", "imports"):
        values = (guards.numbers(whole[flow], path.name) * sizes).round()
        parts.append(whole.assign(flow=flow.removesuffix("s"), value=values))
    rows = pd.concat(parts).rename(columns={name: "part"})
    return rows.assign(
        vintage=rows["source_file"].map(RELEASED), year=guards.numbers(rows["year"], path.name).astype(int)
    )[["part", *CASE, "value"]]
