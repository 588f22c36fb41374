"""A chapter at work: words filled or refused, results published with what they rest on."""

import dataclasses

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.data import tables
from russia_asean.evidence import claim_tests, claims
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding, Series
from russia_asean.provenance import Origin, Value
from russia_asean.report import chapter as chapters
from russia_asean.report import parameters, publish
from russia_asean.report.chapter import ChapterError

OIL = Origin("oil_price", "eia-brent")
GAS = Origin("published_figures", "adb-ar-2017", "adb-share-jpn-2017")
FIGURE = {
    "title": "Trade",
    "caption": "Up to {last}.",
    "alt": "One line that rises until the year {last}.",
    "processing": "None.",
}


@pytest.fixture
def chapter(monkeypatch):
    """Return a small chapter that rests on the oil price, and the list of the records it publishes."""
    monkeypatch.setitem(parameters.MODELS, "small", parameters.Vietnam)
    with publish.captured() as published:
        begun = chapters.begin("small", start_year=2000, end_year=2010, members="ASEAN-10")
        begun.tracker.note([OIL])
        begun.published = published
        yield begun


def test_a_chapter_knows_its_parameters(chapter):
    assert list(chapter.chosen.years) == list(range(2000, 2011))


def test_a_finding_fills_its_sentence_and_stores_what_it_rests_on(chapter):
    chapter.finding(
        "small-share",
        "Russia had {share[2015]:percent} of {what}, {gap:number.2} points less.",
        share=pd.Series({2015: 4.25}),
        what="trade",
        gap=1.234,
    )
    (finding,) = chapter.published
    assert finding.text == "Russia had 4.2 % of trade, 1.2 points less."
    assert [(each.table, each.source) for each in finding.rests_on] == [("oil_price", "eia-brent")]


def test_a_finding_escapes_dollars_in_markdown_only(chapter):
    chapter.finding("small-size", "Trade came to\n   {total:usd} in 2014.", total=21.4e9)
    (finding,) = chapter.published
    assert finding.text == "Trade came to $21.4bn in 2014."
    assert finding.markdown == r"Trade came to \$21.4bn in 2014."


@pytest.mark.parametrize(
    ("sentence", "values", "told"),
    [
        ("It rose by {rise}.", {}, "have the place 'rise', which nothing fills"),
        ("It rose by {rise}.", {"rise": 1, "fall": 2}, "have no place for 'fall'"),
        ("Trade came to {total:number}.", {"total": float("nan")}, "holds a missing number"),
        ("Trade came to nan in 2014.", {}, "holds a missing number"),
        ("Trade rose", {}, "does not end in a full stop"),
    ],
)
def test_a_finding_with_a_hole_is_refused(chapter, sentence, values, told):
    with pytest.raises(ChapterError, match=f"'small-share'.*{told}"):
        chapter.finding("small-share", sentence, **values)
    assert chapter.published == []


def test_a_finding_that_rests_on_nothing_is_refused(chapter):
    chapter.tracker.announce([], [])
    with pytest.raises(ChapterError, match="'small-share' rests on no table"):
        chapter.finding("small-share", "It rose.")
    chapter.finding("small-share", "It rose.", rests_on=[OIL])
    assert len(chapter.published) == 1


def test_an_exhibit_gets_its_words_units_and_sources(chapter):
    data = pd.DataFrame({"year": [2014], "value": [1.0], "name": ["x"]})
    before = plt.get_fignums()
    chapter.figure("fig-a", plt.figure(), data, **FIGURE, unit="USD", last=2025)
    words = {name: text for name, text in FIGURE.items() if name != "alt"}
    chapter.table("tab-a", data, **words, headers={"value": "Value"}, format="usd", unit="USD", last=2025)
    figure, table = chapter.published
    assert (figure.caption, figure.alt) == ("Up to 2025.", "One line that rises until the year 2025.")
    assert [field.get("unit") for field in figure.fields] == ["year", "USD", None]
    assert table.printed.head == ("Value",)
    assert table.printed.rows == (("$1",),)
    assert [each.source for each in (*figure.rests_on, *table.rests_on)] == ["eia-brent", "eia-brent"]
    assert plt.get_fignums() == before, "a picture was left open"


def test_a_value_that_carries_its_origin_is_credited_with_it_alone(chapter):
    own = Origin("published_figures", "adb-ar-2017", "adb-share-jpn-2017")
    chapter.test(
        "trade-total-2014",
        {"Russia-reported, own": Value(21.4e9, [own]), "ASEAN-reported, of the cell": 5e9},
        note="In {year} only.",
        year=2014,
    )
    (test,) = chapter.published
    assert isinstance(test, ClaimTest)
    assert test.note == "In 2014 only."
    first, second = test.measured
    assert [(each.source, each.rows) for each in first.rests_on] == [("adb-ar-2017", ("adb-share-jpn-2017",))]
    assert first.rests_on[0].pages, "the page of the row is stored, too"
    assert [each.source for each in second.rests_on] == ["eia-brent"]


def test_a_number_in_a_note_is_credited_to_the_note(chapter):
    from russia_asean.data import published

    single = published.figures()
    key = next(iter(single))
    chapter.tracker.announce([], [])
    chapter.test(
        "trade-total-2014",
        {"Russia-reported": Value(21.4e9, [OIL])},
        missing={"ASEAN-reported": "made up"},
        ruled_out={"ASEAN-reported": "made up"},
        note="The producer has {published[" + key + "]:number}.",
        published=single,
    )
    (test,) = chapter.published
    assert [each.source for each in test.measured[0].rests_on] == ["eia-brent"]
    assert [each.rows for each in test.note_rests_on] == [(key,)]


def test_a_number_computed_before_a_note_is_credited_to_the_note(chapter):
    quoted = Value(5e6, [GAS]) / 1e6
    chapter.tracker.announce([], [])
    chapter.test(
        "trade-total-2014",
        {"Russia-reported": Value(21.4e9, [OIL])},
        missing={"ASEAN-reported": "made up"},
        ruled_out={"ASEAN-reported": "made up"},
        note="It was {quoted:number} million.",
        quoted=quoted,
    )
    (test,) = chapter.published
    assert [each.source for each in test.measured[0].rests_on] == ["eia-brent"]
    assert [each.source for each in test.note_rests_on] == [GAS.source]


def test_a_test_whose_value_rests_on_nothing_is_refused(chapter):
    chapter.tracker.announce([], [])
    with pytest.raises(ChapterError, match="'trade-total-2014': the value of 'Russia-reported' rests on nothing"):
        chapter.test(
            "trade-total-2014",
            {"Russia-reported": 1.0},
            missing={"ASEAN-reported": "made up"},
            ruled_out={"ASEAN-reported": "made up"},
        )


def test_a_passage_is_tested_together_and_leaves_a_record_of_each_claim(chapter, monkeypatch):
    known = claims.claim
    monkeypatch.setattr(claims, "claim", lambda claim_id: dataclasses.replace(known(claim_id), passage="003-made-up"))
    part = claim_tests.Part({"Russia-reported": 23e9, "ASEAN-reported": 30e9})
    other = claim_tests.Part({"Russia-reported": 15e9, "ASEAN-reported": 15e9})
    chapter.test_passage(
        {"trade-total-2014": part, "trade-total-2020": other},
        notes={"trade-total-2020": "In {year} only."},
        rests_on=[OIL],
        year=2020,
    )
    first, second = chapter.published
    assert (first.joint, second.joint) == ("Russia-reported", "Russia-reported")
    assert (first.note, second.note) == ("", "In 2020 only.")


def test_a_test_made_before_is_shown_as_it_is(chapter):
    made = claim_tests.assess(
        "trade-total-2014",
        {"": claim_tests.Part({"Russia-reported": Value(1.0, [OIL]), "ASEAN-reported": Value(2.0, [OIL])})},
    )
    chapter.show_test(made)
    assert chapter.published == [made]


def test_a_test_made_before_whose_value_rests_on_nothing_is_refused(chapter):
    bare = claim_tests.assess(
        "trade-total-2014", {"": claim_tests.Part({"Russia-reported": 1.0, "ASEAN-reported": 2.0})}
    )
    with pytest.raises(ChapterError, match="rests on nothing"):
        chapter.show_test(bare)


def test_parts_and_evidence_are_stored(chapter):
    yes, no = (claim_tests.Part({"a": claims.Holds(held, "told")}) for held in (True, False))
    chapter.test("russia-seriousness-question", parts={"one": yes, "two": no}, evidence=["fig-a"], rests_on=[OIL])
    (test,) = chapter.published
    assert (test.verdict, test.evidence) == ("supported in part", ("fig-a",))


def test_a_series_keeps_its_years_and_leaves_gaps_out(chapter):
    chapter.series(
        "small-oil", pd.Series({2001: 20.0, 2002: float("nan")}), title="oil", unit="usd", exhibit="fig-a", nearer=-1
    )
    (series,) = chapter.published
    assert isinstance(series, Series)
    assert (series.values, series.nearer) == ({2001: 20}, -1)
    with pytest.raises(ChapterError, match="'small-gap' has no value"):
        chapter.series("small-gap", pd.Series({2001: float("nan")}), title="x", unit="usd", exhibit="fig-a")


def test_each_value_of_a_series_has_an_error_or_none_has(chapter):
    views, known = pd.Series({2001: 40.0, 2002: 50.0}), pd.Series({2001: 1.5, 2002: 1.6, 2003: 1.7})
    shown = {"title": "views", "unit": "percent", "exhibit": "fig-a"}
    chapter.series("small-views", views, errors=known, **shown)
    (series,) = chapter.published
    assert series.errors == {2001: 1.5, 2002: 1.6}
    with pytest.raises(ChapterError, match="'small-bare' has a value without an error"):
        chapter.series("small-bare", views, errors=known.loc[:2001], **shown)


def test_a_finding_of_another_chapter_is_quoted_with_its_sources(chapter, monkeypatch):
    far = Finding.model_validate({"key": "far", "text": "It rose.", "rests_on": [{"table": "economy", "source": "x"}]})
    monkeypatch.setattr(chapters.records, "collected", lambda kind, without: {"far": far})
    chapter.quote("trade", "far")
    (quoted,) = chapter.published
    assert (quoted.key, quoted.text, quoted.rests_on) == ("small-trade-1", "It rose.", far.rests_on)
    with pytest.raises(ChapterError, match="'near' is the key of no finding"):
        chapter.quote("arms", "near")


def test_the_trace_names_what_was_used(chapter):
    import json

    tables.load("countries")
    used = json.loads(chapter.trace())
    assert set(used["tables"]) == {"countries"}, "what parameters are checked against is no table of the chapter"
    assert "russia_asean.report.chapter" in used["modules"]


def test_beginning_again_forgets_the_tables_of_before(chapter, monkeypatch):
    tables.load("countries")
    chapters.begin("small", start_year=2000, end_year=2010, members="ASEAN-10")
    assert provenance.tables_read() in ([], ["memberships"]), "only what the parameters themselves read"


def test_an_exhibit_that_rests_on_nothing_is_refused(chapter):
    chapter.tracker.announce([], [])
    data = pd.DataFrame({"year": [2014]})
    words = {name: text for name, text in FIGURE.items() if name != "alt"}
    with pytest.raises(publish.ExhibitError, match="'tab-a' rests on no table"):
        chapter.table("tab-a", data, **words, last=2025)
    assert not any(isinstance(each, Exhibit) for each in chapter.published)


def test_a_text_that_begins_with_a_value_begins_with_a_capital():
    texts = {"a": "{group} received less.", "b": "By {group}.", "c": "{count} members."}
    assert chapters.filled(texts, {"group": "the Philippines", "count": 3}) == {
        "a": "The Philippines received less.",
        "b": "By the Philippines.",
        "c": "3 members.",
    }
