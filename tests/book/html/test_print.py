"""A page printed from the browser: its title, nothing off the paper, and dark letters whatever the screen showed."""

import pytest

CHAPTERS = ["trade", "synthesis"]  # with the widest tables
PAPER = {"width": 718, "height": 1047}  # A4 less margins of a centimetre, in pixels of a style sheet
OFF_THE_PAPER = """() => [...document.querySelectorAll(".bd-article *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture(params=CHAPTERS)
def printed(html, browser, request):
    """Return a chapter as it is laid out on paper."""
    tab = browser.new_page(viewport=PAPER)
    tab.goto((html / f"notebooks/{request.param}.html").as_uri(), wait_until="load")
    tab.emulate_media(media="print")
    yield tab
    tab.close()


def test_a_chapter_has_its_title_and_offers_nothing_to_open(printed):
    assert printed.locator("h1").first.is_visible()
    assert not printed.locator("details.section-fold > summary").first.is_visible()


def test_nothing_is_off_the_paper_or_cut(printed):
    assert printed.evaluate(OFF_THE_PAPER) == []
    places = printed.locator(".table-scroll").all()
    assert places and {each.evaluate("(place) => getComputedStyle(place).overflowX") for each in places} == {"visible"}


def test_the_word_of_a_verdict_does_not_need_its_ground(printed):
    chip = printed.locator(".check .chip").first
    shown = chip.evaluate("(chip) => [getComputedStyle(chip).color, getComputedStyle(chip).borderTopColor]")
    assert shown[0] == shown[1]
    assert chip.evaluate("(chip) => getComputedStyle(chip).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_the_bar_of_verdicts_keeps_its_colours_on_paper(html, browser):
    tab = browser.new_page(viewport=PAPER)
    tab.goto((html / "index.html").as_uri(), wait_until="load")
    tab.emulate_media(media="print")
    for drawn in (".verdict-bar span", ".verdict-list .swatch"):
        printed = tab.locator(drawn).first.evaluate("(part) => getComputedStyle(part).printColorAdjust")
        assert printed == "exact"
    tab.close()


def test_a_page_read_in_the_dark_is_printed_in_the_colours_for_light(html, browser):
    tab = browser.new_page(color_scheme="dark")
    tab.goto((html / "notebooks/trade.html").as_uri(), wait_until="load")
    scheme = "document.documentElement.dataset.theme"
    tab.wait_for_function(f"{scheme} === 'dark'")
    tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate(scheme) == "light"
    tab.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate(scheme) == "dark"
    tab.close()
