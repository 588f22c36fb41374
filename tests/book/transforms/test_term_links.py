"""Terms of the glossary explain themselves at their first use in a section of a chapter."""

import re

import pytest

from russia_asean.book.transforms import term_links


@pytest.mark.parametrize(
    ("term", "needed"),
    [("FDI", True), ("mirror data", True), ("ADMM-Plus", True), ("ASEAN", False), ("claim", False), ("Gini", False)],
)
def test_abbreviations_and_terms_of_several_words_need_a_meaning(term, needed):
    assert term_links.needs_meaning(term) == needed


def test_words_are_found_as_terms_only_as_they_are_written():
    terms = ("mirror data", "mirror", "EAS")
    found = term_links._pattern(terms).findall("Mirror data, mirrors of the EAS, east, EAS-like")
    assert found == ["Mirror data", "mirror", "EAS"]
    meanings = dict.fromkeys(terms, ("", ""))
    assert [term_links._term(word, meanings) for word in ("Mirror data", "eas", "EAS")] == ["mirror data", None, "EAS"]


def test_a_chapter_explains_each_term_once_a_section(html):
    page = (html / "notebooks/trade.html").read_text(encoding="utf-8")
    links = re.compile(r'<a class="[^"]*\bterm\b[^"]*" href="\.\./book/glossary\.html#([^"]+)" title="[^"]{20,}">')
    sections = re.split(r"<h2>", page)
    assert sum(len(links.findall(section)) for section in sections) > 5
    for section in sections:
        labels = links.findall(section)
        assert len(labels) == len(set(labels))
