"""A chapter at work: words found, filled, or missed by name."""

import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.evidence import claims, findings, records
from russia_asean.report import chapters, figures, parameters

OUTPUTS = records.collect

WORDS = """
[finding]
share = "Russia had {share[2015]:percent} of {what}, {gap:number.2} points less."
[finding.growth]
usual = "Trade grew by {rise:percent.3}."
none = "Too few years."

[exhibit.fig-a]
title = "Trade"
caption = "Up to {last}."
alt = "One line until {last}."
units = { year = "year" }
unit = "USD"

[exhibit.tab-a]
title = "Trade"
headers = { name = "Name" }
format = "usd"

[check.trade-total-2014]
sources = ["imf-dots-2022-02"]
note = "In {year} only."

[judgement.trade-total-2014]
evidence = ["trade-share"]
note = "A view."

[quoted]
trade = ["far"]
arms = ["near"]

[untested]
trade-total-2016 = "more data"
"""


@pytest.fixture
def chapter(tmp_path, monkeypatch):
    """Return a small chapter."""
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)
    monkeypatch.setitem(parameters.MODELS, "small", parameters.Vietnam)
    (tmp_path / "small.toml").write_text(WORDS, encoding="utf-8")
    chapters._content.cache_clear()
    yield chapters.begin("small", start_year=2000, end_year=2010, members="ASEAN-10")
    chapters._content.cache_clear()


def test_a_finding_of_another_chapter_is_quoted(chapter, make, monkeypatch, said):
    other = make.record(records.FINDING, "far", {"text": "It rose."})
    make.notebook(make.code("1", other), name="trade")
    monkeypatch.setattr(records, "collect", lambda kind: OUTPUTS(kind, make.folder))
    chapter.quote("trade")
    assert said == [("small-trade-1", "It rose.", {})]
    with pytest.raises(chapters.ChapterError, match=r"\[quoted\] 'arms' names 'near', a finding that no chapter has"):
        chapter.quote("arms")


@pytest.fixture
def said(monkeypatch):
    """Return what the chapter hands to findings, figures and claims, in order."""
    handed = []

    def note(module, name):
        monkeypatch.setattr(module, name, lambda *given, **named: handed.append((*given, named)))

    for module, name in (
        (findings, "finding"),
        (figures, "publish_figure"),
        (figures, "publish_table"),
        (claims, "check"),
        (claims, "judgement"),
        (claims, "untested"),
    ):
        note(module, name)
    return handed


def test_a_chapter_knows_its_parameters(chapter):
    assert list(chapter.chosen.years) == list(range(2000, 2011))


def test_a_finding_fills_its_sentence(chapter, said):
    chapter.finding("share", share=pd.Series({2015: 4.25}), what="trade", gap=1.234)
    chapter.finding("growth", "usual", rise=12.34)
    chapter.finding("growth", "none")
    assert [sentence for _, sentence, _ in said] == [
        "Russia had 4.2\N{NO-BREAK SPACE}% of trade, 1.2 points less.",
        "Trade grew by 12.3\N{NO-BREAK SPACE}%.",
        "Too few years.",
    ]


def test_an_exhibit_gets_its_words_and_units(chapter, said):
    data = pd.DataFrame({"year": [2014], "value": [1.0], "name": ["x"]})
    chapter.figure("fig-a", None, data, last=2025)
    (_, _, found) = said.pop()
    assert (found["label"], found["caption"], found["alt"]) == ("fig-a", "Up to 2025.", "One line until 2025.")
    assert found["units"] == {"year": "year", "value": "USD"}
    chapter.table("tab-a", data)
    chapter.table("tab-a", data, {"year": "Year"})
    assert [entry["headers"] for _, entry in said] == [{"name": "Name"}, {"year": "Year"}]
    assert said[0][1]["formats"] == {"year": "usd", "value": "usd"}


def test_tests_and_records_take_their_words_from_the_file(chapter, said):
    chapter.check("trade-total-2014", {"IMF": 1.0}, other={"late": 2.0}, year=2014)
    chapter.record("trade-total-2014", "trade-total-2016")
    tested = {
        **{"then": None, "other": {"late": 2.0}, "pages": None},
        **{"sources": ["imf-dots-2022-02"], "note": "In 2014 only."},
    }
    assert said == [
        ("trade-total-2014", {"IMF": 1.0}, tested),
        ("trade-total-2014", {"evidence": ["trade-share"], "note": "A view."}),
        ("trade-total-2016", "more data", {}),
    ]


def test_a_missing_entry_is_named(chapter):
    with pytest.raises(chapters.ChapterError, match=r"notebooks/small\.toml: no \[exhibit\] entry 'fig-b'"):
        chapter.figure("fig-b", None, pd.DataFrame())
    with pytest.raises(chapters.ChapterError, match=r"no \[untested\] entry 'trade-total-2017'"):
        chapter.record("trade-total-2017")


@pytest.mark.parametrize(
    ("form", "values", "told"),
    [
        ("usual", {}, r"\[finding\] 'growth' has the place 'rise', which nothing fills"),
        ("usual", {"rise": 1, "fall": 2}, r"has no place for 'fall'"),
        ("other", {}, r"has no form 'other' \(it has: usual, none\)"),
        ("", {}, r"has no form ''"),
    ],
)
def test_words_and_values_that_do_not_fit_are_named(chapter, form, values, told):
    with pytest.raises(chapters.ChapterError, match=told):
        chapter.finding("growth", form, **values)


def test_a_missing_or_broken_file_is_named(chapter, tmp_path):
    (tmp_path / "small.toml").unlink()
    chapters._content.cache_clear()
    asked = {"start_year": 2000, "end_year": 2010, "members": "ASEAN-10"}
    with pytest.raises(chapters.ChapterError, match=r"notebooks/small\.toml: file not found"):
        chapters.begin("small", **asked)
    (tmp_path / "small.toml").write_text("a = ", encoding="utf-8")
    with pytest.raises(chapters.ChapterError, match=r"notebooks/small\.toml: not valid TOML"):
        chapters.begin("small", **asked)
