"""The PDF as a book: parts in the bookmarks, the ledger as annex, and no page that only a screen can show."""

import book_gates
import pypdf
import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.builders.latex.nodes import thebibliography

from russia_asean.book.common import entries
from russia_asean.book.pdf import printing


def page(name, *content):
    """Return a page as Sphinx puts it into the tree of the whole PDF."""
    return addnodes.start_of_file("", nodes.section("", nodes.title("", name), *content), docname=name)


@pytest.fixture
def arranged():
    """Return the tree of a small book after it was arranged."""

    class Builder:
        format = "latex"

    class App:
        builder = Builder()

    link = nodes.reference("", "Explore the data", refuri="%book/explore#document-book/explore")
    kept = nodes.reference("", "the ledger", refuri="%book/ledger#document-book/ledger")
    tree, below = new_document("book"), {printing.ANNEX: [page("book/ledger-gubin2022")]}
    for names in entries.parts().values():
        tree += nodes.compound("", *(page(name, *below.get(name, ())) for name in names))
    tree[0][0][0] += nodes.paragraph("", "", link, nodes.Text(" and "), kept)
    tree += thebibliography("", nodes.paragraph("", "References."))
    printing._arrange(App(), tree, "book/index")
    return tree


def test_the_ledger_is_the_annex_behind_all_pages(arranged):
    names = [each["docname"] for each in arranged.findall(addnodes.start_of_file)]
    others = [name for names in entries.parts().values() for name in names]
    assert names == [
        *(name for name in others if name not in (printing.ANNEX, printing.ON_SCREEN_ONLY)),
        *(printing.ANNEX, "book/ledger-gubin2022"),
    ]
    title = arranged[-1][-2].astext()
    assert "\\appendix" in title and "Annex: the ledger" in title


def test_the_references_stay_before_the_annex(arranged):
    words = arranged.astext()
    assert words.index("book/bibliography") < words.index("References.") < words.index("Annex: the ledger")


def test_each_part_begins_with_its_name_and_the_annex_with_no_other(arranged):
    named = [each.astext().rpartition("{part}")[2] for each in arranged.findall(nodes.raw) if "{part}" in each.astext()]
    captions = [f"{{{caption}}}" for caption in entries.parts()]
    assert named[:-1] == captions and named[-1].startswith("{Annex: the ledger}")


def test_what_needs_a_screen_is_left_out_and_named_without_a_link(arranged):
    assert "Explore the data and the ledger" in arranged.astext()
    assert [each.astext() for each in arranged.findall(nodes.reference)] == ["the ledger"]


def test_the_pdf_ends_with_its_annex_and_says_what_it_is(pdf):
    reader = pypdf.PdfReader(pdf)
    tops = [each.title for each in reader.outline if not isinstance(each, list)]
    assert tops[-1] == "Annex: the ledger" and "Chapters" in tops
    assert "Explore the data" not in tops
    assert book_gates.unnamed_pdf(pdf) == []


def test_a_pdf_without_language_and_title_is_refused(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "a.pdf")
    assert book_gates.unnamed_pdf(tmp_path / "a.pdf") == [
        *("no title.", "no author.", "no language.", "readers show the name of the file in place of the title."),
    ]


def test_no_page_of_the_pdf_is_nearly_empty(pdf):
    assert book_gates.nearly_empty_pages(pdf) == []


def test_a_nearly_empty_page_is_refused(tmp_path):
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    writer.write(tmp_path / "a.pdf")
    # The first page is the title page.
    assert book_gates.nearly_empty_pages(tmp_path / "a.pdf") == ["page 2: 0 characters.", "page 3: 0 characters."]


def test_no_table_goes_on_before_it_begins_and_no_claim_stands_alone_at_a_foot(pdf):
    assert book_gates.left_behind([page.extract_text() for page in pypdf.PdfReader(pdf).pages]) == []


FOOT = "Russia and ASEAN, Claim by Claim. Version 0.1.0. Data as of 1 May 2026. CC BY 4.0 60"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (f"Table 2 – continued from previous page\nTable 2: Of summits.\n{FOOT}", "Table 2 goes on before it begins"),
        (f"Table 2 – continued from previous page\nTable 3: Of others.\n{FOOT}", None),
        (f"Words.\n[not supported] Trade fell by a\nhundred.\n{FOOT}", "'[not supported] Trade fell by a hundred.'"),
        (f"[judgement] Trade is small.\nA. Author, 2019: “it is small”.\n{FOOT}", None),
    ],
)
def test_what_was_left_behind_at_the_end_of_a_page_is_refused(page, said):
    found = book_gates.left_behind([page])
    assert len(found) == bool(said)
    assert not said or said in found[0]
