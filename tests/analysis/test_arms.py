"""Shares and volumes of arms by window."""

import itertools

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.analysis import arms, rankings
from russia_asean.data import memberships

TEN = memberships.asean_10()
WINDOWS = arms.five_year_windows()


def test_windows_of_the_register_follow_one_another():
    assert WINDOWS[0] == (arms.REGISTER_START, arms.REGISTER_START + 4)
    assert all(later[0] == earlier[1] + 1 for earlier, later in itertools.pairwise(WINDOWS))


def test_windows_that_overlap_or_come_from_an_older_release_are_left_out(monkeypatch):
    held = [(1990, 1994), (1995, 1999), (1998, 2002), (2000, 2004), (2000, 2009)]
    monkeypatch.setattr(arms, "available_windows", lambda: held)
    assert arms.five_year_windows() == [(1995, 1999), (2000, 2004)]


def test_volumes_of_all_members_equal_those_of_the_group():
    summed = arms.volumes_by_supplier(TEN).sum(axis="columns").loc[WINDOWS]
    assert summed.to_numpy() == pytest.approx(arms.deliveries_by_window("ASEAN10").loc[WINDOWS].to_numpy(), rel=0.01)


def test_received_shares_equal_those_of_the_group_and_add_up():
    shares = arms.shares_of_members(TEN, ["RUS", "USA"], WINDOWS)
    assert shares.sum(axis="columns").to_numpy() == pytest.approx(100)
    group = arms.major_arms_shares("ASEAN10")["RUS"].loc[WINDOWS]
    assert shares["RUS"].to_numpy() == pytest.approx(group.to_numpy(), abs=0.1)


def test_members_without_deliveries_give_zeros_not_errors():
    assert arms.volume_by_recipient(["PHL", "TLS"], "RUS", WINDOWS).to_numpy().sum() == 0
    assert arms.shares_of_members(["TLS"], ["RUS"], [(2020, 2024)]).to_numpy().sum() == 0


def test_deliveries_by_recipient_add_up_to_the_supplier():
    given = arms.volume_by_recipient(TEN, "RUS", WINDOWS)
    assert given.sum(axis="columns").to_numpy() == pytest.approx(
        arms.volumes_by_supplier(TEN)["RUS"].loc[WINDOWS].to_numpy()
    )


def test_rank_leaves_out_the_rest():
    assert arms.supplier_rank("ASEAN10", "RUS", (2013, 2017)) == 1
    assert arms.supplier_rank("ASEAN10", "RUS", (2020, 2024)) > 1
    with pytest.raises(KeyError):
        arms.supplier_rank("ASEAN10", rankings.OTHERS, (2013, 2017))


def test_unknown_recipients_are_named():
    with pytest.raises(KeyError, match="no share of 'XYZ'"):
        arms.major_arms_shares("XYZ")


def test_windows_of_five_years_lie_wholly_in_the_span():
    assert arms.five_year_windows(range(1995, 2005)) == [(1995, 1999), (2000, 2004)]
    assert arms.five_year_windows(range(1996, 2004)) == []


def test_ranks_are_named_by_window(monkeypatch):
    shares = {(2013, 2017): {"RUS": 60, "USA": 30, "OTH": 70}, (2020, 2024): {"RUS": 10, "USA": 30, "CHN": 20}}
    monkeypatch.setattr(arms, "shares_in_window", lambda recipient, window: pd.Series(shares[window]))
    ranks = arms.supplier_rank_by_window("ASEAN10", "RUS", list(shares))
    assert ranks == {"2013–2017": 1, "2020–2024": 3}


ROWS = pd.DataFrame(
    [
        ("LAO", 1995, 1999, "RUS", "share", 90.0, "new"),
        ("VNM", 1995, 1999, "RUS", "share", 95.0, "new"),
        ("VNM", 2013, 2017, "RUS", "share", 60.0, "new"),
        ("PHL", 1995, 1999, "USA", "share", 99.0, "new"),
        ("VNM", 1990, 1994, "RUS", "share", 70.0, "old"),
        ("VNM", 1990, 1994, "ALL", "total", 200.0, "old"),
        ("VNM", 1995, 1999, "ALL", "total", 100.0, "new"),
    ],
    columns=["recipient", "start_year", "end_year", "supplier", "measure", "value", "source_key"],
)


@pytest.fixture
def made_table(monkeypatch):
    """Put a few rows of two releases in the place of the table."""
    monkeypatch.setattr(arms, "_table", lambda: ROWS)


def sources_of(read):
    """Return the sources that a function notes."""
    with provenance.collecting() as origins:
        read()
    return {origin.source for origin in origins}


def test_served_needs_a_window_within_the_years(made_table):
    members = ["LAO", "VNM", "PHL"]
    assert arms.members_supplied(members, "RUS", range(1995, 2018)) == {"LAO", "VNM"}
    assert arms.members_supplied(members, "RUS", range(2013, 2018)) == {"VNM"}
    assert arms.members_supplied(members, "RUS", range(1996, 2017)) == set()


def test_only_the_release_of_the_windows_asked_for_is_credited(made_table):
    new = [(1995, 1999), (2013, 2017)]
    assert sources_of(lambda: arms.major_arms_shares("VNM")) == {"old", "new"}
    assert sources_of(lambda: arms.major_arms_shares("VNM", new)) == {"new"}
    assert sources_of(lambda: arms.volume_by_recipient(["VNM"], "RUS", [(1990, 1994)])) == {"old"}
    assert sources_of(lambda: arms.shares_of_members(["VNM"], ["RUS"], new)) == {"new"}
    assert sources_of(lambda: arms.members_supplied(["PHL"], "RUS", range(1995, 2000))) == {"new"}
    assert sources_of(arms.available_windows) == set()


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (1992, 2025, WINDOWS),
        (2010, 2019, [(2010, 2014), (2015, 2019)]),
        (2016, 2017, [(2005, 2009), (2010, 2014)]),
        (1992, 1993, WINDOWS[:2]),
    ],
)
def test_windows_lie_inside_the_years_or_before_their_end_if_some_are_needed(first, last, found):
    assert arms.five_year_windows(range(first, last + 1), least=2) == found


@pytest.fixture
def given_arms(monkeypatch):
    """Put hand-made deliveries in three windows in the place of the table; two of the windows overlap."""
    windows = pd.MultiIndex.from_tuples([(1985, 1989), (1990, 1994), (1993, 1997)])
    wide = pd.DataFrame({"SUN": [90.0, 0, 0], "RUS": [0, 70.0, 60.0], "USA": [0, 1.0, 9.0], "OTH": [10.0, 29, 31]})
    shares = wide.set_axis(windows)
    known = {
        "major_arms_shares": shares,
        "deliveries_by_window": pd.Series([200.0, 100.0, 50.0], index=windows),
        "supplier_concentration": pd.Series([0.9, 0.5, 0.4], index=windows),
    }

    def those_asked_for(values):
        return lambda country, asked=None: values[values.index.isin(windows if asked is None else asked)]

    monkeypatch.setattr(arms, "available_windows", lambda: list(windows))
    for name, values in known.items():
        monkeypatch.setattr(arms, name, those_asked_for(values))


def test_suppliers_that_follow_one_another_are_taken_together(given_arms):
    supply = arms.supply_and_concentration("VNM", ["SUN", "RUS"])
    assert supply.loc[(1985, 1989)].to_dict() == {"share": 90, "delivered": 180, "volume": 200, "concentration": 0.9}
    assert supply["share"].tolist() == [90, 70, 60]
    assert list(arms.supply_and_concentration("VNM", ["RUS"], [(1990, 1994)]).index) == [(1990, 1994)]


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


def test_ten_years_are_two_windows_of_five():
    tens = arms.ten_year_windows()
    assert tens[-1] == (WINDOWS[-2][0], WINDOWS[-1][1])
    assert all(last - first == 9 for first, last in tens)


def test_levels_add_up_over_suppliers_and_over_windows():
    five = arms.levels_of_suppliers(TEN, ["RUS", "USA"], WINDOWS[-2:])
    (ten,) = arms.levels_of_suppliers(TEN, ["RUS", "USA"], [(WINDOWS[-2][0], WINDOWS[-1][1])]).to_dict("records")
    assert ten == pytest.approx(five.sum().to_dict())
    assert five[["RUS", "USA", "Others"]].sum(axis="columns").tolist() == pytest.approx(five["All"].tolist())
    assert five["All"].tolist() == pytest.approx(
        arms.deliveries_by_window("ASEAN10").loc[WINDOWS[-2:]].tolist(), rel=0.01
    )


def test_no_share_is_told_of_a_volume_that_one_delivery_makes():
    shares = pd.Series({(2010, 2014): 60.0, (2015, 2019): 100.0, (2020, 2024): 0.0})
    volumes = pd.Series({(2010, 2014): arms.LEAST_VOLUME, (2015, 2019): 31.0})
    assert arms.told_shares(shares, volumes).dropna().to_dict() == {(2010, 2014): 60.0}


def test_years_add_up_to_the_windows():
    yearly = arms.russian_deliveries_by_year()
    for first, last in WINDOWS:
        share = arms.major_arms_shares("ASEAN10")["RUS"][first, last]
        volume = arms.deliveries_by_window("ASEAN10")[first, last] * share / 100
        assert yearly["volume"].loc[first:last].sum() == pytest.approx(volume, rel=0.005)
    # Shares of the two halves of a whole: what all delivered follows from volume and share.
    whole = 100 * yearly["volume"] / yearly["share"]
    assert whole.loc[2020:2024].sum() == pytest.approx(arms.deliveries_by_window("ASEAN10")[2020, 2024], rel=0.005)
