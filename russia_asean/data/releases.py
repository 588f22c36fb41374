"""Releases of one table that hold the same figures: which of them answers, and what each is called.

``releases.csv`` is the rule of vintages as a table. A release that is not listed there is refused, since code that
chooses by the list would pass over its rows without a word.
"""

import pandas as pd

from russia_asean.data import tables

TABLE = "releases"
ANSWERS = "answers"  # the role of a release that gives figures by its rank
ON_REQUEST = "on request"  # that of a producer's estimates, which answer only where they are asked for


def keys_listed_for(table: str) -> set[str]:
    """Return the keys of the releases that are listed for a table, which itself is not read."""
    rows = tables.load(TABLE, credit=False)
    return {*rows.loc[rows["table"] == table, "source_key"]}


def releases_of(table: str) -> pd.DataFrame:
    """Return the releases of a table in the order of the rule of vintages.

    Returns:
        Columns rank, role and label, indexed by ``source_key``; no row for a table in which no releases compete.

    Raises:
        TableError: the table holds a release that is not listed for it, two of its releases have one rank, or one that
            holds estimates alone has a row that says it is reported.
    """
    listed = tables.load(TABLE, credit=False)
    listed = listed[listed["table"] == table].sort_values("rank").set_index("source_key").drop(columns="table")
    if listed.empty:
        return listed
    rows = tables.load(table, credit=False)
    if unlisted := sorted({*rows["source_key"]} - {*listed.index}):
        raise tables.TableError(
            f"data/{table}.csv: the release {unlisted[0]!r} is not in data/{TABLE}.csv for this table, so its figures "
            f"would never answer. Add a row with its rank and role, then run `make data`."
        )
    if (twice := listed["rank"].duplicated()).any():
        raise tables.TableError(
            f"data/{TABLE}.csv: the rank {listed['rank'][twice].iloc[0]} occurs twice for the table {table!r}. "
            "Give each release a rank of its own, then run `make data`."
        )
    estimates = rows[rows["source_key"].isin(listed.index[listed["role"] == ON_REQUEST])]
    # By the releases first: most tables have none of this role, and some have no column for a status.
    if len(estimates) and len(wrong := estimates[estimates["status"] != "estimate"]):
        raise tables.TableError(
            f"data/{table}.csv: a row of the release {wrong['source_key'].iloc[0]!r} is marked as "
            f"{wrong['status'].iloc[0]!r}, but that release holds estimates alone. Mark the row as an estimate, or "
            "give it the release that reports it."
        )
    return listed


def answering(table: str) -> list[str]:
    """Return the keys of the releases of a table that answer, the first to answer first.

    Raises:
        TableError: as for ``releases_of``.
    """
    listed = releases_of(table)
    return list(listed.index[listed["role"] == ANSWERS])


def label(table: str, source_key: str) -> str:
    """Return what a release is called in tables.

    Raises:
        KeyError: the release is not listed for the table.
    """
    return str(releases_of(table)["label"][source_key])


def newest(table: str) -> str:
    """Return the key of the release of a table that its producer released last, whether or not it answers."""
    held = tables.load(table, credit=False)[["vintage", "source_key"]].drop_duplicates()
    return str(held.sort_values("vintage")["source_key"].iloc[-1])


def newest_by(table: str, producer: str) -> str:
    """Return the key of the release of a table that a producer released last.

    Raises:
        KeyError: the table holds none of the producer.
    """
    held = tables.load(table, credit=False)["source_key"].unique()
    known = tables.load("sources", credit=False).set_index("source_key").loc[list(held)]
    mine = known[known["producer"] == producer]
    if mine.empty:
        raise KeyError(f"data/{table}.csv holds no release of {producer!r}")
    return str(mine["published"].sort_values().index[-1])


def released(source_key: str) -> str:
    """Return when a release came out, as precise as known (``2026-06``)."""
    return str(tables.credit([source_key])["published"].iloc[0])
