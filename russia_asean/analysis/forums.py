"""Who belongs to which forum, how far forums have the same members, and how Russia takes part.

Events are illustrations. Nothing here counts them per year, since the table holds what could be found.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from russia_asean import formatting, measures, provenance
from russia_asean.data import facts, memberships, tables
from russia_asean.provenance import Origin

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
    # Forums without members on the day have no union to divide by, and are left out.
    sets = {group: forum_members(group, day) for group in existing_forums(groups, day)}
    return pd.DataFrame({b: {a: 100 * len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a in sets} for b in sets})


def forums_with_same_members(groups: Mapping[str, str], day: str | dt.date) -> list[tuple[str, str]]:
    """Return the pairs of forums that have the same members on a date, by name.

    Args:
        groups: the name of each forum by its key in ``memberships.csv``.
        day: the date.
    """
    sets = {groups[group]: forum_members(group, day) for group in existing_forums(groups, day)}
    # Sets are equal only where the same states belong, so each pair is told once and none with itself.
    return [(a, b) for a, b in itertools.combinations(sets, 2) if sets[a] == sets[b]]


def nested_forums(groups: Mapping[str, str], day: str | dt.date) -> dict[str, list[str]]:
    """Return the forums that lie wholly inside larger ones on a date, each with the larger ones, by name.

    Args:
        groups: the name of each forum by its key in ``memberships.csv``.
        day: the date.
    """
    sets = {groups[group]: forum_members(group, day) for group in existing_forums(groups, day)}
    # A proper subset: forums with the same members do not lie inside one another.
    larger = {a: [b for b in sets if sets[a] < sets[b]] for a in sets}
    return {name: others for name, others in larger.items() if others}


def summit_attendance() -> pd.DataFrame:
    """Return who represented Russia at each East Asia Summit since it joined, where a source was found.

    Returns:
        Columns year, level, place and read (the site it was read at, or general knowledge). A level that was
        announced and not reported says so. A year without a row is unknown: it does not mean that Russia was absent.
    """
    table = tables.load("events", credit=False)
    rows = _credited(table[table["level"].notna()].sort_values("date"))
    seen = rows["verification"] == "seen"
    return pd.DataFrame(
        {
            "year": rows["date"].dt.year,
            "level": rows["level"],
            "place": rows["place"],
            "read": rows["source_url"].map(formatting.site_name, na_action="ignore").where(seen, "general knowledge"),
        }
    ).reset_index(drop=True)


def russia_asean_meetings(
    codes: Sequence[str], kinds: Sequence[str], since: int, until: int | None = None
) -> pd.DataFrame:
    """Return dated events of Russia with ASEAN or with members, the oldest first.

    Args:
        codes: members of ASEAN; events of ASEAN as a whole are always kept.
        kinds: kinds of ``events.csv`` such as summit, visit or exercise.
        since: the first year.
        until: the last year; the end of the table when left out.

    Returns:
        Columns event_id, date (text as precise as known), year (with a fraction), kind, title and place.
    """
    # Other variants are other dates in use of the same event.
    table = tables.load("events", credit=False).query("variant == 1 and kind in @kinds").sort_values("date")
    took_part = table["participants"].str.split(";").map(set)
    with_russia = took_part.map(lambda who: "RUS" in who and bool(who & {"ASEAN", *codes}))
    year = table["date"].dt.year  # by the first day of what lasted several
    rows = _credited(table[with_russia & (year >= since) & (year <= (until or year.max()))])
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


def _credited(events: pd.DataFrame) -> pd.DataFrame:
    """Note the rows of ``events.csv`` that are used, and return them."""
    sources = tables.sources("events")
    provenance.note(Origin("events", source, event) for source in sources for event in events["event_id"])
    return events
