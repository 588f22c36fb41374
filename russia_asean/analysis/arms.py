"""Deliveries of major arms by supplier and window, as shares of a volume index (TIV). The index is not money."""

import dataclasses
from collections.abc import Iterable, Sequence

import pandas as pd

from russia_asean import formatting, measures
from russia_asean.analysis import rankings
from russia_asean.data import countries, tables

# Windows of five years that do not overlap, from the register that begins in 1995.
FIVE_YEAR_WINDOWS = [(year, year + 4) for year in range(1995, 2025, 5)]


@dataclasses.dataclass(frozen=True)
class Trajectory:
    """How a value went from window to window.

    Attributes:
        first, last, top: the first window, the last and the one with the highest value, such as ``1995–1999``.
        was, now, highest: the values in these windows.
        moved: the verb for the way from ``was`` to ``now``.
    """

    first: str
    was: float
    last: str
    now: float
    top: str
    highest: float
    moved: str


def trajectory(values: pd.Series) -> Trajectory:
    """Return how a value went from window to window: the first, the last and the highest.

    Args:
        values: indexed by the name of the window, the oldest first; at least one.
    """
    was, now = float(values.iloc[0]), float(values.iloc[-1])
    first, last, top = str(values.index[0]), str(values.index[-1]), str(values.idxmax())
    return Trajectory(first, was, last, now, top, float(values.max()), formatting.direction_verb(now - was))


def milestones(values: pd.Series) -> pd.Series:
    """Return the first, the highest and the last of a series of values in their order, each once."""
    places = sorted({0, int(values.to_numpy().argmax()), len(values) - 1})
    return values.iloc[places]


def five_year_windows(years: range, least: int = 0) -> list[tuple[int, int]]:
    """Return the windows of ``FIVE_YEAR_WINDOWS`` that lie wholly in a span of years, the oldest first; maybe none.

    Args:
        years: the years asked for.
        least: how many windows are needed; if fewer lie inside, the last ones that end before the end of the years,
            or the first ones of all.
    """
    ends = measures.nearest_years([last for _, last in FIVE_YEAR_WINDOWS], range(years.start + 4, years.stop), least)
    return [(last - 4, last) for last in ends]


def window_label(window: tuple[int, int]) -> str:
    """Return a window as a reader reads it: ``1995–1999``."""
    return f"{window[0]}–{window[1]}"


def available_windows() -> list[tuple[int, int]]:
    """Return the windows of years in the package, the oldest first; some of them overlap."""
    table = _table()
    return sorted(set(zip(table["start_year"], table["end_year"], strict=True)))


def major_arms_shares(recipient: str) -> pd.DataFrame:
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


def shares_in_window(recipient: str, window: tuple[int, int]) -> pd.Series:
    """Return suppliers' shares in what a recipient received in one window, in percent of the volume index.

    Raises:
        KeyError: there were no deliveries in the window.
    """
    return pd.Series(major_arms_shares(recipient).T[window])


def deliveries_by_window(recipient: str) -> pd.Series:
    """Return all deliveries to a recipient by window, in millions of the volume index.

    Raises:
        KeyError: there are no deliveries to the recipient.
    """
    return _by_window(recipient, "total", "ALL")


def supplier_concentration(recipient: str) -> pd.Series:
    """Return the Herfindahl-Hirschman index of a recipient's suppliers by window, on the scale 0 to 1.

    Raises:
        KeyError: there are no deliveries to the recipient.
    """
    return _by_window(recipient, "hhi", "ALL") / 10_000


def volumes_by_supplier(codes: Sequence[str]) -> pd.DataFrame:
    """Return what suppliers delivered to a set of members, in millions of the volume index.

    Returns:
        One row per window ``(start_year, end_year)``, one column per supplier; the sum over members. Windows without
        deliveries to any of them are left out.
    """
    received = [
        major_arms_shares(code).mul(deliveries_by_window(code), axis="index") / 100
        for code in codes
        if code in set(_table()["recipient"])
    ]
    return pd.concat(received).groupby(level=["start_year", "end_year"]).sum() if received else pd.DataFrame()


def shares_of_members(
    codes: Sequence[str], suppliers: Sequence[str], windows: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Return suppliers' shares in what a set of members received, in percent of the volume index.

    Returns:
        One row per window asked for (``1995–1999``), one column per supplier asked for and Others; 0 throughout where
        there were no deliveries.
    """
    delivered = volumes_by_supplier(codes)
    whole = delivered.sum(axis="columns")
    parts = 100 * delivered.reindex(columns=list(suppliers), fill_value=0.0).div(whole, axis="index")
    parts["Others"] = 100 - parts.sum(axis="columns")
    asked = parts.reindex(pd.MultiIndex.from_tuples(list(windows))).fillna(0.0)
    return asked.set_axis([window_label(window) for window in windows])


def share_by_member(codes: Sequence[str], supplier: str, windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return a supplier's share in the arms of each member, in percent: one column per window, empty if unknown.

    Returns:
        Columns member and name, and one per window (``1995–1999``). A cell is empty where there were no deliveries at
        all, and for a member that the supplier never served.
    """
    index = pd.MultiIndex.from_tuples(list(windows))
    part = {code: major_arms_shares(code).get(supplier) for code in codes if code in set(_table()["recipient"])}
    known = {code: series for code, series in part.items() if series is not None}
    listed = pd.DataFrame(known, index=index, columns=list(codes), dtype=float)
    cells = listed.set_axis([window_label(window) for window in windows]).T.rename_axis("member").reset_index()
    cells.insert(1, "name", cells["member"].map(countries.name))
    return cells


def volume_by_recipient(
    codes: Sequence[str], supplier: str, windows: Sequence[tuple[int, int]] = FIVE_YEAR_WINDOWS
) -> pd.DataFrame:
    """Return what a supplier delivered to each of a set of countries, in millions of the volume index.

    Returns:
        One row per window asked for, one column per country; 0 is none.
    """
    known = {code: volumes_by_supplier([code]) for code in codes}
    given = {code: frame[supplier] for code, frame in known.items() if supplier in frame}
    index = pd.MultiIndex.from_tuples(list(windows))
    return pd.DataFrame(given, index=index).reindex(columns=list(codes)).fillna(0.0)


def supply_and_concentration(recipient: str, suppliers: Sequence[str]) -> pd.DataFrame:
    """Return what some suppliers together delivered to a country, and how concentrated all its suppliers are.

    Returns:
        Columns share (percent of the volume index), delivered (by these suppliers, millions of the index), volume (by
        all, millions) and concentration (index from 0 to 1), indexed by window ``(start_year, end_year)``.

    Raises:
        KeyError: there are no deliveries to the country.
    """
    share = major_arms_shares(recipient).reindex(columns=list(suppliers)).sum(axis="columns")
    volume = deliveries_by_window(recipient)
    columns = {
        "share": share,
        "delivered": volume * share / 100,
        "volume": volume,
        "concentration": supplier_concentration(recipient),
    }
    return pd.DataFrame(columns)


def main_suppliers(recipient: str, since: int, until: int, least: float) -> pd.DataFrame:
    """Return suppliers' shares in arms by windows that do not overlap, in percent of the volume index.

    Args:
        recipient: the country.
        since: the first year of the first window, or earlier.
        until: the last year of the last window, or later.
        least: a supplier that stays below this share in every window is left out.

    Returns:
        One row per window (``1975–79``), one column per supplier: the largest first, last those that the source does
        not name, as ``others``.

    Raises:
        KeyError: there are no deliveries to the country.
    """
    wide = major_arms_shares(recipient)
    apart = wide[[first % 5 == 0 and first >= since and last <= until for first, last in wide.index]]
    most = rankings.sorted_values(apart.max())
    kept = [*most.index[most >= least], rankings.OTHERS]
    shown = apart[kept].rename(columns={rankings.OTHERS: "others"})
    return shown.set_axis([f"{first}–{last % 100:02d}" for first, last in shown.index])


def supplier_rank(recipient: str, supplier: str, window: tuple[int, int]) -> int:
    """Return the rank of a supplier among the named suppliers of a recipient in a window, the largest being 1.

    Raises:
        KeyError: there were no deliveries in the window, or the supplier is not named.
    """
    return measures.rank_of(rankings.sorted_values(shares_in_window(recipient, window)), supplier)


def supplier_rank_by_window(recipient: str, supplier: str, windows: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Return the ``supplier_rank`` of a supplier by window (``1995–1999``).

    Raises:
        KeyError: there were no deliveries in a window, or the supplier is not named.
    """
    return {window_label(window): supplier_rank(recipient, supplier, window) for window in windows}


def members_supplied(codes: Iterable[str], supplier: str, years: range) -> set[str]:
    """Return the members to which a supplier delivered in a window that lies wholly in a span of years."""
    return {
        code
        for code in codes
        if any(first in years and last in years for first, last in windows_with_deliveries(code, supplier))
    }


def windows_with_deliveries(recipient: str, supplier: str) -> list[tuple[int, int]]:
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


@tables.cached
def _table() -> pd.DataFrame:
    return tables.load("arms_shares")
