"""Deliveries of major arms by supplier and window, as shares of a volume index (TIV). The index is not money."""

import functools
from collections.abc import Sequence

import pandas as pd

from russia_asean import countries, indicators, tables

REST = "OTH"  # suppliers not named on their own
# Windows of five years that do not overlap, from the register that begins in 1995.
FIVE_YEARS = [(year, year + 4) for year in range(1995, 2025, 5)]


def windows() -> list[tuple[int, int]]:
    """Return the windows of years in the package, the oldest first; some of them overlap."""
    table = _table()
    return sorted(set(zip(table["start_year"], table["end_year"], strict=True)))


def shares(recipient: str) -> pd.DataFrame:
    """Return suppliers' shares in what a recipient received, in percent of the volume index.

    Args:
        recipient: the code of a member, or ``ASEAN10``.

    Returns:
        One row per window ``(start_year, end_year)``, one column per supplier; a supplier without deliveries has 0.
        Windows without deliveries are left out.

    Raises:
        KeyError: there are no deliveries to the recipient.
    """
    rows = _rows(recipient, "share")
    return rows.pivot(index=["start_year", "end_year"], columns="supplier", values="value").fillna(0.0)


def totals(recipient: str) -> pd.Series:
    """Return all deliveries to a recipient by window, in millions of the volume index.

    Raises:
        KeyError: there are no deliveries to the recipient.
    """
    return _by_window(recipient, "total", "ALL")


def concentration(recipient: str) -> pd.Series:
    """Return the Herfindahl-Hirschman index of a recipient's suppliers by window, on the scale 0 to 1.

    Raises:
        KeyError: there are no deliveries to the recipient.
    """
    return _by_window(recipient, "hhi", "ALL") / 10_000


def volumes(codes: Sequence[str]) -> pd.DataFrame:
    """Return what suppliers delivered to a set of members, in millions of the volume index.

    Returns:
        One row per window ``(start_year, end_year)``, one column per supplier; the sum over members. Windows without
        deliveries to any of them are left out.
    """
    received = [
        shares(code).mul(totals(code), axis="index") / 100 for code in codes if code in set(_table()["recipient"])
    ]
    return pd.concat(received).groupby(level=["start_year", "end_year"]).sum() if received else pd.DataFrame()


def received(codes: Sequence[str], suppliers: Sequence[str], windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return suppliers' shares in what a set of members received, in percent of the volume index.

    Returns:
        One row per window asked for (``1995–1999``), one column per supplier asked for and Others; 0 throughout where
        there were no deliveries.
    """
    delivered = volumes(codes)
    whole = delivered.sum(axis="columns")
    parts = 100 * delivered.reindex(columns=list(suppliers), fill_value=0.0).div(whole, axis="index")
    parts["Others"] = 100 - parts.sum(axis="columns")
    asked = parts.reindex(pd.MultiIndex.from_tuples(list(windows))).fillna(0.0)
    return asked.set_axis([f"{a}–{b}" for a, b in windows])


def by_member(codes: Sequence[str], supplier: str, windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return a supplier's share in the arms of each member, in percent: one column per window, empty if unknown.

    Returns:
        Columns member and name, and one per window (``1995–1999``). A cell is empty where there were no deliveries at
        all, and for a member that the supplier never served.
    """
    index = pd.MultiIndex.from_tuples(list(windows))
    part = {code: shares(code).get(supplier) for code in codes if code in set(_table()["recipient"])}
    known = {code: series for code, series in part.items() if series is not None}
    listed = pd.DataFrame(known, index=index, columns=list(codes), dtype=float)
    cells = listed.set_axis([f"{a}–{b}" for a, b in windows]).T.rename_axis("member").reset_index()
    cells.insert(1, "name", cells["member"].map(countries.name))
    return cells


def by_recipient(codes: Sequence[str], supplier: str) -> pd.DataFrame:
    """Return what a supplier delivered to each of a set of members, in millions of the volume index.

    Returns:
        One row per window that does not overlap with another (``FIVE_YEARS``), one column per member; 0 is none.
    """
    known = {code: volumes([code]) for code in codes}
    given = {code: frame[supplier] for code, frame in known.items() if supplier in frame}
    return pd.DataFrame(given, index=pd.MultiIndex.from_tuples(FIVE_YEARS)).reindex(columns=list(codes)).fillna(0.0)


def rank(recipient: str, supplier: str, window: tuple[int, int]) -> int:
    """Return the rank of a supplier among the named suppliers of a recipient in a window, the largest being 1.

    Raises:
        KeyError: there were no deliveries in the window, or the supplier is not named.
    """
    named = shares(recipient).drop(columns=REST, errors="ignore").T
    return indicators.rank_of(named[window], supplier)


def supplied(recipient: str, supplier: str) -> list[tuple[int, int]]:
    """Return the windows in which a supplier delivered major arms to a recipient, the oldest first; maybe none."""
    table = _table()
    rows = table[(table["recipient"] == recipient) & (table["supplier"] == supplier) & (table["measure"] == "share")]
    return sorted(zip(rows["start_year"], rows["end_year"], strict=True))


def _by_window(recipient: str, measure: str, supplier: str) -> pd.Series:
    rows = _rows(recipient, measure)
    return rows[rows["supplier"] == supplier].set_index(["start_year", "end_year"])["value"].sort_index()


def _rows(recipient: str, measure: str) -> pd.DataFrame:
    table = _table()
    rows = table[(table["recipient"] == recipient) & (table["measure"] == measure)]
    if rows.empty:
        raise KeyError(f"data/arms_shares.csv has no {measure} of {recipient!r}")
    return rows


@functools.cache
def _table() -> pd.DataFrame:
    return tables.load("arms_shares")
