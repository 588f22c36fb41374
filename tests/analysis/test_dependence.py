"""Dependence: shares from one release, concentration, ranks, what agreements cover, the mirror."""

import math

import pandas as pd
import pytest

from russia_asean import measures, provenance
from russia_asean.analysis import arms, dependence, rankings
from russia_asean.data import memberships

OLD, NEW = "imf-dots-2022-02", "imf-dots-monthly-2024-07"


def row(partner, value, source=OLD, *, year=2017, status="reported"):
    return ("VNM", partner, year, "export", value, status, source)


def test_a_share_takes_both_parts_from_one_release(given_flows):
    """The later release has another world total but lacks the partner: it must not answer for the total alone."""
    given_flows(row("USA", 20.0), row("WLD", 100.0), row("WLD", 120.0, NEW))
    assert dependence.partner_trade_shares("VNM", "export")["USA"].to_dict() == {2017: 20.0}


def test_of_equal_releases_the_later_answers(given_flows):
    given_flows(row("USA", 20.0), row("WLD", 100.0), row("USA", 30.0, NEW), row("WLD", 100.0, NEW))
    assert dependence.partner_trade_shares("VNM", "export").loc[2017].to_dict() == {"USA": 30.0, "REST": 70.0}


def test_a_year_without_a_world_total_and_estimates_are_left_out(given_flows):
    given_flows(
        row("USA", 20.0), row("WLD", 100.0), row("USA", 5.0, year=2018), row("CHN", 9.0, year=2017, status="estimate")
    )
    shares = dependence.partner_trade_shares("VNM", "export")
    assert list(shares.index) == [2017] and "CHN" not in shares


def test_a_country_without_reports_has_no_shares():
    assert dependence.partner_trade_shares("XXX", "export").empty
    assert dependence.years_reported("XXX", "export") == []


def test_only_the_release_that_answers_is_credited(given_flows):
    given_flows(row("USA", 20.0), row("WLD", 100.0), row("WLD", 120.0, NEW), row("USA", 9.0, NEW, year=2018))
    with provenance.collecting() as read:
        dependence.partner_trade_shares("VNM", "export")
    assert {origin.source for origin in read} == {OLD}


def test_years_that_are_not_asked_for_are_neither_returned_nor_credited(given_flows):
    given_flows(
        row("USA", 20.0), row("WLD", 100.0), row("USA", 30.0, NEW, year=2018), row("WLD", 100.0, NEW, year=2018)
    )
    with provenance.collecting() as read:
        assert dependence.partner_trade_shares("VNM", "export", [2018]).index.tolist() == [2018]
    assert {origin.source for origin in read} == {NEW}
    with provenance.collecting() as read:
        assert dependence.years_reported("VNM", "export") == [2017, 2018]
    assert not read


def test_one_share_carries_the_release_it_comes_from(given_flows):
    given_flows(row("USA", 20.0), row("WLD", 100.0))
    share = dependence.partner_share("VNM", "export", "USA", 2017)
    assert share == 20 and {origin.source for origin in share.origins} == {OLD}
    with pytest.raises(KeyError, match="CHN"):
        dependence.partner_share("VNM", "export", "CHN", 2017)


def test_the_last_year_with_the_partner_answers(given_flows):
    given_flows(row("USA", 20.0), row("WLD", 100.0), row("CHN", 9.0, NEW, year=2018), row("WLD", 90.0, NEW, year=2018))
    share = dependence.latest_partner_share("VNM", "export", "USA", range(2009, 2019))
    assert share == 20 and {origin.source for origin in share.origins} == {OLD}
    assert math.isnan(dependence.latest_partner_share("VNM", "export", "USA", range(2018, 2028)))
    assert math.isnan(dependence.latest_partner_share("LAO", "export", "USA", range(2009, 2019)))


def test_a_rank_depends_on_what_counts_as_one_partner(given_flows):
    given_flows(row("WLD", 100.0), row("EUN", 40.0), row("USA", 30.0), row("CHN", 10.0))
    shares = dependence.partner_trade_shares("VNM", "export").loc[2017].drop(rankings.REST)
    by_definition = dependence.partners_by_definition(shares)
    assert {how: measures.rank_of(each, "USA") for how, each in by_definition.items()} == {
        "European Union as one": 2,
        "single countries": 1,
    }


def test_a_partner_that_is_not_listed_is_missing_not_zero():
    # The partner of these years was the Soviet Union; the table holds Russia alone.
    assert dependence.partner_trade_shares("VNM", "export")["RUS"].isna()[[1990, 1991]].all()


def test_all_partners_are_listed_with_the_union_as_one_or_apart():
    together, apart = (
        dependence.trade_with_all_partners("VNM", 2016, "import", union=union) for union in (True, False)
    )
    members = [code for code in memberships.european_union() if code in apart]
    assert together["EUN"] == pytest.approx(apart[members].sum()) and "EUN" not in apart
    assert measures.rank_of(together, "RUS") < measures.rank_of(apart, "RUS") < len(apart)
    assert measures.rank_of(apart, "CHN") == 1
    with pytest.raises(KeyError, match="no 'import' that 'LAO' reports in 2016"):
        dependence.trade_with_all_partners("LAO", 2016, "import")


def test_coverage_grows_with_agreements():
    table = dependence.agreement_coverage("VNM", [1995, 2005, 2015, 2022, 2040]).set_index("year")
    assert list(table.index) == [1995, 2005, 2015, 2022]
    assert table["imports"].is_monotonic_increasing and table["partners"].is_monotonic_increasing


def test_the_union_is_the_sum_of_its_members():
    weapons = arms.shares_in_window("VNM", (2020, 2024))
    union = dependence.with_european_union(weapons)
    assert union["EUN"] == pytest.approx(weapons["NLD"] + weapons["CZE"])
    assert union.drop("EUN").equals(weapons)


def test_who_delivered_nothing_has_no_part_and_who_received_nothing_has_none_to_share():
    assert dependence.arms_share("LAO", "RUS", (2020, 2024)) > 0
    assert dependence.arms_share("SGP", "RUS", (2020, 2024)) == 0
    assert math.isnan(dependence.arms_share("TLS", "RUS", (2020, 2024)))


def test_counted_twice_is_in_percent_of_one_total():
    table = dependence.shares_on_both_records("VNM", ["CHN", "RUS"], 2019)
    assert table["own"]["CHN"] > table["own"]["RUS"] and (table < 100).all().all()


def test_members_without_a_list_of_partners_are_left_out():
    year = dependence.years_with_all_partners()[-1]
    assert dependence.members_with_all_partners(["VNM", "LAO", "SGP"], year) == ["VNM", "SGP"]


@pytest.mark.parametrize("flow", ["export", "import"])
def test_the_full_list_lies_within_the_bounds_of_the_named_partners(flow):
    parts = dependence.partner_trade_shares("VNM", flow).loc[2020].dropna() / 100
    low = float((parts.drop(rankings.REST) ** 2).sum())  # unlisted partners are very many
    high = low + float(parts[rankings.REST] ** 2)  # unlisted partners are one
    whole = measures.hhi(dependence.trade_with_all_partners("VNM", 2020, flow, union=True))
    assert low - 0.005 < whole < high + 0.005
    assert dependence.partner_concentration("VNM", 2020, flow) < whole


def test_ranges_hold_what_a_country_gives_to_no_partner(monkeypatch):
    """By hand: 50 and 30 per cent are listed, and a fifth of the total has no partner."""
    monkeypatch.setattr(dependence, "listed_shares", lambda *given, **how: pd.Series({"CHN": 50.0, "RUS": 30.0}))
    assert dependence.share_range("VNM", 2020, "import", "RUS") == pytest.approx((30, 50))
    assert dependence.share_range("VNM", 2020, "import", "JPN") == pytest.approx((0, 20))
    assert dependence.concentration_range("VNM", 2020, "import") == pytest.approx((0.25 + 0.09, 0.49 + 0.09))


def test_listed_shares_are_parts_of_the_total_of_their_release():
    shares = dependence.listed_shares("VNM", 2020, "import")
    assert 90 < shares.sum() <= 100.5
    least, most = dependence.concentration_range("VNM", 2020, "import")
    assert least <= dependence.partner_concentration("VNM", 2020, "import") <= most
    with pytest.raises(KeyError):
        dependence.listed_shares("VNM", 1999, "import")


def test_the_range_of_a_group_weighs_its_members_by_their_trade(monkeypatch):
    """By hand: of 100 sold and 300 bought, 30 and 90 went to the partner, and a fifth of each has none."""
    sizes = {"export": 80.0, "import": 240.0}
    monkeypatch.setattr(dependence, "listed_shares", lambda *given, **how: pd.Series({"CHN": 50.0, "RUS": 30.0}))
    monkeypatch.setattr(
        dependence, "trade_with_all_partners", lambda country, year, flow: pd.Series({"CHN": sizes[flow]})
    )
    assert dependence.group_share_range(["VNM"], 2020, "RUS") == pytest.approx((30, 50))
