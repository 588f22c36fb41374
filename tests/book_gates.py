"""Gates on the built book: plain functions that return what is wrong with pages, links and the PDF.

``test_html.py`` and ``test_pdf.py`` apply each to the built book, and prove each by a page it must refuse.
"""

import html
import html.parser
import json
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypdf
import yaml
from axe_playwright_python.sync_playwright import Axe

PHONE = {"width": 390, "height": 844}
LOCAL = ("file:", "data:", "blob:", "about:")
MARGIN = 60  # points: a line this much too wide nearly reaches the edge of the paper

TOO_WIDE = """() => {
  const root = document.documentElement;
  const over = [...document.querySelectorAll("main *")].filter(
    (element) => element.getBoundingClientRect().right > root.clientWidth + 1
      && !element.closest("[style*=overflow], .pst-scrollable-table-container"));
  const named = over.slice(0, 3).map((element) => element.outerHTML.slice(0, 80)).join(", ");
  return [root.scrollWidth - root.clientWidth, named];
}"""

END_TRANSITIONS = """() => document.getAnimations().forEach(
  (each) => each.effect.getComputedTiming().endTime === Infinity ? each.cancel() : each.finish())"""

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
                if not re.search(r"\brel=[\"']?(?:canonical|license|author|me)\b", hit.group()):
                    found.append(f"{page.relative_to(folder)}: loads {hit.group(1)}.")
    return found


def page_problems(browser, page: Path) -> list[str]:
    """Open a page on a phone's screen and return what it asks of the network, its errors, and what hangs over."""
    found: list[str] = []
    context = browser.new_context(viewport=PHONE)
    tab = context.new_page()
    tab.on(
        "request", lambda request: None if request.url.startswith(LOCAL) else found.append(f"asks for {request.url}.")
    )
    tab.on("console", lambda said: found.append(f"console: {said.text}") if said.type == "error" else None)
    tab.on("pageerror", lambda error: found.append(f"script error: {error.message}"))
    tab.goto(page.as_uri(), wait_until="load")
    if 'http-equiv="refresh"' in page.read_text(encoding="utf-8").lower():  # the front page sends on to another
        tab.wait_for_url(lambda url: url != page.as_uri())
    tab.wait_for_timeout(50)
    over, what = tab.evaluate(TOO_WIDE)
    if over > 0:
        found.append(f"is {over} pixels too wide for a phone: {what}.")
    context.close()
    return [f"{page.name}: {each}" for each in found]


def barriers(browser, page: Path, scheme: str) -> list[str]:
    """Return what axe finds on a page in a colour scheme that would stop readers with a disability.

    Args:
        browser: a browser of Playwright.
        page: the page.
        scheme: ``light`` or ``dark``.
    """
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(page.as_uri(), wait_until="load")
    # A colour read on its way from light to dark has a contrast that no reader sees.
    tab.wait_for_function("document.documentElement.dataset.theme !== 'auto'")
    tab.evaluate(END_TRANSITIONS)
    found = Axe().run(tab).response["violations"]
    context.close()
    return [f"{page.name}, {scheme}: {each['help']} ({each['nodes'][0]['html'][:120]})" for each in found]


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


def pdf_problems(pdf: Path, log: str, titles: list[str]) -> list[str]:
    """Return the chapters that are missing, and what LaTeX complained about that a reader sees."""
    reader = pypdf.PdfReader(pdf)
    text = _plain(" ".join(page.extract_text() for page in reader.pages))
    bookmarks = {_plain(title) for title in _bookmarks(reader.outline)}
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
    text = _plain(" ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages))
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
