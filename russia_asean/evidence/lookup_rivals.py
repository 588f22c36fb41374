"""What a look-up would have found had something else been true: the other values that make its severity.

A page that was found says little for a claim unless it could have said something else. So each look-up is asked of
other years, other facts, other countries or other pages, by the same conditions, and the answers are counted. None of
them decides a verdict.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from russia_asean import formatting
from russia_asean.data import facts, memberships, tables
from russia_asean.evidence.claims import Claim, Value

STEPS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)  # neighbours on either side
FACTORS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.25, 1.4, 1.6, 2)  # of a number, from half to double
LASTING = {4: "years", 7: "months", 10: "days"}  # by the length of a date in ISO form


def of(look_up: str, claim: Claim, value: Value, asked: Mapping[str, Any]) -> tuple[str, list[Value | bool]]:
    """Return the other values that a look-up would have met, and what they are in words.

    Args:
        look_up: its kind, a key of ``lookups.LOOK_UPS``.
        claim: the claim.
        value: what the look-up gave.
        asked: the arguments of the look-up.

    Returns:
        Words that go on "had we tested", and values or whether the claim would hold; none where nothing else could be
        found.
    """
    if look_up == "took place":
        return "other dated facts", _other_facts(asked)
    if look_up == "are members":
        return "other countries", _other_countries(asked)
    if look_up == "text says":
        return "other quotations", _other_quotations(asked)
    if look_up == "lasted on":
        return "neighbouring years", _other_years(asked)
    if look_up == "day":
        return f"neighbouring {LASTING[len(claim.date)]}", list(_neighbouring_dates(claim.date))
    if look_up == "number stated":
        return "values from half to double", [float(value) * factor for factor in FACTORS]  # type: ignore[arg-type]
    words = "neighbouring years" if look_up == "year" else "neighbouring values"
    return words, [float(value) + step for step in STEPS]  # type: ignore[arg-type]


def _neighbouring_dates(date: str) -> list[str]:
    """Return dates on either side of a date, as precise as it is: days from a day, months from a month."""
    if len(date) == 4:
        return [str(int(date) + step) for step in STEPS]
    if len(date) == 7:
        months = int(date[:4]) * 12 + int(date[5:]) - 1
        return [f"{(months + step) // 12}-{(months + step) % 12 + 1:02d}" for step in STEPS]
    day = dt.date.fromisoformat(date)
    return [(day + dt.timedelta(days=step)).isoformat() for step in STEPS]


def _other_facts(asked: Mapping[str, Any]) -> list[Value | bool]:
    """Return whether each other event would have met the conditions on time, place and parties."""
    events = tables.load("events", credit=False)
    events = events[(events["variant"] == 1) & (events["event_id"] != asked["fact"].fact_id)]
    dates = [_cut(row) for row in events[["date", "date_precision"]].itertuples(index=False)]
    parties = events["participants"].fillna("").str.split(";").map(set)
    places = events["place"].fillna("")
    return [
        _meets(date, among, place, asked) == asked.get("expected", True)
        for date, among, place in zip(dates, parties, places, strict=True)
    ]


def _cut(row: Any) -> str:
    return formatting.cut_date(str(row.date.date()), row.date_precision)


def _meets(date: str, parties: set[str], place: str, asked: Mapping[str, Any]) -> bool:
    within = facts.lies_within(date, asked.get("after", ""), asked.get("by", ""))
    return within and set(asked.get("parties", ())) <= parties and asked.get("place", "") in place


def _other_countries(asked: Mapping[str, Any]) -> list[Value | bool]:
    """Return for each other country of the table whether it would do as well as those the claim names."""
    table = tables.load("memberships", credit=False)
    inside = set(memberships.members(asked["group"], asked["on"]))
    others = sorted(set(table["iso3"]) - set(asked["codes"]))
    return [(code in inside) == asked.get("expected", True) for code in others]


def _other_quotations(asked: Mapping[str, Any]) -> list[Value | bool]:
    """Return whether the words stand in each quotation from another page."""
    quotes = pd.concat([tables.load(name, credit=False)["quote"] for name in ("events", "agreements")]).dropna()
    return [asked["words"] in quote for quote in quotes if quote != asked["fact"].quote]


def _other_years(asked: Mapping[str, Any]) -> list[Value | bool]:
    """Return whether the event lasted on the same day of each neighbouring year."""
    first, last = facts.duration(asked["fact"].fact_id)
    day = asked["on"]
    years = [f"{int(day[:4]) + step}{day[4:]}" for step in STEPS]
    return [(first <= year <= last) == asked.get("expected", True) for year in years]
