"""On whom a country depends: partners' shares in its trade and arms, their concentration, what agreements cover.

A share takes both its parts from one release: partners of one release over the world total of another would mix
revisions. What a source does not list partner by partner stays together as ``REST``.
"""

import math
from collections.abc import Collection, Sequence

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.analysis import arms, rankings, trade, trade_agreements
from russia_asean.data import memberships, tables
from russia_asean.data.releases import answering

PARTNER_LISTS = "gravity_flows"  # the lists of all partners; world totals come from the release behind it


def partner_trade_shares(country: str, flow: str, years: Collection[int] | None = None) -> pd.DataFrame:
    """Return partners' shares in a country's exports or imports of goods by year, in percent of its world total.

    For each year the release with the most partners answers, and of equals the later one. A partner that the release
    does not name in a year is missing, not zero; the European Union is one partner.

    Args:
        country: the reporter.
        flow: ``export`` or ``import``.
        years: the years wanted; all if not given.

    Returns:
        One column per partner and ``REST``, indexed by year. Years without a world total are left out, so the table
        is empty for a country that reports no such flow.
    """
    rows = _flows()
    rows = rows[(rows["reporter"] == country) & (rows["flow"] == flow)]
    if years is not None:
        rows = rows[rows["year"].isin(list(years))]
    chosen, by_year, order = [], {}, answering(trade.TABLE)
    for year, same in rows.groupby("year"):
        releases = {key: part.set_index("partner")["value"] for key, part in same.groupby("source_key")}
        # A release that has the world alone lists no partner, so it would give a year without shares.
        complete = [key for key in order if "WLD" in releases.get(key, {}) and len(releases[key]) > 1]
        if complete:
            # Not the newest: a release may revise the world total before it lists the partners again, and partners of
            # one release over the total of another are shares of nothing.
            # Of equals `max` takes the first, and the order begins with the newest release.
            key = max(complete, key=lambda key: len(releases[key]))
            values = releases[key]
            # Partners that the release does not list stay missing: that it names nobody is not that nothing was traded.
            by_year[year] = 100 * values.drop("WLD") / values["WLD"]
            chosen.append(same[same["source_key"] == key])
    if chosen:
        provenance.using(trade.TABLE, pd.concat(chosen))
    wide = pd.DataFrame(by_year).T.sort_index().rename_axis("year")
    wide[rankings.REST] = 100 - wide.sum(axis="columns")
    return wide


@provenance.remembered
def _flows() -> pd.DataFrame:
    table = tables.load(trade.TABLE, credit=False)
    # Estimates of a partner's flow come from the mirror; a share would compare them with a total that was reported.
    return table[table["source_key"].isin(answering(trade.TABLE)) & (table["status"] != "estimate")]


def years_reported(country: str, flow: str) -> list[int]:
    """Return the years for which partners' shares in a country's exports or imports are known, in order."""
    with provenance.uncredited():  # which years there are decides what is shown; no value rests on it
        return partner_trade_shares(country, flow).index.tolist()


@provenance.carrying
def partner_share(country: str, flow: str, partner: str, year: int) -> float:
    """Return one partner's share in a country's exports or imports of one year, in percent of its world total.

    Raises:
        KeyError: the country's release of that year does not name the partner.
    """
    return float(partner_trade_shares(country, flow, [year])[partner][year])


@provenance.carrying
def latest_partner_share(country: str, flow: str, partner: str, years: Collection[int]) -> float:
    """Return a partner's share in a country's exports or imports of the last of some years that has it, in percent.

    NaN where the country reports no trade with the partner in any of the years.
    """
    with provenance.uncredited():
        # The search reads all years; the value then rests on the one that was found.
        shares = partner_trade_shares(country, flow, years)
        known = shares.index[shares[partner].notna()].tolist() if partner in shares else []
    return partner_share(country, flow, partner, known[-1]) if known else math.nan


def partners_by_definition(shares: pd.Series) -> dict[str, pd.Series]:
    """Return partners' shares with the European Union as one partner, and among single countries alone.

    No member of the European Union is listed on its own in the trade by partner, so under the second definition the
    Union is left out and its members with it.

    Args:
        shares: one year of ``partner_trade_shares``.
    """
    return {"European Union as one": shares, "single countries": shares.drop("EUN")}


def with_european_union(shares: pd.Series) -> pd.Series:
    """Return shares by country with the European Union added as one partner, the sum of its members' shares."""
    union = shares[shares.index.isin(memberships.european_union())].sum()
    return pd.Series(pd.concat([shares, pd.Series({"EUN": union})]))


def arms_share(country: str, supplier: str, window: tuple[int, int]) -> float:
    """Return a supplier's share in the major arms that a country received in a window, in percent of the volume index.

    0 where others delivered and the supplier did not; NaN where nobody did, since a share of nothing is not zero.
    """
    received = arms.volumes_by_supplier([country], [window])
    # Whether anybody delivered is asked first: the window would else be missing and raise.
    return float(arms.shares_in_window(country, window).get(supplier, 0.0)) if window in received.index else math.nan


def partner_concentration(country: str, year: int, flow: str) -> float:
    """Return the Herfindahl-Hirschman index over all partners that a country lists, on the scale 0 to 1.

    The countries of the European Union count apart.

    Args:
        country: the reporter.
        year: one of ``years_with_all_partners``.
        flow: ``export`` or ``import``.

    Raises:
        KeyError: the table of all partners has no such flow.
    """
    return measures.hhi(trade_with_all_partners(country, year, flow))


def trade_with_all_partners(country: str, year: int, flow: str, *, union: bool = False) -> pd.Series:
    """Return trade with every partner that a country lists (USD), by partner.

    The list of partners that can occur is the same for every country and year: the economies of ``gravity_flows.csv``,
    which stand for 98 per cent of the world's trade.

    Args:
        country: the reporter.
        year: one of ``years_with_all_partners``.
        flow: ``export`` or ``import``.
        union: whether the European Union counts as one partner, ``EUN``.

    Raises:
        KeyError: the country reports no such flow in the year.
    """
    reporter, partner = ("exporter", "importer") if flow == "export" else ("importer", "exporter")
    table = tables.load(PARTNER_LISTS).query(f"{reporter} == @country and year == @year")
    # An estimate of the Fund comes from the partner's record, and a list of estimates is not the country's own.
    rows = table[table[f"{flow}s"].notna() & ~table["estimated"].isin([flow, "both"])]
    if rows.empty:
        raise KeyError(f"data/{PARTNER_LISTS}.csv has no {flow!r} that {country!r} reports in {year}")
    # This table lists the members one by one, so that the Union as one partner is their sum.
    names = rows[partner].where(~rows[partner].isin(memberships.european_union() if union else []), "EUN")
    return pd.Series(rows.groupby(names)[f"{flow}s"].sum())


def listed_shares(country: str, year: int, flow: str, *, union: bool = False) -> pd.Series:
    """Return the shares of all partners that a country lists in its world total of the same release, in percent.

    What is missing to 100 is trade that the country gives to no partner of the list: withheld, or with small economies.

    Args:
        country: the reporter.
        year: one of ``years_with_all_partners``.
        flow: ``export`` or ``import``.
        union: whether the European Union counts as one partner, ``EUN``.

    Raises:
        KeyError: the country reports no such flow in the year, or its release has no world total.
    """
    flows = trade_with_all_partners(country, year, flow, union=union)
    table = tables.load(trade.TABLE, credit=False)
    here = table[(table["reporter"] == country) & (table["partner"] == "WLD") & (table["year"] == year)]
    here = here[(here["flow"] == flow) & here["source_key"].isin(tables.sources(PARTNER_LISTS))]
    if here.empty:
        raise KeyError(f"data/{trade.TABLE}.csv has no {flow!r} of {country!r} to the world in {year}")
    return pd.Series(100 * flows / float(provenance.using(trade.TABLE, here)["value"].iloc[0]))


def share_range(country: str, year: int, flow: str, partner: str) -> tuple[float, float]:
    """Return the least and the most that a partner's share can be, in percent of the world total.

    The least is what the country lists for it; the most has all trade added that the country gives to no partner.

    Args:
        country: the reporter.
        year: one of ``years_with_all_partners``.
        flow: ``export`` or ``import``.
        partner: the partner; ``EUN`` for the European Union as one.

    Raises:
        KeyError: as for ``listed_shares``.
    """
    shares = listed_shares(country, year, flow, union=partner == "EUN")
    least = float(shares.get(partner, 0.0))
    return least, least + max(0.0, 100 - float(shares.sum()))


def group_share_range(countries: Sequence[str], year: int, partner: str) -> tuple[float, float]:
    """Return the least and the most that a partner's share in the two-way trade of some countries can be, in percent.

    Args:
        countries: those of ``members_with_all_partners``.
        year: one of ``years_with_all_partners``.
        partner: the partner; ``EUN`` for the European Union as one.

    Raises:
        KeyError: as for ``listed_shares``.
    """
    whole = least = most = 0.0
    for country in countries:
        for flow in ("export", "import"):
            low, high = share_range(country, year, flow, partner)
            shares = listed_shares(country, year, flow)
            # The world total, of which the listed flows are this many percent.
            total = float(trade_with_all_partners(country, year, flow).sum()) / float(shares.sum())
            whole, least, most = whole + 100 * total, least + low * total, most + high * total
    return measures.share(least, whole), measures.share(most, whole)


def concentration_range(country: str, year: int, flow: str) -> tuple[float, float]:
    """Return the least and the most that the index of ``partner_concentration`` can be; see ``measures.hhi_bounds``.

    The list of partners is the same in all years, and all trade that it does not name is in the range.

    Raises:
        KeyError: as for ``listed_shares``.
    """
    return measures.hhi_bounds(listed_shares(country, year, flow))


def years_with_all_partners() -> list[int]:
    """Return the years for which lists of all partners are in the package, in order."""
    with provenance.uncredited():
        return sorted(map(int, tables.load("gravity_reporters")["year"].unique()))


def members_with_all_partners(members: Sequence[str], year: int) -> list[str]:
    """Return those of some countries whose lists of partners in a year are complete both ways, in the order given."""
    with provenance.uncredited():
        lists = tables.load("gravity_reporters").query("year == @year and status == 'reported'")
    complete = lists["reporter"].value_counts()
    return [code for code in members if complete.get(code, 0) == 2]


def shares_on_both_records(country: str, partners: Sequence[str], year: int) -> pd.DataFrame:
    """Return partners' shares in a country's two-way trade, as the country and as the partners count it.

    Args:
        country: the country.
        partners: codes of partners that report trade with it.
        year: the year.

    Returns:
        Columns own and mirrored (percent of the two-way trade that the country reports with the world), by partner.
    """
    # Estimates after a country stopped publishing are its partners' own figures, so they would be counted twice.
    table = trade.chosen_flows().query("year == @year and status == 'reported'")
    own = table[(table["reporter"] == country) & table["partner"].isin([*partners, "WLD"])]
    mirrored = table[(table["partner"] == country) & table["reporter"].isin(partners)]
    provenance.using(trade.TABLE, pd.concat([own, mirrored]))
    mine = own.groupby("partner")["value"].sum()
    theirs = mirrored.groupby("reporter")["value"].sum()
    # One total under both, that of the country: each column would else have a whole of its own.
    both = pd.DataFrame({"own": mine, "mirrored": theirs}).reindex(list(partners))
    return pd.DataFrame(100 * both / mine["WLD"])


def agreement_coverage(country: str, years: Sequence[int]) -> pd.DataFrame:
    """Return how many partners a country had agreements with, and the part of trade with them, at the end of years.

    Args:
        country: the country.
        years: the years wanted; those without trade by partner are left out.

    Returns:
        Columns year, partners (count), imports, exports and russia (Russia's part of imports), the last three in
        percent of the world total; a lower bound, since unlisted partners do not count.
    """
    sold, bought = (partner_trade_shares(country, flow, years) for flow in ("export", "import"))
    rows = []
    for year in years:
        if year in bought.index:
            # At the end of the year, so that an agreement counts from the year in which it entered into force.
            bound = trade_agreements.free_trade_partners(country, f"{year}-12-31")
            inside = (shares.loc[year, [code in bound for code in shares]].sum() for shares in (bought, sold))
            rows.append((year, len(bound), *inside, bought.loc[year, "RUS"]))
    return pd.DataFrame(rows, columns=["year", "partners", "imports", "exports", "russia"])
