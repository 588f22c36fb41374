"""Agreement, ideal points and the resolutions on Ukraine."""

import pandas as pd
import pytest
from origins import without_rows

from russia_asean import provenance
from russia_asean.analysis import un_votes
from russia_asean.data import memberships, tables
from russia_asean.provenance import Origin

TEN = memberships.asean_10()
SESSION_2022 = [f"A/RES/ES-11/{number}" for number in range(1, 6)]


def test_agreement_leaves_out_the_year_recorded_in_part():
    assert un_votes.agreement_with_partner("RUS").index.tolist() == list(range(1991, 2024))
    with pytest.raises(KeyError, match="no partner 'FRA'"):
        un_votes.agreement_with_partner("FRA")


def test_distance_has_no_sign_and_no_column_for_the_partner():
    apart = un_votes.distance_from_partner("RUS")
    assert "RUS" not in apart
    assert (apart.min() >= 0).all()
    points = un_votes.ideal_points().loc[2023]
    assert apart.loc[2023, "VNM"] == pytest.approx(abs(points["VNM"] - points["RUS"]))


def test_means_skip_members_without_a_vote():
    eleven = un_votes.mean_over_states(["VNM", "TLS"], ["RUS", "CHN"])
    assert list(eleven.columns) == ["RUS", "CHN"]
    assert eleven.loc[1995, "RUS"] == un_votes.agreement_with_partner("RUS").loc[1995, "VNM"]
    assert (
        un_votes.mean_over_states(["VNM"], ["RUS"], un_votes.distance_from_partner, measure="final_passage").index.max()
        == 2024
    )


def test_positions_carry_the_mean_of_members():
    wide = un_votes.ideal_point_positions(["VNM", "LAO"], ["RUS"], "all_votes")
    points = un_votes.ideal_points()
    assert wide.loc[2020, "ASEAN"] == pytest.approx(points.loc[2020, ["VNM", "LAO"]].mean())


@pytest.fixture
def fresh_memory():
    """Remember nothing of other tables before a test, nor of its own after it."""
    provenance.forget()
    yield
    provenance.forget()


def test_votes_behind_the_measures_are_the_most_of_any_pair_in_full_years(monkeypatch, fresh_memory):
    pairs = pd.DataFrame(
        [
            ("VNM", "RUS", 2022, 80, False, un_votes.ROLL_CALL_SOURCE),
            ("LAO", "RUS", 2022, 88, False, un_votes.ROLL_CALL_SOURCE),
            ("LAO", "CHN", 2022, 99, False, un_votes.ROLL_CALL_SOURCE),
            ("LAO", "RUS", 2022, 97, False, "another list"),
            ("LAO", "RUS", 2023, 60, True, un_votes.ROLL_CALL_SOURCE),
        ],
        columns=["iso3", "partner", "year", "n_votes", "partial_year", "source_key"],
    )
    points = pd.DataFrame(
        [
            ("RUS", 2022, "all_votes", 218),
            ("RUS", 2022, "final_passage", 87),
            ("RUS", 2023, "all_votes", 90),
            ("VNM", 2022, "all_votes", 300),
        ],
        columns=["iso3", "year", "measure", "n_votes"],
    ).assign(source_key="points")
    made = {"un_agreement": pairs}
    monkeypatch.setattr(tables, "load", lambda name, credit: made[name])
    monkeypatch.setattr(un_votes, "points_of_edition", lambda: points)
    behind = un_votes.votes_behind_measures()
    assert behind.loc[2022].to_dict() == {"agreement": 88, "final_passage": 87, "all_votes": 218}
    assert behind.loc[2023].dropna().to_dict() == {"all_votes": 90}


@pytest.mark.parametrize("partner", ["RUS", "CHN"])
def test_topics_of_all_votes_equal_the_table_of_agreement(partner):
    every = un_votes.agreement_by_topic(partner, TEN)["all"]
    assert every.to_numpy() == pytest.approx(
        un_votes.mean_over_states(TEN, [partner])[partner].loc[every.index].to_numpy(), abs=0.01
    )


def test_topics_hold_each_vote_once():
    counts = tables.load("un_votes_by_topic").query("measure == 'agreement' and iso3 == 'VNM' and partner == 'RUS'")
    wide = counts.pivot(index="year", columns="topic", values="n_votes")
    assert (wide.drop(columns="all").sum(axis="columns") == wide["all"]).all()
    with pytest.raises(KeyError, match="no 'against' of RUS with 'CHN'"):
        un_votes.agreement_by_topic("CHN", ["RUS"], "against")


def test_parts_by_topic_add_up_to_the_change():
    first, last = range(2009, 2012), range(2021, 2024)
    split = un_votes.agreement_change_by_topic("RUS", TEN, first, last)
    totals = [
        (split[f"agreement_{name}"] * split[f"votes_{name}"]).sum() / split[f"votes_{name}"].sum()
        for name in ("before", "after")
    ]
    assert split["within"].sum() + split["mix"].sum() == pytest.approx(totals[1] - totals[0])


def test_ukraine_votes_mark_what_is_not_known():
    wide = un_votes.ukraine_votes(["VNM", "PHL", "IND"]).set_index("resolution")
    assert len(wide) == 8
    assert wide["date"].is_monotonic_increasing
    assert (wide["PHL"] == "Y").all()
    assert (wide.loc["A/RES/ES-11/7", "VNM"], wide.loc["A/RES/ES-11/3", "VNM"]) == ("A/X", "N")


def test_added_resolutions_move_agreement_and_removal_undoes_them():
    plain = un_votes.agreement_with_partner("RUS").loc[2022, "PHL"]
    more = un_votes.agreement_with_resolutions("RUS", ["PHL"], 2022, SESSION_2022)["PHL"]
    votes = (
        tables.load("un_agreement")
        .query("iso3 == 'PHL' and partner == 'RUS' and year == 2022 and measure == 'agreement'")["n_votes"]
        .item()
    )
    assert more == pytest.approx(plain * votes / (votes + 5))  # five times yes against no
    assert un_votes.agreement_with_resolutions("RUS", ["PHL"], 2022, [])["PHL"] == pytest.approx(plain)
    less = un_votes.agreement_with_resolutions("RUS", ["PHL"], 2014, ["A/RES/68/262"], remove=True)["PHL"]
    assert less > un_votes.agreement_with_partner("RUS").loc[2014, "PHL"]
    with pytest.raises(KeyError):
        un_votes.agreement_with_resolutions("RUS", ["PHL"], 2022, ["A/RES/1"])


def test_votes_by_resolution_are_words():
    votes = un_votes.votes_by_resolution("ukraine_votes", ["RUS", "CHN", *TEN])
    assert votes.index.tolist() == ["RUS", "CHN", *TEN]
    assert votes.loc["RUS", "A/RES/ES-11/1"] == "against"
    assert set(votes.stack().dropna()) <= set(un_votes.VOTE_NAMES.values())


def test_only_the_lists_of_the_resolutions_asked_for_are_credited():
    with provenance.collecting() as noted:
        votes = un_votes.votes_by_resolution("ukraine_votes", TEN, ["A/RES/ES-11/7"])
    assert votes.columns.tolist() == ["A/RES/ES-11/7"]
    assert without_rows(noted) == {Origin("ukraine_votes", "wikipedia-es-11-7")}


def test_votes_are_grouped_by_side():
    votes = pd.Series({"BRA": "in favour", "RUS": "against", "EGY": "in favour", "CHN": None})
    assert un_votes.states_by_vote(votes) == "Russia voted against; Brazil and Egypt voted in favour"


YEARS = pd.Index([2001, 2002, 2003, 2004], name="year")
AGREED = pd.DataFrame({"RUS": [60.0, 70.0, 80.0, 90.0], "CHN": [70.0, 60.0, 90.0, 95.0]}, index=YEARS)


def test_the_nearest_agrees_most_or_is_least_distant():
    found = un_votes.nearest_power_by_year({"agreement": AGREED, "all_votes": AGREED.loc[2002:]})
    assert found["agreement"].tolist() == ["China", "Russia", "China", "China"]
    assert found["all_votes"].dropna().to_dict() == {2002: "China", 2003: "Russia", 2004: "Russia"}


def test_the_nearest_is_named_only_where_intervals_do_not_meet(monkeypatch):
    """China is nearer in both years; in 2001 its interval ends beyond where India's begins."""
    bounds = {
        "CHN": pd.DataFrame({"low": [0.1, 0.1], "estimate": [0.2, 0.2], "high": [0.3, 0.5]}, index=[2000, 2001]),
        "IND": pd.DataFrame({"low": [0.4, 0.4], "estimate": [0.6, 0.6], "high": [0.8, 0.8]}, index=[2000, 2001]),
    }
    monkeypatch.setattr(un_votes, "mean_distance_with_interval", lambda codes, partner, measure: bounds[partner])
    found = un_votes.nearest_beyond_doubt(["RUS"], ["CHN", "IND"], "all_votes")
    assert found.to_dict() == {2000: "China", 2001: "not distinguishable"}


def sources_of(read):
    """Return the sources that a function notes."""
    with provenance.collecting() as origins:
        read()
    return {origin.source for origin in origins}


def test_only_the_record_that_is_asked_for_is_credited():
    assert sources_of(lambda: un_votes.agreement_with_partner("RUS")) == {"un-rollcalls-voeten"}
    library = "un-library-votes"
    assert sources_of(lambda: un_votes.mean_over_states(TEN, ["RUS"], source=library)) == {library}
    assert sources_of(un_votes.votes_behind_measures) == {"un-rollcalls-voeten", "un-ideal-points-2025"}
    assert sources_of(un_votes.last_recorded_year) == set()


def test_lists_in_the_press_are_credited_for_the_states_read_from_them():
    votes = tables.load("ukraine_votes")
    of_myanmar = set(votes.loc[votes["iso3"] == "MMR", "source_key"])
    assert of_myanmar < set(votes["source_key"])
    assert sources_of(lambda: un_votes.ukraine_votes(["MMR"])) == of_myanmar
    removed = ["RUS", TEN, 2014, ["A/RES/68/262"]]
    assert sources_of(lambda: un_votes.agreement_with_resolutions(*removed)) == {"un-rollcalls-voeten"}


def test_the_last_year_is_one_recorded_in_full():
    assert un_votes.last_recorded_year() == un_votes.agreement_with_partner("RUS").index.max()
    assert un_votes.last_recorded_year("un-library-votes") < un_votes.last_recorded_year()


def test_corrected_agreement_is_what_the_review_computed_by_itself():
    ten = un_votes.mean_over_states(TEN, ["RUS"], un_votes.corrected_agreement_with_partner)["RUS"]
    assert ten.round(2).loc[[1993, 2011, 2021, 2023]].tolist() == [-0.33, 0.40, 0.06, -0.04]
    assert ten.index.tolist() == list(range(1991, 2024))


def test_raw_agreement_chance_and_the_corrected_index_fit_together():
    raw, by_chance, corrected = (
        read("RUS").loc[2011, "VNM"]
        for read in (
            un_votes.agreement_with_partner,
            un_votes.chance_agreement_with_partner,
            un_votes.corrected_agreement_with_partner,
        )
    )
    assert corrected == pytest.approx((raw - by_chance) / (100 - by_chance), abs=1e-4)


def test_the_librarys_counts_give_its_agreement_and_end_with_its_last_year():
    library = un_votes.corrected_agreement_with_partner("RUS", source=un_votes.LIBRARY_SOURCE)
    assert library.index.max() == un_votes.last_recorded_year(un_votes.LIBRARY_SOURCE)
    assert library.loc[1993, "VNM"] == un_votes.corrected_agreement_with_partner("RUS").loc[1993, "VNM"]
    assert library.loc[2017, "VNM"] != un_votes.corrected_agreement_with_partner("RUS").loc[2017, "VNM"]


def test_a_partner_that_is_not_in_the_record_stops():
    with pytest.raises(KeyError, match="no votes beside 'TLS'"):
        un_votes.corrected_agreement_with_partner("TLS", source=un_votes.LIBRARY_SOURCE)
    with pytest.raises(KeyError, match="FRA"):
        un_votes.corrected_agreement_with_partner("FRA")


def test_votes_are_credited_to_the_record_they_come_from():
    library = {"source": un_votes.LIBRARY_SOURCE}
    assert sources_of(lambda: un_votes.corrected_agreement_with_partner("RUS")) == {"un-rollcalls-voeten"}
    assert sources_of(lambda: un_votes.chance_agreement_with_partner("RUS", **library)) == {"un-library-votes"}
    assert sources_of(lambda: un_votes.gap_with_interval(TEN, "RUS")) == {"un-ideal-points-2025"}


@pytest.fixture
def three_points(monkeypatch, fresh_memory):
    """Put Russia at 0 and two states at 1 and at 3, or at -1 and at 3, all with bounds 0.3 to either side."""
    points = pd.DataFrame(
        [
            *[("RUS", 2000, 0.0), ("VNM", 2000, 1.0), ("LAO", 2000, 3.0)],
            *[("RUS", 2001, 0.0), ("VNM", 2001, -1.0), ("LAO", 2001, 3.0)],
            *[("RUS", 2002, 0.0), ("VNM", 2002, 1.0)],
        ],
        columns=["iso3", "year", "value"],
    )
    points = points.assign(low=points["value"] - 0.3, high=points["value"] + 0.3, measure="all_votes", source_key="x")
    monkeypatch.setattr(un_votes, "points_of_edition", lambda: points)


def test_the_interval_of_a_mean_distance(three_points):
    found = un_votes.mean_distance_with_interval(["VNM", "LAO"], "RUS")
    assert found["estimate"].tolist() == pytest.approx([2, 2, 1])
    # On one side: Russia's error counts whole, the states' are halved by the mean: 0.3 x sqrt(1 + 2/4).
    # On both sides Russia's error cancels. One state alone: 0.3 x sqrt(2).
    reach = [0.3 * 1.5**0.5, 0.3 * 0.5**0.5, 0.3 * 2**0.5]
    assert (found["high"] - found["estimate"]).tolist() == pytest.approx(reach)
    assert (found["estimate"] - found["low"]).tolist() == pytest.approx(reach)


def test_the_interval_of_a_gap_has_a_sign(three_points):
    found = un_votes.gap_with_interval(["VNM", "LAO"], "RUS")
    assert found["estimate"].tolist() == pytest.approx([-2, -1, -1])
    assert (found["high"] - found["estimate"]).tolist() == pytest.approx([0.3 * 1.5**0.5] * 2 + [0.3 * 2**0.5])


def test_distance_with_an_interval_is_the_distance_without():
    for measure in ("all_votes", "final_passage"):
        plain = un_votes.mean_over_states(TEN, ["RUS"], un_votes.distance_from_partner, measure=measure)["RUS"]
        found = un_votes.mean_distance_with_interval(TEN, "RUS", measure)
        assert found["estimate"].to_numpy() == pytest.approx(plain.to_numpy())
        assert (found["low"] > 0).all()
