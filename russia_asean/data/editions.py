"""What each newer edition of a source brings against the edition before it: figures added, revised, and by how much."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from russia_asean.data import releases, tables

LISTED = "snapshots"
MARKS = ("source_key", "vintage")  # what differs between editions though the figure is the same
KINDS = ("indicator", "direction", "flow", "measure")  # the columns that may say what is measured
# A figure in one of these units may lie near zero, so its revision is told in the unit and not in percent of it.
RATES = ("percent", "percent of world", "index")
MOST = 0.9


def newer_editions() -> pd.DataFrame:
    """Return what newer editions bring: one row for each kind of figure in an edition that is compared with one before.

    Returns:
        Sorted by table, edition and kind: table, source_key, label and earlier_label (what the two are called), role
        (as in ``releases.csv``), kind, first and last (years of the newer edition), figures, added (those that the
        earlier edition does not hold), common (those that both hold and the earlier did not project), median and
        ninth_decile (the size of their revisions), most, most_area and most_year (the largest revision with its sign,
        and where it is; empty where none is common), in ``revised_in``: ``percent`` of the earlier figure, or
        ``points`` for rates and indices.
    """
    rows = [row for pair in _pairs() for row in _by_kind(*pair)]
    return pd.DataFrame(rows).sort_values(["table", "source_key", "kind"], ignore_index=True)


def lacking() -> dict[str, dict[str, list[Any]]]:
    """Return what each newer edition lacks of the edition before: the reason why a newer one may not answer.

    Returns:
        By source_key: kinds (those that it does not hold at all) and years (those that it lacks of the kinds it holds;
        years that the earlier edition projected do not count), both sorted.
    """
    found = {}
    for table, newer, earlier in _pairs():
        new, old = _editions(table, newer, earlier)
        _, column = _key_and_kind(table)
        past = old[old["status"] != "projection"]
        kept = past[past[column].isin(new[column])]
        found[newer] = {
            "kinds": sorted({*past[column]} - {*new[column]}),
            "years": sorted({int(year) for year in kept["year"]} - {int(year) for year in new["year"]}),
        }
    return found


def _pairs() -> list[tuple[str, str, str]]:
    """Return the editions that are compared: table, newer, earlier."""
    listed = tables.load(LISTED, credit=False).dropna(subset="earlier")
    homes = tables.load(releases.TABLE, credit=False).set_index("source_key")["table"]
    return [
        (homes[newer], newer, earlier) for newer, earlier in zip(listed["source_key"], listed["earlier"], strict=True)
    ]


def _editions(table: str, *keys: str) -> list[pd.DataFrame]:
    frame = tables.load(table, credit=False)
    return [frame[frame["source_key"] == key] for key in keys]


def _key_and_kind(table: str) -> tuple[list[str], str]:
    """Return the columns that say which figure a row is, and the one of them that says what kind it is."""
    key = [name for name in tables.resource(table)["schema"]["primaryKey"] if name not in MARKS]
    return key, next(name for name in KINDS if name in key)


def _by_kind(table: str, newer: str, earlier: str) -> Iterator[dict[str, Any]]:
    listed = releases.releases_of(table)
    key, column = _key_and_kind(table)
    new, old = _editions(table, newer, earlier)
    about = {
        "table": table,
        "source_key": newer,
        "label": listed["label"][newer],
        "earlier_label": listed["label"][earlier],
        "role": listed["role"][newer],
    }
    for kind, here in new.groupby(column):
        before = old[old[column] == kind].set_index(key)
        yield about | {"kind": kind} | _compared(here.set_index(key), before)


def _compared(new: pd.DataFrame, old: pd.DataFrame) -> dict[str, Any]:
    """Return what one edition adds to another and how far it revises it; both are indexed by case."""
    in_points = new["unit"].isin(RATES).all()
    # What was a projection before is no figure that was revised.
    past = old.loc[old["status"] != "projection", "value"]
    both = pd.DataFrame({"new": new["value"], "old": past}).dropna()
    change = both["new"] - both["old"]
    if not in_points:
        # Flows of investment can be negative: the size of the earlier figure is the base, so that the sign is kept.
        change = (100 * change / both["old"].abs())[both["old"] != 0]
    years: pd.Index[Any] = new.index.get_level_values("year")
    found: dict[str, Any] = {
        "first": int(years.min()),
        "last": int(years.max()),
        "figures": len(new),
        "added": len(new.index.difference(old.index)),
        "common": len(change),
        "median": None,
        "ninth_decile": None,
        "most": None,
        "most_area": None,
        "most_year": None,
        "revised_in": "points" if in_points else "percent",
    }
    if len(change):
        largest: Any = change.abs().idxmax()
        place = dict(zip(new.index.names, largest, strict=True))
        found |= {
            "median": float(change.abs().median()),
            "ninth_decile": float(change.abs().quantile(MOST)),
            "most": float(change[largest]),
            "most_area": largest[0],
            "most_year": int(place["year"]),
        }
    return found
