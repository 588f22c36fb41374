"""All recipes: which table each makes rows of, from which kinds of files, and the text of the table that results.

Which editions there are is in ``data/snapshots.csv``, whose column ``recipe`` says of which kind a file is. A new
edition is a row there, and no line here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from russia_asean import paths
from russia_asean.data import tables
from russia_asean.data.reader import text_cells, text_rows
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
from russia_asean.sources.snapshots import Edition


@dataclass(frozen=True)
class Recipe:
    """How rows of a table are made.

    Attributes:
        table: the table.
        kinds: the kinds of files it is made from, values of the column ``recipe`` in ``snapshots.csv``.
        build: takes the paths of the files. Returns the table, or, where rows have a source, those of its sources.
        editions: of how many of the files, from the first on, ``build`` also takes the edition, whose marks its rows
            bear. Each edition of the first kind then makes rows; else the newest alone.
        compared: whether ``build`` takes the rows of the edition before it.
        beside: a kind of file whose rows of the table ``build`` also takes, to compare the size of the figures with,
            where it is no edition before.
        digits: decimal places of numbers.
    """

    table: str
    kinds: tuple[str, ...]
    build: Callable[..., pd.DataFrame]
    editions: int = 0
    compared: bool = False
    beside: str = ""
    digits: int = 3


@dataclass(frozen=True)
class Batch:
    """One run of a recipe: the files of one edition.

    Attributes:
        recipe: the recipe.
        snapshots: keys in ``snapshots.csv`` of the files, one for each kind.
    """

    recipe: Recipe
    snapshots: tuple[str, ...]


CALLS, LIBRARY = "voeten-roll-calls", "un-library-votes"
RECIPES = (
    Recipe("arms_by_year", ("sipri-register",), sipri.by_year, editions=1),
    Recipe("arms_shares", ("sipri-register",), sipri.register_shares, editions=1),
    Recipe("arms_shares", ("sipri-volumes",), sipri.table_shares, editions=1),
    Recipe("chinese_official_finance", ("aiddata-finance",), aiddata.commitments, editions=1),
    Recipe("economy", ("imf-weo-early",), imf_outlook.earlier_outlook, editions=1),
    Recipe("economy", ("imf-weo-extract",), imf_outlook.newest_extract, editions=1),
    Recipe("economy", ("imf-weo",), imf_outlook.outlook, editions=1, compared=True),
    Recipe("economy", ("wb-wdi-population",), world_bank.population, editions=1),
    Recipe("economy", ("gapminder-population",), gapminder.population, editions=1),
    Recipe("fdi_flows", ("unctad-annex-inflows", "unctad-annex-outflows"), unctad_investment.annex_tables, editions=1),
    Recipe("fdi_flows", ("unctad-explorer-inflows",), unctad_investment.inflows, editions=1, compared=True),
    Recipe("fdi_flows", ("wb-wdi-fdi",), world_bank.inflows, editions=1),
    Recipe("fdi_registered_vietnam", ("vn-fia-registered",), vietnam_investment.registered_capital, editions=1),
    Recipe("opinion", ("pew-favourability",), pew.favourability, editions=1),
    Recipe("trade_agreement_counts", ("desta-treaties",), desta.cumulative_counts, editions=1),
    # The outlook says who is in the gravity panel.
    Recipe("country_pairs", ("imf-weo", "cepii-distances"), gravity_panel.country_pairs),
    Recipe("gravity_flows", ("imf-dots-pairs", "imf-weo", "cepii-distances"), gravity_panel.flows),
    Recipe("gravity_reporters", ("imf-dots-reporters", "imf-weo", "cepii-distances"), gravity_panel.reporters),
    Recipe("exchange_rates_implied", ("imf-weo-extract",), oil_and_exchange.exchange_rates, editions=1, digits=9),
    Recipe("intra_brics_trade", ("unctad-brics",), unctad_trade.intra_brics),
    Recipe("oil_price", ("eia-brent", "imf-weo-extract"), oil_and_exchange.oil_price, editions=2),
    Recipe("russian_customs", ("fcs-russia",), russian_customs.trade_by_part),
    Recipe("trade_composition", ("unctad-matrix", "unctad-matrix-extract"), unctad_trade.composition),
    Recipe("trade_composition", ("un-comtrade-fuels",), un_comtrade.fuels, editions=1),
    Recipe("trade_flows", ("imf-dots-annual",), imf_trade_workbooks.annual, editions=1),
    Recipe("trade_flows", ("imf-dots-monthly",), imf_trade_workbooks.monthly, editions=1, beside="imf-dots-annual"),
    Recipe("trade_flows", ("imf-imts-russia",), imf_trade_in_goods.russia, editions=1, beside="imf-dots-annual"),
    Recipe("trade_flows", ("imf-imts-exports",), imf_trade_in_goods.exports, editions=1),
    Recipe("trade_flows", ("rosstat-trade",), rosstat.trade, editions=1),
    Recipe("ukraine_votes", (CALLS, LIBRARY), un_votes.ukraine_roll_calls, editions=2),
    Recipe("un_roll_calls", (CALLS,), un_votes.roll_calls),
    Recipe("un_library_vote_pairs", (LIBRARY,), un_votes.library_pairs, editions=1),
    Recipe(
        "un_agreement",
        (CALLS, LIBRARY),
        lambda calls, library, of_calls, of_library: un_votes.agreement(
            un_votes.roll_calls(calls), un_votes.library_pairs(library, of_library), of_calls, of_library
        ),
        editions=2,
    ),
    Recipe(
        "un_votes_by_topic",
        (CALLS,),
        lambda calls, edition: un_votes.votes_by_topic(un_votes.roll_calls(calls), edition),
        editions=1,
    ),
    Recipe("un_ideal_points", ("voeten-ideal-points-workbook",), un_votes.ideal_points, editions=1, digits=4),
    Recipe(
        "un_ideal_points", ("voeten-ideal-points",), un_votes.newest_ideal_points, editions=1, compared=True, digits=4
    ),
)


def batches() -> list[Batch]:
    """Return every run of every recipe: one an edition, the older edition first.

    Raises:
        SnapshotError: a recipe reads a kind of file of which none is listed.
    """
    found = []
    for recipe in RECIPES:
        listed = [snapshots.of_kind(kind) for kind in recipe.kinds]
        sources = {key: snapshots.edition(key).source_key for keys in listed for key in keys}
        for first in listed[0] if recipe.editions else listed[0][-1:]:
            # Files of one edition go together; where another kind has none of it, its newest is read.
            others = [next((key for key in keys if sources[key] == sources[first]), keys[-1]) for keys in listed[1:]]
            found.append(Batch(recipe, (first, *others)))
    return found


def check_kinds() -> None:
    """Refuse a kind of file that no recipe reads, in the list of snapshots or of where publishers are asked.

    Raises:
        TableError: a row names one; it would be passed over without a word.
    """
    kinds = sorted({kind for recipe in RECIPES for kind in recipe.kinds})
    for name in ("snapshots.csv", "fetching.csv"):
        # As text, since this runs before the tables are described anew.
        header, rows = text_rows(paths.DATA / name, f"data/{name}")
        for line, cells in rows.items():
            kind = dict(zip(header, cells, strict=False)).get("recipe", "")
            if kind not in kinds:
                raise tables.TableError(
                    f"data/{name}, row {line}, column 'recipe': {kind!r} is a kind of file that no recipe reads. "
                    f"Use one of: {', '.join(kinds)}."
                )


def missing_settings(batch: Batch) -> list[str]:
    """Return the settings that a run of a recipe needs and that name no folder with its files, sorted."""
    needed = [snapshots.snapshot(key) for key in batch.snapshots]
    return sorted({each.setting for each in needed if not _is_at_hand(each)})


def _is_at_hand(listed: snapshots.Snapshot) -> bool:
    folder = snapshots.folder_from_setting(listed.setting)
    # The cache need not hold what another machine fetched.
    return folder is not None and (listed.setting != snapshots.SETTINGS["fetched"] or (folder / listed.path).exists())


def built_rows(
    batch: Batch, files: Mapping[str, Path] | None = None, editions: Mapping[str, Edition] | None = None
) -> pd.DataFrame:
    """Return the rows that a recipe makes from its files.

    Args:
        batch: which files.
        files: where files lie that are not listed yet, by key; the others lie where the settings say.
        editions: whose figures those files hold, by key.

    Raises:
        SnapshotError: a file is missing, is another one, or breaks its format; or a guard refuses what it holds.
    """
    recipe, files, editions = batch.recipe, files or {}, editions or {}
    whose = [editions.get(key) or snapshots.edition(key) for key in batch.snapshots[: recipe.editions]]
    given: list[object] = [*(files.get(key) or _path(key) for key in batch.snapshots), *whose]
    other = ""
    if recipe.compared:
        other = whose[0].earlier
    elif recipe.beside:
        other = snapshots.edition(snapshots.of_kind(recipe.beside)[-1]).source_key
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


def table_text(
    recipe: Recipe, rows: pd.DataFrame, stored: pd.DataFrame | None = None, replaced: Collection[str] = ()
) -> str:
    """Return the text of a table with the rows of a recipe in the place of those that it made before.

    Args:
        recipe: the recipe.
        rows: what it builds. The sources in them say which rows they replace; without sources they are all rows.
        stored: the table as text cells, if not as it is stored.
        replaced: sources whose rows fall away, too: editions that the rows take the place of.
    """
    described = tables.resource(recipe.table)
    key = described.get("sortedBy", described["schema"]["primaryKey"])
    new = _as_text(rows, recipe.digits)
    path = paths.DATA / described["path"]
    if "source_key" not in new or not path.exists():
        return csv_text(new, key)
    stored = text_cells(path, f"data/{described['path']}") if stored is None else stored
    kept = stored[~stored["source_key"].isin([*new["source_key"].unique(), *replaced])]
    return csv_text(pd.concat([kept, new[kept.columns]]), key)


def write_tables() -> list[str]:
    """Write every table of which all files are there, and return what was done or left in one sentence a recipe.

    Raises:
        SnapshotError: as for ``built_rows``; tables written before stay as they are.
    """
    told = []
    for batch in batches():
        recipe = batch.recipe
        name, made_from = f"data/{recipe.table}.csv", ", ".join(batch.snapshots)
        if lacking := missing_settings(batch):
            told.append(f"{name}: left as it is; {' and '.join(lacking)} must name the folder with {made_from}.")
            continue
        text = table_text(recipe, built_rows(batch))
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


def as_stored(rows: pd.DataFrame, digits: int) -> pd.DataFrame:
    """Return rows with the numbers that a table would give back, so that a tail of a sum is no revision.

    Args:
        rows: what a recipe builds.
        digits: decimal places of numbers.
    """
    stored = rows.copy()
    for name in rows.select_dtypes("float"):
        stored[name] = rows[name].map(lambda number: float(f"{number:.{digits}f}"))
    return stored


def _as_text(table: pd.DataFrame, digits: int) -> pd.DataFrame:
    written = table.copy()
    for name in table.select_dtypes("float"):
        written[name] = table[name].map(
            lambda number: "" if pd.isna(number) else f"{number:.{digits}f}".rstrip("0").rstrip(".")
        )
    for name in table.select_dtypes("bool"):
        written[name] = table[name].map({True: "true", False: "false"})
    return written.astype(str)
