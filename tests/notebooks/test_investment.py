"""The chapter on investment: what its cells compute beyond the library, and who is credited for it."""

import itertools

import pytest

from russia_asean.analysis import economy
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.report import execute

pytestmark = pytest.mark.slow

# Sources that the first edition printed figures of and credited nowhere, and the finding that prints each.
ONCE_UNCREDITED = {
    "cbr-fdi-stock-2018": "investment-stations",
    "vn-fia-russia": "investment-roles",
    "cpf-2021-05": "investment-realised-later",
    "cpf-2021-09": "investment-realised-later",
    "th-group-2023-01": "investment-realised",
    "kaluga-th-2025-06": "investment-realised-later",
    "far-east-agency-2019-09": "investment-realised",
    "minvostok-2016-12": "investment-far-east-plans",
    "adb-aeir-2019": "investment-intra-asia",
}


def run_by_key(**given):
    """Return the records of a run by their keys."""
    return {each.key: each for each in execute.in_process("investment", given)}


@pytest.fixture(scope="module")
def found():
    """Return the records of the chapter with its own parameters."""
    return run_by_key()


@pytest.fixture(scope="module")
def of_singapore():
    """Return the records for Singapore alone, in years in which more left Russia than came in."""
    return run_by_key(members="SGP", start_year=2022, end_year=2023)


def rows_of(record, **where):
    """Return the rows of an exhibit in which some columns have given values."""
    return [row for row in record.data if all(row[column] == value for column, value in where.items())]


@pytest.mark.parametrize(("source", "key"), ONCE_UNCREDITED.items())
def test_whoever_gave_a_printed_figure_is_credited(found, source, key):
    assert source in records.sources(found[key].rests_on)


def test_single_figures_are_credited_by_row(found):
    rows = {row for each in found["investment-roles"].rests_on for row in each.rows}
    assert "vnm-invest-in-rus-2015-05" in rows
    assert all("2015" in row or "2023" in row for row in rows)


def test_a_source_that_no_value_uses_is_not_credited(found):
    assert records.sources(found["investment-crossing"].rests_on) == ["unctad-wir-2025"]
    assert records.sources(found["fig-investment-inflows"].rests_on) == ["unctad-wir-2025", "wb-wdi-population"]
    assert records.sources(found["fig-investment-sources"].rests_on) == ["asean-fdi-2015"]
    assert records.sources(found["investment-china-promised"].rests_on) == ["aiddata-gcdf-3"]


def test_each_measured_value_has_its_own_sources(found):
    ratios = {value.basis: records.sources(value.rests_on) for value in found["sea-100-times-rfe"].values}
    assert ratios["IMF, nine regions, over the count of January 2017"] == [economy.latest_source(), "motrich-2017"]
    assert ratios["World Bank, nine regions, over the count of January 2017"] == ["motrich-2017", "wb-wdi-population"]
    programme = {value.basis: records.sources(value.rests_on) for value in found["adb-gms-21bn"].values}
    assert programme["Own funds of the bank, 2012–2020"] == ["adb-ied-2021-12"]
    shares = {value.basis: records.sources(value.rests_on) for value in found["adb-japan-largest-shareholder"].values}
    assert shares["Share of capital, end of 2016"] == ["adb-capital-structure-2016"]
    rates = {value.basis: records.sources(value.rests_on) for value in found["china-iskandar-8bn-2017"].values}
    assert "irda-2018-04" in rates["Chinese investors, 2006 to 2017, rate of 2017"]


def test_hosts_are_ranked_by_each_measure(found):
    hosts = {row["host"]: row for row in found["tab-investment-hosts"].data}
    assert next(iter(hosts)) == "SGP"
    assert [hosts["SGP"][rank] for rank in ("rank_total", "rank_per_head", "rank_share_of_gdp")] == [1, 1, 1]
    assert sorted(host["rank_total"] for host in hosts.values()) == list(range(1, 12))
    assert [host["rank_total"] for host in hosts.values()] == list(range(1, 12))


def test_russia_is_ranked_among_named_sources(found):
    figure = found["fig-investment-sources"]
    sources = [row["source"] for row in figure.data]
    assert f"ranks {sources.index('RUS') + 1} of {len(sources)} sources" in figure.title
    values = [row["value"] for row in figure.data]
    assert values == sorted(values, reverse=True)


def test_each_release_answers_for_its_own_flows(found):
    assert records.sources(found["investment-russia-in-asean"].rests_on) == ["asean-fdi-2015"]
    assert "asean-fdi-2015" not in records.sources(found["investment-russia-in-asean-revised"].rests_on)


def test_the_strip_has_every_project_once_the_best_outcome_first(found):
    strip = found["fig-investment-projects"].data
    listed = [*found["tab-investment-projects-russia"].data, *found["tab-investment-projects"].data]
    assert {row["project_id"]: row["outcome"] for row in strip} == {row["project_id"]: row["outcome"] for row in listed}
    outcomes = [row["outcome"] for row in strip]
    assert outcomes[0] == "operating"
    assert sum(one != other for one, other in itertools.pairwise(outcomes)) == len(set(outcomes)) - 1
    assert all(row["start"] is None or row["start"] < row["known_on"] for row in strip)


def test_the_picture_counts_the_years_in_which_russia_is_ahead(found):
    flows = {}
    for row in found["fig-investment-inflows"].data:
        flows.setdefault((row["measure"], row["year"]), {})[row["host"]] = row["value"]
    ahead = {
        measure: sum(both["RUS"] > both["ASEAN"] for (of, _), both in flows.items() if of == measure)
        for measure in ("USD", "USD per head")
    }
    title = found["fig-investment-inflows"].title
    assert f"in {ahead['USD']} of " in title
    assert title.endswith(f"per head in {ahead['USD per head']}")


def test_every_project_has_an_outcome_and_says_when_it_is_unknown(found):
    projects = [*found["tab-investment-projects-russia"].data, *found["tab-investment-projects"].data]
    assert len(projects) == len(tables.load("announced_projects"))
    unknown = [row for row in projects if row["outcome"] == "no source found"]
    assert unknown
    assert {(row["note"], row["known"]) for row in unknown} == {(None, "undated, no source found")}
    assert {row["host"] for row in projects} <= set(tables.load("countries")["name"])


def test_dates_of_projects_are_as_exact_as_known(found):
    (pork,) = rows_of(found["tab-investment-projects-russia"], project_id="cpf-pork-russia")
    (railway,) = rows_of(found["tab-investment-projects"], project_id="jakarta-bandung-railway")
    assert pork["announced"].startswith("July 2015, ")
    assert railway["announced"].startswith("21 January 2016, ")


def test_outward_growth_is_that_of_the_weakest_year_over_the_strongest(found):
    # By UNCTAD's outflows of the eight members that report: 19.3 in 2004 and 58.9 in 2012 are the years that count.
    by_basis = {value.basis: value.value for value in found["asean-capital-exports-growing"].values}
    assert by_basis["In dollars, all that report, 2014"] == pytest.approx(100 * (58.9 / 19.3 - 1), abs=2)
    assert by_basis["In dollars, all that report, 2014"] > by_basis["At constant prices, all that report, 2014"]
    assert (
        by_basis["At constant prices, all that report, 2014"] > by_basis["In relation to output, all that report, 2014"]
    )


def test_who_is_level_with_japan_is_a_part_of_its_own(found):
    test = found["adb-japan-largest-shareholder"]
    assert test.parts == {"no member holds more": "supported", "none holds as much": "not supported"}


def test_plans_announced_after_the_article_are_no_bases(found):
    assert not {"cpf-pork-1bn", "th-milk-1bn"} & set(found)


def test_choices_divide_the_means_that_they_print(found):
    for row in found["tab-investment-robust"].data:
        assert row["ratio"] == pytest.approx(row["group"] / row["russia"], rel=1e-4)


def test_singapore_alone_cannot_be_left_out(found, of_singapore):
    assert rows_of(found["tab-investment-robust"], measure="USD, without Singapore")
    assert not rows_of(of_singapore["tab-investment-robust"], measure="USD, without Singapore")


def test_no_multiple_of_a_flow_that_is_not_positive(found, of_singapore):
    assert "times as much" in found["investment-answer"].text
    assert "a comparison that no multiple can express" in of_singapore["investment-answer"].text
