"""Where two sources hold the same figures: how many, how far they agree, and why they differ."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import pandas as pd

from russia_asean import provenance
from russia_asean.data import releases, tables


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Two parts of one table that hold the same figures.

    Attributes:
        what: what is compared, in a few words.
        table: the table that holds both.
        key: the columns that say which figures are the same.
        area: the column that names the country, to say where the two differ most.
        first, second: the value of each column that marks a part, its ``source_key`` among them.
        why: why the two differ, in one sentence.
    """

    what: str
    table: str
    key: tuple[str, ...]
    area: str
    first: Mapping[str, Any]
    second: Mapping[str, Any]
    why: str

    @property
    def names(self) -> tuple[str, str]:
        """What the two parts are called: the labels of their releases."""
        first, second = (releases.label(self.table, part["source_key"]) for part in (self.first, self.second))
        return first, second


FLOW = ("reporter", "partner", "year", "flow")
DOTS = {"source_key": "imf-dots-2022-02"}
IMTS = {"source_key": "imf-imts-russia-2026"}
ROSSTAT = {"source_key": "rosstat-fcs-2022"}
POPULATION = {"indicator": "population"}
GDP_2019 = {"indicator": "gdp_current", "year": 2019}
GDP_REPORTED = {"indicator": "gdp_current", "status": "reported"}
NEW_OUTLOOK, OLD_OUTLOOK = {"source_key": "imf-weo-2026-04"}, {"source_key": "imf-weo-2025-10"}
POINTS = {"measure": "final_passage"}
INFLOW = {"direction": "inflow"}
ROLL_CALLS, RESOLUTIONS = {"source_key": "un-rollcalls-voeten"}, {"source_key": "un-library-votes"}

COMPARISONS = [
    Comparison(
        "Trade flows",
        "trade_flows",
        FLOW,
        "reporter",
        {"source_key": "imf-dots-monthly-2024-07"},
        DOTS,
        "The later release carries the reporters' revisions; it answers first.",
    ),
    Comparison(
        "Trade flows of Russia",
        "trade_flows",
        FLOW,
        "partner",
        IMTS,
        DOTS,
        "Both hold what Russian customs reported to the IMF.",
    ),
    Comparison(
        "Trade flows of Russia",
        "trade_flows",
        FLOW,
        "partner",
        ROSSTAT,
        DOTS,
        "Rosstat's table holds first releases, and the IMF's copy of 2009 to 2011 lacks goods withheld by partner.",
    ),
    Comparison(
        "Trade flows of Russia",
        "trade_flows",
        FLOW,
        "partner",
        ROSSTAT,
        IMTS,
        "Rosstat's table holds first releases; the IMF's holds later revisions.",
    ),
    Comparison(
        "Population",
        "economy",
        ("iso3", "year"),
        "iso3",
        {**POPULATION, "source_key": "wb-wdi-population"},
        {**POPULATION, **NEW_OUTLOOK},
        "The IMF keeps national definitions and older censuses, the World Bank follows the estimates of the United "
        "Nations: take both parts of a ratio from one source.",
    ),
    Comparison(
        "FDI inflows",
        "fdi_flows",
        ("iso3", "year"),
        "iso3",
        {**INFLOW, "source_key": "wb-wdi-fdi"},
        {**INFLOW, "source_key": "unctad-wir-2025"},
        "The two come from different releases, and how each counts reinvested earnings could not be established; "
        "UNCTAD's series answers, because it covers all countries here.",
    ),
    Comparison(
        "GDP of 2019, current prices",
        "economy",
        ("iso3",),
        "iso3",
        {**GDP_2019, **NEW_OUTLOOK},
        {**GDP_2019, "source_key": "imf-weo-2021-04"},
        "National offices revise past years and some have moved to a new base year: vintages are kept apart.",
    ),
    Comparison(
        "GDP, current prices, actual figures",
        "economy",
        ("iso3", "year"),
        "iso3",
        {**GDP_REPORTED, **NEW_OUTLOOK},
        {**GDP_REPORTED, **OLD_OUTLOOK},
        "Half a year of revisions: Bolivia, Uzbekistan and India moved to new accounts; the newer vintage answers.",
    ),
    Comparison(
        "FDI inflows",
        "fdi_flows",
        ("iso3", "year"),
        "iso3",
        {**INFLOW, "source_key": "unctad-wir-2026"},
        {**INFLOW, "source_key": "unctad-wir-2025"},
        "A year of revisions, large for the world, Singapore, Thailand and Russia; of the newer report only part is "
        "here, so the older answers and the two are never joined.",
    ),
    Comparison(
        "Ideal points, whole resolutions",
        "un_ideal_points",
        ("iso3", "year"),
        "iso3",
        {**POINTS, "source_key": "un-ideal-points-2026"},
        {**POINTS, "source_key": "un-ideal-points-2025"},
        "Each edition estimates all years anew, and points near zero differ by a large part of themselves; the newer "
        "has no usable 2024, so the older answers.",
    ),
    Comparison(
        "Agreement in UN votes",
        "un_agreement",
        ("iso3", "partner", "year"),
        "partner",
        {**ROLL_CALLS, "measure": "agreement"},
        {**RESOLUTIONS, "measure": "agreement"},
        "The first list holds all recorded votes, those on amendments and paragraphs too; the second only adopted "
        "resolutions: never join them in one line.",
    ),
    Comparison(
        "Identical UN votes",
        "un_agreement",
        ("iso3", "partner", "year"),
        "partner",
        {**ROLL_CALLS, "measure": "identical"},
        {**RESOLUTIONS, "measure": "identical"},
        "As above; a vote against an abstention counts as not identical, so the choice of votes weighs more.",
    ),
]


def common_values(compared: Comparison) -> pd.DataFrame:
    """Return the figures that both parts hold.

    Returns:
        The columns of the key, ``first``, ``second``, and ``gap``, the size of the difference in percent of the
        second (figures that are zero in the second are left out).
    """
    table = tables.load(compared.table, credit=False)
    parts = [_part(table, wanted) for wanted in (compared.first, compared.second)]
    provenance.using(compared.table, pd.concat(parts))
    one, two = (part.set_index(list(compared.key))["value"] for part in parts)
    both = pd.concat({"first": one, "second": two}, axis="columns", join="inner").reset_index()
    both = both[both["second"] != 0]
    return both.assign(gap=100 * ((both["first"] - both["second"]) / both["second"]).abs())


def percent_within(gaps: pd.Series, percent: float) -> float:
    """Return how many of some gaps are at most ``percent``, in percent of their number."""
    return 100 * float((gaps <= percent).mean())


def agreement_summary(compared: Comparison) -> dict[str, str | int | float]:
    """Return how well two parts agree: their names, how many figures both hold, and how many are close.

    Returns:
        first, second (names), common (count), within_half and within_five (percent of the common figures whose gap is
        at most 0.5 % and 5 %).
    """
    gaps = common_values(compared)["gap"]
    first, second = compared.names
    return {
        "first": first,
        "second": second,
        "common": len(gaps),
        "within_half": percent_within(gaps, 0.5),
        "within_five": percent_within(gaps, 5),
    }


def agreement_table(table: str) -> pd.DataFrame:
    """Return how well the parts of one table agree that hold the same figures: ``agreement``, one row a comparison."""
    return pd.DataFrame([agreement_summary(each) for each in COMPARISONS if each.table == table])


def codes_with_most_gaps(both: pd.DataFrame, area: str) -> list[str]:
    """Return the four codes with the most gaps above five percent, the worst first."""
    # Sorted by code before the largest are taken, so that ties fall the same way each time.
    return list(both.loc[both["gap"] > 5, area].value_counts().sort_index().nlargest(4, keep="first").index)


def _part(table: pd.DataFrame, wanted: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a table that have some values in some columns."""
    return table[(table[list(wanted)] == pd.Series(wanted)).all(axis="columns")]
