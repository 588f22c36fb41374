"""Views of other states: which survey and which source counts."""

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.analysis import opinion
from russia_asean.data import tables

OPINION = pd.DataFrame(
    [
        ("VNM", 2015, "A", "RUS", "favourable", 75.0, "micro"),
        ("VNM", 2015, "A", "RUS", "favourable", 74.0, "press"),
        ("VNM", 2017, "A", "RUS", "favourable", 83.0, "micro"),
        ("VNM", 2017, "A", "USA", "favourable", 84.0, "micro"),
        ("VNM", 2020, "A", "RUS", "confidence", 60.0, "micro"),
        ("PHL", 2017, "A", "RUS", "favourable", 55.0, "micro"),
        ("PHL", 2018, "B", "RUS", "favourable", 46.0, "press"),
    ],
    columns=["population", "year", "survey", "subject", "measure", "value", "source_key"],
)


@pytest.fixture
def made_table(monkeypatch):
    """Put a few rows in the place of the table."""
    load = tables.load
    monkeypatch.setattr(
        tables, "load", lambda name, **options: OPINION if name == opinion.TABLE else load(name, **options)
    )


def sources_of(read):
    """Return the sources that a function notes."""
    with provenance.collecting() as origins:
        read()
    return {origin.source for origin in origins}


def test_the_latest_view_of_each_population_counts_whatever_the_survey(made_table):
    views = opinion.latest_favourable_views("RUS", ["VNM", "PHL", "LAO"])
    assert views[["name", "year", "value", "survey"]].to_numpy().tolist() == [
        ["Philippines", 2018, 46.0, "B"],
        ["Vietnam", 2017, 83.0, "A"],
    ]


def test_waves_keep_one_survey_and_prefer_microdata(made_table):
    waves = opinion.favourable_views_by_wave("A", ["VNM", "PHL"], ["RUS", "USA"])
    assert waves.loc["VNM", "RUS"].to_dict() == {2015: 75.0, 2017: 83.0}
    assert waves.loc["VNM", "USA"].dropna().to_dict() == {2017: 84.0}
    assert waves.loc["PHL"].index.tolist() == [2017]


def test_waves_that_asked_about_none_of_the_states_are_left_out(made_table):
    assert opinion.favourable_views_by_wave("A", ["VNM"], ["USA"]).index.tolist() == [("VNM", 2017)]


def test_only_the_source_that_answers_is_credited(made_table):
    assert sources_of(lambda: opinion.favourable_views_by_wave("A", ["VNM", "PHL"], ["RUS"])) == {"micro"}
    assert sources_of(lambda: opinion.latest_favourable_views("RUS", ["PHL"])) == {"press"}


def test_calculated_views_answer_before_the_press():
    assert opinion.favourable_views_by_wave("Pew Global Attitudes", ["MYS"], ["RUS"]).loc[
        ("MYS", 2022), "RUS"
    ] == pytest.approx(46.9, abs=0.05)


def test_views_before_and_after():
    index = pd.MultiIndex.from_tuples([("MYS", 2019), ("MYS", 2022), ("MYS", 2024), ("IDN", 2023)])
    views = pd.Series([40.0, 47.0, 57.0, 42.0], index=index.set_names(["population", "year"]))
    table = opinion.before_and_after(views, 2023, 2024).set_index("iso3")
    assert table.loc["MYS", ["year", "before", "after", "change"]].tolist() == [2022, 47, 57, 10]
    assert pd.isna(table.loc["IDN", "change"])


def test_views_are_given_with_the_error_of_a_random_sample():
    seen = opinion.views_with_error("Pew Global Attitudes", "MYS", "RUS")
    # 34.2 per cent for and 38.3 against, of 1,010 asked in 2014.
    assert seen.loc[2014].to_dict() == pytest.approx(
        {
            "favourable": 34.2,
            "of_views": 100 * 34.2 / 72.5,
            "favourable_error": (34.2 * 65.8 / 1010) ** 0.5,
            "of_views_error": (100 * 34.2 / 72.5 * 100 * 38.3 / 72.5 / (1010 * 0.725)) ** 0.5,
        }
    )
    # From the press only those for it are known, and not how many were asked.
    assert seen["favourable_error"][2024] == pytest.approx((57 * 43 / 1000) ** 0.5)
    assert seen.loc[2024, ["of_views", "of_views_error"]].isna().all()
