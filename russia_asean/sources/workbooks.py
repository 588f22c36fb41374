"""Excel workbooks as publishers give them: cells as they stand, with the rows that a person sees."""

from datetime import date
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pandas as pd

from russia_asean.sources.snapshots import SnapshotError


def sheet_cells(path: Path, sheet: str) -> pd.DataFrame:
    """Return the cells of a sheet as they stand: numbers, text, empty text; the index is the row in the workbook.

    Raises:
        SnapshotError: the file is no workbook, or has no such sheet.
    """
    try:
        # As they stand, because pandas would take a land named NA for an empty cell.
        cells = pd.read_excel(
            path, sheet_name=sheet, header=None, dtype=object, keep_default_na=False, engine="openpyxl"
        )
    except (BadZipFile, KeyError, ValueError) as broken:
        raise SnapshotError(
            f"{path.name}: cannot be read as a workbook with a sheet {sheet!r} ({broken}). "
            "Is it the file the publisher gives, unchanged?"
        ) from None
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return cells


def expect(path: Path, cells: pd.DataFrame, row: int, column: int, words: str) -> None:
    """Refuse a sheet whose cell does not hold the words that say what the sheet is, such as its unit.

    Args:
        path: the workbook.
        cells: of the sheet.
        row: of the cell, as in the workbook.
        column: of the cell, from 0.
        words: what must stand in it.

    Raises:
        SnapshotError: something else stands there.
    """
    found = cells.at[row, column] if row in cells.index and column in cells else ""
    if words not in str(found):
        raise SnapshotError(
            f"{path.name}, row {row}, column {column + 1}: {str(found).strip()!r} stands where {words!r} is expected. "
            "Has the unit, the format or the file changed?"
        )


def numeric_cells(cells: pd.Series, file: str) -> pd.Series:
    """Return cells of a column as numbers, empty ones as NaN.

    Args:
        cells: as they stand; the index is the row.
        file: the file and what the column is, in messages.

    Raises:
        SnapshotError: a cell holds text.
    """
    filled = cells[cells.map(lambda cell: cell != "")]
    strange = filled[~filled.map(lambda cell: isinstance(cell, int | float) and not isinstance(cell, bool))]
    if len(strange):
        raise SnapshotError(
            f"{file}, row {strange.index[0]}: {strange.iloc[0]!r} is no number. "
            "Read what the publisher says of it: a mark or a comma must not become a figure."
        )
    return pd.to_numeric(filled).reindex(cells.index)


def saved_on(path: Path) -> date:
    """Return the day on which a workbook was last saved, as its own properties say."""
    workbook = openpyxl.load_workbook(path, read_only=True)
    saved: date = workbook.properties.modified.date()
    workbook.close()
    return saved
