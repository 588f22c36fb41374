"""Shares and volumes of arms by window."""

import pandas as pd
import pytest

from russia_asean.analysis import arms, rankings
from russia_asean.data import memberships

TEN = memberships.asean_10()


def test_windows_that_do_not_overlap_are_in_the_data():
    assert set(arms.FIVE_YEAR_WINDOWS) <= set(arms.available_windows())
    assert all(y == x + 4 for x, y in arms.FIVE_YEAR_WINDOWS)


def test_volumes_of_all_members_equal_those_of_the_group():
    summed = arms.volumes_by_supplier(TEN).sum(axis="columns").loc[arms.FIVE_YEAR_WINDOWS]
    assert summed.to_numpy() == pytest.approx(
        arms.deliveries_by_window("ASEAN10").loc[arms.FIVE_YEAR_WINDOWS].to_numpy(), rel=0.01
    )


def test_received_shares_equal_those_of_the_group_and_add_up():
    shares = arms.shares_of_members(TEN, ["RUS", "USA"], arms.FIVE_YEAR_WINDOWS)
    assert shares.sum(axis="columns").to_numpy() == pytest.approx(100)
    group = arms.major_arms_shares("ASEAN10")["RUS"].loc[arms.FIVE_YEAR_WINDOWS]
    assert shares["RUS"].to_numpy() == pytest.approx(group.to_numpy(), abs=0.1)


def test_members_without_deliveries_give_zeros_not_errors():
    assert arms.volume_by_recipient(["PHL", "TLS"], "RUS").to_numpy().sum() == 0
    assert arms.shares_of_members(["TLS"], ["RUS"], [(2020, 2024)]).to_numpy().sum() == 0
    assert arms.share_by_member(["PHL"], "RUS", arms.FIVE_YEAR_WINDOWS).iloc[:, 2:].isna().all(axis=None)


def test_deliveries_by_recipient_add_up_to_the_supplier():
    given = arms.volume_by_recipient(TEN, "RUS")
    assert given.sum(axis="columns").to_numpy() == pytest.approx(
        arms.volumes_by_supplier(TEN)["RUS"].loc[arms.FIVE_YEAR_WINDOWS].to_numpy()
    )


def test_rank_leaves_out_the_rest():
    assert arms.supplier_rank("ASEAN10", "RUS", (2013, 2017)) == 1
    assert arms.supplier_rank("ASEAN10", "RUS", (2020, 2024)) > 1
    with pytest.raises(KeyError):
        arms.supplier_rank("ASEAN10", rankings.OTHERS, (2013, 2017))


def test_supplied_windows():
    assert (1995, 1999) in arms.windows_with_deliveries("MMR", "RUS")
    assert arms.windows_with_deliveries("PHL", "RUS") == []


def test_unknown_recipients_are_named():
    with pytest.raises(KeyError, match="no share of 'XYZ'"):
        arms.major_arms_shares("XYZ")


def test_a_trajectory_names_its_ends_and_its_top():
    course = arms.trajectory(pd.Series({"1995–1999": 16.0, "2000–2004": 35.0, "2005–2009": 9.0}))
    assert (course.first, course.was, course.last, course.now) == ("1995–1999", 16, "2005–2009", 9)
    assert (course.top, course.highest, course.moved) == ("2000–2004", 35, "fell")


def test_milestones_name_each_window_once():
    assert arms.milestones(pd.Series({"a": 1.0, "b": 2.0, "c": 3.0, "d": 2.0})).to_dict() == {"a": 1, "c": 3, "d": 2}
    assert arms.milestones(pd.Series({"a": 3.0, "b": 2.0})).to_dict() == {"a": 3, "b": 2}
    assert arms.milestones(pd.Series({"a": 3.0})).to_dict() == {"a": 3}


def test_windows_of_five_years_lie_wholly_in_the_span():
    assert arms.five_year_windows(range(1995, 2005)) == [(1995, 1999), (2000, 2004)]
    assert arms.five_year_windows(range(1996, 2004)) == []


def test_ranks_are_named_by_window():
    ranks = arms.supplier_rank_by_window("ASEAN10", "RUS", [(2013, 2017), (2020, 2024)])
    assert ranks == {"2013–2017": 1, "2020–2024": arms.supplier_rank("ASEAN10", "RUS", (2020, 2024))}


def test_served_needs_a_window_within_the_years(monkeypatch):
    made = {"LAO": [(1995, 1999)], "VNM": [(1995, 1999), (2013, 2017)], "PHL": []}
    monkeypatch.setattr(arms, "windows_with_deliveries", lambda code, supplier: made[code])
    assert arms.members_supplied(made, "RUS", range(1995, 2018)) == {"LAO", "VNM"}
    assert arms.members_supplied(made, "RUS", range(2013, 2018)) == {"VNM"}
    assert arms.members_supplied(made, "RUS", range(1996, 2017)) == set()


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (1992, 2025, arms.FIVE_YEAR_WINDOWS),
        (2010, 2019, [(2010, 2014), (2015, 2019)]),
        (2016, 2017, [(2005, 2009), (2010, 2014)]),
        (1992, 1993, arms.FIVE_YEAR_WINDOWS[:2]),
    ],
)
def test_windows_lie_inside_the_years_or_before_their_end_if_some_are_needed(first, last, found):
    assert arms.five_year_windows(range(first, last + 1), least=2) == found


@pytest.fixture
def given_arms(monkeypatch):
    """Put hand-made deliveries in three windows in the place of the table; two of the windows overlap."""
    windows = pd.MultiIndex.from_tuples([(1985, 1989), (1990, 1994), (1993, 1997)])
    wide = pd.DataFrame({"SUN": [90.0, 0, 0], "RUS": [0, 70.0, 60.0], "USA": [0, 1.0, 9.0], "OTH": [10.0, 29, 31]})
    monkeypatch.setattr(arms, "major_arms_shares", lambda country: wide.set_axis(windows))
    monkeypatch.setattr(arms, "deliveries_by_window", lambda country: pd.Series([200.0, 100.0, 50.0], index=windows))
    monkeypatch.setattr(arms, "supplier_concentration", lambda country: pd.Series([0.9, 0.5, 0.4], index=windows))


def test_suppliers_that_follow_one_another_are_taken_together(given_arms):
    supply = arms.supply_and_concentration("VNM", ["SUN", "RUS"])
    assert supply.loc[(1985, 1989)].to_dict() == {"share": 90, "delivered": 180, "volume": 200, "concentration": 0.9}
    assert supply["share"].tolist() == [90, 70, 60]


def test_main_suppliers_come_in_order_and_by_windows_that_do_not_overlap(given_arms):
    wide = arms.main_suppliers("VNM", 1985, 1997, least=2)
    assert list(wide.columns) == ["SUN", "RUS", "others"] and list(wide.index) == ["1985–89", "1990–94"]
    assert list(arms.main_suppliers("VNM", 1990, 1994, least=1).columns) == ["RUS", "USA", "others"]


def test_deliveries_can_be_asked_for_in_other_windows():
    table = arms.volume_by_recipient(["VNM", "IDN"], "SUN", [(1985, 1989)])
    assert table.loc[(1985, 1989), "VNM"] == pytest.approx(arms.deliveries_by_window("VNM")[1985, 1989])
    assert table.loc[(1985, 1989), "IDN"] == 0


def test_shares_in_a_window_add_up():
    assert arms.shares_in_window("VNM", (2020, 2024)).sum() == pytest.approx(100, abs=0.1)
    with pytest.raises(KeyError):
        arms.shares_in_window("VNM", (1901, 1905))


def test_a_window_is_named_by_its_years():
    assert arms.window_label((1995, 1999)) == "1995–1999"
