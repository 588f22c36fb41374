"""The built HTML book: offline, without errors, fit for a phone, with every link and the whole ledger."""

import json
import shutil

import book_gates
import pytest
from shared import FIXTURES

from russia_asean import paths
from russia_asean.book.common import entries, marks
from russia_asean.data import tables

PAGES = FIXTURES / "pages"
# The pages on which formulas are written.
WITH_FORMULAS = {"book/methods.html", "notebooks/brics.html", "notebooks/trade.html"}
PAGES_OF_THE_BOOK = book_gates.page_names(paths.ROOT)


# The book passes.


def test_every_page_of_the_contents_is_there(html):
    for title in book_gates.chapter_titles(paths.ROOT):
        assert any(title in page.read_text(encoding="utf-8") for page in html.rglob("*.html")), title


def test_the_pages_to_visit_are_those_of_the_book(html):
    # The pages of claims are all alike, and so are those of exhibits and references: tests of their own look at some.
    alike = ("claims", marks.EXHIBITS, marks.REFERENCES)
    found = [page for page in book_gates.pages_of(html) if page.parent.name not in alike]
    pages = [page.relative_to(html).as_posix() for page in found]
    assert len(pages) > 10
    assert pages == PAGES_OF_THE_BOOK
    assert [name for name in pages if book_gates.sends_on(html / name)] == ["index.html"]


@pytest.mark.first
@pytest.mark.parametrize("name", PAGES_OF_THE_BOOK)
def test_a_page_opens_offline_without_errors_on_a_phone_and_has_no_barrier(html, browser, name):
    page = html / name
    assert book_gates.page_problems(browser, page, with_axe=not book_gates.sends_on(page)) == []


def test_every_link_leads_somewhere(html):
    assert book_gates.broken_links(html) == []


def test_no_page_loads_anything_from_the_network(html):
    assert book_gates.foreign_files(html) == []


def test_numbers_and_dates_are_printed_for_readers(html):
    assert book_gates.unreadable_numbers(html) == []


def test_no_page_for_readers_speaks_to_those_who_write_the_report(html):
    assert book_gates.developers_words(html) == []


def test_the_markup_is_sound(html):
    assert book_gates.markup_problems(html) == []


def test_no_amount_of_money_became_a_formula(html):
    assert book_gates.formula_problems(html, WITH_FORMULAS) == []
    assert "<math" in (html / "book/methods.html").read_text(encoding="utf-8")


def test_every_exhibit_has_its_picture_caption_and_data(html):
    texts = {page.name: page.read_text(encoding="utf-8") for page in (html / "notebooks").glob("*.html")}
    places = entries.places("exhibits")
    for label in entries.exhibits():
        text = texts[f"{places[label].chapter}.html"]
        assert f'id="{label}"' in text
        data, about = (f"downloads/{marks.file_name(f'{label}.{kind}')}" for kind in ("csv", "json"))
        assert data in text and about in text
        metadata = json.loads((html / about).read_text(encoding="utf-8"))
        rows = (html / data).read_text(encoding="utf-8").splitlines()
        assert len(rows) - 1 >= len(metadata["data"]) > 0
        assert metadata["sources"] and metadata["schema"]


def test_the_ledger_as_data_holds_every_record(html):
    rows = json.loads((html / "downloads" / marks.file_name("ledger.json")).read_text(encoding="utf-8"))["claims"]
    assert len(rows) == len(tables.load("claims"))
    assert {row["claim_id"]: row["verdict"] for row in rows if row["verdict"]} == {
        key: test.verdict for key, test in entries.claim_records().items()
    }


# Each gate refuses what it is there to refuse.


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sound", None),
        ("request", "asks for http://127.0.0.1:9/picture.png"),
        ("script", "math.js"),
        ("console", "console: on purpose"),
        ("error", "script error: on purpose"),
        ("wide", "pixels too wide for a phone"),
        ("moves", "of the screen while it is loaded"),
    ],
)
def test_a_page_with_a_fault_is_refused(browser, name, said):
    found = book_gates.page_problems(browser, PAGES / f"{name}.html")
    assert bool(found) == bool(said)
    assert not said or any(said in problem for problem in found)


def test_a_page_with_a_barrier_is_refused(browser):
    assert book_gates.page_problems(browser, PAGES / "sound.html", with_axe=True) == []
    (said,) = book_gates.page_problems(browser, PAGES / "barrier.html", with_axe=True)
    assert said.startswith("barrier.html: light: Images must have alternative text")
    (said,) = book_gates.page_problems(browser, PAGES / "small.html", with_axe=True)
    assert said.startswith("small.html: light: All touch targets must be 24px large")


@pytest.mark.parametrize(
    ("style", "markup", "said"),
    [
        ("p { color: #eee }", "<p>Pale words.</p>", "Elements must meet minimum color contrast ratio thresholds"),
        (
            "a { color: #707070; text-decoration: none } p { color: #767676 }",
            '<p>Words and <a href="sound.html">a link</a> of their colour.</p>',
            "Links must be distinguishable without relying on color",
        ),
        ("b { display: none }", "<p>Words <b>and more</b>.</p>", "other elements than in light"),
    ],
    ids=["contrast", "link", "shown"],
)
def test_a_barrier_of_the_dark_scheme_alone_is_refused(browser, tmp_path, style, markup, said):
    """The dark scheme of this page has a white ground: only what is set for it is wrong."""
    text = (PAGES / "sound.html").read_text(encoding="utf-8")
    text = text.replace("</head>", f"<style>@media (prefers-color-scheme: dark) {{ {style} }}</style></head>")
    page = tmp_path / "dark.html"
    page.write_text(text.replace("</main>", f"{markup}</main>"), encoding="utf-8")
    (found,) = book_gates.page_problems(browser, page, with_axe=True)
    assert found.startswith("dark.html: dark: ") and said in found


def test_links_that_lead_nowhere_are_refused():
    assert book_gates.broken_links(PAGES) == [
        "link.html: 'gone.html' leads to no file.",
        "link.html: 'sound.html#gone' leads to no place of that page.",
        "link.html: '#gone' leads to no place of that page.",
        "link.html: 'gone.png' leads to no file.",
    ]


def test_files_from_the_network_are_refused():
    found = book_gates.foreign_files(PAGES)
    assert [problem.split(":")[0] for problem in found] == ["request.html", "script.html"]


def test_formulas_that_nobody_wrote_are_refused():
    amounts = "fees.html: '4billiontoUS' became a formula. Escape its dollar signs."
    assert book_gates.formula_problems(PAGES, set()) == [amounts]
    assert book_gates.formula_problems(PAGES, {"fees.html"}) == [
        "fees.html: the formula '4billiontoUS' holds words. Escape the dollar signs around them."
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("5 % of trade", "a space before the sign of per cent"),
        ("-3.28 points", "a hyphen in the place of a minus"),
        ("off by 4e-07", "a number with an exponent"),
        ("on 2019-02-01", "a date that is not in words"),
        ("after 53.0 years", "a whole number with a zero"),
        ("AUS, BRN and CAN", "a list of codes"),
        ("5\N{NO-BREAK SPACE}%, −3 and “5 % on 2019-02-01”; ES-11/1", ""),
    ],
)
def test_a_number_that_a_reader_stumbles_over_is_refused(tmp_path, words, said):
    _write_page(tmp_path, f"<p>{words}</p><code>-1 2019-02-01</code>")
    found = book_gates.unreadable_numbers(tmp_path)
    assert len(found) == bool(said) and all(said in each for each in found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("do not edit it by hand", "an order"),
        ("The next cell holds all.", "a place in the notebook"),
        ("drawn in cell 20", "a place in the notebook"),
        ("chosen by the parameters", "a setting"),
        ("Chapter: security_forums", "the file of a chapter"),
        ("NaN", "a word of the programming language"),
        ("Chapter: Security forums; a cell of the body", ""),
    ],
)
def test_a_word_for_those_who_write_the_report_is_refused(tmp_path, words, said):
    _write_page(tmp_path, f"<p>{words}</p>")
    found = book_gates.developers_words(tmp_path)
    assert len(found) == bool(said) and all(said in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!doctype html>", "", "no document type"),
        (' lang="en"', "", "no language"),
        ("<title>T</title>", "", "no title"),
        ("</title>", '</title><meta name="viewport">', "several sizes of the viewport"),
        ("width=device-width", "width=980", "no size for a phone"),
        ("width=device-width", "width=device-width, user-scalable=no", "a viewport that cannot be enlarged"),
        ("</h1>", '</h1><p><a href="#a">Here</a><i id="a"></i></p>', "a link that does not say where it leads"),
        ("</h1>", "</h1><details><summary>\n<p>A</p></summary></details>", "a paragraph inside a summary"),
        ("</h1>", "</h1><figcaption><figcaption></figcaption>", "a caption inside a caption"),
        ("</h1>", "</h1><h2> <b></b></h2>", "a heading without words"),
        ("<main>", '<main role="main">', "a role that the element has anyway"),
        ("</h1>", '</h1><img src="a.png" alt="">', "a picture without width and height"),
        ("</h1>", '</h1><button onclick="go()">Go</button>', "a handler inside an element"),
        ("</h1>", "</h1><script>go()</script>", "a script inside the page"),
        ("</h1>", '</h1><script type="module">go()</script>', "a script inside the page"),
        ("</h1>", '</h1><script type="application/json">{}</script><script src="a.js"></script>', ""),
        ("</h1>", "</h1><style>p { color: red }</style>", "a style sheet inside the page"),
        ("</h1>", '</h1><p id="a"></p><p id="a"></p>', "an id twice"),
        ("</h1>", '</h1><summary>A</summary><p id="a">B</p><img src="a.png" width="1" height="1">', ""),
    ],
)
def test_markup_against_the_standard_is_refused(tmp_path, old, new, said):
    page = _write_page(tmp_path, "")
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = book_gates.markup_problems(tmp_path)
    assert found == ([f"page.html: {said}."] if said else [])


PHONE = '<meta name="viewport" content="width=device-width">'


def _write_page(folder, markup):
    page = folder / "page.html"
    page.write_text(
        f'<!doctype html><html lang="en"><title>T</title>{PHONE}<main><h1>H</h1>'
        f"<article>{markup}</article></main></html>",
        encoding="utf-8",
    )
    return page


def test_a_page_of_the_book_that_was_spoilt_is_refused(html, browser, tmp_path):
    shutil.copytree(html / "_static", tmp_path / "_static")
    with (tmp_path / "_static/report.js").open("a", encoding="utf-8") as script:
        script.write("undefinedFunction()")
    page = tmp_path / "book/ledger.html"
    page.parent.mkdir()
    shutil.copyfile(html / "book/ledger.html", page)
    assert any("undefinedFunction" in problem for problem in book_gates.page_problems(browser, page))


def test_a_script_inside_a_page_of_the_book_does_not_run(html, browser, tmp_path):
    shutil.copytree(html / "_static", tmp_path / "_static")
    page = tmp_path / "claims/one.html"
    page.parent.mkdir()
    text = next((html / "claims").iterdir()).read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", "<script>document.title = 'taken'</script></body>"), encoding="utf-8")
    assert any("Content Security Policy" in problem for problem in book_gates.page_problems(browser, page))
