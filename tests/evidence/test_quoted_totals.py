"""Quoted totals: what was stated, which record it fits."""

import pandas as pd

from russia_asean.evidence import quoted_totals

QUOTED = pd.DataFrame(
    [
        (2013, 1.0, "official Russia", 1.0, True, False, [2013], []),
        (2013, 1.0, "official Russia", 1.0, True, False, [2013], []),
        (2014, 2.0, "official ASEAN", 2.0, True, True, [2014], [2012, 2013, 2014]),
        (2023, 3.0, "official Russia", None, False, True, [], [2023]),
        (2024, 4.0, "official Russia", None, False, False, [], []),
    ],
    columns=["year", "value", "kind", "russia", "fits_russia", "fits_asean", "years_russia", "years_asean"],
)


def test_quoted_totals_are_whole_years_of_trade_with_asean():
    found = quoted_totals.stated_totals()
    assert found["value"].between(1e9, 40e9).all()
    assert found["year"].between(1992, 2025).all()
    assert "document" in set(found["kind"])


def test_quoted_totals_are_set_beside_their_year_and_all_others():
    russia, asean = pd.Series({2013: 17.48e9, 2014: 21.44e9}), pd.Series({2013: 20.02e9, 2014: 22.63e9})
    quoted = quoted_totals.compare_with_records(quoted_totals.stated_totals(), russia, asean)
    assert quoted["number"].tolist() == list(range(1, len(quoted) + 1))
    by_speaker = quoted.set_index(["year", "stated_by"])
    gubin = by_speaker.loc[(2014, "Gubin 2022")]
    assert (gubin["fits_russia"], gubin["fits_asean"]) == (False, True)
    other_year = by_speaker.loc[(2017, "Tsvetov et al. 2019")]
    assert (other_year["years_russia"], other_year["years_asean"]) == ([2013], [])
    assert not (other_year["fits_russia"] or other_year["fits_asean"]), "a year without a record fits nothing"


def test_officials_and_press_are_apart_from_the_documents():
    reported = quoted_totals.reported_totals()
    assert "document" not in set(reported["kind"])
    assert 0 < len(reported) < len(quoted_totals.stated_totals())


def test_a_total_stated_twice_counts_once():
    assert quoted_totals.count_fits(QUOTED) == {"russia": 1, "asean": 1, "both": 1, "neither": 1}


def test_counts_do_not_depend_on_words():
    """What is counted are the comparisons; no column of words is needed, and none is read."""
    assert quoted_totals.count_fits(QUOTED.assign(fits="", years="", stated_by="")) == quoted_totals.count_fits(QUOTED)


def test_fits_are_told_in_the_last_step():
    told = quoted_totals.fits_in_words(QUOTED)
    assert told["fits"].tolist() == [
        "Russia's",
        "Russia's",
        "Russia's and ASEAN's",
        "ASEAN's (no Russian record)",
        "neither (no Russian record)",
    ]
    assert told["years"].tolist()[2:] == ["Russia's 2014; ASEAN's 2012–2014", "ASEAN's 2023", "none"]
