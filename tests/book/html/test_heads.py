"""The heads of the pages: what programs read there, what a browser may load, and the files beside the pages."""

import contextlib
import dataclasses
import datetime as dt
import functools
import http.server
import itertools
import json
import re
import shutil
import struct
import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree

import book_gates
import feedparser
import pytest
import zotero
from pyld import jsonld

from russia_asean import paths, release
from russia_asean.book.common import entries, marks
from russia_asean.book.content import citing, claim_review, content_security, contents, front, ledger
from russia_asean.book.html import feed, heads, linked_data, site_files
from russia_asean.evidence import history

KNOWN = release.stored()
ADDRESS = "https://example.org/report/"
PUBLISHED = dataclasses.replace(KNOWN, address=ADDRESS, doi="10.1234/example")
NOWHERE = dataclasses.replace(KNOWN, address="", doi="")
FRONT = heads.Page("book/index", heads.Kind.REPORT, "Is it so?", "D")
CHAPTER = heads.Page("notebooks/trade", heads.Kind.CHAPTER, 'Trade & "more" <b>', "D")
CLAIM = heads.Page("claims/a-claim", heads.Kind.CLAIM, "A fell by 5+1 % = 6 %.", "D")
FIGURE = heads.Page("exhibits/fig-trade-totals", heads.Kind.EXHIBIT, "It rose", "D", "downloads/a.png", "A line.")
CITED = citing.Thing("claim-b", citing.VERDICT, "B fell [claim b: supported]", "claims/b.html")
VERDICT = heads.Page("claims/b", heads.Kind.CLAIM, "B fell.", "D", thing=CITED)
REFERENCES = heads.Page("cite/b", heads.Kind.PAGE, "How to cite “B”", "D", thing=CITED)
TOOL = heads.Page("search", heads.Kind.TOOL, "Search", "D")
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def page_of(page, known, data=()):
    """Return a page that has nothing but its head and its COinS."""
    span = f'<span class="Z3988" title="{heads.html.escape(heads.coins(page, known))}"></span>'
    return f"<html><head><title>x</title>{heads.markup(page, known, data)}</head><body>{span}</body></html>"


def things(text):
    """Return the JSON-LD of a page as pyld reads it: with every name written out, and what has no meaning gone."""
    found = [json.loads(data) for data in LINKED.findall(text)]
    assert all(each.pop("@context") == "https://schema.org" for each in found)
    meant = [jsonld.expand({"@context": {"@vocab": "https://schema.org/"}, **each}) for each in found]
    return [each for every in meant for each in every]


def of_type(text, kind):
    return [each for each in things(text) if each["@type"] == [f"https://schema.org/{kind}"]]


def value(thing, *path):
    """Return a value of an expanded thing by the names that lead to it."""
    for name in path:
        (thing,) = thing[f"https://schema.org/{name}"]
    return thing.get("@value", thing.get("@id"))


# A description.


def test_a_description_is_of_whole_words_and_fits():
    assert heads.shortened("  A   short\none. ") == "A short one."
    cut = heads.shortened("word, " * 100)
    assert len(cut) <= heads.MOST and cut.endswith("word…")
    sentence = "This sentence has more than fifty signs, as one can count."
    assert heads.shortened(f"{sentence} {'Then follows another. ' * 10}").startswith(f"{sentence} Then")
    assert heads.shortened(f"{sentence} {'x' * 200}") == sentence
    assert len(heads.shortened("x" * 400)) == heads.MOST


def test_a_description_takes_as_many_paragraphs_as_it_needs():
    assert heads.described(["Too short.", "This one is long enough to make up for it, I think.", "No."]) == (
        "Too short. This one is long enough to make up for it, I think."
    )
    assert heads.described([]) == ""


# What Zotero saves.


@pytest.mark.parametrize("known", [NOWHERE, PUBLISHED], ids=["nowhere", "published"])
@pytest.mark.parametrize("page", [FRONT, CHAPTER, CLAIM, FIGURE], ids=["front", "chapter", "claim", "figure"])
def test_zotero_saves_a_page_whole(page, known):
    item = zotero.saved(page_of(page, known))
    whole = page is FRONT
    assert item.type == (zotero.REPORT if whole else zotero.SECTION)
    assert item.creators == [(known.author, "")]
    # Zotero reads an encoded plus as a space.
    assert item.fields["title"] == (known.title if whole else page.title.replace("+", " "))
    assert item.fields.get("publicationTitle") == (None if whole else known.title)
    assert (item.fields["date"], item.fields["language"]) == (known.day.isoformat(), "en-GB")
    assert item.fields.get("url") == (f"{ADDRESS}{page.file}" if known.address else None)
    assert item.fields.get("DOI") == (known.doi if whole and known.doi else None)
    assert item.fields.get("edition") == (None if whole else known.version)


@pytest.mark.parametrize("page", [VERDICT, REFERENCES], ids=["verdict", "references"])
def test_what_is_saved_is_what_the_references_say(page):
    """The report does not say that B fell: it judges the claim."""
    for text in (page_of(page, PUBLISHED), page_of(page, PUBLISHED).replace("Z3988", "other")):
        item = zotero.saved(text)
        assert (item.fields["title"], item.fields["url"]) == (CITED.title, f"{ADDRESS}{CITED.place}")
        assert f'property="og:url" content="{ADDRESS}{page.file}"' in text


@pytest.mark.parametrize("page", [FRONT, CHAPTER, CLAIM, FIGURE], ids=["front", "chapter", "claim", "figure"])
def test_a_manager_that_reads_metas_alone_gets_the_same_but_for_the_author(page):
    text = page_of(page, PUBLISHED)
    item = zotero.saved(text.replace("Z3988", "other"))
    assert item.type == zotero.saved(text).type
    assert item.fields["title"] == (KNOWN.title if page is FRONT else page.title)
    assert item.fields["date"] == f"{KNOWN.day:%Y/%m/%d}" and item.fields["url"] == f"{ADDRESS}{page.file}"
    ((family, given),) = item.creators  # one, cut as a person's name
    assert f"{given} {family}".strip() == KNOWN.author


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ('"Z3988"', '"z"', zotero.SECTION),
        ("inbook_title", "book_title", zotero.ARTICLE),
        ("citation_", "x_", zotero.WEBPAGE),
    ],
    ids=["sound", "book title", "no tags"],
)
def test_the_rules_of_zotero_tell_other_heads_apart(old, new, kind):
    assert zotero.saved(page_of(CHAPTER, KNOWN).replace("Z3988", "z").replace(old, new)).type == kind


def test_the_rules_of_zotero_cut_names_as_persons():
    assert zotero.person("Contributors to Russia and ASEAN, Claim by Claim")[1] == "Claim by Claim"
    assert zotero.person("Russia–ASEAN Claims Project") == ("Project", "Russia–ASEAN Claims")


# What else a head says.


def test_what_needs_an_address_is_left_out_until_there_is_one():
    for page in (FRONT, CHAPTER, CLAIM):
        text = page_of(page, NOWHERE)
        assert not re.search(r'og:url|og:image|public_url|pdf_url|DC\.identifier|content="/|href="/', text)
        text = page_of(page, PUBLISHED)
        for name in ("og:url", "citation_public_url", "DC.identifier"):
            assert re.search(rf'(?:name|property)="{re.escape(name)}" content="{re.escape(ADDRESS + page.file)}"', text)
        assert f'content="{ADDRESS}{heads.CARD}"' in text
    assert f'citation_pdf_url" content="{ADDRESS}downloads/{paths.PDF_NAME}' in page_of(FRONT, PUBLISHED)
    assert "citation_pdf_url" not in page_of(CHAPTER, PUBLISHED)


def test_a_tool_is_not_cited():
    text = page_of(TOOL, PUBLISHED)
    assert "citation_" not in text and "DC." not in text and 'content="noindex"' in text
    assert "Content-Security-Policy" in text and 'name="description"' in text


def test_nothing_in_a_title_ends_what_it_stands_in():
    evil = dataclasses.replace(CHAPTER, title='</script><script>"x"')
    text = page_of(evil, PUBLISHED, [linked_data.chapter(PUBLISHED, evil.name, evil.title, "D", 1)])
    assert text.count("<script") == 1 and value(of_type(text, "Chapter")[0], "name") == evil.title


# What schema.org is told.


def test_the_report_names_who_made_it_when_and_its_chapters():
    names = [f"notebooks/{name}" for name in entries.chapter_order()]
    (told,) = of_type(page_of(FRONT, PUBLISHED, [linked_data.report(PUBLISHED, FRONT.file, names)]), "Report")
    assert value(told, "name") == KNOWN.title and value(told, "author", "name") == KNOWN.author
    assert value(told, "datePublished") == KNOWN.day.isoformat() and value(told, "license") == release.LICENCE_ADDRESS
    assert [value(each, "url") for each in told["https://schema.org/hasPart"]] == [f"{ADDRESS}{n}.html" for n in names]


def test_a_chapter_is_part_of_the_report_and_brings_its_figures():
    told = [
        linked_data.chapter(PUBLISHED, CHAPTER.name, "Trade", "D", 1),
        *linked_data.pictures(PUBLISHED, CHAPTER.name),
    ]
    text = page_of(CHAPTER, PUBLISHED, told)
    (chapter,) = of_type(text, "Chapter")
    assert value(chapter, "isPartOf", "name") == KNOWN.title
    known = {label: each for label, each in entries.exhibits().items() if each.pictures}
    figures = {value(each, "identifier"): each for each in of_type(text, "ImageObject")}
    assert figures and set(figures) == {
        label for label in known if entries.places("exhibits")[label].chapter == "trade"
    }
    for label, each in figures.items():
        assert value(each, "caption") == known[label].caption and value(each, "license") == release.LICENCE_ADDRESS
        assert value(each, "creditText").startswith(f"{KNOWN.author}. Data: ")
        assert value(each, "url") == f"{ADDRESS}exhibits/{label}.html"
        assert value(each, "contentUrl") == f"{ADDRESS}downloads/{marks.file_name(f'{label}.svg')}"


def test_the_page_of_a_figure_tells_its_picture_its_data_and_whose_they_are():
    text = page_of(FIGURE, PUBLISHED, linked_data.exhibit(PUBLISHED, "fig-trade-totals"))
    (picture,), (data,) = of_type(text, "ImageObject"), of_type(text, "Dataset")
    assert value(picture, "url") == value(data, "url") == f"{ADDRESS}{FIGURE.file}"
    assert value(data, "isPartOf", "name") == "Trade" and value(data, "creditText") == value(picture, "creditText")
    files = [value(each, "contentUrl") for each in data["https://schema.org/distribution"]]
    assert files == [f"{ADDRESS}downloads/{marks.file_name(f'fig-trade-totals.{kind}')}" for kind in ("csv", "json")]
    assert len(data["https://schema.org/variableMeasured"]) == len(entries.exhibits()["fig-trade-totals"].fields)
    assert data["https://schema.org/isBasedOn"] and len(value(data, "description")) >= 50
    assert "terms of their producers" in value(data, "conditionsOfAccess")
    assert f'og:image" content="{ADDRESS}downloads/a.png"' in text and 'og:image:alt" content="A line."' in text


def test_a_table_is_data_without_a_picture():
    assert [each["@type"] for each in linked_data.exhibit(NOWHERE, "tab-brics-status")] == ["Dataset"]


def test_the_data_package_names_its_tables_and_where_its_files_are():
    (told,) = of_type(page_of(CHAPTER, PUBLISHED, [linked_data.data_package(PUBLISHED)]), "Dataset")
    described = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert len(told["https://schema.org/hasPart"]) == len(described["resources"])
    assert len(value(told, "description")) >= 50
    files = [value(each, "contentUrl") for each in told["https://schema.org/distribution"]]
    assert files == [f"{ADDRESS}downloads/{marks.file_name(name)}" for name in linked_data.FILES]
    assert "distribution" not in linked_data.data_package(NOWHERE), "a file without an address cannot be fetched"


def test_a_review_has_all_that_collectors_ask_for():
    rows = ledger.entries()
    graph = claim_review.reviews(rows, PUBLISHED)["@graph"]
    tested = [row for row in rows if row["verdict"] not in (None, "untested", "judgement")]
    assert [each["identifier"] for each in graph] == [row["claim_id"] for row in tested] != []
    told = history.by_claim()
    for each in graph:
        assert each["url"] == f"{ADDRESS}claims/{each['identifier']}.html" and each["claimReviewed"]
        assert each["author"]["@type"] == "Organization" and each["author"]["url"] == ADDRESS
        assert each["datePublished"] == told[each["identifier"]][-1]["assessed"]
        rating = each["reviewRating"]
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"] and rating["alternateName"]
        work = each["itemReviewed"]["appearance"]
        assert work["publisher"]["name"] and ";" not in work["publisher"]["name"]
        assert dt.date.fromisoformat(f"{work['datePublished']}-01-01"[:10]) < KNOWN.day
    assert all("url" not in each for each in claim_review.reviews(rows, NOWHERE)["@graph"])


def test_the_scale_is_written_down():
    shown = {row["verdict"]: row["value"] for row in contents.hosting()["scale"]}
    assert shown == claim_review.SCALE and set(front.MEANINGS) - set(shown) == {"untested", "judgement"}


# The files beside the pages.


def test_the_feed_lists_the_changes_of_verdicts():
    rows = feed.changes()
    changed = [
        (claim_id, now["edition"])
        for claim_id, told in history.by_claim().items()
        for before, now in itertools.pairwise(told)
        if before["verdict"] != now["verdict"]
    ]
    assert sorted((each["claim_id"], each["edition"]) for each in rows) == sorted(changed) != []
    read = feedparser.parse(feed.atom(rows, PUBLISHED).encode())
    assert not read.bozo and read.version == "atom10" and read.feed.id.startswith("urn:uuid:")
    assert len({entry.id for entry in read.entries}) == len(rows)
    for row, entry in zip(rows, read.entries, strict=True):
        assert entry.content[0].value == row["reason"] and entry.updated.startswith(row["assessed"])
        assert f"{row['before']} → {row['now']}" in entry.title
        if row["statement"]:
            assert entry.link == f"{ADDRESS}claims/{row['claim_id']}.html"


def test_an_entry_of_the_feed_keeps_its_id_when_the_report_moves():
    row = {"claim_id": "a", "statement": "A.", "edition": 2, "assessed": "2026-11-29", "before": "x", "now": "y"}
    rows = [{**row, "reason": "R."}, {**row, "edition": 3, "reason": "R."}]
    ids = [[entry.id for entry in feedparser.parse(feed.atom(rows, k).encode()).entries] for k in (NOWHERE, PUBLISHED)]
    assert ids[0] == ids[1] and ids[0][0] != ids[0][1]


def test_a_sitemap_has_absolute_addresses_and_robots_names_it():
    root = ElementTree.fromstring(site_files.sitemap(["a.html", "b/c.html"], PUBLISHED))
    assert [each.text for each in root.iter(f"{{{site_files.SITEMAP}}}loc")] == [
        f"{ADDRESS}a.html",
        f"{ADDRESS}b/c.html",
    ]
    assert f"Sitemap: {ADDRESS}sitemap.xml" in site_files.robots(PUBLISHED)
    assert "Sitemap" not in site_files.robots(NOWHERE) and "Allow: /" in site_files.robots(NOWHERE)


# A small book with an address.

ENTRY = """
::::{{container}} claim verdict-supported
{{anchor}}`claim-{name}`{{chip}}`supported` **A claim with <signs> & more.**

{{.said}}
A. Writer, 2020: “words”.

{{.reason}}
Because it agrees with all that was measured.

:::{{container}} claim-full
More.
:::
::::
"""
PAGES = {
    "book/index": """# Is it so?

```{toctree}
ledger
../notebooks/trade
catalogue
cite
```
""",
    "book/ledger": """# The ledger

A list of all claims of the five documents, with verdicts.

```{toctree}
ledger-a2020
```
""",
    "book/catalogue": """# Catalogue

Short.

The tables of the report, with what each column means, and terms.
""",
    "book/cite": "# How to cite\n\nEach page, figure and verdict has an address of its own, and references.\n",
    "notebooks/trade": """# Trade

Is it so?

## In brief

No finding.

{anchor}`finding-x`It rose, by much more than anyone would have thought.

:::{figure} picture.png
:name: fig-trade-totals
Totals.
:::

:::{table} Quoted totals
:name: tab-trade-quoted
| A | B |
|---|---|
| 1 | 2 |
:::
""",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return the folder of a small HTML book that is published at an address."""
    folder = tmp_path_factory.mktemp("small")
    tested = next(row["claim_id"] for row in ledger.entries() if row["verdict"] == "supported")
    opinion = next(row["claim_id"] for row in ledger.entries() if row["verdict"] == "judgement")
    listed = "".join(ENTRY.format(name=name) for name in (tested, opinion))
    for name, text in {**PAGES, "book/ledger-a2020": f"# Ledger: A 2020\n{listed}"}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    shutil.copyfile(paths.BOOK / "_assets/icon-32.png", folder / "notebooks/picture.png")
    settings = {
        "numfig": True,
        "extensions": ["myst_nb", "sphinxcontrib.bibtex", "russia_asean.book"],
        "myst_enable_extensions": ["attrs_block", "colon_fence"],
        "bibtex_bibfiles": [],
        "nb_execution_mode": "off",
        "html_theme": "sphinx_book_theme",
        "html_math_renderer": "mathml",
        "html_static_path": [str(paths.BOOK / "_assets")],
        "templates_path": [str(paths.BOOK / "_theme")],
        "html_css_files": ["report.css"],
        "html_js_files": ["report.js"],
        "html_theme_options": {"use_download_button": False, "use_fullscreen_button": False, "navbar_persistent": []},
        "html_context": {"default_mode": "auto"},
        "root_doc": "book/index",
        "language": "en-GB",
    }
    # A citation file that names an address, in the place of the report's own, as long as that names none.
    published = (
        "import dataclasses\n"
        "from russia_asean import release\n"
        f"made = dataclasses.replace(release.stored(), address={ADDRESS!r})\n"
        "release.stored = lambda *folder: made\n"
    )
    conf = published + "".join(f"{name} = {given!r}\n" for name, given in settings.items())
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    # In a process of its own: MyST-NB leaves traces in this one, which other small books stumble over.
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", str(folder), str(folder / "out")]
    ended = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return folder / "out"


def read(folder, name):
    return (folder / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_each_page_of_a_published_book_has_its_address(small):
    for page in book_gates.pages_of(small):
        name, text = page.relative_to(small).as_posix(), page.read_text(encoding="utf-8")
        if name not in ("404.html", "index.html"):
            assert f'<link rel="canonical" href="{ADDRESS}{name}"' in text, name
            assert (f'property="og:url" content="{ADDRESS}{name}"' in text) == (name[:-5] not in heads.TOOLS), name
    assert f'rel="canonical" href="{ADDRESS}book/index.html"' in read(small, "index.html")
    listed = re.findall(r"<loc>(.+?)</loc>", read(small, "sitemap.xml"))
    pages = {page.relative_to(small).as_posix() for page in book_gates.pages_of(small)}
    assert {each.removeprefix(ADDRESS) for each in listed} == pages - site_files.UNLISTED
    assert {"exhibits/fig-trade-totals.html", "exhibits/tab-trade-quoted.html", "cite/trade.html"} < pages
    width, height = struct.unpack(">II", (small / heads.CARD).read_bytes()[16:24])
    assert (width, height) == (1200, 630)


@pytest.mark.slow
def test_an_address_in_the_settings_is_sent_to_the_citation_file(tmp_path):
    (tmp_path / "index.md").write_text("# Start\n", encoding="utf-8")
    conf = 'extensions = ["myst_parser", "russia_asean.book"]\nhtml_baseurl = "https://a.example/"\n'
    (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", str(tmp_path), str(tmp_path / "out")]
    ended = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode and "html_baseurl: the address of the report is written in CITATION.cff" in ended.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cite/trade", "exhibits/fig-trade-totals", "exhibits/tab-trade-quoted"])
def test_pages_beyond_the_contents_have_whole_heads(small, name):
    text = read(small, f"{name}.html")
    item = zotero.saved(text)
    assert (item.type, item.creators) == (zotero.SECTION, [(KNOWN.author, "")]) and item.fields["edition"]
    said = json.loads(read(small, f"downloads/cite/{name.split('/')[-1]}.json"))[0]
    assert (item.fields["title"], item.fields["url"]) == (said["title"], said["URL"])
    assert 'rel="license"' in text and 'type="application/atom+xml"' in text and 'content="noindex"' not in text


@pytest.mark.slow
def test_the_page_of_an_exhibit_leads_to_its_place_and_is_led_to(small):
    figure, chapter = read(small, "exhibits/fig-trade-totals.html"), read(small, "notebooks/trade.html")
    assert 'href="../notebooks/trade.html#fig-trade-totals">Trade › Fig. 1</a>' in figure
    assert re.search(r'class="right-next"\s+href="tab-[\w-]+.html"', figure)
    assert of_type(figure, "ImageObject") and of_type(figure, "Dataset")
    assert 'id="fig-trade-totals"' in chapter
    cited = read(small, "cite/trade.html")
    assert 'href="../exhibits/fig-trade-totals.html#cite"' in cited and "APA" in cited
    table = read(small, "exhibits/tab-trade-quoted.html")
    assert 'class="table-scroll"' in table and "<caption>" in table


@pytest.mark.slow
def test_what_a_page_says_of_itself_comes_from_the_page(small):
    chapter = read(small, "notebooks/trade.html")
    assert 'name="description" content="It rose, by much more than anyone would have thought."' in chapter
    catalogue = read(small, "book/catalogue.html")
    assert (
        'name="description" content="Short. The tables of the report, with what each column means, and terms."'
        in catalogue
    )
    assert value(of_type(chapter, "Chapter")[0], "url") == f"{ADDRESS}notebooks/trade.html"
    assert of_type(catalogue, "Dataset") and of_type(read(small, "book/index.html"), "Report")
    first, second = sorted((small / "claims").iterdir(), key=lambda page: "ClaimReview" not in page.read_text("utf-8"))
    text = first.read_text(encoding="utf-8")
    assert "Supported: “A claim with &lt;signs&gt; &amp; more”. Because it agrees" in text
    assert value(of_type(text, "ClaimReview")[0], "url") == f"{ADDRESS}claims/{first.name}"
    assert not LINKED.findall(second.read_text(encoding="utf-8")), "an opinion is no fact that could be checked"
    said = json.loads(read(small, f"downloads/cite/claim-{first.stem}.json"))[0]
    assert zotero.saved(text).fields["title"] == said["title"] and f"[claim {first.stem}: supported]" in said["title"]


@contextlib.contextmanager
def served(folder, at="/", header=None):
    """Serve a folder below a path as hosts of static files do: with a header, and 404.html where there is no page."""

    class Host(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path):
            return super().translate_path(f"/{path.removeprefix(at)}" if path.startswith(at) else "/nothing-here")

        def send_error(self, code, *_told):
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((folder / "404.html").read_bytes())

        def end_headers(self):
            for name, said in (header or {}).items():
                self.send_header(name, said)
            super().end_headers()

        def log_message(self, *_said):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{at}"
        server.shutdown()


@contextlib.contextmanager
def visited(browser, asked, said):
    """Give an open tab; add to ``said`` errors of the console and requests to other hosts."""
    context = browser.new_context()
    tab = context.new_page()
    tab.on("console", lambda each: said.append(each.text) if each.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: said.append(error.message))
    tab.on("request", lambda each: said.append(each.url) if "127.0.0.1" not in each.url else None)
    tab.goto(asked, wait_until="load")
    yield tab
    context.close()


def test_a_missing_page_leads_back_from_any_depth(small, browser):
    with served(small, "/report/") as top:
        for asked in ("gone.html", "claims/gone/deeper.html"):
            said = []
            with visited(browser, f"{top}{asked}", said) as tab:
                assert "no page" in tab.text_content("h1")
                tab.click("text=The front page")
                assert tab.url == f"{top}book/index.html"
            assert [each for each in said if "404" not in each] == []


# The whole book.


def test_every_page_of_the_book_has_a_head(html):
    titles = set()
    for page in book_gates.pages_of(html):
        name, text = page.relative_to(html).as_posix(), page.read_text(encoding="utf-8")
        (told,) = re.findall(r'<meta name="description" content="([^"]*)"', text)
        assert heads.LEAST <= len(heads.html.unescape(told)) <= heads.MOST, (name, told)
        (allowed,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert heads.html.unescape(allowed) == content_security.policy(), name
        assert text.index("Content-Security-Policy") < min(
            text.find("<script") % len(text), text.find("<link") % len(text)
        )
        assert 'rel="icon"' in text and re.search(r"<html[^>]* lang=\"en-GB\"", text), name
        if not name.startswith(("404", "index")) and page.stem not in heads.TOOLS:
            assert 'rel="license"' in text and 'type="application/atom+xml"' in text, name
            titles.add(zotero.saved(text).fields["title"])
            assert zotero.saved(text).creators == [(KNOWN.author, "")], name
    assert len(titles) > 500


def test_chapters_begin_with_their_finding(html):
    def letters(text):
        return re.sub(r"\W+", "", text)  # without what typesetting changes

    for name in entries.chapter_order():
        text = (html / f"notebooks/{name}.html").read_text(encoding="utf-8")
        (told,) = re.findall(r'<meta name="description" content="([^"]*)"', text)
        told = letters(heads.html.unescape(told))[:40]
        own = [
            letters(each.text)
            for key, each in entries.findings().items()
            if entries.places("findings")[key].chapter == name
        ]
        assert any(each.startswith(told) for each in own), (name, told)


def test_the_linked_data_of_the_book_is_sound(html):
    reviewed = set()
    for page in book_gates.pages_of(html):
        if data := LINKED.findall(page.read_text(encoding="utf-8")):
            for thing in json.loads(data[0])["@graph"]:
                reviewed |= {thing["identifier"]} if thing["@type"] == "ClaimReview" else set()
    assert reviewed == {row["claim_id"] for row in ledger.entries() if row["verdict"] in claim_review.SCALE}
    stored = json.loads((html / "downloads" / marks.file_name("claim-review.jsonld")).read_text(encoding="utf-8"))
    assert {each["identifier"] for each in stored["@graph"]} == reviewed
    assert of_type((html / "book/index.html").read_text(encoding="utf-8"), "Report")
    assert of_type((html / "book/catalogue.html").read_text(encoding="utf-8"), "Dataset")


@pytest.mark.parametrize("name", ["book/index.html", "notebooks/trade.html", "search.html?q=arms", "book/ledger.html"])
def test_a_host_may_send_the_policy_as_a_header(html, browser, name):
    said = []
    with served(html, header=contents.hosting()["headers"]) as top, visited(browser, f"{top}{name}", said) as tab:
        assert tab.evaluate("document.documentElement.dataset.mode") == "auto"
        assert "book.css" in tab.evaluate("[...document.styleSheets].map((each) => each.href).join()")
        if name.startswith("search"):
            tab.wait_for_selector("#search-results li")
            assert tab.evaluate("document.activeElement.name") == "q"
    assert said == []


def test_a_page_without_scripts_hides_what_they_would_bring_to_life(html, browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((html / "book/cite.html").as_uri())
    assert not tab.is_visible(".search-button") and tab.is_visible("h1")
    context.close()
