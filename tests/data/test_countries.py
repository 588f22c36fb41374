"""Groups of countries on the dates at which they change."""

import datetime as dt

import pytest

from russia_asean.data import countries

FOUNDERS_2006 = {"BRA", "RUS", "IND", "CHN"}


def test_asean_grows_member_by_member():
    sizes = {"1967-08-07": 0, "1967-08-08": 5, "1984-01-07": 6, "1995-07-28": 7, "1997-07-23": 9, "1999-04-30": 10}
    assert {date: len(countries.members("ASEAN", date)) for date in sizes} == sizes


def test_timor_leste_joins_on_26_october_2025():
    assert "TLS" not in countries.members("ASEAN", "2025-10-25")
    assert "TLS" in countries.members("ASEAN", "2025-10-26")
    assert "TLS" in countries.members("ASEAN", "2025-10-25", role="observer")
    assert "TLS" not in countries.members("ASEAN", "2025-10-27", role="observer")


def test_ten_and_eleven():
    assert len(countries.asean_10()) == 10
    assert set(countries.asean_11()) - set(countries.asean_10()) == {"TLS"}


def test_brics_at_the_dates_it_changes():
    assert countries.members("BRICS", "2006-08-31") == []
    assert set(countries.members("BRICS", "2006-09-01")) == FOUNDERS_2006
    assert set(countries.members("BRICS", "2010-12-23")) == FOUNDERS_2006
    assert set(countries.members("BRICS", "2010-12-24")) == FOUNDERS_2006 | {"ZAF"}
    assert len(countries.members("BRICS", "2023-12-31")) == 5
    assert set(countries.members("BRICS", "2024-01-01")) - FOUNDERS_2006 == {"ZAF", "ARE", "EGY", "ETH", "IRN"}
    assert "IDN" not in countries.members("BRICS", "2025-01-05")
    assert "IDN" in countries.members("BRICS", "2025-01-06")


def test_invited_is_not_member():
    for date in ("2024-01-01", "2025-06-01"):
        assert not {"SAU", "ARG"} & set(countries.members("BRICS", date))
    assert "SAU" in countries.members("BRICS", "2025-06-01", role="invited")


def test_brics_partners_in_southeast_asia():
    assert countries.members("BRICS", "2024-12-31", role="partner") == []
    assert {"MYS", "THA"} <= set(countries.members("BRICS", "2025-01-01", role="partner"))
    assert "VNM" not in countries.members("BRICS", "2025-06-12", role="partner")
    assert "VNM" in countries.members("BRICS", "2025-06-13", role="partner")


def test_eurasian_economic_union():
    sizes = {"2014-12-31": 0, "2015-01-01": 3, "2015-01-02": 4, "2015-08-05": 4, "2015-08-06": 5}
    assert {date: len(countries.members("EAEU", date)) for date in sizes} == sizes


def test_the_seven_are_seven_and_russia_was_the_eighth():
    assert countries.members("G7", "2019-01-01") == ["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"]
    assert countries.members("G7", "1975-12-31") == ["DEU", "FRA", "GBR", "ITA", "JPN", "USA"]
    assert [countries.members("G8", day) for day in ("1996-12-31", "2013-06-01", "2014-06-01")] == [[], ["RUS"], []]


def test_treaties_count_from_their_entry_into_force():
    assert countries.members("CPTPP", "2018-12-29") == []
    assert len(countries.members("CPTPP", "2018-12-30")) == 6
    assert "VNM" in countries.members("CPTPP", "2019-01-14")
    assert len(countries.members("CPTPP", "2024-12-15")) == 12
    assert "IDN" not in countries.members("RCEP", "2023-01-01")
    assert "IDN" in countries.members("RCEP", "2023-01-02")
    assert "MMR" not in countries.members("RCEP", "2024-01-01")


def test_quad_pauses_between_2008_and_2017():
    assert len(countries.members("Quad", "2007-05-01")) == 4
    assert countries.members("Quad", "2012-01-01") == []
    assert len(countries.members("Quad", "2017-11-01")) == 4


def test_founders_of_the_east_asia_summit_do_not_include_russia_and_america():
    assert len(countries.members("EAS", "2005-12-31")) == 16
    assert set(countries.members("EAS", "2012-01-01")) - set(countries.members("EAS", "2005-12-31")) == {"RUS", "USA"}


def test_russia_becomes_a_dialogue_partner_in_1996():
    assert "RUS" not in countries.members("ASEAN dialogue", "1996-01-01", role="dialogue partner")
    assert "RUS" in countries.members("ASEAN dialogue", "1996-12-31", role="dialogue partner")


def test_dates_may_be_dates():
    assert countries.members("ASEAN", dt.date(2025, 10, 26)) == countries.members("ASEAN", "2025-10-26")


def test_unknown_group_and_code_are_named():
    with pytest.raises(KeyError, match="'SEATO' is not a group"):
        countries.members("SEATO", "2020-01-01")
    with pytest.raises(KeyError, match="'XXX' is not a code"):
        countries.name("XXX")
    assert countries.name("VNM") == "Vietnam"
    assert countries.names(["RUS", "VNM"]) == ["Russia", "Vietnam"]


def test_names_within_a_sentence():
    assert (countries.name_in_text("PHL"), countries.name_in_text("VNM")) == ("the Philippines", "Vietnam")
    with pytest.raises(KeyError, match="'XYZ' is not a code"):
        countries.name_in_text("XYZ")
