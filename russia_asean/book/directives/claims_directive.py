"""The boxes of claims that no chapter tests: ``{claims} id id`` in a Markdown cell or a page.

Tests show themselves as outputs of their cells. Judgements and untested claims stand in a table, so the writer of a
chapter names those that a place of the text is about.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean.book.content import ledger_pages, templates
from russia_asean.evidence import assessments, records


class ClaimsDirective(SphinxDirective):
    """Show the claims named, one box each, from ``data/claims/assessments.csv``."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True  # many ids go on over several lines

    def run(self) -> list[nodes.Node]:
        """Write the boxes at this place of the page.

        Raises:
            DirectiveError: a claim is no row of the table, or none is named.
        """
        named = " ".join([*self.arguments, *self.content]).split()
        if not named:
            raise self.error("{claims} names no claim. Write ids of data/claims/assessments.csv behind it.")
        try:
            found = [assessments.assessment(claim_id) for claim_id in named]
        except assessments.AssessmentError as mistake:
            raise self.error(str(mistake)) from None
        for record in found:
            # Into the page itself, since a box is Markdown with directives of its own.
            self.state._renderer.nested_render_text(box(record), self.lineno)
        return []


def box(record: records.ClaimTest) -> str:
    """Return the box of a claim as Markdown: verdict, claim, who said it, reason, values.

    Args:
        record: the test or the assessment.
    """
    return templates.filled("_claim-box", ledger_pages.claim_box(record))


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("claims", ClaimsDirective)
