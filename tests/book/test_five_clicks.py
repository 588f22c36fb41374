"""From the front page to the verdict on a quoted total, its data and a reference to it, in at most five clicks.

As a reader would who opens the report for the first time: she knows what was said, and no word of ours.
"""

import csv

import book_gates
import pytest

pytestmark = pytest.mark.slow
MOST_CLICKS = 5
# AsiaViews wrote that trade in 2016 "only reached slightly over US$13 billion".
HER_WORDS = "trade 2016 13 billion"
CLAIM = "trade-total-2016"


class Reader:
    """A reader at a screen of a size, whose clicks are counted. Typing and reading cost her none."""

    def __init__(self, browser, front, screen):
        self.context = browser.new_context(viewport=screen, reduced_motion="reduce", accept_downloads=True)
        self.tab = self.context.new_page()
        self.tab.goto(front.as_uri(), wait_until="load")
        self.clicks = 0

    def click(self, found):
        """Click on what she sees."""
        found.click()
        self.clicks += 1

    def download(self, found):
        """Click on a file and return its text."""
        with self.tab.expect_download() as loaded:
            self.click(found)
        return loaded.value.path().read_text(encoding="utf-8-sig")  # files of data say so for spreadsheets


@pytest.fixture
def reader(html, browser):
    """Return a function that seats a reader in front of the front page."""
    seated = []

    def seat(screen):
        seated.append(Reader(browser, html / "book/index.html", screen))
        return seated[-1]

    yield seat
    for each in seated:
        each.context.close()


def by_the_ledger(reader):
    """Find the claim in the ledger, which the menu beside the page names."""
    reader.click(reader.tab.locator("nav.bd-links").get_by_role("link", name="The ledger", exact=True))
    reader.tab.get_by_label("Words, numbers or ids").fill(HER_WORDS)
    reader.click(reader.tab.locator(".claim:visible").get_by_role("link").first)


def by_the_search(reader):
    """Find the claim by the search, which a telephone shows as a sign."""
    reader.click(reader.tab.get_by_role("button", name="Search").locator("visible=true"))
    reader.tab.keyboard.type(HER_WORDS)
    reader.tab.keyboard.press("Enter")
    found = reader.tab.locator("#search-results li a", has_text="US$13 billion in 2016").first
    found.wait_for()
    titles = reader.tab.locator("#search-results li a").all_inner_texts()
    assert found.inner_text() in titles[:10], "nobody reads on"
    reader.click(found)


@pytest.mark.parametrize(
    ("screen", "find"),
    [(book_gates.DESK, by_the_ledger), (book_gates.PHONE, by_the_search)],
    ids=["ledger", "search on a phone"],
)
def test_five_clicks_lead_to_the_verdict_the_data_and_a_reference(reader, screen, find):
    her = reader(screen)
    find(her)
    tab = her.tab
    tab.wait_for_url(f"**/claims/{CLAIM}.html*")
    assert tab.locator(".entry > p.verdict").inner_text() == "Verdict: depends on the reading"

    her.click(tab.get_by_text("From each value to the rows it was counted from"))
    rows = list(csv.DictReader(her.download(tab.get_by_role("link", name="rows as CSV").first).splitlines()))
    assert {row["year"] for row in rows} == {"2016"} and {row["reporter"] for row in rows} == {"RUS"}
    told = tab.locator("li", has_text="Russia-reported, 2016").locator("strong").first.inner_text()
    assert f"{sum(float(row['value']) for row in rows):,.0f} USD" == told, "the rows are what the verdict was found on"

    her.click(tab.get_by_role("link", name="Cite this verdict"))
    reference = tab.locator("dialog .cite-text:visible").first.inner_text()
    assert "Russia–ASEAN Claims Project. (2026)." in reference and f"claim {CLAIM}: depends on the reading" in reference
    assert her.clicks <= MOST_CLICKS
