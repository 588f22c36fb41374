"""Money at constant prices: the price level, the price of oil, and trade with fuels apart."""

import pandas as pd
import pytest

from russia_asean import counted_by, provenance
from russia_asean.analysis import economy, fdi, mirror, real_values, trade
from russia_asean.data import memberships
from russia_asean.evidence import records, selections

TEN = memberships.asean_10()
YEARS = range(2004, 2017)


def test_the_price_level_is_output_over_its_volume(monkeypatch):
    """By hand: output rises from 100 to 121 while its volume rises by a tenth, so prices rise by a tenth, too."""
    series = {
        "gdp_current": pd.DataFrame({"value": [100.0, 121.0, 121.0]}, index=[2000, 2001, 2002]),
        "gdp_growth": pd.DataFrame({"value": [5.0, 10.0, 0.0]}, index=[2000, 2001, 2002]),
    }
    monkeypatch.setattr(economy, "outlook_series", lambda iso3, indicator: series[indicator])
    assert real_values.us_price_level(2000).to_dict() == pytest.approx({2000: 1.0, 2001: 1.1, 2002: 1.1})
    assert real_values.us_price_level(2002).to_dict() == pytest.approx({2000: 1 / 1.1, 2001: 1.0, 2002: 1.0})
    real = real_values.at_prices_of(2000, pd.Series({2001: 55.0, 2010: 9.0}))
    assert real[2001] == pytest.approx(50) and pd.isna(real[2010])


def test_the_price_level_is_near_the_published_deflator():
    """The Bureau of Economic Analysis: output of 12,213.7 billion dollars in 2004, or 14,406.4 at prices of 2012."""
    assert real_values.us_price_level(2012)[2004] == pytest.approx(12213.7 / 14406.4, abs=0.005)


def test_the_price_of_oil_fell_by_more_than_half():
    """Brent cost 98.97 dollars in 2014 and 43.64 in 2016."""
    assert real_values.oil_price_level(2014)[2016] == pytest.approx(43.64 / 98.97)


def test_trade_in_the_base_year_is_the_same_in_all_prices():
    found = real_values.trade_at_prices_of(2014, TEN, mirror.ASEAN_REPORTED, YEARS, YEARS)
    assert found.loc[2014].tolist() == pytest.approx([found.loc[2014, "current"]] * 3)


def test_fuels_are_divided_by_the_price_of_oil_and_the_rest_by_the_price_level(given_flows, monkeypatch):
    monkeypatch.setattr(real_values, "us_price_level", lambda base: pd.Series({2014: 1.0, 2016: 1.25}))
    monkeypatch.setattr(real_values, "oil_price_level", lambda base: pd.Series({2014: 1.0, 2016: 0.5}))
    fuels = pd.Series({2014: 40.0, 2016: 20.0})
    monkeypatch.setattr(real_values.trade_products, "fuels_and_all_goods", lambda *given: (fuels, None))
    given_flows(
        ("RUS", "VNM", 2014, "export", 90.0, "reported", "imf-dots-2022-02"),
        ("RUS", "VNM", 2016, "export", 70.0, "reported", "imf-dots-2022-02"),
        ("RUS", "VNM", 2017, "export", 50.0, "reported", "imf-dots-2022-02"),
    )
    found = real_values.trade_at_prices_of(2014, ["VNM"], mirror.RUSSIA_REPORTED, [2014, 2016, 2017], [2014, 2016])
    # 50 of the 70 are no fuels: 50 / 1.25 + 20 / 0.5.
    assert found.loc[2016].tolist() == pytest.approx([70, 56, 80])
    assert pd.isna(found.loc[2017, "fuels_apart"])


def test_the_fall_of_2014_to_2016_is_largely_the_price_of_oil():
    found = real_values.trade_at_prices_of(2014, TEN, mirror.ASEAN_REPORTED, YEARS, YEARS)
    fall = 1 - found.loc[2016] / found.loc[2014]
    assert fall["fuels_apart"] < fall["current"] / 2


def test_a_real_value_can_be_computed_from_the_rows_that_it_rests_on_alone():
    flows = fdi.group_flows(["VNM"], "outflow")
    real = real_values.at_prices_of(2014, flows)
    used = pd.concat(
        selections.rows(each.table, each.source, map(dict, each.where))
        for each in records.rests_on(provenance.value_at(real, 2012).origins, to_the_row=True)
    ).set_index(["indicator", "year"])["value"]
    output, growth = used.loc["gdp_current"], used.loc["gdp_growth"]
    level = output[2012] / output[2014] * (1 + growth[2013] / 100) * (1 + growth[2014] / 100)
    assert list(growth.index) == [2013, 2014] and list(output.index) == [2012, 2014]
    assert real[2012] == pytest.approx(flows[2012] / level)
    assert used[used.index.get_level_values("indicator").isna()].tolist() == [flows[2012]]


def test_in_the_base_year_no_growth_is_used():
    real = real_values.at_prices_of(2014, fdi.group_flows(["VNM"], "outflow"))
    of_base = [each for each in provenance.value_at(real, 2014).origins if each.table == economy.TABLE]
    assert [sorted(each.keys) for each in of_base] == [[("USA", "gdp_current", "2014", economy.latest_vintage())]]


def test_values_that_know_no_rows_rest_on_none():
    assert provenance.origins_within(real_values.at_prices_of(2014, pd.Series({2012: 1.0}))) == frozenset()


def test_real_values_keep_what_they_are_sums_of():
    steady = mirror.both_records(trade.LARGE_MEMBERS, years=YEARS, throughout=True)[mirror.ASEAN_REPORTED]
    real = real_values.at_prices_of(2014, steady)
    assert provenance.origins_within(real) > provenance.origins_within(steady) != frozenset()
    assert counted_by.behind(real, 2014) == counted_by.behind(steady, 2014) != frozenset()
