"""All recipes: which table each makes rows of, from which snapshots, and the text of the table that results."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.data.reader import text_cells
from russia_asean.sources import (
    aiddata,
    desta,
    gapminder,
    gravity_panel,
    imf_outlook,
    imf_trade_in_goods,
    imf_trade_workbooks,
    oil_and_exchange,
    pew,
    rosstat,
    russian_customs,
    sipri,
    snapshots,
    un_comtrade,
    un_votes,
    unctad_investment,
    unctad_trade,
    vietnam_investment,
    world_bank,
)


@dataclass(frozen=True)
class Recipe:
    """How rows of a table are made.

    Attributes:
        table: the table.
        snapshots: keys in ``snapshots.csv`` of the files it is made from.
        build: takes the paths of the files. Returns the table, or, where rows have a source, those of its sources.
        takes_edition: whether ``build`` also takes the edition of the first file, whose marks its rows bear.
        compared: whether ``build`` takes the edition and the rows of the edition before it.
        beside: a source whose rows of the table ``build`` also takes, to compare the size of the figures with, where it
            is no edition before.
        digits: decimal places of numbers.
    """

    table: str
    snapshots: tuple[str, ...]
    build: Callable[..., pd.DataFrame]
    takes_edition: bool = False
    compared: bool = False
    beside: str = ""
    digits: int = 3


# Who is in the gravity panel.
PANEL = ("imf-weo-2026-04", "cepii-geodist-2011")
ANNUAL = imf_trade_workbooks.ANNUAL["source_key"]
CALLS, LIBRARY = "voeten-roll-calls-2024-06", "un-library-votes-1992-2022"
# Editions of the World Economic Outlook that lie in one extract; that of April 2020 could not be read.
EARLIER_OUTLOOKS = ["2019-04", "2019-10", "2020-10", "2021-04", "2021-10", "2022-04", "2022-10", "2023-04", "2023-10"]
EARLIER_OUTLOOKS += ["2024-04", "2024-10", "2025-04"]
ANNEX_TABLES = ("unctad-wir-2025-inflows", "unctad-wir-2025-outflows")
RECIPES = (
    Recipe("arms_by_year", ("sipri-register-2026",), sipri.by_year, takes_edition=True),
    Recipe("arms_shares", ("sipri-register-2026",), sipri.register_shares, takes_edition=True),
    Recipe("arms_shares", ("sipri-tiv-2022",), sipri.table_shares, takes_edition=True),
    Recipe("chinese_official_finance", ("aiddata-gcdf-3",), aiddata.commitments, takes_edition=True),
    *(
        Recipe("economy", (f"imf-weo-{vintage}",), imf_outlook.earlier_outlook, takes_edition=True)
        for vintage in EARLIER_OUTLOOKS
    ),
    Recipe("economy", ("imf-weo-2025-10-extract",), imf_outlook.newest_extract, takes_edition=True),
    Recipe("economy", ("imf-weo-2026-04",), imf_outlook.outlook, compared=True),
    Recipe("economy", ("wb-wdi-population-2025",), world_bank.population, takes_edition=True),
    Recipe("economy", ("gapminder-population-v8",), gapminder.population, takes_edition=True),
    Recipe("fdi_flows", ANNEX_TABLES, unctad_investment.annex_tables, takes_edition=True),
    Recipe("fdi_flows", ("unctad-wir-2026-inflows",), unctad_investment.inflows, compared=True),
    Recipe("fdi_flows", ("wb-wdi-fdi-2025",), world_bank.inflows, takes_edition=True),
    Recipe(
        "fdi_registered_vietnam",
        ("vn-fia-registered-2023",),
        vietnam_investment.registered_capital,
        takes_edition=True,
    ),
    Recipe("opinion", ("pew-gas-2023",), pew.favourability, takes_edition=True),
    Recipe("trade_agreement_counts", ("desta-2-1",), desta.cumulative_counts, takes_edition=True),
    Recipe("country_pairs", PANEL, gravity_panel.country_pairs),
    Recipe("gravity_flows", ("imf-dots-2022-02-pairs", *PANEL), gravity_panel.flows),
    Recipe("gravity_reporters", ("imf-dots-2022-02-reporters", *PANEL), gravity_panel.reporters),
    Recipe("exchange_rates_implied", ("imf-weo-2025-10-extract",), oil_and_exchange.exchange_rates, digits=9),
    Recipe("intra_brics_trade", ("unctad-brics-2026",), unctad_trade.intra_brics),
    Recipe("oil_price", ("eia-brent-2026", "imf-weo-2025-10-extract"), oil_and_exchange.oil_price),
    Recipe("russian_customs", ("fcs-russia-2024",), russian_customs.trade_by_part),
    Recipe("trade_composition", ("unctad-matrix-2015", "unctad-matrix-extract"), unctad_trade.composition),
    Recipe("trade_composition", ("un-comtrade-2020-09-fuels",), un_comtrade.fuels),
    Recipe("trade_flows", ("imf-dots-2022-02",), imf_trade_workbooks.annual),
    Recipe("trade_flows", ("imf-dots-monthly-2024-07",), imf_trade_workbooks.monthly, beside=ANNUAL),
    Recipe("trade_flows", ("imf-imts-russia-2026",), imf_trade_in_goods.russia, beside=ANNUAL),
    Recipe("trade_flows", ("imf-imts-2025-exports",), imf_trade_in_goods.exports_2025),
    Recipe("trade_flows", ("rosstat-96stran-2022",), rosstat.trade),
    Recipe("ukraine_votes", (CALLS, LIBRARY), un_votes.ukraine_roll_calls),
    Recipe("un_roll_calls", (CALLS,), un_votes.roll_calls),
    Recipe("un_library_vote_pairs", (LIBRARY,), un_votes.library_pairs),
    Recipe(
        "un_agreement",
        (CALLS, LIBRARY),
        lambda calls, library: un_votes.agreement(un_votes.roll_calls(calls), un_votes.library_pairs(library)),
    ),
    Recipe("un_votes_by_topic", (CALLS,), lambda calls: un_votes.votes_by_topic(un_votes.roll_calls(calls))),
    Recipe("un_ideal_points", ("voeten-ideal-points-2025-07",), un_votes.ideal_points, digits=4),
    Recipe("un_ideal_points", ("voeten-ideal-points-2026-04",), un_votes.newest_ideal_points, compared=True, digits=4),
)


def missing_settings(recipe: Recipe) -> list[str]:
    """Return the settings that a recipe needs and that name no folder, sorted."""
    needed = {snapshots.snapshot(key).setting for key in recipe.snapshots}
    return sorted(setting for setting in needed if snapshots.folder_from_setting(setting) is None)


def built_rows(recipe: Recipe) -> pd.DataFrame:
    """Return the rows that a recipe makes from its files.

    Raises:
        SnapshotError: a file is missing, is another one, or breaks its format; or a guard refuses what it holds.
    """
    given: list[object] = [_path(key) for key in recipe.snapshots]
    other = recipe.beside
    if recipe.takes_edition or recipe.compared:
        edition = snapshots.edition(recipe.snapshots[0])
        given.append(edition)
        other = edition.earlier if recipe.compared else other
    if other:
        table = tables.load(recipe.table, credit=False)
        given.append(table[table["source_key"] == other])
    return recipe.build(*given)


def _path(key: str) -> Path:
    listed = snapshots.snapshot(key)
    folder = snapshots.folder_from_setting(listed.setting)
    if folder is None:
        raise snapshots.SnapshotError(
            f"{listed.path}: the setting {listed.setting} names no folder. Put the file from {listed.address} into a "
            "folder and name it there."
        )
    return listed.checked_path(folder)


def table_text(recipe: Recipe, rows: pd.DataFrame) -> str:
    """Return the text of a table with the rows of a recipe in the place of those that it made before.

    Args:
        recipe: the recipe.
        rows: what it builds. The sources in them say which rows they replace; without sources they are all rows.
    """
    described = tables.resource(recipe.table)
    key = described.get("sortedBy", described["schema"]["primaryKey"])
    new = _as_text(rows, recipe.digits)
    if "source_key" not in new or not (paths.DATA / described["path"]).exists():
        return csv_text(new, key)
    stored = text_cells(paths.DATA / described["path"], f"data/{described['path']}")
    kept = stored[~stored["source_key"].isin(new["source_key"].unique())]
    return csv_text(pd.concat([kept, new[kept.columns]]), key)


def write_tables() -> list[str]:
    """Write every table of which all files are there, and return what was done or left in one sentence a recipe.

    Raises:
        SnapshotError: as for ``built_rows``; tables written before stay as they are.
    """
    told = []
    for recipe in RECIPES:
        name, made_from = f"data/{recipe.table}.csv", ", ".join(recipe.snapshots)
        if lacking := missing_settings(recipe):
            told.append(f"{name}: left as it is; {' and '.join(lacking)} must name the folder with {made_from}.")
            continue
        text = table_text(recipe, built_rows(recipe))
        path = paths.DATA / tables.resource(recipe.table)["path"]
        if path.exists() and path.read_text(encoding="utf-8") == text:
            told.append(f"{name}: the same as before, from {made_from}.")
            continue
        path.write_text(text, encoding="utf-8")
        tables.clear_cache()
        told.append(f"{name}: written from {made_from}. Run `make data`.")
    return told


def csv_text(table: pd.DataFrame, key: Iterable[str], digits: int = 3) -> str:
    """Return a table as the text of its file: rows by their key compared as text, numbers as short as they are exact.

    Args:
        table: the table.
        key: the columns to sort by.
        digits: decimal places of numbers.
    """
    # As text, because the contract of the tables orders rows so.
    return _as_text(table, digits).sort_values(list(key)).to_csv(index=False, lineterminator="\n")


def _as_text(table: pd.DataFrame, digits: int) -> pd.DataFrame:
    written = table.copy()
    for name in table.select_dtypes("float"):
        written[name] = table[name].map(
            lambda number: "" if pd.isna(number) else f"{number:.{digits}f}".rstrip("0").rstrip(".")
        )
    for name in table.select_dtypes("bool"):
        written[name] = table[name].map({True: "true", False: "false"})
    return written.astype(str)
