"""Who belongs to which forum, how far forums have the same members, how Russia takes part, and how people see it.

Events are illustrations. Nothing here counts them per year, since the table holds what could be found.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from russia_asean import formatting, measures
from russia_asean.data import countries, facts, memberships, tables

# Forums and groups whose list of members in the package is complete.
COMPLETE_FORUMS = {
    "ARF": "ASEAN Regional Forum",
    "EAS": "East Asia Summit",
    "ADMM-Plus": "Defence ministers' meeting (ADMM-Plus)",
    "APEC": "APEC",
    "SCO": "Shanghai Cooperation Organisation",
    "BRICS": "BRICS",
    "RCEP": "RCEP (in force)",
    "CPTPP": "CPTPP (in force)",
    "IPEF": "IPEF (participants)",
    "Quad": "Quad",
}
PREFERRED_ROLES = {"IPEF": "participant"}  # what a member is called where it is not a member


def forum_members(group: str, day: str | dt.date) -> frozenset[str]:
    """Return the codes of the members, or participants, of a forum on a date.

    Raises:
        KeyError: no row of the table names the forum.
    """
    return frozenset(memberships.members(group, day, PREFERRED_ROLES.get(group, "member")))


def existing_forums(groups: Iterable[str], day: str | dt.date) -> list[str]:
    """Return the forums that have members on a date, in the order given."""
    return [group for group in groups if forum_members(group, day)]


def jaccard_similarity(groups: Iterable[str], day: str | dt.date) -> pd.DataFrame:
    """Return how far forums have the same members on a date, as a square frame from 0 to 100.

    The index of Jaccard (1912): members of both, in percent of members of either. 100 means the same members.
    """
    sets = {group: forum_members(group, day) for group in existing_forums(groups, day)}
    return pd.DataFrame({b: {a: 100 * len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a in sets} for b in sets})


def forums_with_same_members(groups: Mapping[str, str], day: str | dt.date) -> list[tuple[str, str]]:
    """Return the pairs of forums that have the same members on a date, by name.

    Args:
        groups: the name of each forum by its key in ``memberships.csv``.
        day: the date.
    """
    sets = {groups[group]: forum_members(group, day) for group in existing_forums(groups, day)}
    return [(a, b) for a, b in itertools.combinations(sets, 2) if sets[a] == sets[b]]


def nested_forums(groups: Mapping[str, str], day: str | dt.date) -> dict[str, list[str]]:
    """Return the forums that lie wholly inside larger ones on a date, each with the larger ones, by name.

    Args:
        groups: the name of each forum by its key in ``memberships.csv``.
        day: the date.
    """
    sets = {groups[group]: forum_members(group, day) for group in existing_forums(groups, day)}
    larger = {a: [b for b in sets if sets[a] < sets[b]] for a in sets}
    return {name: others for name, others in larger.items() if others}


def forum_composition(groups: Mapping[str, str], day: str | dt.date, codes: Sequence[str]) -> pd.DataFrame:
    """Return the size of each forum on a date, how many of ``codes`` belong, and since when three powers do.

    Args:
        groups: the name to print for each forum.
        day: the date.
        codes: members of ASEAN.

    Returns:
        Columns forum, members, asean, RUS, CHN and USA; the last three are dates as precise as known, or empty.
    """
    rows = []
    for group in existing_forums(groups, day):
        here = forum_members(group, day)
        since = {
            code: memberships.accession_date(group, code) if code in here else None for code in ("RUS", "CHN", "USA")
        }
        rows.append({"forum": groups[group], "members": len(here), "asean": len(here & {*codes}), **since})
    return pd.DataFrame(rows)


def summit_attendance() -> pd.DataFrame:
    """Return who represented Russia at each East Asia Summit since it joined, where a source was found.

    Returns:
        Columns year, level, place and read (the site it was read at, or general knowledge). A level that was
        announced and not reported says so. A year without a row is unknown: it does not mean that Russia was absent.
    """
    table = tables.load("events")
    rows = table[table["level"].notna()].sort_values("date")
    seen = rows["verification"] == "seen"
    return pd.DataFrame(
        {
            "year": rows["date"].dt.year,
            "level": rows["level"],
            "place": rows["place"],
            "read": rows["source_url"].map(formatting.site_name, na_action="ignore").where(seen, "general knowledge"),
        }
    ).reset_index(drop=True)


def russia_asean_meetings(codes: Sequence[str], kinds: Sequence[str], years: range) -> pd.DataFrame:
    """Return dated events of Russia with ASEAN or with members, the oldest first.

    Args:
        codes: members of ASEAN; events of ASEAN as a whole are always kept.
        kinds: kinds of ``events.csv`` such as summit, visit or exercise.
        years: the years asked for.

    Returns:
        Columns event_id, date (text as precise as known), year (with a fraction), kind, title and place.
    """
    table = tables.load("events").query("variant == 1 and kind in @kinds").sort_values("date")
    took_part = table["participants"].str.split(";").map(set)
    with_russia = took_part.map(lambda who: "RUS" in who and bool(who & {"ASEAN", *codes}))
    rows = table[with_russia & table["date"].dt.year.isin(years)]
    return pd.DataFrame(
        {
            "event_id": rows["event_id"],
            "date": [formatting.long_date(date) for date in facts.cut_dates(rows)],
            "year": rows["date"].map(measures.decimal_year),
            "kind": rows["kind"],
            "title": rows["title"],
            "place": rows["place"],
        }
    ).reset_index(drop=True)


def latest_favourable_views(subject: str, populations: Sequence[str]) -> pd.DataFrame:
    """Return the share of people with a favourable view of a state in the latest survey of each population.

    Args:
        subject: the state that people were asked about.
        populations: the states whose people were asked; one without a survey has no row.

    Returns:
        Columns population, name, year, value (percent of respondents) and survey; the lowest value first.
    """
    rows = _favourable(populations)
    rows = rows[rows["subject"] == subject].sort_values(["year", "source_key"])
    latest = rows.drop_duplicates("population", keep="last").sort_values("value")
    named = latest.assign(name=latest["population"].map(countries.name))
    return named[["population", "name", "year", "value", "survey"]]


def favourable_views_by_wave(survey: str, populations: Sequence[str]) -> pd.DataFrame:
    """Return the share of people with a favourable view of states in each wave of a survey, in percent of respondents.

    Where two sources give a value, that of the microdata is taken and not that of the press.

    Args:
        survey: its name in ``opinion.csv``.
        populations: the states whose people were asked.

    Returns:
        One column per state that people were asked about, indexed by population and year of the wave.
    """
    rows = _favourable(populations)
    rows = rows[rows["survey"] == survey].sort_values("source_key")  # microdata come before the press
    once = rows.drop_duplicates(["population", "year", "subject"])
    return once.pivot(index=["population", "year"], columns="subject", values="value")


def favourable_views_by_population(
    survey: str, subjects: Sequence[str], populations: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return ``favourable_views_by_wave`` of some states by the name of each population.

    Returns:
        A frame per population: one row per wave, one column per state.
    """
    each = {
        countries.name(code): favourable_views_by_wave(survey, [code]).droplevel("population") for code in populations
    }
    return {name: wide.loc[:, wide.columns.isin(subjects)].dropna(how="all") for name, wide in each.items()}


def before_and_after(views: pd.Series, until: int, after: int) -> pd.DataFrame:
    """Return the last value up to a year and the value of a later year, by population, and the change between them.

    Args:
        views: percent, indexed by population and year.
        until: the last year that counts as before.
        after: the later year.

    Returns:
        Columns iso3, name, year, before, after, change (percentage points); after and change may be empty.
    """
    known = views.dropna().rename("before").reset_index()
    last = known[known["year"] <= until].groupby("population").last()
    later = known[known["year"] == after].set_index("population")["before"].rename("after")
    table = last.join(later).rename_axis("iso3").reset_index()
    table.insert(1, "name", table["iso3"].map(countries.name))
    return table.assign(change=table["after"] - table["before"])


def _favourable(populations: Sequence[str]) -> pd.DataFrame:
    """Return the rows of ``opinion.csv`` on favourable views among some populations."""
    table = tables.load("opinion")
    return table[table["population"].isin(populations) & (table["measure"] == "favourable")]
