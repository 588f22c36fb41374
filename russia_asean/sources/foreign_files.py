"""Files as analysts have them on their disks, as text cells: encoding, separator, and what is no part of the table.

Nothing is repaired silently: whatever was assumed or left out is said in one sentence, and what cannot be decided from
the file is refused. What the columns mean comes later (``own_sheets``, ``own_trade``).
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import defusedxml
import defusedxml.ElementTree
import openpyxl
import pandas as pd

from russia_asean.sources.snapshots import SnapshotError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabulators", "|": "upright lines"}
MARKS_OF_BYTE_ORDER = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# A spreadsheet that saves a CSV it has not split leaves a separator for each of its own empty columns.
TRAILING_RUN = re.compile(r"([;,\t])\1{2,}$")
CYRILLIC_WORD = re.compile("[А-Яа-яЁё]{3}")
# Of the names that SDMX gives the elements of a data set.
SERIES, OBSERVATION = "Series", "Obs"


class Number(str):
    """A cell that its workbook holds as a number: its point is a decimal one, whatever texts beside it have."""

    __slots__ = ()


class OwnSeriesError(SnapshotError):
    """A file of one's own cannot be read, or does not say what is needed to compare it."""


@dataclass
class Cells:
    """The cells of a file as text.

    Attributes:
        file: the name of the file in messages.
        table: the cells, stripped, empty text where a cell is empty; the index is the row in the file, the columns are
            numbered from 0. The head is still among the rows.
        said: what was assumed, one sentence each.
        sheet: the name of the sheet of a workbook.
    """

    file: str
    table: pd.DataFrame
    said: list[str]
    sheet: str = ""


def read_cells(path: Path) -> Cells:
    """Return the cells of a CSV file, a workbook (``.xlsx``) or a data set in SDMX-ML (``.xml``).

    Raises:
        OwnSeriesError: the file is missing, is none of these, or its rows have other cells than its head.
    """
    if not path.is_file():
        raise OwnSeriesError(
            f"{path}: no such file. Give the path of a CSV file, a workbook (.xlsx) or SDMX-ML (.xml)."
        )
    content = path.read_bytes()
    if not content.strip():
        raise OwnSeriesError(f"{path.name}: the file is empty. Save it again from the program that made it.")
    if content.startswith(b"PK"):
        return _workbook(path)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise OwnSeriesError(f"{path.name}: is a workbook of the old kind (.xls). Save it as .xlsx or as CSV.")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _sdmx(path, content)
    return _text(path, content)


def _workbook(path: Path) -> Cells:
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (BadZipFile, KeyError, ValueError) as broken:
        raise OwnSeriesError(
            f"{path.name}: cannot be opened as a workbook ({broken}). Save it again as .xlsx or as CSV."
        ) from None
    filled = [sheet for sheet in book.worksheets if any(cell.value is not None for row in sheet for cell in row)]
    if len(filled) != 1:
        names = ", ".join(repr(sheet.title) for sheet in filled) or "none"
        raise OwnSeriesError(
            f"{path.name}: has {len(filled)} sheets with content ({names}). Save the sheet that you mean as a workbook "
            "of its own."
        )
    (sheet,) = filled
    # A formula that no spreadsheet has computed yet reads as an empty cell, which would be a missing figure.
    for row in openpyxl.load_workbook(path)[sheet.title].iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet[cell.coordinate].value is None:
                raise OwnSeriesError(
                    f"{path.name}, row {cell.row}: the formula in {cell.coordinate} was never computed. Open the "
                    "workbook in a spreadsheet and save it."
                )
    grid = [[_written(cell.value) for cell in row] for row in sheet.iter_rows()]
    merged = sorted(map(str, sheet.merged_cells.ranges))
    for place in sheet.merged_cells.ranges:
        # What stands in a merged cell holds for all that it covers.
        for row in range(place.min_row - 1, place.max_row):
            for column in range(place.min_col - 1, place.max_col):
                grid[row][column] = grid[place.min_row - 1][place.min_col - 1]
    said = [f"Workbook, sheet {sheet.title!r}."]
    if merged:
        said.append(f"The content of merged cells holds for all that they cover ({', '.join(merged)}).")
    return Cells(path.name, _framed(dict(enumerate(grid, start=1))), said, sheet.title)


def _written(value: object) -> str:
    """Return a cell of a workbook as text; whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Number(int(value) if float(value).is_integer() else value)
    return " ".join(str(value).split())


def _sdmx(path: Path, content: bytes) -> Cells:
    """Return a row for each observation, with the attributes of its series and its own."""
    try:
        # Nothing that a file asks for is expanded or fetched.
        root = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except defusedxml.DefusedXmlException:
        raise OwnSeriesError(
            f"{path.name}: declares entities or a document type, which data need not. Take the file from its publisher."
        ) from None
    except defusedxml.ElementTree.ParseError as broken:
        raise OwnSeriesError(
            f"{path.name}, row {broken.position[0]}: is no whole XML ({broken}). Was the download cut off?"
        ) from None
    found = []
    for series in root.iter():
        if _local(series.tag) != SERIES:
            continue
        for each in series:
            if _local(each.tag) == OBSERVATION:
                found.append({**_attributes(series), **_attributes(each)})
    if not found:
        raise OwnSeriesError(
            f"{path.name}: holds no series of observations. Is it data in SDMX-ML, or only their description?"
        )
    names = list(dict.fromkeys(name for each in found for name in each))
    rows = [names, *([each.get(name, "") for name in names] for each in found)]
    return Cells(path.name, _framed(dict(enumerate(rows))), ["SDMX-ML: a row stands for an observation, in its order."])


def _attributes(element: Any) -> dict[str, str]:
    """Return what a series or an observation says of itself, in both ways of SDMX-ML."""
    plain = {_local(name): value.strip() for name, value in element.attrib.items()}
    for part in element:
        if (kind := _local(part.tag)) in ("ObsDimension", "ObsValue"):
            plain["TIME_PERIOD" if kind == "ObsDimension" else "OBS_VALUE"] = part.attrib.get("value", "").strip()
        elif kind in ("SeriesKey", "Attributes"):
            plain |= {value.attrib["id"]: value.attrib["value"].strip() for value in part}
    return plain


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _text(path: Path, content: bytes) -> Cells:
    text, said = _decoded(content, path.name)
    lines = text.splitlines()
    # Only if the first row has them, too: behind a head that names all columns they are empty cells.
    if TRAILING_RUN.search(next(line for line in lines if line.strip())):
        runs = sum(TRAILING_RUN.search(line) is not None for line in lines)
        lines = [TRAILING_RUN.sub("", line) for line in lines]
        said.append(f"Runs of separators behind {runs} rows, which a spreadsheet left there, were cut off.")
    separator = _separator(lines, path.name)
    said.append(f"Cells are separated by {SEPARATORS[separator]}.")
    rows: dict[int, list[str]] = {}
    reading = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for row in reading:
            rows[start] = [cell.strip() for cell in row]
            start = reading.line_num + 1
    except csv.Error as error:
        raise OwnSeriesError(
            f"{path.name}, row {start}: the quotation marks are not in order ({error}). Close each cell that is opened "
            "by a quotation mark."
        ) from None
    blank = [number for number, row in rows.items() if not any(row)]
    inside = [number for number in blank if number < max(rows.keys() - set(blank))]
    rows = {number: row for number, row in rows.items() if number not in set(blank)}
    if inside:
        said.append(f"{len(inside)} blank {'row was' if len(inside) == 1 else 'rows were'} left out.")
    return Cells(path.name, _framed(_even(rows, path.name, said)), said)


def _decoded(content: bytes, file: str) -> tuple[str, list[str]]:
    """Return the text of a file and how it was read."""
    for mark, encoding in MARKS_OF_BYTE_ORDER.items():
        if content.startswith(mark):
            name = encoding.removesuffix("-sig").upper()
            try:
                return content.decode(encoding), [f"Text in {name}, by its first bytes."]
            except UnicodeDecodeError:
                raise OwnSeriesError(
                    f"{file}: begins as {name} and is none further on. Was the download cut off? Save it as CSV in "
                    "UTF-8."
                ) from None
    try:
        return content.decode("utf-8"), ["Text in UTF-8."]
    except UnicodeDecodeError:
        # Both old encodings give a letter to nearly every byte. Cyrillic words are runs of such letters, accents of
        # Western languages stand alone among plain ones.
        cyrillic = content.decode("cp1251", errors="replace")
        encoding = "cp1251" if CYRILLIC_WORD.search(cyrillic) else "cp1252"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise OwnSeriesError(
            f"{file}, row {row}: is neither UTF-8 nor {encoding}. Save the file as CSV in UTF-8."
        ) from None
    kind = "Cyrillic" if encoding == "cp1251" else "Western European"
    return text, [f"Text in {encoding} ({kind}), since it is no UTF-8."]


def _separator(lines: list[str], file: str) -> str:
    """Return what stands between cells: what occurs equally often in the most lines."""
    best, most = "", (1, 0)
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1]
        if widths:
            (width, times), *_ = Counter(widths).most_common(1)
            best, most = max((best, most), (separator, (times, width)), key=lambda found: found[1])
    if not best:
        raise OwnSeriesError(
            f"{file}, row 1: no separator of cells was found (commas, semicolons, tabulators). Save the file as CSV."
        )
    return best


def _even(rows: dict[int, list[str]], file: str, said: list[str]) -> dict[int, list[str]]:
    """Return rows of one width; a head that is one short is explained or refused, and so is any other row."""
    # Of a head and one row that differ, the longer decides: a cell too many must not be cut off.
    width = max(Counter(len(row) for row in rows.values()).items(), key=lambda found: found[::-1])[0]
    head = next(number for number, row in rows.items() if len(row) >= width - 1)
    before = {number: row for number, row in rows.items() if number < head}
    body = {number: row for number, row in rows.items() if number > head}
    if len(rows[head]) == width - 1 and all(len(row) == width for row in body.values()):
        if all(row[-1] == "" for row in body.values()):
            body = {number: row[:-1] for number, row in body.items()}
            said.append(
                f"The head names {width - 1} columns and the rows have {width} cells, the last always empty: it was "
                "cut off, and no column moved."
            )
        elif [row[0] for row in body.values()] in (
            [str(number) for number in range(len(body))],
            [str(number) for number in range(1, len(body) + 1)],
        ):
            body = {number: row[1:] for number, row in body.items()}
            said.append(
                f"The head names {width - 1} columns; the first cell of each row, a running number, was cut off."
            )
        else:
            raise OwnSeriesError(
                f"{file}, row {head}: the head names {width - 1} columns, but the rows have {width} cells, so columns "
                "would move. Name all columns in the head."
            )
        width -= 1
    for number, row in body.items():
        # A note below the table stands alone in its first cell.
        if len(row) != width and any(row[1:]):
            raise OwnSeriesError(
                f"{file}, row {number}: {len(row)} cells, but the head in row {head} has {width} columns. Write one "
                "cell for each column, and put a cell that holds a separator in quotation marks."
            )
    if len(rows[head]) > width:
        raise OwnSeriesError(
            f"{file}, row {head}: the head names {len(rows[head])} columns, but the rows have {width} cells. Write one "
            "cell for each column."
        )
    padded = {**before, head: rows[head], **body}
    return {number: [*row, *[""] * (width - len(row))][:width] for number, row in padded.items()}


def _framed(rows: dict[int, list[str]]) -> pd.DataFrame:
    """Return rows as a frame of text; blank rows are left out."""
    table = pd.DataFrame.from_dict(rows, orient="index", dtype="object").fillna("")
    return table[(table != "").any(axis="columns")]
