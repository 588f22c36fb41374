"""Economies: one vintage at a time, sums over groups, a revision told apart from growth."""

import pandas as pd
import pytest

from russia_asean.analysis import economy
from russia_asean.data import tables
from russia_asean.provenance import Origin, value_at


def test_vintages_come_in_order_and_end_with_the_latest():
    assert economy.outlook_vintages()[0] == "2019-04" and economy.outlook_vintages()[-1] == economy.LATEST_VINTAGE
    assert economy.outlook_vintages() == sorted(economy.outlook_vintages())


def test_a_series_comes_from_one_vintage_only():
    old, new = (
        economy.outlook_series("VNM", "gdp_current", each)["value"] for each in ("2019-10", economy.LATEST_VINTAGE)
    )
    assert old[2017] != new[2017]
    assert economy.series_by_vintage("VNM", "gdp_current")["2019-10"].dropna().to_dict() == old.to_dict()


def test_each_value_of_a_series_knows_its_vintage():
    growth = economy.series_by_vintage("CHN", "gdp_growth")
    assert value_at(growth["2019-04"], 2016).origins == {Origin("economy", "imf-weo-2019-04")}
    assert value_at(growth["2025-10"], 2016).origins == {Origin("economy", "imf-weo-2025-10")}


def test_a_rate_is_units_of_the_currency_per_dollar_and_knows_its_source():
    rate = value_at(economy.exchange_rates("RUS"), 2015)
    assert 55 < rate < 65  # roubles; the central bank's mean of 2015 is 60.96
    assert rate.origins == {Origin("exchange_rates_implied", "imf-weo-2025-10")}
    with pytest.raises(KeyError, match="no rate of 'USA'"):
        economy.exchange_rates("USA")


@pytest.mark.parametrize(
    "asked", [("XXX", "gdp_ppp", "2025-10"), ("VNM", "wealth", "2025-10"), ("VNM", "gdp_ppp", "1999")]
)
def test_an_unknown_series_is_named(asked):
    with pytest.raises(KeyError, match=asked[1]):
        economy.outlook_series(*asked)


@pytest.fixture
def given_outlook(monkeypatch):
    """Put two hand-made vintages of two economies in the place of the table; a third source has one of them too."""
    columns = ["iso3", "indicator", "year", "vintage", "value", "source_key"]
    rows = [
        ("VNM", "gdp_current", 2017, "2019-10", 100.0, "imf-weo-2019-10"),
        ("VNM", "gdp_current", 2017, "2025-10", 125.0, "imf-weo-2025-10"),
        ("VNM", "gdp_current", 2018, "2025-10", 150.0, "imf-weo-2025-10"),
        ("VNM", "gdp_growth", 2018, "2025-10", 10.0, "imf-weo-2025-10"),
        ("LAO", "gdp_current", 2018, "2025-10", 20.0, "imf-weo-2025-10"),
        ("WLD", "gdp_current", 2018, "2025-10", 900.0, "imf-weo-2025-10"),
        ("VNM", "gdp_current", 2018, "2021", 140.0, "another"),
    ]
    made = pd.DataFrame(rows, columns=columns).assign(status="reported")
    monkeypatch.setattr(tables, "load", lambda name: made)
    tables.clear_cache()
    yield
    tables.clear_cache()


def test_vintages_are_named_as_a_reader_reads_them(given_outlook):
    wide = economy.series_by_named_vintage("VNM", "gdp_current", ["2019-10", "2025-10"])
    assert list(wide.columns) == ["IMF, October 2019", "IMF, October 2025"]
    found = economy.value_by_vintage("VNM", "gdp_current", 2017, "2025-10", "2019-10")
    assert list(found.items()) == [("IMF, October 2025", 125.0), ("IMF, October 2019", 100.0)]
    with pytest.raises(KeyError):
        economy.value_by_vintage("VNM", "gdp_current", 2017, "1999-10")


def test_a_level_is_first_passed_in_one_year(given_outlook):
    assert economy.first_year_above("VNM", "gdp_current", 124) == 2017
    assert economy.first_year_above("VNM", "gdp_current", 125) == 2018
    with pytest.raises(ValueError, match="never above 150"):
        economy.first_year_above("VNM", "gdp_current", 150)


def test_output_is_carried_on_by_real_growth(given_outlook):
    assert economy.output_at_base_prices("VNM", "gdp_current", "2019-10", 2017, 2018) == pytest.approx(110)
    assert economy.output_at_base_prices("VNM", "gdp_current", "2025-10", 2018, 2018) == 150


def test_economies_stand_beside_one_another_without_the_world(given_outlook):
    wide = economy.indicators_of_all_economies(["gdp_current", "gdp_growth"], 2018)
    assert wide["gdp_current"].to_dict() == {"LAO": 20.0, "VNM": 150.0}
    assert list(wide.columns) == ["gdp_current", "gdp_growth"] and wide["gdp_growth"].count() == 1


def test_each_source_answers_for_itself(given_outlook):
    wide = economy.series_by_source("VNM", "gdp_current")
    assert wide.loc[2018, ["another", "imf-weo-2025-10"]].tolist() == [140.0, 150.0]


def test_a_sum_lacks_no_member():
    assert economy.group_total(["VNM", "THA"], "gdp_ppp", 2019) == pytest.approx(
        economy.group_total(["VNM"], "gdp_ppp", 2019) + economy.group_total(["THA"], "gdp_ppp", 2019)
    )
    with pytest.raises(KeyError):
        economy.group_total(["VNM", "XXX"], "gdp_ppp", 2019)


def test_a_share_of_the_world_is_in_percent():
    assert 0 < economy.world_share(["VNM"], "gdp_ppp", 2019) < 5
    assert economy.world_share(["WLD"], "gdp_ppp", 2019) == 100
    assert 15 < economy.world_share(["CHN"], "population", 2024, economy.POPULATION_SOURCE) < 20


def test_the_revision_of_vietnams_accounts_is_the_one_its_office_announced():
    """The office states the average, the largest and the smallest year; none of the forecasts is compared."""
    ratio = economy.revision_ratio("VNM", "gdp_current", "2019-10", "2020-10")
    single = tables.published()
    assert 100 * (ratio.mean() - 1) == pytest.approx(single["gso-gdp-revision-2010-2017"], abs=0.5)
    assert (ratio.idxmax(), ratio.idxmin()) == (2011, 2015)
    assert ratio.index[-1] == 2017


def test_accounts_that_were_not_revised_keep_their_level():
    assert economy.revision_ratio("MYS", "gdp_current", "2019-10", "2020-10").between(0.99, 1.01).all()


def test_real_growth_multiplies_yearly_rates():
    rates = economy.outlook_series("VNM", "gdp_growth")["value"]
    assert economy.real_growth("VNM", 2018, 2020) == pytest.approx((1 + rates[2019] / 100) * (1 + rates[2020] / 100))
    assert economy.real_growth("VNM", 2018, 2018) == 1
    with pytest.raises(KeyError):
        economy.real_growth("VNM", 2018, 2050)


def test_a_stated_level_is_split_into_accounts_and_the_rest():
    gap = economy.compare_stated_level("VNM", "gdp_current", 2030, 500e9, "2019-10")
    assert gap["accounts"] * gap["left"] == pytest.approx(gap["ratio"])
    assert gap["ratio"] == pytest.approx(gap["latest"] / 500e9)


def test_several_stated_levels_are_one_row_each():
    table = economy.compare_stated_levels("VNM", {("gdp_current", 2030): 500e9, ("gdp_ppp", 2017): 600e9}, "2019-10")
    assert table["what"].tolist() == ["nominal, 2030", "PPP, 2017"] and table["document"].tolist() == [500e9, 600e9]
    assert table["ratio"][0] == economy.compare_stated_level("VNM", "gdp_current", 2030, 500e9, "2019-10")["ratio"]


def test_economies_stand_side_by_side_as_one_source_has_them(given_outlook):
    wide = economy.indicator_by_country("gdp_current")
    assert wide.loc[2018].to_dict() == {"LAO": 20.0, "VNM": 150.0, "WLD": 900.0}
    assert economy.indicator_by_country("gdp_current", "another").to_dict() == {"VNM": {2018: 140.0}}
