"""Roles of the prose and of the templates.

``{finding}`key` `` quotes a computed sentence, ``{claim}`id` `` shows a claim's verdict, ``{chip}`verdict` `` a
verdict; ``{anchor}`id` `` is a place to link to, ``{data-file}`CSV <ledger.csv>` `` a file of the downloads folder.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole, SphinxRole

from russia_asean.book.common import entries, markdown, marks


class FindingRole(SphinxRole):
    """Quote a finding of any stored notebook, word for word."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the finding's sentence, parsed as Markdown."""
        found = entries.findings()
        if self.text not in found:
            # An error of the page and no exception, so that one build lists all mistakes.
            message = self.inliner.reporter.error(
                f"Unknown finding {self.text!r}: no stored notebook has it. Known: {', '.join(sorted(found))}.",
                line=self.lineno,
            )
            return [], [message]
        sentence = markdown.authored(found[self.text].text)
        shown, messages = self.inliner.parse(sentence, self.lineno, self.inliner, nodes.inline())
        return list(shown), list(messages)


class ClaimRole(SphinxRole):
    """Show a claim's verdict as a chip that links to its entry in the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the chip."""
        found = entries.claim_records()
        if self.text not in found:
            message = self.inliner.reporter.error(
                f"Unknown or unmeasured claim {self.text!r}: no stored notebook has a record of it.",
                line=self.lineno,
            )
            return [], [message]
        verdict = found[self.text].verdict
        link = marks.link(self.env.docname, f"claim-{self.text}", nodes.Text(verdict))
        return [marks.chip(verdict, link)], []


class ChipRole(SphinxRole):
    """Show a verdict as a chip."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the chip."""
        return [marks.chip(self.text)], []


class AnchorRole(SphinxRole):
    """Set an anchor inside a paragraph, for links from anywhere in the book."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the anchor."""
        return [marks.anchor(self.inliner.document, self.text)], []


class DataFileRole(ReferenceRole):
    """Link a file of the downloads folder."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        return [marks.download(self.env.docname, self.target, self.title)], []


def register(app: Sphinx) -> None:
    """Register the roles with Sphinx."""
    app.add_role("finding", FindingRole())
    app.add_role("claim", ClaimRole())
    app.add_role("chip", ChipRole())
    app.add_role("anchor", AnchorRole())
    app.add_role("data-file", DataFileRole())
