"""The draft of a new document's page of the ledger."""

import re

import pytest

from russia_asean import paths
from russia_asean.book.building import build, draft_page
from russia_asean.evidence import new_documents, testability

EXAMPLE = paths.ROOT / "tests" / "fixtures" / "document"


@pytest.fixture(scope="module")
def example():
    """Return the invented document and its draft page."""
    new = new_documents.read(EXAMPLE / "claims.csv", EXAMPLE / "text.txt")
    return new, draft_page.page(new, testability.prospects(new), testability.comparisons(new))


def test_the_page_gives_each_claim_and_no_verdict(example):
    new, text = example
    chips = re.findall(r"\{anchor\}`claim-([\w-]+)`\{chip\}`([\w ]+)`", text)
    assert sorted(claim_id for claim_id, _ in chips) == sorted(new.claims["claim_id"])
    assert {verdict for _, verdict in chips} == {"not yet tested"}
    assert text.startswith("# Draft ledger: Invented 2026\n\n**This page is a draft.**")


def test_the_page_says_how_a_claim_is_read_and_what_can_be_done_with_it(example):
    _, text = example
    entry = text.partition("{anchor}`claim-invented-trade-2014`")[2].partition("\n::::::\n")[0]
    assert "Read as \\$17bn. Values from" in entry
    assert "Can be measured as a stored claim was. Nearest is trade-total-2014" in entry
    assert "| Cannot be tested with what is here. | 3 |" in text


def test_the_page_names_contradictions_with_the_documents_by_number(example):
    _, text = example
    (line,) = [line for line in text.splitlines() if "(`trade-total-2014`, `invented-trade-2014`)" in line]
    assert line.startswith(
        "- **Contradiction.** Russia–ASEAN, total goods trade: \\$23.0bn (2014, 002); \\$17.0bn (2014, 005)"
    )
    assert "002 Gubin 2022;" in text and "005 Invented 2026." in text


def test_a_text_that_states_no_comparable_number_is_said_to_have_none(example):
    new, _ = example
    alone = new_documents.NewDocument(new.about, new.claims.tail(1), new.text)
    text = draft_page.page(alone, testability.prospects(alone), [])
    assert "No number of this text speaks of what another document counts." in text


def test_the_entry_of_the_bibliography_names_persons_and_bodies(example):
    new, _ = example
    assert "author = {{Written for this report}}," in draft_page.reference(new.about)
    assert "author = {A. Writer and B. Writer}," in draft_page.reference(
        new.about | {"authors": "A. Writer; B. Writer"}
    )
    assert "url" not in draft_page.reference(new.about)


@pytest.mark.slow
def test_the_page_is_built_as_the_book_builds_its_pages(example, tmp_path):
    new, text = example
    page = draft_page.write(text, new, tmp_path / "html")
    built = page.read_text(encoding="utf-8")
    assert built.count('class="claim verdict-not-yet-tested') == len(new.claims)
    assert "An invented text about trade and treaties" in built  # from the bibliography
    assert (tmp_path / "html" / "_static" / "verdicts.css").exists()
    assert not (tmp_path / "html" / "downloads").exists()


@pytest.mark.slow
def test_a_page_that_cannot_be_built_leaves_the_one_before(example, tmp_path):
    new, text = example
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "kept.html").write_text("kept", encoding="utf-8")
    with pytest.raises(build.BuildError, match="no-such-key"):
        draft_page.write(f"{text}\n{{cite:t}}`no-such-key`\n", new, tmp_path / "html")
    assert (tmp_path / "html" / "kept.html").exists()
