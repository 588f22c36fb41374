"""Make the written pages light: scripts that do not block, one style sheet with what pages use, no stray files.

The theme brings 400 kB of styles, an icon font and its script, and translations for readers of other languages. What is
dropped is found by looking at the pages, so that a page which begins to use something gets it.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

STYLES = "book.css"  # in the folder of static files
# Scripts that only some pages need, with what those pages hold.
NEEDED_BY = {
    "copybutton.js": '<div class="highlight-',
    "copybutton_funcs.js": '<div class="highlight-',
    "clipboard.min.js": '<div class="highlight-',
    "design-tabs.js": "sd-tab-set",
    "code.js": 'class="code-switch"',
}
# The icons of the theme's font. The few that pages show are drawn in `icons.css`.
ICON = re.compile(r"\.fa[srb]?\b|\.svg-inline--fa\b")

_SHEET = re.compile(r'[ \t]*<link\b[^>]*\brel="stylesheet"[^>]*\bhref="(?P<uri>[^"?]+)(?:\?[^"]*)?"[^>]*>\n?')
_WORD = re.compile(r"[\w-]+")
_NAMED = re.compile(r"""\b(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)  # one that begins with an exclamation mark is a licence
_NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_PIECE = re.compile(
    r"""(?P<text>(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?\*/|[^{};"'])*)(?P<end>[{};]|$)""", re.DOTALL
)


def without_unused(style: str, words: set[str]) -> str:
    """Return a style sheet without the rules that no page can use.

    Args:
        style: CSS.
        words: the classes and ids of the pages, and all words of their scripts: a rule that names others fits nothing.
    """
    return "".join(_kept(_rules(_COMMENT.sub("", style)), words))


def _rules(style: str) -> Iterator[tuple[str, str | None]]:
    """Return the rules of a style sheet or of a block in it: what stands before the brace, and what within."""
    place = 0
    while place < len(style):
        piece = _PIECE.match(style, place)
        assert piece is not None  # it can be empty, so it always matches
        place = piece.end() if piece["end"] else len(style)
        head = piece["text"].strip()
        if piece["end"] == "{":
            start, depth = place, 1
            while depth and (inner := _PIECE.match(style, place)) and inner["end"]:
                depth += {"{": 1, "}": -1}.get(inner["end"], 0)
                place = inner.end()
            yield head, style[start : place - 1]
        elif head:
            yield head, None


def _kept(rules: Iterable[tuple[str, str | None]], words: set[str]) -> Iterator[str]:
    for head, body in rules:
        if body is None:
            yield f"{head};"
        elif head.startswith(("@media", "@supports", "@layer", "@container")):
            if inner := "".join(_kept(_rules(body), words)):
                yield f"{head}{{{inner}}}\n"
        elif head.startswith("@"):
            if "Font Awesome" not in body:
                yield f"{head}{{{body}}}\n"
        else:
            licence, _, chosen = head.rpartition("*/")
            used = [each.strip() for each in _selectors(chosen) if _fits(each, words)]
            if licence:
                yield f"{licence}*/\n"
            if used:
                declared = " ".join(body.split())
                yield f"{','.join(used)}{{{declared}}}\n"


def _selectors(head: str) -> list[str]:
    """Return the selectors of a rule; a comma in brackets parts none."""
    found, depth = [""], 0
    for sign in head:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


def _fits(selector: str, words: set[str]) -> bool:
    """Return whether a page may hold what a selector names; what stands in brackets may be an alternative."""
    bare = selector
    while (shorter := _IN_BRACKETS.sub("", bare)) != bare:
        bare = shorter
    return not ICON.search(bare) and all(name in words for name in _NAME.findall(bare))


def lighten(folder: Path, own: Iterable[str] = ()) -> None:
    """Put one style sheet into the place of those that all pages load, and delete static files that nothing names.

    Args:
        folder: the written HTML book.
        own: names of style sheets that are kept whole, because what they are for may be made by scripts.
    """
    static = folder / "_static"
    pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html") if static not in path.parents}
    sheets = {path: [_placed(path, uri) for uri in _SHEET.findall(text)] for path, text in pages.items()}
    loading = [loaded for loaded in sheets.values() if loaded]
    common = [sheet for sheet in (loading[0] if loading else []) if all(sheet in loaded for loaded in loading)]
    scripts = _scripts(static, "\n".join(pages.values()))
    words = {*_WORD.findall("\n".join(scripts.values()))}.union(*map(names, pages.values()))
    texts = [(sheet, sheet.read_text(encoding="utf-8")) for sheet in common]
    joined = "".join(text if sheet.name in own else without_unused(text, words) for sheet, text in texts)
    (static / STYLES).write_text(joined, encoding="utf-8")
    version = hashlib.sha256(joined.encode()).hexdigest()[:8]
    for path, text in pages.items():
        lightened = _with_one_sheet(text, path, static / STYLES, set(common), version)
        if lightened != text:
            path.write_text(lightened, encoding="utf-8")
            pages[path] = lightened
    _delete_unnamed(static, "\n".join([*pages.values(), *scripts.values(), joined]))


def names(page: str) -> set[str]:
    """Return the classes and ids of a page."""
    return {name for given in {*_NAMED.findall(page)} for name in "".join(given).split()}


def named(static: Path, page: str) -> set[str]:
    """Return the static files that a page names.

    Args:
        static: their folder.
        page: the page.
    """
    return {path.name for path in static.rglob("*") if path.is_file() and path.name in page}


def with_sheet_of(before: str, page: str) -> str:
    """Return a page that loads the one style sheet of the book in the place of those that all pages share.

    Args:
        before: the page as a whole build has made it light.
        page: the same page as Sphinx wrote it later.
    """
    loaded = {found["uri"]: found[0] for found in _SHEET.finditer(before)}
    link = [line for uri, line in loaded.items() if uri.endswith(f"/{STYLES}")]

    def shared(found: re.Match[str]) -> str:
        if found["uri"] in loaded:
            return found[0]
        return link.pop() if link else ""

    return _SHEET.sub(shared, page)


def _placed(page: Path, uri: str) -> Path:
    """Return the file that an address on a page names; the disk is not asked, as that took a tenth of a build's end."""
    return Path(os.path.normpath(page.parent / uri))


def _scripts(static: Path, pages: str) -> dict[Path, str]:
    """Return the scripts that pages load, without the addresses of source maps, which nobody is sent."""
    found = {}
    for path in sorted(static.rglob("*.js")):
        if path.name in pages:
            text = path.read_text(encoding="utf-8")
            found[path] = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", text)
            if found[path] != text:
                path.write_text(found[path], encoding="utf-8")
    return found


def _with_one_sheet(page: str, path: Path, sheet: Path, common: set[Path], version: str) -> str:
    """Return a page that loads one style sheet where it first loaded one of those that all pages share."""
    uri = "../" * len(path.relative_to(sheet.parents[1]).parents[1:]) + f"{sheet.parent.name}/{sheet.name}"
    link = [f'  <link rel="stylesheet" href="{uri}?v={version}" />\n']

    def shared(found: re.Match[str]) -> str:
        if _placed(path, found["uri"]) not in common:
            return found[0]
        return link.pop() if link else ""

    return _SHEET.sub(shared, page)


def _delete_unnamed(static: Path, texts: str) -> None:
    """Delete the static files whose names stand on no page, in no script and in no style."""
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.name not in texts or path.suffix == ".html":
            path.unlink()


def _let_scripts_wait(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Leave out scripts that a page does not need, and let the others wait until the page is shown."""
    body = context.get("body", "")
    scripts = []
    for script in context.get("script_files", []):
        name = Path(str(script.filename or "")).name
        # Without a file it is a setting of the theme for parts that this book does not have.
        if not name or NEEDED_BY.get(name, "") not in body:
            continue
        # On the page of the search the theme's own scripts follow at once and call these.
        if pagename != "search" and not {"async", "type"} & set(script.attributes):
            script.attributes["defer"] = "defer"
        else:
            script.attributes.pop("defer", None)
        scripts.append(script)
    context["script_files"] = scripts


def _lighten(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        own = [each if isinstance(each, str) else each[0] for each in app.config.html_css_files]
        lighten(Path(app.outdir).resolve(), own)


def register(app: Sphinx) -> None:
    """Lighten all pages when the HTML book is written."""
    app.connect("html-page-context", _let_scripts_wait, priority=900)
    # After all others that write pages.
    app.connect("build-finished", _lighten, priority=900)
