"""Deliveries of major arms by supplier and window, as shares of a volume index (TIV). The index is not money."""

from collections.abc import Iterable, Sequence

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.analysis import rankings
from russia_asean.data import tables

# The register of deliveries that is in use begins in this year; older windows come from an older release.
REGISTER_START = 1995
TABLE, YEARLY_TABLE = "arms_shares", "arms_by_year"
# Below so much of the volume index (millions) a share is not told: it would be that of a few deliveries.
LEAST_VOLUME = 100.0


def five_year_windows(years: range | None = None, least: int = 0) -> list[tuple[int, int]]:
    """Return windows of five years that do not overlap, from the register that is in use, the oldest first.

    Args:
        years: the years in which a window must lie wholly; all windows when left out.
        least: how many windows are needed; if fewer lie inside, the last ones that end before the end of the years,
            or the first ones of all.
    """
    # The table also holds windows that overlap these; they begin in years that no five divides.
    apart = [(a, b) for a, b in available_windows() if a >= REGISTER_START and a % 5 == 0 and b == a + 4]
    if years is None:
        return apart
    ends = measures.nearest_years([last for _, last in apart], range(years.start + 4, years.stop), least)
    return [(last - 4, last) for last in ends]


def register_date() -> str:
    """Return the day on which the register in use was generated, in ISO form."""
    table = _table()
    return str(table.loc[table["start_year"] >= REGISTER_START, "vintage"].max())


def window_label(window: tuple[int, int]) -> str:
    """Return a window as a reader reads it: ``1995–1999``."""
    return f"{window[0]}–{window[1]}"


def available_windows() -> list[tuple[int, int]]:
    """Return the windows of years in the package, the oldest first; some of them overlap."""
    table = _table()  # what windows there are selects and does not measure, so nothing is credited
    return sorted(set(zip(table["start_year"], table["end_year"], strict=True)))


def major_arms_shares(recipient: str, windows: Sequence[tuple[int, int]] | None = None) -> pd.DataFrame:
    """Return suppliers' shares in what a recipient received, in percent of the volume index.

    Args:
        recipient: the code of a member, or ``ASEAN10``.
        windows: the windows asked for; all when left out.

    Returns:
        One row per window ``(start_year, end_year)``, one column per supplier; a supplier without deliveries has 0.
        Windows without deliveries are left out.

    Raises:
        KeyError: there are no deliveries to the recipient in any window of the table.
    """
    rows = _rows(recipient, "share", windows)
    # The register has every delivery that its maker knows of, so no entry means none, unlike a gap in trade data.
    return rows.pivot(index=["start_year", "end_year"], columns="supplier", values="value").fillna(0.0)


def shares_in_window(recipient: str, window: tuple[int, int]) -> pd.Series:
    """Return suppliers' shares in what a recipient received in one window, in percent of the volume index.

    Raises:
        KeyError: there were no deliveries in the window.
    """
    return pd.Series(major_arms_shares(recipient, [window]).loc[window])


def deliveries_by_window(recipient: str, windows: Sequence[tuple[int, int]] | None = None) -> pd.Series:
    """Return all deliveries to a recipient by window, in millions of the volume index.

    Args:
        recipient: the code of a member, or ``ASEAN10``.
        windows: the windows asked for; all when left out.

    Raises:
        KeyError: there are no deliveries to the recipient in any window of the table.
    """
    return _by_window(recipient, "total", windows)


def supplier_concentration(recipient: str, windows: Sequence[tuple[int, int]] | None = None) -> pd.Series:
    """Return the Herfindahl-Hirschman index of a recipient's suppliers by window, on the scale 0 to 1.

    Args:
        recipient: the code of a member, or ``ASEAN10``.
        windows: the windows asked for; all when left out.

    Raises:
        KeyError: there are no deliveries to the recipient.
    """
    # The table has the index of shares in percent, which goes up to 10,000; all other indices here go up to 1.
    return _by_window(recipient, "hhi", windows) / 10_000


def volumes_by_supplier(codes: Sequence[str], windows: Sequence[tuple[int, int]] | None = None) -> pd.DataFrame:
    """Return what suppliers delivered to a set of members, in millions of the volume index.

    Args:
        codes: the members.
        windows: the windows asked for; all when left out.

    Returns:
        One row per window ``(start_year, end_year)``, one column per supplier; the sum over members. Windows without
        deliveries to any of them are left out.
    """
    # The table has shares and totals, since the register itself may not be passed on; volumes come from their product.
    received = [
        major_arms_shares(code, windows).mul(deliveries_by_window(code, windows), axis="index") / 100
        for code in codes
        # A member that received nothing has no row at all, and asking for it would raise.
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
    delivered = volumes_by_supplier(codes, windows)
    whole = delivered.sum(axis="columns")
    parts = 100 * delivered.reindex(columns=list(suppliers), fill_value=0.0).div(whole, axis="index")
    parts["Others"] = 100 - parts.sum(axis="columns")
    # A window without deliveries has no row until here, so that its Others is filled with 0 and is not 100.
    asked = parts.reindex(pd.MultiIndex.from_tuples(list(windows))).fillna(0.0)
    return asked.set_axis([window_label(window) for window in windows])


def ten_year_windows() -> list[tuple[int, int]]:
    """Return windows of ten years, each made of two of five; they do not overlap, and the last ends with the last."""
    fives = five_year_windows()
    starts = range(len(fives) % 2, len(fives), 2)
    return [(fives[start][0], fives[start + 1][1]) for start in starts]


def levels_of_suppliers(
    codes: Sequence[str], suppliers: Sequence[str], windows: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Return what suppliers delivered to a set of members, in millions of the volume index.

    Beside shares, since a share falls when a supplier delivers less and when others deliver more.

    Args:
        codes: the members.
        suppliers: those shown one by one.
        windows: windows of five years, or of several of them one after the other, whose sums are taken.

    Returns:
        One row per window (``1995–1999``), one column per supplier asked for, Others and All.
    """
    fives = five_year_windows()
    delivered = volumes_by_supplier(codes, fives)
    rows = {}
    for first, last in windows:
        inside = [five for five in fives if first <= five[0] and five[1] <= last]
        rows[window_label((first, last))] = delivered.reindex(inside).sum()
    sums = pd.DataFrame(rows, index=delivered.columns).T
    named = sums.reindex(columns=list(suppliers), fill_value=0.0)
    whole = sums.sum(axis="columns")
    return named.assign(Others=whole - named.sum(axis="columns"), All=whole)


def told_shares(shares: pd.Series, volumes: pd.Series) -> pd.Series:
    """Return shares where the whole is large enough for one to be told; the others are missing.

    Args:
        shares: percent of the volume index, by window.
        volumes: all deliveries by window, in millions of the index; windows without any may be left out.
    """
    return shares.where(volumes.reindex(shares.index).fillna(0.0) >= LEAST_VOLUME)


def volume_by_recipient(codes: Sequence[str], supplier: str, windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return what a supplier delivered to each of a set of countries, in millions of the volume index.

    Returns:
        One row per window asked for, one column per country; 0 is none.
    """
    known = {code: volumes_by_supplier([code], windows) for code in codes}
    given = {code: frame[supplier] for code, frame in known.items() if supplier in frame}
    index = pd.MultiIndex.from_tuples(list(windows))
    return pd.DataFrame(given, index=index).reindex(columns=list(codes)).fillna(0.0)


def supply_and_concentration(
    recipient: str, suppliers: Sequence[str], windows: Sequence[tuple[int, int]] | None = None
) -> pd.DataFrame:
    """Return what some suppliers together delivered to a country, and how concentrated all its suppliers are.

    Args:
        recipient: the country.
        suppliers: those whose deliveries are added up.
        windows: the windows asked for; all when left out.

    Returns:
        Columns share (percent of the volume index), delivered (by these suppliers, millions of the index), volume (by
        all, millions) and concentration (index from 0 to 1), indexed by window ``(start_year, end_year)``.

    Raises:
        KeyError: there are no deliveries to the country.
    """
    share = major_arms_shares(recipient, windows).reindex(columns=list(suppliers)).sum(axis="columns")
    volume = deliveries_by_window(recipient, windows)
    columns = {
        "share": share,
        "delivered": volume * share / 100,
        "volume": volume,
        "concentration": supplier_concentration(recipient, windows),
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
    # Windows before the register in use are wanted here, too: they show the Soviet Union apart.
    # The table also holds windows that overlap others; they begin in years that no five divides.
    windows = [(a, b) for a, b in available_windows() if a % 5 == 0 and a >= since and b <= until]
    apart = major_arms_shares(recipient, windows)
    most = rankings.sorted_values(apart.max())
    kept = [*most.index[most >= least], rankings.OTHERS]
    shown = apart[kept].rename(columns={rankings.OTHERS: "others"})
    return shown.set_axis([f"{first}–{last % 100:02d}" for first, last in shown.index])


def russian_deliveries_by_year() -> pd.DataFrame:
    """Return what Russia delivered to the ten members, by year.

    Deliveries come in lumps, so single years say little: the values serve to compare means of several years.

    Returns:
        Columns volume (millions of the volume index) and share (percent of what all suppliers delivered), by year.
    """
    table = provenance.using(YEARLY_TABLE, tables.load(YEARLY_TABLE, credit=False))
    wide = table.pivot(index="year", columns="supplier", values="value")
    return pd.DataFrame({"volume": wide["RUS"], "share": 100 * wide["RUS"] / wide["ALL"]})


def supplier_rank(recipient: str, supplier: str, window: tuple[int, int]) -> int:
    """Return the rank of a supplier among the named suppliers of a recipient in a window, the largest being 1.

    Raises:
        KeyError: there were no deliveries in the window, or the supplier is not named.
    """
    # The suppliers taken together as others are no supplier, so they are left out of the order.
    return measures.rank_of(rankings.sorted_values(shares_in_window(recipient, window)), supplier)


def supplier_rank_by_window(recipient: str, supplier: str, windows: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Return the ``supplier_rank`` of a supplier by window (``1995–1999``).

    Raises:
        KeyError: there were no deliveries in a window, or the supplier is not named.
    """
    return {window_label(window): supplier_rank(recipient, supplier, window) for window in windows}


def members_supplied(codes: Iterable[str], supplier: str, years: range) -> set[str]:
    """Return the members to which a supplier delivered major arms in a window that lies wholly in a span of years."""
    table = _table()
    inside = table["start_year"].isin(years) & table["end_year"].isin(years)
    # That a member is not found rests on the register as much as that it is, so all that was looked through counts.
    looked = provenance.using(
        TABLE, table[inside & table["recipient"].isin(list(codes)) & (table["measure"] == "share")]
    )
    return set(looked.loc[looked["supplier"] == supplier, "recipient"])


def _by_window(recipient: str, measure: str, windows: Sequence[tuple[int, int]] | None = None) -> pd.Series:
    return _rows(recipient, measure, windows).set_index(["start_year", "end_year"])["value"].sort_index()


def _rows(recipient: str, measure: str, windows: Sequence[tuple[int, int]] | None = None) -> pd.DataFrame:
    """Return the rows of one measure of a recipient, credited; those of the windows asked for, or all."""
    table = _table()
    rows = table[(table["recipient"] == recipient) & (table["measure"] == measure)]
    if rows.empty:
        raise KeyError(f"data/arms_shares.csv has no {measure} of {recipient!r}")
    if windows is not None:
        # Windows before the register begins come from another release; only those asked for are credited.
        rows = rows[pd.MultiIndex.from_frame(rows[["start_year", "end_year"]]).isin(list(windows))]
    return provenance.using(TABLE, rows)


def _table() -> pd.DataFrame:
    return tables.load(TABLE, credit=False)
