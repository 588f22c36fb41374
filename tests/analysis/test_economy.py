"""Economies: one vintage at a time, sums over groups, a revision told apart from growth."""

import pandas as pd
import pytest
from origins import without_rows

from russia_asean import provenance
from russia_asean.analysis import economy
from russia_asean.data import published, tables
from russia_asean.provenance import Origin, value_at


def test_vintages_come_in_order_and_end_with_the_latest():
    assert economy.outlook_vintages()[0] == "2019-04" and economy.outlook_vintages()[-1] == economy.latest_vintage()
    assert economy.outlook_vintages() == sorted(economy.outlook_vintages())


def test_a_series_comes_from_one_vintage_only():
    old, new = (
        economy.outlook_series("VNM", "gdp_current", each)["value"] for each in ("2019-10", economy.latest_vintage())
    )
    assert old[2017] != new[2017]
    assert economy.series_by_vintage("VNM", "gdp_current")["2019-10"].dropna().to_dict() == old.to_dict()


def test_each_value_of_a_series_knows_its_vintage():
    growth = economy.series_by_vintage("CHN", "gdp_growth")
    assert without_rows(value_at(growth["2019-04"], 2016).origins) == {Origin("economy", "imf-weo-2019-04")}
    assert without_rows(value_at(growth["2025-10"], 2016).origins) == {Origin("economy", "imf-weo-2025-10")}


def test_a_rate_is_units_of_the_currency_per_dollar_and_knows_its_source():
    rate = value_at(economy.exchange_rates("RUS"), 2015)
    assert 55 < rate < 65  # roubles; the central bank's mean of 2015 is 60.96
    assert without_rows(rate.origins) == {Origin("exchange_rates_implied", "imf-weo-2025-10")}
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
    ranks = [("imf-weo-2025-10", 1, "answers"), ("imf-weo-2019-10", 2, "cross-check"), ("another", 3, "cross-check")]
    made = {
        "economy": pd.DataFrame(rows, columns=columns).assign(status="reported"),
        "releases": pd.DataFrame(ranks, columns=["source_key", "rank", "role"]).assign(table="economy", label="made"),
    }
    monkeypatch.setattr(tables, "load", lambda name, **_: made[name])
    tables.clear_cache()
    yield made
    tables.clear_cache()


def test_the_newest_vintage_answers_unless_another_is_asked_for(given_outlook):
    assert economy.latest_vintage() == "2025-10" and economy.latest_source() == "imf-weo-2025-10"
    assert economy.outlook_series("VNM", "gdp_current")["value"][2017] == 125
    assert economy.outlook_series("VNM", "gdp_current", "2019-10")["value"][2017] == 100


def test_without_a_vintage_that_answers_a_sentence_says_what_to_do(given_outlook):
    given_outlook["releases"]["role"] = "cross-check"
    tables.clear_cache()
    with pytest.raises(tables.TableError, match=r"no vintage of the Outlook answers .* Give the newest the role"):
        economy.latest_vintage()


def test_vintages_are_named_as_a_reader_reads_them(given_outlook):
    found = economy.value_by_vintage("VNM", "gdp_current", 2017, "2025-10", "2019-10")
    assert list(found.items()) == [("IMF, October 2025", 125.0), ("IMF, October 2019", 100.0)]
    with pytest.raises(KeyError):
        economy.value_by_vintage("VNM", "gdp_current", 2017, "1999-10")


def test_a_value_of_each_vintage_rests_on_that_vintage_alone(given_outlook):
    found = economy.value_by_vintage("VNM", "gdp_current", 2017, "2025-10", "2019-10")
    keys = [{origin.source for origin in value.origins} for value in found.values()]
    assert keys == [{"imf-weo-2025-10"}, {"imf-weo-2019-10"}]
    wide = economy.series_by_vintage("VNM", "gdp_current")
    assert {origin.source for origin in provenance.value_at(wide["2019-10"], 2017).origins} == {"imf-weo-2019-10"}


def test_vintages_that_are_not_asked_for_are_not_credited(given_outlook):
    with provenance.collecting() as read:
        wide = economy.series_by_vintage("VNM", "gdp_current", ["2025-10"])
    assert list(wide.columns) == ["2025-10"] and {origin.source for origin in read} == {"imf-weo-2025-10"}
    with pytest.raises(KeyError, match="1999-10"):
        economy.series_by_vintage("VNM", "gdp_current", ["1999-10"])


def test_output_is_carried_on_by_real_growth(given_outlook):
    assert economy.output_at_base_prices("VNM", "gdp_current", "2019-10", 2017, 2018) == pytest.approx(110)
    assert economy.output_at_base_prices("VNM", "gdp_current", "2025-10", 2018, 2018) == 150


def test_economies_stand_beside_one_another_without_the_world(given_outlook):
    wide = economy.indicators_of_all_economies(["gdp_current", "gdp_growth"], 2018)
    assert wide["gdp_current"].to_dict() == {"LAO": 20.0, "VNM": 150.0}
    assert list(wide.columns) == ["gdp_current", "gdp_growth"] and wide["gdp_growth"].count() == 1


def test_each_source_answers_for_itself(given_outlook):
    values = [economy.value_in_year("VNM", "gdp_current", 2018, source) for source in ("another", None)]
    assert values == [140.0, 150.0]
    assert [{origin.source for origin in value.origins} for value in values] == [{"another"}, {"imf-weo-2025-10"}]
    with pytest.raises(KeyError):
        economy.value_in_year("VNM", "gdp_current", 2017, "another")


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
    single = published.figures()
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
    assert gap["latest"] == economy.value_in_year("VNM", "gdp_current", 2030)


def test_economies_stand_side_by_side_as_one_source_has_them(given_outlook):
    wide = economy.indicator_by_country("gdp_current")
    assert wide.loc[2018].to_dict() == {"LAO": 20.0, "VNM": 150.0, "WLD": 900.0}
    assert economy.indicator_by_country("gdp_current", "another").to_dict() == {"VNM": {2018: 140.0}}
