"""World Trade Organization, database of regional trade agreements: the list to rows of ``trade_agreements_notified``.

The list of May 2025, from which the stored rows come, was not kept, so it has no row in ``data/snapshots.csv`` and no
place among the recipes. With the next edition it gets both.
"""

import re
from pathlib import Path

import pandas as pd

from russia_asean.sources import guards
from russia_asean.sources.snapshots import Edition, SnapshotError

IN_FORCE = ["In Force", "In force for at least one Party"]
ENDED = "Inactive"
NOT_YET = "Early announcement"  # how the states of what is not notified begin
# The first date of goods (G) and services (S), which are notified apart.
DATES = {
    "entry": ("Date of Entry into Force (G)", "Date of Entry into Force (S)"),
    "notified": ("Date of Notification (G)", "Date of Notification (S)"),
}
EAST_ASIA = "East Asia"
DAY = re.compile(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")
LEAST_IN_FORCE = 300  # of 375 in May 2025: fewer is part of the list


def notified_agreements(path: Path, edition: Edition, least: int = LEAST_IN_FORCE) -> pd.DataFrame:
    """Return the agreements that were notified and have been in force, without accessions.

    Args:
        path: the list of all agreements as the database exports it, as text separated by commas.
        edition: whose list it is.
        least: how many must be in force.

    Raises:
        SnapshotError: a guard refuses the file; a state, a day or the mark of an accession is none of those known; a
            number occurs twice; an agreement lacks a date; or the list is a part of itself.
    """
    columns = ["RTA ID", "RTA Name", "Status", "Accession?", "Region", "Inactive Date"]
    whole = guards.text_table(path, [*columns, *(name for names in DATES.values() for name in names)])
    whole = whole.apply(lambda column: column.str.strip())
    notified = whole[~whole["Status"].str.startswith(NOT_YET)]
    for column, known in (("Status", [*IN_FORCE, ENDED]), ("Accession?", ["Yes", "No"])):
        if len(strange := notified[~notified[column].isin(known)]):
            raise SnapshotError(
                f"{path.name}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is none of "
                f"{', '.join(known)}. Has a column moved?"
            )
    notified = notified[notified["Accession?"] == "No"]
    if (twice := notified["RTA ID"].duplicated()).any():
        raise SnapshotError(f"{path.name}, row {notified.index[twice][0]}: its number occurs twice. Keep one of them.")
    if (count := int(notified["Status"].isin(IN_FORCE).sum())) < least:
        raise SnapshotError(f"{path.name}: {count} agreements are in force, fewer than {least}. Take the whole list.")
    dates = {name: _first_day(notified, pair, path.name) for name, pair in DATES.items()}
    table = pd.DataFrame({"rta_id": notified["RTA ID"], "name": notified["RTA Name"], **dates})
    table["inactive"] = _first_day(notified, ("Inactive Date",), path.name)
    for name, lacking in (
        ("entry", table["entry"] == ""),
        ("notified", table["notified"] == ""),
        ("end", (table["inactive"] == "") & (notified["Status"] == ENDED)),
    ):
        if lacking.any():
            raise SnapshotError(
                f"{path.name}, row {table.index[lacking][0]}: has no day of {name}. Ask the publisher, or leave it out."
            )
    regions = notified["Region"].str.split("; ")
    table["east_asia"] = [
        "all" if names == [EAST_ASIA] else "some" if EAST_ASIA in names else "none" for names in regions
    ]
    return table.assign(status="reported", **edition.marks)


def _first_day(rows: pd.DataFrame, columns: tuple[str, ...], file: str) -> pd.Series:
    """Return the first of several days, as text; nothing where there is none."""
    for column in columns:
        if len(strange := rows[~rows[column].map(lambda cell: cell == "" or bool(DAY.fullmatch(cell)))]):
            raise SnapshotError(
                f"{file}, row {strange.index[0]}, column {column!r}: {strange[column].iloc[0]!r} is no day such as "
                "2025-05-31. Has a spreadsheet changed it?"
            )
    # As text, because days so written sort by date.
    return rows[list(columns)].apply(lambda row: min((cell for cell in row if cell), default=""), axis="columns")
