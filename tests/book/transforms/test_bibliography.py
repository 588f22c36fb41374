"""The bibliography: files that programs read without a warning, works told apart, entries that keep their address."""

import re
from urllib.parse import urlsplit

import pybtex.database
import pybtex.errors
import pytest

from russia_asean import paths
from russia_asean.book.content import citing
from russia_asean.book.transforms import bibliography

FILES = ("references.bib", "sources.bib")


def parsed(text):
    return pybtex.database.parse_string(text, "bibtex").entries


def test_works_of_one_author_and_year_get_letters_in_order():
    works = [f"@misc{{k{n}, author = {{{{A}}}}, title = {{T}}, year = {{2020}}}}" for n in range(27)]
    entries = parsed("\n".join([*works, "@misc{other, author = {{A}}, title = {T}, year = {2021}}"]))
    bibliography.tell_apart(entries.values())
    years = [entry.fields["year"] for entry in entries.values()]
    assert years[:2] == ["2020a", "2020b"] and years[26] == "2020aa" and years[27] == "2021"


def test_letters_are_given_once():
    entries = parsed("@misc{a, author = {{A}}, year = {2020}}\n@misc{b, author = {{A}}, year = {2020}}")
    for _ in range(2):
        bibliography.tell_apart(entries.values())
    assert [entry.fields["year"] for entry in entries.values()] == ["2020a", "2020b"]


def in_order(entries):
    """Return the keys of entries in the order of the list, which counts letters after years."""
    bibliography.tell_apart(entries.values())
    return [each.key for each in bibliography.Alphabetical().sort(list(entries.values()))]


def test_bodies_stand_among_persons_and_accents_change_no_place():
    authors = [
        "{Al Jazeera}",
        "Anderson, J.",
        "{asian Bank}",
        "Häge, F.",
        "Horn, S.",
        "{Santos Silva}, J.",
        "Voeten, E.",
    ]
    works = [f"@misc{{k{n}, author = {{{name}}}, title = {{T}}, year = {{2020}}}}" for n, name in enumerate(authors)]
    assert in_order(parsed("\n".join(works[::-1]))) == [f"k{n}" for n in range(len(authors))]


def test_a_producer_who_is_a_person_stands_by_the_family_name():
    entries = parsed((paths.BOOK / "sources.bib").read_text(encoding="utf-8"))
    (author,) = entries["motrich-2017"].persons["author"]
    assert author.last_names == ["Motrich"]
    assert len(entries["un-rollcalls-voeten"].persons["author"]) == 3
    (body,) = entries["adb-ar-2017"].persons["author"]
    assert body.last_names == ["{Asian Development Bank}"]


@pytest.mark.parametrize("name", FILES)
def test_a_strict_reader_takes_the_files_of_references(name):
    with pybtex.errors.capture() as said:
        entries = parsed((paths.BOOK / name).read_text(encoding="utf-8"))
    assert said == [] and len(entries) > 20
    for key, entry in entries.items():
        assert "\\" not in entry.fields.get("url", ""), key
        assert re.fullmatch(r"10\.\d{4,}/\S+[^.,\s]", entry.fields.get("doi", "10.1000/none")), key


# For these nobody has found an address that leads to the work or the data themselves.
FRONT_PAGES = {"diplomat-2023-02-24", "rosstat-fcs-2022"}
NOWHERE = {"tsvetov2015"}


def shallow(entries):
    """Return the keys of works that are given by the front page of a site, and of those given by no address."""
    urls = {key: urlsplit(entry.fields.get("url", "")) for key, entry in entries.items()}
    front = {key for key, url in urls.items() if url.netloc and not url.path.strip("/") and not url.query}
    none = {key for key, url in urls.items() if not url.netloc and "doi" not in entries[key].fields}
    return front, {key for key in none if not key.startswith(citing.OWN)}


def test_works_are_given_by_deep_addresses():
    known = {key: entry for name in FILES for key, entry in parsed((paths.BOOK / name).read_text("utf-8")).items()}
    assert shallow(known) == (FRONT_PAGES, NOWHERE)


def test_a_front_page_and_a_work_without_address_are_noticed():
    front = parsed("@misc{a, author = {{A}}, year = {2020}, url = {https://example.org/}}\n@misc{b, year = {2020}}")
    assert shallow(front) == ({"a"}, {"b"})
    deep = "@misc{a, year = {2020}, url = {https://example.org/?id=1}}\n@misc{b, year = {2020}, doi = {10.1000/1}}"
    assert shallow(parsed(deep)) == (set(), set())


def test_a_mark_of_tex_in_an_address_is_found():
    entries = parsed(r"@misc{a, author = {{A}}, year = {2020}, url = {https://example.org/a\_b}}")
    assert "\\" in entries["a"].fields["url"]


def test_entries_stand_by_their_keys_in_alphabetical_order(html):
    page = (html / "book/bibliography.html").read_text(encoding="utf-8")
    ids = re.findall(r'<div class="citation" id="([^"]+)"', page)
    known = parsed("\n".join((paths.BOOK / name).read_text(encoding="utf-8") for name in FILES))
    assert ids == [f"ref-{key}" for key in in_order(known) if f"ref-{key}" in ids] != []
    assert re.findall(r' id="id\d+"', page) == [], "a number that another citation shifts"
    for chapter in (html / "notebooks").glob("*.html"):
        targets = re.findall(r'bibliography\.html#([^"]+)"', chapter.read_text(encoding="utf-8"))
        assert set(targets) <= set(ids)
