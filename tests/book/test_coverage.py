"""The page on coverage: where the dated facts behind supported claims were read."""

import pytest

from russia_asean.book import contents, coverage
from russia_asean.data import facts
from russia_asean.evidence import records


def supported(*pages, table="events", verdict="supported"):
    """Return a test whose measured value rests on pages."""
    read = tuple(records.Page(fact=f"Fact at {url}", url=url, table=table) for url in pages)
    value = records.MeasuredValue(basis="b", value=1, text="1", agrees=True, pages=read)
    return records.ClaimTest(key="k", verdict=verdict, statement="", reason="", note="", measured=(value,))


def test_every_grade_has_a_line():
    assert tuple(coverage.GRADES) == facts.GRADES


def test_facts_are_counted_once_and_claims_by_their_weakest_page():
    agency, copy = "https://tass.com/defense/1384419", "https://fatonionline.com/3878"
    others = [supported(copy, verdict="not supported"), supported("https://a.org", table="reported_figures")]
    lines = coverage.pages([supported(agency), supported(agency, copy), supported(""), *others])
    assert [line[1:] for line in lines] == [
        ["–", "–"],
        ["1", "1"],
        ["–", "–"],
        ["1", "1"],
        ["1", "1"],
        ["3", "3"],
    ]


@pytest.mark.parametrize("column", [1, 2])
def test_the_lines_of_the_book_add_up(column):
    *lines, total = contents.coverage_counts()["pages"]
    assert sum(int(line[column].replace("–", "0")) for line in lines) == int(total[column]) > 90
