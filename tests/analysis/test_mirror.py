"""The mirror: both sides of a flow, what lies under the estimates, and the two records side by side."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from origins import without_rows

from russia_asean import counted_by, provenance
from russia_asean.analysis import mirror, trade
from russia_asean.data import memberships, tables
from russia_asean.provenance import Origin

OLD, MONTHLY, NEW = "imf-dots-2022-02", "imf-dots-monthly-2024-07", "imf-imts-russia-2026"
OPPOSITE = {"import": "export", "export": "import"}
POSITIVE = st.floats(1.0, 1e12)
RUSSIA, ASEAN = mirror.RUSSIA_REPORTED, mirror.ASEAN_REPORTED
RECORDS = pd.DataFrame({RUSSIA: [10.0, 15.0, None], ASEAN: [20.0, 10.0, 30.0]}, index=[2019, 2020, 2021])

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


def test_mirror_names_directions_from_russia(given_flows):
    given_flows(*MIRROR)
    cells = mirror.mirror_flows(["VNM"]).set_index(["side", "year", "direction"])["value"]
    assert cells[RUSSIA, 2021, "to_asean"] == 100
    assert cells[RUSSIA, 2021, "from_asean"] == 40
    assert cells[ASEAN, 2021, "to_asean"] == 120
    assert cells[ASEAN, 2021, "from_asean"] == 30


def test_mirror_recovers_what_lies_under_the_estimates(given_flows):
    given_flows(*MIRROR)
    found = mirror.mirror_flows(["VNM"])
    derived = found[found["status"] == "derived"].set_index("direction")["value"]
    assert derived.to_dict() == pytest.approx({"to_asean": 60, "from_asean": 45})


def test_mirror_prefers_a_report_to_a_recovered_value(given_flows):
    given_flows(*MIRROR, ("VNM", "RUS", 2022, "import", 61.0, "reported", MONTHLY))
    found = mirror.mirror_flows(["VNM"])
    cell = found[(found["side"] == ASEAN) & (found["year"] == 2022) & (found["direction"] == "to_asean")]
    assert (cell["value"].item(), cell["status"].item()) == (61.0, "reported")


def test_mirror_recovers_nothing_without_a_base(given_flows):
    given_flows(*(row for row in MIRROR if row[0] == "RUS"))
    assert set(mirror.mirror_flows(["VNM"])["status"]) == {"reported", "estimate"}


def test_totals_add_up_and_leave_estimates_out(given_flows):
    given_flows(*MIRROR)
    found = mirror.totals_by_side(mirror.mirror_flows(["VNM"])).set_index(["year", "side"])
    assert found.loc[(2021, RUSSIA), ["total", "balance"]].tolist() == [140, 60]
    assert found.loc[(2021, ASEAN), ["total", "balance"]].tolist() == [150, 90]
    assert (2022, RUSSIA) not in found.index
    assert found.loc[(2022, ASEAN), "total"] == pytest.approx(105)
    assert found["status"].tolist() == ["reported", "reported", "derived"]


def test_totals_of_the_members_are_the_total_of_all():
    ten = memberships.asean_10()
    whole = mirror.totals_by_side(mirror.mirror_flows(ten)).set_index(["year", "side"])
    parts = pd.concat([mirror.totals_by_side(mirror.mirror_flows([code])) for code in ten]).groupby(["year", "side"])
    for column in ("to_asean", "from_asean", "total", "balance"):
        pd.testing.assert_series_equal(whole[column], parts[column].sum(), check_exact=False)
    assert (whole["total"] == whole["to_asean"] + whole["from_asean"]).all()
    assert (whole["balance"] == whole["to_asean"] - whole["from_asean"]).all()


def test_russias_side_ends_where_russia_stopped():
    found = mirror.totals_by_side(mirror.mirror_flows(memberships.asean_10()))
    assert found[found["side"] == RUSSIA]["year"].max() == trade.last_russian_year()


def test_totals_of_2014_as_published():
    found = mirror.totals_by_side(mirror.mirror_flows(memberships.asean_10()))
    russia, asean = mirror.side_by_side(found).loc[2014]
    assert russia == pytest.approx(21.4e9, rel=0.01)
    assert asean == pytest.approx(22.6e9, rel=0.01)


def test_timor_leste_adds_almost_nothing():
    ten, eleven = (
        mirror.side_by_side(mirror.totals_by_side(mirror.mirror_flows(codes)))[ASEAN]
        for codes in (memberships.asean_10(), memberships.asean_11())
    )
    assert ((eleven - ten) / ten).abs().max() < 0.001


@pytest.mark.parametrize("values", [(math.nan, 1, 1), (1, 0, 1), (1, 1, -1), (0, 1, 1), (1, 1, None)])
def test_nothing_is_recovered_from_a_missing_or_empty_value(values):
    assert math.isnan(mirror.recovered_value(*values))


@given(POSITIVE, POSITIVE, POSITIVE)
def test_recovery_undoes_the_ratio(partner_value, base_russia, base_partner):
    estimate = partner_value * base_russia / base_partner
    assert mirror.recovered_value(estimate, base_russia, base_partner) == pytest.approx(partner_value)


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
        value = mirror.recovered_value(*seen_from_russia, base)
        if not math.isnan(value):
            pairs.append((value, row.value))
    return pairs


def test_recovered_values_equal_the_reports_of_2022():
    pairs = recovered_and_reported()
    # A table without such pairs would else pass.
    assert len(pairs) >= 10
    # What is left is the rounding of the publisher; a factor for freight could not come so close.
    assert max(abs(recovered / reported - 1) for recovered, reported in pairs) < 1e-6


def test_concentration_is_that_of_one_list_of_members():
    per_member = pd.DataFrame({"VNM": [3.0, 1.0], "THA": [1.0, 1.0]}, index=pd.Index([2019, 2020], name="year"))
    first, second = mirror.member_concentration(per_member).to_dict("records")
    assert first == {"largest": "Vietnam", "share": 75.0, "hhi": 0.625}
    assert second["hhi"] == 0.5


def test_concentration_over_members_that_come_and_go_is_refused():
    per_member = pd.DataFrame({"VNM": [3.0, 1.0], "THA": [1.0, None]}, index=pd.Index([2019, 2020], name="year"))
    with pytest.raises(counted_by.ReportersChangedError, match="Thailand in 2020"):
        mirror.member_concentration(per_member)


def test_both_records_stand_side_by_side():
    table = pd.DataFrame({"year": [2020, 2021, 2020], "side": [ASEAN, ASEAN, RUSSIA], "balance": [1.0, 2.0, -3.0]})
    wide = mirror.side_by_side(table, "balance")
    assert wide.columns.tolist() == [RUSSIA, ASEAN]
    assert wide.loc[2020].tolist() == [-3.0, 1.0]
    assert pd.isna(wide.loc[2021, RUSSIA])


def test_a_side_without_records_is_empty():
    table = pd.DataFrame({"year": [2022], "side": [ASEAN], "total": [1.0]})
    assert mirror.side_by_side(table)[RUSSIA].isna().all()


def test_mirror_gaps_are_positive_where_asean_counts_more():
    assert mirror.percent_gaps(RECORDS).to_dict() == pytest.approx({2019: 1000 / 15, 2020: -40.0})
    assert mirror.percent_gaps(RECORDS.loc[2021:]).empty


def test_a_single_member_gives_its_side_a_name():
    assert mirror.line_names(["LAO", "PHL"]) == {RUSSIA: RUSSIA, ASEAN: ASEAN}
    assert mirror.line_names(["PHL"]) == {RUSSIA: "Russia's record", ASEAN: "the Philippines' record"}
    assert [mirror.owners(codes)[ASEAN] for codes in (["VNM"], memberships.asean_10())] == ["Vietnam's", "ASEAN's"]


def test_signs_are_compared_where_both_records_exist():
    balances = pd.DataFrame({RUSSIA: [-1.0, 2.0, None], ASEAN: [1.0, 3.0, 4.0]}, index=[2019, 2020, 2021])
    assert mirror.opposite_signs(balances).to_dict() == {2019: True, 2020: False}


def test_multiples_name_the_partner(given_flows):
    given_flows(
        *(("CHN", "VNM", 2019, flow, 50.0, "reported", OLD) for flow in OPPOSITE),
        *(("VNM", "CHN", 2019, flow, 30.0, "reported", OLD) for flow in OPPOSITE),
        *(("RUS", "VNM", 2019, flow, 10.0, "reported", OLD) for flow in OPPOSITE),
        *(("VNM", "RUS", 2019, flow, 15.0, "reported", OLD) for flow in OPPOSITE),
    )
    found = mirror.multiples_of_russia(["CHN"], [2019], ["VNM"])
    assert found["multiple"].tolist() == [5.0, 2.0]
    assert found["counted_by"].tolist() == ["outside partner", "ASEAN"]
    assert set(found["name"]) == {"China"}


def test_imports_from_russia_are_recovered_with_the_ratio_of_the_last_report(given_flows):
    given_flows(
        ("RUS", "CHN", 2023, "export", 60.0, "estimate", NEW),
        ("RUS", "CHN", 2021, "export", 30.0, "reported", NEW),
        ("CHN", "RUS", 2021, "import", 40.0, "reported", OLD),
    )
    found = mirror.imports_from_russia("CHN", 2023)
    assert found == 80
    assert without_rows(provenance.origins_of(found)) == {Origin(trade.TABLE, NEW), Origin(trade.TABLE, OLD)}
    with pytest.raises(KeyError):
        mirror.imports_from_russia("IND", 2024)


def test_a_partners_own_figure_is_preferred_to_a_recovered_one():
    """China's customs stated imports of 129.32 billion from Russia for 2024."""
    found = mirror.imports_from_russia("CHN", 2024)
    assert found == pytest.approx(129.32e9)
    assert {origin.table for origin in provenance.origins_of(found)} == {"reported_figures"}


@given(POSITIVE, POSITIVE)
def test_gaps_change_sign_with_the_sides_and_are_bounded(one, two):
    there, back = mirror.percent_gaps(pd.DataFrame({RUSSIA: [one, two], ASEAN: [two, one]}))
    assert there == pytest.approx(-back)
    assert -200 <= there <= 200


def test_frames_without_recovered_rows_keep_their_types(given_flows):
    given_flows(*(row for row in MIRROR if row[5] == "reported"))
    totals = mirror.totals_by_side(mirror.mirror_flows(["VNM"]))
    assert set(totals.dtypes[["to_asean", "from_asean", "total", "balance"]].astype(str)) == {"float64"}


def test_a_total_rests_on_the_releases_of_its_year_and_side_alone(given_flows):
    given_flows(*MIRROR, ("VNM", "RUS", 2020, "import", 7.0, "reported", MONTHLY))
    with provenance.collecting() as noted:
        totals = mirror.both_records(["VNM"], years=[2020, 2022], sides=[ASEAN])[ASEAN]
    assert without_rows(provenance.value_at(totals, 2020).origins) == {Origin(trade.TABLE, MONTHLY)}
    # What is recovered rests on the estimate and on both records of the last year that Russia reported.
    assert without_rows(provenance.value_at(totals, 2022).origins) == {
        Origin(trade.TABLE, NEW),
        Origin(trade.TABLE, OLD),
    }
    assert noted == provenance.origins_within(totals)


def test_an_estimate_that_nothing_is_recovered_from_is_not_credited(given_flows):
    given_flows(*MIRROR[:4], ("RUS", "VNM", 2022, "export", 50.0, "estimate", MONTHLY), releases=[NEW, OLD, MONTHLY])
    with provenance.collecting() as noted:
        mirror.mirror_flows(["VNM"], sides=[RUSSIA])
    assert without_rows(noted) == {Origin(trade.TABLE, NEW)}


def test_a_report_is_compared_with_what_is_recovered_from_another_release(given_flows):
    given_flows(*MIRROR, ("VNM", "RUS", 2022, "import", 66.0, "reported", MONTHLY))
    with provenance.collecting() as noted:
        (row,) = mirror.recovery_test().to_dict("records")
    assert (row["reporter"], row["year"], row["flow"], row["value"]) == ("VNM", 2022, "import", 66.0)
    assert (row["recovered"], row["factor"]) == pytest.approx((60.0, 66 / 50))
    assert without_rows(noted) == {Origin(trade.TABLE, key) for key in (OLD, MONTHLY, NEW)}


@pytest.mark.parametrize("place", [0, 2])
def test_recovery_is_tested_whatever_the_rank_of_the_release_that_reports(given_flows, place):
    order = [NEW, OLD]
    order.insert(place, MONTHLY)
    given_flows(*MIRROR, ("VNM", "RUS", 2022, "import", 66.0, "reported", MONTHLY), releases=order)
    assert len(mirror.recovery_test()) == 1


def test_no_release_is_tested_against_itself(given_flows):
    given_flows(*MIRROR, ("VNM", "RUS", 2022, "import", 60.0, "reported", NEW))
    assert mirror.recovery_test().empty


def test_years_without_a_record_of_a_side_give_an_empty_column(given_flows):
    given_flows(*MIRROR)
    late = mirror.both_records(["VNM"], years=[2022], sides=[RUSSIA])
    assert late.empty and late.columns.tolist() == [RUSSIA, ASEAN]


def test_one_direction_alone_is_a_total(given_flows):
    given_flows(*MIRROR, ("VNM", "RUS", 2019, "import", 7.0, "reported", OLD))
    found = mirror.totals_by_side(mirror.mirror_flows(["VNM"], [2019])).iloc[0]
    assert (found["to_asean"], found["from_asean"], found["balance"]) == (7.0, 0.0, 7.0)


# Brunei counts 1 in 2020 and 5 in 2022, and nothing in 2021: in, out, in.
IN_OUT_IN = [
    ("RUS", "VNM", 2022, "export", 10.0, "reported", NEW),
    *(("VNM", "RUS", year, flow, 10.0, "reported", OLD) for year in (2020, 2021, 2022) for flow in OPPOSITE),
    *(("BRN", "RUS", year, "import", value, "reported", OLD) for year, value in ((2020, 1.0), (2022, 5.0))),
]


def test_totals_over_members_that_come_and_go_are_refused(given_flows):
    given_flows(*IN_OUT_IN)
    totals = mirror.both_records(["VNM", "BRN"])[ASEAN]
    assert totals.to_dict() == {2020: 21, 2021: 20, 2022: 25}
    with pytest.raises(counted_by.ReportersChangedError, match="Brunei, imports went"):
        counted_by.compared(totals, [2020, 2021])
    assert counted_by.compared(totals, [2020, 2022]).tolist() == [21, 25]


def test_years_are_compared_over_flows_with_a_record_in_all_of_them(given_flows):
    given_flows(*IN_OUT_IN)
    found = mirror.both_records(["VNM", "BRN"], years=[2020, 2021, 2022], throughout=True)[ASEAN]
    assert counted_by.compared(found, found.index).tolist() == [20, 20, 20]
    assert mirror.percent_change_by_span(["VNM", "BRN"], (2020, 2021), (2020, 2022), sides=[ASEAN]) == {
        f"{ASEAN}, 2020 to 2021": 0,
        f"{ASEAN}, 2020 to 2022": pytest.approx(100 * (25 / 21 - 1)),
    }


def test_russia_is_the_one_reporter_of_its_record_whatever_members_it_names(given_flows):
    given_flows(
        *(("RUS", "VNM", year, flow, 10.0, "reported", OLD) for year in (2004, 2005) for flow in OPPOSITE),
        ("RUS", "BRN", 2005, "export", 1.0, "reported", OLD),
    )
    found = mirror.both_records(["VNM", "BRN"], years=[2004, 2005], throughout=True)[RUSSIA]
    assert counted_by.compared(found, [2004, 2005]).tolist() == [20, 21]


def test_estimates_of_a_members_own_report_are_no_report(given_flows):
    given_flows(*MIRROR[:4], ("LAO", "RUS", 2021, "import", 7.0, "estimate", OLD))
    assert mirror.both_records(["VNM", "LAO"])[ASEAN].to_dict() == {2021: 150}


def test_every_own_report_checks_what_is_recovered():
    checks = mirror.recovery_checks().set_index(["reporter", "year", "measured"])
    # Other releases, stated totals and stated flows, of members and of others: not the two checks of old alone.
    assert {("SGP", 2022, "import"), ("VNM", 2023, "total"), ("THA", 2024, "total"), ("CHN", 2024, "import")} <= {
        *checks.index
    }
    # Thailand stated 1.58 billion for 2024; its exports and imports are recovered one by one.
    thailand = checks.loc[("THA", 2024, "total")]
    assert thailand["own"] == 1.58e9
    assert thailand["error"] == pytest.approx(100 * (thailand["recovered"] / 1.58e9 - 1))
    assert mirror.recovery_error() == checks["error"].abs().max()


@pytest.fixture
def checked(monkeypatch):
    """Put hand-made checks in the place of those of the package: one total, one flow, and the largest error."""
    rows = [("VNM", 2022, "total", 2.0), ("THA", 2022, "import", -3.0), ("USA", 2023, "export", 10.0)]
    checks = pd.DataFrame(rows, columns=["reporter", "year", "measured", "error"])
    monkeypatch.setattr(mirror, "recovery_checks", lambda: checks)


def test_the_error_is_that_of_the_partners_own_report_or_else_the_largest(checked):
    columns = ["member", "year", "direction", "value", "status"]
    rows = [
        ("VNM", 2021, "to_asean", 100.0, "reported"),  # counted, so not uncertain
        ("VNM", 2022, "to_asean", 100.0, "derived"),  # the total is known within 2 %
        ("THA", 2022, "to_asean", 100.0, "derived"),  # the flow itself is known within 3 %
        ("THA", 2022, "from_asean", 100.0, "derived"),  # nothing is known of it: 10 %
        ("THA", 2022, "from_asean", 50.0, "reported"),
    ]
    found = mirror.recovered_uncertainty(pd.DataFrame(rows, columns=columns))
    assert found.to_dict() == pytest.approx({2021: 0.0, 2022: 2 + 3 + 10})


def test_a_record_without_recovered_values_has_no_error(given_flows):
    given_flows(*MIRROR[:4])
    found = mirror.record_with_error(["VNM"], [2021])
    assert found.loc[2021].tolist() == [150, 150, 150]


def test_a_record_lies_between_its_ends(given_flows, checked):
    given_flows(*MIRROR)
    found = mirror.record_with_error(["VNM"], [2021, 2022])
    assert found.loc[2022].tolist() == pytest.approx([105, 105 * 0.98, 105 * 1.02])
    # From 150, which is counted, to 105 within 2 %.
    assert mirror.change_range(found, 2021, 2022) == pytest.approx((-31.4, -28.6))


def test_a_partners_totals_are_those_it_stated():
    totals = mirror.own_totals("VNM")
    (origin,) = provenance.value_at(totals, 2023).origins
    assert (totals[2023], origin.row) == (3.63e9, "vnm-rus-trade-2023")
    assert totals.index.min() > trade.last_russian_year()
