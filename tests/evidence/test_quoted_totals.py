"""Quoted totals: what was stated, which record it fits."""

import pandas as pd

from russia_asean.analysis import mirror
from russia_asean.evidence import claims, quoted_totals

QUOTED = pd.DataFrame(
    [
        (2013, 1.0, "Minister", "official Russia", "Russia's"),
        (2013, 1.0, "Minister, again", "official Russia", "Russia's"),
        (2014, 2.0, "Committee", "official ASEAN", "Russia's and ASEAN's"),
        (2023, 3.0, "Ministry", "official Russia", "ASEAN's (no Russian record)"),
        (2024, 4.0, "Ministry", "official Russia", "neither (no Russian record)"),
    ],
    columns=["year", "value", "stated_by", "kind", "fits"],
)


def test_quoted_totals_are_whole_years_of_trade_with_asean():
    found = quoted_totals.stated_totals()
    assert found["value"].between(1e9, 40e9).all()
    assert found["year"].between(1992, 2025).all()
    assert "document" in set(found["kind"])


def test_quoted_totals_are_set_beside_their_year_and_all_others():
    russia, asean = pd.Series({2013: 17.48e9, 2014: 21.44e9}), pd.Series({2013: 20.02e9, 2014: 22.63e9})
    quoted = quoted_totals.compare_with_records(russia, asean, claims.fits).set_index(["year", "stated_by"])
    assert quoted.loc[(2014, "Gubin 2022"), "fits"] == "ASEAN's"
    assert quoted.loc[(2017, "Tsvetov et al. 2019"), "years"] == "Russia's 2013"
    assert quoted["number"].tolist() == list(range(1, len(quoted) + 1))


def test_a_total_stated_twice_counts_once():
    assert quoted_totals.count_fits(QUOTED) == {"russia": 1, "asean": 1, "both": 1, "neither": 1}


def test_totals_and_quotes_are_data_of_one_picture():
    totals = pd.DataFrame(
        {"year": [2013], "side": [mirror.RUSSIA_REPORTED], "total": [9.0], "balance": [1.0], "status": ["reported"]}
    )
    first, second, *_ = quoted_totals.chart_data(totals, QUOTED).to_dict("records")
    assert first == {"year": 2013, "series": mirror.RUSSIA_REPORTED, "value": 9.0, "status": "reported"}
    assert second == {"year": 2013, "series": "Minister", "value": 1.0, "status": "official Russia"}
