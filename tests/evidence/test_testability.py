"""What can be done with the claims of a new document, and what its numbers say beside those of the others."""

import re

import pytest

from russia_asean import paths
from russia_asean.evidence import new_documents, testability
from russia_asean.evidence.testability import Outlook

EXAMPLE = paths.ROOT / "tests" / "fixtures" / "document"


@pytest.fixture(scope="module")
def new():
    """Return the invented document."""
    return new_documents.read(EXAMPLE / "claims.csv", EXAMPLE / "text.txt")


@pytest.fixture(scope="module")
def known(new):
    """Return what can be done with each of its claims, by id without the prefix."""
    return {each.claim_id.removeprefix("invented-"): each for each in testability.prospects(new)}


def claim(**cells):
    """Return a claim of trade between Russia and ASEAN, with other cells where given."""
    row = {
        "subject": "RUS",
        "counterpart": "ASEAN",
        "measure": "total goods trade",
        "claim_kind": "goods-trade-total",
        "unit": "USD",
        "period": "2014",
    }
    return row | cells


def test_what_can_be_done_with_each_claim_of_the_example(known):
    assert {name: each.outlook for name, each in known.items()} == {
        "trade-2021": Outlook.MEASURE,
        "trade-2014": Outlook.MEASURE,
        "share-2021": Outlook.MEASURE,
        "thailand-2024": Outlook.LIKEWISE,
        "trade-2035": Outlook.LACKING,
        "treaty-2004": Outlook.LOOK_UP,
        "ferry-2018": Outlook.LACKING,
        "vietnam-gdp-2023": Outlook.MEASURE,
        "students-2019": Outlook.LACKING,
        "more-history": Outlook.JUDGEMENT,
    }


def test_the_nearest_test_has_the_kind_the_measure_and_the_parties_and_then_the_nearest_year(known):
    assert [known[name].nearest for name in ("trade-2014", "trade-2021", "share-2021")] == [
        "trade-total-2014",
        "trade-total-2020",
        "russia-share-asean-trade-0-8",
    ]
    assert known["trade-2014"].chapter == "trade" and known["trade-2014"].cell > 0
    assert [each.name for each in known["trade-2014"].bases if each.required] == ["Russia-reported", "ASEAN-reported"]
    assert "(notebooks/trade.ipynb, cell " in known["trade-2014"].told
    assert known["trade-2014"].told.endswith("on data/trade_flows.csv.")


def test_a_claim_that_is_not_measured_belongs_where_most_of_its_theme_stand(known):
    usual = testability.usual_chapters()
    assert usual["forums", False] == "security_forums" and usual["forums", True] == "chronology"
    assert known["treaty-2004"].chapter == "chronology"
    assert known["students-2019"].chapter == usual["context", False]


def test_years_and_countries_that_tables_lack_are_named():
    assert testability.missing_in_tables(claim(), ["trade_flows"]) == []
    (late,) = testability.missing_in_tables(claim(period="2034/2035"), ["trade_flows"])
    assert late.startswith("data/trade_flows.csv holds ") and late.endswith(" and not 2034 and 2035")
    (absent,) = testability.missing_in_tables(claim(counterpart="ABW"), ["trade_flows"])
    assert absent == "data/trade_flows.csv has no row of ABW"
    # Customs of Russia name no other country, and an open period names one year.
    assert testability.missing_in_tables(claim(period="../2014"), ["oil_price"]) == []


def test_facts_have_all_parties_and_a_year_of_the_claim():
    treaty = claim(period="2004-11", claim_kind="recorded-fact")
    assert any("asean-rus-tac-2004 in data/agreements.csv" in fact for fact in testability.known_facts(treaty))
    assert testability.known_facts(claim(period="1901")) == []
    joined = claim(subject="VNM", counterpart="ASEAN", period="1995-07-28")
    assert "VNM as member of ASEAN, 1995-07-28 (data/memberships.csv)" in testability.known_facts(joined)


def test_published_figures_share_parties_unit_year_and_a_word_of_the_measure():
    investment = claim(measure="direct investment", claim_kind="fdi-by-source")
    (figure,) = testability.known_figures(investment)
    assert figure.endswith("2014 (asean-fdi-from-russia-2014-2017ed in data/published_figures.csv)")
    # Trade of the same parties, in the same unit and year, is another measure.
    assert testability.known_figures(claim()) == []
    assert testability.known_figures(investment | {"period": "1999"}) == []


def test_numbers_are_set_beside_those_of_the_other_documents(new):
    relations = testability.comparisons(new)
    ids = set(new.claims["claim_id"])
    assert all(ids & set(each.claim_ids) for each in relations)
    apart = [set(each.claim_ids) for each in relations if each.disagreement]
    # Seventeen billion, where a stored document has twenty-three.
    assert apart[0] == {"invented-trade-2014", "trade-total-2014"}
    # What disagrees comes first.
    assert [bool(each.disagreement) for each in relations[: len(apart)]] == [True] * len(apart)


def test_a_number_that_no_document_contradicts_goes_together(new):
    mended = new.claims.assign(value=new.claims["value"].replace("17000000000", "23000000000"))
    relations = testability.comparisons(new_documents.NewDocument(new.about, mended, new.text))
    assert [each.claim_ids for each in relations if each.disagreement] == []


def test_the_report_tells_what_can_be_tested_what_would_settle_the_rest_and_what_disagrees(new, known):
    text = testability.report(new, [*known.values()], testability.comparisons(new))
    lines = text.splitlines()
    assert lines[0] == "Invented 2026: 10 claims, each found in the text. Nothing was added to data/."
    assert [line for line in lines if not line.startswith("  ")][1:6] == [
        "Can be measured as a stored claim was (4)",
        "Can be measured in the way of a stored claim (1)",
        "Can be looked up (1)",
        "Cannot be tested with what is here (3)",
        "Is a judgement (1)",
    ]
    (ferry,) = [line for line in lines if line.startswith("  invented-ferry-2018")]
    assert ferry.endswith("To settle it: The port's or the operator's notice of the first voyage.")
    (trade,) = [line for line in lines if line.startswith("  invented-trade-2014:")]
    assert trade.endswith("Bases required: Russia-reported; ASEAN-reported.")
    assert any(line.startswith("  contradiction: Russia–ASEAN, total goods trade") for line in lines)


def test_the_page_that_leads_through_the_example_quotes_what_the_command_says(new, known):
    page = (paths.BOOK / "another-document.md").read_text(encoding="utf-8")
    quoted = next(
        block for block in re.findall(r"```text\n(.*?)```", page, flags=re.DOTALL) if block.startswith("Can ")
    )
    said = testability.report(new, [*known.values()], testability.comparisons(new))
    # Cells move with every edit of a chapter.
    assert set(quoted.splitlines()) <= set(re.sub(r"cell \d+", "cell …", said).splitlines())
    assert all(outlook in page for outlook in Outlook)
