"""Investment: sums over groups, what is left out of them, comparisons, borders and projects."""

import math

import pandas as pd
import pytest
from origins import without_rows

from russia_asean import provenance
from russia_asean.analysis import economy, fdi
from russia_asean.data import memberships, tables
from russia_asean.provenance import Origin, value_at

TEN = memberships.asean_10()
UNCTAD, OUTLOOK = fdi.answering_release(), economy.latest_source()


@pytest.fixture
def given_tables(monkeypatch):
    """Return a function that puts hand-made tables in the place of those of the package."""

    def put(**made):
        real = tables.load

        def load(name, **options):
            return made[name].copy() if name in made else real(name, **options)

        monkeypatch.setattr(tables, "load", load)
        clear()

    def clear():
        tables.clear_cache()

    yield put
    monkeypatch.undo()
    clear()


FLOWS = pd.DataFrame(
    [
        ("VNM", 2019, "inflow", 10.0, UNCTAD),
        ("VNM", 2020, "inflow", 12.0, UNCTAD),
        ("LAO", 2020, "inflow", -2.0, UNCTAD),
        ("VNM", 2020, "inflow", 11.0, fdi.WORLD_BANK),
        ("VNM", 2020, "outflow", 3.0, UNCTAD),
    ],
    columns=["iso3", "year", "direction", "value", "source_key"],
)
ECONOMY = pd.DataFrame(
    [
        ("VNM", 2020, "population", 4.0, "wb-wdi-population"),
        ("LAO", 2020, "population", 1.0, "wb-wdi-population"),
        # A second source of people: a ratio that took it would be a hundred times too small.
        ("VNM", 2020, "population", 400.0, OUTLOOK),
        ("VNM", 2020, "gdp_current", 60.0, OUTLOOK),
        ("LAO", 2020, "gdp_current", 40.0, OUTLOOK),
    ],
    columns=["iso3", "year", "indicator", "value", "source_key"],
)


def test_a_year_without_all_members_has_no_sum(given_tables):
    given_tables(fdi_flows=FLOWS)
    assert fdi.group_flows(["VNM", "LAO"]).to_dict() == {2020: 10.0}


def test_members_that_do_not_report_are_left_out_of_both_parts_of_a_ratio(given_tables):
    given_tables(fdi_flows=FLOWS, economy=ECONOMY)
    assert fdi.countries_with_data(["VNM", "LAO"], "outflow") == ["VNM"]
    assert fdi.relative_flows(["VNM", "LAO"], "population", "outflow")[2020] == 0.75
    assert fdi.relative_flows(["VNM", "LAO"], "gdp_current", "outflow")[2020] == 5


def test_a_ratio_takes_group_over_group(given_tables):
    given_tables(fdi_flows=FLOWS, economy=ECONOMY)
    assert fdi.relative_flows(["VNM", "LAO"], "population")[2020] == 2
    assert fdi.relative_flows(["VNM", "LAO"], "gdp_current")[2020] == 10
    assert fdi.group_flows(["VNM"], source=fdi.WORLD_BANK)[2020] == 11


def test_a_group_without_figures_is_refused(given_tables):
    given_tables(fdi_flows=FLOWS)
    with pytest.raises(KeyError, match="has no 'outflow' of LAO"):
        fdi.group_flows(["LAO"], "outflow")
    with pytest.raises(KeyError, match="has no 'outflow' in the source"):
        fdi.fdi_flows("outflow", fdi.WORLD_BANK)


def test_brunei_and_myanmar_send_nothing_that_is_known():
    assert set(TEN) - set(fdi.countries_with_data(TEN, "outflow")) == {"BRN", "MMR"}


def test_singapore_is_part_of_the_sum():
    rest = [code for code in TEN if code != "SGP"]
    both = fdi.group_flows(rest) + fdi.group_flows(["SGP"])
    assert both[2019] == pytest.approx(fdi.group_flows(TEN)[2019])


def test_a_release_holds_its_own_figures_alone():
    first, second = (fdi.asean_inflows_by_source(release) for release in fdi.asean_releases())
    assert {"RUS", "WLD"} < set(first)
    assert list(second) == ["RUS"]  # no totals of the first beside figures of the second
    assert (first.loc[2014, "RUS"], second.loc[2014, "RUS"]) == (-28_400_000, -113_250_000)
    with pytest.raises(KeyError, match="no release 'asean-fdi-1999'"):
        fdi.asean_inflows_by_source("asean-fdi-1999")


def test_chinese_finance_has_every_year_and_adds_up():
    total = fdi.chinese_official_finance()
    parts = sum(fdi.chinese_official_finance(measure) for measure in ("oda_like", "oof_like", "vague"))
    assert list(total.index) == list(range(2000, 2022))
    assert (total - parts).abs().max().max() < 10
    assert "SGP" not in total


def test_recipients_are_set_against_their_economy():
    table = fdi.chinese_finance_by_recipient(["SGP", "LAO", "RUS"], range(2000, 2022)).set_index("recipient")
    assert list(table.index) == ["RUS", "LAO"]
    assert table.loc["RUS", "oda_share"] == 0
    gdp = fdi.group_size(["LAO"], "gdp_current")[2021]
    assert table.loc["LAO", "share_of_gdp"] == pytest.approx(100 * table.loc["LAO", "total"] / gdp)


def test_a_recipient_without_promises_has_no_share():
    assert math.isnan(fdi.chinese_finance_by_recipient(["BRN"], range(2000, 2001))["oda_share"].item())


def test_each_value_knows_its_source(given_tables):
    given_tables(fdi_flows=FLOWS, economy=ECONOMY)
    flows = Origin("fdi_flows", UNCTAD)
    assert without_rows(value_at(fdi.group_flows(["VNM"]), 2020).origins) == {flows}
    named = value_at(fdi.group_flows(["VNM"], source=fdi.WORLD_BANK), 2020)
    assert without_rows(named.origins) == {Origin("fdi_flows", fdi.WORLD_BANK)}
    per_head = value_at(fdi.relative_flows(["VNM"], "population"), 2020)
    assert without_rows(per_head.origins) == {flows, Origin("economy", "wb-wdi-population")}
    assert without_rows(value_at(fdi.group_size(["VNM"], "gdp_current"), 2020).origins) == {Origin("economy", OUTLOOK)}


def test_a_source_that_does_not_answer_is_not_credited():
    with provenance.collecting() as noted:
        fdi.group_flows(["VNM"])
    assert {origin.source for origin in noted} == {UNCTAD}
    with provenance.collecting() as noted:
        fdi.asean_inflows_by_source()
    assert {origin.source for origin in noted} == {next(iter(fdi.asean_releases()))}


def test_each_count_of_the_far_east_has_its_own_source():
    nine = fdi.far_east_population("nine")
    sources = {str(day.date()): value_at(nine, day).origins for day in nine.index}
    assert without_rows(sources["2017-01-01"]) == {Origin("far_east_population", "motrich-2017")}
    assert without_rows(sources["2020-01-01"]) == {Origin("far_east_population", "rosstat-population-2020")}


def test_the_latest_ratio_rests_on_the_latest_count():
    with provenance.collecting() as noted:
        latest = fdi.latest_population_ratio(["VNM"], "nine")
    assert latest["ratio"] == fdi.population_ratio(["VNM"], "nine")["ratio"].iloc[-1]
    assert without_rows(noted) == {
        Origin("far_east_population", "rosstat-population-2020"),
        Origin("economy", "wb-wdi-population"),
    }


def test_the_border_decides_the_ratio():
    nine, eleven = (fdi.population_ratio(TEN, border).set_index("date")["ratio"] for border in ("nine", "eleven"))
    assert nine["2020-01-01"] > 100 > eleven["2020-01-01"]
    two = tables.load("far_east_population").set_index("area").loc[["buryatia", "zabaykalsky"], "value"].sum()
    inside = fdi.far_east_population("eleven")["2020-01-01"] - fdi.far_east_population("nine")["2020-01-01"]
    assert inside == two


def test_ratios_inside_both_borders_follow_one_another():
    table = fdi.population_ratios(["VNM"])
    assert list(table["border"].unique()) == list(fdi.BOUNDARY_POPULATIONS)
    assert table[table["border"] == "nine"].equals(fdi.population_ratio(["VNM"], "nine"))


def test_a_count_of_january_meets_the_year_before():
    table = fdi.population_ratio(["VNM"], "eleven").set_index("date")
    assert table.loc["2020-01-01", "group"] == fdi.group_size(["VNM"], "population")[2019]


def test_an_unknown_border_is_refused():
    with pytest.raises(KeyError):
        fdi.far_east_population("ten")


def test_years_in_which_one_column_is_ahead_are_counted_in_words():
    """A year in which either is missing is not one of them."""
    values = pd.DataFrame(
        {"RUS": [1.0, 3.0, None, 5.0], "ASEAN": [2.0, 2.0, 2.0, None]}, index=[2010, 2011, 2012, 2013]
    )
    assert fdi.years_ahead(values, "RUS", "ASEAN") == "1 of the 4 years from 2010 to 2013 (2011)"
    assert fdi.years_ahead(values.loc[[2010, 2012]], "RUS", "ASEAN") == "none of the 2 years from 2010 to 2012"


def test_money_over_gdp_keeps_the_years_of_both(given_tables):
    given_tables(economy=ECONOMY)
    values = pd.DataFrame({"VNM": [3.0, 3.0], "LAO": [2.0, 2.0]}, index=[2019, 2020])
    assert fdi.percent_of_gdp(values, ["VNM", "LAO"]).to_dict() == {2020: 5.0}


def test_groups_stand_side_by_side_in_each_measure(given_tables):
    given_tables(fdi_flows=FLOWS, economy=ECONOMY)
    groups = {"both": ["VNM", "LAO"], "VNM": ["VNM"]}
    money = fdi.flows_by_group(groups)
    assert money.loc[2020].to_dict() == {"both": 10.0, "VNM": 12.0}
    assert math.isnan(money.loc[2019, "both"])
    assert fdi.flows_by_group(groups, per="population").loc[2020].to_dict() == {"both": 2.0, "VNM": 3.0}
    assert fdi.flows_by_group(groups, per="gdp_current").loc[2020].to_dict() == {"both": 10.0, "VNM": 20.0}
    assert fdi.flows_by_group({"VNM": ["VNM"]}, "outflow").loc[2020, "VNM"] == 3


def test_members_attract_relative_to_output():
    table = fdi.attraction_measures(["VNM", "SGP"], range(2013, 2019), range(2019, 2025))
    assert table["weight"]["SGP"] > table["weight"]["VNM"] > 0


def test_aid_is_net_by_recipient_and_year():
    aid = fdi.japanese_aid()
    assert aid.index.is_monotonic_increasing and aid["VNM"].notna().all()
    assert math.isnan(aid.loc[2000, "MMR"])


def test_a_sum_of_aid_rests_on_the_years_summed_and_on_one_recipient():
    of_two_years = provenance.origins_within(fdi.japanese_aid()["VNM"].loc[2015:2016])
    assert {key for each in of_two_years for key in each.keys} == {("VNM", "2015"), ("VNM", "2016")}
