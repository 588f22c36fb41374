"""Dependence: shares from one release, concentration, ranks, what agreements cover, the mirror."""

import pandas as pd
import pytest

from russia_asean import measures
from russia_asean.analysis import arms, dependence, rankings
from russia_asean.data import published

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


def test_an_unknown_reporter_is_named():
    with pytest.raises(KeyError, match="no 'export' of 'XXX'"):
        dependence.partner_trade_shares("XXX", "export")


def test_a_share_is_given_by_each_source(monkeypatch):
    monkeypatch.setattr(published, "share", lambda whole, part: {"wits-vnm-exports-2017": {"usa": 25.0}}[whole][part])
    fund = pd.DataFrame({"USA": [20.0, 21.0]}, index=[2016, 2017])
    monkeypatch.setattr(dependence, "partner_trade_shares", lambda country, flow: fund)
    found = dependence.partner_share_by_source("export", "USA", 2017)
    assert found == {"IMF, 2017": 21.0, "World Bank (WITS), 2017": 25.0}


def test_a_rank_depends_on_what_counts_as_one_partner(given_flows):
    given_flows(row("WLD", 100.0), row("EUN", 40.0), row("USA", 30.0), row("CHN", 10.0))
    ranks = dependence.partner_rank_by_definition("VNM", "export", "USA", 2017)
    assert ranks == {"European Union as one, 2017": 2, "single countries, 2017": 1}


def test_a_partner_that_is_not_listed_is_missing_not_zero():
    assert dependence.partner_trade_shares("VNM", "export")["RUS"].isna()[[1990, 1991]].all()


def test_a_rank_counts_all_partners_that_are_listed():
    (rank, of), (one, fewer) = (
        dependence.rank_among_all_partners("VNM", "RUS", 2019, "import", union=u) for u in (False, True)
    )
    assert one < rank < of and fewer < of
    assert dependence.rank_among_all_partners("VNM", "CHN", 2019, "import") == (1, of)


def test_coverage_grows_with_agreements():
    table = dependence.agreement_coverage("VNM", [1995, 2005, 2015, 2022, 2040]).set_index("year")
    assert list(table.index) == [1995, 2005, 2015, 2022]
    assert table["imports"].is_monotonic_increasing and table["partners"].is_monotonic_increasing


def test_the_union_is_the_sum_of_its_members():
    panel = dependence.partner_profile("VNM", ["EUN", "RUS", "KOR"], 2019, [2019], (2020, 2024))
    weapons = arms.shares_in_window("VNM", (2020, 2024))
    assert panel["Arms 2020–2024"]["EUN"] == pytest.approx(weapons["NLD"] + weapons["CZE"])
    assert list(panel.columns) == ["Exports 2019", "Imports 2019", "Investment 2019", "Arms 2020–2024"]


def test_investment_is_known_for_vietnam_only():
    assert len(dependence.partner_profile("THA", ["RUS"], 2019, [2019], (2020, 2024)).columns) == 3


def test_a_member_without_reports_is_missing():
    table = dependence.exposure_by_member(["VNM", "LAO", "TLS"], "RUS", 2025, (2020, 2024))
    assert table.loc["VNM"].notna().all()
    assert table.loc["LAO", ["Exports", "Imports"]].isna().all() and table.loc["LAO", "Arms"] > 0
    assert pd.isna(table.loc["TLS", "Arms"])


def test_trade_of_more_than_ten_years_ago_is_not_told(monkeypatch):
    shares = pd.DataFrame({"RUS": [1.0, 2.0]}, index=[2009, 2010])
    monkeypatch.setattr(dependence, "partner_trade_shares", lambda country, flow: shares)
    found = [
        dependence.exposure_by_member(["VNM"], "RUS", until, (2020, 2024)).loc["VNM", "Exports"]
        for until in (2018, 2019)
    ]
    assert found == [2.0, 2.0]
    assert pd.isna(dependence.exposure_by_member(["VNM"], "RUS", 2020, (2020, 2024)).loc["VNM", "Exports"])


def test_choices_name_a_first_partner_and_russias_part():
    table = dependence.first_partner_under_choices([(2013, 2017)], (2019,))
    assert len(table) == 1 + 4 + 4
    arms_row = table.set_index("field").loc["Arms"]
    assert arms_row["first"] == "Russia" and arms_row["share"] == arms_row["russia"]


def test_counted_twice_is_in_percent_of_one_total():
    table = dependence.shares_on_both_records("VNM", ["CHN", "RUS"], 2019)
    assert table["own"]["CHN"] > table["own"]["RUS"] and (table < 100).all().all()


def test_members_without_a_list_of_partners_are_left_out():
    table = dependence.concentration_by_member(["VNM", "LAO", "SGP"], 2019)
    assert set(table["name"]) == {"Vietnam", "Singapore"}
    assert table["imports"].is_monotonic_decreasing


@pytest.mark.parametrize("flow", ["export", "import"])
def test_the_full_list_lies_within_the_bounds_of_the_named_partners(flow):
    parts = dependence.partner_trade_shares("VNM", flow).loc[2019].dropna() / 100
    low = float((parts.drop(rankings.REST) ** 2).sum())  # unlisted partners are very many
    high = low + float(parts[rankings.REST] ** 2)  # unlisted partners are one
    whole = measures.hhi(dependence._all_partners("VNM", 2019, flow, union=True))
    assert low - 0.005 < whole < high + 0.005
    assert dependence.partner_concentration("VNM", 2019, flow) < whole
