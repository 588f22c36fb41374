"""The menus of the built book open, close and give the focus back, by touch and by keyboard, at every width."""

import book_gates
import pytest

PAGE = "book/methods.html"
WIDTHS = (390, 820, 1100, 1400)
CHAPTERS = ("primary", "nav.bd-links")
CONTENTS = ("secondary", "#pst-page-toc-nav")


@pytest.fixture
def open_page(html, browser):
    """Return a function that opens a page at a width."""
    contexts = []

    def open_at(width):
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 900}, has_touch=True, reduced_motion="reduce")
        )
        tab = contexts[-1].new_page()
        tab.goto((html / PAGE).as_uri(), wait_until="load")
        return tab

    yield open_at
    for context in contexts:
        context.close()


def shown_button(tab, side):
    """Return the button of a menu that a reader sees, or None."""
    found = [button for button in tab.locator(f".{side}-toggle").all() if button.is_visible()]
    assert len(found) <= 1
    return found[0] if found else None


def touch(tab, button):
    """Press a button with a finger."""
    button.tap()


def press(tab, button):
    """Press a button with the keyboard."""
    button.focus()
    tab.keyboard.press("Enter")


def toggle_and_back(tab, button, menu, use):
    """Use a button twice, or close its dialog by Escape; return what was seen of the menu: before, between, after."""
    menu = tab.locator(menu).first
    seen = [menu.is_visible()]
    use(tab, button)
    menu.wait_for(state="hidden" if seen[0] else "visible")
    seen.append(menu.is_visible())
    if tab.locator("dialog[open]").count():
        tab.keyboard.press("Escape")
    else:
        use(tab, button)
    menu.wait_for(state="visible" if seen[0] else "hidden")
    return [*seen, menu.is_visible()]


@pytest.mark.parametrize("use", [touch, press])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("side,menu", [CHAPTERS, CONTENTS], ids=["chapters", "contents"])
def test_a_menu_opens_or_folds_and_comes_back(open_page, width, side, menu, use):
    tab = open_page(width)
    button = shown_button(tab, side)
    if button is None:  # only where the menu stands open anyway
        assert tab.locator(menu).first.is_visible() and width >= 1200
        return
    before, between, after = toggle_and_back(tab, button, menu, use)
    assert before != between and before == after
    book_gates.wait_until(tab, f"document.activeElement?.classList.contains('{side}-toggle')")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chapter_can_be_reached_through_the_menu(open_page, width):
    tab = open_page(width)
    links = tab.locator("nav.bd-links a[href*='glossary.html']")
    if not links.first.is_visible():
        shown_button(tab, "primary").tap()
    links.first.tap()
    tab.wait_for_url("**/glossary.html")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_search_opens_and_closes(open_page, width):
    tab = open_page(width)
    button = next(each for each in tab.locator(".search-button, .search-button__button").all() if each.is_visible())
    button.tap()
    field = tab.locator("#pst-search-dialog input[name=q]")
    field.wait_for(state="visible")
    tab.keyboard.press("Escape")
    field.wait_for(state="hidden")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_button_shows_its_sign(open_page, width):
    """The signs are drawn by our style sheet, in place of the theme's font, which is not loaded."""
    tab = open_page(width)
    signs = tab.locator("button:visible :is(.fa-solid, .fas)").evaluate_all(
        """found => found.filter((each) => each.checkVisibility()).map((each) => [
          getComputedStyle(each).maskImage.startsWith("url("), each.getBoundingClientRect().width])"""
    )
    assert len(signs) >= 3
    assert all(drawn and width > 8 for drawn, width in signs)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_scheme_can_be_chosen_by_keyboard_and_is_kept(open_page, width):
    tab = open_page(width)
    button = tab.locator(".theme-switch-button:visible").first
    seen = []
    for _ in range(3):
        press(tab, button)
        seen.append(tab.evaluate("document.documentElement.dataset.mode"))
    assert set(seen) == {"light", "dark", "auto"}
    press(tab, button)
    tab.reload()
    assert tab.evaluate("document.documentElement.dataset.mode") == seen[0]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_part_unfold_by_keyboard(open_page, width):
    tab = open_page(width)
    if not tab.locator("nav.bd-links").first.is_visible():
        press(tab, shown_button(tab, "primary"))
    part = tab.locator("nav.bd-links details").first
    link = part.locator("a").first
    assert not link.is_visible()
    press(tab, part.locator("summary"))
    assert link.is_visible()


def test_a_button_that_nothing_listens_to_is_noticed(open_page):
    tab = open_page(390)
    dead = tab.evaluate_handle(
        """() => {
          const button = document.querySelector(".bd-header-article .primary-toggle");
          const copy = button.cloneNode(true);  // without the listeners
          button.replaceWith(copy);
          return copy;
        }"""
    ).as_element()
    tab.set_default_timeout(300)
    with pytest.raises(Exception, match="Timeout"):
        toggle_and_back(tab, dead, CHAPTERS[1], touch)
