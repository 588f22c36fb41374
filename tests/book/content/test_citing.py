"""How to cite: records that reference programs read whole, and two clicks from a page to a reference."""

import dataclasses
import datetime as dt
import io
import json
import shutil
import subprocess

import book_gates
import pybtex.database
import pypdf
import pytest
import rispy
import zotero
from citeproc.source.json import CiteProcJSON

from russia_asean import release
from russia_asean.book.common import edition, entries
from russia_asean.book.content import citing
from russia_asean.book.content.citing import Thing
from russia_asean.book.html import heads

HERE = release.Release(
    title="Russia and ASEAN, Claim by Claim",
    author="Russia–ASEAN Claims Project",
    version="1.2.0",
    day=dt.date(2026, 3, 9),
    address="",
    doi="",
    abstract="",
    keywords=(),
)
PUBLISHED = dataclasses.replace(HERE, address="https://example.org/report/", doi="10.1234/a_b")
CHAPTER = Thing("trade", citing.PAGE, "Trade", "notebooks/trade.html")
SECTION = Thing("trade--by-member", citing.SECTION, "Trade: By member", "notebooks/trade.html#by-member")
FIGURE = Thing(
    "fig-trade-totals",
    citing.FIGURE,
    "Trade fell by 20 % & more [figure fig-trade-totals]",
    "exhibits/fig-trade-totals.html",
    credit=("International Monetary Fund, Direction of Trade Statistics, edition of February 2022",),
)
VERDICT = Thing(
    "claim-total_2014",
    citing.VERDICT,
    "Trade was US$23 billion in 2014 [claim total_2014: depends on the reading]",
    "claims/total_2014.html",
    note="Claim total_2014 of Gubin, 2022. Verdict: depends on the reading, assessed 9 March 2026.",
)
QUESTION = Thing(
    "trade--how-much", citing.SECTION, "Trade: How much do “the two” trade?", "notebooks/trade.html#how-much"
)
KINDS = [citing.report(HERE, "book/index.html"), CHAPTER, SECTION, FIGURE, VERDICT]


@pytest.fixture(scope="module")
def things():
    """Return what the records hold that can be cited."""
    return [citing.report(HERE, "book/index.html"), *citing.exhibits(), *citing.verdicts()]


# The forms.


@pytest.mark.parametrize(
    ("thing", "apa", "chicago"),
    [
        (
            KINDS[0],
            "Russia–ASEAN Claims Project. (2026). Russia and ASEAN, Claim by Claim (Version 1.2.0). "
            "https://doi.org/10.1234/a_b",
            "Russia–ASEAN Claims Project. 2026. Russia and ASEAN, Claim by Claim. Version 1.2.0. "
            "https://doi.org/10.1234/a_b.",
        ),
        (
            SECTION,
            "Russia–ASEAN Claims Project. (2026). Trade: By member. In Russia and ASEAN, Claim by Claim "
            "(Version 1.2.0). https://example.org/report/notebooks/trade.html#by-member",
            "Russia–ASEAN Claims Project. 2026. ‘Trade: By member’. In Russia and ASEAN, Claim by Claim, "
            "version 1.2.0. https://example.org/report/notebooks/trade.html#by-member.",
        ),
        (
            VERDICT,
            "Russia–ASEAN Claims Project. (2026). Trade was US$23 billion in 2014 [claim total_2014: depends on the "
            "reading]. In Russia and ASEAN, Claim by Claim (Version 1.2.0). "
            "https://example.org/report/claims/total_2014.html",
            "Russia–ASEAN Claims Project. 2026. ‘Trade was US$23 billion in 2014 [claim total_2014: depends on the "
            "reading]’. In Russia and ASEAN, Claim by Claim, version 1.2.0. "
            "https://example.org/report/claims/total_2014.html.",
        ),
    ],
)
def test_a_reference_names_author_year_title_report_version_and_address(thing, apa, chicago):
    assert citing.plain(citing.printed(citing.APA, thing, PUBLISHED)) == apa
    assert citing.plain(citing.printed(citing.CHICAGO, thing, PUBLISHED)) == chicago


@pytest.mark.parametrize("thing", KINDS)
def test_without_an_address_a_reference_names_none(thing):
    for form in citing.forms(thing, HERE):
        assert "http" not in form.text
        assert form.text.strip()


def test_an_edition_with_other_parameters_is_named_in_every_form(monkeypatch):
    """What it says is not what the report says."""
    other = dataclasses.replace(edition.current(), choice="Since 2014")
    monkeypatch.setattr(edition, "current", lambda: other)
    page = heads.Page("exhibits/fig-a", heads.Kind.EXHIBIT, "A", "D")
    for thing in (FIGURE, citing.report(PUBLISHED, "book/index.html")):
        said = [form.text.casefold() for form in citing.forms(thing, PUBLISHED)]
        assert all(f"{HERE.title}: edition “Since 2014”".casefold() in text for text in said)
    saved = zotero.saved(f'{heads.markup(page, PUBLISHED)}<span class="Z3988" title="{heads.coins(page, PUBLISHED)}">')
    assert saved.fields["publicationTitle"] == f"{HERE.title}: edition “Since 2014”"
    assert f'inbook_title" content="{HERE.title}: edition “Since 2014”"' in heads.markup(page, PUBLISHED)


@pytest.mark.parametrize("made", [HERE, PUBLISHED])
@pytest.mark.parametrize("style", [citing.APA, citing.CHICAGO])
@pytest.mark.parametrize("thing", [SECTION, QUESTION, FIGURE, VERDICT])
def test_what_is_set_once_for_all_sentences_is_what_the_processor_sets_of_each(thing, style, made):
    record = citing.csl(thing, made)
    record |= {"title": f'<span class="nocase">{record["title"]}</span>'}
    assert citing.printed(style, thing, made) == citing._processed(style, json.dumps(record))


def test_a_record_of_an_exhibit_credits_the_producer_and_one_of_a_verdict_its_document_and_day(things):
    known = {each.name: each for each in things}
    totals = citing.csl(known["fig-trade-totals"], HERE)
    assert "International Monetary Fund, Direction of Trade Statistics" in totals["note"]
    assert totals["title"].endswith("[figure fig-trade-totals]")
    said = entries.claim_records()["trade-total-2014"].verdict
    verdict = citing.csl(known["claim-trade-total-2014"], HERE)
    assert verdict["title"].endswith(f"[claim trade-total-2014: {said}]")
    assert "Claim trade-total-2014 of Andrey Gubin" in verdict["note"]
    assert f"Verdict: {said}, assessed " in verdict["note"]


def test_what_the_report_collected_itself_is_no_data_of_a_producer(things):
    assert not [each.name for each in things for credit in each.credit if "authors of this report" in credit]


def test_what_a_page_shows_keeps_a_sign_of_per_cent_with_its_number():
    apa = next(citing.forms(FIGURE, HERE))
    assert "20\N{NO-BREAK SPACE}% &amp; more" in apa.shown
    assert "20 % & more" in apa.text


# Programs of others read them.


def test_pybtex_reads_the_author_as_one_body(things):
    text = "\n".join(citing.bibtex(citing.csl(each, PUBLISHED)) for each in things)
    read = pybtex.database.parse_string(text, "bibtex").entries  # a fault, or a key twice, is an exception
    assert len(read) == len(things)
    (author,) = read["russia-asean-claim-trade-total-2014"].persons["author"]
    assert (author.first_names, author.last_names) == ([], [f"{{{PUBLISHED.author}}}"])


@pytest.mark.slow
def test_biber_has_nothing_to_say(things, tmp_path):
    text = "\n".join(citing.bibtex(citing.csl(each, PUBLISHED)) for each in [*things, CHAPTER, SECTION, VERDICT])
    assert biber(tmp_path, text) == []


@pytest.mark.slow
def test_biber_refuses_an_entry_that_lacks_what_its_type_needs(tmp_path):
    (said,) = biber(tmp_path, citing.bibtex(citing.csl(KINDS[0], HERE)).replace("institution", "note"))
    assert "Missing mandatory field 'institution'" in said


def biber(folder, text):
    """Return the warnings and errors of biber about the entries of a file, checked against its model of data."""
    program = shutil.which("biber")
    if not program:
        pytest.fail("The tests need biber. Run `make need-browser`, or `apt-get install biber`.")
    (folder / "all.bib").write_text(text, encoding="utf-8")
    command = [program, "--tool", "--validate-datamodel", "all.bib"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return [line for line in ended.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]


def test_rispy_reads_each_field_whole(things):
    text = "\n".join(citing.ris(citing.csl(each, PUBLISHED)) for each in things)
    read = rispy.load(io.StringIO(text))
    assert len(read) == len(things)
    for thing, found in zip(things, read, strict=True):
        record = citing.csl(thing, PUBLISHED)
        assert found["authors"] == [PUBLISHED.author]
        assert found["title"] == record["title"]
        assert found.get("secondary_title") == record.get("container-title")
        assert found["urls"] == [record["URL"]]
        assert found.get("notes", []) == [record["note"]] if "note" in record else "notes" not in found


def test_citeproc_reads_the_records_and_finds_a_body_as_author(things):
    read = CiteProcJSON([item for each in things for item in json.loads(citing.csl_text(citing.csl(each, PUBLISHED)))])
    assert len(read) == len(things)
    for found in read.values():
        (author,) = found.author
        assert dict(author) == {"literal": PUBLISHED.author}


# On the pages.


@pytest.fixture
def open_page(html, browser):
    """Return a function that opens a page of the book and keeps what is copied in ``window.copied``."""
    contexts = []

    def opened(page, clipboard=True, **how):
        contexts.append(browser.new_context(reduced_motion="reduce", **how))
        tab = contexts[-1].new_page()
        done = "Promise.resolve()" if clipboard else "Promise.reject(new Error('forbidden'))"
        tab.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', {value: {writeText: (text) => "
            f"{{ window.copied = {'text' if clipboard else 'null'}; return {done}; }}}}}})"
        )
        tab.goto((html / page).as_uri(), wait_until="load")
        return tab

    yield opened
    for context in contexts:
        context.close()


def apa(html, name):
    """Return a reference that the book must give, from the record among its downloads."""
    (record,) = json.loads((html / f"downloads/cite/{name}.json").read_text(encoding="utf-8"))
    shown = citing._processed(
        citing.APA, json.dumps({**record, "title": f'<span class="nocase">{record["title"]}</span>'})
    )
    return citing.plain(shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("h1 a.cite", "trade"),
        ("#in-brief > h2 a.cite", "trade--in-brief"),
        ("#fig-trade-totals a.cite", "fig-trade-totals"),
    ],
)
def test_two_clicks_from_a_chapter_to_a_copied_reference(html, open_page, where, name):
    tab = open_page("notebooks/trade.html")
    tab.locator(where).first.click()
    tab.locator("dialog [aria-label='Copy: APA']").click()
    assert tab.evaluate("window.copied") == apa(html, name)


@pytest.mark.slow
def test_two_clicks_from_a_figure_to_a_downloaded_reference(html, open_page):
    tab = open_page("notebooks/trade.html", viewport=book_gates.PHONE)
    tab.locator("#fig-trade-totals a.cite").click()
    with tab.expect_download() as loaded:
        tab.locator("dialog a.cite-file[href$='.ris']").click()
    text = loaded.value.path().read_text(encoding="utf-8")
    assert text == (html / "downloads/cite/fig-trade-totals.ris").read_text(encoding="utf-8")
    assert "fig-trade-totals]" in text


@pytest.mark.slow
def test_two_clicks_from_the_box_of_a_claim_and_from_its_page(html, open_page):
    tab = open_page("notebooks/trade.html")
    tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    tab.locator("p:has(#check-trade-total-2014) > a.cite").click()
    tab.locator("#cite [aria-label='Copy: APA']").click()
    assert tab.evaluate("window.copied") == apa(html, "claim-trade-total-2014")
    tab = open_page("claims/trade-total-2014.html")
    tab.locator("h1 a.cite").click()
    tab.locator("dialog [aria-label='Copy: BibTeX']").click()
    bibtex = (html / "downloads/cite/claim-trade-total-2014.bib").read_text(encoding="utf-8")
    assert tab.evaluate("window.copied").strip() == bibtex.strip()


@pytest.mark.slow
def test_one_click_on_the_page_of_a_figure_and_two_with_the_box(html, open_page):
    tab = open_page("exhibits/fig-trade-totals.html")
    tab.locator("#cite [aria-label='Copy: APA']").click()
    assert tab.evaluate("window.copied") == apa(html, "fig-trade-totals")
    tab.locator("h1 a.cite").click()
    tab.locator("dialog [aria-label='Copy: Chicago']").click()
    assert tab.evaluate("window.copied").startswith(f"{release.stored().author}. ")


@pytest.mark.slow
def test_where_the_clipboard_is_forbidden_the_text_is_copied_by_selection(html, open_page):
    tab = open_page("notebooks/trade.html", clipboard=False)
    tab.evaluate("document.execCommand = (name) => { window.copied = `${name}: ${getSelection()}`; return true; }")
    tab.locator("h1 a.cite").click()
    tab.locator("dialog [aria-label='Copy: APA']").click()
    tab.get_by_text("Copied").wait_for()
    assert tab.evaluate("window.copied") == f"copy: {apa(html, 'trade')}"


@pytest.mark.slow
def test_the_box_serves_the_keyboard_fits_a_phone_and_has_no_barrier(open_page):
    tab = open_page("notebooks/trade.html", viewport=book_gates.PHONE)
    tab.locator("h1 a.cite").focus()
    tab.keyboard.press("Enter")
    tab.locator("dialog[open]").wait_for()
    assert tab.evaluate("document.activeElement.closest('dialog') !== null")
    assert tab.evaluate("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth")
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0
    assert tab.evaluate("document.activeElement.matches('h1 a.cite')")
    tab.keyboard.press("Enter")
    assert book_gates.barriers(tab, book_gates.PHONE) == []


@pytest.mark.slow
def test_without_scripts_the_link_leads_to_all_forms(open_page):
    tab = open_page("notebooks/trade.html", java_script_enabled=False)
    tab.locator("#fig-trade-totals a.cite").click()
    section = tab.locator("section#cite")
    assert section.locator("dt").all_text_contents() == [
        *("Credit first", "APA", "Chicago", "BibTeX", "RIS", "CSL-JSON", "Link")
    ]
    assert "@misc{russia-asean-fig-trade-totals," in section.text_content()


def test_a_page_of_references_has_no_barrier_and_fits_a_phone(html, browser):
    assert book_gates.page_problems(browser, html / "cite/trade.html", with_axe=True) == []


@pytest.mark.book
def test_every_exhibit_section_and_claim_can_be_cited(html):
    names = {path.stem for path in (html / "downloads/cite").iterdir()}
    assert {"report", "trade", "trade--in-brief", *entries.exhibits()} <= names
    assert {f"claim-{page.stem}" for page in (html / "claims").glob("*.html")} <= names
    assert {(f"{name}.{ending}") for name in names for ending in ("bib", "ris", "json")} == {
        path.name for path in (html / "downloads/cite").iterdir()
    }
    marks = {
        path.stem: path.read_text(encoding="utf-8").count('class="cite"') for path in html.glob("notebooks/*.html")
    }
    assert all(number > 10 for number in marks.values()), marks


# In the PDF.


def unnamed(pdf, wanted):
    """Return the names among those wanted to which no place of a PDF answers."""
    return sorted(set(wanted) - set(pypdf.PdfReader(pdf).named_destinations))


def test_the_pdf_has_a_place_by_name_for_every_exhibit_and_claim(pdf):
    assert unnamed(pdf, [*entries.exhibits(), *(f"claim-{claim_id}" for claim_id in entries.claim_records())]) == []


def test_a_pdf_without_such_a_place_is_refused(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_named_destination("fig-there", 0)
    writer.write(tmp_path / "one.pdf")
    assert unnamed(tmp_path / "one.pdf", ["fig-there", "fig-gone"]) == ["fig-gone"]


def test_the_pdf_says_on_the_first_page_of_a_chapter_how_to_cite_it(pdf):
    reader = pypdf.PdfReader(pdf)
    made, found = release.stored(), {}
    for each in top_level(reader.outline):  # a section of another chapter can have the same title
        page = reader.pages[reader.get_destination_page_number(each)]
        found[each.title] = found.get(each.title, "") + " ".join(page.extract_text().split())
    for title in ("Trade", "Methods"):
        assert f"Cite as: {made.author}. ({made.day.year}). {title}. In {made.title}" in found[title]


def top_level(outline):
    """Return the bookmarks of an outline, also those of its parts."""
    for each in outline:
        yield from top_level(each) if isinstance(each, list) else [each]
