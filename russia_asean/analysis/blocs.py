"""Groups of states as blocs: what a set of members weighs, how close its members vote, what they trade.

A bloc changes its members. Each measure therefore takes the set as an argument: the members of the date, or a set
held fixed, so that accession can be told from growth.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from russia_asean import formatting, measures
from russia_asean.analysis import economy, mirror, un_votes
from russia_asean.data import countries, tables

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
    here = {year: wide.loc[year, [*members, "WLD"]] for year, members in codes.items() if members}
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
        pairs = [abs(one - two) for one, two in itertools.combinations(known, 2)]
        if pairs:
            distances[year] = sum(pairs) / len(pairs)
    return pd.Series(distances, dtype="float64").rename_axis("year")


def ideal_point_spread_by_set(points: pd.DataFrame, sets: Mapping[str, Members]) -> pd.DataFrame:
    """Return the ``ideal_point_spread`` of named sets by year, one column per set: sets held fixed, or sets by year."""
    return pd.DataFrame(
        {name: ideal_point_spread(points, _by_year(codes, points.index)) for name, codes in sets.items()}
    )


def distance_text(first: float, last: float) -> str:
    """Return a distance in words, with how it changed from a first one: ``0.95 (closer)``."""
    change = formatting.direction_verb(last - first, "further apart", "closer", "unchanged")
    return f"{formatting.number(last, 2)} ({change})"


def ideal_point_margins(codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return half the width of the producer's intervals of ideal points from final votes: one row per year.

    Returns:
        Columns least and most: the narrowest and the widest among the countries.
    """
    table = tables.load("un_ideal_points").query("measure == 'final_passage' and iso3 in @codes and year in @years")
    by_year = ((table["high"] - table["low"]) / 2).groupby(table["year"])
    return pd.DataFrame({"least": by_year.min(), "most": by_year.max()})


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
    table = tables.load("intra_brics_trade")
    rows = table[table["year"] == year]
    if rows.empty:
        raise KeyError(f"data/intra_brics_trade.csv has no year {year}")
    return rows.pivot(index="exporter", columns="importer", values="value").reindex(index=codes, columns=codes)


def trade_share_with(flows: pd.DataFrame, code: str) -> float:
    """Return the percent of trade among countries in which one of them is the exporter or the importer.

    Args:
        flows: exports, exporters in the rows, importers in the columns; no exports to oneself.
        code: the country.
    """
    sent = flows.sum(axis="columns")
    received = flows.sum()
    return measures.share(float(sent[code] + received[code]), float(sent.sum()))


def output_share_in_year(sets: Mapping[str, Members], measure: str, year: int) -> pd.Series:
    """Return the share of each named set in world output in one year, in percent."""
    return pd.Series(output_share_by_set(sets, measure, [year]).T[year])


def output_share_by_set_and_measure(sets: Mapping[str, Members], years: Sequence[int]) -> pd.DataFrame:
    """Return the share of sets in world output by both measures: one column ``set_measure``, one row per year.

    Args:
        sets: for each name, a set held fixed or a set by year; a year in which it is empty has no value.
        years: the rows.
    """
    wide = {}
    for name, codes in sets.items():
        for way in OUTPUT_INDICATORS:
            wide[f"{name}_{way}"] = output_share_by_set({name: codes}, way, years)[name]
    return pd.DataFrame(wide).reset_index()


def weight_under_choices(sets: Mapping[str, Sequence[str]], year: int, people: int) -> pd.DataFrame:
    """Return the weight of named sets by both measures in one year, and their share in population in another."""
    table = pd.DataFrame({way: output_share_in_year(sets, way, year) for way in OUTPUT_INDICATORS})
    table["population"] = [
        economy.world_share(codes, "population", people, economy.POPULATION_SOURCE) for codes in sets.values()
    ]
    return table.rename_axis("set").reset_index()


def output_share_by_release(sets: Mapping[str, Sequence[str]], year: int) -> pd.DataFrame:
    """Return the share of named sets at purchasing power parity in one year in each release of the Outlook."""
    releases = economy.outlook_vintages()
    columns = {name: [sum_of_printed_shares(codes, year, each) for each in releases] for name, codes in sets.items()}
    return pd.DataFrame({"vintage": releases, **columns})


def votes_and_trade_by_member(codes: Sequence[str], first: int, last: int) -> pd.DataFrame:
    """Return votes on Ukraine and trade with Russia by member of ASEAN, those with the most votes in favour first.

    Returns:
        Columns iso3, name, yes and known (resolutions), before and after (trade in USD as the member counts it, empty
        if it does not report), change (percent).
    """
    votes = un_votes.votes_by_resolution("ukraine_votes").loc[list(codes)]
    counted = mirror.trade_by_member(mirror.mirror_flows(codes), mirror.ASEAN_REPORTED).reindex(columns=list(codes))
    table = pd.DataFrame(
        {
            "name": countries.names(codes),
            "yes": (votes == un_votes.VOTE_NAMES["Y"]).sum(axis="columns"),
            "known": votes.notna().sum(axis="columns"),
            "before": counted.loc[first],
            "after": counted.loc[last],
        },
        index=pd.Index(codes, name="iso3"),
    )
    table["change"] = 100 * (table["after"] / table["before"] - 1)
    return table.sort_values(["yes", "name"], ascending=[False, True]).reset_index()
