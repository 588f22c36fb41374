"""Capital registered in Vietnam: shares, sums over years, five years on several bases."""

import pytest

from russia_asean.analysis import fdi, fdi_vietnam
from russia_asean.data import published

FIVE_YEARS = range(2013, 2018)


def test_registered_shares_add_up_and_come_in_order():
    shares = fdi_vietnam.capital_shares(fdi_vietnam.registered_years())
    assert shares.sum() == pytest.approx(100)
    assert shares.drop("REST").is_monotonic_decreasing
    with pytest.raises(KeyError, match="no 'total' in"):
        fdi_vietnam.capital_over_years([2001])


def test_capital_of_a_source_adds_up_over_the_years_of_the_table():
    by_year = fdi_vietnam.registered_capital()
    years = fdi_vietnam.registered_years()
    assert years == list(by_year.index)
    assert fdi_vietnam.capital_of_source("RUS", years) == by_year["RUS"].sum()
    assert by_year["RUS"].sum() == fdi_vietnam.capital_over_years(years)["RUS"]
    assert (100 * by_year["RUS"] / by_year["WLD"]).between(0, 1).all()


def test_years_before_the_table_are_those_of_the_headlines():
    late = fdi_vietnam.capital_over_years(range(2015, 2018))["KOR"]
    early = published.figures()["vn-fdi-registered-2013-kor"] + published.figures()["vn-fdi-registered-2014-kor"]
    assert fdi_vietnam.capital_of_source("KOR", FIVE_YEARS) == early + late
    with pytest.raises(KeyError):
        fdi_vietnam.capital_of_source("RUS", FIVE_YEARS)


def test_a_sum_carries_the_rows_of_its_headlines_and_none_where_the_table_has_all_years():
    def rows(years):
        return {origin.row for origin in fdi_vietnam.capital_of_source("KOR", years).origins}

    assert rows(FIVE_YEARS) == {"", "vn-fdi-registered-2013-kor", "vn-fdi-registered-2014-kor"}
    assert rows([2017]) == {""}


def test_what_was_received_is_shared_out_by_what_was_registered():
    inflow = fdi.fdi_flows()["VNM"].loc[2013:2017].sum()
    for code in ("KOR", "JPN"):
        assert 0 < fdi_vietnam.estimated_inflow(code, FIVE_YEARS) < fdi_vietnam.capital_of_source(code, FIVE_YEARS)
    part = fdi_vietnam.capital_of_source("KOR", FIVE_YEARS) / fdi_vietnam.capital_of_source("WLD", FIVE_YEARS)
    together = fdi_vietnam.estimated_inflow("KOR", FIVE_YEARS, year_by_year=False)
    assert together == pytest.approx(part * inflow)
    assert together != pytest.approx(fdi_vietnam.estimated_inflow("KOR", FIVE_YEARS), rel=1e-3)
    assert fdi_vietnam.estimated_inflow("WLD", FIVE_YEARS) == pytest.approx(inflow)


def test_parts_of_a_sum_need_a_year_of_the_table():
    assert fdi_vietnam.capital_over_years([2019], "new")["KOR"] < fdi_vietnam.capital_over_years([2019])["KOR"]
    with pytest.raises(KeyError, match="no 'new' in"):
        fdi_vietnam.capital_over_years([2001], "new")
