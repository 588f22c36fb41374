"""Blocs: weight by date, accession and growth, spread of positions, trade within."""

import pandas as pd
import pytest

from russia_asean.analysis import blocs, economy, un_votes
from russia_asean.data import memberships

FIVE = ["BRA", "CHN", "IND", "RUS", "ZAF"]


def test_an_empty_set_has_no_weight():
    weight = blocs.output_share({2005: [], 2024: ["CHN"]}, "ppp")
    assert weight.index.tolist() == [2024]


def test_weights_take_fixed_sets_and_sets_by_year():
    wide = blocs.output_share_by_set(
        {"world": ["WLD"], "of the date": {2020: ["WLD"], 2019: []}}, "market", [2019, 2020]
    )
    assert wide["world"].tolist() == pytest.approx([100, 100])
    assert wide["of the date"].isna().tolist() == [True, False]


def test_the_world_weighs_a_hundred():
    assert blocs.output_share({2020: ["WLD"]}, "market")[2020] == pytest.approx(100)


@pytest.mark.parametrize("measure", ["ppp", "market"])
def test_growth_and_accession_add_up_to_the_change(measure):
    split = blocs.output_share_change(memberships.members_by_year("BRICS", range(2006, 2026)), 2006, 2025, measure)
    assert split["growth"] + split["accession"] == pytest.approx(split["last"] - split["first"])


def test_without_new_members_there_is_no_accession():
    assert blocs.output_share_change(dict.fromkeys([2011, 2020], FIVE), 2011, 2020, "ppp")[
        "accession"
    ] == pytest.approx(0)


def test_a_member_without_a_value_leaves_the_year_empty():
    weight = blocs.output_share({1995: ["THA", "MMR"], 2020: ["THA", "MMR"]}, "ppp")
    assert weight.isna().tolist() == [True, False]


def test_a_member_that_the_release_does_not_hold_stops_the_sum():
    with pytest.raises(KeyError, match="CUB"):
        blocs.output_share({2020: ["CHN", "CUB"]}, "ppp")


@pytest.mark.parametrize("year", [2010, 2020, 2025])
def test_the_printed_shares_add_up_to_the_computed_share(year):
    summed = blocs.sum_of_printed_shares(FIVE, year, economy.latest_vintage())
    computed = blocs.output_share({year: FIVE}, "ppp")[year]
    assert summed == pytest.approx(computed, abs=0.05)


def test_spread_is_the_mean_distance_of_all_pairs():
    points = pd.DataFrame({"A": [0.0, 1.0], "B": [1.0, 1.0], "C": [4.0, None]}, index=[2000, 2001])
    spread = blocs.ideal_point_spread(points, {year: ["A", "B", "C"] for year in points.index})
    assert spread.to_dict() == {2000: pytest.approx((1 + 3 + 4) / 3), 2001: 0}


def test_spread_leaves_out_who_has_no_point():
    points = pd.DataFrame({"A": [0.0]}, index=[2000])
    assert blocs.ideal_point_spread(points, {2000: ["A", "Z"]}).empty


def test_margins_are_half_the_intervals(monkeypatch):
    rows = [("A", 2000, 0.0, 0.2), ("B", 2000, 1.0, 1.6), ("C", 2000, 0.0, 9.0), ("A", 2001, 0.0, 0.4)]
    table = pd.DataFrame(rows, columns=["iso3", "year", "low", "high"]).assign(
        measure="final_passage", source_key="points"
    )
    monkeypatch.setattr(un_votes, "points_of_edition", lambda: table)
    found = blocs.ideal_point_margins(["A", "B"], [2000])
    assert found[2000].to_dict() == pytest.approx({"A": 0.1, "B": 0.3})
    assert found.columns.tolist() == [2000]


def test_agreement_is_the_mean_over_all_pairs(monkeypatch):
    read = {"RUS": pd.DataFrame({"A": [50.0], "B": [70.0]}), "CHN": pd.DataFrame({"A": [90.0], "B": [90.0]})}
    monkeypatch.setattr(
        un_votes,
        "mean_over_states",
        lambda codes, partners, measure: pd.DataFrame(
            {code: read[code][codes].mean(axis="columns") for code in partners}
        ),
    )
    agreed = blocs.agreement_by_group({"both": ["A", "B"], "one": ["A"]}, ["RUS", "CHN"])
    assert agreed.to_dict("list") == {"both": [75], "one": [70]}


def test_the_part_of_trade_with_one_country():
    flows = pd.DataFrame({"A": [None, 3.0, 1.0], "B": [4.0, None, 0.0], "C": [1.0, 1.0, None]}, index=["A", "B", "C"])
    assert blocs.trade_share_with(flows, "A") == 90
    assert blocs.trade_share_with(flows, "C") == 30


def test_trade_within_has_all_pairs_of_ten_in_2024():
    ten = memberships.members("BRICS", "2025-12-31")
    table = blocs.intra_brics_exports(2024, ten)
    assert table.shape == (10, 10)
    assert table.isna().sum().sum() == 10  # no exports to oneself
    assert blocs.intra_brics_exports(2024, FIVE).sum().sum() < table.sum().sum()


def test_trade_within_knows_two_years():
    with pytest.raises(KeyError, match="2010"):
        blocs.intra_brics_exports(2010, FIVE)


def test_every_member_has_an_ideal_point_each_year():
    points = un_votes.ideal_points("final_passage")
    members = memberships.members_by_year("BRICS", range(2006, 2025))
    assert all(points.loc[year, here].notna().all() for year, here in members.items())


def test_shares_of_sets_in_one_year():
    shares = blocs.output_share_in_year({"five": FIVE, "china": ["CHN"], "nobody": {2020: []}}, "ppp", 2020)
    assert shares["five"] > shares["china"] > 0
    assert pd.isna(shares["nobody"])


def test_each_release_has_the_shares_of_the_five():
    shares = [blocs.sum_of_printed_shares(FIVE, 2020, release) for release in economy.outlook_vintages()]
    assert all(20 < share < 40 for share in shares)
