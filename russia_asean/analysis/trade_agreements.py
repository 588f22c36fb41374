"""Trade agreements in force: how many the world has, and with whom a country has one.

The world's are counted from the list that the WTO keeps of regional agreements. Members notify late, and ends are
entered late and dated back; so a count depends on the day on which the list is read. The WTO's own charts count, for
every past year, only what is known to be still in force when the chart is made.
"""

import datetime as dt
from typing import Literal

import pandas as pd

from russia_asean import measures, provenance
from russia_asean.data import countries, memberships, tables

PARTIES = {"": ["all", "some", "none"], "some": ["all", "some"], "all": ["all"], "none": ["none"]}
Region = Literal["", "some", "all", "none"]
BETWEEN = " - "  # stands between the parties in the name of an agreement
# How the list begins the names of parties that are groups of states.
BLOCS = (
    "ASEAN",
    "CARIFORUM States",
    "Central America",
    "EC",
    "EEC",
    "EFTA",
    "EU",
    "Eastern and Southern Africa States",
    "Eurasian Economic",
    "Gulf Cooperation Council",
    "Northern Triangle",
    "Pacific States",
    "SACU",
    "SADC",
    "Southern African Customs Union",
    "Southern Common Market",
)
TABLE = "trade_agreements_notified"
# Agreements that entered into force for their parties one by one: the group of memberships.csv that has the dates.
BY_PARTY = {"cptpp": "CPTPP", "rcep": "RCEP"}
GROUPS = {"ASEAN": "ASEAN", "EAEU": "Eurasian Economic Union"}  # parties that are groups, and their names


def number_in_force(day: str, *, seen: str | None = None, east_asia: Region = "") -> int:
    """Return the number of agreements in force; one on goods and services is one, and accessions do not count.

    Args:
        day: the day counted, in ISO form; agreements that entered into force on it are included.
        seen: the day on which the list is read: what was notified by then and was not known to have ended. An end by
            replacement counts as known when the new version was notified; other ends from their own date on, which is
            too early, so that a count seen on a past day is a lower bound. If not given, all that is known now of the
            day counted.
        east_asia: only those with some, all or none of the parties in East Asia, which in the WTO's regions is
            Northeast and Southeast Asia.
    """
    listed = _listed(east_asia)
    counted = listed["entry"] <= day
    if seen is None:
        counted &= ~(listed["inactive"] <= day)  # false where there is no end
    else:
        counted &= (listed["notified"] <= seen) & ~(listed["known_end"] <= seen)
    return int(counted.sum())


@provenance.carrying
def bilateral_share(first: str, last: str, *, east_asia: Region = "") -> float:
    """Return the share of agreements between two economies in those that entered into force in a period, in percent.

    Parties are told by the name of an agreement; a group of states is not one economy.

    Args:
        first: the first day, in ISO form.
        last: the last, included.
        east_asia: as in ``number_in_force``.
    """
    with provenance.uncredited():  # which has many more than those counted
        listed = _listed(east_asia)
    counted = listed[listed["entry"].between(first, last)]
    return 100 * float(provenance.using(TABLE, counted)["name"].map(_is_bilateral).mean())


def _is_bilateral(name: str) -> bool:
    parties = name.split(BETWEEN)
    return len(parties) == 2 and not any(f"{party} ".startswith(f"{bloc} ") for party in parties for bloc in BLOCS)


@provenance.remembered
def _listed(east_asia: Region) -> pd.DataFrame:
    """Return the list, or its part for a region, with the day on which each end was known (``known_end``)."""
    listed = tables.load(TABLE, credit=False)
    # A new version has the name of the old one; when it was notified, the old one was known to have ended.
    new_versions = listed[listed["inactive"].isna()].set_index("name")["notified"]
    replaced = listed["name"].map(new_versions).where(listed["inactive"].notna())
    listed = listed.assign(known_end=replaced.fillna(listed["inactive"]))
    # A count for a region rests on no agreement of another.
    return provenance.using(TABLE, listed[listed["east_asia"].isin(PARTIES[east_asia])])


def list_date() -> str:
    """Return the day whose state the list shows, in ISO form: the last of the month of its release."""
    return str(pd.Period(_listed("")["vintage"].max(), freq="M").end_time.date())


def free_trade_partners(country: str, on: str | dt.date) -> dict[str, pd.Timestamp]:
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
            begins = memberships.in_force_since(BY_PARTY[agreement], day)
        else:
            begins = {code: in_force for party in parties.split(";") for code in _codes(party, day)}
        if country in begins:
            for code in begins.keys() - {country}:
                # An agreement binds two parties when it is in force for both.
                since = max(begins[code], begins[country])
                found[code] = min(since, found.get(code, since))
    return found


def free_trade_since(country: str, on: str | dt.date) -> pd.DataFrame:
    """Return since when partners have a free trade agreement with a country in force, groups taken together.

    Members of a group of ``GROUPS`` are one line, at the date of the first.

    Returns:
        Columns name, role (code of the partner or group), start (year with fraction) and end (empty), by start.
    """
    group_of = {code: group for group in GROUPS for code in memberships.members(group, on)}
    rows = [
        (group_of.get(code, code), measures.decimal_year(since))
        for code, since in free_trade_partners(country, on).items()
    ]
    table = pd.DataFrame(rows, columns=["role", "start"]).groupby("role", as_index=False).agg(start=("start", "min"))
    table.insert(0, "name", [GROUPS.get(role) or countries.name(role) for role in table["role"]])
    return table.sort_values("start", ignore_index=True).assign(end=float("nan"))


def _codes(party: str, day: pd.Timestamp) -> list[str]:
    return memberships.members(party, day) if party in GROUPS else [party]
