"""Totals of Russia's trade with ASEAN that officials, press and documents have stated, set beside the records."""

from collections.abc import Callable

import pandas as pd

from russia_asean import formatting
from russia_asean.analysis import trade
from russia_asean.data import tables

RECORD_NAMES = {"russia": "Russia's", "asean": "ASEAN's"}  # the two records, as a reader reads them
NO_RUSSIAN_RECORD = " (no Russian record)"


def stated_totals() -> pd.DataFrame:
    """Return the totals of Russia's trade with ASEAN that officials, press and the five documents have stated.

    Returns:
        One row per statement: year, value (USD), stated_by, kind (``document`` or the speaker's role), comparator
        and precision (as in ``claims.csv``; a quoted figure counts as stated to a tenth of a billion).
    """
    stated = tables.load("reported_figures")
    pair = stated[["subject", "counterpart"]].agg(set, axis="columns") == {"RUS", "ASEAN"}
    whole_year = stated["period"] == stated["year"].astype("str")
    stated = stated[pair & whole_year & (stated["measure"] == "total goods trade")]
    stated = stated.assign(kind=stated["role"], precision=1e8)
    claims = tables.load("claims")
    documents = tables.load("documents").set_index("document")["short_name"]
    said = claims[claims["claim_id"].str.fullmatch(r"trade-total-\d{4}")]
    said = said.assign(
        year=said["period"].astype(int),
        value=said["value"].astype(float),
        stated_by=said["document"].map(documents),
        kind="document",
    )
    keep = ["year", "value", "stated_by", "kind", "comparator", "precision"]
    return pd.concat([stated[keep], said[keep]]).sort_values(["year", "value"], ignore_index=True)


def compare_with_records(
    russia: pd.Series, asean: pd.Series, fits: Callable[[float, str, float, float], bool]
) -> pd.DataFrame:
    """Return the quoted totals beside both records of their year, and which record each fits.

    Args:
        russia: Russia-reported totals by year (USD).
        asean: ASEAN-reported totals by year (USD).
        fits: says whether a stated value, its comparator and precision agree with a measured value.

    Returns:
        The columns of ``stated_totals`` and ``number``, ``russia``, ``asean`` (USD), ``fits`` (which record of its
        year) and ``years`` (the years of either record that it would fit).
    """
    quoted = stated_totals()
    quoted.insert(0, "number", range(1, len(quoted) + 1))
    quoted["russia"], quoted["asean"] = (quoted["year"].map(side).astype("float64") for side in (russia, asean))
    own_year, any_year = [], []
    for row in quoted.to_dict("records"):
        stated = row["value"], row["comparator"], row["precision"]
        found = [RECORD_NAMES[name] for name in RECORD_NAMES if fits(*stated, row[name])]
        unknown = NO_RUSSIAN_RECORD if row["year"] > trade.LAST_RUSSIAN_YEAR else ""
        own_year.append((formatting.word_list(found) if found else "neither") + unknown)
        years = {
            RECORD_NAMES[name]: [int(str(year)) for year, value in side.items() if fits(*stated, value)]
            for name, side in (("russia", russia), ("asean", asean))
        }
        any_year.append(
            "; ".join(f"{name} {formatting.year_ranges(fit)}" for name, fit in years.items() if fit) or "none"
        )
    return quoted.assign(fits=own_year, years=any_year)


def chart_data(records: pd.DataFrame, quoted: pd.DataFrame) -> pd.DataFrame:
    """Return totals and quoted totals as the data of one picture.

    Args:
        records: the output of ``mirror.totals_by_side``.
        quoted: the output of ``compare_with_records``.

    Returns:
        Columns year, series (the record, or who stated the total), value (USD) and status (that of the record, or the
        kind of speaker).
    """
    drawn = records.rename(columns={"side": "series", "total": "value"})
    stated = quoted.rename(columns={"stated_by": "series", "kind": "status"})
    return pd.concat([each[["year", "series", "value", "status"]] for each in (drawn, stated)], ignore_index=True)


def count_fits(quoted: pd.DataFrame) -> dict[str, int]:
    """Return how many different quoted totals fit which record of their year.

    Args:
        quoted: the output of ``compare_with_records``.

    Returns:
        The number that fit ``russia`` only, ``asean`` only, ``both`` and ``neither``.
    """
    different = quoted.drop_duplicates(["year", "value", "kind"])
    fits = list(different["fits"].str.removesuffix(NO_RUSSIAN_RECORD))
    told = {
        "russia": RECORD_NAMES["russia"],
        "asean": RECORD_NAMES["asean"],
        "both": formatting.word_list([*RECORD_NAMES.values()]),
    }
    return {name: fits.count(text) for name, text in {**told, "neither": "neither"}.items()}
