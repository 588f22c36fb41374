"""Each figure and table has a page of its own: what it shows, whose data it rests on, and how to cite it."""

import re
from types import SimpleNamespace

import book_gates
import pytest
import zotero
from sphinx.builders.html import StandaloneHTMLBuilder

from russia_asean import formatting
from russia_asean.book.common import edition, entries, marks
from russia_asean.book.html import exhibit_pages
from russia_asean.evidence import records

MADE = edition.current().release
# A picture, one that is drawn anew for telephones and tall, a table, a long table.
SOME = ("fig-trade-totals", "fig-chronology-timeline", "tab-brics-status", "tab-trade-quoted")


class Builder(StandaloneHTMLBuilder):
    """A builder that writes nothing."""

    def __init__(self):
        pass

    def render_partial(self, node):
        return {"fragment": f"<table>{node.astext()}</table>"}


@pytest.fixture(scope="module")
def made():
    """Return what the pages are made from, by name, in a book that has all exhibits but one."""
    *labels, left_out = entries.exhibits()
    numbered = {kind: {} for kind in ("figure", "table")}
    for number, label in enumerate(labels):
        numbered["figure" if label.startswith("fig-") else "table"][label] = (number,)
    app = SimpleNamespace(
        builder=Builder(),
        config=SimpleNamespace(numfig_format={"figure": "Fig. %s", "table": "Table %s"}),
        env=SimpleNamespace(
            toc_fignumbers={"a/page": numbered},
            found_docs={"book/cite", "book/index"},
            config=SimpleNamespace(root_doc="book/index"),
        ),
    )
    pages = {name: context for name, context, _ in exhibit_pages.give(app)}
    assert f"exhibits/{left_out}" not in pages and len(pages) == len(labels)
    return pages


def test_a_page_shows_the_exhibit_says_it_in_words_and_leads_to_its_place(made):
    label = "fig-trade-totals"
    known, page = entries.exhibits()[label], made[f"exhibits/{label}"]
    body = page["body"]
    assert f"<h1>{formatting.typeset(known.title)} " in body and page["description"].startswith(known.title)
    other = made["exhibits/tab-trade-quoted"]
    assert "Russia’s" in other["title"] and "Russia’s" in other["body"] and "'s " not in other["description"]
    assert body.count('class="wide"') == body.count('class="narrow"') == 1, "a picture for each kind of screen"
    assert "The picture in words" in body and f'href="../notebooks/trade.html#{label}">Trade › Fig. ' in body
    for key in records.sources(known.rests_on):
        assert f'href="../book/bibliography.html#ref-{key}"' in body
    for ending in ("csv", "json", "svg", "png"):
        assert f'href="../downloads/{marks.file_name(f"{label}.{ending}")}"' in body
    assert page["picture"]["picture"].endswith(f"{label}.png") and page["picture"]["picture_alt"] == known.alt


def test_a_table_has_no_picture_and_its_claims_lead_to_their_pages(made):
    page = made["exhibits/tab-brics-status"]
    assert page["picture"] == {} and "The picture in words" not in page["body"]
    assert 'href="../claims/three-countries-diversify.html"' in page["body"]


def test_the_way_from_page_to_page_stays_within_a_chapter(made):
    places = entries.places("exhibits")
    ends = [name for name, page in made.items() if page["prev"] is None]
    assert len(ends) == len({places[name.split("/")[1]].chapter for name in made})
    for name, page in made.items():
        for beside in filter(None, (page["prev"], page["next"])):
            here, there = name.split("/")[1], beside["link"].removesuffix(".html")
            assert places[here].chapter == places[there].chapter


# In the book.


def test_every_exhibit_has_a_page_that_reference_managers_read_whole(html):
    pages = {page.stem: page for page in (html / marks.EXHIBITS).glob("*.html")}
    assert set(pages) == set(entries.exhibits())
    for label, page in pages.items():
        item = zotero.saved(page.read_text(encoding="utf-8"))
        assert (item.type, item.creators) == (zotero.SECTION, [(MADE.author, "")]), label
        assert item.fields["title"] and item.fields["publicationTitle"] == MADE.title, label
        told = [item.fields[name] for name in ("date", "edition", "language")]
        assert told == [MADE.day.isoformat(), MADE.version, "en-GB"], label


def test_every_page_of_an_exhibit_is_light(html):
    for page in (html / marks.EXHIBITS).glob("*.html"):
        assert sum(book_gates.first_view(page).values()) < 200_000, page.name


@pytest.mark.parametrize("label", SOME)
def test_a_page_has_no_barrier_and_fits_a_phone(html, browser, label):
    assert book_gates.page_problems(browser, html / marks.exhibit_page(label), with_axe=True) == []


def test_a_long_table_is_shown_whole_on_its_page(html):
    printed = entries.exhibits()["tab-trade-quoted"].printed
    text = (html / marks.exhibit_page("tab-trade-quoted")).read_text(encoding="utf-8")
    assert len(re.findall(r"<tr\b", text)) == len(printed.rows) + 1 and "folded-table" not in text
