"""Orders, ranks in them, and how they are told."""

import pandas as pd
import pytest

from russia_asean.analysis import rankings


def test_an_order_leaves_out_sums_and_what_is_missing():
    values = pd.Series({"WLD": 9.0, "a": 1.0, "b": 3.0, "c": None, "d": 2.0, "OTH": 4.0, "REST": 5.0})
    assert list(rankings.sorted_values(values).index) == ["b", "d", "a"]
    assert list(rankings.sorted_values(values, smallest_first=True).index) == ["a", "d", "b"]


def test_the_first_partner_is_named_with_its_share():
    shares = pd.Series({"CHN": 30.0, "USA": 20.0, "REST": 45.0, "JPN": None})
    assert rankings.largest_share_text(shares).startswith("China (30")


@pytest.mark.parametrize(("always", "kept"), [("RUS", ["CHN", "USA", "RUS"]), ("USA", ["CHN", "USA"])])
def test_one_partner_comes_last_whatever_its_size(always, kept):
    shares = pd.Series({"USA": 20.0, "CHN": 30.0, "JPN": 10.0, "RUS": 1.0, "REST": 39.0})
    assert list(rankings.largest_values(shares, 2, always).index) == kept


def test_what_is_missing_has_no_rank():
    table = rankings.column_ranks(pd.DataFrame({"a": [1.0, 3.0, 3.0], "b": [None, 5.0, 6.0]}, index=["x", "y", "z"]))
    assert table["a"].to_dict() == {"x": 3, "y": 1, "z": 1}
    assert pd.isna(table["b"]["x"]) and f"{table['b']['z']}" == "1"


def test_a_rank_in_the_world_needs_the_world():
    """The package once held 36 economies chosen for its chapters; a rank among them is none in the world."""
    chosen = pd.Series({f"X{number}": float(number) for number in range(36)})
    with pytest.raises(rankings.IncompleteListError, match="of a list of 36 economies"):
        rankings.rank_in_world(chosen, "X30")
    world = pd.Series({f"X{number}": float(number) for number in range(rankings.WORLD_ECONOMIES)})
    assert rankings.rank_in_world(world, "X188") == 2
    # The world itself is no economy, so that it does not fill a list.
    assert not rankings.lists_the_world(world.rename({"X5": "WLD"}))


def test_a_rank_holds_where_no_unlisted_partner_can_stand_before_it():
    shares = pd.Series({"CHN": 30.0, "USA": 20.0, "RUS": 5.0, "REST": 15.0})
    assert rankings.rank_before_rest(shares, "USA") == 2
    with pytest.raises(rankings.IncompleteListError, match="leaves out 15"):
        rankings.rank_before_rest(shares, "RUS")
