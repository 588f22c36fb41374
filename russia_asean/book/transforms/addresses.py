"""Addresses of other sites: as their publishers write them, and breakable where print shows one."""

import html
import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class Addresses(SphinxPostTransform):
    """Undo the escapes that MyST puts into addresses, as the HTML writer escapes them again; set them for print.

    Runs before Sphinx makes a footnote of each address: one that stands in the text needs none.
    """

    default_priority = 290

    def run(self, **kwargs: object) -> None:
        """Change the links."""
        # Listed first, because the tree changes while it is walked.
        for link in list(self.document.findall(nodes.reference)):
            address = link.get("refuri", "")
            if address.startswith("http"):
                link["refuri"] = html.unescape(address)
                if self.app.builder.format == "latex" and link.astext().startswith("http"):
                    # In LaTeX these two begin a comment and a parameter.
                    shown = re.sub("([%#])", r"\\\1", link.astext())
                    link.replace_self(nodes.raw("", rf"\url{{{shown}}}", format="latex"))


def register(app: Sphinx) -> None:
    """Mend the addresses of every page."""
    app.add_post_transform(Addresses)
