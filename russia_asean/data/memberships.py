"""Who belongs to which group, in which role, and since when.

The only reader of ``memberships.csv``. A date known only by year counts as its 1 January, a date known by month as the
first of the month; that holds for the end of a membership, too. The first day counts, the last day too.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from russia_asean import formatting, measures, provenance
from russia_asean.data import countries, tables
from russia_asean.provenance import Origin

# Who founded a group, or has its treaty in force, is a member of it.
MEMBER_ROLES = ("member", "founder", "in force")


def members(group: str, on: str | dt.date, role: str = "member") -> list[str]:
    """Return the ISO codes that hold ``role`` in ``group`` on a date, sorted.

    Args:
        group: a group of ``memberships.csv`` such as ``ASEAN`` or ``BRICS``.
        on: a date, or text in ISO form (``2025-10-26``).
        role: the role asked for; ``member`` includes founders.

    Raises:
        KeyError: no row of the table names the group.
    """
    rows = _preferred(group)
    day = pd.Timestamp(on)
    roles = MEMBER_ROLES if role == "member" else (role,)
    # Negated, because an empty end is never before a day: who has not left is still in.
    here = rows[rows["role"].isin(roles) & (rows["start"] <= day) & ~(rows["end"] < day)]
    return sorted(here["iso3"])


def members_by_year(group: str, years: Sequence[int], without: Sequence[str] = ()) -> dict[int, list[str]]:
    """Return the members of a group at the end of each year, those named in ``without`` left out.

    Raises:
        KeyError: the table has no such group.
    """
    # At the end of the year, so that who joins within it counts.
    return {year: [code for code in members(group, f"{year}-12-31") if code not in without] for year in years}


def asean_10() -> list[str]:
    """Return the ten members of ASEAN before Timor-Leste joined on 26 October 2025."""
    with provenance.uncredited():  # the list says over whom a sum runs; it is not measured
        return members("ASEAN", "2025-01-01")


def asean_11() -> list[str]:
    """Return the eleven members of ASEAN since Timor-Leste joined."""
    with provenance.uncredited():
        return members("ASEAN", "2025-12-31")


def european_union() -> list[str]:
    """Return the members of the European Union since the United Kingdom left: the trade data count these in all years
    as ``EUN``.
    """
    with provenance.uncredited():
        return members("European Union", "2020-12-31")


def roles_on_day(group: str, codes: Sequence[str], day: str) -> list[str]:
    """Return what each country is in a group on a day: ``member``, ``partner`` or ``neither``."""
    # Members come last, so that who is both is called a member.
    held = {code: role for role in ("partner", "member") for code in members(group, day, role)}
    return [held.get(code, "neither") for code in codes]


def origins(group: str) -> frozenset[Origin]:
    """Return the rows of a group as origins, all of them: that a country is missing rests on the whole list."""
    return frozenset(Origin("memberships", source, group) for source in tables.sources("memberships"))


def accession_date(group: str, iso3: str) -> str:
    """Return when a country took up its latest role in a group, in ISO form as precise as known.

    Raises:
        KeyError: the table has no such group or no such country in it.
    """
    rows = _preferred(group)
    rows = rows[rows["iso3"] == iso3].sort_values("start")
    if rows.empty:
        raise KeyError(f"data/memberships.csv has no {iso3!r} in {group!r}")
    last = rows.iloc[-1]
    return formatting.cut_date(str(last["start"].date()), last["start_precision"])


def in_force_since(treaty: str, day: str | dt.date) -> dict[str, pd.Timestamp]:
    """Return the parties for which a treaty is in force on a day, with the date it entered into force for them.

    Raises:
        KeyError: the table has no such group.
    """
    rows = _preferred(treaty)
    here = rows[(rows["role"] == "in force") & (rows["start"] <= pd.Timestamp(day))]
    return dict(here[["iso3", "start"]].itertuples(index=False))


def spells_in_group(group: str) -> pd.DataFrame:
    """Return who held which role in a group and when, in order of accession.

    Returns:
        Columns name, role (founders count as members), start and end: years as decimals, the end empty while it lasts.

    Raises:
        KeyError: the table has no such group.
    """
    rows = _preferred(group).sort_values(["start", "iso3"])
    role = rows["role"].replace(dict.fromkeys(MEMBER_ROLES, "member"))
    return _as_spells(rows["iso3"].map(countries.name), role, rows)


def spells_of_country(iso3: str, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return when a country held its roles in groups, one row each, by start and name.

    Args:
        iso3: the country.
        groups: the name to print for each group of ``memberships.csv``.

    Returns:
        Columns name (of the group), role, start and end: years as decimals, the end empty while it lasts.
    """
    rows = tables.load("memberships").query("iso3 == @iso3 and variant == 1 and group in @groups")
    held = _as_spells(rows["group"].map(dict(groups)), rows["role"], rows)
    return held.sort_values(["start", "name"], ignore_index=True)


def start_dates_by_role(group: str, codes: Sequence[str], roles: Sequence[str]) -> pd.DataFrame:
    """Return since when countries hold roles in a group: columns iso3, name, one per role, in words.

    Raises:
        KeyError: the table has no such group.
    """
    rows = _preferred(group).query("iso3 in @codes and role in @roles")
    since = rows.assign(start=[formatting.long_date(str(day.date())) for day in rows["start"]])
    wide = since.pivot(index="iso3", columns="role", values="start").reindex(index=list(codes), columns=list(roles))
    wide.insert(0, "name", countries.names(codes))
    return wide.rename_axis(index="iso3", columns=None).reset_index()


def _preferred(group: str) -> pd.DataFrame:
    """Return the rows of a group with the preferred of the dates in use.

    Raises:
        KeyError: no row of the table names the group.
    """
    table = tables.load("memberships")
    rows = table[(table["group"] == group) & (table["variant"] == 1)]
    if rows.empty:
        raise KeyError(f"{group!r} is not a group of data/memberships.csv")
    return rows


def _as_spells(names: pd.Series, roles: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    start, end = (rows[day].map(measures.decimal_year) for day in ("start", "end"))
    return pd.DataFrame({"name": names, "role": roles, "start": start, "end": end})
