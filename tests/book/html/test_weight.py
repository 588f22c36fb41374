"""A page loads little: styles that nothing uses and files that nobody names are not part of the book."""

import random

import book_gates
import pytest

from russia_asean.book.html import weight

MOST_BYTES = 250_000  # of a first view, compressed
STYLE = """@charset "UTF-8";
/* a remark */
/*! A licence */
a{color:red}
.used,.unused > b{margin: 0
 1px}
.unused:hover{color:blue}
:is(.used, .unused) p{color:green}
p::before{content:"} .used { "}
.fa-star:before{content:"x"}
@media print{.unused{color:red}}
@media (width>1px){.used{color:red}.unused{color:blue}}
@font-face{font-family:"Font Awesome 6 Free";src:url(a.woff2)}
@keyframes turn{from{left:0}to{left:1px}}
"""


def test_only_rules_that_a_page_can_use_stay():
    assert weight.without_unused(STYLE, {"used", "p", "a"}) == (
        '@charset "UTF-8";/*! A licence */\na{color:red}\n.used{margin: 0 1px}\n:is(.used, .unused) p{color:green}\n'
        'p::before{content:"} .used { "}\n@media (width>1px){.used{color:red}\n}\n'
        "@keyframes turn{from{left:0}to{left:1px}}\n"
    )


@pytest.fixture
def site(tmp_path):
    """Return a folder with two pages in different folders, two style sheets that both load and one that one loads."""
    static = tmp_path / "_static"
    static.mkdir()
    for name, text in {
        "a.css": ".used{color:red}.gone{color:red}",
        "own.css": ".made-by-a-script{color:red}",
        "one.css": ".x{color:red}",
        "shown.js": 'go("pic.png")\n//# sourceMappingURL=shown.js.map',
        "shown.js.map": "{}",
        "pic.png": "",
        "left.js": "",
    }.items():
        (static / name).write_text(text, encoding="utf-8")
    sheet = '<link rel="stylesheet" type="text/css" href="{0}_static/{1}?v=1" />'
    links = sheet.replace("{1}", "a.css") + "\n" + sheet.replace("{1}", "own.css") + "\n"
    (tmp_path / "index.html").write_text(f'<head>{links.format("")}</head><p class="used">', encoding="utf-8")
    (tmp_path / "sub").mkdir()
    more = '<link rel="stylesheet" href="../_static/one.css" /><script src="../_static/shown.js"></script>'
    (tmp_path / "sub/page.html").write_text(f"<head>{links.format('../')}{more}</head>", encoding="utf-8")
    weight.lighten(tmp_path, own=["own.css"])
    return tmp_path


def test_all_pages_load_one_sheet_in_place_of_those_they_share(site):
    assert (site / "_static/book.css").read_text(encoding="utf-8") == ".used{color:red}\n.made-by-a-script{color:red}"
    first, second = ((site / name).read_text(encoding="utf-8") for name in ("index.html", "sub/page.html"))
    assert first.count("stylesheet") == 1 and 'href="_static/book.css?v=' in first
    assert second.count("stylesheet") == 2 and 'href="../_static/book.css?v=' in second and "one.css" in second


def test_files_that_nothing_names_are_not_shipped(site):
    assert {path.name for path in (site / "_static").iterdir()} == {"book.css", "one.css", "shown.js", "pic.png"}
    assert "sourceMappingURL" not in (site / "_static/shown.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", book_gates.page_names(book_gates.ROOT))
def test_a_page_of_the_book_is_light(html, name):
    loaded = book_gates.first_view(html / name)
    assert sum(loaded.values()) < MOST_BYTES, loaded


def test_no_script_of_the_book_holds_up_a_page(html):
    assert (html / "_static/start.js").stat().st_size < 1000, "it must run before the page is drawn"
    for page in book_gates.pages_of(html):
        if page.name != "search.html":
            assert [uri for uri in book_gates.blocking_scripts(page) if not uri.endswith("/start.js")] == [], page.name


def test_a_heavy_page_is_noticed(tmp_path):
    (tmp_path / "big.js").write_bytes(random.Random(1).randbytes(300_000))
    page = tmp_path / "page.html"
    page.write_text('<script src="big.js?v=1"></script>', encoding="utf-8")
    assert sum(book_gates.first_view(page).values()) > MOST_BYTES
    assert book_gates.blocking_scripts(page) == ["big.js?v=1"]


def test_the_book_ships_no_stray_files(html):
    strange = [path.name for path in html.rglob("*") if path.suffix in {".map", ".po", ".mo", ".woff2", ".ttf"}]
    assert strange == [] and list((html / "_static").rglob("*.html")) == []
