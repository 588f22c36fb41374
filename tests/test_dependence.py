"""Dependence: shares from one release, concentration, agreements by date, windows that lie near the years asked for."""

import pandas as pd
import pytest

from russia_asean import arms, countries, dependence, indicators, tables

OLD, NEW = "imf-dots-2022-02", "imf-dots-monthly-2024-07"


@pytest.fixture
def given_flows(monkeypatch):
    """Return a function that puts hand-made flows in the place of the table."""

    def put(*rows):
        columns = ["reporter", "partner", "year", "flow", "value", "status", "source_key"]
        monkeypatch.setattr(tables, "load", lambda name: pd.DataFrame(rows, columns=columns))
        dependence._flows.cache_clear()

    yield put
    monkeypatch.undo()
    dependence._flows.cache_clear()


def row(partner, value, source=OLD, *, year=2017, status="reported"):
    return ("VNM", partner, year, "export", value, status, source)


def test_a_share_takes_both_parts_from_one_release(given_flows):
    """The later release has another world total but lacks the partner: it must not answer for the total alone."""
    given_flows(row("USA", 20.0), row("WLD", 100.0), row("WLD", 120.0, NEW))
    assert dependence.trade_shares("VNM", "export")["USA"].to_dict() == {2017: 20.0}


def test_of_equal_releases_the_later_answers(given_flows):
    given_flows(row("USA", 20.0), row("WLD", 100.0), row("USA", 30.0, NEW), row("WLD", 100.0, NEW))
    assert dependence.trade_shares("VNM", "export").loc[2017].to_dict() == {"USA": 30.0, "REST": 70.0}


def test_a_year_without_a_world_total_and_estimates_are_left_out(given_flows):
    given_flows(
        row("USA", 20.0), row("WLD", 100.0), row("USA", 5.0, year=2018), row("CHN", 9.0, year=2017, status="estimate")
    )
    shares = dependence.trade_shares("VNM", "export")
    assert list(shares.index) == [2017] and "CHN" not in shares


def test_an_unknown_reporter_is_named():
    with pytest.raises(KeyError, match="no 'export' of 'XXX'"):
        dependence.trade_shares("XXX", "export")


def test_a_partner_that_is_not_listed_is_missing_not_zero():
    assert dependence.trade_shares("VNM", "export")["RUS"].isna()[[1990, 1991]].all()


def test_registered_shares_add_up_and_come_in_order():
    shares = dependence.investment_shares(dependence.REGISTERED_YEARS)
    assert shares.sum() == pytest.approx(100)
    assert shares.drop("REST").is_monotonic_decreasing
    with pytest.raises(KeyError, match="no 'total' in"):
        dependence.registered([2001])


def test_five_years_join_the_table_and_the_headlines_before_it():
    late = dependence.registered(range(2015, 2018))["KOR"]
    assert dependence.registered_five_years("KOR") > late
    with pytest.raises(KeyError):
        dependence.registered_five_years("RUS")


def test_what_was_received_is_shared_out_by_what_was_registered():
    flows = tables.load("fdi_flows").query(
        "iso3 == 'VNM' and direction == 'inflow' and source_key == 'unctad-wir-2025'"
    )
    inflow = flows.set_index("year")["value"].loc[2013:2017].sum()
    for code in ("KOR", "JPN"):
        assert 0 < dependence.received_five_years(code) < dependence.registered_five_years(code)
    part = dependence.registered_five_years("KOR") / dependence.registered_five_years("WLD")
    assert dependence.received_five_years("KOR", by_year=False) == pytest.approx(part * inflow)
    assert dependence.received_five_years("WLD") == pytest.approx(inflow)


def test_a_rank_counts_all_partners_that_are_listed():
    (rank, of), (one, fewer) = (dependence.full_rank("VNM", "RUS", 2019, "import", union=u) for u in (False, True))
    assert one < rank < of and fewer < of
    assert dependence.full_rank("VNM", "CHN", 2019, "import") == (1, of)


def test_parties_are_bound_from_the_later_of_their_dates():
    """The agreement was in force for others on 30 December 2018, for Vietnam in January 2019, for Peru in 2021."""
    new_year, spring, later = (dependence.free_trade("VNM", day) for day in ("2019-01-01", "2019-04-01", "2021-12-31"))
    assert "CAN" not in new_year and spring["CAN"] == pd.Timestamp("2019-01-14")
    assert "PER" not in spring and later["PER"] == pd.Timestamp("2021-09-19")


def test_agreements_count_from_their_date():
    before, after = (dependence.free_trade("VNM", day) for day in ("2016-10-04", "2016-10-05"))
    assert set(after) - set(before) == set(countries.members("EAEU", "2016-10-05"))
    assert "CHN" in before and "EUN" not in after and "VNM" not in after


def test_coverage_grows_with_agreements():
    table = dependence.coverage("VNM", [1995, 2005, 2015, 2022, 2040]).set_index("year")
    assert list(table.index) == [1995, 2005, 2015, 2022]
    assert table["imports"].is_monotonic_increasing and table["partners"].is_monotonic_increasing


def test_groups_are_one_line_and_the_oldest_comes_first():
    table = dependence.agreements_since("VNM", "2025-12-31")
    assert table["name"].is_unique and table["start"].is_monotonic_increasing
    assert table["name"].iloc[0] == "ASEAN" and "Eurasian Economic Union" in set(table["name"])


def test_the_union_is_the_sum_of_its_members():
    panel = dependence.profile("VNM", ["EUN", "RUS", "KOR"], 2019, [2019], (2020, 2024))
    weapons = dependence.arms_shares("VNM", (2020, 2024))
    assert panel["Arms 2020–2024"]["EUN"] == pytest.approx(weapons["NLD"] + weapons["CZE"])
    assert list(panel.columns) == ["Exports 2019", "Imports 2019", "Investment 2019", "Arms 2020–2024"]


def test_investment_is_known_for_vietnam_only():
    assert len(dependence.profile("THA", ["RUS"], 2019, [2019], (2020, 2024)).columns) == 3


def test_a_member_without_reports_is_missing():
    table = dependence.exposure(["VNM", "LAO", "TLS"], "RUS", range(2010, 2026), (2020, 2024))
    assert table.loc["VNM"].notna().all()
    assert table.loc["LAO", ["Exports", "Imports"]].isna().all() and table.loc["LAO", "Arms"] > 0
    assert pd.isna(table.loc["TLS", "Arms"])


@pytest.mark.parametrize(
    ("years", "found"),
    [
        (range(2001, 2004), [2001, 2003]),
        (range(1990, 2000), [1997, 1999]),
        (range(2010, 2012), [2001, 2003]),
        (range(1980, 1985), [1997, 1999]),
    ],
)
def test_the_nearest_years_answer(years, found):
    assert dependence.nearest([1997, 1999, 2001, 2003], years) == found


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (1992, 2025, arms.FIVE_YEARS),
        (2010, 2019, [(2010, 2014), (2015, 2019)]),
        (2016, 2017, [(2005, 2009), (2010, 2014)]),
        (1992, 1993, arms.FIVE_YEARS[:2]),
    ],
)
def test_windows_of_arms_lie_inside_the_years_or_before_their_end(first, last, found):
    assert dependence.arms_windows(range(first, last + 1)) == found


def test_the_first_partner_is_named_with_its_share():
    shares = pd.Series({"CHN": 30.0, "USA": 20.0, "REST": 45.0, "JPN": None})
    assert dependence.first_partner(shares).startswith("China (30")


def test_volumes_are_shares_of_totals():
    table = dependence.volumes("SUN", ["VNM", "IDN"], 1994).set_index("window")
    assert table.loc["1985–1989", "VNM"] == pytest.approx(arms.totals("VNM")[1985, 1989])
    assert table.loc["1985–1989", "IDN"] == 0


def test_choices_name_a_first_partner_and_russias_part():
    table = dependence.under_choices([(2013, 2017)], (2019,))
    assert len(table) == 1 + 4 + 4
    arms_row = table.set_index("field").loc["Arms"]
    assert arms_row["first"] == "Russia" and arms_row["share"] == arms_row["russia"]


def test_counted_twice_is_in_percent_of_one_total():
    table = dependence.counted_twice("VNM", ["CHN", "RUS"], 2019)
    assert table["own"]["CHN"] > table["own"]["RUS"] and (table < 100).all().all()


def test_members_without_a_list_of_partners_are_left_out():
    assert "LAO" not in set(dependence.concentrations(["VNM", "LAO"], 2019)["member"])


def test_capital_by_year_adds_up_to_the_sum_over_years():
    by_year = dependence.registered_by_year("RUS")
    assert by_year["value"].sum() == dependence.registered(list(by_year.index))["RUS"]
    assert by_year["share"].between(0, 1).all()


@pytest.mark.parametrize("flow", ["export", "import"])
def test_the_full_list_lies_within_the_bounds_of_the_named_partners(flow):
    parts = dependence.trade_shares("VNM", flow).loc[2019].dropna() / 100
    low = float((parts.drop(dependence.REST) ** 2).sum())  # unlisted partners are very many
    high = low + float(parts[dependence.REST] ** 2)  # unlisted partners are one
    whole = indicators.hhi(dependence._all_partners("VNM", 2019, flow, union=True))
    assert low - 0.005 < whole < high + 0.005
    assert dependence.full_concentration("VNM", 2019, flow) < whole
