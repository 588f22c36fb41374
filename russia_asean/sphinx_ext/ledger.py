"""The claim ledger: every claim with its verdict, as a page that reads without JavaScript."""

from typing import Any, ClassVar

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import outputs, tables
from russia_asean.claims import Verdict
from russia_asean.sphinx_ext import marks


def entries(theme: str = "") -> list[dict[str, Any]]:
    """Return the claims that have a record, in the order of documents and of their words in the table.

    Args:
        theme: keep only claims of this theme (all, when empty).
    """
    records = outputs.collect(outputs.CHECK)
    claims = tables.load("claims")
    chosen = claims[claims["claim_id"].isin(records) & (claims["theme"].eq(theme) | (theme == ""))]
    documents = tables.load("documents").set_index("document")
    rows: list[dict[str, Any]] = []
    for row in chosen.sort_values(["document", "claim_id"]).to_dict("records"):
        record = records[row["claim_id"]]
        rows.append(
            {
                **{str(key): None if pd.isna(value) else value for key, value in row.items()},
                "document_name": documents["short_name"][row["document"]],
                "document_key": documents["key"][row["document"]],
                "verdict": record.content["verdict"],
                "reason": record.content["reason"],
                "note": record.content["note"],
                "measured": record.content.get("measured", []),
                "then": record.content.get("then", []),
                "other": record.content.get("other", []),
                "sources": record.content.get("sources", []),
                "evidence": record.content.get("evidence", []),
                "notebook": f"{record.notebook}.ipynb, cell {record.cell + 1}",
            }
        )
    return rows


class LedgerDirective(SphinxDirective):
    """Write the ledger: a filter, counts, and one entry a claim."""

    option_spec: ClassVar[dict[str, Any]] = {"theme": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the ledger."""
        rows = entries(self.options.get("theme", ""))
        names = {row["document"]: row["document_name"] for row in rows}
        files = nodes.paragraph("", "The ledger as data: ")
        files += [marks.download(self.env.docname, "ledger.csv", "CSV"), nodes.Text(", ")]
        files += [marks.download(self.env.docname, "ledger.json", "JSON"), nodes.Text(".")]
        found: list[nodes.Node] = [self._counts(rows, names), marks.html_only(files, _filter(names))]
        for document, name in names.items():
            found.append(nodes.rubric("", name, classes=["ledger-document"]))
            found += [self._entry(row) for row in rows if row["document"] == document]
        return found

    def _counts(self, rows: list[dict[str, Any]], names: dict[str, str]) -> nodes.table:
        columns = [*names, ""]
        head = ["Verdict", *[names.get(document, "All") for document in columns]]
        body = []
        for verdict in [*map(str, Verdict), ""]:
            counts = [
                sum(verdict in ("", row["verdict"]) and document in ("", row["document"]) for row in rows)
                for document in columns
            ]
            body.append([verdict.capitalize() or "All", *map(str, counts)])
        table = nodes.table("", classes=["counts", "colwidths-auto"])
        group = nodes.tgroup("", cols=len(head))
        table += group
        group += [nodes.colspec("", colwidth=3 if column == 0 else 2) for column in range(len(head))]
        group += nodes.thead("", _cells(head))
        group += nodes.tbody("", *[_cells(line) for line in body])
        return table

    def _entry(self, row: dict[str, Any]) -> nodes.container:
        key = row["claim_id"]
        head = nodes.paragraph("", "", marks.anchor(self.state.document, f"claim-{key}"), marks.chip(row["verdict"]))
        head += [nodes.Text(" "), nodes.strong("", row["statement"])]
        said = nodes.paragraph("", "", *self._inline(f"{{cite:t}}`{row['document_key']}`"))
        said += nodes.Text(f": “{row['locator']}”.")
        if row["attributed_source"] and not row["attributed_source"].startswith("none given"):
            said += nodes.Text(f" The document credits: {row['attributed_source']}.")
        why = marks.why(row["reason"], [nodes.paragraph("", "", *self._inline(row["note"]))] if row["note"] else [])
        where = nodes.paragraph("", "", classes=["where"])
        where += [marks.link(self.env.docname, f"check-{key}", nodes.Text("Where it is tested")), nodes.Text(" · ")]
        if row["sources"]:
            where += [nodes.Text("Data: "), *self._inline(f"{{cite:t}}`{','.join(row['sources'])}`"), nodes.Text(" · ")]
        if row["evidence"]:
            where += [nodes.Text("Related: "), *marks.evidence(self.env.docname, row["evidence"]), nodes.Text(" · ")]
        where += nodes.literal("", key)
        classes = ["claim", marks.slug(row["verdict"]), f"doc-{row['document']}", f"theme-{row['theme']}"]
        return nodes.container("", head, said, why, where, classes=classes)

    def _inline(self, text: str) -> list[nodes.Node]:
        """Return a line of Markdown as inline nodes."""
        found, _ = self.state.inline_text(text, self.lineno)
        return list(found)


def _cells(texts: list[str]) -> nodes.row:
    row = nodes.row()
    for column, text in enumerate(texts):
        row += nodes.entry("", nodes.paragraph("", text), classes=["text-right"] if column else [])
    return row


def _filter(names: dict[str, str]) -> nodes.raw:
    """Return the filter; it stays hidden until its script runs."""
    documents = "".join(f'<option value="doc-{key}">{name}</option>' for key, name in names.items())
    verdicts = "".join(f'<option value="{marks.slug(str(verdict))}">{verdict}</option>' for verdict in Verdict)
    html = (
        '<form class="ledger-filter" hidden aria-label="Filter the ledger">'
        f'<label>Document <select name="document"><option value="">all</option>{documents}</select></label>'
        f'<label>Verdict <select name="verdict"><option value="">all</option>{verdicts}</select></label>'
        '<label>Text <input name="text" type="search"></label>'
        '<output aria-live="polite"></output></form>'
    )
    return nodes.raw("", html, format="html")


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("ledger", LedgerDirective)
