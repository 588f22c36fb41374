"""Every page and file says which edition it belongs to, in the words of the citation file."""

import dataclasses
import datetime as dt
import re

import pypdf
import pytest

from russia_asean import paths, release
from russia_asean.book.common import edition
from russia_asean.book.pdf import brief, printing

MADE = release.Release("A & B", "Some Project", "1.2.0", dt.date(2026, 5, 3), "", "", "", ())


@pytest.fixture
def some():
    """Return a function that makes an edition, with other attributes of its release if given."""

    def make(commit="1a2b3c4d5", **other):
        return edition.Edition(dataclasses.replace(MADE, **other), commit, dt.date(2026, 4, 30))

    return make


def test_files_are_told_what_credits_them(some):
    told = some().credit()
    assert told["citation"] == "Some Project (2026). A & B. Version 1.2.0."
    assert (told["version"], told["commit"], told["data_as_of"]) == ("1.2.0", "1a2b3c4d5", "2026-04-30")
    assert told["licence"] == "CC-BY-4.0" and "url" not in told and "commit" not in some("").credit()


@pytest.mark.parametrize(
    ("places", "end"),
    [
        ({}, "Version 1.2.0."),
        ({"address": "https://example.org/r/"}, "Version 1.2.0. https://example.org/r/"),
        ({"address": "https://example.org/r/", "doi": "10.1/a"}, "Version 1.2.0. https://doi.org/10.1/a"),
    ],
)
def test_a_citation_ends_with_the_lasting_address_that_there_is(some, places, end):
    assert some(**places).citation.endswith(end)


def test_print_names_the_lasting_address_that_there_is(some, monkeypatch):
    for places, shown in (({}, ""), ({"doi": "10.1/a_b"}, r"\url{https://doi.org/10.1/a_b}")):
        made = some(**places)
        monkeypatch.setattr(edition, "current", lambda made=made: made)
        for name, filled in {
            "the brief": brief.filled(brief.content()),
            "the title page": brief.filled({"edition": made, "answer": "", "rest": ""}, printing.TITLE_PAGE),
        }.items():
            assert (r"\url{https://doi.org" in filled, shown in filled) == (bool(places), True), name


def test_a_commit_leads_to_its_repository_where_there_is_one_and_it_is_that_commit(some):
    assert some().commit_address == ""
    known = {"repository": "https://example.org/code"}
    assert some(**known).commit_address == "https://example.org/code/commit/1a2b3c4d5"
    assert some("1a2b3c4d5 with changes", **known).commit_address == some("", **known).commit_address == ""


def test_print_takes_the_title_sign_by_sign(some):
    assert r"A \& B. Version 1.2.0, commit 1a2b3c4d5. Data as of 30 April 2026. CC BY 4.0" in edition._command(some())


# Nobody types what the citation file says.


def test_only_the_citation_file_types_the_version_and_the_author():
    made = release.stored()
    for name in ("_config.yml", "book/templates/brief.tex.jinja", "book/templates/front.html.jinja"):
        text = (paths.ROOT / name).read_text(encoding="utf-8")
        assert made.author not in text and not re.search(r"[Vv]ersion \d", text), name
    assert f"title: {made.title}\n" in (paths.ROOT / "_config.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["LICENSE", "LICENSE-CONTENT"])
def test_the_licences_name_author_and_year(name):
    made = release.stored()
    text = (paths.ROOT / name).read_text(encoding="utf-8")
    assert f"Copyright (c) {made.day.year} {made.author}\n" in text


# The built book.


def words(page):
    """Return what a footer says, as plain words."""
    footer = page.partition('<footer class="bd-footer-content">')[2].partition("</footer>")[0]
    return " ".join(re.sub(r"<[^>]+>", "", footer).replace("&amp;", "&").split())


def test_every_page_says_in_its_footer_to_which_edition_it_belongs(html):
    made, pages = release.stored(), sorted(html.rglob("*.html"))
    told = {words(text) for text in (page.read_text(encoding="utf-8") for page in pages) if "bd-footer-content" in text}
    assert len(told) == 1, "pages of one book name different editions"
    said = told.pop()
    for each in (made.title, made.author, f"Version {made.version}", "Data as of", "CC BY 4.0"):
        assert each in said
    front = (html / "book/index.html").read_text(encoding="utf-8")
    assert f'<a rel="license" href="{release.LICENCE_ADDRESS}">' in front and "© Copyright" not in front


def test_title_page_and_foot_of_the_pdf_name_the_edition(pdf):
    made, pages = release.stored(), pypdf.PdfReader(pdf).pages
    title = " ".join(pages[0].extract_text().split())
    for each in (f"Version {made.version}", made.author, "Data as of", "CC BY 4.0"):
        assert each in title
    for page in (pages[3], pages[20], pages[-2]):
        assert f"{made.title}. Version {made.version}" in " ".join(page.extract_text().split())
