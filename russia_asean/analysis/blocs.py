"""Groups of states as blocs: what a set of members weighs, how close its members vote, what they trade.

A bloc changes its members. Each measure therefore takes the set as an argument: the members of the date, or a set
held fixed, so that accession can be told from growth.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.analysis import economy, un_votes
from russia_asean.data import tables

OUTPUT_INDICATORS = {
    "ppp": "gdp_ppp",
    "market": "gdp_current",
}  # indicators of economy.csv by the way output is compared
MEASURE_TEXTS = {"ppp": "at purchasing power parity", "market": "at market exchange rates"}  # the two ways, in words

Members = Sequence[str] | Mapping[int, Sequence[str]]  # a set held fixed, or a set by year


def output_share(codes: Mapping[int, Sequence[str]], measure: str) -> pd.Series:
    """Return the share in world output of the set given for each year, in percent; an empty set has no share.

    A year in which a member has no value is left empty: a sum without it would be another group.

    Args:
        codes: a set of members by year; the same in all years, or that of the date.
        measure: ``ppp`` or ``market``.

    Raises:
        KeyError: the latest World Economic Outlook does not hold a member at all.
    """
    wide = economy.indicator_by_country(OUTPUT_INDICATORS[measure])
    # Group and world from one release: shares of two releases would differ by the revision of either.
    here = {year: wide.loc[year, [*members, "WLD"]] for year, members in codes.items() if members}
    # pandas would pass over a member without a value; `skipna=False` leaves such a year empty.
    parts = {year: 100 * values.iloc[:-1].sum(skipna=False) / values.iloc[-1] for year, values in here.items()}
    return pd.Series(parts, dtype="float64").rename_axis("year")


def _by_year(codes: Members, years: Iterable[int]) -> Mapping[int, Sequence[str]]:
    return codes if isinstance(codes, Mapping) else dict.fromkeys(years, codes)


def output_share_by_set(sets: Mapping[str, Members], measure: str, years: Sequence[int]) -> pd.DataFrame:
    """Return the share of named sets in world output, in percent: one column per set, one row per year.

    Args:
        sets: for each name, a set held fixed or a set by year; a year in which it is empty has no value.
        measure: ``ppp`` or ``market``.
        years: the rows.
    """
    wide = {name: output_share(_by_year(codes, years), measure) for name, codes in sets.items()}
    return pd.DataFrame(wide).reindex(list(years)).rename_axis("year")


def output_share_change(codes: Mapping[int, Sequence[str]], first: int, last: int, measure: str) -> dict[str, float]:
    """Return how the weight of a group changed between two years, split into growth and accession.

    Growth is the change of the weight of those who were members in the first year; accession is what those who joined
    weigh in the last year. With no exits the two add up to the change exactly.

    Returns:
        first, last, growth and accession: percent of world output, and percentage points.

    Raises:
        KeyError: a year has no set, or a member has no value.
    """
    old, new = codes[first], codes[last]
    # The first members are weighed again in the last year; what they gained is growth, what is left are the new ones.
    start, kept, end = (
        output_share({year: here}, measure)[year] for year, here in ((first, old), (last, old), (last, new))
    )
    return {"first": start, "last": end, "growth": kept - start, "accession": end - kept}


def sum_of_printed_shares(codes: Sequence[str], year: int, vintage: str) -> float:
    """Return a group's share in world output at purchasing power parity as the sum of the shares the Fund prints.

    For vintages without a world total; it equals ``output_share`` where both exist, up to rounding.

    Raises:
        KeyError: a member has no value.
    """
    return float(sum(economy.outlook_series(code, "gdp_ppp_share", vintage)["value"].loc[year] for code in codes))


def ideal_point_spread(points: pd.DataFrame, codes: Mapping[int, Sequence[str]]) -> pd.Series:
    """Return the mean distance between the ideal points of all pairs of members, by year; smaller is more cohesive.

    Args:
        points: ideal points, one column per country, indexed by year.
        codes: a set of members by year. A year with fewer than two members with a point is left out.
    """
    distances = {}
    for year in points.index.intersection(list(codes)):
        known = points.reindex(columns=list(codes[year])).loc[year].dropna()
        # Every pair once: a mean over members would let the one that stands apart count for less.
        pairs = [abs(one - two) for one, two in itertools.combinations(known, 2)]
        if pairs:
            distances[year] = sum(pairs) / len(pairs)
    return pd.Series(distances, dtype="float64").rename_axis("year")


def ideal_point_margins(codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return half the width of the producer's intervals of ideal points from final votes.

    Returns:
        One row per country, one column per year.
    """
    table = un_votes.points_of_edition().query("measure == 'final_passage' and iso3 in @codes and year in @years")
    provenance.using(un_votes.POINTS_TABLE, table)
    halves = table.assign(half=(table["high"] - table["low"]) / 2)
    return halves.pivot(index="iso3", columns="year", values="half")


def agreement_by_group(
    groups: Mapping[str, Sequence[str]], partners: Sequence[str], measure: str = "agreement"
) -> pd.DataFrame:
    """Return how often groups vote with partners, in percent: one column per group, indexed by year.

    Each value is the mean over all pairs of a state of the group and a partner.

    Args:
        groups: for each name, the states.
        partners: with whom they are compared; see ``un_votes.agreement_with_partner``.
        measure: ``agreement`` or ``identical``.
    """
    read = {name: un_votes.mean_over_states(codes, partners, measure=measure) for name, codes in groups.items()}
    return pd.DataFrame({name: wide.mean(axis="columns") for name, wide in read.items()})


def intra_brics_exports(year: int, codes: list[str]) -> pd.DataFrame:
    """Return the exports of each member of BRICS to each other in a year, in USD, as UNCTAD shows them.

    Args:
        year: 2003 or 2024.
        codes: the members, exporters in the rows, importers in the columns.

    Raises:
        KeyError: the table has no such year.
    """
    table = tables.load("intra_brics_trade", credit=False)
    rows = table[table["year"] == year]
    if rows.empty:
        raise KeyError(f"data/intra_brics_trade.csv has no year {year}")
    rows = rows[rows["exporter"].isin(codes) & rows["importer"].isin(codes)]
    return (
        provenance.using("intra_brics_trade", rows)
        .pivot(index="exporter", columns="importer", values="value")
        .reindex(index=codes, columns=codes)
    )


def trade_share_with(flows: pd.DataFrame, code: str) -> float:
    """Return the percent of trade among countries in which one of them is the exporter or the importer.

    Args:
        flows: exports, exporters in the rows, importers in the columns; no exports to oneself.
        code: the country.
    """
    sent = flows.sum(axis="columns")
    received = flows.sum()
    # No flow counts twice: it has one exporter, and nobody exports to oneself.
    return measures.share(float(sent[code] + received[code]), float(sent.sum()))


def output_share_in_year(sets: Mapping[str, Members], measure: str, year: int) -> pd.Series:
    """Return the share of each named set in world output in one year, in percent."""
    return output_share_by_set(sets, measure, [year]).iloc[0]
