"""Whose customs return answers: one rule of vintages, the two sides of the mirror, and what lies under the estimates.

Directions are named from Russia's side: ``to_asean`` are goods that Russia sends, ``from_asean`` goods it receives.
Each direction is counted twice: by the sender (FOB) and by the receiver (CIF, with freight and insurance).
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from russia_asean import countries, indicators, tables, words

RUSSIA_REPORTED, ASEAN_REPORTED = "Russia-reported", "ASEAN-reported"
NAMES = {"russia": "Russia's", "asean": "ASEAN's"}
NO_RUSSIAN_RECORD = " (no Russian record)"
PARTNERS = ["CHN", "USA", "EUN", "JPN", "KOR", "IND", "AUS", "NZL", "CAN", "RUS"]

# Sections of the Standard International Trade Classification, in short words.
SECTIONS = {
    "0": "Food",
    "1": "Drink and tobacco",
    "2": "Raw materials",
    "3": "Mineral fuels",
    "4": "Oils and fats",
    "5": "Chemicals",
    "6": "Basic manufactures",
    "7": "Machinery and vehicles",
    "8": "Other manufactures",
    "9": "Not classified",
}
NATURAL = ["0", "1", "2", "3", "4"]  # the sections of natural resources, food and palm oil included
# How the members of ASEAN see each direction.
SEEN_BY_MEMBERS = {"to_asean": "received from", "from_asean": "sent to"}

# The rule of vintages: of several releases of one flow, the first of this list answers. Later releases carry
# revisions. Rosstat's own table is left out: its first releases serve as a cross-check only.
RELEASES = ["imf-imts-2026-04", "imf-imts-russia-2026", "imf-dots-monthly-2024-07", "imf-dots-2022-02"]

# The last year in which all large members publish detail by partner (Indonesia has none for 2022).
LAST_SHARE_YEAR = 2021
# Russia stopped publishing trade by partner after 2021.
LAST_RUSSIAN_YEAR = 2021
# Before this year too few members report for the sum of ASEAN's side to be compared over time.
FIRST_COMPARABLE_YEAR = 2004


def flows() -> pd.DataFrame:
    """Return one value per reporter, partner, year and flow, chosen by the rule of vintages.

    Returns:
        Columns of ``trade_flows.csv``; ``value`` in current US dollars.
    """
    return _flows().copy()


@functools.cache
def _flows() -> pd.DataFrame:
    table = tables.load("trade_flows")
    table = table[table["source_key"].isin(RELEASES)]
    order = table["source_key"].map(RELEASES.index)
    key = ["reporter", "partner", "year", "flow"]
    return table.assign(order=order).sort_values([*key, "order"]).drop_duplicates(key).drop(columns="order")


def recovered(estimate: float, base_russia: float, base_partner: float) -> float:
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


def mirror(members: Sequence[str]) -> pd.DataFrame:
    """Return both records of every flow between Russia and the given members.

    After 2021 the members' side is recovered from the IMF's estimates for Russia where no release has it
    (status ``derived``); the estimates themselves are kept on Russia's side with status ``estimate``.

    Args:
        members: ISO codes of ASEAN members.

    Returns:
        Columns member, year, direction (to_asean, from_asean), side, value (USD), status.
    """
    table = flows()
    russia = table[(table["reporter"] == "RUS") & table["partner"].isin(members)]
    russia = russia.assign(
        member=russia["partner"], direction=russia["flow"].map({"export": "to_asean", "import": "from_asean"})
    )
    asean = table[(table["partner"] == "RUS") & table["reporter"].isin(members)]
    asean = asean.assign(
        member=asean["reporter"], direction=asean["flow"].map({"import": "to_asean", "export": "from_asean"})
    )
    keep = ["member", "year", "direction", "side", "value", "status"]
    known = pd.concat([russia.assign(side=RUSSIA_REPORTED)[keep], asean.assign(side=ASEAN_REPORTED)[keep]])
    return pd.concat([known, _recover(known)], ignore_index=True).sort_values(keep[:4], ignore_index=True)


def _recover(known: pd.DataFrame) -> pd.DataFrame:
    """Return the members' side of the years after 2021 that no release has."""
    cells = known.set_index(["member", "direction", "side", "year"])["value"]
    rows = []
    for (member, direction), group in known.groupby(["member", "direction"]):
        estimates = group[(group["side"] == RUSSIA_REPORTED) & (group["status"] == "estimate")]
        for year, estimate in zip(estimates["year"], estimates["value"], strict=True):
            if (member, direction, ASEAN_REPORTED, year) in cells:
                continue
            bases = [
                cells.get((member, direction, side, LAST_RUSSIAN_YEAR), math.nan)
                for side in (RUSSIA_REPORTED, ASEAN_REPORTED)
            ]
            value = recovered(estimate, *bases)
            rows.append(
                {
                    "member": member,
                    "year": year,
                    "direction": direction,
                    "side": ASEAN_REPORTED,
                    "value": value,
                    "status": "derived",
                }
            )
    return pd.DataFrame(rows, columns=known.columns).dropna(subset="value")


def totals(sides: pd.DataFrame) -> pd.DataFrame:
    """Return yearly totals per side from the output of ``mirror``.

    Russia's side ends in 2021, since the estimates after it hold no information of its own.

    Returns:
        Columns year, side, to_asean, from_asean, total, balance (Russia's surplus), all in USD, and ``status``
        (``derived`` when any part is).
    """
    own = sides[~((sides["side"] == RUSSIA_REPORTED) & (sides["status"] == "estimate"))]
    wide = own.pivot_table(index=["year", "side"], columns="direction", values="value", aggfunc="sum", fill_value=0)
    wide["total"] = wide["to_asean"] + wide["from_asean"]
    wide["balance"] = wide["to_asean"] - wide["from_asean"]
    derived = own.groupby(["year", "side"])["status"].agg(lambda status: bool((status == "derived").any()))
    wide["status"] = derived.map({True: "derived", False: "reported"})
    return wide.reset_index().rename_axis(columns=None)


def series(table: pd.DataFrame, side: str, column: str = "total") -> pd.Series:
    """Return one column of ``totals`` for one side, indexed by year."""
    return table[table["side"] == side].set_index("year")[column]


def by_side(table: pd.DataFrame, column: str = "total") -> pd.DataFrame:
    """Return one column of ``totals`` by year, both records side by side; NaN where a side has no record."""
    wide = table.pivot(index="year", columns="side", values=column)
    return wide.reindex(columns=[RUSSIA_REPORTED, ASEAN_REPORTED]).rename_axis(columns=None)


Records = pd.DataFrame | Mapping[str, pd.Series]  # series by year, each by what a reader calls it


def levels(records: Records, *years: int) -> dict[str, float]:
    """Return the value of each record in some years, by record and year: ``ASEAN-reported, 2014``.

    Args:
        records: series by year, by name.
        years: the years wanted.

    Raises:
        KeyError: a record has no value of a year.
    """
    return {f"{name}, {year}": float(record.dropna()[year]) for name, record in records.items() for year in years}


def growths(records: Records, *spans: tuple[int, int]) -> dict[str, float]:
    """Return the growth of each record in percent, by record and span: ``ASEAN-reported, 2014 to 2020``.

    Args:
        records: series by year, by name.
        spans: first and last year of each span.

    Raises:
        KeyError: a record has no value of a year.
    """
    found = {}
    for name, record in records.items():
        known = record.dropna()
        for first, last in spans:
            found[f"{name}, {first} to {last}"] = float(indicators.growth(known[first], known[last]))
    return found


def shares(parts: Mapping[str, float], wholes: Mapping[str, float]) -> dict[str, float]:
    """Return each part in percent of each whole, by the names of both: ``Russia-reported, of all trade``."""
    return {
        f"{name}, {whole}": float(indicators.share(part, size))
        for name, part in parts.items()
        for whole, size in wholes.items()
    }


def course(line: pd.Series, turns: Sequence[int]) -> list[str]:
    """Return how trade changed from each turn to the next: ``between 2014 and 2020 trade fell by 40 %``.

    Args:
        line: trade by year.
        turns: years; those without trade are left out.
    """
    known = sorted(set(turns) & set(line.index))
    return [f"between {a} and {b} trade {words.changed(line[a], line[b])}" for a, b in pairwise(known)]


def mirror_gaps(records: pd.DataFrame) -> pd.Series:
    """Return by how much ASEAN's record lies above Russia's, by year in percent of their mean.

    Args:
        records: the output of ``by_side``; years that one record lacks are left out.
    """
    both = records.dropna()
    gaps = map(indicators.mirror_gap, both[ASEAN_REPORTED], both[RUSSIA_REPORTED])
    return pd.Series(list(gaps), index=both.index, dtype="float64")


def opposite_signs(balances: pd.DataFrame) -> pd.Series:
    """Return whether two records of a balance lie on different sides of zero, by year.

    Args:
        balances: the output of ``by_side``; years that one record lacks are left out.
    """
    above = balances.dropna() > 0
    return above[RUSSIA_REPORTED] != above[ASEAN_REPORTED]


def first_years(marked: pd.DataFrame, otherwise: Any) -> dict[str, Any]:
    """Return the first year in which each column is true.

    Args:
        marked: true or false, by year.
        otherwise: what to return for a column that is never true.
    """
    return {str(name): min(column.index[column], default=otherwise) for name, column in marked.items()}


def asean_with(partner: str, members: Sequence[str]) -> pd.Series:
    """Return ASEAN's trade with a partner by year as the members report it (exports plus imports, USD)."""
    table = flows()
    here = table[(table["partner"] == partner) & table["reporter"].isin(members)]
    return here.groupby("year")["value"].sum()


def with_partners(members: Sequence[str]) -> pd.DataFrame:
    """Return ASEAN's trade with its full dialogue partners by year as the members report it (USD).

    Returns:
        One column per partner; the years that can be compared and in which all large members publish detail.
    """
    wide = pd.DataFrame({code: asean_with(code, members) for code in PARTNERS})
    return wide.loc[FIRST_COMPARABLE_YEAR:LAST_SHARE_YEAR]


def among_members(members: Sequence[str]) -> pd.Series:
    """Return the members' trade with one another by year as they report it (exports plus imports, USD)."""
    table = flows()
    here = table[table["partner"].isin(members) & table["reporter"].isin(members)]
    return here.groupby("year")["value"].sum()


def partner_with_asean(partner: str, members: Sequence[str]) -> pd.Series:
    """Return a partner's trade with ASEAN by year as the partner reports it (USD, estimates left out)."""
    table = flows()
    here = table[(table["reporter"] == partner) & table["partner"].isin(members) & (table["status"] == "reported")]
    both = here.groupby("year")["flow"].nunique()
    return here[here["year"].isin(both[both == 2].index)].groupby("year")["value"].sum()


def balance_with(reporter: str, partners: Sequence[str], year: int) -> pd.Series:
    """Return a country's balance with each partner in one year as it reports it (exports minus imports, USD)."""
    table = flows()
    here = table[(table["reporter"] == reporter) & table["partner"].isin(partners) & (table["year"] == year)]
    both = here.pivot(index="partner", columns="flow", values="value")
    return both["export"] - both["import"]


def quoted_totals() -> pd.DataFrame:
    """Return the totals of Russia's trade with ASEAN that officials, press and the five documents have stated.

    Returns:
        One row per statement: year, value (USD), stated_by, kind (``document`` or the speaker's role), comparator
        and precision (as in ``claims.csv``; a quoted figure counts as stated to a tenth of a billion).
    """
    stated = tables.load("reported_figures")
    pair = stated[["subject", "counterpart"]].agg(set, axis="columns") == {"RUS", "ASEAN"}
    whole_year = stated["period"] == stated["year"].astype("str")
    stated = stated[pair & whole_year & (stated["measure"] == "total goods trade")]
    stated = stated.assign(kind=stated["role"], precision=1e8)
    claims = tables.load("claims")
    documents = tables.load("documents").set_index("document")["short_name"]
    said = claims[claims["claim_id"].str.fullmatch(r"trade-total-\d{4}")]
    said = said.assign(
        year=said["period"].astype(int),
        value=said["value"].astype(float),
        stated_by=said["document"].map(documents),
        kind="document",
    )
    keep = ["year", "value", "stated_by", "kind", "comparator", "precision"]
    return pd.concat([stated[keep], said[keep]]).sort_values(["year", "value"], ignore_index=True)


def compared_quotes(
    russia: pd.Series, asean: pd.Series, fits: Callable[[float, str, float, float], bool]
) -> pd.DataFrame:
    """Return the quoted totals beside both records of their year, and which record each fits.

    Args:
        russia: Russia-reported totals by year (USD).
        asean: ASEAN-reported totals by year (USD).
        fits: says whether a stated value, its comparator and precision agree with a measured value.

    Returns:
        The columns of ``quoted_totals`` and ``number``, ``russia``, ``asean`` (USD), ``fits`` (which record of its
        year) and ``years`` (the years of either record that it would fit).
    """
    quotes = quoted_totals()
    quotes.insert(0, "number", range(1, len(quotes) + 1))
    quotes["russia"], quotes["asean"] = (quotes["year"].map(side).astype("float64") for side in (russia, asean))
    own_year, any_year = [], []
    for row in quotes.to_dict("records"):
        stated = row["value"], row["comparator"], row["precision"]
        found = [NAMES[name] for name in NAMES if fits(*stated, row[name])]
        unknown = NO_RUSSIAN_RECORD if row["year"] > LAST_RUSSIAN_YEAR else ""
        own_year.append((words.listed(found) if found else "neither") + unknown)
        years = {
            NAMES[name]: [int(str(year)) for year, value in side.items() if fits(*stated, value)]
            for name, side in (("russia", russia), ("asean", asean))
        }
        any_year.append("; ".join(f"{name} {words.years(fit)}" for name, fit in years.items() if fit) or "none")
    return quotes.assign(fits=own_year, years=any_year)


def with_quotes(table: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return totals and quoted totals as the data of one picture.

    Args:
        table: the output of ``totals``.
        quotes: the output of ``compared_quotes``.

    Returns:
        Columns year, series (the record, or who stated the total), value (USD) and status (that of the record, or the
        kind of speaker).
    """
    records = table.rename(columns={"side": "series", "total": "value"})
    stated = quotes.rename(columns={"stated_by": "series", "kind": "status"})
    return pd.concat([each[["year", "series", "value", "status"]] for each in (records, stated)], ignore_index=True)


def tally(quotes: pd.DataFrame) -> dict[str, int]:
    """Return how many different quoted totals fit which record of their year.

    Args:
        quotes: the output of ``compared_quotes``.

    Returns:
        The number that fit ``russia`` only, ``asean`` only, ``both`` and ``neither``.
    """
    different = quotes.drop_duplicates(["year", "value", "kind"])
    fits = list(different["fits"].str.removesuffix(NO_RUSSIAN_RECORD))
    told = {"russia": NAMES["russia"], "asean": NAMES["asean"], "both": words.listed([*NAMES.values()])}
    return {name: fits.count(text) for name, text in {**told, "neither": "neither"}.items()}


def concentration(per_member: pd.DataFrame) -> pd.DataFrame:
    """Return how concentrated Russia's trade is on few members, by year.

    Args:
        per_member: the output of ``by_member``.

    Returns:
        Columns year, reporting (members with a record), largest (name), share (percent of the recorded trade) and
        hhi (Herfindahl-Hirschman index, 0 to 1).
    """
    table = pd.DataFrame({"reporting": per_member.count(axis="columns"), "largest": per_member.idxmax(axis="columns")})
    table["largest"] = table["largest"].map(countries.name)
    table["share"] = 100 * per_member.max(axis="columns") / per_member.sum(axis="columns")
    table["hhi"] = [indicators.hhi(row.dropna()) for _, row in per_member.iterrows()]
    return table.rename_axis("year").reset_index()


def directions(table: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return both directions and the balance on both records for some years (wide, USD).

    Args:
        table: the output of ``totals``.
        years: the years wanted, as for ``in_years``.
    """
    columns = {}
    for flow in ("to_asean", "from_asean", "balance"):
        sides = by_side(table, flow)
        columns[f"{flow}_asean"] = sides[ASEAN_REPORTED]
        columns[f"{flow}_russia"] = sides[RUSSIA_REPORTED]
    wide = pd.DataFrame(columns)
    return wide.loc[_held(wide.index, years)].reset_index()


def _held(index: pd.Index, years: Sequence[int]) -> list[int]:
    """Return those of some years that an index holds; its first and last where it holds none."""
    return [year for year in years if year in index] or [index[0], index[-1]]


def by_member(sides: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return trade with Russia by year (rows) and member (columns) on one record, in USD; NaN is not reported."""
    mine = sides[(sides["side"] == side) & (sides["status"] != "estimate")]
    return mine.groupby(["year", "member"])["value"].sum().unstack()


def in_years(per_member: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return trade by member in some years as a table.

    Args:
        per_member: the output of ``by_member``.
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


def moved(sides: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Return the change of each flow from one year to another (USD).

    Args:
        sides: the output of ``mirror``, one side of it.
        first: the earlier year.
        last: the later year.

    Returns:
        The change by direction, in the words of ``SEEN_BY_MEMBERS``, and member; NaN where a year lacks the flow.
    """
    wide = sides.pivot(index=["direction", "member"], columns="year", values="value")
    return (wide[last] - wide[first]).rename(SEEN_BY_MEMBERS, level="direction")


def recovery_test() -> pd.DataFrame:
    """Compare recovered with reported values, where a release holds the report of a year after 2021.

    Returns:
        Columns reporter, name, year, flow, value (reported, USD), recovered (USD), factor (reported over the IMF's
        estimate of the same flow).
    """
    table = flows()
    cells = table.set_index(["reporter", "partner", "year", "flow"])["value"]
    other_way = {"import": "export", "export": "import"}
    rows = []
    late = (table["partner"] == "RUS") & (table["year"] > LAST_RUSSIAN_YEAR) & (table["source_key"] == RELEASES[2])
    for reporter, year, flow, value in table.loc[late, ["reporter", "year", "flow", "value"]].to_numpy():
        estimate = cells.get(("RUS", reporter, year, other_way[flow]), math.nan)
        base_russia = cells.get(("RUS", reporter, LAST_RUSSIAN_YEAR, other_way[flow]), math.nan)
        base_partner = cells.get((reporter, "RUS", LAST_RUSSIAN_YEAR, flow), math.nan)
        back = recovered(estimate, base_russia, base_partner)
        rows.append((reporter, year, flow, value, back, value / estimate))
    names = ["reporter", "year", "flow", "value", "recovered", "factor"]
    table = pd.DataFrame(rows, columns=names).dropna(ignore_index=True)
    table.insert(1, "name", table["reporter"].map(countries.name))
    return table


def multiples(codes: Sequence[str], years: Sequence[int], members: Sequence[str]) -> pd.DataFrame:
    """Return how many times Russia's trade with ASEAN that of other partners is, on either record.

    Returns:
        Columns partner, name, year, counted_by (``outside partner`` or ``ASEAN``), value (USD), multiple (ratio).
    """
    table = totals(mirror(members))
    rows = []
    for code in codes:
        records = {
            "outside partner": (partner_with_asean(code, members), series(table, RUSSIA_REPORTED)),
            "ASEAN": (asean_with(code, members), series(table, ASEAN_REPORTED)),
        }
        for year in years:
            for counted_by, (theirs, russias) in records.items():
                rows.append((code, countries.name(code), year, counted_by, theirs[year], theirs[year] / russias[year]))
    return pd.DataFrame(rows, columns=["partner", "name", "year", "counted_by", "value", "multiple"])


def under_choices(groups: dict[str, list[str]], windows: Sequence[tuple[int, int]]) -> pd.DataFrame:
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
        table = totals(mirror(codes))
        world = asean_with("WLD", codes)
        others = [asean_with(code, codes) for code in PARTNERS if code != "RUS"]
        for side in (RUSSIA_REPORTED, ASEAN_REPORTED):
            values = series(table, side)
            for first, last in windows:
                rank = indicators.rank_of(pd.Series([values[last], *(other[last] for other in others)]), 0)
                change = indicators.growth(values[first], values[last])
                share = indicators.share(values[last], world[last])
                rows.append((group, side, f"{first}–{last}", change, share, rank))
    return pd.DataFrame(rows, columns=["members", "side", "window", "growth", "share", "rank"])


def sections(reporters: Sequence[str], partners: Sequence[str], year: int) -> pd.Series:
    """Return trade by SITC section (code ``0`` to ``9``, and ``TOTAL``) in USD, as the exporters report it.

    Args:
        reporters: ISO codes of the exporters.
        partners: ISO codes of the destinations.
        year: 1995, 2005 or 2015.
    """
    table = tables.load("trade_composition")
    here = table[
        (table["scheme"] == "SITC1")
        & table["reporter"].isin(reporters)
        & table["partner"].isin(partners)
        & (table["year"] == year)
    ]
    return here.groupby("code")["value"].sum()


def section_shares(years: Sequence[int], members: Sequence[str]) -> pd.DataFrame:
    """Return the share of each SITC section in trade between Russia and the members, both directions.

    Returns:
        Columns code, section and, per year, ``To ASEAN <year>, %`` and ``From ASEAN <year>, %``.
    """
    columns = {}
    for year in years:
        for head, origin, destination in (("To", ["RUS"], members), ("From", members, ["RUS"])):
            goods = sections(origin, destination, year)
            columns[f"{head} ASEAN {year}, %"] = 100 * goods.drop("TOTAL") / goods["TOTAL"]
    table = pd.DataFrame(columns).rename_axis("code").reset_index()
    table.insert(1, "section", table["code"].map(SECTIONS))
    return table


def fuels(reporters: Sequence[str], partners: Sequence[str]) -> pd.Series:
    """Return trade in mineral fuels (HS chapter 27) by year in USD, as the reporters record it."""
    table = tables.load("trade_composition")
    here = table[(table["scheme"] == "HS2") & table["reporter"].isin(reporters) & table["partner"].isin(partners)]
    return here.groupby("year")["value"].sum()


def fuel_shares(table: pd.DataFrame, members: Sequence[str]) -> pd.DataFrame:
    """Return the share of mineral fuels in what Russia sends to the members, on both records by year (percent).

    Args:
        table: the output of ``totals`` for the same members.
        members: ISO codes of ASEAN members.
    """
    sent = by_side(table, "to_asean")
    recorded = {RUSSIA_REPORTED: fuels(["RUS"], members), ASEAN_REPORTED: fuels(members, ["RUS"])}
    return 100 * pd.DataFrame(recorded) / sent
