"""Steps that stand in the cells of the chapter on security forums: its results against tables read in plain pandas."""

import pandas as pd
import pytest

from russia_asean import formatting
from russia_asean.data import countries, memberships, tables
from russia_asean.report import execute

pytestmark = pytest.mark.slow

TEN = memberships.asean_10()
SPANS = ["1993–2011", "2011–2021", "2021–2023"]


@pytest.fixture(scope="module")
def chapter():
    """Return the records of the chapter by their keys."""
    return {each.key: each for each in execute.in_process("security_forums", {})}


@pytest.fixture(scope="module")
def rows(chapter):
    """Return the data of an exhibit by its label."""
    return lambda label: pd.DataFrame(chapter[label].data)


def test_the_composition_of_forums_counts_members_and_dates_powers(rows):
    standing = rows("tab-forums-standing").set_index("forum")
    summit = standing.loc["East Asia Summit"]
    assert (summit["members"], summit["asean"]) == (18, 10)
    assert (summit["RUS"], summit["CHN"]) == ("2011-11-19", "2005-12-14")
    assert pd.isna(standing.loc["Quad", "RUS"])


def test_votes_on_ukraine_are_counted(chapter):
    votes = tables.load("ukraine_votes").query("iso3 in @TEN")
    by_letter, number = votes["vote"].value_counts(), formatting.cardinal(votes["resolution"].nunique())
    counted = f"{by_letter['Y']} votes in favour and {by_letter['N']} against, and abstained {by_letter['A']} times."
    assert chapter["forums-ukraine"].text == f"On {number} resolutions on Ukraine ASEAN-10 cast {counted}"


def test_who_voted_in_favour_always_and_never(chapter):
    votes = tables.load("ukraine_votes").query("iso3 in @TEN")
    yes = votes.assign(yes=votes["vote"] == "Y").groupby("iso3")["yes"].sum()
    always, _, never = chapter["forums-ukraine-members"].text.partition("every time;")
    for code in TEN:
        name = countries.name(code)
        assert (name in always) == (yes[code] == votes["resolution"].nunique())
        assert (name in never) == (yes[code] == 0)


def test_the_three_measures_are_those_of_the_years_asked_for(rows):
    drawn = rows("fig-forums-votes").query("partner == 'RUS'").pivot(index="year", columns="measure", values="value")
    assert drawn.index.min() == 1992
    agreed = tables.load("un_agreement").query(
        "partner == 'RUS' and iso3 in @TEN and year == 2012 and measure == 'agreement'"
        " and source_key == 'un-rollcalls-voeten'"
    )
    assert drawn.loc[2012, "agreement, % of roll calls"] == pytest.approx(agreed["value"].mean(), abs=1e-3)
    points = (
        tables.load("un_ideal_points")
        .query("year == 2012 and measure == 'final_passage' and source_key == 'un-ideal-points-2025'")
        .set_index("iso3")["value"]
    )
    apart = (points[TEN] - points["RUS"]).abs().mean()
    assert drawn.loc[2012, "distance of ideal points, whole resolutions"] == pytest.approx(apart, abs=1e-3)


def test_periods_are_named_by_their_years(rows):
    periods = rows("fig-forums-members").set_index("member")
    assert (periods.columns[0], periods.columns[-1]) == ("1992–1996", "2022–2023")
    vietnam = tables.load("un_agreement").query(
        "partner == 'RUS' and iso3 == 'VNM' and year in [1992, 1993, 1994, 1995, 1996] and measure == 'agreement'"
        " and source_key == 'un-rollcalls-voeten'"
    )
    assert periods.loc["VNM", "1992–1996"] == pytest.approx(vietnam["value"].mean(), abs=1e-3)


def test_topics_hold_both_partners_and_not_all_votes_together(rows):
    drawn = rows("fig-forums-topics")
    assert "all" not in set(drawn["topic"])
    assert set(drawn["topic"]) == set(tables.load("un_votes_by_topic")["topic"]) - {"all"}
    assert set(drawn["partner"]) == {"RUS", "CHN"}


def test_a_member_that_russia_never_served_has_no_share(rows):
    shares = rows("tab-forums-arms").set_index("member").drop(columns="name")
    assert shares.loc["PHL"].isna().all()
    assert shares.loc["VNM"].notna().all()


def test_the_path_of_the_share_names_its_ends_and_its_top(chapter, rows):
    share = rows("fig-forums-arms").set_index("window")["RUS"]
    text = chapter["forums-arms"].text
    assert share.idxmax() not in {share.index[0], share.index[-1]}
    assert f" rose from {share.iloc[0]:.0f} % in {share.index[0]} to {share.max():.0f} % in {share.idxmax()}, " in text
    assert text.endswith(f", then fell to {share.iloc[-1]:.1f} % in {share.index[-1]}.")


def test_deliveries_name_the_first_the_highest_and_the_last_window_once(chapter, rows):
    volume = rows("fig-forums-deliveries").set_index("window").sum(axis="columns")
    text = chapter["forums-deliveries"].text
    named = {window for window in volume.index if window in text}
    assert named == {volume.index[0], volume.idxmax(), volume.index[-1]}
    assert all(text.count(window) == 1 for window in named)


def test_choices_say_closer_or_apart(rows):
    choices = rows("tab-forums-robust").set_index("measure")
    assert choices.loc["agreement, ten members", "2011–2021"] == "apart"
    assert choices.loc["distance, all votes", "2011–2021"] == "closer"
    assert choices.loc["distance, whole resolutions", "2021–2023"] == "closer"
    assert pd.isna(choices.loc["agreement, adopted resolutions", "2021–2023"])


def test_a_fall_of_distance_and_a_rise_of_agreement_are_closer(rows):
    choices = rows("tab-forums-robust").set_index("measure")
    for span in SPANS:
        first, last = span.split("–")
        change = (choices[last] - choices[first]) * [-1 if name.startswith("distance") else 1 for name in choices.index]
        assert choices[span].isna().equals(change.isna())
        assert (choices[span].dropna() == "closer").equals(change.dropna() > 0)


def test_answers_are_counted_by_span(chapter, rows):
    answers = rows("tab-forums-robust")[SPANS]
    text = chapter["forums-robust"].text
    closer, apart = ((answers == word).sum().map(formatting.cardinal) for word in ("closer", "apart"))
    asked = answers.notna().sum().map(formatting.cardinal)
    first, second, third = SPANS
    assert f"By {closer[first]} of {asked[first]} measures of voting, members and Russia came closer in {first}" in text
    assert f"by {apart[second]} of {asked[second]} they moved apart in {second}" in text
    assert f"and by {apart[third]} of {asked[third]} in {third}." in text


def test_series_are_those_of_their_exhibits(chapter, rows):
    views = rows("fig-forums-opinion").query("subject == 'RUS'")
    for code in ("IDN", "MYS", "PHL", "VNM"):
        drawn = views[views["population"] == countries.name(code)].set_index("year")["value"].to_dict()
        assert chapter[f"forums-opinion-{code.lower()}"].values == drawn
    # The series are of single years; in the windows of the exhibits they must add up to what is drawn.
    yearly = pd.DataFrame({name: chapter[f"forums-arms-{name}"].values for name in ("share", "volume")})
    yearly["all"] = 100 * yearly["volume"] / yearly["share"]
    shares = rows("fig-forums-arms").set_index("window")["RUS"]
    volume = rows("fig-forums-deliveries").set_index("window").sum(axis="columns")
    for window in shares.index:
        first, last = map(int, window.split("–"))
        added = yearly.loc[first:last].sum()
        assert added["volume"] == pytest.approx(volume[window], rel=1e-4)
        # The drawn shares are made of rounded ones of the members.
        assert 100 * added["volume"] / added["all"] == pytest.approx(shares[window], abs=0.005)
    assert (yearly.index.min(), yearly.index.max(), len(yearly)) == (1995, 2024, 5 * len(shares))
    standing = rows("tab-forums-standing")["RUS"].dropna()
    assert max(chapter["forums-memberships"].values.values()) == len(standing)


def places(record):
    """Return the tables and sources that a record rests on."""
    return {(each.table, each.source) for each in record.rests_on}


def test_records_rest_on_the_release_or_record_that_answers(chapter):
    assert places(chapter["fig-forums-arms"]) == {("arms_shares", "sipri-register-2026")}
    assert not [key for key, record in chapter.items() if ("arms_shares", "sipri-tiv-2022") in places(record)]
    library = {key for key, record in chapter.items() if ("un_agreement", "un-library-votes") in places(record)}
    # Of the series only the one on adopted resolutions, which rests on nothing else.
    assert library == {"tab-forums-robust", "forums-robust", "forums-agreement-adopted"}
    for measure, counts in (("agreement", "un_agreement"), ("above-chance", "un_library_vote_pairs")):
        assert places(chapter[f"forums-{measure}-adopted"]) == {(counts, "un-library-votes")}
    assert places(chapter["forums-votes"]) == {("un_agreement", "un-rollcalls-voeten")}
    assert places(chapter["forums-opinion-idn"]) == {("opinion", "pew-gas")}
    assert places(chapter["forums-opinion-mys"]) == {("opinion", "pew-gas"), ("opinion", "pew-press")}
    assert places(chapter["forums-stability"]) == {("published_figures", "wb-wgi-2022")}


def scotts_pi(first, second):
    """Return agreement above chance of two series of votes, by the formula and not by the library."""
    score = {"Y": 1.0, "A": 0.5, "N": 0.0}
    both = pd.DataFrame({"first": first.map(score), "second": second.map(score)}).dropna()
    urn = [*both["first"], *both["second"]]
    expected = sum(abs(one - other) for one in urn for other in urn) / len(urn) ** 2
    return 1 - (both["first"] - both["second"]).abs().mean() / expected


def test_agreement_above_chance_is_that_of_the_roll_calls(chapter, rows):
    calls = tables.load("un_roll_calls")
    found = {}
    for year in (1993, 2011, 2021, 2023):
        votes = calls[calls["date"].dt.year == year]
        found[year] = sum(scotts_pi(votes[code], votes["RUS"]) for code in TEN) / len(TEN)
    said = chapter["forums-chance"].text
    assert all(f"{found[year]:.2f} in {year}".replace("-", "\u2212") in said for year in (1993, 2011, 2023))
    table = rows("tab-forums-chance").set_index("measure").loc["one urn, ten members"]
    drawn = rows("fig-forums-chance").query("line == 'RUS'").set_index("year")["value"]
    for year, index in found.items():
        assert table[str(year)] == pytest.approx(index, abs=1e-5)
        assert drawn[year] == pytest.approx(index, abs=1e-5)


def test_recorded_agreement_lies_beside_what_lots_would_give(rows):
    lines = rows("fig-forums-chance").query("measure == 'agreement with Russia, % of roll calls'")
    wide = lines.pivot(index="year", columns="line", values="value")
    above = rows("fig-forums-chance").query("line == 'RUS'").set_index("year")["value"]
    # A mean of ratios has the sign of the mean difference unless both are close to zero.
    clear = above[above.abs() > 0.05].index
    assert ((wide["recorded"] > wide["by chance"]) == (above > 0)).loc[clear].all()


def test_a_change_of_distance_is_clear_if_intervals_do_not_overlap(chapter, rows):
    bounds = rows("fig-forums-intervals").pivot(index=["votes", "year"], columns="bound", values="value")
    assert (bounds["low"] < bounds["estimate"]).all()
    whole = bounds.loc["Whole resolutions"]
    assert whole.loc[2011, "low"] < whole.loc[2021, "high"]
    assert (
        "it shrank on all votes and did not clearly change on whole resolutions from 2011 to 2021."
        in chapter["forums-intervals-before"].text
    )
    assert bounds.loc[("All votes", 2021), "high"] < bounds.loc[("All votes", 2023), "low"]
    assert (
        "distance grew on all votes and shrank on whole resolutions from 2021 to 2023"
        in chapter["forums-intervals"].text
    )


def test_choices_with_chance_taken_out_name_their_lists_and_leave_the_librarys_last_span_open(chapter, rows):
    choices = rows("tab-forums-chance").set_index("measure")
    assert choices["2021–2023"].isna().sum() == 2
    assert (choices["1993–2011"] == "closer").all()
    assert ("un_library_vote_pairs", "un-library-votes") in places(chapter["tab-forums-chance"])
    assert places(chapter["forums-chance"]) == {("un_roll_calls", "un-rollcalls-voeten")}
    assert places(chapter["forums-gap"]) == {("un_ideal_points", "un-ideal-points-2025")}


def test_parts_of_one_claim_rest_on_what_each_was_measured_by(chapter):
    parts = {value.part: {each.table for each in value.rests_on} for value in chapter["arms-clients-others"].values}
    assert {name for name, tables in parts.items() if "events" in tables} == {"Laos", "Philippines"}
    assert all("arms_shares" in tables for tables in parts.values())
