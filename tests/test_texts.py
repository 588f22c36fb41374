"""The fixed words of a chapter: found, filled, or missed by name."""

import pytest

from russia_asean import claims, paths, texts

WORDS = """
[exhibit.fig-a]
title = "Trade"
caption = "Up to {last}."
alt = "One line until {last}."
units = { year = "year" }

[judgement.trade-total-2014]
evidence = ["trade-share"]
note = "A view."

[untested]
trade-total-2016 = "more data"
"""


@pytest.fixture
def chapter(tmp_path, monkeypatch):
    """Return the words of a small chapter."""
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)
    texts.chapter.cache_clear()
    (tmp_path / "small.toml").write_text(WORDS, encoding="utf-8")
    yield texts.chapter("small")
    texts.chapter.cache_clear()


def test_an_exhibit_gets_its_computed_words(chapter):
    found = chapter.exhibit("fig-a", last="2025")
    assert (found["label"], found["caption"], found["alt"]) == ("fig-a", "Up to 2025.", "One line until 2025.")
    assert found["units"] == {"year": "year"}


def test_records_take_their_words_from_the_file(chapter, monkeypatch):
    said = []
    monkeypatch.setattr(claims, "judgement", lambda key, evidence, note: said.append((key, evidence, note)))
    monkeypatch.setattr(claims, "untested", lambda key, needs: said.append((key, needs)))
    chapter.record("trade-total-2014", "trade-total-2016")
    assert said == [("trade-total-2014", ["trade-share"], "A view."), ("trade-total-2016", "more data")]


def test_a_missing_entry_is_named(chapter):
    with pytest.raises(texts.TextError, match=r"notebooks/small\.toml: no \[exhibit\] entry 'fig-b'"):
        chapter.exhibit("fig-b")
    with pytest.raises(texts.TextError, match=r"no \[untested\] entry 'trade-total-2017'"):
        chapter.record("trade-total-2017")


def test_places_are_filled_by_the_functions_of_words_or_by_formats():
    found = texts.filled({"a": "{total:usd} in {year:g}", "b": "{rise:percent}"}, total=21.4e9, year=2014, rise=12)
    assert found == {"a": "$21.4bn in 2014", "b": "12\N{NO-BREAK SPACE}%"}
    with pytest.raises(KeyError, match="nobody"):
        texts.filled({"a": "{nobody}"}, total=1)


@pytest.mark.usefixtures("chapter")
def test_a_missing_or_broken_file_is_named(tmp_path):
    with pytest.raises(texts.TextError, match=r"notebooks/other\.toml: file not found"):
        texts.chapter("other")
    (tmp_path / "broken.toml").write_text("a = ", encoding="utf-8")
    with pytest.raises(texts.TextError, match=r"notebooks/broken\.toml: not valid TOML"):
        texts.chapter("broken")
