"""A run with other parameters ends with a page that sets it beside the stored chapter."""

import pytest
from shared import Maker

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.report import execute, parameters, run_page, stamps

SENTENCES = ("Trade with Vietnam came to <$5bn>.", "It is the same.")


@pytest.fixture
def ran(make, tmp_path, monkeypatch):
    """Return a function that runs ``trade``, of which one sentence becomes another one."""
    monkeypatch.setattr(paths, "NOTEBOOKS", make.folder)
    monkeypatch.setattr(paths, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    same = Maker.finding("trade-b", SENTENCES[1])
    make.results(Maker.finding("trade-a", "Trade came to $20bn."), same, name="trade")
    make.notebook(make.words("# Trade"), name="trade")
    (tmp_path / "runs").mkdir()

    def run(name, given):
        cell = make.code("a()", *(make.record(each) for each in (Maker.finding("trade-a", SENTENCES[0]), same)))
        Maker(tmp_path / "runs").notebook(make.words("Words.\n# Trade"), cell, name="trade_members-VNM")
        return tmp_path / "runs" / "trade_members-VNM.ipynb"

    monkeypatch.setattr(execute, "run", run)
    monkeypatch.setattr(stamps, "stale", lambda names: {})
    return lambda **given: run_page.run("trade", given)


def test_the_page_shows_both_sides_what_is_the_same_and_what_was_asked(ran):
    notebook, page = ran(members="VNM", flag=True)
    assert page == notebook.with_suffix(".html")
    text = page.read_text(encoding="utf-8")
    assert "<h1>Trade: members = VNM, flag = true</h1>" in text
    assert "with <del>" not in text and "&lt;$5bn&gt;" in text
    changed, same = text.split('<h2 id="same">')
    assert "Sentences that are the same (1)" in text and SENTENCES[1] in same and SENTENCES[1] not in changed
    assert "<script" not in text and 'src="http' not in text
    assert "is older than" not in text


def test_a_page_beside_an_old_chapter_says_so(ran, monkeypatch):
    monkeypatch.setattr(stamps, "stale", lambda names: {names[0]: ["the table a"]})
    assert "Run `make notebooks NOTEBOOK=trade` first" in ran(members="VNM")[1].read_text(encoding="utf-8")


def test_a_template_is_no_chapter_that_could_be_compared():
    with pytest.raises(parameters.ParameterError, match="make country COUNTRY=CHN"):
        run_page.run(records.COUNTRY_BRIEF, {"country": "VNM"})


def test_a_chapter_without_results_is_named(ran, tmp_path):
    (tmp_path / "results" / "trade.json").unlink()
    with pytest.raises(records.RecordError, match=r"results/trade\.json: file not found\. Run `make notebooks"):
        ran(members="VNM")


def test_sentences_that_tell_of_other_years_than_asked_for_are_named(ran):
    """Where fewer than two of the years have data, a chapter shows all it has."""

    def results(years, *texts):
        findings = [Maker.finding(f"trade-{place}", text) for place, text in enumerate(texts)]
        content = {"chapter": "trade", "parameters": years, "made_from": {}, "cells": {}, "findings": findings}
        return records.Results.model_validate(content)

    before = results({}, "It rose by 2025.", "It rose.", "In 2000–2004 it was $1990.", "It was 5 % in 1993.")
    years = {"start_year": 1992, "end_year": 1993}
    now = results(years, "It rose by 2024.", "It fell.", "In 2000–2004 it was $1990.", "It was 7 % in 1993 and 2024.")
    assert run_page.outside_years(now, before) == ["trade-0"]
    assert run_page.outside_years(results({}, "It rose by 2024."), before) == []
