"""Economies: one vintage at a time, sums over groups, a revision told apart from growth."""

import pytest

from russia_asean import economy, tables


def test_vintages_come_in_order_and_end_with_the_latest():
    assert economy.vintages()[0] == "2019-04" and economy.vintages()[-1] == economy.LATEST
    assert economy.vintages() == sorted(economy.vintages())


def test_a_series_comes_from_one_vintage_only():
    old, new = (economy.series("VNM", "gdp_current", each)["value"] for each in ("2019-10", economy.LATEST))
    assert old[2017] != new[2017]
    assert economy.by_vintage("VNM", "gdp_current")["2019-10"].dropna().to_dict() == old.to_dict()


@pytest.mark.parametrize(
    "asked", [("XXX", "gdp_ppp", "2025-10"), ("VNM", "wealth", "2025-10"), ("VNM", "gdp_ppp", "1999")]
)
def test_an_unknown_series_is_named(asked):
    with pytest.raises(KeyError, match=asked[1]):
        economy.series(*asked)


def test_a_sum_lacks_no_member():
    assert economy.total(["VNM", "THA"], "gdp_ppp", 2019) == pytest.approx(
        economy.total(["VNM"], "gdp_ppp", 2019) + economy.total(["THA"], "gdp_ppp", 2019)
    )
    with pytest.raises(KeyError):
        economy.total(["VNM", "XXX"], "gdp_ppp", 2019)


def test_a_share_of_the_world_is_in_percent():
    assert 0 < economy.world_share(["VNM"], "gdp_ppp", 2019) < 5
    assert economy.world_share(["WLD"], "gdp_ppp", 2019) == 100


def test_the_revision_of_vietnams_accounts_is_the_one_its_office_announced():
    """The office states the average, the largest and the smallest year; none of the forecasts is compared."""
    ratio = economy.revision("VNM", "gdp_current", "2019-10", "2020-10")
    single = tables.published()
    assert 100 * (ratio.mean() - 1) == pytest.approx(single["gso-gdp-revision-2010-2017"], abs=0.5)
    assert (ratio.idxmax(), ratio.idxmin()) == (2011, 2015)
    assert ratio.index[-1] == 2017


def test_accounts_that_were_not_revised_keep_their_level():
    assert economy.revision("MYS", "gdp_current", "2019-10", "2020-10").between(0.99, 1.01).all()


def test_real_growth_multiplies_yearly_rates():
    rates = economy.series("VNM", "gdp_growth")["value"]
    assert economy.real_growth("VNM", 2018, 2020) == pytest.approx((1 + rates[2019] / 100) * (1 + rates[2020] / 100))
    assert economy.real_growth("VNM", 2018, 2018) == 1
    with pytest.raises(KeyError):
        economy.real_growth("VNM", 2018, 2050)


def test_a_stated_level_is_split_into_accounts_and_the_rest():
    gap = economy.against("VNM", "gdp_current", 2030, 500e9, "2019-10")
    assert gap["accounts"] * gap["left"] == pytest.approx(gap["ratio"])
    assert gap["ratio"] == pytest.approx(gap["latest"] / 500e9)
