"""Trade: which release answers, partners, sums and shares."""

import pandas as pd
import pytest
from origins import without_rows

from russia_asean import counted_by, provenance
from russia_asean.analysis import trade
from russia_asean.data import memberships, tables
from russia_asean.provenance import Origin

OLD, MONTHLY, NEWEST = "imf-dots-2022-02", "imf-dots-monthly-2024-07", "imf-imts-2026-04"
ROSSTAT = "rosstat-fcs-2022"
BOTH = ("import", "export")


def test_the_newest_release_answers(given_flows):
    cell = ("RUS", "VNM", 2019, "export")
    given_flows(*((*cell, value, "reported", key) for value, key in ((1.0, OLD), (3.0, NEWEST), (2.0, MONTHLY))))
    assert trade.chosen_flows()["value"].tolist() == [3.0]


def test_a_new_release_that_ranks_first_answers(given_flows):
    cell = ("RUS", "VNM", 2019, "export")
    rows = [(*cell, 1.0, "reported", OLD), (*cell, 4.0, "reported", "a-customs-office")]
    given_flows(*rows, releases=["a-customs-office", OLD])
    assert trade.chosen_flows()["value"].tolist() == [4.0]


def test_a_release_that_is_not_listed_is_refused(given_flows):
    given_flows(("RUS", "VNM", 2019, "export", 4.0, "reported", "a-customs-office"))
    with pytest.raises(tables.TableError, match=r"the release 'a-customs-office' is not in data/releases\.csv"):
        trade.chosen_flows()


def test_the_cross_check_never_answers(given_flows):
    given_flows(("RUS", "VNM", 2019, "export", 1.0, "reported", ROSSTAT))
    assert trade.chosen_flows().empty


def test_one_value_for_each_flow():
    assert not trade.chosen_flows().duplicated(["reporter", "partner", "year", "flow"]).any()


def test_a_change_of_the_answer_does_not_change_the_source():
    first = trade.chosen_flows()
    first["value"] = 0
    assert trade.chosen_flows()["value"].sum() > 0


def test_amounts_by_partner_come_from_one_flow(given_flows):
    given_flows(
        ("RUS", "VNM", 2017, "import", 5.0, "reported", OLD),
        ("RUS", "VNM", 2017, "export", 9.0, "reported", OLD),
        ("CHN", "VNM", 2017, "import", 7.0, "reported", OLD),
    )
    assert trade.reported_by_partner("RUS", "import").to_dict() == {"VNM": {2017: 5.0}}


def test_two_way_trade_is_the_sum_of_both_directions_and_of_all_pairs(given_flows):
    given_flows(
        *(("VNM", "CHN", 2019, flow, 5.0, "reported", OLD) for flow in BOTH),
        *(("THA", "CHN", 2019, flow, 1.0, "reported", OLD) for flow in BOTH),
        ("VNM", "USA", 2019, "export", 2.0, "reported", OLD),
        ("CHN", "VNM", 2019, "export", 9.0, "reported", OLD),
    )
    assert trade.two_way_trade(["VNM", "THA"], ["CHN"]).to_dict() == {2019: 12.0}
    assert trade.two_way_trade(["VNM", "THA"], ["CHN", "USA"]).to_dict() == {2019: 14.0}
    assert trade.two_way_trade_by_partner(["VNM"], ["CHN", "USA"]).loc[2019].to_dict() == {"CHN": 10.0, "USA": 2.0}


def test_what_was_reported_has_both_directions_and_no_estimate(given_flows):
    given_flows(
        *(("CHN", "VNM", 2019, flow, 5.0, "reported", OLD) for flow in BOTH),
        ("CHN", "VNM", 2020, "export", 5.0, "reported", OLD),
        *(("CHN", "VNM", 2021, flow, 5.0, "estimate", OLD) for flow in BOTH),
    )
    assert trade.two_way_trade(["CHN"], ["VNM"], reported=True).to_dict() == {2019: 10}
    assert trade.two_way_trade(["CHN"], ["VNM"]).to_dict() == {2019: 10, 2020: 5, 2021: 10}


def test_shares_of_trade_are_percent_of_the_world():
    span = range(2004, 2020)
    members = trade.members_with_detail(memberships.asean_10(), span)
    shares = trade.partner_shares(members, ["CHN", "WLD"], years=span)
    assert (shares["WLD"] == 100).all()
    assert shares["CHN"].between(0, 100).all()


def test_sums_know_who_counted_them(given_flows):
    given_flows(
        *(("VNM", "CHN", year, flow, 5.0, "reported", OLD) for year in (2019, 2020) for flow in BOTH),
        ("BRN", "CHN", 2020, "export", 1.0, "reported", OLD),
    )
    with pytest.raises(counted_by.ReportersChangedError, match="Brunei, exports came"):
        counted_by.compared(trade.two_way_trade(["VNM", "BRN"], ["CHN"]), [2019, 2020])
    by_partner = trade.two_way_trade_by_partner(["VNM", "BRN"], ["CHN"])["CHN"]
    assert counted_by.behind(by_partner, 2019) == {"Vietnam, exports", "Vietnam, imports"}


def test_shares_are_refused_when_a_member_lists_no_partners_in_some_year(given_flows):
    members = ["VNM", "MMR"]
    cells = [(code, year, flow) for code in members for year in (2020, 2021) for flow in BOTH]
    world = [(code, "WLD", year, flow, 9.0, "reported", OLD) for code, year, flow in cells]
    detail = [(code, "CHN", year, flow, 3.0, "reported", OLD) for code, year, flow in cells]
    given_flows(*world, *(row for row in detail if (row[0], row[2]) != ("MMR", 2021)))
    with pytest.raises(counted_by.ReportersChangedError, match=r"Myanmar, exports \(2021\), Myanmar, imports \(2021\)"):
        trade.partner_shares(members, ["CHN"])
    assert trade.members_with_detail(members, [2020, 2021]) == ["VNM"]
    assert trade.partner_shares(["VNM"], ["CHN"])["CHN"].tolist() == pytest.approx([100 / 3] * 2)
    # In a year in which both list their partners, both count.
    assert trade.members_with_detail(members, [2020]) == members
    assert trade.partner_shares(members, ["CHN"], years=[2020])["CHN"].tolist() == pytest.approx([100 / 3])


def test_an_estimate_or_one_direction_is_no_detail(given_flows):
    given_flows(
        *(("LAO", "CHN", 2020, flow, 3.0, "estimate", OLD) for flow in BOTH),
        ("BRN", "CHN", 2020, "import", 3.0, "reported", OLD),
        *(("VNM", "EUN", 2020, flow, 3.0, "reported", OLD) for flow in BOTH),
    )
    assert trade.members_with_detail(["LAO", "BRN", "VNM"], [2020]) == []


def test_only_the_years_asked_for_are_credited(given_flows):
    given_flows(
        *(("VNM", "CHN", 2019, flow, 5.0, "reported", OLD) for flow in BOTH),
        *(("VNM", "CHN", 2020, flow, 6.0, "reported", MONTHLY) for flow in BOTH),
        *(("VNM", "WLD", year, flow, 50.0, "reported", OLD) for flow in BOTH for year in (2019, 2020)),
    )
    with provenance.collecting() as noted:
        assert trade.two_way_trade(["VNM"], ["CHN"], years=[2020]).to_dict() == {2020: 12.0}
    assert without_rows(noted) == {Origin(trade.TABLE, MONTHLY)}
    shares = trade.partner_shares(["VNM"], ["CHN"])
    assert without_rows(provenance.value_at(shares["CHN"], 2019).origins) == {Origin(trade.TABLE, OLD)}
    assert without_rows(provenance.value_at(shares["CHN"], 2020).origins) == {
        Origin(trade.TABLE, OLD),
        Origin(trade.TABLE, MONTHLY),
    }


def test_russias_own_report_ends_before_its_estimates(given_flows):
    given_flows(
        ("RUS", "VNM", 2021, "export", 1.0, "reported", NEWEST),
        ("RUS", "WLD", 2022, "export", 1.0, "reported", NEWEST),
        ("RUS", "VNM", 2022, "export", 1.0, "estimate", NEWEST),
    )
    assert trade.last_russian_year() == 2021


def test_shares_end_before_the_first_year_in_which_a_large_member_lacks_detail(given_flows):
    complete = [
        (member, "CHN", year, flow, 1.0, "reported", OLD)
        for member in trade.LARGE_MEMBERS
        for year in range(trade.FIRST_COMPARABLE_YEAR, 2010)
        for flow in BOTH
    ]
    given_flows(*complete)
    assert trade.last_share_year() == 2009
    given_flows(*(row for row in complete if row[:4] != ("IDN", "CHN", 2007, "import")))
    assert trade.last_share_year() == 2006
    # A sum of countries is no detail.
    given_flows(
        *complete,
        *((member, "EUN", 2010, flow, 1.0, "reported", OLD) for member in trade.LARGE_MEMBERS for flow in BOTH),
    )
    assert trade.last_share_year() == 2009


def test_regions_by_customs_are_read_from_one_release(monkeypatch):
    rows = [
        ("region", "Asia", 2022, "01-12", "export", 40.0, "2023-03-09"),  # an earlier release of the same year
        ("region", "World", 2022, "01-12", "export", 100.0, "2023-03-09"),
        ("region", "Asia", 2022, "01-12", "export", 50.0, "2024-02-09"),
        ("region", "World", 2022, "01-12", "export", 200.0, "2024-02-09"),
        ("region", "Asia", 2023, "01-12", "export", 60.0, "2024-02-09"),
        ("region", "World", 2023, "01-12", "export", 120.0, "2024-02-09"),
        ("region", "Asia", 2024, "01-09", "export", 9.0, "2024-11-08"),  # months are no year
        ("region", "World", 2024, "01-09", "export", 10.0, "2024-11-08"),
        ("product", "World", 2023, "01-12", "export", 999.0, "2024-02-09"),
    ]
    columns = ["breakdown", "part", "year", "months", "flow", "value", "vintage"]
    made = pd.DataFrame(rows, columns=columns).assign(source_key="customs")
    monkeypatch.setattr(tables, "load", lambda name, credit: made)
    assert trade.region_share_by_customs("Asia")["export"].to_dict() == {2022: 25.0, 2023: 50.0}
    assert trade.region_share_by_customs("Asia", "01-09")["export"].to_dict() == {2024: 90.0}
    with pytest.raises(KeyError):
        trade.region_share_by_customs("Atlantis")
