"""What sets up the book is refused by file, place, rule and remedy, before Sphinx starts."""

import pytest

from russia_asean import paths
from russia_asean.book.building import settings
from russia_asean.data.reader import TableError
from russia_asean.release import ReleaseError

CONFIG = """title: A report
execute: {execute_notebooks: "off"}
only_build_toc_files: true
bibtex_bibfiles: [works.bib]
sphinx:
  config:
    extensions: [myst_nb]
    html_static_path: [assets]
    html_css_files: [a.css]
"""
CONTENTS = """format: jb-book
root: index
parts:
  - caption: A
    chapters:
      - file: two
"""
WORKS = "@misc{ann2000,\n author = {Ann, B.},\n title = {C},\n year = {2000}\n}\n"
CITATION = """title: A report
version: 0.1.0
date-released: 2026-05-03
doi: 10.1234/a
url: https://a.org/b
authors:
  - name: Somebody
preferred-citation:
  title: A report
  version: 0.1.0
"""


@pytest.fixture
def book(tmp_path):
    """Return the folder of a book that is set up soundly."""
    (tmp_path / "assets").mkdir()
    for name, text in {
        "_config.yml": CONFIG,
        "_toc.yml": CONTENTS,
        "works.bib": WORKS,
        "CITATION.cff": CITATION,
        "index.md": "# A\n",
        "two.ipynb": "{}",
        "assets/a.css.jinja": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_sound_book_and_the_stored_one_pass(book):
    settings.check(book)
    settings.check(paths.ROOT)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("_config.yml", "title: A", "\ttitle: A", "line 1: is no YAML"),
        ("_config.yml", "[works.bib]", "[works.bib, [", "is no YAML"),
        ("_config.yml", "title: A report", "title: A: report", "line 1: is no YAML"),
        ("_config.yml", "title: A report", "title: A\ntitle: B", "line 2: the key 'title' is named twice"),
        ("_config.yml", CONFIG, "", "must hold lines such as `key: value`"),
        ("_config.yml", CONFIG, "- a\n", "must hold lines such as `key: value`"),
        ("_config.yml", "title:", "titel:", "key 'titel': is unknown. Use one of: title"),
        ("_config.yml", "A report", "3", "key 'title': 3 is not of type 'string'"),
        ("_config.yml", "title: A report\n", "", "key 'title': is missing. Write `title: ` and the title"),
        ("_config.yml", '"off"', "auto", "key 'execute.execute_notebooks': 'auto' would run notebooks while the book"),
        (
            "_config.yml",
            'execute: {execute_notebooks: "off"}\n',
            "",
            "key 'execute.execute_notebooks': 'auto' would run",
        ),
        ("_config.yml", "true", "maybe", "key 'only_build_toc_files': 'maybe' is not true or false"),
        ("_config.yml", "[works.bib]", "works.bib", "key 'bibtex_bibfiles': 'works.bib' is not of type 'array'"),
        ("_config.yml", "myst_nb", "myst_bn", "no module 'myst_bn'"),
        ("_config.yml", "myst_nb", "nothing.there", "no module 'nothing.there'"),
        ("_config.yml", "a.css", "b.css", "key 'sphinx.config.html_css_files': no file 'b.css'"),
        ("_toc.yml", "  - caption", "\t- caption", "line 4: is no YAML"),
        ("_toc.yml", "file: two", "file: three", "no page 'three'"),
        ("_toc.yml", "file: two", "file: assets", "no page 'assets'"),
        ("_toc.yml", "- file: two", "- file: two\n      - file: two", "document file used multiple times: 'two'"),
        ("_toc.yml", "root: index\n", "", "'root' key not found"),
        ("_toc.yml", "caption: A", "captoin: A", "key 'captoin': is unknown. Use one of"),
        ("_toc.yml", "jb-book", "jb-boook", "'format' key value not recognised"),
        ("_toc.yml", "- file: two", "- two", "/parts/0/chapters/0: entry not a mapping type"),
        ("_toc.yml", "- file: two", "- file:", "Correct the entry"),
        ("_toc.yml", "    chapters:\n      - file: two\n", "", "entry not a mapping containing 'chapters'"),
        ("_toc.yml", CONTENTS, "", "must hold lines such as `key: value`"),
        ("works.bib", "year = {2000}\n}", "year = {2000}\n", "premature end of file"),
        ("works.bib", WORKS, WORKS + WORKS, "repeated bibliography entry: ann2000"),
        ("works.bib", "title = {C}", "title = {}", "entry 'ann2000': has no title"),
        ("works.bib", "title = {C},\n", "", "entry 'ann2000': has no title"),
        ("works.bib", "author = {Ann, B.},\n", "", "entry 'ann2000': has no author"),
        ("works.bib", "@misc", "@mics", "entry 'ann2000': 'mics' is no type of entry"),
        ("works.bib", "{2000}", "{soon}", "entry 'ann2000': the year 'soon' is no four digits"),
        ("works.bib", "title = {C}", "title = {C}, title = {D}", "has a duplicate title field"),
        ("works.bib", "ann2000", "ann 2000", "line 1"),
        (
            "works.bib",
            "ann2000,",
            "ann2000",
            "line 1: '@misc{ann2000' begins no entry. Begin one as in `@misc{key2026,`",
        ),
        ("works.bib", "{Ann, B.},", "{Ann, B.}", "line 3: '}' expected"),
        ("works.bib", WORKS, WORKS.replace("@", ""), "line 1: 'misc{ann2000,' begins no entry"),
        ("works.bib", WORKS, WORKS + "and more\n", "line 6: 'and more' begins no entry"),
        ("works.bib", "title = {C}", "title = {C}, ulr = {D}", "entry 'ann2000': 'ulr' is no field (there are address"),
        ("works.bib", "title = {C}", "title = {C}, url = {a.org}", "the url 'a.org' is no address; write it from http"),
        (
            "works.bib",
            "title = {C}",
            "title = {C}, doi = {doi.org/10.1/a}",
            "the doi 'doi.org/10.1/a' is no DOI; write",
        ),
        ("CITATION.cff", "doi:", "DOI:", "key 'DOI': is unknown. Use one of: abstract, authors"),
        ("CITATION.cff", "doi:", "version: 1\ndoi:", "line 4: the key 'version' is named twice"),
        ("CITATION.cff", "doi: ", "doi: https://doi.org/", "key 'doi': 'https://doi.org/10.1234/a' is no DOI; write"),
        ("CITATION.cff", "https://a", "a", "key 'url': 'a.org/b' is no address"),
        (
            "CITATION.cff",
            "  version: 0.1.0",
            "  version: 0.2.0",
            "'preferred-citation.version': '0.2.0' is not '0.1.0'",
        ),
        ("CITATION.cff", "2026-05-03", "in May", "key 'date-released': must be the day of the release"),
    ],
)
def test_a_mistake_is_one_sentence(book, file, old, new, said):
    path = book / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((settings.SettingsError, ReleaseError)) as refused:
        settings.check(book)
    assert str(refused.value).startswith(file) and said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("file", ["_config.yml", "_toc.yml", "works.bib"])
def test_a_file_that_is_missing_or_not_utf_8_is_named(book, file):
    (book / file).write_bytes("# Fürst".encode("latin-1"))
    with pytest.raises(TableError, match=rf"^{file}: not UTF-8"):
        settings.check(book)
    (book / file).unlink()
    with pytest.raises(TableError, match=rf"^{file}: file not found"):
        settings.check(book)


def test_an_entry_of_two_files_is_named_with_both(book):
    (book / "more.bib").write_text(WORKS, encoding="utf-8")
    (book / "_config.yml").write_text(CONFIG.replace("[works.bib]", "[works.bib, more.bib]"), encoding="utf-8")
    with pytest.raises(settings.SettingsError, match=r"^more\.bib, entry 'ann2000': the key is in works\.bib, too\."):
        settings.check(book)


def test_a_page_that_no_book_would_hold_is_named(book):
    (book / "country_brief.ipynb").write_text("{}", encoding="utf-8")  # a template, which is no page
    settings.check(book)
    (book / "three.md").write_text("# A\n", encoding="utf-8")
    with pytest.raises(
        settings.SettingsError, match=r"^three\.md: is not in _toc\.yml, .* Add it, or move the file\.$"
    ):
        settings.check(book)
