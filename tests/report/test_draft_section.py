"""The draft section of a new document: cells that can be copied, and that give no verdict."""

import ast

import nbformat
import pytest

from russia_asean import paths
from russia_asean.evidence import bases, new_documents, testability
from russia_asean.report import draft_section

EXAMPLE = paths.ROOT / "tests" / "fixtures" / "document"


@pytest.fixture(scope="module")
def example():
    """Return the invented document and what can be done with its claims."""
    new = new_documents.read(EXAMPLE / "claims.csv", EXAMPLE / "text.txt")
    return new, testability.prospects(new)


def calls(section):
    """Return the call of ``chapter.test`` in each cell of code, by claim."""
    found = {}
    for cell in section.cells:
        if cell.cell_type == "code":
            (statement,) = ast.parse(cell.source).body
            assert ast.unparse(statement.value.func) == "chapter.test"
            found[statement.value.args[0].value] = statement.value
    return found


def test_each_test_names_the_bases_of_its_kind_and_leaves_every_value_open(example):
    new, prospects = example
    found = calls(draft_section.section(new, prospects))
    kinds = new.claims.set_index("claim_id")["claim_kind"]
    assert len(found) == 6
    for claim_id, call in found.items():
        measured = call.args[1:]
        if kinds[claim_id] == testability.FACT:
            assert measured == []  # looked up
            continue
        (given,) = measured
        assert [key.value for key in given.keys] == [*bases.admitted(kinds[claim_id])]
        assert {ast.unparse(value) for value in given.values} == {"..."}


def test_every_claim_has_its_words_and_each_is_marked_as_a_draft(example):
    new, prospects = example
    cells = draft_section.section(new, prospects).cells
    text = "\n".join(cell.source for cell in cells)
    assert all(statement in text for statement in new.claims["statement"])
    assert all(cell.source.startswith(draft_section.MARK) for cell in cells if cell.cell_type == "code")
    shown = [cell.source for cell in cells if "```{claims}" in cell.source]
    assert len(shown) == 4
    assert all("Draft: add a row with the verdict '" in source for source in shown)


def test_claims_stand_under_the_chapter_that_they_belong_to(example):
    new, prospects = example
    cells = draft_section.section(new, prospects).cells
    headings = [cell.source for cell in cells if cell.source.startswith("## ")]
    assert headings == [f"## For notebooks/{name}.ipynb" for name in dict.fromkeys(each.chapter for each in prospects)]


def test_claims_of_one_passage_are_named_beside_each_other(example):
    text = "\n".join(cell.source for cell in draft_section.section(*example).cells)
    assert text.count("# Of one passage, so measured on the same bases: invented-trade-2014;") == 1
    assert text.count("# Of one passage") == 2


def test_the_draft_is_a_sound_notebook_and_the_same_each_time(example, tmp_path):
    path = draft_section.write(*example, tmp_path / "new")
    nbformat.validate(nbformat.read(path, as_version=4))
    before = path.read_bytes()
    assert draft_section.write(*example, tmp_path / "new").read_bytes() == before
