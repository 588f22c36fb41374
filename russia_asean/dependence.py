"""On whom a country depends: partners' shares and their concentration in trade, arms and investment, side by side.

A share takes both its parts from one release: partners of one release over the world total of another would mix
revisions. What a source does not list partner by partner stays together as ``REST``.
"""

import datetime as dt
import functools
from collections.abc import Sequence

import pandas as pd

from russia_asean import arms, countries, indicators, investment, tables, trade, voting, words

REST = "REST"  # partners not listed on their own
WORLD = "WLD"
REGISTERED_YEARS = range(2015, 2023)  # years of the table of registered capital
# Agreements that entered into force for their parties one by one: the group of memberships.csv that has the dates.
BY_PARTY = {"cptpp": "CPTPP", "rcep": "RCEP"}
GROUP_NAMES = {"ASEAN": "ASEAN", "EAEU": "Eurasian Economic Union"}
# The members of the European Union since 2020, which the trade data count as EUN in all years.
# fmt: off
EUROPEAN_UNION = [
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL",
    "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE",
]
# fmt: on


def trade_shares(country: str, flow: str) -> pd.DataFrame:
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
    by_year = {}
    for year, same in rows.groupby("year"):
        releases = {key: part.set_index("partner")["value"] for key, part in same.groupby("source_key")}
        complete = [key for key in trade.RELEASES if WORLD in releases.get(key, {}) and len(releases[key]) > 1]
        if complete:
            values = releases[max(complete, key=lambda key: len(releases[key]))]
            by_year[year] = 100 * values.drop(WORLD) / values[WORLD]
    wide = pd.DataFrame(by_year).T.sort_index().rename_axis("year")
    wide[REST] = 100 - wide.sum(axis="columns")
    return pd.DataFrame(wide)


def investment_shares(years: Sequence[int], measure: str = "total") -> pd.Series:
    """Return partners' shares in capital registered in Vietnam over some years, in percent, the largest first.

    Args:
        years: the years added up.
        measure: ``total``, ``new``, ``adjusted`` or ``share_purchase``.

    Raises:
        KeyError: the table holds nothing for these years.
    """
    summed = registered(years, measure)
    part = 100 * summed.drop(WORLD) / summed[WORLD]
    return pd.Series(pd.concat([part.sort_values(ascending=False), pd.Series({REST: 100 - part.sum()})]))


def registered(years: Sequence[int], measure: str = "total") -> pd.Series:
    """Return capital registered in Vietnam by partner over some years (USD registered; ``WLD`` for all).

    Raises:
        KeyError: the table holds nothing for these years.
    """
    wide = investment.registered(measure)
    rows = wide[wide.index.isin(list(years))]
    if rows.empty:
        raise KeyError(f"data/fdi_registered_vietnam.csv has no {measure!r} in {list(years)}")
    return pd.Series(rows.sum(min_count=1).dropna())


def registered_by_year(partner: str) -> pd.DataFrame:
    """Return capital of one partner registered in Vietnam by year.

    Returns:
        Columns value (USD registered) and share (percent of all capital registered that year), indexed by year.
    """
    wide = investment.registered()
    return pd.DataFrame({"value": wide[partner], "share": 100 * wide[partner] / wide["WLD"]})


def arms_shares(country: str, window: tuple[int, int]) -> pd.Series:
    """Return suppliers' shares in arms delivered to a country in one window, in percent of the volume index.

    Raises:
        KeyError: there were no deliveries in the window.
    """
    return pd.Series(arms.shares(country).T[window])


def full_concentration(country: str, year: int, flow: str) -> float:
    """Return the Herfindahl-Hirschman index over all partners that a country lists, on the scale 0 to 1.

    The countries of the European Union count apart.

    Args:
        country: the reporter.
        year: 2005, 2010, 2015 or 2019.
        flow: ``export`` or ``import``.

    Raises:
        KeyError: the table of all partners has no such flow.
    """
    return indicators.hhi(_all_partners(country, year, flow, union=False))


def full_rank(country: str, partner: str, year: int, flow: str, *, union: bool = False) -> tuple[int, int]:
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
    return indicators.rank_of(partners, partner), len(partners)


def _all_partners(country: str, year: int, flow: str, *, union: bool) -> pd.Series:
    """Return trade with every partner that a country lists (USD), by partner."""
    table = tables.load("trade_gravity")
    rows = table[(table["reporter"] == country) & (table["year"] == year) & (table["flow"] == flow)]
    if rows.empty:
        raise KeyError(f"data/trade_gravity.csv has no {flow!r} of {country!r} in {year}")
    names = rows["partner"].where(~rows["partner"].isin(EUROPEAN_UNION if union else []), "EUN")
    return pd.Series(rows.groupby(names)["value"].sum())


def free_trade(country: str, on: str | dt.date) -> dict[str, pd.Timestamp]:
    """Return the partners with which a country has a free trade agreement in force, with the earliest date.

    A group that is a party counts with the members it has on the date; the European Union counts once, as ``EUN``.
    Where parties joined one by one (``BY_PARTY``), two of them are bound from the later of their dates. A date known
    only by year counts as its 1 January.

    Args:
        country: the country.
        on: the date.
    """
    day = pd.Timestamp(on)
    table = tables.load("agreements")
    rows = table[(table["kind"] == "FTA") & (table["variant"] == 1) & (table["in_force"] <= day)]
    found: dict[str, pd.Timestamp] = {}
    for agreement, parties, in_force in rows[["agreement_id", "parties", "in_force"]].itertuples(index=False):
        if agreement in BY_PARTY:
            begins = _joined(BY_PARTY[agreement], day)
        else:
            begins = {code: in_force for party in parties.split(";") for code in _codes(party, day)}
        if country in begins:
            for code in begins.keys() - {country}:
                since = max(begins[code], begins[country])
                found[code] = min(since, found.get(code, since))
    return found


def _joined(group: str, day: pd.Timestamp) -> dict[str, pd.Timestamp]:
    """Return the parties for which an agreement is in force on a day, with the date it entered into force for them."""
    table = tables.load("memberships")
    rows = table[(table["group"] == group) & (table["variant"] == 1) & (table["role"] == "in force")]
    return dict(rows[rows["start"] <= day][["iso3", "start"]].itertuples(index=False))


def _codes(party: str, day: pd.Timestamp) -> list[str]:
    return countries.members(party, day) if party in ("ASEAN", "EAEU") else [party]


def covered(shares: pd.DataFrame, country: str) -> pd.Series:
    """Return the part of trade with partners under a free trade agreement in force at the end of each year.

    Args:
        shares: the output of ``trade_shares`` of the country.
        country: the country.

    Returns:
        Percent of the world total by year; a lower bound, since unlisted partners do not count.
    """
    lists = {year: list(free_trade(country, f"{year}-12-31")) for year in shares.index}
    return pd.Series({year: row[row.index.isin(lists[year])].sum() for year, row in shares.iterrows()})


def profile(
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
        f"{head} {trade_year}": pd.Series(trade_shares(country, flow).T[trade_year])
        for head, flow in (("Exports", "export"), ("Imports", "import"))
    }
    if country == "VNM" and len(invested):
        span = "–".join(map(str, sorted({min(invested), max(invested)})))
        columns[f"Investment {span}"] = _with_union(investment_shares(invested))
    # A supplier without a row delivered nothing; a trading partner without a row may only be unlisted.
    weapons = _with_union(arms_shares(country, window)).reindex(list(partners), fill_value=0.0)
    columns[f"Arms {window[0]}–{window[1]}"] = weapons
    return pd.DataFrame({name: values.reindex(list(partners)) for name, values in columns.items()})


def _with_union(shares: pd.Series) -> pd.Series:
    """Return shares with the European Union added as one partner."""
    union = shares[shares.index.isin(EUROPEAN_UNION)].sum()
    return pd.Series(pd.concat([shares, pd.Series({"EUN": union})]))


def exposure(members: Sequence[str], partner: str, years: range, window: tuple[int, int]) -> pd.DataFrame:
    """Return how far members depend on one partner: its shares in their trade and arms, and how often they agree.

    Args:
        members: codes of the members compared.
        partner: the partner.
        years: trade and votes of the last of these years that the member has.
        window: first and last year of arms deliveries.

    Returns:
        Columns Exports, Imports, Arms (percent), and UN votes (percent of roll calls, abstentions count half), indexed
        by member; missing where the member reports nothing.
    """
    agreement = voting.agreement(partner)
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
        return trade_shares(country, flow)
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
        return float(arms_shares(country, window).get(partner, 0.0))
    except KeyError:
        return None


def ranking(shares: pd.Series) -> pd.Series:
    """Return listed partners by share, the largest first; ``REST``, ``OTH`` and missing partners are left out."""
    return pd.Series(shares.drop([REST, arms.REST], errors="ignore").dropna().sort_values(ascending=False))


def nearest(known: Sequence[int], years: range, least: int = 2) -> list[int]:
    """Return the known years that lie inside the years asked for; if too few do, the last ones before their end.

    Args:
        known: years with data, in order.
        years: the years asked for.
        least: how many years are needed; the first known ones if none lies before the end.
    """
    inside = [year for year in known if year in years]
    if len(inside) >= least:
        return inside
    before = [year for year in known if year <= years[-1]]
    return list(before[-least:]) if len(before) >= least else list(known[:least])


def arms_windows(years: range) -> list[tuple[int, int]]:
    """Return the windows of five years since 1995 that lie inside the years asked for, two at least.

    If fewer lie inside, the last two that end before the end are returned, or the first two.
    """
    ends = nearest([last for _, last in arms.FIVE_YEARS], range(min(years[0] + 4, years[-1]), years[-1] + 1))
    return [(last - 4, last) for last in ends]


def concentrations(members: Sequence[str], year: int) -> pd.DataFrame:
    """Return the concentration of members' trade over all partners they list (index from 0 to 1).

    Args:
        members: codes; those without a list of partners are left out.
        year: 2005, 2010, 2015 or 2019.

    Returns:
        Columns member, exports and imports, with the countries of the European Union apart.
    """
    listed = set(tables.load("trade_gravity").query("year == @year")["reporter"])
    rows = [
        (code, *(full_concentration(code, year, flow) for flow in ("export", "import")))
        for code in members
        if code in listed
    ]
    return pd.DataFrame(rows, columns=["member", "exports", "imports"])


def counted_twice(country: str, partners: Sequence[str], year: int) -> pd.DataFrame:
    """Return partners' shares in a country's turnover, as the country and as the partners count it.

    Args:
        country: the country.
        partners: codes of partners that report trade with it.
        year: the year.

    Returns:
        Columns own and mirrored (percent of the turnover that the country reports with the world), by partner.
    """
    table = trade.flows().query("year == @year and status == 'reported'")
    mine = table[table["reporter"] == country].groupby("partner")["value"].sum()
    theirs = table[table["partner"] == country].groupby("reporter")["value"].sum()
    wide = pd.DataFrame({"own": mine, "mirrored": theirs}).reindex(list(partners))
    return pd.DataFrame(100 * wide / mine[WORLD])


@functools.cache
def _flows() -> pd.DataFrame:
    table = tables.load("trade_flows")
    return table[table["source_key"].isin(trade.RELEASES) & (table["status"] != "estimate")]


def first_partner(shares: pd.Series) -> str:
    """Return the first listed partner with its share: ``China (34 %)``."""
    order = ranking(shares)
    return f"{countries.name(str(order.index[0]))} ({words.percent(order.iloc[0])})"


def agreements_since(country: str, on: str | dt.date) -> pd.DataFrame:
    """Return since when partners have a free trade agreement with a country in force, groups taken together.

    Members of ASEAN and of the Eurasian Economic Union are one line each, at the date of the first.

    Returns:
        Columns name, role (code of the partner or group), start (year with fraction) and end (empty), by start.
    """
    group_of = {code: group for group in ("ASEAN", "EAEU") for code in countries.members(group, on)}
    rows = [
        (group_of.get(code, code), indicators.decimal_year(since)) for code, since in free_trade(country, on).items()
    ]
    table = pd.DataFrame(rows, columns=["role", "start"]).groupby("role", as_index=False).agg(start=("start", "min"))
    table.insert(0, "name", [GROUP_NAMES.get(role) or countries.name(role) for role in table["role"]])
    return table.sort_values("start", ignore_index=True).assign(end=float("nan"))


def coverage(country: str, years: Sequence[int]) -> pd.DataFrame:
    """Return how many partners a country had agreements with, and the part of trade with them, at the end of years.

    Returns:
        Columns year, partners (count), imports, exports and russia (Russia's part of imports), the last three in
        percent of the world total; a lower bound, since unlisted partners do not count.
    """
    sold, bought = (trade_shares(country, flow) for flow in ("export", "import"))
    kept = [year for year in years if year in bought.index]
    columns = {
        "year": kept,
        "partners": [len(free_trade(country, f"{year}-12-31")) for year in kept],
        "imports": list(covered(bought.loc[kept], country)),
        "exports": list(covered(sold.loc[kept], country)),
        "russia": list(bought.loc[kept, "RUS"]),
    }
    return pd.DataFrame(columns)


def volumes(supplier: str, recipients: Sequence[str], until: int) -> pd.DataFrame:
    """Return what a supplier delivered to recipients, in millions of the volume index.

    Returns:
        Column window (text) and one column per recipient, for the windows that end by a year; none delivered is 0.
    """
    wide = pd.DataFrame({code: arms.totals(code) * arms.shares(code)[supplier] / 100 for code in recipients}).fillna(
        0.0
    )
    wide = wide[[end <= until for _, end in wide.index]]
    wide.insert(0, "window", [f"{first}–{last}" for first, last in wide.index])
    return wide.reset_index(drop=True)


def registered_five_years(partner: str) -> float:
    """Return capital registered in Vietnam in 2013 to 2017 (USD registered).

    The table begins in 2015; for the two years before it the agency's published headlines are added.

    Raises:
        KeyError: no headline of the partner is in the package.
    """
    return float(_registered_2013_to_2017(partner).sum())


def received_five_years(partner: str, *, by_year: bool = True) -> float:
    """Return an estimate of the direct investment that Vietnam received from a partner in 2013 to 2017 (USD).

    All that was received (UNCTAD) is shared out by the partner's part in registered capital; the source of what was
    received is not published.

    Args:
        partner: the partner.
        by_year: whether each year is shared out on its own, or the five years together.

    Raises:
        KeyError: no headline of the partner is in the package.
    """
    flows = tables.load("fdi_flows").query(
        "iso3 == 'VNM' and direction == 'inflow' and source_key == 'unctad-wir-2025'"
    )
    inflow = flows.set_index("year")["value"].loc[2013:2017]
    theirs, whole = _registered_2013_to_2017(partner), _registered_2013_to_2017(WORLD)
    if by_year:
        return float((inflow * theirs / whole).sum())
    return float(inflow.sum() * theirs.sum() / whole.sum())


def _registered_2013_to_2017(partner: str) -> pd.Series:
    """Return capital registered in Vietnam by year (USD registered), of one partner or of all (``WLD``)."""
    single = tables.published()
    name = "total" if partner == WORLD else partner.lower()
    early = {year: single[f"vn-fdi-registered-{year}-{name}"] for year in (2013, 2014)}
    return pd.Series(early | {year: registered([year])[partner] for year in range(2015, 2018)})


def under_choices(windows: Sequence[tuple[int, int]], years: Sequence[int]) -> pd.DataFrame:
    """Return Vietnam's first partner and Russia's part under other windows, measures and definitions.

    Args:
        windows: windows of arms deliveries.
        years: years of trade.

    Returns:
        Columns field, choice, first (name), share and russia (percent).
    """
    picks = [("Arms", f"{first}–{last}", arms_shares("VNM", (first, last))) for first, last in windows]
    for measure in ("total", "new", "adjusted", "share_purchase"):
        picks.append(("Capital", measure.replace("_", " "), investment_shares(REGISTERED_YEARS, measure)))
    for field, flow in (("Exports", "export"), ("Imports", "import")):
        for year in years:
            shares = pd.Series(trade_shares("VNM", flow).T[year])
            picks.append((field, f"{year}, European Union as one", shares))
            picks.append((field, f"{year}, single countries", shares.drop("EUN")))
    rows = []
    for field, choice, shares in picks:
        order = ranking(shares)
        rows.append((field, choice, countries.name(str(order.index[0])), order.iloc[0], order["RUS"]))
    return pd.DataFrame(rows, columns=["field", "choice", "first", "share", "russia"])
