"""The brief: a dozen pages whose words are those of the results, nothing off the page, every byte the same again."""

import re

import book_gates
import pypdf
import pytest
from shared import built

from russia_asean import formatting, paths
from russia_asean.book.building import build
from russia_asean.book.content import front
from russia_asean.book.pdf import brief


@pytest.fixture(scope="session")
def brief_pdf(pytestconfig):
    """Return the path of the built brief."""
    return built(paths.LATEX / paths.BRIEF_NAME, "brief", pytestconfig)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("9.1 % of $17bn & more", r"9.1~\% of \$17bn \& more"),
        ("9\N{NO-BREAK SPACE}%", r"9~\%"),
        (r"two amounts, \$1 and \$2", r"two amounts, \$1 and \$2"),
        (r"a_b {c} #1 ^ ~ \x", r"a\_b \{c\} \#1 \textasciicircum{} \textasciitilde{} \textbackslash{}x"),
        (brief.Latex(r"\emph{a}"), r"\emph{a}"),
        (12, "12"),
    ],
)
def test_values_are_printed_sign_by_sign(value, printed):
    assert brief.escaped(value) == printed


def test_themes_name_each_picture_once():
    assert len({*brief.pictures()}) == len(brief.pictures()) == len(brief.THEMES) + 2
    assert 6 <= len(brief.THEMES) <= 7


def test_a_finding_that_is_not_stored_stops_the_brief_with_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "WORK", tmp_path)
    monkeypatch.setattr(front, "ANSWER", ("synthesis-of-nothing",))
    with pytest.raises(build.BuildError, match=r"The brief was not built; .* the finding 'synthesis-of-nothing'"):
        build.build_brief()


def text_of(pdf):
    """Return the words of a PDF as ``plain`` does."""
    return plain(book_gates.pdf_text(pdf))


def plain(text):
    """Return words without spaces, hyphens, ligatures and bent apostrophes, as two programs may differ in them."""
    return book_gates._plain(text).replace("’", "'")


def test_the_brief_has_about_a_dozen_full_pages_of_a4(brief_pdf):
    pages = pypdf.PdfReader(brief_pdf).pages
    assert 10 <= len(pages) <= 14
    assert all(float(page.mediabox.width) == pytest.approx(595.3, abs=1) for page in pages), "not A4"
    words = [len(page.extract_text().split()) for page in pages]
    assert min(words) > 60, f"a page is nearly empty: {words}"


def test_its_sentences_are_those_of_the_results(brief_pdf):
    text = text_of(brief_pdf)
    found = brief.content()
    told = [found["answer"], found["rest"], *(card["answer"] for card in found["cards"])]
    for page in found["themes"]:
        told += [page["answer"], *page["more"], page["exhibit"].title, page["exhibit"].caption]
    for claims in found["failed"].values():
        told += [claim["statement"] for claim in claims]
    missing = [each for each in told if plain(formatting.typeset(each)) not in text]
    assert missing == []


def test_it_says_what_a_reader_asks_of_a_report(brief_pdf):
    text = text_of(brief_pdf)
    for words in ("In two pages", "What does not hold", "The method in eight lines", "How to cite", "Nobody paid"):
        assert plain(words) in text
    assert all(plain(document["title"]) in text for document in front.documents())


def test_nothing_is_off_the_page_and_no_sign_is_missing(brief_pdf):
    log = brief_pdf.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert book_gates.pdf_problems(brief_pdf, log, []) == []
    assert re.findall(r"Overfull \\hbox.*", log) == []


def test_its_pages_have_bookmarks_and_its_language_is_named(brief_pdf):
    reader = pypdf.PdfReader(brief_pdf)
    titles = book_gates._bookmarks(reader.outline)
    assert {theme.title for theme in brief.THEMES} <= {*titles}
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


@pytest.mark.slow
def test_two_briefs_are_the_same(brief_pdf, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "WORK", tmp_path / "work")
    monkeypatch.setattr(paths, "LATEX", tmp_path / "latex")
    # The book that readers see stays as it is.
    monkeypatch.setattr(paths, "HTML", tmp_path / "html")
    assert build.build_brief().read_bytes() == brief_pdf.read_bytes()
