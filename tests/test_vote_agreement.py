"""Agreement of votes: worked by hand, and what must hold of any votes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from russia_asean import vote_agreement

votes_of_two = st.lists(st.tuples(st.sampled_from("YAN"), st.sampled_from("YAN")), min_size=1, max_size=60)


def counted(first, second):
    """Return the counts of one pair of states in one year."""
    votes = pd.DataFrame({"AAA": list(first), "BBB": list(second)})
    return vote_agreement.pair_counts(votes, [("AAA", "BBB")], pd.Series(2000, index=votes.index, name="year"))


def only(values):
    """Return the one value of a series, which must have no other."""
    return values.item()


def test_pairs_are_counted_by_year_without_absences():
    votes = pd.DataFrame({"AAA": list("YYANX"), "BBB": ["Y", "N", "A", "", "Y"]})
    years = pd.Series([2000, 2000, 2001, 2001, 2001], name="year")
    counts = vote_agreement.pair_counts(votes, [("AAA", "BBB"), ("BBB", "AAA")], years)
    assert counts.loc[("AAA", "BBB", 2000)].loc[["yy", "yn", "ny"]].tolist() == [1, 1, 0]
    assert counts.loc[("BBB", "AAA", 2000), "ny"] == 1
    assert counts.loc[("AAA", "BBB", 2001)].sum() == 1
    assert vote_agreement.common_votes(counts).tolist() == [2, 1, 2, 1]


def test_a_year_without_common_votes_has_no_row():
    assert len(counted("YX", "XY")) == 0


def test_worked_example():
    # Ten votes. First: 8 yes, 2 no. Second: 6 yes, 2 abstentions, 2 no. Six yes-yes, two yes-abstained, two no-no.
    counts = counted("YYYYYYYYNN", "YYYYYYAANN")
    assert only(vote_agreement.raw_agreement(counts)) == pytest.approx(90)  # (6 + 2 + 2 x 1/2) / 10
    assert only(vote_agreement.identical_votes(counts)) == pytest.approx(80)
    assert only(vote_agreement.opposite_votes(counts)) == 0
    # Scott: the urn of both holds yes 0.7, abstained 0.1, no 0.2.
    scott = 0.7**2 + 0.1**2 + 0.2**2 + 0.5 * 2 * (0.7 * 0.1 + 0.1 * 0.2)  # 0.63
    assert only(vote_agreement.chance_agreement(counts)) == pytest.approx(100 * scott)
    assert only(vote_agreement.corrected_agreement(counts)) == pytest.approx(0.27 / 0.37)
    # Cohen: 0.8 x 0.6 + 0.2 x 0.2 of the same, half of 0.8 x 0.2 + 0.2 x 0.2 one step apart: 0.62.
    assert only(vote_agreement.chance_agreement(counts, "cohen")) == pytest.approx(62)
    assert only(vote_agreement.corrected_agreement(counts, "cohen")) == pytest.approx(0.28 / 0.38)


def test_votes_that_are_always_opposite_lie_far_below_chance():
    counts = counted("YNYN", "NYNY")
    assert only(vote_agreement.opposite_votes(counts)) == 100
    assert only(vote_agreement.corrected_agreement(counts)) == pytest.approx(-1)


def test_high_agreement_can_be_no_more_than_chance():
    # Nine in ten yes on either side, and the two votes against never meet.
    counts = counted("YYYYYYYYYN", "YYYYYYYYNY")
    assert only(vote_agreement.raw_agreement(counts)) == 80
    assert only(vote_agreement.corrected_agreement(counts)) < 0


def test_where_all_votes_are_one_there_is_nothing_above_chance_to_measure():
    counts = counted("YYY", "YYY")
    assert only(vote_agreement.raw_agreement(counts)) == 100
    assert np.isnan(only(vote_agreement.corrected_agreement(counts)))


@pytest.mark.parametrize("chance", ["scott", "cohen"])
@settings(max_examples=30)
@given(votes=st.lists(st.sampled_from("YAN"), min_size=2, max_size=40).filter(lambda cast: len(set(cast)) > 1))
def test_identical_votes_give_one(votes, chance):
    assert only(vote_agreement.corrected_agreement(counted(votes, votes), chance)) == pytest.approx(1)


@pytest.mark.parametrize("chance", ["scott", "cohen"])
@settings(max_examples=30)
@given(weights=st.lists(st.integers(1, 6), min_size=3, max_size=3))
def test_votes_independent_of_each_other_give_zero(weights, chance):
    # Every pair of votes as often as the product of what each state casts: independent exactly, not just on average.
    cast = [letter for letter, weight in zip("YAN", weights, strict=True) for _ in range(weight)]
    first, second = zip(*[(one, other) for one in cast for other in cast], strict=True)
    assert only(vote_agreement.corrected_agreement(counted(first, second), chance)) == pytest.approx(0, abs=1e-9)


def test_votes_drawn_by_lot_give_about_zero():
    lot = np.random.default_rng(1)
    first, second = (lot.choice(list("YAN"), 4000, p=[0.7, 0.2, 0.1]) for _ in range(2))
    counts = counted(first, second)
    assert only(vote_agreement.raw_agreement(counts)) > 65
    assert only(vote_agreement.corrected_agreement(counts)) == pytest.approx(0, abs=0.05)


@settings(max_examples=30)
@given(votes=votes_of_two)
def test_both_orders_of_a_pair_agree_as_much_and_scott_is_never_above_cohen(votes):
    first, second = zip(*votes, strict=True)
    counts, turned = counted(first, second), counted(second, first)
    for chance in ("scott", "cohen"):
        one, other = (vote_agreement.corrected_agreement(each, chance) for each in (counts, turned))
        assert only(one) == pytest.approx(only(other), nan_ok=True)
    # One urn for both expects more agreement than two urns, or as much.
    scott, cohen = (only(vote_agreement.chance_agreement(counts, chance)) for chance in ("scott", "cohen"))
    assert scott >= cohen - 1e-9
    assert only(vote_agreement.raw_agreement(counts)) >= only(vote_agreement.identical_votes(counts))
