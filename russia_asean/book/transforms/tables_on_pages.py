"""Tables on a screen: long ones show their first rows, wide ones are a place that scrolls and has a name."""

import html
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

LONG = 15  # rows from which a table is folded
LONG_ON_A_PHONE = 6  # the same where a row often takes several lines

_HEADING_OR_TABLE = re.compile(
    r"<h[1-6][^>]*>(?P<heading>.*?)(?:<a class=\"headerlink\"|</h[1-6]>)"
    r'|<div class="pst-scrollable-table-container">(?P<table><table[^>]*>\s*(?:<caption>(?P<caption>.*?)</caption>)?)',
    re.DOTALL,
)
_TAG = re.compile(r"<a class=\"headerlink\".*?</a>|<[^>]+>", re.DOTALL)


class FoldLongTables(SphinxPostTransform):
    """Let long exhibits show their first rows until a reader asks for all.

    The style sheet hides the other rows as long as the ``<details>`` after the table is closed, so it needs no script,
    and print shows all.
    """

    default_priority = 110
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Wrap long tables."""
        for table in list(self.document.findall(nodes.table)):
            body = next(table.findall(nodes.tbody), None)
            rows = len(body.children) if body else 0
            if "exhibit" not in table["classes"] or rows <= LONG_ON_A_PHONE:
                continue
            where = "rows" if rows > LONG else "rows on-a-phone"
            switch = (
                f'<details class="{where}"><summary><span class="closed">Show all {rows} rows</span>'
                f'<span class="open">Show fewer rows</span></summary></details>'
            )
            folded = nodes.container("", classes=["folded-table"])
            # Not by `replace_self`, which would give the wrapper the id of the table.
            table.parent.replace(table, folded)
            folded += [table, nodes.raw("", switch, format="html")]


def with_named_tables(page: str) -> str:
    """Return a page on which each place that a wide table scrolls in can be reached by keyboard and has a name.

    The name is the table's caption or, where it has none, the heading it stands under.
    """
    heading, names = "", dict[str, int]()

    def named(found: re.Match[str]) -> str:
        nonlocal heading
        if found["table"] is None:
            heading = _words(found["heading"])
            return found[0]
        name = _words(found["caption"] or "").split(". ")[0] or f"Table under “{heading}”"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name += f" ({names[name]})"
        # A class of ours: at that of the theme its script would measure all tables before the page is shown.
        place = f'<div class="table-scroll" tabindex="0" role="region" aria-label="{html.escape(name)}">'
        return place + str(found["table"])

    return _HEADING_OR_TABLE.sub(named, page)


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def register(app: Sphinx) -> None:
    """Fold long tables when a page is written as HTML."""
    app.add_post_transform(FoldLongTables)
