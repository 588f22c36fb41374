"""Roles of the prose: ``{finding}`key` `` quotes a computed sentence, ``{claim}`id` `` shows a claim's verdict."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from russia_asean.book import marks
from russia_asean.evidence import records


class FindingRole(SphinxRole):
    """Quote a finding of any stored notebook, word for word."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the finding's sentence, parsed as Markdown."""
        found = records.collect(records.FINDING)
        if self.text not in found:
            message = self.inliner.reporter.error(
                f"Unknown finding {self.text!r}: no stored notebook has it. Known: {', '.join(sorted(found))}.",
                line=self.lineno,
            )
            return [], [message]
        shown, messages = self.inliner.parse(
            found[self.text].content["markdown"], self.lineno, self.inliner, nodes.inline()
        )
        return list(shown), list(messages)


class ClaimRole(SphinxRole):
    """Show a claim's verdict as a chip that links to its entry in the ledger."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the chip."""
        found = records.collect(records.CHECK)
        if self.text not in found:
            message = self.inliner.reporter.error(
                f"Unknown or unmeasured claim {self.text!r}: no stored notebook has a record of it.",
                line=self.lineno,
            )
            return [], [message]
        verdict = found[self.text].content["verdict"]
        link = marks.link(self.env.docname, f"claim-{self.text}", nodes.Text(verdict))
        return [marks.chip(verdict, link)], []


def register(app: Sphinx) -> None:
    """Register the roles with Sphinx."""
    app.add_role("finding", FindingRole())
    app.add_role("claim", ClaimRole())
