"""Capital registered in Vietnam: shares, sums over years, five years on several bases."""

import pandas as pd
import pytest

from russia_asean.analysis import fdi, fdi_vietnam


def test_registered_shares_add_up_and_come_in_order():
    shares = fdi_vietnam.capital_shares(fdi_vietnam.YEARS)
    assert shares.sum() == pytest.approx(100)
    assert shares.drop("REST").is_monotonic_decreasing
    with pytest.raises(KeyError, match="no 'total' in"):
        fdi_vietnam.capital_over_years([2001])


def test_capital_by_year_adds_up_to_the_sum_over_years():
    by_year = fdi_vietnam.capital_by_year("RUS")
    assert by_year["value"].sum() == fdi_vietnam.capital_over_years(list(by_year.index))["RUS"]
    assert by_year["share"].between(0, 1).all()


def test_five_years_join_the_table_and_the_headlines_before_it():
    late = fdi_vietnam.capital_over_years(range(2015, 2018))["KOR"]
    assert fdi_vietnam.capital_in_five_years("KOR") > late
    with pytest.raises(KeyError):
        fdi_vietnam.capital_in_five_years("RUS")


def test_what_was_received_is_shared_out_by_what_was_registered():
    inflow = fdi.fdi_flows()["VNM"].loc[2013:2017].sum()
    for code in ("KOR", "JPN"):
        assert 0 < fdi_vietnam.estimated_inflow(code) < fdi_vietnam.capital_in_five_years(code)
    part = fdi_vietnam.capital_in_five_years("KOR") / fdi_vietnam.capital_in_five_years("WLD")
    assert fdi_vietnam.estimated_inflow("KOR", year_by_year=False) == pytest.approx(part * inflow)
    assert fdi_vietnam.estimated_inflow("WLD") == pytest.approx(inflow)


def test_each_basis_of_five_years_has_a_name():
    found = fdi_vietnam.inflow_by_basis("KOR")
    assert found["registered, 2013–2017"] == fdi_vietnam.capital_in_five_years("KOR")
    assert list(found.values())[1:] == [fdi_vietnam.estimated_inflow("KOR", year_by_year=way) for way in (True, False)]


def test_parts_of_a_sum_need_a_year_of_the_table():
    assert fdi_vietnam.capital_over_years([2019], "new")["KOR"] < fdi_vietnam.capital_over_years([2019])["KOR"]
    with pytest.raises(KeyError, match="no 'new' in"):
        fdi_vietnam.capital_over_years([2001], "new")


def test_named_sources_and_others_make_the_total():
    wide = fdi_vietnam.registered_capital()
    named = fdi_vietnam.largest_sources(wide, 3, ["RUS"])
    assert list(named.columns)[3:] == ["RUS", "Others"]
    assert named.sum(axis="columns").tolist() == pytest.approx(wide["WLD"].tolist())


def test_a_named_source_is_named_once():
    wide = pd.DataFrame({"KOR": [5.0], "RUS": [4.0], "LAO": [1.0], "WLD": [12.0]}, index=[2020])
    assert fdi_vietnam.largest_sources(wide, 2, ["RUS"]).to_dict("list") == {
        "KOR": [5.0],
        "RUS": [4.0],
        "Others": [3.0],
    }
