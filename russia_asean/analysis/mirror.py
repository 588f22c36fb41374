"""The mirror: each flow between Russia and ASEAN is counted twice, and what lies under the estimates after 2021.

Directions are named from Russia's side: ``to_asean`` are goods that Russia sends, ``from_asean`` goods it receives.
Each direction is counted by the sender (FOB) and by the receiver (CIF, with freight and insurance).
"""

import math
from collections.abc import Sequence

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.analysis import trade
from russia_asean.data import countries
from russia_asean.provenance import Origin

RUSSIA_REPORTED, ASEAN_REPORTED = "Russia-reported", "ASEAN-reported"
# How the members of ASEAN see each direction.
SEEN_BY_MEMBERS = {"to_asean": "received from", "from_asean": "sent to"}


def mirror_flows(members: Sequence[str]) -> pd.DataFrame:
    """Return both records of every flow between Russia and the given members.

    After 2021 the members' side is recovered from the IMF's estimates for Russia where no release has it
    (status ``derived``); the estimates themselves are kept on Russia's side with status ``estimate``.

    Args:
        members: ISO codes of ASEAN members.

    Returns:
        Columns member, year, direction (to_asean, from_asean), side, value (USD), status and sources (the keys of the
        releases behind the value).
    """
    table = trade.chosen_flows()
    russia = table[(table["reporter"] == "RUS") & table["partner"].isin(members)]
    russia = russia.assign(
        member=russia["partner"], direction=russia["flow"].map({"export": "to_asean", "import": "from_asean"})
    )
    asean = table[(table["partner"] == "RUS") & table["reporter"].isin(members)]
    asean = asean.assign(
        member=asean["reporter"], direction=asean["flow"].map({"import": "to_asean", "export": "from_asean"})
    )
    keep = ["member", "year", "direction", "side", "value", "status", "sources"]
    known = pd.concat([russia.assign(side=RUSSIA_REPORTED), asean.assign(side=ASEAN_REPORTED)])
    known = known.assign(sources=[frozenset([key]) for key in known["source_key"]])[keep]
    provenance.using(trade.TABLE, pd.concat([russia, asean]))
    return pd.concat([known, _recover(known)], ignore_index=True).sort_values(keep[:4], ignore_index=True)


def recovered_value(estimate: float, base_russia: float, base_partner: float) -> float:
    """Return the partner-reported value that lies under an IMF estimate for Russia.

    From 2022 the IMF multiplies what a partner reports by the ratio of Russia's to the partner's own figure of
    2021, separately for each partner and flow. The inverse is exact, whatever the ratio:
    ``estimate * base_partner / base_russia``.

    Args:
        estimate: the IMF's value for Russia in a year after 2021.
        base_russia: Russia's own value of 2021 for the same flow.
        base_partner: the partner's value of 2021 for the same goods, seen from its side.

    Returns:
        The partner-reported value, or NaN when one of the three is missing or not positive.
    """
    values = (estimate, base_russia, base_partner)
    if any(pd.isna(value) or value <= 0 for value in values):
        return math.nan
    return float(estimate * base_partner / base_russia)


def _recover(known: pd.DataFrame) -> pd.DataFrame:
    """Return the members' side of the years after 2021 that no release has."""
    indexed = known.set_index(["member", "direction", "side", "year"])
    cells, keys = indexed["value"], indexed["sources"]
    rows = []
    for (member, direction), group in known.groupby(["member", "direction"]):
        estimates = group[(group["side"] == RUSSIA_REPORTED) & (group["status"] == "estimate")]
        for year, estimate, source in zip(estimates["year"], estimates["value"], estimates["sources"], strict=True):
            if (member, direction, ASEAN_REPORTED, year) in cells:
                continue
            places = [(member, direction, side, trade.LAST_RUSSIAN_YEAR) for side in (RUSSIA_REPORTED, ASEAN_REPORTED)]
            value = recovered_value(estimate, *(cells.get(place, math.nan) for place in places))
            rows.append(
                {
                    "member": member,
                    "year": year,
                    "direction": direction,
                    "side": ASEAN_REPORTED,
                    "value": value,
                    "status": "derived",
                    "sources": source.union(*(keys.get(place, frozenset()) for place in places)),
                }
            )
    return pd.DataFrame(rows, columns=known.columns).dropna(subset="value")


def imports_from_russia(partner: str, year: int) -> float:
    """Return what a partner records as imports from Russia in a year after 2021, in USD.

    The record is recovered from the Fund's estimate of Russia's exports; see ``recovered_value``.

    Raises:
        KeyError: the table lacks the estimate, or a record of 2021.
    """
    base = trade.LAST_RUSSIAN_YEAR
    table = trade.chosen_flows()
    pair = table["reporter"].isin(["RUS", partner]) & table["partner"].isin(["RUS", partner])
    rows = provenance.using(trade.TABLE, table[pair & table["year"].isin([base, year])])
    cells = rows.set_index(["reporter", "partner", "year", "flow"])["value"]
    return recovered_value(
        estimate=cells["RUS", partner, year, "export"],
        base_russia=cells["RUS", partner, base, "export"],
        base_partner=cells[partner, "RUS", base, "import"],
    )


def recovery_test() -> pd.DataFrame:
    """Compare recovered with reported values, where a release holds the report of a year after 2021.

    Returns:
        Columns reporter, name, year, flow, value (reported, USD), recovered (USD), factor (reported over the IMF's
        estimate of the same flow).
    """
    table = trade.chosen_flows()
    cells = table.set_index(["reporter", "partner", "year", "flow"])["value"]
    other_way = {"import": "export", "export": "import"}
    rows = []
    late = (
        (table["partner"] == "RUS")
        & (table["year"] > trade.LAST_RUSSIAN_YEAR)
        & (table["source_key"] == trade.RELEASES[2])
    )
    for reporter, year, flow, value in table.loc[late, ["reporter", "year", "flow", "value"]].to_numpy():
        estimate = cells.get(("RUS", reporter, year, other_way[flow]), math.nan)
        base_russia = cells.get(("RUS", reporter, trade.LAST_RUSSIAN_YEAR, other_way[flow]), math.nan)
        base_partner = cells.get((reporter, "RUS", trade.LAST_RUSSIAN_YEAR, flow), math.nan)
        back = recovered_value(estimate, base_russia, base_partner)
        rows.append((reporter, year, flow, value, back, value / estimate))
    pair = (table["reporter"] == "RUS") | (table["partner"] == "RUS")
    provenance.using(trade.TABLE, table[pair & (table["year"] >= trade.LAST_RUSSIAN_YEAR)])
    names = ["reporter", "year", "flow", "value", "recovered", "factor"]
    table = pd.DataFrame(rows, columns=names).dropna(ignore_index=True)
    table.insert(1, "name", table["reporter"].map(countries.name))
    return table


def totals_by_side(sides: pd.DataFrame) -> pd.DataFrame:
    """Return yearly totals per side from the output of ``mirror_flows``.

    Russia's side ends in 2021, since the estimates after it hold no information of its own.

    Returns:
        Columns year, side, to_asean, from_asean, total, balance (Russia's surplus), all in USD, and ``status``
        (``derived`` when any part is).
    """
    own = sides[~((sides["side"] == RUSSIA_REPORTED) & (sides["status"] == "estimate"))]
    wide = own.pivot_table(index=["year", "side"], columns="direction", values="value", aggfunc="sum", fill_value=0)
    wide["total"] = wide["to_asean"] + wide["from_asean"]
    wide["balance"] = wide["to_asean"] - wide["from_asean"]
    parts = own.groupby(["year", "side"])
    derived = parts["status"].agg(lambda status: bool((status == "derived").any()))
    wide["status"] = derived.map({True: "derived", False: "reported"})
    sources = parts["sources"].agg(lambda keys: frozenset().union(*keys))
    origins = {place: [Origin(trade.TABLE, key) for key in keys] for place, keys in sources.items()}
    return provenance.labelled(wide.reset_index().rename_axis(columns=None), origins)


def side_by_side(table: pd.DataFrame, column: str = "total") -> pd.DataFrame:
    """Return one column of ``totals_by_side`` by year, both records side by side; NaN where a side has no record."""
    wide = table.pivot(index="year", columns="side", values=column)
    wide = wide.reindex(columns=[RUSSIA_REPORTED, ASEAN_REPORTED]).rename_axis(columns=None)
    wide.attrs = table.attrs  # the origins by year and side hold for each column of the totals
    return wide


def percent_gaps(records: pd.DataFrame) -> pd.Series:
    """Return by how much ASEAN's record lies above Russia's, by year in percent of their mean (0 when they agree).

    Args:
        records: the output of ``side_by_side``; years that one record lacks are left out.
    """
    both = records.dropna()
    return 100 * (both[ASEAN_REPORTED] - both[RUSSIA_REPORTED]) / both.mean(axis="columns")


def opposite_signs(balances: pd.DataFrame) -> pd.Series:
    """Return whether two records of a balance lie on different sides of zero, by year.

    Args:
        balances: the output of ``side_by_side``; years that one record lacks are left out.
    """
    above = balances.dropna() > 0
    return above[RUSSIA_REPORTED] != above[ASEAN_REPORTED]


def directions_and_balance(table: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return both directions and the balance on both records for some years (wide, USD).

    Args:
        table: the output of ``totals_by_side``.
        years: the years wanted, as for ``member_trade_in_years``.
    """
    columns = {}
    for flow in ("to_asean", "from_asean", "balance"):
        sides = side_by_side(table, flow)
        columns[f"{flow}_asean"] = sides[ASEAN_REPORTED]
        columns[f"{flow}_russia"] = sides[RUSSIA_REPORTED]
    wide = pd.DataFrame(columns)
    return wide.loc[_held(wide.index, years)].reset_index()


def _held(index: pd.Index, years: Sequence[int]) -> list[int]:
    """Return those of some years that an index holds; its first and last where it holds none."""
    return [year for year in years if year in index] or [index[0], index[-1]]


def trade_by_member(sides: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return trade with Russia by year (rows) and member (columns) on one record, in USD; NaN is not reported."""
    mine = sides[(sides["side"] == side) & (sides["status"] != "estimate")]
    return mine.groupby(["year", "member"])["value"].sum().unstack()


def member_trade_in_years(per_member: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return trade by member in some years as a table.

    Args:
        per_member: the output of ``trade_by_member``.
        years: the years wanted; those without a record are left out; the first and last on record if none is left.

    Returns:
        Columns member (code), name and one per year, named by it as text (USD).
    """
    table = (
        per_member.loc[_held(per_member.index, years)]
        .T.rename(columns=str)
        .rename_axis(index="member", columns=None)
        .reset_index()
    )
    table.insert(1, "name", table["member"].map(countries.name))
    return table


def member_concentration(per_member: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated Russia's trade is on few members, by year.

    Args:
        per_member: the output of ``trade_by_member``.

    Returns:
        Columns year, reporting (members with a record), largest (name), share (percent of the recorded trade) and
        hhi (Herfindahl-Hirschman index, 0 to 1).
    """
    table = pd.DataFrame({"reporting": per_member.count(axis="columns"), "largest": per_member.idxmax(axis="columns")})
    table["largest"] = table["largest"].map(countries.name)
    table["share"] = 100 * per_member.max(axis="columns") / per_member.sum(axis="columns")
    table["hhi"] = [measures.hhi(row.dropna()) for _, row in per_member.iterrows()]
    return table.rename_axis("year").reset_index()


def flow_changes(sides: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Return the change of each flow from one year to another (USD).

    Args:
        sides: the output of ``mirror_flows``, one side of it.
        first: the earlier year.
        last: the later year.

    Returns:
        The change by direction, in the words of ``SEEN_BY_MEMBERS``, and member; NaN where a year lacks the flow.
    """
    wide = sides.pivot(index=["direction", "member"], columns="year", values="value")
    return (wide[last] - wide[first]).rename(SEEN_BY_MEMBERS, level="direction")


def multiples_of_russia(codes: Sequence[str], years: Sequence[int], members: Sequence[str]) -> pd.DataFrame:
    """Return how many times Russia's trade with ASEAN that of other partners is, on either record.

    Returns:
        Columns partner, name, year, counted_by (``outside partner`` or ``ASEAN``), value (USD), multiple (ratio).
    """
    records = side_by_side(totals_by_side(mirror_flows(members)))
    rows = []
    for code in codes:
        counted = {
            "outside partner": (trade.two_way_trade([code], members, reported=True), records[RUSSIA_REPORTED]),
            "ASEAN": (trade.two_way_trade(members, [code]), records[ASEAN_REPORTED]),
        }
        for year in years:
            for counted_by, (theirs, russias) in counted.items():
                rows.append((code, countries.name(code), year, counted_by, theirs[year], theirs[year] / russias[year]))
    return pd.DataFrame(rows, columns=["partner", "name", "year", "counted_by", "value", "multiple"])


def trade_under_choices(groups: dict[str, list[str]], windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return growth, share and rank of Russia's trade with ASEAN under other members, records and windows.

    Args:
        groups: ISO codes of members by the name of the group.
        windows: first and last year of each window.

    Returns:
        Columns members, side, window, growth (percent over the window), share (percent of ASEAN's trade in the last
        year) and rank (among the ten dialogue partners in the last year).
    """
    rows = []
    for group, codes in groups.items():
        records = side_by_side(totals_by_side(mirror_flows(codes)))
        world = trade.two_way_trade(codes, ["WLD"])
        partners = trade.two_way_trade_by_partner(codes, trade.PARTNERS)
        for side, values in records.items():
            on_record = partners.assign(RUS=values).T
            for first, last in windows:
                rank = measures.rank_of(pd.Series(on_record[last]), "RUS")
                change = measures.percent_change(values[first], values[last])
                share = measures.share(values[last], world[last])
                rows.append((group, side, f"{first}–{last}", change, share, rank))
    return pd.DataFrame(rows, columns=["members", "side", "window", "growth", "share", "rank"])
