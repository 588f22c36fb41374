"""On whom a country depends: partners' shares in its trade and their concentration, beside arms, capital and votes.

A share takes both its parts from one release: partners of one release over the world total of another would mix
revisions. What a source does not list partner by partner stays together as ``REST``.
"""

from collections.abc import Sequence

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.analysis import arms, fdi_vietnam, rankings, trade, trade_agreements, un_votes
from russia_asean.data import countries, memberships, published, tables
from russia_asean.data.releases import answering


def partner_trade_shares(country: str, flow: str) -> pd.DataFrame:
    """Return partners' shares in a country's exports or imports of goods by year, in percent of its world total.

    For each year the release with the most partners answers, and of equals the later one. A partner that the release
    does not name in a year is missing, not zero; the European Union is one partner.

    Args:
        country: the reporter.
        flow: ``export`` or ``import``.

    Returns:
        One column per partner and ``REST``, indexed by year. Years without a world total are left out.

    Raises:
        KeyError: the country reports no such flow.
    """
    rows = _flows()
    rows = rows[(rows["reporter"] == country) & (rows["flow"] == flow)]
    if rows.empty:
        raise KeyError(f"data/trade_flows.csv has no {flow!r} of {country!r}")
    by_year, order = {}, answering(trade.TABLE)
    for year, same in rows.groupby("year"):
        releases = {key: part.set_index("partner")["value"] for key, part in same.groupby("source_key")}
        complete = [key for key in order if "WLD" in releases.get(key, {}) and len(releases[key]) > 1]
        if complete:
            values = releases[max(complete, key=lambda key: len(releases[key]))]
            by_year[year] = 100 * values.drop("WLD") / values["WLD"]
    wide = pd.DataFrame(by_year).T.sort_index().rename_axis("year")
    wide[rankings.REST] = 100 - wide.sum(axis="columns")
    return pd.DataFrame(wide)


@provenance.remembered
def _flows() -> pd.DataFrame:
    table = tables.load("trade_flows")
    return table[table["source_key"].isin(answering(trade.TABLE)) & (table["status"] != "estimate")]


def partner_share_by_source(flow: str, partner: str, year: int) -> dict[str, float]:
    """Return a partner's share in Vietnam's exports or imports of one year, in percent, by source and year.

    Args:
        flow: ``export`` or ``import``.
        partner: the partner.
        year: the year.

    Raises:
        KeyError: a source lacks the partner in the year.
    """
    fund = pd.Series(partner_trade_shares("VNM", flow)[partner])
    return {
        f"IMF, {year}": float(fund[year]),
        f"World Bank (WITS), {year}": published.share(f"wits-vnm-{flow}s-{year}", partner.lower()),
    }


def partner_rank_by_definition(country: str, flow: str, partner: str, year: int) -> dict[str, int]:
    """Return a partner's rank among the named partners of a country, with the European Union as one and without it.

    Args:
        country: the reporter.
        flow: ``export`` or ``import``.
        partner: the partner.
        year: the year.
    """
    shares = pd.Series(partner_trade_shares(country, flow).T[year]).drop(rankings.REST)
    return {f"{how}, {year}": measures.rank_of(each, partner) for how, each in _definitions(shares).items()}


def _definitions(shares: pd.Series) -> dict[str, pd.Series]:
    """Return shares under both definitions of a partner; no member of the European Union is listed on its own."""
    return {"European Union as one": shares, "single countries": shares.drop("EUN")}


def partner_concentration(country: str, year: int, flow: str) -> float:
    """Return the Herfindahl-Hirschman index over all partners that a country lists, on the scale 0 to 1.

    The countries of the European Union count apart.

    Args:
        country: the reporter.
        year: 2005, 2010, 2015 or 2019.
        flow: ``export`` or ``import``.

    Raises:
        KeyError: the table of all partners has no such flow.
    """
    return measures.hhi(_all_partners(country, year, flow, union=False))


def rank_among_all_partners(
    country: str, partner: str, year: int, flow: str, *, union: bool = False
) -> tuple[int, int]:
    """Return a partner's rank among all partners that a country lists, and how many these are.

    Args:
        country: the reporter.
        partner: a code, ``EUN`` for the European Union if it counts as one.
        year: 2005, 2010, 2015 or 2019.
        flow: ``export`` or ``import``.
        union: whether the European Union counts as one partner.

    Raises:
        KeyError: the table of all partners has no such flow.
    """
    partners = _all_partners(country, year, flow, union=union)
    return measures.rank_of(partners, partner), len(partners)


def _all_partners(country: str, year: int, flow: str, *, union: bool) -> pd.Series:
    """Return trade with every partner that a country lists (USD), by partner."""
    table = tables.load("trade_gravity")
    rows = table[(table["reporter"] == country) & (table["year"] == year) & (table["flow"] == flow)]
    if rows.empty:
        raise KeyError(f"data/trade_gravity.csv has no {flow!r} of {country!r} in {year}")
    names = rows["partner"].where(~rows["partner"].isin(memberships.european_union() if union else []), "EUN")
    return pd.Series(rows.groupby(names)["value"].sum())


def partner_profile(
    country: str, partners: Sequence[str], trade_year: int, invested: Sequence[int], window: tuple[int, int]
) -> pd.DataFrame:
    """Return what each partner supplies or takes: one row per partner, one column per dimension, in percent.

    Args:
        country: the country; investment is known for Vietnam only.
        partners: codes of partners, ``EUN`` for the European Union.
        trade_year: the year of exports and imports.
        invested: the years of registered capital; none leaves the column out.
        window: first and last year of arms deliveries.
    """
    columns = {
        f"{head} {trade_year}": pd.Series(partner_trade_shares(country, flow).T[trade_year])
        for head, flow in (("Exports", "export"), ("Imports", "import"))
    }
    if country == "VNM" and len(invested):
        span = "–".join(map(str, sorted({min(invested), max(invested)})))
        columns[f"Investment {span}"] = _with_union(fdi_vietnam.capital_shares(invested))
    # A supplier without a row delivered nothing; a trading partner without a row may only be unlisted.
    weapons = _with_union(arms.shares_in_window(country, window)).reindex(list(partners), fill_value=0.0)
    columns[f"Arms {arms.window_label(window)}"] = weapons
    return pd.DataFrame({name: values.reindex(list(partners)) for name, values in columns.items()})


def _with_union(shares: pd.Series) -> pd.Series:
    """Return shares with the European Union added as one partner."""
    union = shares[shares.index.isin(memberships.european_union())].sum()
    return pd.Series(pd.concat([shares, pd.Series({"EUN": union})]))


def exposure_by_member(members: Sequence[str], partner: str, until: int, window: tuple[int, int]) -> pd.DataFrame:
    """Return how far members depend on one partner: its shares in their trade and arms, and how often they agree.

    Args:
        members: codes of the members compared.
        partner: the partner.
        until: trade and votes are those of the last year that the member has, of the ten that end here.
        window: first and last year of arms deliveries.

    Returns:
        Columns Exports, Imports, Arms (percent), and UN votes (percent of roll calls, abstentions count half), indexed
        by member; missing where the member reports nothing.
    """
    agreement = un_votes.agreement_with_partner(partner)
    years = range(until - 9, until + 1)
    rows = {}
    for code in members:
        latest = {
            "Exports": _latest(_shares_or_none(code, "export"), partner, years),
            "Imports": _latest(_shares_or_none(code, "import"), partner, years),
        }
        rows[code] = {**latest, "Arms": _arms_or_none(code, partner, window), "UN votes": _last(agreement, code, years)}
    return pd.DataFrame.from_dict(rows, orient="index").astype("float64")


def _shares_or_none(country: str, flow: str) -> pd.DataFrame | None:
    try:
        return partner_trade_shares(country, flow)
    except KeyError:
        return None


def _latest(shares: pd.DataFrame | None, partner: str, years: range) -> float | None:
    if shares is None or partner not in shares:
        return None
    return _last(shares, partner, years)


def _last(wide: pd.DataFrame, column: str, years: range) -> float | None:
    if column not in wide:
        return None
    known = wide.loc[wide.index.isin(years), column].dropna()
    return float(known.iloc[-1]) if len(known) else None


def _arms_or_none(country: str, partner: str, window: tuple[int, int]) -> float | None:
    try:
        return float(arms.shares_in_window(country, window).get(partner, 0.0))
    except KeyError:
        return None


def concentration_by_member(members: Sequence[str], year: int) -> pd.DataFrame:
    """Return the concentration of members' trade over all partners they list (index from 0 to 1).

    Args:
        members: codes; those without a list of partners are left out.
        year: 2005, 2010, 2015 or 2019.

    Returns:
        Columns member, name, exports and imports, with the countries of the European Union apart; the most
        concentrated imports first.
    """
    listed = set(tables.load("trade_gravity").query("year == @year")["reporter"])
    kept = [code for code in members if code in listed]
    columns = {
        "member": kept,
        "name": countries.names(kept),
        "exports": [partner_concentration(code, year, "export") for code in kept],
        "imports": [partner_concentration(code, year, "import") for code in kept],
    }
    return pd.DataFrame(columns).sort_values("imports", ascending=False)


def shares_on_both_records(country: str, partners: Sequence[str], year: int) -> pd.DataFrame:
    """Return partners' shares in a country's two-way trade, as the country and as the partners count it.

    Args:
        country: the country.
        partners: codes of partners that report trade with it.
        year: the year.

    Returns:
        Columns own and mirrored (percent of the two-way trade that the country reports with the world), by partner.
    """
    table = trade.chosen_flows().query("year == @year and status == 'reported'")
    pair = table["reporter"].isin([country, *partners]) & table["partner"].isin([country, *partners])
    provenance.using(trade.TABLE, table[pair])
    mine = table[table["reporter"] == country].groupby("partner")["value"].sum()
    theirs = table[table["partner"] == country].groupby("reporter")["value"].sum()
    wide = pd.DataFrame({"own": mine, "mirrored": theirs}).reindex(list(partners))
    return pd.DataFrame(100 * wide / mine["WLD"])


def agreement_coverage(country: str, years: Sequence[int]) -> pd.DataFrame:
    """Return how many partners a country had agreements with, and the part of trade with them, at the end of years.

    Returns:
        Columns year, partners (count), imports, exports and russia (Russia's part of imports), the last three in
        percent of the world total; a lower bound, since unlisted partners do not count.
    """
    sold, bought = (partner_trade_shares(country, flow) for flow in ("export", "import"))
    rows = []
    for year in years:
        if year in bought.index:
            bound = trade_agreements.free_trade_partners(country, f"{year}-12-31")
            inside = (shares.loc[year, [code in bound for code in shares]].sum() for shares in (bought, sold))
            rows.append((year, len(bound), *inside, bought.loc[year, "RUS"]))
    return pd.DataFrame(rows, columns=["year", "partners", "imports", "exports", "russia"])


def first_partner_under_choices(windows: Sequence[tuple[int, int]], years: Sequence[int]) -> pd.DataFrame:
    """Return Vietnam's first partner and Russia's part under other windows, measures and definitions.

    Args:
        windows: windows of arms deliveries.
        years: years of trade.

    Returns:
        Columns field, choice, first (name), share and russia (percent).
    """
    picks = [("Arms", arms.window_label(window), arms.shares_in_window("VNM", window)) for window in windows]
    for measure in ("total", "new", "adjusted", "share_purchase"):
        picks.append(("Capital", measure.replace("_", " "), fdi_vietnam.capital_shares(fdi_vietnam.YEARS, measure)))
    for field, flow in (("Exports", "export"), ("Imports", "import")):
        for year in years:
            shares = pd.Series(partner_trade_shares("VNM", flow).T[year])
            picks += [(field, f"{year}, {how}", each) for how, each in _definitions(shares).items()]
    rows = []
    for field, choice, shares in picks:
        order = rankings.sorted_values(shares)
        rows.append((field, choice, countries.name(str(order.index[0])), order.iloc[0], order["RUS"]))
    return pd.DataFrame(rows, columns=["field", "choice", "first", "share", "russia"])
