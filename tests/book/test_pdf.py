"""The built PDF: every chapter, bookmarks, no missing characters, nothing off the page."""

import re

import book_gates
import pypdf
import pytest

from russia_asean import paths


def blank(path, *titles):
    """Write a PDF of one empty page with the given bookmarks."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    for title in titles:
        writer.add_outline_item(title=title, page_number=0)
    writer.write(path)
    return path


def test_the_pdf_holds_the_whole_book(pdf):
    log = pdf.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    titles = [each for each in book_gates.chapter_titles(paths.ROOT) if each != "Explore the data"]  # needs a screen
    assert book_gates.pdf_problems(pdf, log, titles) == []


def test_the_pdf_has_figures_pages_and_links(pdf):
    reader = pypdf.PdfReader(pdf)
    assert len(reader.pages) > 20
    assert sum(len(page.annotations or []) for page in reader.pages) > 100
    assert all(float(page.mediabox.width) == pytest.approx(595.3, abs=1) for page in reader.pages), "not A4"


def test_exhibits_have_one_number_in_html_and_pdf(html, pdf):
    assert book_gates.other_numbers(html, pdf) == []


def test_the_number_of_an_exhibit_is_set_apart_from_its_name(pdf):
    assert re.findall(r"\b(?:Table|Fig\.|Figure)\d+", book_gates.pdf_text(pdf)) == []


def test_an_exhibit_with_another_number_is_refused(tmp_path, pdf):
    caption = '<span class="caption-number">Table 999 </span><span class="caption-text"><strong>Of x. </strong>'
    (tmp_path / "a.html").write_text(caption, encoding="utf-8")
    assert book_gates.other_numbers(tmp_path, pdf) == ["a.html: Table 999 (Of x.) has no such number in the PDF."]


def test_chapters_are_found_in_the_table_of_contents():
    titles = book_gates.chapter_titles(paths.ROOT)
    assert {"Introduction", "Trade", "Methods"} <= set(titles)


def test_a_pdf_without_chapters_or_bookmarks_is_refused(tmp_path):
    assert book_gates.pdf_problems(blank(tmp_path / "empty.pdf"), "", ["Trade"]) == [
        "there are no bookmarks.",
        "the chapter 'Trade' is not in the text.",
    ]
    assert book_gates.pdf_problems(blank(tmp_path / "other.pdf", "Another"), "", ["Trade"]) == [
        "the chapter 'Trade' is not in the text.",
        "the chapter 'Trade' has no bookmark.",
    ]


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("Missing character: There is no ế (U+1EBF) in font cmr10!", "a character is missing"),
        (r"Overfull \hbox (87.2pt too wide) in alignment at lines 1--9", "87 points too wide and runs off the page"),
        ("LaTeX Warning: Reference `x' on page 3 undefined on input line 4.", "is undefined"),
        # So little stays within the margin.
        (r"Overfull \hbox (9.2pt too wide) in paragraph at lines 1--9", None),
    ],
)
def test_what_latex_complains_about_is_refused(tmp_path, log, said):
    found = book_gates.pdf_problems(blank(tmp_path / "a.pdf", "A"), log, [])
    assert len(found) == bool(said)
    assert not said or said in found[0]
