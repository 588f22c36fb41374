"""The scorecard: how it judges the movement of published series, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import paths
from russia_asean.evidence import assessments, records
from russia_asean.report import scorecard

VALUES = {2014: 2.0, 2024: 3.0}


@pytest.fixture
def chapter(make, monkeypatch):
    """Return a function that makes a chapter which publishes series, each by its key; one is published at once."""
    monkeypatch.setattr(paths, "RESULTS", make.folder.parent / "results")

    def publish(**found):
        made = [make.finding("a"), *(make.series(key, **{"title": "a share", **each}) for key, each in found.items())]
        return make.results(*made, name="trade")

    publish(share={"values": VALUES})
    return publish


def moved(since, key="share"):
    """Return how a published series moved."""
    return scorecard.movement(scorecard.published_series(key), since)


def test_a_series_is_read_back_and_what_it_rests_on_is_noted(chapter):
    from russia_asean import provenance

    with provenance.collecting() as seen:
        series = scorecard.published_series("share")
    assert scorecard.values_by_year(series).to_dict() == VALUES
    assert seen == records.origins(series.rests_on)


def test_the_synthesis_does_not_read_itself(chapter, make):
    make.results(make.series("own", values=VALUES), name="synthesis")
    with pytest.raises(scorecard.ScorecardError, match=r"No chapter has published the series 'own'\. There are: share"):
        scorecard.published_series("own")


def test_a_movement_is_measured_from_the_first_year_asked_for(chapter):
    chapter(share={"values": VALUES}, far={"values": VALUES, "nearer": -1})
    seen = moved(2012)
    assert (seen["first_years"], seen["last_years"], seen["change"], seen["direction"]) == ("2014", "2024", 50.0, 1)
    assert moved(2014, "far")["direction"] == -1


def test_a_series_that_begins_late_says_nothing_of_an_earlier_year(chapter):
    # The series begins in 2014: three years late are allowed, four are not.
    assert moved(2011) is not None
    assert moved(2010) is None


def test_windows_are_named_by_their_first_and_last_year(chapter):
    chapter(share={"values": {2014: 1.0, 2024: 2.0}, "window": 5})
    assert (moved(2014)["first_years"], moved(2014)["last_years"]) == ("2010–2014", "2020–2024")


def test_one_exceptional_year_does_not_make_a_movement(chapter):
    # From the first year to the last alone it rises.
    years = {2014: 10, 2015: 100, 2016: 40, 2017: 30, 2018: 20, 2019: 10, 2020: 20, 2021: 60}
    chapter(share={"values": years})
    seen = moved(2014)
    assert (seen["first_years"], seen["first"]) == ("2014–2016", 50.0)
    assert (seen["last_years"], seen["last"]) == ("2019–2021", 30.0)
    assert seen["direction"] == -1


def test_a_card_judges_each_dimension_by_all_its_bases(chapter):
    chapter(share={"values": VALUES}, far={"values": VALUES, "nearer": -1})
    card = scorecard.card({"one": ["share"], "two": ["share", "far"]}, 2014)
    assert card["dimension"].tolist() == ["one", "two", "two"]
    assert card["moved"].tolist() == ["nearer", "mixed", "mixed"]
    assert card["confidence"].tolist() == ["low", "low", "low"]


def test_a_small_change_is_no_movement(chapter):
    chapter(share={"values": {2014: 100.0, 2024: 109.0}})
    assert moved(2012)["direction"] == 0


def test_one_year_is_no_movement(chapter):
    assert moved(2020) is None
    (row,) = scorecard.card({"one": ["share"]}, 2020).to_dict("records")
    assert (row["moved"], row["confidence"]) == ("not known", "none")


def test_a_card_is_summed_up_in_words(chapter):
    rise, flat = {2014: 2.0, 2015: 3.0}, {2014: 5.0, 2015: 5.0}
    chapter(
        share={"values": rise},
        far={"values": rise, "title": "a distance", "nearer": -1},
        still={"values": flat, "title": "a flat line"},
    )
    three = {"One": ["share", "still"], "Two": ["share", "far"], "Three": ["still"]}
    card = scorecard.card(three, 2014)
    half = "rose by 50\N{NO-BREAK SPACE}%"
    assert scorecard.movements(card) == [
        f"One: a share {half} (1 more hardly moved)",
        f"Two: a share {half} and a distance {half}",
        "Three: nothing moved",
    ]
    judged = scorecard.judged(card)
    assert judged["moved"].to_dict() == {"One": "nearer", "Two": "mixed", "Three": "unchanged"}
    told = {"further": "left in", "mixed": "both in", "nearer": "came in"}
    assert scorecard.phrased(judged["moved"], told) == ["both in two", "came in one"]
    assert scorecard.movements(scorecard.card({"Three": ["still"]}, 2020)) == ["Three: no series reaches so far back"]


def test_a_card_is_drawn_up_again_from_other_years_and_thresholds(chapter):
    one = {"one": ["share"]}
    cards = scorecard.from_years(one, [2014, 2024])
    assert cards[["since", "moved"]].to_numpy().tolist() == [[2014, "nearer"], [2024, "not known"]]
    limits = scorecard.by_threshold(one, 2014, {"usual": 1, "high": 6})
    assert limits.loc["one"].to_dict() == {"usual": "nearer", "high": "unchanged"}


@pytest.mark.parametrize(
    ("moves", "direction", "confidence"),
    [
        ([1], "nearer", "low"),
        ([1, 1], "nearer", "high"),
        ([1, 0], "nearer", "medium"),
        ([-1, -1, 0], "further", "medium"),
        ([1, -1], "mixed", "low"),
        ([1, 0, -1], "mixed", "low"),
        ([0, 0], "unchanged", "high"),
        ([0], "unchanged", "low"),
        ([], "not known", "none"),
    ],
)
def test_direction_and_confidence_follow_from_the_bases(moves, direction, confidence):
    assert (scorecard.direction(moves), scorecard.confidence(moves)) == (direction, confidence)


@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=1))
def test_turning_every_basis_round_turns_the_direction_round(moves):
    turned = {"nearer": "further", "further": "nearer"}
    now = scorecard.direction(moves)
    assert scorecard.direction([-move for move in moves]) == turned.get(now, now)
    assert scorecard.confidence([-move for move in moves]) == scorecard.confidence(moves)


def test_every_claim_is_counted_once_with_the_verdict_of_its_record():
    table = scorecard.ledger()
    assert table.index.is_unique
    known = assessments.assessments() | records.collected(records.ClaimTest, without=[scorecard.READER])
    assert known
    assert {key: table.loc[key, "verdict"] for key in known} == {key: test.verdict for key, test in known.items()}


def test_the_ledger_names_the_bases_on_both_sides():
    table = scorecard.ledger()
    depends = table[table["verdict"] == "depends on the source"]
    assert (depends["agree"] != "").all()
    assert (depends["differ"] != "").all()
    assert (table.loc[table["verdict"] == "supported", "differ"] == "").all()


@pytest.mark.parametrize("count", [scorecard.by_document, scorecard.by_theme])
def test_claims_are_counted_by_verdict(count):
    table = scorecard.ledger()
    counts = count(table)
    assert counts.to_numpy().sum() == (table["verdict"] != "").sum()
    assert list(counts.columns)[:2] == ["supported", "depends on the source"]
