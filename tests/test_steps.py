"""Which steps must be taken again: what stamps, matrix and finished books say, asked in one place."""

import json

import pandas as pd
import pytest

from russia_asean import cli, paths, steps
from russia_asean.data import codebook
from russia_asean.evidence import moves, records
from russia_asean.report import country_briefs, stamps


@pytest.fixture
def current(monkeypatch):
    """Let all steps be current, cheaply."""
    monkeypatch.setattr(steps, "undescribed", list)
    monkeypatch.setattr(stamps, "stale", dict)
    monkeypatch.setattr(country_briefs, "stale", dict)
    monkeypatch.setattr(moves, "changed", list)
    monkeypatch.setattr(steps.offers, "is_current", lambda built: True)


def test_every_chapter_brief_and_book_is_a_step_and_none_is_taken_without_a_reason(current):
    told = steps.changed()
    assert [step for step, changed in told.items() if changed] == []
    assert {step.split("/")[0] for step in told} == {
        "described",
        "chapters",
        "briefs",
        "matrix",
        "html",
        "pdf",
        "brief",
    }
    assert {f"chapters/{name}" for name in records.chapters()} < {*told}
    assert {f"briefs/{code}" for code in country_briefs.members()} < {*told}


def test_each_step_says_what_its_own_judge_says(current, monkeypatch):
    monkeypatch.setattr(stamps, "stale", lambda: {"trade": ["the notebook"]})
    monkeypatch.setattr(country_briefs, "stale", lambda: {"LAO": ["it has no results"]})
    monkeypatch.setattr(moves, "changed", lambda: ["results/trade.json"])
    monkeypatch.setattr(steps.offers, "is_current", lambda built: built != paths.LATEX / paths.PDF_NAME)
    assert {step: changed for step, changed in steps.changed().items() if changed} == {
        "chapters/trade": ["the notebook"],
        "briefs/LAO": ["it has no results"],
        "matrix": ["results/trade.json"],
        "pdf": ["_build/latex/russia-asean.pdf"],
    }


def test_a_matrix_that_was_never_made_is_a_step(current, monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "RESULTS", tmp_path)
    assert steps.matrix() == ["it has not been made"]


def test_nothing_else_is_judged_while_the_tables_are_not_described(current, monkeypatch):
    monkeypatch.setattr(steps, "undescribed", lambda: ["data/datapackage.json"])
    assert steps.changed() == {"described": ["data/datapackage.json"]}


def test_a_description_that_would_be_written_otherwise_is_seen(monkeypatch):
    # That each is as it would be written is tested where it is made; to make them all again here takes long.
    for maker, path in (
        ("described_package", paths.DATA / "datapackage.json"),
        ("source_bibliography", paths.BOOK / "sources.bib"),
        ("codebook_text", paths.DATA / "README.md"),
    ):
        monkeypatch.setattr(codebook, maker, lambda path=path: path.read_text(encoding="utf-8"))
    floors = paths.DATA / "claims" / "floors.csv"
    monkeypatch.setattr(steps.revisions, "floors", lambda: pd.read_csv(floors, dtype=str, keep_default_na=False))
    assert steps.undescribed() == []
    monkeypatch.setattr(codebook, "source_bibliography", lambda: "another")
    assert steps.undescribed() == ["book/sources.bib"]
    # What another hash forbids to read is not read.
    monkeypatch.setattr(codebook, "described_package", lambda: "another")
    monkeypatch.setattr(codebook, "codebook_text", lambda: pytest.fail("was read"))
    assert steps.undescribed() == ["data/datapackage.json"]


def test_the_command_answers_in_json(current, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["russia_asean", "steps"])
    cli.main()
    assert json.loads(capsys.readouterr().out) == steps.changed()
