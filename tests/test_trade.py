"""Trade: which return answers, the two sides of the mirror, and what lies under the estimates."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import claims, countries, tables, trade

OLD, MONTHLY, NEW, NEWEST = "imf-dots-2022-02", "imf-dots-monthly-2024-07", "imf-imts-russia-2026", "imf-imts-2026-04"
ROSSTAT = "rosstat-fcs-2022"
COLUMNS = ["reporter", "partner", "year", "flow", "value", "status", "source_key"]
OPPOSITE = {"import": "export", "export": "import"}
POSITIVE = st.floats(1.0, 1e12)


def frame(*rows):
    """Return rows in the form of ``trade_flows.csv``."""
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def given_flows(monkeypatch):
    """Return a function that puts hand-made rows in the place of the table."""

    def put(*rows):
        monkeypatch.setattr(tables, "load", lambda name: frame(*rows))
        trade._flows.cache_clear()

    yield put
    monkeypatch.undo()
    trade._flows.cache_clear()


# Russia exports 100 and imports 40 in 2021; Vietnam records 120 and 30. The estimates of 2022 follow Vietnam's
# imports of 60 (60 * 100 / 120 = 50) and exports of 45 (45 * 40 / 30 = 60).
MIRROR = [
    ("RUS", "VNM", 2021, "export", 100.0, "reported", NEW),
    ("RUS", "VNM", 2021, "import", 40.0, "reported", NEW),
    ("VNM", "RUS", 2021, "import", 120.0, "reported", OLD),
    ("VNM", "RUS", 2021, "export", 30.0, "reported", OLD),
    ("RUS", "VNM", 2022, "export", 50.0, "estimate", NEW),
    ("RUS", "VNM", 2022, "import", 60.0, "estimate", NEW),
]


def test_the_newest_release_answers(given_flows):
    cell = ("RUS", "VNM", 2019, "export")
    given_flows(*((*cell, value, "reported", key) for value, key in ((1.0, OLD), (3.0, NEWEST), (2.0, MONTHLY))))
    assert trade.flows()["value"].tolist() == [3.0]


def test_the_cross_check_never_answers(given_flows):
    given_flows(("RUS", "VNM", 2019, "export", 1.0, "reported", ROSSTAT))
    assert trade.flows().empty


def test_one_value_for_each_flow():
    assert not trade.flows().duplicated(["reporter", "partner", "year", "flow"]).any()


def test_a_change_of_the_answer_does_not_change_the_source():
    first = trade.flows()
    first["value"] = 0
    assert trade.flows()["value"].sum() > 0


def test_mirror_names_directions_from_russia(given_flows):
    given_flows(*MIRROR)
    cells = trade.mirror(["VNM"]).set_index(["side", "year", "direction"])["value"]
    assert cells[trade.RUSSIA_REPORTED, 2021, "to_asean"] == 100
    assert cells[trade.RUSSIA_REPORTED, 2021, "from_asean"] == 40
    assert cells[trade.ASEAN_REPORTED, 2021, "to_asean"] == 120
    assert cells[trade.ASEAN_REPORTED, 2021, "from_asean"] == 30


def test_mirror_recovers_what_lies_under_the_estimates(given_flows):
    given_flows(*MIRROR)
    found = trade.mirror(["VNM"])
    derived = found[found["status"] == "derived"].set_index("direction")["value"]
    assert derived.to_dict() == pytest.approx({"to_asean": 60, "from_asean": 45})


def test_mirror_prefers_a_report_to_a_recovered_value(given_flows):
    given_flows(*MIRROR, ("VNM", "RUS", 2022, "import", 61.0, "reported", MONTHLY))
    found = trade.mirror(["VNM"])
    cell = found[(found["side"] == trade.ASEAN_REPORTED) & (found["year"] == 2022) & (found["direction"] == "to_asean")]
    assert (cell["value"].item(), cell["status"].item()) == (61.0, "reported")


def test_mirror_recovers_nothing_without_a_base(given_flows):
    given_flows(*(row for row in MIRROR if row[0] == "RUS"))
    assert set(trade.mirror(["VNM"])["status"]) == {"reported", "estimate"}


def test_totals_add_up_and_leave_estimates_out(given_flows):
    given_flows(*MIRROR)
    found = trade.totals(trade.mirror(["VNM"])).set_index(["year", "side"])
    assert found.loc[(2021, trade.RUSSIA_REPORTED), ["total", "balance"]].tolist() == [140, 60]
    assert found.loc[(2021, trade.ASEAN_REPORTED), ["total", "balance"]].tolist() == [150, 90]
    assert (2022, trade.RUSSIA_REPORTED) not in found.index
    assert found.loc[(2022, trade.ASEAN_REPORTED), "total"] == pytest.approx(105)
    assert found["status"].tolist() == ["reported", "reported", "derived"]


def test_totals_of_the_members_are_the_total_of_all():
    ten = countries.asean_10()
    whole = trade.totals(trade.mirror(ten)).set_index(["year", "side"])
    parts = pd.concat([trade.totals(trade.mirror([code])) for code in ten]).groupby(["year", "side"])
    for column in ("to_asean", "from_asean", "total", "balance"):
        pd.testing.assert_series_equal(whole[column], parts[column].sum(), check_exact=False)
    assert (whole["total"] == whole["to_asean"] + whole["from_asean"]).all()
    assert (whole["balance"] == whole["to_asean"] - whole["from_asean"]).all()


def test_russias_side_ends_where_russia_stopped():
    found = trade.totals(trade.mirror(countries.asean_10()))
    assert found[found["side"] == trade.RUSSIA_REPORTED]["year"].max() == trade.LAST_RUSSIAN_YEAR


def test_totals_of_2014_as_published():
    found = trade.totals(trade.mirror(countries.asean_10()))
    russia, asean = (trade.series(found, side)[2014] for side in (trade.RUSSIA_REPORTED, trade.ASEAN_REPORTED))
    assert russia == pytest.approx(21.4e9, rel=0.01)
    assert asean == pytest.approx(22.6e9, rel=0.01)


def test_timor_leste_adds_almost_nothing():
    ten, eleven = (
        trade.series(trade.totals(trade.mirror(codes)), trade.ASEAN_REPORTED)
        for codes in (countries.asean_10(), countries.asean_11())
    )
    assert ((eleven - ten) / ten).abs().max() < 0.001


@pytest.mark.parametrize("values", [(math.nan, 1, 1), (1, 0, 1), (1, 1, -1), (0, 1, 1), (1, 1, None)])
def test_nothing_is_recovered_from_a_missing_or_empty_value(values):
    assert math.isnan(trade.recovered(*values))


@given(POSITIVE, POSITIVE, POSITIVE)
def test_recovery_undoes_the_ratio(partner_value, base_russia, base_partner):
    estimate = partner_value * base_russia / base_partner
    assert trade.recovered(estimate, base_russia, base_partner) == pytest.approx(partner_value)


def recovered_and_reported():
    """Return pairs of recovered and reported values, for all flows of 2022 that two releases hold."""
    table = tables.load("trade_flows")
    cells = table.set_index(["source_key", "reporter", "partner", "year", "flow"])["value"]
    reports = table[(table["source_key"] == MONTHLY) & (table["partner"] == "RUS") & (table["year"] == 2022)]
    pairs = []
    for row in reports.itertuples():
        seen_from_russia = [
            cells.get((NEW, "RUS", row.reporter, year, OPPOSITE[row.flow]), math.nan) for year in (2022, 2021)
        ]
        base = cells.get((MONTHLY, row.reporter, "RUS", 2021, row.flow), math.nan)
        value = trade.recovered(*seen_from_russia, base)
        if not math.isnan(value):
            pairs.append((value, row.value))
    return pairs


def test_recovered_values_equal_the_reports_of_2022():
    pairs = recovered_and_reported()
    assert len(pairs) >= 10
    assert max(abs(recovered / reported - 1) for recovered, reported in pairs) < 1e-6


def test_partners_with_one_direction_only_have_no_total(given_flows):
    given_flows(
        *(("CHN", "VNM", 2019, flow, 5.0, "reported", OLD) for flow in OPPOSITE),
        ("CHN", "VNM", 2020, "export", 5.0, "reported", OLD),
    )
    assert trade.partner_with_asean("CHN", ["VNM"]).to_dict() == {2019: 10}


def test_quoted_totals_are_whole_years_of_trade_with_asean():
    found = trade.quoted_totals()
    assert found["value"].between(1e9, 40e9).all()
    assert found["year"].between(1992, 2025).all()
    assert "document" in set(found["kind"])


def test_sections_add_up_to_the_total():
    found = trade.sections(["RUS"], countries.asean_10(), 2015)
    assert set(found.index) >= {"TOTAL", "3"}
    assert found.drop("TOTAL").sum() == pytest.approx(found["TOTAL"], rel=0.001)
    assert trade.sections(["RUS"], countries.asean_10(), 1999).empty


def test_fuels_are_part_of_trade():
    fuels = trade.fuels(["RUS"], countries.asean_10())
    assert (fuels > 0).all() and (fuels < 40e9).all()


def test_directions_stand_side_by_side():
    table = pd.DataFrame(
        {
            "year": [2019, 2019],
            "side": [trade.RUSSIA_REPORTED, trade.ASEAN_REPORTED],
            "to_asean": [7.0, 12.0],
            "from_asean": [10.0, 6.0],
            "balance": [-3.0, 6.0],
        }
    )
    (row,) = trade.directions(table, [2018, 2019]).to_dict("records")
    assert row == {
        "year": 2019,
        "to_asean_asean": 12.0,
        "to_asean_russia": 7.0,
        "from_asean_asean": 6.0,
        "from_asean_russia": 10.0,
        "balance_asean": 6.0,
        "balance_russia": -3.0,
    }


def test_directions_without_one_side_are_empty():
    table = pd.DataFrame({"year": [2022], "side": [trade.ASEAN_REPORTED], "to_asean": [2.0], "from_asean": [1.0]})
    found = trade.directions(table.assign(balance=1.0), [2022])
    assert found["to_asean_asean"].tolist() == [2.0]
    assert found["to_asean_russia"].isna().all()


def test_concentration_counts_who_reports():
    per_member = pd.DataFrame({"VNM": [3.0, 1.0], "THA": [1.0, None]}, index=pd.Index([2019, 2020], name="year"))
    first, second = trade.concentration(per_member).to_dict("records")
    assert first == {"year": 2019, "reporting": 2, "largest": "Vietnam", "share": 75.0, "hhi": 0.625}
    assert (second["reporting"], second["share"], second["hhi"]) == (1, 100.0, 1.0)


def test_quoted_totals_are_set_beside_their_year_and_all_others():
    russia, asean = pd.Series({2013: 17.48e9, 2014: 21.44e9}), pd.Series({2013: 20.02e9, 2014: 22.63e9})
    quotes = trade.compared_quotes(russia, asean, claims.fits).set_index(["year", "stated_by"])
    assert quotes.loc[(2014, "Gubin 2022"), "fits"] == "ASEAN's"
    assert quotes.loc[(2017, "Tsvetov et al. 2019"), "years"] == "Russia's 2013"
    assert quotes["number"].tolist() == list(range(1, len(quotes) + 1))


RUSSIA, ASEAN = trade.RUSSIA_REPORTED, trade.ASEAN_REPORTED
RECORDS = pd.DataFrame({RUSSIA: [10.0, 15.0, None], ASEAN: [20.0, 10.0, 30.0]}, index=[2019, 2020, 2021])


def test_both_records_stand_side_by_side():
    table = pd.DataFrame({"year": [2020, 2021, 2020], "side": [ASEAN, ASEAN, RUSSIA], "balance": [1.0, 2.0, -3.0]})
    wide = trade.by_side(table, "balance")
    assert wide.columns.tolist() == [RUSSIA, ASEAN]
    assert wide.loc[2020].tolist() == [-3.0, 1.0]
    assert pd.isna(wide.loc[2021, RUSSIA])


def test_a_side_without_records_is_empty():
    table = pd.DataFrame({"year": [2022], "side": [ASEAN], "total": [1.0]})
    assert trade.by_side(table)[RUSSIA].isna().all()


def test_levels_are_named_by_record_and_year():
    assert trade.levels(RECORDS, 2019, 2020) == {
        f"{RUSSIA}, 2019": 10.0,
        f"{RUSSIA}, 2020": 15.0,
        f"{ASEAN}, 2019": 20.0,
        f"{ASEAN}, 2020": 10.0,
    }
    assert trade.levels({"six members": RECORDS[ASEAN]}, 2021) == {"six members, 2021": 30.0}


def test_growths_are_named_by_record_and_span():
    assert trade.growths(RECORDS, (2019, 2020)) == pytest.approx(
        {f"{RUSSIA}, 2019 to 2020": 50.0, f"{ASEAN}, 2019 to 2020": -50.0}
    )
    spans = trade.growths({"ours": RECORDS[ASEAN]}, (2019, 2020), (2020, 2021))
    assert spans == pytest.approx({"ours, 2019 to 2020": -50.0, "ours, 2020 to 2021": 200.0})


@pytest.mark.parametrize("year", [2018, 2021])
def test_a_missing_record_is_not_passed_over(year):
    with pytest.raises(KeyError):
        trade.levels(RECORDS, year)
    with pytest.raises(KeyError):
        trade.growths(RECORDS, (2019, year))


def test_each_part_is_a_share_of_each_whole():
    found = trade.shares({"Russia": 1.0, "China": 2.0}, {"of all": 10.0, "of outsiders": 5.0})
    assert found == {
        "Russia, of all": 10.0,
        "Russia, of outsiders": 20.0,
        "China, of all": 20.0,
        "China, of outsiders": 40.0,
    }


def test_the_course_goes_from_turn_to_turn():
    line = pd.Series({2004: 100.0, 2014: 200.0, 2020: 150.0})
    assert trade.course(line, [2020, 2014, 2004, 2014, 1999]) == [
        "between 2004 and 2014 trade rose by 100\N{NO-BREAK SPACE}%",
        "between 2014 and 2020 trade fell by 25\N{NO-BREAK SPACE}%",
    ]
    assert trade.course(line, [2014, 2013]) == []


def test_mirror_gaps_are_positive_where_asean_counts_more():
    assert trade.mirror_gaps(RECORDS).to_dict() == pytest.approx({2019: 1000 / 15, 2020: -40.0})
    assert trade.mirror_gaps(RECORDS.loc[2021:]).empty


def test_signs_are_compared_where_both_records_exist():
    balances = pd.DataFrame({RUSSIA: [-1.0, 2.0, None], ASEAN: [1.0, 3.0, 4.0]}, index=[2019, 2020, 2021])
    assert trade.opposite_signs(balances).to_dict() == {2019: True, 2020: False}


def test_the_first_year_in_which_something_holds():
    marked = pd.DataFrame({"a": [False, True, True], "b": [False, False, False]}, index=[2019, 2020, 2021])
    assert trade.first_years(marked, "never") == {"a": 2020, "b": "never"}


def test_partners_are_followed_while_detail_is_published(given_flows):
    years = (trade.FIRST_COMPARABLE_YEAR - 1, trade.FIRST_COMPARABLE_YEAR, trade.LAST_SHARE_YEAR + 1)
    given_flows(*(("VNM", "CHN", year, flow, 5.0, "reported", OLD) for year in years for flow in OPPOSITE))
    found = trade.with_partners(["VNM"])
    assert found.columns.tolist() == trade.PARTNERS
    assert found["CHN"].to_dict() == {trade.FIRST_COMPARABLE_YEAR: 10.0}


def test_a_balance_is_exports_less_imports(given_flows):
    given_flows(
        ("USA", "VNM", 2022, "export", 11.0, "reported", OLD),
        ("USA", "VNM", 2022, "import", 127.0, "reported", OLD),
        ("USA", "VNM", 2021, "import", 99.0, "reported", OLD),
        ("USA", "THA", 2022, "export", 5.0, "reported", OLD),
        ("VNM", "USA", 2022, "export", 1.0, "reported", OLD),
    )
    found = trade.balance_with("USA", ["VNM", "THA"], 2022)
    assert found.dropna().to_dict() == {"VNM": -116.0}


QUOTES = pd.DataFrame(
    [
        (2013, 1.0, "Minister", "official Russia", "Russia's"),
        (2013, 1.0, "Minister, again", "official Russia", "Russia's"),
        (2014, 2.0, "Committee", "official ASEAN", "Russia's and ASEAN's"),
        (2023, 3.0, "Ministry", "official Russia", "ASEAN's (no Russian record)"),
        (2024, 4.0, "Ministry", "official Russia", "neither (no Russian record)"),
    ],
    columns=["year", "value", "stated_by", "kind", "fits"],
)


def test_a_total_stated_twice_counts_once():
    assert trade.tally(QUOTES) == {"russia": 1, "asean": 1, "both": 1, "neither": 1}


def test_totals_and_quotes_are_data_of_one_picture():
    totals = pd.DataFrame({"year": [2013], "side": [RUSSIA], "total": [9.0], "balance": [1.0], "status": ["reported"]})
    first, second, *_ = trade.with_quotes(totals, QUOTES).to_dict("records")
    assert first == {"year": 2013, "series": RUSSIA, "value": 9.0, "status": "reported"}
    assert second == {"year": 2013, "series": "Minister", "value": 1.0, "status": "official Russia"}


def test_members_in_some_years():
    per_member = pd.DataFrame({"THA": [1.0, None], "VNM": [2.0, 3.0]}, index=pd.Index([2019, 2020], name="year"))
    found = trade.in_years(per_member.rename_axis(columns="member"), [2020, 2018, 2019])
    assert found.columns.tolist() == ["member", "name", "2020", "2019"]
    assert found.loc[1].tolist() == ["VNM", "Vietnam", 3.0, 2.0]
    assert pd.isna(found.loc[0, "2020"])
    assert trade.in_years(per_member, [1999]).columns.tolist() == ["member", "name", "2019", "2020"]


def test_changes_are_told_as_members_see_them():
    sides = pd.DataFrame(
        [
            ("VNM", 2021, "to_asean", 1.0),
            ("VNM", 2024, "to_asean", 5.0),
            ("THA", 2021, "from_asean", 4.0),
            ("THA", 2024, "from_asean", 1.0),
            ("SGP", 2024, "from_asean", 9.0),
        ],
        columns=["member", "year", "direction", "value"],
    )
    found = trade.moved(sides, 2021, 2024)
    assert found.dropna().to_dict() == {("received from", "VNM"): 4.0, ("sent to", "THA"): -3.0}
    assert found.idxmax() == ("received from", "VNM")


def test_multiples_name_the_partner(given_flows, monkeypatch):
    monkeypatch.setattr(countries, "name", {"CHN": "China"}.__getitem__)
    given_flows(
        *(("CHN", "VNM", 2019, flow, 50.0, "reported", OLD) for flow in OPPOSITE),
        *(("VNM", "CHN", 2019, flow, 30.0, "reported", OLD) for flow in OPPOSITE),
        *(("RUS", "VNM", 2019, flow, 10.0, "reported", OLD) for flow in OPPOSITE),
        *(("VNM", "RUS", 2019, flow, 15.0, "reported", OLD) for flow in OPPOSITE),
    )
    found = trade.multiples(["CHN"], [2019], ["VNM"])
    assert found["multiple"].tolist() == [5.0, 2.0]
    assert found["counted_by"].tolist() == ["outside partner", "ASEAN"]
    assert set(found["name"]) == {"China"}


def test_shares_of_fuels_on_both_records(monkeypatch):
    totals = pd.DataFrame({"year": [2015, 2015], "side": [RUSSIA, ASEAN], "to_asean": [10.0, 20.0]})
    recorded = {"RUS": pd.Series({2015: 4.0}), "VNM": pd.Series({2015: 5.0, 2016: 6.0})}
    monkeypatch.setattr(trade, "fuels", lambda reporters, partners: recorded[reporters[0]])
    found = trade.fuel_shares(totals, ["VNM"])
    assert found.loc[2015].to_dict() == {RUSSIA: 40.0, ASEAN: 25.0}
