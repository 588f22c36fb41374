"""What a chapter folds: nothing is lost, a link or the keyboard opens it, and print shows all."""

import re

import book_gates
import pytest
from docutils import nodes
from docutils.utils import new_document

from russia_asean.book.transforms import folds

PAGE = "notebooks/chronology.html"


def box(verdict, name):
    """Return the box of a claim, as a page holds it."""
    return nodes.container("", nodes.paragraph("", name), classes=["check", f"verdict-{verdict}"])


def cell(*shown):
    """Return a cell of a notebook with its code and what it shows."""
    code = nodes.container("", nodes.paragraph("", "code"), nb_element="cell_code_source")
    return nodes.container("", code, nodes.container("", *shown, nb_element="cell_code_output"), nb_element="cell_code")


def folded(*content):
    """Return a section after claims were folded."""
    page = new_document("page")
    page += nodes.section("", nodes.title("", "Dates"), *content)
    folds.FoldClaims(page).run()
    return page


def lines(page):
    """Return what a reader meets: each box outside a fold by its words, each fold by its line and its boxes."""
    found = []
    for node in page.findall(nodes.container):
        if "claims-fold-place" in node["classes"]:
            line = re.sub("<[^>]+>", "", node[0].astext())
            found.append((line, [each.astext() for each in node.children[1:-1]]))
        elif "check" in node["classes"] and "claims-fold-place" not in node.parent.get("classes", []):
            found.append(node.astext())
    return found


def test_claims_that_hold_stand_behind_one_line_after_those_that_do_not():
    page = folded(
        cell(box("supported", "a")), cell(box("misread", "b")), cell(box("supported", "c"), box("supported", "d"))
    )
    assert lines(page) == ["b", ("supported 3 claims", ["a", "c", "d"])]


def test_opinions_and_untested_claims_share_a_line_that_counts_both():
    page = folded(box("judgement", "a"), box("untested", "b"), box("judgement", "c"))
    assert lines(page) == [("judgement 2 opinions, untested 1 claim", ["a", "b", "c"])]


def test_words_between_two_boxes_keep_them_apart():
    page = folded(*[each for name in "abcd" for each in (box("supported", name), nodes.paragraph("", "Words."))])
    assert lines(page) == ["a", "b", "c", "d"]


def test_one_box_is_no_fold():
    assert lines(folded(box("judgement", "a"), box("supported", "b"))) == ["a", "b"]


def test_a_section_to_check_shows_its_first_paragraph_and_what_is_behind_the_line():
    page = new_document("page")
    table = nodes.table("", classes=["exhibit"])
    robust = nodes.section("", nodes.title("", "Robustness"), nodes.paragraph("", "It holds."), table)
    page += nodes.section("", nodes.title("", "Trade"), robust)
    folds.FoldSections(page).run()
    place = robust.children[-1]
    assert [node.astext() for node in robust.children[:2]] == ["Robustness", "It holds."]
    assert "Show 1 table and the text" in place[0].astext() and place[1] is table


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def chapter(html, browser, request):
    """Return a function that opens the chapter at an address, with and without scripts."""
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 390, "height": 844})

    def opened(place=""):
        tab = context.new_page()
        tab.goto((html / PAGE).as_uri() + place, wait_until="load")
        return tab

    yield opened
    context.close()


def test_a_fold_opens_by_keyboard_and_a_link_to_a_claim_opens_it(chapter):
    tab = chapter()
    fold = tab.locator("details.claims-fold").first
    assert not fold.locator(".check").first.is_visible()
    fold.locator("> summary").focus()
    tab.keyboard.press("Enter")
    assert fold.locator(".check").first.is_visible()
    inside = fold.locator(".check .target").first.get_attribute("id")
    linked = chapter(f"#{inside}")
    assert linked.locator(f"p.said:has(#{inside})").is_visible()


def test_print_shows_what_is_folded(chapter):
    tab = chapter()
    tab.emulate_media(media="print")
    book_gates.wait_until(tab, "document.querySelector('details.claims-fold .check .said').checkVisibility()")


@pytest.mark.book
def test_every_chapter_frames_its_answer(html):
    for page in sorted((html / "notebooks").glob("*.html")):
        if page.stem != "synthesis":
            assert page.read_text(encoding="utf-8").count('class="in-brief"') == 1, page.name
