"""Names of countries and groups of countries on a date, from the tables."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from russia_asean import provenance
from russia_asean.data import tables

# Who founded a group, or has its treaty in force, is a member of it.
MEMBER_ROLES = ("member", "founder", "in force")
# The members of the European Union since 2020, which the trade data count as EUN in all years.
# fmt: off
EUROPEAN_UNION = [
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL",
    "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE",
]
# fmt: on
WITH_ARTICLE = frozenset({"PHL", "USA", "GBR", "ARE", "EUN"})


def name(iso3: str) -> str:
    """Return the plain English name of a country or aggregate code.

    Raises:
        KeyError: the code is not in ``countries.csv``.
    """
    known = tables.load("countries", credit=False).set_index("iso3")["name"]
    if iso3 not in known.index:
        raise KeyError(f"{iso3!r} is not a code of data/countries.csv")
    return str(known[iso3])


def names(codes: Iterable[str]) -> list[str]:
    """Return the names of countries, in the order given.

    Raises:
        KeyError: a code is not in ``countries.csv``.
    """
    return [name(code) for code in codes]


def name_in_text(iso3: str) -> str:
    """Return the name of a country as it stands within a sentence: ``the Philippines``, ``Vietnam``.

    Raises:
        KeyError: the code is not in ``countries.csv``.
    """
    return f"the {name(iso3)}" if iso3 in WITH_ARTICLE else name(iso3)


def members(group: str, on: str | dt.date, role: str = "member") -> list[str]:
    """Return the ISO codes that hold ``role`` in ``group`` on a date, sorted.

    The first day of membership counts, the last day too. A date known only by year counts as its 1 January, a date
    known by month as the first of the month; that holds for the end, too.

    Args:
        group: a group of ``memberships.csv`` such as ``ASEAN`` or ``BRICS``.
        on: a date, or text in ISO form (``2025-10-26``).
        role: the role asked for; ``member`` includes founders.

    Raises:
        KeyError: no row of the table names the group.
    """
    table = tables.load("memberships")
    rows = table[(table["group"] == group) & (table["variant"] == 1)]
    if rows.empty:
        raise KeyError(f"{group!r} is not a group of data/memberships.csv")
    day = pd.Timestamp(on)
    roles = MEMBER_ROLES if role == "member" else (role,)
    here = rows[rows["role"].isin(roles) & (rows["start"] <= day) & ~(rows["end"] < day)]
    return sorted(here["iso3"])


def asean_10() -> list[str]:
    """Return the ten members of ASEAN before Timor-Leste joined on 26 October 2025."""
    with provenance.uncredited():  # the list says over whom a sum runs; it is not measured
        return members("ASEAN", "2025-01-01")


def asean_11() -> list[str]:
    """Return the eleven members of ASEAN since Timor-Leste joined."""
    with provenance.uncredited():
        return members("ASEAN", "2025-12-31")
