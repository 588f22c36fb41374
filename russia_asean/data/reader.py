"""Files of ``data/`` as text, read strictly: what a lenient reader would cut, repair or skip is refused here.

The schema comes later (``tables``). Here the bytes must be UTF-8, every row must have the cells of the header, and each
row keeps the number of the line on which it starts, so that every later message points to a place in the file.
"""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

OTHER_SEPARATORS = ";\t|"


class TableError(ValueError):
    """A table of ``data/`` or its description is missing, changed or breaks a rule."""


def file_text(path: Path, shown: str) -> str:
    """Return the text of a UTF-8 file, without a byte order mark.

    Args:
        path: the file.
        shown: the name of the file in messages.

    Raises:
        TableError: the file is missing, is a folder, may not be read, is not UTF-8 or holds a NUL byte.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{shown}: file not found in {path.parent}. Restore it from the repository.") from None
    except IsADirectoryError:
        raise TableError(f"{shown}: is a folder, not a file. Move the folder and restore the file.") from None
    except OSError as error:
        raise TableError(f"{shown}: cannot be read ({error.strerror}). Correct the rights of the file.") from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1:,} of the file (row {_line_of(content, error.start)})"
        raise TableError(f"{shown}: not UTF-8 at {place}. Save it as UTF-8.") from None
    if (nul := content.find(b"\0")) >= 0:
        raise TableError(
            f"{shown}, row {_line_of(content, nul)}: holds a NUL byte, so it is no plain text. Save it as UTF-8."
        )
    # Excel writes this mark, which would become a part of the first column's name.
    return text.removeprefix("\ufeff")


def _line_of(content: bytes, byte: int) -> int:
    """Return the line, counted from 1, that holds a byte, counted from 0."""
    # The point stands for the byte: one right after a line break would else count to the line before.
    return len((content[:byte] + b".").splitlines())


def text_cells(path: Path, shown: str) -> "pd.DataFrame":
    """Return the cells of a CSV file as text; the index is the line of the file on which each row starts.

    Blank lines are skipped; a byte order mark and the line ends of Windows do no harm.

    Args:
        path: the file.
        shown: the name of the file in messages.

    Raises:
        TableError: the file cannot be read as text, has no header, or a row has other cells than the header.
    """
    import pandas as pd

    header, rows = text_rows(path, shown)
    # Not by `pd.read_csv`, which takes `NA` for empty, drops leading zeros and fills rows that are short.
    return pd.DataFrame([*rows.values()], columns=header, index=pd.Index([*rows], dtype="int64"), dtype="str")


def text_rows(path: Path, shown: str) -> tuple[list[str], dict[int, list[str]]]:
    """Return the same as header and rows, the latter by line: for whoever cannot wait until pandas is there.

    Raises:
        TableError: as ``text_cells`` does.
    """
    rows = _rows(file_text(path, shown), shown)
    if not rows:
        raise TableError(f"{shown}: the file is empty. Restore it, or write the names of the columns into row 1.")
    head = next(iter(rows))
    header = rows[head]
    _check_header(header, f"{shown}, row {head}")
    for line, row in rows.items():
        if len(row) != len(header):
            raise TableError(
                f"{shown}, row {line}: {_counted(len(row), 'cell')}, but the header has "
                f"{_counted(len(header), 'column')}. Write one cell for each column, and put a cell that holds a "
                "comma in quotation marks."
            )
    del rows[head]
    return header, rows


def _rows(text: str, shown: str) -> dict[int, list[str]]:
    """Return the rows of a CSV text that are not blank, by the line on which they start."""
    rows = {}
    # Strict, or csv would mend a stray quotation mark by joining cells; newline="" keeps line breaks in cells.
    reading = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        for row in reading:
            if row:
                rows[start] = row
            start = reading.line_num + 1  # a cell may hold line breaks, so a row may end on a later line
    except csv.Error as error:
        raise TableError(
            f"{shown}, row {start}: the quotation marks are not in order ({error}). Close each cell that is opened by "
            "a quotation mark, and write a quotation mark inside such a cell twice."
        ) from None
    return rows


def _check_header(header: list[str], at: str) -> None:
    """Check that each column has a name of its own."""
    other = [separator for separator in OTHER_SEPARATORS if separator in header[0]]
    if len(header) == 1 and other:
        raise TableError(
            f"{at}: the header has one column; is the separator {other[0]!r}? Save the file with commas as separators."
        )
    for number, name in enumerate(header, start=1):
        if not name.strip():
            raise TableError(f"{at}: column {number} has no name. Name it, or delete the column.")
        if name in header[: number - 1]:
            raise TableError(f"{at}, column {name!r}: the name occurs twice. Rename or delete one of the columns.")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
