"""Country briefs as pages and in print: two pages each, the words of the results, honest where data are thin."""

import html as html_of_python
import re

import book_gates
import pypdf
import pytest
from shared import built

from russia_asean import paths
from russia_asean.book.building import build
from russia_asean.book.common import pictures
from russia_asean.book.content import country_pages, ledger, templates
from russia_asean.book.pdf import brief, country_print
from russia_asean.data import countries
from russia_asean.evidence import records
from russia_asean.evidence.named_countries import claims_naming

CODES = country_pages.in_the_book()
HOME = "country-vnm"


@pytest.fixture(scope="module")
def briefs_pdf(pytestconfig):
    """Return the path of the built country briefs."""
    return built(paths.LATEX / paths.COUNTRIES_NAME, "brief", pytestconfig)


# What they are filled with.


def test_the_members_of_asean_have_a_page_each_in_the_order_of_their_names():
    assert [countries.name(code) for code in CODES] == sorted(countries.name(code) for code in CODES)
    contents = (paths.ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert re.findall(r"file: (book/country-\w+)", contents) == [country_pages.address(code) for code in CODES]
    for code in CODES:
        text = (paths.ROOT / f"{country_pages.address(code)}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {country_pages.first_letter(countries.name_in_text(code))} and Russia\n")
        assert f":country: {code}\n" in text


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_and_exhibit_of_a_brief_is_on_its_page(code):
    results, found = records.read(code, records.countries_folder()), country_pages.page(code)
    shown = " ".join([found["answer"], *(part["text"] for part in found["parts"])])
    assert [each.key for each in results.findings if each.text not in shown] == []
    drawn = {part["exhibit"].key for part in found["parts"] if part["exhibit"]}
    assert drawn == {each.key for each in results.exhibits if each.key.startswith("fig-")}
    assert all(part["picture"].count("<svg") == 1 for part in found["parts"] if part["exhibit"])
    assert bool(found["events"]) == any(each.key == country_pages.EVENTS for each in results.exhibits)


def test_claims_that_name_a_country_are_those_about_it_or_with_its_name():
    rows = {row["claim_id"]: row for row in ledger.entries()}
    for code in ("VNM", "LAO", "TLS"):
        named = claims_naming(code)
        by_name = {key for key, row in rows.items() if re.search(rf"\b{countries.name(code)}\b", row["statement"])}
        about = {
            key
            for key, row in rows.items()
            if code in [*(row["subject"] or "").split(";"), *(row["counterpart"] or "").split(";")]
        }
        assert {*named} == by_name | about
    assert claims_naming("TLS") == [] and len(claims_naming("VNM")) > 100


def test_claims_that_name_russia_come_first_and_in_both_parts_what_does_not_hold():
    rows, of_russia = country_pages.claims_of("VNM")["rows"], claims_naming("RUS")
    named = [row["claim_id"] in of_russia for row in rows]
    assert named == sorted(named, reverse=True) and {*named} == {True, False}
    for part in (True, False):
        found = [row["verdict"] for row, names_russia in zip(rows, named, strict=True) if names_russia is part]
        assert found == sorted(found, key=country_pages.ORDER.index)
    assert {row["verdict"] for row in rows} <= {*country_pages.ORDER}


@pytest.mark.parametrize("code", ["IDN", "VNM"])
def test_a_page_shows_at_once_every_claim_that_does_not_simply_hold(code):
    page = country_pages.page(code)
    doubted = [row["verdict"] in country_pages.NOT_SIMPLY for row in page["first"]]
    assert doubted == sorted(doubted, reverse=True) and any(doubted)
    assert len(page["first"]) >= country_pages.AT_FIRST
    assert not any(row["verdict"] in country_pages.NOT_SIMPLY for row in page["others"])


def test_several_judgements_are_counted_in_the_plural():
    assert country_pages.claims_of("LAO")["counts"].endswith(" and 1 judgement")
    assert country_pages.claims_of("VNM")["counts"].endswith(" judgements")


def test_a_page_without_claims_says_so_and_one_with_them_links_each():
    empty = templates.filled("country", country_pages.page("TLS"))
    assert "None of the claims that we test names Timor-Leste" in empty and "#claim-" not in empty
    full = templates.filled("country", country_pages.page("LAO"))
    assert full.count("](#claim-") == len(claims_naming("LAO"))


def test_a_country_without_a_page_and_a_missing_picture_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"No country brief of 'CHN'\. Use the code of a member of ASEAN"):
        country_pages.country("CHN")
    with pytest.raises(records.RecordError, match=r"results/countries/LAO/fig-a\.svg is missing\. Run `make briefs"):
        country_pages.picture_file(tmp_path / "LAO", "fig-a", "svg")


def test_a_picture_of_one_width_is_there_once():
    drawn = pictures.alone("fig-a", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "A <b> line")
    assert drawn.count("<svg") == 1 and 'aria-label="A &lt;b&gt; line"' in drawn


# In print.


def test_the_source_in_print_holds_each_country_once_with_its_pictures(tmp_path):
    source = country_print.write(tmp_path, "a.pdf", ["LAO", "TLS"]).read_text(encoding="utf-8")
    assert re.findall(r"\\section\{(.*?)\}", source) == ["Laos and Russia", "Timor-Leste and Russia"]
    used = {*re.findall(r"\\drawing\{(.*?)\}", source)}
    assert {f"{name}.pdf" for name in used} == {path.name for path in tmp_path.glob("*.pdf")}
    assert brief.escaped(country_pages.brief("LAO")["answer"]) in source


def test_results_that_are_missing_stop_the_briefs_with_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "WORK", tmp_path)
    monkeypatch.setattr(records, "countries_folder", lambda: tmp_path / "countries")
    said = r"The country briefs were not built; .*countries/BRN\.json: file not found\. Run `make briefs COUNTRY=BRN`"
    with pytest.raises(build.BuildError, match=said):
        build.build_country_briefs()


def test_each_brief_has_two_pages_of_a4(briefs_pdf):
    reader = pypdf.PdfReader(briefs_pdf)
    texts = [page.extract_text() for page in reader.pages]
    begins = [number for number, text in enumerate(texts) if "COUNTRY BRIEF" in text]
    assert len(texts) == 2 * len(CODES)
    assert begins == list(range(0, 2 * len(CODES), 2))
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [
        country_pages.brief(code)["title"] for code in CODES
    ]
    assert all(float(page.mediabox.width) == pytest.approx(595.3, abs=1) for page in reader.pages), "not A4"


def test_nothing_of_the_briefs_is_off_the_page(briefs_pdf):
    log = briefs_pdf.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert book_gates.pdf_problems(briefs_pdf, log, []) == []


# The pages of the book.


def test_a_page_has_its_pictures_with_words_for_those_who_do_not_see_them(html):
    page = (html / "book" / f"{HOME}.html").read_text(encoding="utf-8")
    assert page.count('class="country-picture"') == 4
    assert page.count('role="img"') >= 4
    titles = [each.title for each in records.read("VNM", records.countries_folder()).exhibits if each.alt]
    words = html_of_python.unescape(page).replace("’", "'")
    assert [title for title in titles if title not in words] == []


def test_tiles_lead_to_every_country(html):
    page = (html / "book" / "countries.html").read_text(encoding="utf-8")
    assert [code for code in CODES if f'href="country-{code.lower()}.html"' not in page] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [HOME, "country-tls", "countries"])
def test_axe_finds_no_barrier(html, browser, name):
    assert book_gates.page_problems(browser, html / "book" / f"{name}.html", with_axe=True) == []
