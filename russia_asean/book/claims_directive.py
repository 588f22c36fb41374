"""The boxes of claims that no chapter tests: ``{claims} id id`` in a Markdown cell or a page.

Tests show themselves as outputs of their cells. Judgements and untested claims stand in a table, so the writer of a
chapter names those that a place of the text is about.
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean.book import markdown, marks
from russia_asean.evidence import assessments, records
from russia_asean.evidence.verdicts import css_class


class ClaimsDirective(SphinxDirective):
    """Show the claims named, one box each, from ``data/claims/assessments.csv``."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True  # many ids go on over several lines

    def run(self) -> list[nodes.Node]:
        """Return the boxes.

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
        return [self._box(record) for record in found]

    def _box(self, record: records.ClaimTest) -> nodes.container:
        note = nodes.container()
        if record.note:
            lines = StringList(markdown.authored(record.note).splitlines(), source=self.get_source_info()[0])
            self.state.nested_parse(lines, self.content_offset, note)
        return claim_box(self.state.document, self.env.docname, record, list(note.children))


def claim_box(
    document: nodes.document, docname: str, record: records.ClaimTest, note: list[nodes.Node]
) -> nodes.container:
    """Return the box of a claim: its verdict, the claim with a link to the ledger, the reason and a note.

    Args:
        document: the page.
        docname: the page as Sphinx names it.
        record: the test or the assessment.
        note: the note and the pages read, as parsed Markdown of at most one paragraph.
    """
    head = nodes.paragraph("", "", marks.anchor(document, f"check-{record.key}"), marks.chip(record.verdict))
    head += [nodes.Text(" "), marks.link(docname, f"claim-{record.key}", nodes.Text(record.statement))]
    parsed = [each for each in note if isinstance(each, nodes.Element)]
    return nodes.container("", head, marks.why(record.reason, parsed), classes=["check", css_class(record.verdict)])


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("claims", ClaimsDirective)
