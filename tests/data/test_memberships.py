"""Groups of countries on the dates at which they change."""

import datetime as dt

import pandas as pd
import pytest

from russia_asean.data import memberships
from russia_asean.evidence import selections
from russia_asean.sources import asean

FOUNDERS_2006 = {"BRA", "RUS", "IND", "CHN"}


def test_asean_grows_member_by_member():
    sizes = {"1967-08-07": 0, "1967-08-08": 5, "1984-01-07": 6, "1995-07-28": 7, "1997-07-23": 9, "1999-04-30": 10}
    assert {date: len(memberships.members("ASEAN", date)) for date in sizes} == sizes


def test_a_count_of_members_rests_on_the_rows_of_their_group_alone():
    (origin,) = memberships.origins("BRICS")
    assert selections.rows("memberships", origin.source, ids=[origin.row])["group"].unique().tolist() == ["BRICS"]


def test_timor_leste_joins_on_26_october_2025():
    assert "TLS" not in memberships.members("ASEAN", "2025-10-25")
    assert "TLS" in memberships.members("ASEAN", "2025-10-26")
    assert "TLS" in memberships.members("ASEAN", "2025-10-25", role="observer")
    assert "TLS" not in memberships.members("ASEAN", "2025-10-27", role="observer")


def test_ten_and_eleven():
    assert len(memberships.asean_10()) == 10
    assert set(memberships.asean_11()) - set(memberships.asean_10()) == {"TLS"}


def test_those_whom_the_report_counts_are_the_members_of_today():
    today = memberships.members("ASEAN", "2100-01-01")
    # Where this fails a country has joined or left; book/updating.md says what follows.
    assert today == memberships.asean_11() == asean.MEMBERS


def test_brics_at_the_dates_it_changes():
    assert memberships.members("BRICS", "2006-08-31") == []
    assert set(memberships.members("BRICS", "2006-09-01")) == FOUNDERS_2006
    assert set(memberships.members("BRICS", "2010-12-22")) == FOUNDERS_2006
    assert set(memberships.members("BRICS", "2010-12-23")) == FOUNDERS_2006 | {"ZAF"}
    assert len(memberships.members("BRICS", "2023-12-31")) == 5
    assert set(memberships.members("BRICS", "2024-01-01")) - FOUNDERS_2006 == {"ZAF", "ARE", "EGY", "ETH", "IRN"}
    assert "IDN" not in memberships.members("BRICS", "2025-01-05")
    assert "IDN" in memberships.members("BRICS", "2025-01-06")


def test_invited_is_not_member():
    for date in ("2024-01-01", "2025-06-01"):
        assert not {"SAU", "ARG"} & set(memberships.members("BRICS", date))
    assert "SAU" in memberships.members("BRICS", "2025-06-01", role="invited")


def test_brics_partners_in_southeast_asia():
    assert memberships.members("BRICS", "2024-12-31", role="partner") == []
    assert {"MYS", "THA"} <= set(memberships.members("BRICS", "2025-01-01", role="partner"))
    assert "VNM" not in memberships.members("BRICS", "2025-06-12", role="partner")
    assert "VNM" in memberships.members("BRICS", "2025-06-13", role="partner")


def test_eurasian_economic_union():
    sizes = {"2014-12-31": 0, "2015-01-01": 3, "2015-01-02": 4, "2015-08-05": 4, "2015-08-06": 5}
    assert {date: len(memberships.members("EAEU", date)) for date in sizes} == sizes


def test_the_seven_are_seven_and_russia_was_the_eighth():
    assert memberships.members("G7", "2019-01-01") == ["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"]
    assert memberships.members("G7", "1975-12-31") == ["DEU", "FRA", "GBR", "ITA", "JPN", "USA"]
    assert [memberships.members("G8", day) for day in ("1996-12-31", "2013-06-01", "2014-06-01")] == [[], ["RUS"], []]


def test_treaties_count_from_their_entry_into_force():
    assert memberships.members("CPTPP", "2018-12-29") == []
    assert len(memberships.members("CPTPP", "2018-12-30")) == 6
    assert "VNM" in memberships.members("CPTPP", "2019-01-14")
    assert len(memberships.members("CPTPP", "2024-12-15")) == 12
    assert "IDN" not in memberships.members("RCEP", "2023-01-01")
    assert "IDN" in memberships.members("RCEP", "2023-01-02")
    assert "MMR" not in memberships.members("RCEP", "2024-01-01")


def test_quad_pauses_between_2008_and_2017():
    assert len(memberships.members("Quad", "2007-05-01")) == 4
    assert memberships.members("Quad", "2012-01-01") == []
    assert len(memberships.members("Quad", "2017-11-01")) == 4


def test_founders_of_the_east_asia_summit_do_not_include_russia_and_america():
    assert len(memberships.members("EAS", "2005-12-31")) == 16
    assert set(memberships.members("EAS", "2012-01-01")) - set(memberships.members("EAS", "2005-12-31")) == {
        "RUS",
        "USA",
    }


def test_russia_becomes_a_dialogue_partner_in_1996():
    assert "RUS" not in memberships.members("ASEAN dialogue", "1996-01-01", role="dialogue partner")
    assert "RUS" in memberships.members("ASEAN dialogue", "1996-12-31", role="dialogue partner")


def test_dates_may_be_dates():
    assert memberships.members("ASEAN", dt.date(2025, 10, 26)) == memberships.members("ASEAN", "2025-10-26")


def test_the_european_union_of_the_trade_data_is_that_of_27_members():
    assert len(memberships.european_union()) == 27
    assert len(memberships.members("European Union", "2020-01-31")) == 28
    assert len(memberships.members("European Union", "1995-01-01")) == 15


def test_an_unknown_group_is_named():
    with pytest.raises(KeyError, match="'SEATO' is not a group"):
        memberships.members("SEATO", "2020-01-01")


def test_spells_of_a_country_are_in_order_and_open_while_they_last():
    spells = memberships.spells_of_country("RUS", {"EAS": "East Asia Summit", "G8": "Group of Eight"})
    assert spells["name"].tolist() == ["Group of Eight", "East Asia Summit"]
    assert spells["end"].isna().tolist() == [False, True]


def test_members_follow_the_dates_and_can_be_left_out():
    codes = memberships.members_by_year("BRICS", [2005, 2006, 2010, 2025], without=["IDN"])
    assert [len(here) for here in codes.values()] == [0, 4, 5, 9]
    assert "IDN" not in codes[2025]


def test_spells_tell_members_from_partners_and_the_invited():
    spells = memberships.spells_in_group("BRICS").set_index(["name", "role"])
    assert spells.loc[("Brazil", "member"), "start"] == pytest.approx(2006.67, abs=0.01)
    assert spells.loc[("Indonesia", "invited"), "end"] == pytest.approx(2025.01, abs=0.01)
    assert pd.isna(spells.loc[("Malaysia", "partner"), "end"])
    with pytest.raises(KeyError, match="BRIX"):
        memberships.spells_in_group("BRIX")


def test_statuses_tell_since_when():
    table = memberships.start_dates_by_role("BRICS", ["IDN", "MYS"], ["partner", "member"]).set_index("iso3")
    assert table.loc["IDN", "member"] == "6 January 2025"
    assert pd.isna(table.loc["IDN", "partner"])
    assert table.loc["MYS", "partner"] == "1 January 2025"


def test_roles_on_a_day():
    assert memberships.roles_on_day("BRICS", ["IDN", "MYS", "SGP"], "2025-12-31") == ["member", "partner", "neither"]
    assert memberships.roles_on_day("BRICS", ["IDN", "MYS"], "2024-12-31") == ["neither", "neither"]


def test_the_quad_counts_from_its_second_beginning():
    assert memberships.accession_date("Quad", "USA") == "2017-11"
    with pytest.raises(KeyError, match="no 'RUS' in 'Quad'"):
        memberships.accession_date("Quad", "RUS")
