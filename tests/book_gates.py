"""Gates on the built book: plain functions that return what is wrong with pages, links and the PDF.

``test_html.py`` and ``test_pdf.py`` apply each to the built book, and prove each by a page it must refuse.
"""

import contextlib
import functools
import gzip
import html
import html.parser
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pypdf
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from russia_asean.evidence.verdicts import Verdict

ROOT = Path(__file__).parents[1]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 720}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]  # all rules of axe that read colours and are on by default
LOCAL = ("file:", "data:", "blob:", "about:")
MOST_SHIFT = 0.1  # of the screen: what Lighthouse, too, calls a page that stays where it is
MARGIN = 60  # points: a line this much too wide nearly reaches the edge of the paper

TOO_WIDE = """() => {
  const root = document.documentElement;
  const over = [...document.querySelectorAll("main *")].filter(
    (element) => element.getBoundingClientRect().right > root.clientWidth + 1
      && !element.closest("[style*=overflow], .table-scroll"));
  const named = over.slice(0, 3).map((element) => element.outerHTML.slice(0, 80)).join(", ");
  return [root.scrollWidth - root.clientWidth, named];
}"""

# By how much of the screen what a page shows has moved while it was loaded.
SHIFT = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((each) => sum += each.hadRecentInput ? 0 : each.value))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => told(sum), 50));
})"""

# The elements of a page with their attributes, and whether a reader sees each.
SHOWN = """() => [
  document.body.outerHTML,
  [...document.body.querySelectorAll("*")].map((each) => each.checkVisibility())]"""

END_TRANSITIONS = """() => document.getAnimations().forEach(
  (each) => each.effect.getComputedTiming().endTime === Infinity ? each.cancel() : each.finish())"""

# A sheet made by a script, since the pages allow no style sheet inside them.
SHOW_ALL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets.push(sheet);
}"""

# Four letters in a row: a formula sets each as a sign of its own, so that words in it are a mistake.
WORD_IN_FORMULA = re.compile(r"(?:<mi>[A-Za-z]</mi>\s*){4}")


class _Anchors(html.parser.HTMLParser):
    """Collects the ids of a page and what it links to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)
            elif name in ("href", "src", "poster") or (tag == "object" and name == "data"):
                self.targets.append(value)


def _anchors(page: Path) -> _Anchors:
    found = _Anchors()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def pages_of(folder: Path) -> list[Path]:
    """Return the pages of a book; what the theme keeps in ``_static`` are not pages."""
    return sorted(page for page in folder.rglob("*.html") if "_static" not in page.relative_to(folder).parts)


def broken_links(folder: Path) -> list[str]:
    """Return the local links and files of all pages that lead nowhere, fragments included."""
    pages = {page.resolve(): _anchors(page) for page in pages_of(folder)}
    found = []
    for page, anchors in sorted(pages.items()):
        name = page.relative_to(folder.resolve())
        for target in anchors.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not file.is_file():
                found.append(f"{name}: {target!r} leads to no file.")
            elif file in pages and parts.fragment and unquote(parts.fragment) not in pages[file].ids:
                found.append(f"{name}: {target!r} leads to no place of that page.")
    return found


def foreign_files(folder: Path) -> list[str]:
    """Return what pages would load from the network, whether or not a browser gets to it."""
    found = []
    for page in pages_of(folder):
        text = page.read_text(encoding="utf-8")
        for tag, attribute in (("script", "src"), ("img", "src"), ("iframe", "src"), ("link", "href")):
            for hit in re.finditer(rf"<{tag}\b[^>]*?\b{attribute}=[\"']?((?:https?:)?//[^\"'\s>]+)[^>]*>", text):
                if not re.search(r"\brel=[\"']?(?:canonical|license|author|me|cite-as|schema\.DC)\b", hit.group()):
                    found.append(f"{page.relative_to(folder)}: loads {hit.group(1)}.")
    return found


@contextlib.contextmanager
def opened(browser, page: Path, found: list[str]) -> Iterator:
    """Open a page on a phone's screen; add to ``found`` what it asks of the network and its errors."""
    context = browser.new_context(viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    tab = context.new_page()
    tab.on(
        "request", lambda request: None if request.url.startswith(LOCAL) else found.append(f"asks for {request.url}.")
    )
    tab.on("console", lambda said: found.append(f"console: {said.text}") if said.type == "error" else None)
    tab.on("pageerror", lambda error: found.append(f"script error: {error.message}"))
    tab.goto(page.as_uri(), wait_until="load")
    yield tab
    context.close()


def sends_on(page: Path) -> bool:
    """Return whether a page only sends its reader on to another, as the front page does."""
    return 'http-equiv="refresh"' in page.read_text(encoding="utf-8").lower()


def wait_until(tab: Page, expression: str) -> None:
    """Wait until an expression is true on a page; Playwright's own way is one that the page's policy forbids.

    Raises:
        AssertionError: it is not true after ten seconds.
    """
    for _ in range(200):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def page_problems(browser, page: Path, with_axe: bool = False) -> list[str]:
    """Open a page on a phone's screen and return what it asks of the network, its errors, and what hangs over.

    Args:
        browser: a browser of Playwright.
        page: the page.
        with_axe: return the ``barriers`` in the same visit.
    """
    found: list[str] = []
    with opened(browser, page, found) as tab:
        if sends_on(page):
            tab.wait_for_url(lambda url: url != page.as_uri())
        tab.wait_for_timeout(50)
        over, what = tab.evaluate(TOO_WIDE)
        if over > 0:
            found.append(f"is {over} pixels too wide for a phone: {what}.")
        if (shift := tab.evaluate(SHIFT)) > MOST_SHIFT:
            found.append(f"moves by {shift:.2f} of the screen while it is loaded.")
        if with_axe:
            found += barriers(tab)
    return [f"{page.name}: {each}" for each in found]


def barriers(tab, screen: dict[str, int] = DESK) -> list[str]:
    """Return what axe finds on an open page, on a screen of a size, that would stop readers with a disability.

    All rules are asked of the light scheme. Of the dark one only those that read colours: the others read elements,
    attributes and what is shown, and cannot find anything new, as long as these are the same, which is checked.
    """
    tab.set_viewport_size(screen)
    # What is far below the screen has a size that the browser guessed, and would seem to cover what follows it.
    tab.evaluate(SHOW_ALL)
    _settle(tab, "light")
    found = [f"light: {each}" for each in _violations(tab, [])]
    shown = tab.evaluate(SHOWN)
    tab.emulate_media(color_scheme="dark")
    _settle(tab, "dark")
    if tab.evaluate(SHOWN) != shown:
        found.append("dark: other elements than in light. Ask axe all rules of both schemes.")
    return found + [f"dark: {each}" for each in _violations(tab, COLOUR_RULES)]


def _settle(tab, scheme: str) -> None:
    """Wait until the theme has taken over a colour scheme: a colour on its way has a contrast that no reader sees."""
    if tab.evaluate("'theme' in document.documentElement.dataset"):
        wait_until(tab, f"document.documentElement.dataset.theme === '{scheme}'")
    tab.evaluate(END_TRANSITIONS)


def _violations(tab, rules: list[str]) -> list[str]:
    """Return what axe finds by the given rules, or by all that it has switched on."""
    # The book has no frames, and no default rule reads the style sheets that axe would load once more.
    options: dict = {"resultTypes": ["violations"], "iframes": False, "preload": False}
    # Who speaks to the computer says the words on a button, so its name must hold them.
    # And a finger is wider than a few pixels.
    options["rules"] = {name: {"enabled": True} for name in ("label-content-name-mismatch", "target-size")}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = []
    for violation in Axe().run(tab, options=options).response["violations"]:
        # A part of a bar of verdicts is as wide as its number; the list below the bar has the same links.
        nodes = [each for each in violation["nodes"] if not (violation["id"] == "target-size" and _in_bar(each))]
        found += [f"{violation['help']} ({each['html'][:120]})" for each in nodes[:1]]
    return found


def _in_bar(node: dict) -> bool:
    return re.match(r'<a class="verdict-[^>]*\bhref="[^"]*ledger[^>]*></a>', node["html"]) is not None


def formula_problems(folder: Path, with_formulas: Collection[str]) -> list[str]:
    """Return the formulas that nobody wrote on purpose: two amounts in dollars can be read as one.

    Args:
        folder: the built book.
        with_formulas: the pages that may hold formulas, without words in them, as ``book/methods.html``.
    """
    found = []
    for page in pages_of(folder):
        name = page.relative_to(folder).as_posix()
        for formula in re.findall(r"<math\b.*?</math>", page.read_text(encoding="utf-8"), re.DOTALL):
            shown = re.sub(r"<[^>]+>", "", formula)
            if name not in with_formulas:
                found.append(f"{name}: {shown!r} became a formula. Escape its dollar signs.")
            elif WORD_IN_FORMULA.search(formula):
                found.append(f"{name}: the formula {shown!r} holds words. Escape the dollar signs around them.")
    return found


class _Words(html.parser.HTMLParser):
    """Collects the pieces of text that a reader sees in the article of a page, without code and formulas."""

    SILENT: ClassVar = {"script", "style", "code", "pre", "template", "math"}

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.within = False
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.within |= tag == "article"
        self.silent += tag in self.SILENT

    def handle_endtag(self, tag):
        self.within &= tag != "article"
        self.silent -= tag in self.SILENT

    def handle_data(self, data):
        if self.within and not self.silent and data.strip():
            self.pieces.append(data)


def _words(page: Path) -> list[str]:
    found = _Words()
    found.feed(page.read_text(encoding="utf-8"))
    return found.pieces


# What a reader should not meet among numbers and dates, and what stands there instead.
UNREADABLE_NUMBERS = {
    r"\d %": "a space before the sign of per cent at which a line can break",
    r"(?:^|[\s(])-\d": "a hyphen in the place of a minus",
    r"\d(?:\.\d+)?e[-+]?\d\d": "a number with an exponent",
    r"(?<![\w/-])(?:19|20)\d\d-[01]\d-[0-3]\d\b": "a date that is not in words",
    r"\b\d+\.0 years\b": "a whole number with a zero behind the point",
    r"\b[A-Z]{3}, [A-Z]{3}(?:,| and) [A-Z]{3}\b": "a list of codes where names fit",
}
# The list of references prints titles and addresses as they are; the catalogue is about columns and their codes.
WITHOUT_READABLE_NUMBERS = {"book/bibliography.html", "book/catalogue.html"}


def unreadable_numbers(folder: Path) -> list[str]:
    """Return the numbers and dates of all pages that are not printed as the report prints them.

    Words in quotation marks are left out, because they stand as their authors wrote them.
    """
    return _unwanted(folder, UNREADABLE_NUMBERS, WITHOUT_READABLE_NUMBERS)


# What only those who write the report need to know. How to run it, and what its files hold, have pages of their own.
DEVELOPERS_WORDS = {
    r"do not edit": "an order to those who write the report",
    r"\b[Tt]he (?:next|first|second|last) cells?\b|\bcells? (?:below|above)\b|\bcell \d": "a place in the notebook",
    r"\b[Tt]he parameters?\b": "a setting of the notebook",
    r"\bChapter: \w+_\w+": "the file of a chapter where its title belongs",
    r"\b(?:NaN|DataFrame|pandas|traceback)\b": "a word of the programming language",
    r"\b(?:Share / Bar|file of words)\b": "the head of a table of the code",
}
FOR_DEVELOPERS = {"book/rerun.html", "book/catalogue.html", "book/methods.html"}


def developers_words(folder: Path) -> list[str]:
    """Return the words on readers' pages that only those who write the report need."""
    return _unwanted(folder, DEVELOPERS_WORDS, FOR_DEVELOPERS)


def _unwanted(folder: Path, patterns: dict[str, str], left_out: Collection[str]) -> list[str]:
    found = []
    for page in pages_of(folder):
        name = page.relative_to(folder).as_posix()
        if name in left_out:
            continue
        for piece in _words(page):
            said = re.sub(r"“[^”]*”?", "“”", piece)
            for pattern, what in patterns.items():
                if hit := re.search(pattern, said):
                    near = " ".join(said[max(0, hit.start() - 20) : hit.end() + 20].split())
                    found.append(f"{name}: {what}: {near!r}.")
    return found


# Words that say nothing to who hears the links of a page one after the other; the first are those of Lighthouse.
UNTOLD_LINK = re.compile(
    r"<a\b[^>]*>\s*(?:click here|click this|here|this|go|start|right here|more|learn more|read more|link)\s*</a>", re.I
)


def markup_problems(folder: Path) -> list[str]:
    """Return what the standard of HTML refuses or warns of on the pages, as far as this book has met it."""
    found = []
    for page in pages_of(folder):
        text = page.read_text(encoding="utf-8")
        checks = {
            "no document type": not text.lstrip().lower().startswith("<!doctype html>"),
            "a caption inside a caption": text.count("<figcaption") != text.count("</figcaption"),
            "no language": not re.search(r"<html\b[^>]*\blang=", text),
            "no title": not re.search(r"<title>[^<]*\S[^<]*</title>", text),
            "no size for a phone": not re.search(r'name="viewport"[^>]*content="width=device-width', text),
            "a viewport that cannot be enlarged": bool(
                re.search(r'name="viewport"[^>]*(?:user-scalable=(?:no|0)|maximum-scale=[1-4]\b)', text)
            ),
            "a link that does not say where it leads": bool(UNTOLD_LINK.search(text)),
            "several sizes of the viewport": text.count('name="viewport"') > 1,
            "a paragraph inside a summary": bool(re.search(r"<summary\b(?:(?!</summary>).)*<p\b", text, re.DOTALL)),
            "a heading without words": bool(re.search(r"<h([1-6])\b[^>]*>(?:\s|<[^>]*>)*</h\1>", text)),
            "a role that the element has anyway": bool(re.search(r"<main\b[^>]*role=|<nav\b[^>]*role=", text)),
            "a picture without width and height": any(
                not re.search(r"\bwidth=.*\bheight=|\bheight=.*\bwidth=", each)
                for each in re.findall(r"<img\b[^>]*>", text)
            ),
            "a script inside the page": bool(
                re.search(r"<script>|<script (?![^>]*(?:src=|type=\"application/(?:ld\+)?json))", text)
            ),
            "a style sheet inside the page": "<style" in re.sub(r"(?s)<template.*?</template>", "", text),
            "a handler inside an element": bool(
                re.search(r"<\w[^>]*\son[a-z]+=", re.sub(r"(?s)<script.*?</script>", "", text))
            ),
            "an id twice": any(number > 1 for number in Counter(re.findall(r'(?<=\sid=")[^"]+', text)).values()),
        }
        found += [f"{page.relative_to(folder).as_posix()}: {what}." for what, is_there in checks.items() if is_there]
    return found


def first_view(page: Path) -> dict[str, int]:
    """Return what a browser loads before it shows a page, compressed, in bytes, by the name of the file.

    Pictures that wait until they are scrolled to are left out, as are links to other pages.
    """
    text = page.read_text(encoding="utf-8")
    sizes = {page.name: len(gzip.compress(text.encode()))}
    loaded = re.findall(r'<script\b[^>]*?\bsrc="([^"]+)"|<link\b[^>]*?\brel="stylesheet"[^>]*?\bhref="([^"]+)"', text)
    pictures = [each for each in re.findall(r"<img\b[^>]*>", text) if 'loading="lazy"' not in each]
    uris = [*("".join(pair) for pair in loaded), *(re.search(r'src="([^"]+)"', each)[1] for each in pictures)]
    for uri in uris:
        file = page.parent / unquote(urlsplit(uri).path)
        sizes[file.name] = len(gzip.compress(file.read_bytes()))
    return sizes


def blocking_scripts(page: Path) -> list[str]:
    """Return the files of scripts that a browser runs before it goes on with the page."""
    tags = re.findall(r"<script\b[^>]*>", page.read_text(encoding="utf-8"))
    waits = re.compile(r'\b(?:defer|async)\b|type="module"')
    return [uri[1] for tag in tags if (uri := re.search(r'src="([^"]+)"', tag)) and not waits.search(tag)]


def page_names(root: Path) -> list[str]:
    """Return the files of all pages that a book with the given table of contents has, without building it."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter for part in toc["parts"] for chapter in part["chapters"]]
    sections = [section for chapter in chapters for section in chapter.get("sections", [])]
    files = [toc["root"], *(each["file"] for each in chapters + sections)]
    return sorted([*(f"{name}.html" for name in files), "index.html", "404.html", "genindex.html", "search.html"])


def chapter_titles(root: Path) -> list[str]:
    """Return the titles of all pages of the table of contents but the landing page."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    return [_title(root, name) for name in files]


def _title(root: Path, name: str) -> str:
    page, notebook = root / f"{name}.md", root / f"{name}.ipynb"
    if page.exists():
        text = page.read_text(encoding="utf-8")
    else:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.search(r"^# (.+)$", text, re.MULTILINE).group(1).strip()


@functools.cache
def pdf_text(pdf: Path) -> str:
    """Return the text of a PDF; it takes ten seconds for the book, hence it is read once."""
    return " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def pdf_problems(pdf: Path, log: str, titles: list[str]) -> list[str]:
    """Return the chapters that are missing, and what LaTeX complained about that a reader sees."""
    text = _plain(pdf_text(pdf))
    bookmarks = {_plain(title) for title in _bookmarks(pypdf.PdfReader(pdf).outline)}
    found = [] if bookmarks else ["there are no bookmarks."]
    for title in titles:
        if _plain(title) not in text:
            found.append(f"the chapter {title!r} is not in the text.")
        if bookmarks and _plain(title) not in bookmarks:
            found.append(f"the chapter {title!r} has no bookmark.")
    found += [f"a character is missing: {line}" for line in log.splitlines() if line.startswith("Missing character")]
    found += [
        f"a line is {hit.group(1)} points too wide and runs off the page: {hit.group()}"
        for hit in re.finditer(r"Overfull \\hbox \((\d+)[\d.]*pt too wide\)[^\n]*", log)
        if int(hit.group(1)) > MARGIN
    ]
    if re.search(r"(?:Reference|Citation) .* undefined", log):
        found.append("a reference or citation is undefined.")
    return found


_CAPTION = re.compile(r'<span class="caption-number">([^<]+)</span><span class="caption-text"><strong>([^<]+)</strong>')


def other_numbers(folder: Path, pdf: Path) -> list[str]:
    """Return the figures and tables of the HTML book that do not have the same number in the PDF."""
    text = _plain(pdf_text(pdf))
    return [
        f"{page.name}: {number.strip()} ({html.unescape(title).strip()}) has no such number in the PDF."
        for page in pages_of(folder)
        for number, title in _CAPTION.findall(page.read_text(encoding="utf-8"))
        if _plain(f"{number}:{html.unescape(title)}") not in text
    ]


def _bookmarks(outline: list) -> list[str]:
    found = []
    for entry in outline:
        found += _bookmarks(entry) if isinstance(entry, list) else [entry.title]
    return found


def _plain(text: str) -> str:
    """Return text without ligatures, line breaks, spaces and case, as two programs may differ in them."""
    return re.sub(r"[\s\u00ad-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def unnamed_pdf(pdf: Path) -> list[str]:
    """Return what a PDF does not say of itself to programs that read it aloud or list it."""
    reader = pypdf.PdfReader(pdf)
    about, root = reader.metadata or {}, reader.trailer["/Root"]
    checks = {
        "no title": not about.get("/Title"),
        "no author": not about.get("/Author"),
        "no language": not root.get("/Lang"),
        "readers show the name of the file in place of the title": not root.get("/ViewerPreferences", {}).get(
            "/DisplayDocTitle"
        ),
    }
    return [f"{what}." for what, is_there in checks.items() if is_there]


EDITION_IN_FOOT = "Data as of"
VERDICTS = "|".join(verdict.value for verdict in Verdict)
FEWEST = 260  # characters of a page that is worth turning to, its head and foot among them


def left_behind(pages: Sequence[str]) -> list[str]:
    """Return the tables whose head begins on a page as if it went on there, and the claims alone at the foot of a page.

    Args:
        pages: the text of each page, as ``pypdf`` reads it.
    """
    found = []
    for number, text in enumerate(pages, start=1):
        for table in re.findall(r"Table (\d+) – continued from previous page", text):
            if f"Table {table}:" in text:
                found.append(f"page {number}: Table {table} goes on before it begins.")
        said = " ".join(line for line in text.splitlines() if EDITION_IN_FOOT not in line)
        # With the words of the document, in quotation marks, or more begins what an entry says.
        if alone := re.search(rf"\[(?:{VERDICTS})\] [A-Z][^“\[]{{0,240}}$", said):
            found.append(f"page {number}: {alone[0]!r} stands alone at its foot.")
    return found


def nearly_empty_pages(pdf: Path) -> list[str]:
    """Return the pages of a PDF with a few lines and no picture; title pages are meant to be so."""
    found = []
    for number, page in enumerate(pypdf.PdfReader(pdf).pages[1:], start=2):
        text = page.extract_text()
        if len(text) < FEWEST and "/XObject" not in page.get("/Resources", {}) and not text.startswith("Annex"):
            found.append(f"page {number}: {len(text)} characters.")
    return found
