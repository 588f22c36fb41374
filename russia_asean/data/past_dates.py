"""Dates that cannot lie ahead: of what was published, read or done.

Only the commands for whoever edits tables ask for the day. What is stored is read as it is, whatever the clock says.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from russia_asean import formatting, paths
from russia_asean.data import reader, tables

# The columns of any table. Others may lie ahead: the day on which an agreement enters into force, or a plan ends.
COLUMNS = (
    *("accessed", "announced_on", "assessed", "date", "known_on", "notified", "published", "retrieved", "signed"),
    *("stated_on", "vintage"),
)
AHEAD_OF_UTC = timedelta(hours=14)  # where a day begins first
ISO = re.compile(r"\d{4}(-\d{2}){0,2}")


class FutureDateError(ValueError):
    """A table has a date of what cannot have been yet."""


def check(folder: Path = paths.DATA) -> None:
    """Check that no table says that something was published, read or done on a day to come.

    Args:
        folder: the folder of the data package.

    Raises:
        FutureDateError: the sentence names file, row, column, rule and remedy.
        TableError: a file is no table that can be read.
    """
    for name in tables.names(folder):
        described = tables.resource(name, folder)
        columns = [field["name"] for field in described["schema"]["fields"] if field["name"] in COLUMNS]
        if not columns:
            continue
        shown = f"data/{described['path']}"
        cells = reader.text_cells(folder / described["path"], shown)
        # A column that is missing is found, and named, by the check of the schema.
        for column in cells.columns.intersection(columns):
            dates = cells[column].drop_duplicates()
            for line, date in dates.items():
                for fault in faults(date):
                    raise FutureDateError(f"{shown}, row {line}, column {column!r}: {fault}")


def faults(date: str) -> Iterator[str]:
    """Yield what is wrong with the date of something past, with the remedy.

    Args:
        date: a day, month or year in ISO form; any other text is left to the schema.
    """
    today = latest_day()
    if ISO.fullmatch(date) and date > today[: len(date)]:
        yield (
            f"{date} lies ahead: by the clock of this machine it is {formatting.long_date(today)} at the latest. "
            "Correct the date, or the clock."
        )


def latest_day() -> str:
    """Return the day that it is where the day begins first, in ISO form."""
    return (datetime.now(UTC) + AHEAD_OF_UTC).date().isoformat()
