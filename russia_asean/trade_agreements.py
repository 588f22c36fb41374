"""Trade agreements in force: how many the world has, and with whom a country has one.

The world's are counted from the list that the WTO keeps of regional agreements. A count depends on three days: the one
it is for, the one until which notifications are known, and the one until which endings are known. The WTO's own charts
count, for every past year, only what is still in force when the chart is made.
"""

import datetime as dt
import functools
from typing import Literal

import pandas as pd

from russia_asean import countries, indicators, tables, words

LISTED = "2025-05-31"  # the state of the list
PARTIES = {"": ["all", "some", "none"], "some": ["all", "some"], "all": ["all"]}
# Agreements that entered into force for their parties one by one: the group of memberships.csv that has the dates.
BY_PARTY = {"cptpp": "CPTPP", "rcep": "RCEP"}
GROUPS = {"ASEAN": "ASEAN", "EAEU": "Eurasian Economic Union"}  # parties that are groups, and their names


def in_force(
    day: str, *, notified: str | None = None, ended: str | None = None, east_asia: Literal["", "some", "all"] = ""
) -> int:
    """Return the number of agreements in force; one on goods and services is one, and accessions do not count.

    Args:
        day: the day counted, in ISO form; agreements that entered into force on it are included.
        notified: the last day of notification; the day counted, if not given.
        ended: agreements that ended by this day are left out; the day counted, if not given.
        east_asia: only those with some or all parties in East Asia, which in the WTO's regions is Northeast and
            Southeast Asia.
    """
    listed = tables.load("trade_agreements_notified")
    begun = (listed["entry"] <= day) & (listed["notified"] <= (notified or day))
    over = listed["inactive"] <= (ended or day)  # false where no end is known
    return int((begun & ~over & listed["east_asia"].isin(PARTIES[east_asia])).sum())


def charted(years: range, made: str, east_asia: Literal["", "some", "all"] = "") -> pd.Series:
    """Return the number in force at the end of each year as a chart made on a day shows it, indexed by year.

    Args:
        years: the years, past on that day.
        made: the day in ISO form; later notifications are not known, and what has ended by then is left out.
        east_asia: as for ``in_force``.
    """
    counts = {year: in_force(f"{year}-12-31", notified=made, ended=made, east_asia=east_asia) for year in years}
    return pd.Series(counts)


def readings(first: int, last: int) -> pd.DataFrame:
    """Return what a careful author could have counted at the end of two years, one row for each way to count.

    Returns:
        Columns reading, first and last (agreements in force at the end of the years); and of those at the end of the
        last year: some (with a party in East Asia), all (with all parties there), and added (of ``some``, those more
        than at the end of the first year).
    """
    ways = {
        f"as a chart of the end of {last} would show it": (f"{last}-12-31", f"{last}-12-31"),
        f"as a chart of {words.spoken(LISTED[:7])} shows it": (LISTED, LISTED),
        "in force on the day, ended since or not": (LISTED, None),
    }
    rows = []
    for reading, (notified, ended) in ways.items():
        count = functools.partial(in_force, notified=notified, ended=ended)
        begin, end = f"{first}-12-31", f"{last}-12-31"
        some = count(end, east_asia="some")
        added = some - count(begin, east_asia="some")
        rows.append((reading, count(begin), count(end), some, count(end, east_asia="all"), added))
    return pd.DataFrame(rows, columns=["reading", "first", "last", "some", "all", "added"])


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


def free_trade_since(country: str, on: str | dt.date) -> pd.DataFrame:
    """Return since when partners have a free trade agreement with a country in force, groups taken together.

    Members of a group of ``GROUPS`` are one line, at the date of the first.

    Returns:
        Columns name, role (code of the partner or group), start (year with fraction) and end (empty), by start.
    """
    group_of = {code: group for group in GROUPS for code in countries.members(group, on)}
    rows = [
        (group_of.get(code, code), indicators.decimal_year(since)) for code, since in free_trade(country, on).items()
    ]
    table = pd.DataFrame(rows, columns=["role", "start"]).groupby("role", as_index=False).agg(start=("start", "min"))
    table.insert(0, "name", [GROUPS.get(role) or countries.name(role) for role in table["role"]])
    return table.sort_values("start", ignore_index=True).assign(end=float("nan"))


def _joined(group: str, day: pd.Timestamp) -> dict[str, pd.Timestamp]:
    """Return the parties for which an agreement is in force on a day, with the date it entered into force for them."""
    table = tables.load("memberships")
    rows = table[(table["group"] == group) & (table["variant"] == 1) & (table["role"] == "in force")]
    return dict(rows[rows["start"] <= day][["iso3", "start"]].itertuples(index=False))


def _codes(party: str, day: pd.Timestamp) -> list[str]:
    return countries.members(party, day) if party in GROUPS else [party]
