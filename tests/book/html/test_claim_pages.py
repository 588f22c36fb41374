"""Each claim has a page of its own, which the search of the site finds."""

import functools
import html as markup
import http.server
import io
import json
import re
import sys
import threading
import types

import book_gates
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from russia_asean.book.content import ledger
from russia_asean.book.directives import roles
from russia_asean.book.html import claim_pages, heads, search_words
from russia_asean.book.html.search_words import SearchWords

ENTRY = """
::::{{container}} claim verdict-supported
{{anchor}}`claim-{name}`{{chip}}`supported` **{statement}**

{{.said}}
A. Writer, 2020: “words”.

{{.reason}}
Because.

:::{{container}} claim-full
Only on the page of {name}. See [the other](#claim-{other}) and [the chapter](#check-{name}), [a site](https://a.org/).
:::
::::
"""
FIRST = ENTRY.format(name="first-claim", other="second-claim", statement="One & one is 2.5 in 1999.")
SECOND = ENTRY.format(name="second-claim", other="first-claim", statement="Two.")
PAGES = {
    "index": "# Start\n\n[A link](#claim-first-claim)\n\n```{toctree}\nbook/ledger\nchapter\n```\n",
    "chapter": "# Chapter\n\n{anchor}`check-first-claim` {anchor}`check-second-claim` text\n",
    "book/ledger": "# Ledger\n\n```{toctree}\nledger-a2020\nledger-b2021\n```\n",
    "book/ledger-a2020": f"# Ledger: A 2020\n\n{FIRST}{SECOND}",
    "book/ledger-b2021": "# Ledger: B 2021\n"
    + ENTRY.format(name="third-claim", other="third-claim", statement="Three.").replace("check-third", "check-first"),
}


# How the pages are made.


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return the folder of a small HTML book with a ledger of three claims, and the warnings."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")

    def setup(app):
        roles.register(app)
        claim_pages.register(app)
        heads.register(app)
        search_words.register(app)

    sys.modules["pages_of_claims"] = types.SimpleNamespace(setup=setup)
    warnings = io.StringIO()
    settings = {
        "extensions": ["myst_parser", "pages_of_claims"],
        "myst_enable_extensions": ["attrs_block", "colon_fence"],
        "html_theme": "sphinx_book_theme",
        "html_title": "Book",
        "language": "en-GB",
    }
    with docutils_namespace():
        Sphinx(
            *(str(folder), None, str(folder / "out"), str(folder / "trees"), "html"),
            confoverrides=settings,
            status=None,
            warning=warnings,
            freshenv=True,
        ).build()
    del sys.modules["pages_of_claims"]
    return folder / "out", warnings.getvalue()


def text_of(folder, name):
    return (folder / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_each_claim_gets_a_page_with_its_title_its_text_and_its_neighbours(small):
    folder, warnings = small
    assert [line for line in warnings.splitlines() if "claim" in line] == []
    assert sorted(page.stem for page in (folder / "claims").iterdir()) == ["first-claim", "second-claim", "third-claim"]
    first, second, third = (text_of(folder, f"claims/{name}-claim.html") for name in ("first", "second", "third"))
    assert "<title>One &amp; one is 2.5 in 1999." in first
    assert re.search(r"<h1>One &amp; one is 2.5 in 1999\.", first)
    assert "Supported: “One &amp; one is 2.5 in 1999”. Because." in first
    assert 'class="left-prev"' not in first and re.search(r'class="right-next"\s+href="second-claim.html"', first)
    assert re.search(r'class="left-prev"\s+href="first-claim.html"', second) and 'class="right-next"' not in second
    assert 'class="left-prev"' not in third and 'class="right-next"' not in third, "the next document has its own row"


@pytest.mark.slow
def test_links_lead_from_and_to_the_page(small):
    folder, _ = small
    # Icons and the feed are files of the whole report.
    assert [said for said in book_gates.broken_links(folder) if not re.search(r"_static|changes\.xml", said)] == []
    first = text_of(folder, "claims/first-claim.html")
    assert 'href="second-claim.html"' in first and 'href="../chapter.html#check-first-claim"' in first
    assert 'href="../book/ledger.html"' in first and 'href="../book/ledger-a2020.html#claim-first-claim"' in first
    assert 'href="https://a.org/"' in first
    assert 'href="claims/first-claim.html"' in text_of(folder, "index.html")


@pytest.mark.slow
def test_the_ledger_keeps_the_place_of_the_claim_and_not_its_whole_text(small):
    folder, _ = small
    page = text_of(folder, "book/ledger-a2020.html")
    assert page.count('id="claim-first-claim"') == 1 and "Because." in page
    assert 'href="../claims/first-claim.html"' in page
    assert "Only on the page of" not in page


@pytest.mark.slow
def test_the_search_knows_the_page_by_its_words(small):
    folder, _ = small
    index = json.loads(re.search(r"\{.*\}", text_of(folder, "searchindex.js"), re.DOTALL)[0])
    page = index["docnames"].index("claims/first-claim")
    assert index["titles"][page] == "One &amp; one is 2.5 in 1999."
    # A word of one page has its number, a word of several a list of them.
    for words, where in ((["2.5", "1999_"], "titleterms"), (["chapter", "site"], "terms")):
        for word in words:
            found = index[where][word]
            assert page in (found if isinstance(found, list) else [found])


def test_words_numbers_and_ids_stay_whole():
    told = SearchWords({}).split("17.5 % in 2014 (trade-total-2014), 1,204 Russia-ASEAN")
    assert told[:3] == ["17.5", "17_", "5_"] and "2014_" in told
    assert {"trade-total-2014", "trade", "total", "1,204", "Russia", "ASEAN"} <= set(told)
    assert "Russia-ASEAN" not in told, "who looks for one of the two must find it"


def test_the_browser_parts_words_as_the_index_does(browser):
    tab = browser.new_page()
    tab.add_script_tag(content=SearchWords.js_splitter_code)
    asked = "17.5 Việt Nam 2014 trade-total-2014 Russia-ASEAN"
    parted = tab.evaluate("asked => splitQuery(asked)", asked)
    assert parted == ["17.5", "Việt", "Nam", "2014_", "trade-total-2014", "Russia", "ASEAN"]
    assert set(parted) <= set(SearchWords({}).split(asked))
    assert tab.evaluate("splitQuery('  ')") == []
    tab.close()


# The pages of the book.


@pytest.fixture(scope="module")
def rows():
    """Return the entries of the ledger."""
    return ledger.entries()


def test_every_claim_has_a_page_and_every_page_a_claim(html, rows):
    assert sorted(page.stem for page in (html / "claims").glob("*.html")) == sorted(row["claim_id"] for row in rows)


def test_every_page_of_a_claim_says_what_it_is_and_where_one_is(html, rows):
    neighbours = {}
    for row in rows:
        page = text_of(html, f"claims/{row['claim_id']}.html")
        plain = " ".join(markup.unescape(re.sub(r"<[^>]+>", " ", page)).split())
        assert f"Verdict: {ledger.verdict_of(row)}" in plain
        assert row["attribution"] in plain
        assert f'href="../book/ledger-{row["document_key"]}.html#claim-{row["claim_id"]}"' in page
        assert (f'#check-{row["claim_id"]}"' in page) == bool(row["notebook"]), "the chapter that tests it"
        assert len(re.findall(r"<h1\b", page)) <= 2  # the second is for print
        found = re.search(r'class="right-next"\s+href="([\w-]+)\.html"', page)
        neighbours[row["claim_id"]] = found[1] if found else None
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        same = after is not None and after["document_key"] == row["document_key"]
        assert neighbours[row["claim_id"]] == (after["claim_id"] if same else None)


def test_every_old_address_of_a_claim_still_leads_to_it(html, rows):
    pages = {key: text_of(html, f"book/ledger-{key}.html") for key in {row["document_key"] for row in rows}}
    for row in rows:
        assert pages[row["document_key"]].count(f'id="claim-{row["claim_id"]}"') == 1


def test_a_claim_names_those_that_it_does_not_go_together_with(html):
    for claim_id, told in ledger.opposed().items():
        page = text_of(html, f"claims/{claim_id}.html")
        for other in {other["claim_id"] for each in told for other in each["others"]}:
            assert f'href="{other}.html"' in page, (claim_id, other)


def test_the_menus_do_not_list_the_pages_of_claims(html):
    menu = text_of(html, "book/ledger.html").partition('<nav class="bd-links')[2].partition("</nav>")[0]
    assert "ledger-gubin2022" in menu and "claims/" not in menu


CLAIM = "claims/trade-total-2014.html"  # with values, sources, a history and claims of others


@pytest.mark.parametrize("name", [CLAIM, "claims/aceh-peace-2005.html", "claims/leaders-cause-disquiet.html"])
def test_a_page_of_a_claim_opens_offline_without_errors_on_a_phone(html, browser, name):
    assert book_gates.page_problems(browser, html / name) == []


@pytest.mark.parametrize(
    "screen", [{"width": 390, "height": 844}, {"width": 1400, "height": 900}], ids=["phone", "desk"]
)
@pytest.mark.parametrize("name", [CLAIM, "book/ledger.html", "notebooks/brics.html"])
def test_pages_with_claims_have_no_barrier_on_a_small_or_a_wide_screen(html, browser, name, screen):
    found = []
    with book_gates.opened(browser, html / name, found) as tab:
        found += book_gates.barriers(tab, screen)
    assert found == []


@pytest.mark.parametrize("name", [CLAIM, "claims/adb-gms-21bn.html", "claims/cptpp-11-members.html"])
def test_on_a_phone_values_are_below_their_heads(html, browser, name):
    with book_gates.opened(browser, html / name, []) as tab:
        table = tab.locator("table.values")
        rows = [
            [round(cell.bounding_box()["x"]) for cell in row.locator("th, td").all()[:3]]
            for row in table.locator("tr").all()
        ]
    assert len(rows) > 2 and len({*map(tuple, rows)}) == 1, rows


# The search of the site.


def test_the_index_of_the_search_drops_titles_that_nobody_types_and_spells_no_letter_by_number():
    titles = {"A title": [[0, None]], "x" * 61: [[0, "here"]]}
    said = json.dumps({"alltitles": titles, "titles": ["It’s"]})
    assert r"\u2019" in said
    assert search_words.lightened(f"Search.setIndex({said})") == (
        'Search.setIndex({"alltitles":{"A title":[[0,null]]},"titles":["It’s"]})'
    )


@pytest.fixture(scope="module")
def served(html):
    """Return the address of the book on this machine: a browser lets no page of a folder read another."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *said: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=html))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("trade-total-2014", "trade-total-2014"),
        ("17.5", "trade-total-2017"),
        ("Vietnam arms", "vietnam-arms-diversification"),
        ("arms vietnam", "vietnam-arms-diversification"),
        ("Aceh", "aceh-peace-2005"),
        ("Gubin peak 2014", "trade-total-2014"),
        ("Greater Mekong 1992", "adb-gms-since-1992"),
        ("Almaz-Antey", "almaz-antey-atc"),
        ("East Asia Summit", "putin-first-eas-2018"),
        ("thirty years", "asean-russia-30-years-2021"),
    ],
)
def test_the_search_finds_a_claim(served, browser, asked, wanted):
    context = browser.new_context()
    tab = context.new_page()
    asked_for = []
    tab.on("request", lambda request: asked_for.append(request.url))
    tab.goto(f"{served}/search.html?q={asked.replace(' ', '+')}", wait_until="load")
    tab.locator("#search-results ul.search li a").first.wait_for()
    book_gates.wait_until(tab, "!document.querySelector('#search-results h2')?.textContent.startsWith('Searching')")
    links = tab.locator("#search-results ul.search li a").evaluate_all("all => all.map(link => link.href)")
    place = [number for number, link in enumerate(links) if f"/claims/{wanted}.html" in link]
    assert place, links[:20]
    if asked == wanted:
        assert place[0] == 0, "who asks for an id wants its page first"
    assert [url for url in asked_for if not url.startswith((served, "data:"))] == []
    context.close()
