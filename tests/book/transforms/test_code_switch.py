"""The code of a chapter shows when a reader asks for it, and only then."""

import json

import pytest

PAGE = "notebooks/trade.html"


@pytest.fixture
def chapter(html, browser):
    """Return a function that opens a chapter in one browser session, with or without scripts."""
    contexts = {}

    def open_page(scripts=True):
        if scripts not in contexts:
            contexts[scripts] = browser.new_context(java_script_enabled=scripts)
        tab = contexts[scripts].new_page()
        tab.goto((html / PAGE).as_uri(), wait_until="load")
        return tab

    yield open_page
    for context in contexts.values():
        context.close()


def shown_code(tab):
    """Return how many cells show their code, those in folds with them."""
    tab.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    return len([cell for cell in tab.locator(".cell_input").all() if cell.is_visible()])


def test_a_page_opens_without_code_and_one_switch_shows_and_hides_all(chapter):
    tab = chapter()
    assert shown_code(tab) == 0
    button = tab.get_by_role("button", name="Show the code")
    button.focus()
    tab.keyboard.press("Enter")
    cells = tab.locator("template.cell-code").count()
    assert shown_code(tab) == cells > 10
    tab.get_by_role("button", name="Hide the code").click()
    assert shown_code(tab) == 0


def test_the_choice_is_remembered_on_the_next_page_and_print_shows_no_code(chapter):
    tab = chapter()
    tab.get_by_role("button", name="Show the code").click()
    again = chapter()
    assert shown_code(again) > 10
    again.emulate_media(media="print")
    assert shown_code(again) == 0 and not again.locator(".code-switch").is_visible()


def test_without_scripts_a_link_leads_to_the_notebook(chapter, html):
    tab = chapter(scripts=False)
    assert shown_code(tab) == 0 and tab.locator(".code-switch button").count() == 0
    address = tab.locator(".code-switch a").get_attribute("href")
    assert json.loads((html / "notebooks" / address).resolve().read_text(encoding="utf-8"))["cells"]


def test_the_search_knows_no_code(html):
    index = (html / "searchindex.js").read_text(encoding="utf-8")
    assert "asean" in index
    # Words of the code of every chapter, which no reader's page holds.
    assert '"matplotlib"' not in index and "nunique" not in index
