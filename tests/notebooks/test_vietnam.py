"""The chapter on Vietnam: what its cells compute beyond the library, and who is credited for it."""

import pandas as pd
import pytest

from russia_asean.analysis import arms, dependence, economy, fdi_vietnam
from russia_asean.evidence import claims, records
from russia_asean.report import execute

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found():
    """Return the records of the chapter with its own parameters, by key."""
    return {each.key: each for each in execute.in_process("vietnam", {})}


@pytest.fixture(scope="module")
def of_others():
    """Return the records for members of whom one reports no trade and one received no arms, in earlier years."""
    given = {"members": "LAO,SGP,TLS", "start_year": 2000, "end_year": 2020}
    return {each.key: each for each in execute.in_process("vietnam", given)}


def table(record):
    """Return the data of an exhibit."""
    return pd.DataFrame(list(record.data))


def values(record):
    """Return the measured values of a test by basis."""
    return {value.basis: value for value in record.values}


def test_each_field_of_the_profile_has_its_own_whole(found):
    panel = table(found["fig-vietnam-partners"]).pivot(index="partner", columns="field", values="share")
    assert list(panel.columns) == ["Arms 2020–2024", "Exports 2022", "Imports 2022", "Investment 2015–2022"]
    weapons = arms.shares_in_window("VNM", (2020, 2024))
    # The Union is the sum of its members; a supplier that delivered nothing is zero and not missing.
    assert panel.loc["EUN", "Arms 2020–2024"] == pytest.approx(weapons["NLD"] + weapons["CZE"], rel=1e-5)
    assert panel.loc["CHN", "Arms 2020–2024"] == 0 and (panel.sum() < 100).all()


def test_partners_and_members_come_in_the_order_of_their_largest_and_of_their_arms(found):
    largest = table(found["fig-vietnam-partners"]).groupby("partner", sort=False)["share"].max()
    assert largest.is_monotonic_decreasing
    cells = table(found["fig-vietnam-members"])
    assert cells.loc[cells["field"] == "Arms", "share"].is_monotonic_decreasing


def test_years_after_the_tables_and_a_member_without_reports_give_the_same_sentences():
    given = {"members": "TLS", "start_year": 2024, "end_year": 2025}
    late = {each.key: each for each in execute.in_process("vietnam", given) if hasattr(each, "text")}
    # Trade by partner ends before the years asked for: the last that the table holds are shown, and named.
    assert "In 2022" in late["vietnam-answer"].text and "to 0.43" in late["vietnam-trade"].text
    assert "nan" not in " ".join(each.text for each in late.values()).lower().split()


def test_a_member_without_reports_is_missing_and_one_without_deliveries_too(of_others):
    cells = table(of_others["fig-vietnam-members"]).set_index(["member", "field"])["share"]
    assert ("LAO", "Exports") not in cells and ("LAO", "Imports") not in cells and ("LAO", "Arms") in cells
    assert ("TLS", "Arms") not in cells
    assert all(("VNM", field) in cells for field in ("Exports", "Imports", "Arms", "UN votes"))


def test_trade_of_a_member_is_that_of_the_last_of_ten_years(found, of_others):
    for made, years in ((found, range(2016, 2026)), (of_others, range(2011, 2021))):
        cells = table(made["fig-vietnam-members"]).set_index(["member", "field"])["share"]
        expected = dependence.latest_partner_share("SGP", "import", "RUS", years)
        assert cells["SGP", "Imports"] == pytest.approx(expected, rel=1e-5)


def test_members_with_lists_of_partners_come_with_the_most_concentrated_imports_first(found):
    spread = table(found["tab-vietnam-hhi"])
    assert spread["imports"].is_monotonic_decreasing
    assert {"Vietnam", "Singapore"} < set(spread["name"]) and "Laos" not in set(spread["name"])


def test_each_stated_level_of_output_is_split_into_accounts_and_the_rest(found):
    projections = table(found["tab-vietnam-projections"]).set_index("what")
    assert list(projections.index) == ["nominal, 2017", "nominal, 2030", "PPP, 2017", "PPP, 2030"]
    stated = claims.stated("vietnam-gdp-ppp-2030")
    gap = economy.compare_stated_level("VNM", "gdp_ppp", 2030, stated, "2019-10")
    assert projections.loc["PPP, 2030", "document"] == stated
    for column, value in gap.items():
        assert projections.loc["PPP, 2030", column] == pytest.approx(value, rel=1e-5)


def test_the_printed_level_is_passed_in_the_first_year_above_it(found):
    path, stated = economy.outlook_series("VNM", "gdp_current")["value"], claims.stated("vietnam-gdp-nominal-2030")
    (year,) = [year for year in path.index if path[year] > stated and path[year - 1] <= stated]
    assert f"is passed in {year}." in found["vietnam-economy"].text


def test_choices_name_a_first_partner_and_russias_part(found):
    robust = table(found["tab-vietnam-robust"])
    assert robust.groupby("field").size().to_dict() == {"Arms": 4, "Capital": 4, "Exports": 4, "Imports": 4}
    in_arms = robust[robust["field"] == "Arms"]
    assert set(in_arms["first"]) == {"Russia"} and in_arms["share"].tolist() == in_arms["russia"].tolist()
    assert (robust["share"] >= robust["russia"]).all()


def test_capital_of_russia_is_told_by_year_and_published_as_a_series(found):
    by_year, series = table(found["fig-vietnam-capital"]).set_index("year"), found["vietnam-russian-capital"]
    assert list(by_year.index) == list(series.values) == fdi_vietnam.registered_years()
    assert by_year["value"].tolist() == list(series.values.values())
    assert by_year["share"].between(0, 1).all()


def test_each_source_of_capital_is_a_part_ranked_on_registered_capital_alone(found):
    test = found["vietnam-fdi-top-sources"]
    assert list(test.parts) == ["South Korea among the first two", "Japan among the first two"]
    assert {value.basis.partition(", ")[0] for value in test.measured} == {"Registered"}
    # A list of three names is no list to rank in, so the years before the table are named as missing.
    assert list(test.missing) == ["Received", "the first two of the five years"]
    assert records.sources(values(test)["Registered, 2015–2017"].rests_on) == ["vn-fia-registered"]


def test_sums_shared_out_by_registered_capital_are_told_and_decide_nothing(found):
    assert "$15.5bn" in found["vietnam-fdi-pair-received"].text
    assert "vietnam-fdi-korea-15-5bn" not in found


def test_shares_of_one_passage_are_measured_on_the_same_two_records(found):
    china, america = found["vietnam-china-import-28"], found["vietnam-us-export-19"]
    assert [value.basis for value in china.measured] == [value.basis for value in america.measured]
    # 93.69 less 35.46 of 211.1 billion, the first figures of the customs.
    (first,) = china.then
    assert first.value == pytest.approx(100 * (93.69 - 35.46) / 211.1, rel=1e-6)
    assert (china.verdict, america.verdict) == ("superseded", "supported")


def test_projections_are_tested_on_their_named_source_alone(found):
    for key in ("vietnam-gdp-ppp-2030", "vietnam-population-2030"):
        (measured,) = found[key].measured
        assert measured.basis.startswith("The named source, ") and measured.agrees


def test_trade_since_2022_is_told_with_the_error_of_what_is_recovered(found):
    test = found["vietnam-trade-increase-2024"]
    assert [value.basis[-12:] for value in test.measured] == ["2022 to 2024", "2023 to 2024"]
    # Russia's record ends in 2021, so claims on later years have a kind of their own, which does not ask for it.
    assert "between" in test.note and not test.missing


def test_each_kind_of_weapon_is_a_part(found):
    parts = found["arms-client-vietnam"].parts
    assert list(parts) == [
        "aircraft",
        "air defence",
        "tactical missiles",
        "submarines",
        "combat ships",
        "small arms",
    ]


def test_each_measured_value_rests_on_its_own_source(found):
    bank = values(found["vietnam-population-2017"])
    assert [records.sources(value.rests_on) for value in bank.values()] == [
        ["imf-weo-2026-04"],
        ["wb-wdi-population"],
        ["wb-wdi-2018"],
    ]
    share = values(found["vietnam-china-import-28"])
    assert records.sources(share["IMF, 2017"].rests_on) == ["imf-dots-2022-02"]
    assert records.sources(share["World Bank (WITS), 2017"].rests_on) == ["wb-wits-summary-2021"]


def test_a_release_that_did_not_answer_is_not_credited(found):
    assert "imf-dots-2022-02" not in records.sources(found["fig-vietnam-partners"].rests_on)
    assert records.sources(found["fig-vietnam-vintages"].rests_on) == [
        "author-claims",
        *(f"imf-weo-{vintage}" for vintage in ("2019-10", "2020-10", "2026-04")),
    ]
