"""The claim ledger: every claim with its verdict, on pages that read without JavaScript.

The page of a document holds the full entries of its claims, each at its one address, ``claim-<id>``. The page of all
claims is a list of links to them. A claim that no chapter has taken up has no verdict; it is marked as such, and
counted apart.
"""

import functools
from typing import Any, ClassVar

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from mdit_py_plugins.anchors.index import slugify
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from russia_asean import formatting
from russia_asean.book import marks
from russia_asean.data import tables
from russia_asean.evidence import claims, records, wording
from russia_asean.evidence.verdicts import Verdict

NOT_TESTED = "No chapter has tested this claim yet."
RECORDED = ("reason", "note", "measured", "then", "other", "sources", "evidence")


def page(document_key: str) -> str:
    """Return the page that holds the entries of a document, as Sphinx names it."""
    return f"book/ledger-{document_key}"


def entries(document: str = "") -> list[dict[str, Any]]:
    """Return all claims in the order of documents, themes and ids, with their records where there are any.

    Args:
        document: keep only claims of this document, by its key (all, when empty).

    Returns:
        The columns of ``claims.csv``, ``document_name``, ``document_key``, ``rule``, ``verdict`` (None where no
        chapter has tested the claim), ``notebook``, ``cell``, what the record says, and ``tables``: the data tables
        that hold figures of its sources.
    """
    found = records.collect(records.CHECK)
    documents = tables.load("documents").set_index("document")
    rows: list[dict[str, Any]] = []
    for row in tables.load("claims").sort_values(["document", "theme", "claim_id"]).to_dict("records"):
        key = documents["key"][row["document"]]
        if document not in ("", key):
            continue
        record = found.get(row["claim_id"])
        content = record.content if record else {}
        rows.append(
            {
                **{str(name): None if pd.isna(value) else value for name, value in row.items()},
                "document_name": documents["short_name"][row["document"]],
                "document_key": key,
                "rule": rule(claims.from_row(row["claim_id"], row)),
                "verdict": content.get("verdict"),
                "notebook": record.notebook if record else None,
                "cell": record.cell + 1 if record else None,
                **{name: content.get(name, "" if name in ("reason", "note") else []) for name in RECORDED},
                "tables": data_tables(content),
            }
        )
    return rows


def data_tables(content: dict[str, Any]) -> list[str]:
    """Return the data tables behind a record: those that hold figures of its sources.

    Where its dated facts name their tables, a source with figures in these and in others counts with these alone.
    """
    found = [each for role in wording.ROLES for each in content.get(role, [])]
    named = {page["table"] for each in found for page in each.get("pages", [])}
    held = [_holding(source) for source in content.get("sources", [])]
    used = {name for here in held for name in (here & named or here)}
    return [name for name in tables.names() if name in used]


@functools.cache
def _holding(source: str) -> frozenset[str]:
    return frozenset(tables.holding([source]))


def rule(claim: claims.Claim) -> str:
    """Return how a claim is read, and which measured values agree with it; empty where it states neither."""
    if claim.date:
        return wording.date_rule(claim.date)
    if claim.value is None:
        return ""
    return wording.number_rule(claim.comparator, claim.value, claim.value_high, claim.unit, claims.band(claim))


def why(row: dict[str, Any]) -> str:
    """Return the reason for the verdict of an entry in one sentence; the values stand beside it."""
    return wording.reason_by_bases(row["verdict"], row) if row["measured"] else str(row["reason"])


def verdict_of(row: dict[str, Any]) -> str:
    """Return the verdict of an entry, or the mark of a claim that no chapter has tested."""
    return row["verdict"] or marks.PENDING


def counted(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many entries have each verdict, in the order of verdicts; not yet tested comes last."""
    found = [verdict_of(row) for row in rows]
    return {verdict: found.count(verdict) for verdict in [*map(str, Verdict), marks.PENDING]}


class LedgerDirective(SphinxDirective):
    """Write the ledger: full entries with ``:document:`` (a key of ``documents.csv``), else a list of all claims."""

    option_spec: ClassVar[dict[str, Any]] = {"document": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the ledger.

        Raises:
            DirectiveError: the document is unknown.
        """
        document = self.options.get("document", "")
        rows = entries(document)
        if not rows:
            raise self.error(f"No document {document!r}. Use a key of data/documents.csv.")
        head = [nodes.paragraph("", _said(rows)), *([] if document else [self._pages(rows)])]
        tools = marks.html_only(self._files(), _filter(rows))
        return [*head, tools, *(self._full(rows) if document else [marks.html_only(*self._list(rows))])]

    def _files(self) -> nodes.paragraph:
        """Return the links to the ledger as data."""
        files = nodes.paragraph("", "The whole ledger as data: ")
        for name, shown, end in (
            ("ledger.csv", "CSV", ", "),
            ("ledger.json", "JSON", ", "),
            ("claim-review.jsonld", "verdicts as schema.org ClaimReview", "."),
        ):
            files += [marks.download(self.env.docname, name, shown), nodes.Text(end)]
        return files

    def _full(self, rows: list[dict[str, Any]]) -> list[nodes.Node]:
        """Return the entries theme by theme; the PDF holds only those that have a record.

        Addresses of other sites are footnotes of the chapter that a link of the entry leads to; they are not repeated.
        """
        found: list[nodes.Node] = []
        for theme in dict.fromkeys(row["theme"] for row in rows):
            here = [row for row in rows if row["theme"] == theme]
            heading = nodes.rubric("", formatting.theme_name(theme), classes=["ledger-group"])
            tested = any(row["verdict"] for row in here)
            found.append(heading if tested else marks.html_only(heading))
            for row in here:
                entry = self._entry(row)
                found.append(entry if row["verdict"] else marks.html_only(entry))
        pending = counted(rows)[marks.PENDING]
        if pending:
            told = f"{marks.count(pending, 'claim')} that no chapter has tested yet"
            where = "the HTML edition and its downloads ledger.csv and ledger.json hold them"
            found.append(marks.pdf_only(nodes.paragraph("", f"Left out here: {told}; {where}.")))
        return marks.small_in_print(*found)

    def _pages(self, rows: list[dict[str, Any]]) -> nodes.bullet_list:
        """Return the pages that hold the entries, with their counts."""
        pages = nodes.bullet_list()
        for key in dict.fromkeys(row["document_key"] for row in rows):
            here = [row for row in rows if row["document_key"] == key]
            link = self._inline(f"[{here[0]['document_name']}](/{page(key)}.md)")
            pages += nodes.list_item("", nodes.paragraph("", "", *link, nodes.Text(f" – {_said(here)}")))
        return pages

    def _list(self, rows: list[dict[str, Any]]) -> list[nodes.Node]:
        """Return one line a claim, document by document; the PDF does without."""
        found: list[nodes.Node] = []
        for name in dict.fromkeys(row["document_name"] for row in rows):
            found.append(nodes.rubric("", name, classes=["ledger-group"]))
            found += [self._line(row) for row in rows if row["document_name"] == name]
        return found

    def _line(self, row: dict[str, Any]) -> nodes.container:
        """Return a claim in one line: verdict, statement, theme."""
        line = nodes.paragraph("", "", marks.chip(verdict_of(row)), nodes.Text(" "))
        line += marks.link(self.env.docname, f"claim-{row['claim_id']}", nodes.Text(row["statement"]))
        line += nodes.inline("", f" {row['theme']}", classes=["where"])
        return nodes.container("", line, classes=["brief", *_classes(row)])

    def _entry(self, row: dict[str, Any]) -> nodes.container:
        """Return the full entry of a claim, at its address."""
        key = row["claim_id"]
        space = nodes.raw("", r"\smallskip", format="latex")
        head = nodes.paragraph("", "", marks.anchor(self.state.document, f"claim-{key}"))
        head += [marks.chip(verdict_of(row)), nodes.Text(" "), nodes.strong("", row["statement"])]
        said = nodes.paragraph("", "", *self._inline(f"{{cite:t}}`{row['document_key']}`"))
        said += nodes.Text(f": “{row['locator']}”.")
        if row["attributed_source"] and not row["attributed_source"].startswith("none given"):
            said += nodes.Text(f" The document credits: {row['attributed_source']}.")
        if row["rule"]:
            said += nodes.Text(f" {row['rule']}")
        elif row["measured"]:
            said += nodes.Text(" Read as a statement without a number: it holds on a basis or it does not.")
        reason = nodes.paragraph("", why(row) if row["verdict"] else NOT_TESTED)
        if not row["verdict"] and row["how_to_check"]:
            reason += nodes.Text(f" How to check it: {row['how_to_check']}")
        reason += [nodes.Text(" "), *marks.without_footnotes(self._inline(row["note"]))] if row["note"] else []
        values = [self._measured(row)] if row["measured"] else []
        return nodes.container("", space, head, said, *values, reason, self._where(row), classes=_classes(row))

    def _where(self, row: dict[str, Any]) -> nodes.paragraph:
        """Return the last line of an entry: links to the test, the data and the evidence, and the claim's id."""
        where = nodes.paragraph("", "", classes=["where"])
        if row["verdict"]:
            where += nodes.Text("Chapter: ")
            where += marks.link(self.env.docname, f"check-{row['claim_id']}", nodes.Text(row["notebook"]))
            where += nodes.Text(" · ")
        if row["sources"]:
            where += [nodes.Text("Data: "), *self._inline(f"{{cite:t}}`{','.join(row['sources'])}`"), nodes.Text(" · ")]
        if row["tables"]:
            links = ", ".join(f"[{name}](/book/catalogue.md#{slugify(_title(name))})" for name in row["tables"])
            where += [nodes.Text("Tables: "), *self._inline(links), nodes.Text(" · ")]
        if row["evidence"]:
            where += [nodes.Text("Related: "), *marks.evidence(self.env.docname, row["evidence"]), nodes.Text(" · ")]
        where += [nodes.Text("Id: "), nodes.literal("", row["claim_id"])]
        return where

    def _measured(self, row: dict[str, Any]) -> nodes.paragraph:
        """Return the measured values of an entry, each with its mark of agreement and the pages its facts were read at.

        The web shows one value a line.
        """
        lines = nodes.paragraph("", classes=["measured"])
        for role, before in (("measured", ""), ("then", "On the data of its time, "), ("other", "Another reading, ")):
            for each in row[role]:
                lines += nodes.inline("", "; ", classes=["between"]) if lines.children else []
                line = nodes.inline(
                    "",
                    f"{before}{each['basis']}: {wording.measured_text(each, row['unit'] or '')} – ",
                    classes=["basis"],
                )
                told, kind = ("agrees", "agrees") if each["agrees"] else ("does not agree", "differs")
                line += nodes.inline("", told, classes=[kind])
                read = wording.pages_by_fact(each)
                line += [nodes.Text(" "), *marks.without_footnotes(self._inline(read))] if read else []
                lines += line
        return lines

    def _inline(self, text: str) -> list[nodes.Node]:
        """Return a line of Markdown as inline nodes."""
        found, _ = self.state.inline_text(text, self.lineno)
        return list(found)


def _classes(row: dict[str, Any]) -> list[str]:
    return ["claim", marks.slug(verdict_of(row)), f"doc-{row['document']}", f"theme-{row['theme']}"]


def _said(rows: list[dict[str, Any]]) -> str:
    """Return how many claims there are and what became of them, in one sentence."""
    counts = [f"{verdict} {number:,}" for verdict, number in counted(rows).items() if number]
    return f"{marks.count(len(rows), 'claim')}: {', '.join(counts)}."


def _title(table: str) -> str:
    """Return the title of a data table, which heads its section of the catalogue."""
    return str(tables.resource(table)["title"])


def _filter(rows: list[dict[str, Any]]) -> nodes.raw:
    """Return the filter; it stays hidden until its script runs."""
    documents = {f"doc-{row['document']}": row["document_name"] for row in rows}
    themes = {f"theme-{theme}": formatting.theme_name(theme) for theme in sorted({row["theme"] for row in rows})}
    verdicts = {marks.slug(verdict): verdict for verdict in counted(rows)}
    choices = (("document", documents), ("theme", themes), ("verdict", verdicts))
    html = (
        '<form class="ledger-filter" hidden aria-label="Filter the ledger">'
        + "".join(_select(name, options) for name, options in choices if len(options) > 1)
        + '<label>Text <input name="text" type="search"></label><output aria-live="polite"></output></form>'
    )
    return nodes.raw("", html, format="html")


def _select(name: str, options: dict[str, str]) -> str:
    shown = "".join(f'<option value="{value}">{text}</option>' for value, text in options.items())
    return f'<label>{name.capitalize()} <select name="{name}"><option value="">all</option>{shown}</select></label>'


def register(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("ledger", LedgerDirective)
