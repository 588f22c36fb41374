"""What one country has with Russia, and with the others: rank in its trade, agreements, forums, votes, projects."""

import datetime as dt
import re
from collections.abc import Collection, Sequence

import pandas as pd

from russia_asean import formatting, provenance
from russia_asean.analysis import forums, opinion, trade, un_votes
from russia_asean.data import countries, facts, memberships, tables
from russia_asean.provenance import Origin

UNION = "EAEU"  # the customs union to which Russia belongs, which alone can make trade agreements for it
PROJECTS = "announced_projects"
# Kinds of event in which two countries do something; what was said or reported is left out.
KINDS = ("summit", "visit", "meeting", "exercise", "agreement", "arms", "sanction", "project")


def two_way_shares(country: str, partners: Sequence[str]) -> pd.DataFrame:
    """Return partners' shares in a country's exports plus imports as it reports them, in percent of the world total.

    A year counts if the country reports the world total and lists partners in both directions. A partner that it does
    not list in one of them is one with which it records nothing there.

    Args:
        country: the reporter.
        partners: the partners, the country itself not among them.

    Returns:
        One column per partner, indexed by year; empty where the country lists a partner in neither direction. Without
        rows for a country that reports no trade.
    """
    table = trade.chosen_flows()
    # Estimates of a country's flow are made from its partners' books: they are no count of its own.
    own = table[(table["reporter"] == country) & (table["status"] == "reported")]
    detail = own[~own["partner"].isin(trade.AGGREGATES)]
    years = _years_of_both_directions(own[own["partner"] == "WLD"]) & _years_of_both_directions(detail)
    rows = own[own["partner"].isin([*partners, "WLD"]) & own["year"].isin(years)]
    if rows.empty:
        return pd.DataFrame(columns=list(partners), index=pd.Index([], name="year"), dtype="float64")
    used = provenance.using(trade.TABLE, rows)
    wide = used.groupby(["year", "partner"])["value"].sum().unstack()
    shares = 100 * wide.reindex(columns=list(partners)).div(wide["WLD"], axis="index")
    # A share rests on the whole, too.
    by_cell = provenance.origins_by(trade.TABLE, rows, "year", "partner")
    origins = {
        (year, partner): same | by_cell[year, "WLD"] for (year, partner), same in by_cell.items() if partner != "WLD"
    }
    return provenance.labelled(shares, origins)


def _years_of_both_directions(rows: pd.DataFrame) -> set[int]:
    directions = rows.groupby("year")["flow"].nunique()
    return set(directions.index[directions == 2])


def as_partners_count(country: str, partners: Sequence[str], years: Collection[int]) -> tuple[int, pd.Series]:
    """Return partners' trade with a country as each partner reports it, in the year of which most partners report.

    For a country that reports no trade by partner. A partner that reports one direction alone is left out.

    Args:
        country: the country.
        partners: those who count.
        years: the years to choose from; of equals the later is taken.

    Returns:
        The year, and USD by partner, the largest first.

    Raises:
        KeyError: no partner reports trade with the country in these years.
    """
    table = trade.chosen_flows()
    rows = table[(table["partner"] == country) & table["reporter"].isin(partners) & table["year"].isin(list(years))]
    rows = rows[rows["status"] == "reported"]
    rows = rows[rows.groupby(["reporter", "year"])["flow"].transform("nunique") == 2]
    if rows.empty:
        raise KeyError(f"data/{trade.TABLE}.csv has no partner that reports trade with {country!r} in these years")
    reporters = rows.groupby("year")["reporter"].nunique()
    year = int(reporters.index[reporters == reporters.max()].max())
    rows = rows[rows["year"] == year]
    totals = provenance.using(trade.TABLE, rows).groupby("reporter")["value"].sum().sort_values(ascending=False)
    by_reporter = provenance.origins_by(trade.TABLE, rows, "reporter")
    return year, provenance.labelled(totals, {(code, "value"): same for code, same in by_reporter.items()})


def union_agreement(country: str, on: str | dt.date) -> facts.Dated | None:
    """Return the free trade agreement of a country with the Eurasian Economic Union signed by a day; None without one.

    Args:
        country: the country.
        on: the day.
    """
    table = tables.load("agreements", credit=False)
    rows = table[(table["kind"] == "FTA") & (table["variant"] == 1) & (table["signed"] <= pd.Timestamp(on))]
    ids = rows.loc[rows["parties"].map(lambda parties: {*parties.split(";")} == {UNION, country}), "agreement_id"]
    # That there is none rests on the table as much as that there is one.
    found = facts.agreement(ids.iloc[-1]) if len(ids) else None
    provenance.note(found.origins if found else whole_table("agreements"))
    return found


def partnership(country: str, on: str) -> tuple[str, str]:
    """Return the kind of partner that a country and Russia call each other on a day, and since when.

    Args:
        country: the country.
        on: the day, in ISO form.

    Returns:
        The role, and the day in ISO form; both empty without a partnership.
    """
    for role in ("comprehensive strategic partner", "strategic partner"):
        if since := _role_since("Partnership with Russia", role, country, on):
            return role, since
    return "", ""


def whole_table(table: str) -> set[Origin]:
    """Return a table as what a sentence rests on that says that something is not in it."""
    return {Origin(table, source) for source in tables.sources(table)}


def waves_of(survey: str, subject: str) -> frozenset[Origin]:
    """Return all waves of a survey that asked about a state, as what a sentence rests on that says whom none asked."""
    table = tables.load(opinion.TABLE, credit=False)
    return provenance.origins_of_rows(opinion.TABLE, table[(table["survey"] == survey) & (table["subject"] == subject)])


def shared_forums(country: str, on: str) -> list[str]:
    """Return the names of the forums compared to which a country and Russia both belong on a day.

    Args:
        country: the country.
        on: the day, in ISO form.
    """
    return [
        name for group, name in forums.COMPLETE_FORUMS.items() if {country, "RUS"} <= forums.forum_members(group, on)
    ]


def role_in_brics(country: str, on: str) -> tuple[str, str]:
    """Return what a country is in BRICS on a day (``member``, ``partner`` or ``neither``), and since when.

    Args:
        country: the country.
        on: the day, in ISO form.

    Returns:
        The role, and the day in ISO form, empty for ``neither``.
    """
    (role,) = memberships.roles_on_day("BRICS", [country], on)
    return role, "" if role == "neither" else memberships.accession_date("BRICS", country)


def ukraine_votes_of(country: str) -> pd.Series:
    """Return how often a country cast each vote on the resolutions on Ukraine: count by word, the unknown left out.

    Words are those of ``un_votes.VOTE_NAMES``. Empty where the table has no vote of the country.
    """
    table = tables.load("ukraine_votes", credit=False)
    own = provenance.using("ukraine_votes", table[table["iso3"] == country]).dropna(subset="vote")
    return own["vote"].map(un_votes.VOTE_NAMES).value_counts()


def russian_projects(host: str) -> pd.Series:
    """Return what became of the Russian projects in a country that the documents mention: count by outcome."""
    table = tables.load(PROJECTS)
    # Some projects have several hosts or investors; of those in the region the title names the countries.
    here = table["host"].str.split(";").map(lambda codes: host in codes)
    named = (table["host"] == "ASEAN") & table["title"].str.contains(rf"\b{re.escape(countries.name(host))}\b")
    russian = table["investor"].fillna("").str.split(";").map(lambda codes: "RUS" in codes)
    return table.loc[(here | named) & russian, "outcome"].value_counts()


def sanctions_since(country: str, on: str) -> tuple[str, str]:
    """Return since when a member of ASEAN has sanctions of its own on Russia, and Russia lists it as unfriendly.

    Args:
        country: the country.
        on: the day, in ISO form.

    Returns:
        Two days in ISO form, empty where there is none.
    """
    return (
        _role_since("Sanctions on Russia", "member", country, on),
        _role_since("Russian list of unfriendly states", "listed", country, on),
    )


def sco_dialogue_partner_since(country: str, on: str) -> str:
    """Return since when a country is a dialogue partner of the Shanghai Cooperation Organisation; empty if it is none.

    Args:
        country: the country.
        on: the day, in ISO form.
    """
    return _role_since("SCO", "dialogue partner", country, on)


def _role_since(group: str, role: str, country: str, on: str) -> str:
    if country not in memberships.members(group, on, role):
        provenance.note(whole_table("memberships"))
        return ""
    fact = facts.role_on_day(group, country, on)
    provenance.note(fact.origins)
    return fact.date


def dated_events(country: str, most: int) -> pd.DataFrame:
    """Return the latest dated events in which Russia and a country took part, treaties among them, the newest first.

    The table holds what could be found, so nothing is counted from it.

    Args:
        country: the country.
        most: how many at most.

    Returns:
        Columns date (as precise as known), title and read (the site it was read at, or general knowledge).
    """
    table = tables.load("events", credit=False)
    took_part = table["participants"].fillna("").str.split(";").map(set)
    both = (table["variant"] == 1) & took_part.map(lambda who: {country, "RUS"} <= who) & table["kind"].isin(KINDS)
    signed = tables.load("agreements", credit=False)
    # What partnerships and joint statements say belongs to a meeting; a treaty is an event of its own.
    of_two = signed["parties"].map(lambda parties: {*parties.split(";")} == {country, "RUS"})
    treaties = signed[(signed["variant"] == 1) & (signed["kind"] == "treaty") & of_two]
    dates = pd.concat([table[both].set_index("event_id")["date"], treaties.set_index("agreement_id")["signed"]])
    latest = dates.rename_axis("fact_id").reset_index(name="date").sort_values(["date", "fact_id"], ascending=False)
    seen = [facts.dates_in_use(fact_id)[0] for fact_id in latest["fact_id"][:most]]
    if not seen:
        provenance.note(whole_table("events") | whole_table("agreements"))
    return pd.DataFrame(
        {
            "date": [formatting.long_date(fact.date) for fact in seen],
            "title": [fact.name for fact in seen],
            "read": [formatting.site_name(fact.source_url) if fact.seen else "general knowledge" for fact in seen],
        }
    )
