"""Totals of Russia's trade with ASEAN that officials, press and documents have stated, set beside the records."""

import pandas as pd

from russia_asean import formatting
from russia_asean.data import tables
from russia_asean.evidence import claims

RECORD_NAMES = {"russia": "Russia's", "asean": "ASEAN's"}  # the two records, as a reader reads them


def stated_totals() -> pd.DataFrame:
    """Return the totals of Russia's trade with ASEAN that officials, press and the five documents have stated.

    Returns:
        One row per statement, by year and value: the columns of ``reported_totals``.
    """
    return _in_order(pd.concat([reported_totals(), _totals_of_documents()]))


def reported_totals() -> pd.DataFrame:
    """Return the totals of Russia's trade with ASEAN that officials and press have stated.

    Returns:
        One row per statement, by year and value: year, value (USD), stated_by, kind (the speaker's role), comparator
        and precision (as in the table of claims; a quoted figure counts as stated to a tenth of a billion).
    """
    stated = tables.load("reported_figures")
    pair = stated[["subject", "counterpart"]].agg(set, axis="columns") == {"RUS", "ASEAN"}
    # Parts of a year are left out: no record of a whole year could fit them but by accident.
    whole_year = stated["period"] == stated["year"].astype("str")
    stated = stated[pair & whole_year & (stated["measure"] == "total goods trade")]
    return _in_order(stated.assign(kind=stated["role"], precision=1e8))


def _totals_of_documents() -> pd.DataFrame:
    """Return the totals that the five documents claim, in the columns of ``reported_totals``; kind is ``document``."""
    claimed = tables.load("claims")
    documents = tables.load("documents").set_index("document")["short_name"]
    said = claimed[claimed["claim_id"].str.fullmatch(r"trade-total-\d{4}")]
    return _in_order(
        said.assign(
            year=said["period"].astype(int),
            value=said["value"].astype(float),
            stated_by=said["document"].map(documents),
            kind="document",
        )
    )


def _in_order(stated: pd.DataFrame) -> pd.DataFrame:
    keep = ["year", "value", "stated_by", "kind", "comparator", "precision"]
    return stated[keep].sort_values(["year", "value"], ignore_index=True)


def compare_with_records(stated: pd.DataFrame, russia: pd.Series, asean: pd.Series) -> pd.DataFrame:
    """Return stated totals beside both records of their year, and which record each fits by the rule for claims.

    Args:
        stated: the output of ``stated_totals`` or ``reported_totals``.
        russia: Russia-reported totals by year (USD).
        asean: ASEAN-reported totals by year (USD).

    Returns:
        The columns of ``stated`` and ``number``, ``russia``, ``asean`` (the records of the year, USD; NaN
        without one), ``fits_russia`` and ``fits_asean`` (whether it fits them), ``years_russia`` and ``years_asean``
        (the years of each record that it would fit, as lists).
    """
    quoted = stated.copy()
    # The numbers are those of the marks in the picture, so they are given before anything is left out.
    quoted.insert(0, "number", range(1, len(quoted) + 1))
    totals = list(zip(quoted["value"], quoted["comparator"], quoted["precision"], strict=True))
    for name, record in (("russia", russia), ("asean", asean)):
        quoted[name] = quoted["year"].map(record).astype("float64")
        quoted[f"fits_{name}"] = [
            claims.fits(*total, measured) for total, measured in zip(totals, quoted[name], strict=True)
        ]
        # A total that fits another year better than its own may be that year's, quoted late.
        quoted[f"years_{name}"] = [
            [int(str(year)) for year, measured in record.items() if claims.fits(*total, measured)] for total in totals
        ]
    return quoted


def count_fits(quoted: pd.DataFrame) -> dict[str, int]:
    """Return how many different quoted totals fit which record of their year.

    Args:
        quoted: the output of ``compare_with_records``; a total stated twice by one kind of speaker counts once.

    Returns:
        The number that fit ``russia`` only, ``asean`` only, ``both`` and ``neither``.
    """
    different = quoted.drop_duplicates(["year", "value", "kind"])
    russia, asean = different["fits_russia"].astype(bool), different["fits_asean"].astype(bool)
    cases = {"russia": russia & ~asean, "asean": asean & ~russia, "both": russia & asean, "neither": ~russia & ~asean}
    return {name: int(case.sum()) for name, case in cases.items()}


def fits_in_words(quoted: pd.DataFrame) -> pd.DataFrame:
    """Return what ``compare_with_records`` found in the words of a table.

    Returns:
        Columns fits (which record of its year, and whether Russia has none) and years (the years of either record).
    """
    fits, years = [], []
    for row in quoted.to_dict("records"):
        found = [words for name, words in RECORD_NAMES.items() if row[f"fits_{name}"]]
        unknown = " (no Russian record)" if pd.isna(row["russia"]) else ""
        fits.append((formatting.word_list(found) if found else "neither") + unknown)
        other = {words: row[f"years_{name}"] for name, words in RECORD_NAMES.items()}
        told = [f"{words} {formatting.year_ranges(each)}" for words, each in other.items() if each]
        years.append("; ".join(told) or "none")
    return pd.DataFrame({"fits": fits, "years": years}, index=quoted.index)
