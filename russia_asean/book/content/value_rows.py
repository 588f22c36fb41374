"""From a measured value to the rows of data it was counted from: in words on the page of its claim, and as a file.

A value is defended by its source, edition, table and rows. Each file holds the rows of one value and no others, as the
table has them.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from russia_asean import formatting
from russia_asean.book.content import exhibit_files
from russia_asean.data import countries, tables
from russia_asean.evidence import selections, wording

MOST_ROWS = 150  # where the rows are not known, more of a source than this are its table and no file of a value
MOST_CONDITIONS, MOST_NAMES = 3, 12  # more are no help to a reader, who has the file
Row = dict[str, Any]


def file_name(claim_id: str, place: int, table: str) -> str:
    """Return the name of the file with the rows of a table that one value of a claim was counted from.

    Args:
        claim_id: the claim.
        place: the place of the value among those of the claim, from 1.
        table: the table.
    """
    return f"rows-{claim_id}-{place}-{table}.csv"


def behind(row: Mapping[str, Any]) -> list[Row]:
    """Return what each measured value of an entry of the ledger was counted from.

    Args:
        row: the entry, as ``ledger.entry`` returns it.

    Returns:
        Dicts with name (part and basis), exact (the value as exact as its rows are, with its unit) and tables; each of
        these a dict with name, file (empty where none is offered), rows (how many; 0 where it is not known which) and
        sources: dicts with producer, title, published, url, where (which rows, in words) and pages.
    """
    values = [each for role in wording.ROLES for each in row[role]]
    return [
        {
            "name": wording.value_name(each["part"], each["basis"]),
            "exact": _exact(each, row["unit"] or ""),
            "tables": [
                _of_table(
                    row["claim_id"], place, name, [stored for stored in each["rests_on"] if stored["table"] == name]
                )
                for name in dict.fromkeys(stored["table"] for stored in each["rests_on"])
            ],
        }
        for place, each in enumerate(values, start=1)
    ]


def _exact(value: Mapping[str, Any], unit: str) -> str:
    """Return a number with its unit and all its digits, grouped; empty for dates and statements."""
    if not value.get("exact"):
        return ""
    whole, point, rest = value["exact"].partition(".")
    return f"{int(whole):,}{point}{rest} {unit}".strip()


def _of_table(claim_id: str, place: int, table: str, stored: Sequence[Mapping[str, Any]]) -> Row:
    known = all(each["rows"] or each["where"] for each in stored)
    count = len(_rows(table, stored))
    return {
        "name": table,
        "file": file_name(claim_id, place, table) if known or count <= MOST_ROWS else "",
        "rows": count if known else 0,
        "sources": [_source(table, each) for each in stored],
    }


def _source(table: str, stored: Mapping[str, Any]) -> Row:
    return {
        **_credit(stored["source"]),
        "where": in_words(table, stored["where"], stored["rows"]),
        "pages": [{"url": url, "site": formatting.site_name(url)} for url in _pages(table, stored)],
    }


def _pages(table: str, stored: Mapping[str, Any]) -> list[str]:
    """Return the addresses of the pages at which rows were read, each once, sorted; none where rows have no page."""
    if stored["pages"] or not (stored["rows"] or stored["where"]):
        return list(stored["pages"])
    # A result names the pages of rows that have an id; those of other rows stand in the table.
    rows = _rows(table, [stored])
    return sorted(set(rows["source_url"].dropna())) if "source_url" in rows else []


@tables.cached
def _credit(key: str) -> Row:
    """Return who made a source, what it is called, when it came out and where it is."""
    about = tables.credit([key]).astype(object).fillna("").iloc[0]
    published = str(about["published"])
    return {
        "key": key,
        "producer": about["producer"],
        "title": about["title"],
        "published": formatting.long_date(published) if _is_date(published) else "",
        "url": about["url"],
    }


def _is_date(text: str) -> bool:
    return len(text) in tables.KNOWN_CHARACTERS.values() and text.replace("-", "").isdigit()


def in_words(table: str, where: Sequence[Mapping[str, Sequence[str]]], ids: Sequence[str] = ()) -> str:
    """Return which rows of a table are meant, as a reader reads it; empty where that is not known.

    Args:
        table: the table.
        where: conditions, as a result stores them.
        ids: the ids of single rows.
    """
    if ids:
        column = tables.resource(table)["schema"]["primaryKey"][0].removesuffix("_id").replace("_", " ")
        return f"{column} {formatting.word_list(list(ids))}"
    if len(where) > MOST_CONDITIONS:
        return "the rows in the file"
    return ", or ".join(
        "; ".join(f"{name.replace('_', ' ')} {_values(name, values)}" for name, values in condition.items())
        for condition in where
    )


def _values(column: str, values: Sequence[str]) -> str:
    if column.endswith("year"):
        return formatting.year_ranges([int(value) for value in values])
    if len(values) > MOST_NAMES:
        return f"({len(values)} values, in the file)"
    return formatting.word_list([_name(value) for value in values])


@tables.cached
def _name(value: str) -> str:
    try:
        return countries.name(value)
    except KeyError:
        return value


def _rows(table: str, stored: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    # The page of a claim counts the rows, and its file holds them: they are looked for once.
    asked = tuple(
        (
            each["source"],
            tuple(tuple((name, tuple(values)) for name, values in one.items()) for one in each["where"]),
            tuple(each["rows"]),
        )
        for each in stored
    )
    return _found(table, asked)


@tables.cached
def _found(table: str, asked: tuple[tuple[str, tuple[Any, ...], tuple[str, ...]], ...]) -> pd.DataFrame:
    found = [selections.rows(table, source, map(dict, where), ids) for source, where, ids in asked]
    # A row that two sources of a table without sources of its own share stands once.
    return pd.concat(found).loc[lambda frame: ~frame.index.duplicated()].sort_index()


def files(rows: Sequence[Mapping[str, Any]]) -> dict[str, Callable[[], str]]:
    """Return the files with the rows behind the measured values of entries: what makes the CSV, by name.

    Args:
        rows: entries of the ledger.
    """
    found: dict[str, Callable[[], str]] = {}
    for row in rows:
        values = [each for role in wording.ROLES for each in row[role]]
        for told, each in zip(behind(row), values, strict=True):
            for table in told["tables"]:
                if table["file"]:
                    stored = [one for one in each["rests_on"] if one["table"] == table["name"]]
                    found[table["file"]] = functools.partial(_csv_of, table["name"], stored)
    return found


def _csv_of(table: str, stored: Sequence[Mapping[str, Any]]) -> str:
    return table_csv(_rows(table, stored))


def table_csv(frame: pd.DataFrame) -> str:
    """Return rows of a table as CSV, each cell as the file of the table writes it."""
    written = {str(name): map(_written, frame[name].astype(object).where(frame[name].notna(), None)) for name in frame}
    cells = zip(*written.values(), strict=True)
    return exhibit_files.csv_text([dict(zip(written, row, strict=True)) for row in cells], written)


def _written(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return str(cell).lower()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
