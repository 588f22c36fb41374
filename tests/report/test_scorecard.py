"""The scorecard: what it reads back, how it judges a movement, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.report import scorecard

BASIS = scorecard.Basis("a share", "fig-a", "year", "value", "percent", {"side": "A"})
ROWS = [
    {"year": 2014, "side": "A", "value": 2.0},
    {"year": 2015, "side": "A", "value": None},
    {"year": 2024, "side": "A", "value": 3.0},
    {"year": 2024, "side": "B", "value": 9.0},
]


@pytest.fixture
def chapter(make, monkeypatch):
    """Make a chapter that publishes one figure and one finding; return a function that changes the rows."""
    monkeypatch.setattr(paths, "NOTEBOOKS", make.folder)

    def publish(rows):
        figure = make.record(records.EXHIBIT, "fig-a", {"data": rows})
        said = make.record(records.FINDING, "a", {"text": "It rose."})
        make.notebook(make.code("1", figure, said), name="trade")

    publish(ROWS)
    return publish


def test_a_series_is_read_back_without_gaps_and_other_rows(chapter):
    assert scorecard.series(BASIS).to_dict() == {2014: 2.0, 2024: 3.0}


def test_a_movement_is_measured_from_the_first_year_asked_for(chapter):
    moved = scorecard.movement(BASIS, 2012)
    assert (moved["first_years"], moved["last_years"], moved["change"], moved["direction"]) == ("2014", "2024", 50.0, 1)
    assert scorecard.movement(scorecard.Basis(**{**vars(BASIS), "nearer": -1}), 2014)["direction"] == -1


def test_a_series_that_begins_late_says_nothing_of_an_earlier_year(chapter):
    assert scorecard.movement(BASIS, 2011) is not None
    assert scorecard.movement(BASIS, 2010) is None


def test_windows_are_named_by_their_first_and_last_year(chapter):
    chapter([{"year": "2010–2014", "side": "A", "value": 1}, {"year": "2020–2024", "side": "A", "value": 2}])
    moved = scorecard.movement(scorecard.Basis(**{**vars(BASIS), "window": 5}), 2014)
    assert (moved["first_years"], moved["last_years"]) == ("2010–2014", "2020–2024")


def test_one_exceptional_year_does_not_make_a_movement(chapter):
    years = {2014: 10, 2015: 100, 2016: 40, 2017: 30, 2018: 20, 2019: 10, 2020: 20, 2021: 60}
    chapter([{"year": year, "side": "A", "value": value} for year, value in years.items()])
    moved = scorecard.movement(BASIS, 2014)
    assert (moved["first_years"], moved["first"], moved["last_years"], moved["last"]) == (
        "2014–2016",
        50.0,
        "2019–2021",
        30.0,
    )
    assert moved["direction"] == -1


def test_a_card_judges_each_dimension_by_all_its_bases(chapter):
    far = {**vars(BASIS), "name": "a distance", "nearer": -1}
    card = scorecard.card([{"name": "one", "basis": [vars(BASIS)]}, {"name": "two", "basis": [vars(BASIS), far]}], 2014)
    assert card["dimension"].tolist() == ["one", "two", "two"]
    assert card["moved"].tolist() == ["nearer", "mixed", "mixed"]
    assert card["confidence"].tolist() == ["low", "low", "low"]


def test_a_small_change_is_no_movement(chapter):
    chapter([{"year": 2014, "side": "A", "value": 100.0}, {"year": 2024, "side": "A", "value": 109.0}])
    assert scorecard.movement(BASIS, 2012)["direction"] == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"exhibit": "fig-b"}, "No chapter has published 'fig-b'"),
        ({"value": "price"}, "has no column 'price'. It has: side, value, year"),
        ({"where": {"side": "C"}}, "has no rows for 'a share'"),
        ({"where": {}}, "several rows a year"),
    ],
)
def test_what_no_chapter_has_is_refused(chapter, changed, message):
    with pytest.raises(scorecard.ScorecardError, match=message):
        scorecard.series(scorecard.Basis(**{**vars(BASIS), **changed}))


def test_one_year_is_no_movement(chapter):
    assert scorecard.movement(BASIS, 2020) is None
    (row,) = scorecard.card([{"name": "one", "basis": [vars(BASIS)]}], 2020).to_dict("records")
    assert (row["moved"], row["confidence"]) == ("not known", "none")


def test_columns_can_be_added_and_rows_counted(chapter):
    chapter(
        [{"year": "2010–2014", "a": 1, "b": 2}, {"year": "2020–24", "a": 4, "b": 8}, {"year": None, "a": 1, "b": 1}]
    )
    added = scorecard.Basis("sum", "fig-a", "year", "a+b", ".0f")
    assert scorecard.series(added).to_dict() == {2014: 3.0, 2024: 12.0}
    counted = scorecard.series(scorecard.Basis("count", "fig-a", "year", "", ".0f", until=2025))
    assert (counted[2014], counted[2023], counted[2025]) == (1, 1, 2)


@pytest.mark.parametrize("label", [2024, 2024.0, "2024", "2024-10-22", "2020–2024", "2020–24"])
def test_a_label_is_read_as_its_last_year(label):
    assert scorecard.year(label) == 2024


def test_a_card_is_summed_up_in_words(chapter):
    far = {**vars(BASIS), "name": "a distance", "nearer": -1}
    still = {**vars(BASIS), "name": "a flat line", "where": {"side": "B"}}
    chapter(
        [{"year": year, "side": "A", "value": float(year - 2012)} for year in (2014, 2015)]
        + [{"year": year, "side": "B", "value": 5.0} for year in (2014, 2015)]
    )
    three = [
        {"name": "One", "basis": [vars(BASIS), still]},
        {"name": "Two", "basis": [vars(BASIS), far]},
        {"name": "Three", "basis": [still]},
    ]
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
    assert scorecard.movements(scorecard.card(three[2:], 2020)) == ["Three: no series reaches so far back"]


def test_a_card_is_drawn_up_again_from_other_years_and_thresholds(chapter):
    one = [{"name": "one", "basis": [vars(BASIS)]}]
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
    table = scorecard.ledger(["russia-seriousness-question"])
    assert table.index.is_unique
    assert table.loc["russia-seriousness-question", "verdict"] == "judgement"
    told = records.collect(records.CHECK)
    assert all(
        table.loc[key, "verdict"] == record.content["verdict"]
        for key, record in told.items()
        if record.notebook != "synthesis"
    )


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
