"""What a recipe refuses before a row is written: each guard stops with file, row, rule and remedy."""

import re
import warnings
from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from russia_asean.sources.snapshots import SnapshotError

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
YEAR = re.compile(r"[12][0-9]{3}")
# From edition to edition a series is revised by a few per cent, rarely by a fifth: a median that moved by more than
# half says that the unit is another one, as where a scale is applied twice.
REVISION_BOUND = 1.5
# Of the figures of two editions up to two thirds are the same; where nearly all are, one file is named twice.
SAME_BOUND = 0.99
FALL_BOUND = 0.5  # a count that fell below this part of what an earlier edition had is no count of a whole year


class SameEditionError(SnapshotError):
    """A file holds the figures of the edition before."""


def text_table(path: Path, needed: Collection[str], separator: str = ",", header: int = 1) -> pd.DataFrame:
    """Return a file of the publisher as text, empty cells as empty text; the index is the line of the file.

    Args:
        path: the file, also one compressed by gzip.
        needed: the columns that must be there.
        separator: what stands between cells.
        header: the line with the names of columns; the lines above it are notes and are not read.

    Raises:
        SnapshotError: a row is longer than the header, the text is not UTF-8, or a column is missing. A file that is
            cut off is known by its hash.
    """
    try:
        with warnings.catch_warnings():
            # pandas cuts rows that are all longer than the header, and only warns of it.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # As text, because pandas would make numbers of codes and take a land named NA for an empty cell.
            whole = pd.read_csv(
                path,
                sep=separator,
                skiprows=range(header - 1),
                skip_blank_lines=False,
                dtype=str,
                keep_default_na=False,
                encoding="utf-8-sig",
                index_col=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, UnicodeDecodeError) as broken:
        raise SnapshotError(
            f"{path.name}: cannot be read as a table ({str(broken).strip()}). "
            "Is it the file the publisher gives, unchanged?"
        ) from None
    if missing := [name for name in needed if name not in whole]:
        raise SnapshotError(
            f"{path.name}, row {header}: has no column {missing[0]!r}; it has {', '.join(whole.columns[:8])} and so "
            "on. Is the separator or the format another one?"
        )
    whole.index = pd.RangeIndex(header + 1, len(whole) + header + 1)
    return whole


def numbers(cells: pd.Series, file: str) -> pd.Series:
    """Return cells of text as numbers, empty ones as NaN.

    Args:
        cells: text; the index is the line of the file, the name is the column.
        file: the name of the file in messages.

    Raises:
        SnapshotError: a cell is no plain number, as ``12 e``, ``1,234``, ``3,5`` or ``N/A``.
    """
    filled = cells[cells != ""]
    strange = filled[~filled.map(lambda cell: bool(NUMBER.fullmatch(cell)))]
    if len(strange):
        raise SnapshotError(
            f"{file}, row {strange.index[0]}, column {cells.name!r}: {strange.iloc[0]!r} is no plain number. "
            "Read what the publisher says of it: a mark, a separator of thousands or a comma must not become a figure."
        )
    return pd.to_numeric(cells.where(cells != ""))


def years(cells: pd.Series, file: str) -> pd.Series:
    """Return cells of text as years.

    Args:
        cells: as for ``numbers``.
        file: the name of the file in messages.

    Raises:
        SnapshotError: a cell is no year, as an empty one, ``Aug. 2024`` or ``2019/20``.
    """
    strange = cells[~cells.map(lambda cell: bool(YEAR.fullmatch(cell)))]
    if len(strange):
        raise SnapshotError(
            f"{file}, row {strange.index[0]}, column {cells.name!r}: {strange.iloc[0]!r} is no year. "
            "Has a column moved, or does the file mix years with other periods?"
        )
    return cells.astype(int)


def last_year(years: pd.Series, expected: int, file: str, label: str, earliest: int | None = None) -> None:
    """Refuse an edition that is not what its label says, by its last year.

    Args:
        years: the years of the file.
        expected: the year in which an edition with this label ends.
        file: the name of the file in messages.
        label: when the edition was released.
        earliest: the year in which it ends at the earliest, where its publisher is not always as quick.

    Raises:
        SnapshotError: the last year is another one.
    """
    earliest = expected if earliest is None else earliest
    if not earliest <= (last := int(years.max())) <= expected:
        ends = f"{expected}" if earliest == expected else f"{earliest} to {expected}"
        raise SnapshotError(
            f"{file}: ends in {last}, but an edition of {label} ends in {ends}. "
            "It is another edition than its name says: take the right one, or correct its date in data/sources.csv."
        )


def nothing_vanished(built: pd.DataFrame, earlier: pd.DataFrame, key: Sequence[str], file: str) -> None:
    """Refuse an edition without a series or a year that an earlier edition had.

    Args:
        built: the rows of the new edition.
        earlier: the rows of the earlier one that should be there again.
        key: the columns that tell rows apart.
        file: the name of the file in messages.

    Raises:
        SnapshotError: a row of the earlier edition has no counterpart.
    """
    gone = set(_cells(earlier, key)) - set(_cells(built, key))
    if gone:
        first = ", ".join(map(str, min(gone, key=lambda cell: tuple(map(str, cell)))))
        raise SnapshotError(
            f"{file}: {len(gone)} figures of the edition before are missing, the first of them {first}. "
            "Ask the publisher whether they were withdrawn; leave them out of the comparison only if they were."
        )


def another_edition(built: pd.DataFrame, earlier: pd.DataFrame, key: Sequence[str], file: str) -> None:
    """Refuse figures that are those of an earlier edition, or of another unit.

    Args:
        built: the rows of the new edition, with ``value``.
        earlier: those of the earlier edition, in the same units.
        key: the columns that tell rows apart; the year among them.
        file: the name of the file in messages.

    Raises:
        SameEditionError: nearly all figures are the same.
        SnapshotError: their size is another one.
    """
    both = pd.concat(
        {"new": built.set_index(list(key))["value"], "old": earlier.set_index(list(key))["value"]}, axis="columns"
    ).dropna()
    if (both["new"] == both["old"]).mean() > SAME_BOUND:
        raise SameEditionError(
            f"{file}: {len(both):,} figures are those of the edition before. "
            "It is the earlier edition under another name: take the right file."
        )
    ratio = (both["new"] / both["old"]).replace([float("inf"), float("-inf")], float("nan")).median()
    if len(both) and not 1 / REVISION_BOUND < ratio < REVISION_BOUND:
        raise SnapshotError(
            f"{file}: the figures are {ratio:.3g} times those of the edition before, by the median. "
            "Is the unit another one, or is its scale already applied?"
        )


def years_counted_whole(counts: pd.Series, earlier: pd.Series, left_out: Collection[int], file: str) -> None:
    """Refuse an edition in which a year rests on far fewer observations than it did before.

    Args:
        counts: observations by year in the new edition.
        earlier: the same in the earlier one.
        left_out: years that are known to be incomplete and are not taken.
        file: the name of the file in messages.

    Raises:
        SnapshotError: a year fell below half, or one that is left out is complete.
    """
    both = pd.DataFrame({"new": counts, "old": earlier}).dropna()
    fell = {int(year) for year in both.index[both["new"] < FALL_BOUND * both["old"]]}
    if short := sorted(fell - set(left_out)):
        raise SnapshotError(
            f"{file}: {short[0]} rests on {both['new'][short[0]]:g} observations, the edition before on "
            f"{both['old'][short[0]]:g}. Take that year from the edition before, and say so in the recipe."
        )
    if whole := sorted(set(left_out) - fell):
        raise SnapshotError(f"{file}: {whole[0]} is left out as incomplete, but it is not. Take it from this edition.")


def sums_to(parts: pd.Series, total: pd.Series, tolerance: float, file: str) -> None:
    """Refuse parts that do not add up to the printed total, which says that members of it changed.

    Args:
        parts: the sum of the parts by case.
        total: the printed total by case.
        tolerance: the difference allowed, in the unit of both.
        file: the name of the file in messages.

    Raises:
        SnapshotError: a sum and its total differ, or a total is missing.
    """
    gap = (parts - total).abs()
    if wrong := [case for case in parts.index if not gap[case] <= tolerance]:
        raise SnapshotError(
            f"{file}, {wrong[0]}: the parts add up to {parts[wrong[0]]:,.6g}, the printed total is "
            f"{total.get(wrong[0], float('nan')):,.6g}. A part is missing, or the total has other members."
        )


def _cells(rows: pd.DataFrame, key: Sequence[str]) -> list[tuple[object, ...]]:
    return list(rows[list(key)].itertuples(index=False, name=None))


def no_gaps(rows: pd.DataFrame, expected: Collection[str], file: str) -> None:
    """Refuse a file without a country, or with a year missing between the first and the last of a country.

    Args:
        rows: ``iso3`` and ``year``, one row each.
        expected: the countries that must be there.
        file: the name of the file in messages.

    Raises:
        SnapshotError: a country or a year is missing, or a year occurs twice.
    """
    years = rows.groupby("iso3")["year"].agg(["min", "max", "size", "nunique"])
    if lacking := sorted(set(expected) - set(years.index)):
        raise SnapshotError(f"{file}: has no figure of {lacking[0]}. Has it another name or code in the file?")
    for wrong, what in (
        (years["size"] > years["nunique"], "a year occurs twice"),
        (years["max"] - years["min"] + 1 > years["nunique"], "a year is missing between the first and the last"),
    ):
        if wrong.any():
            raise SnapshotError(f"{file}, {years.index[wrong][0]}: {what}. Take the whole series from the publisher.")
