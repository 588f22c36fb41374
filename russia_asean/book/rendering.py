"""Turn the records in a notebook's outputs into parts of a page: figures, tables, findings, checks."""

import base64
import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx import addnodes

from russia_asean.book import markdown, marks
from russia_asean.evidence import records, wording
from russia_asean.evidence.verdicts import css_class

ROWS_OF_A_PAGE = 18
LINE_OF_A_TABLE = 90  # characters of the table font that fit the text width of the PDF
CLAIM = "Claim"  # the head of a column of claim ids, which become links to the ledger


class OutputRenderer:
    """The MyST-NB plug-in for our outputs; it takes over every output that ``records.emit`` wrote."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", kind, 1) for kind in records.KINDS]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the parts of the page for one media type of an output, or None when it is not ours."""
        kind = data.output_metadata.get("russia_asean")
        if not kind:
            return None
        if data.mime_type != kind:
            return []  # the record itself says all; the other types are for Jupyter
        page = _Page(renderer, data)
        if kind == records.FINDING:
            return page.finding()
        if kind == records.CHECK:
            return page.check()
        return page.figure() if "alt" in page.content else page.table()


class _Page:
    """One output on its way into one page."""

    def __init__(self, renderer: NbElementRenderer, data: MimeData) -> None:
        self.renderer = renderer
        self.document = renderer.renderer.document
        self.docname: str = renderer.renderer.sphinx_env.docname
        self.content: dict[str, Any] = dict(data.content)
        self.line = data.line or 0
        self.cell = (data.cell_index or 0) + 1

    def finding(self) -> list[nodes.Element]:
        sentence = self._markdown(self.content["markdown"])
        sentence[0].insert(0, marks.anchor(self.document, f"finding-{self.content['key']}"))
        return sentence

    def check(self) -> list[nodes.Element]:
        key, verdict = self.content["key"], self.content["verdict"]
        head = nodes.paragraph("", "", marks.anchor(self.document, f"check-{key}"), marks.chip(verdict))
        head += [
            nodes.Text(" "),
            marks.link(self.docname, f"claim-{key}", nodes.Text(self.content["statement"])),
        ]
        read = wording.pages_read([each for role in wording.ROLES for each in self.content.get(role, [])])
        why = marks.why(self.content["reason"], self._markdown(f"{self.content['note']} {read}".strip()))
        return [nodes.container("", head, why, classes=["check", css_class(verdict)])]

    def figure(self) -> list[nodes.Element]:
        label = self.content["name"]
        stored = self._stored_output()
        self.renderer.write_file([f"{label}.pdf"], base64.b64decode(stored["application/pdf"]), overwrite=True)
        uri = self.renderer.write_file([f"{label}.svg"], stored["image/svg+xml"].encode(), overwrite=True)
        figure = nodes.figure("", ids=[label], names=[label], classes=["exhibit"], align="center")
        # ".*" lets each builder take the format it reads: SVG for the web, PDF for print.
        figure += nodes.image("", uri=uri.removesuffix(".svg") + ".*", alt=self.content["alt"])
        figure += nodes.caption("", "", *self._caption())
        figure += nodes.legend("", self._source_line())
        self.document.note_explicit_target(figure)
        return [figure]

    def table(self) -> list[nodes.Element]:
        label, printed = self.content["name"], self.content["printed"]
        table = nodes.table("", ids=[label], names=[label], classes=["exhibit", "colwidths-auto"])
        table += nodes.title("", "", *self._caption())
        group = nodes.tgroup("", cols=len(printed["head"]))
        table += group
        numeric = [head in printed["numeric"] for head in printed["head"]]
        group += [nodes.colspec("", colwidth=1) for _ in numeric]
        group += nodes.thead("", _row(list(map(nodes.Text, printed["head"])), numeric))
        rows = [[self._cell(*cell) for cell in zip(printed["head"], row, strict=True)] for row in printed["rows"]]
        group += nodes.tbody("", *[_row(row, numeric) for row in rows])
        self.document.note_explicit_target(table)
        if _is_long(printed):
            table["classes"].append("longtable")  # may break across pages in the PDF
        columns = addnodes.tabular_col_spec(spec=_column_spec(printed, numeric))
        return [columns, table, nodes.container("", self._source_line(), classes=["exhibit-source"])]

    def _cell(self, head: str, text: str) -> nodes.Node:
        return marks.link(self.docname, f"claim-{text}", nodes.Text(text)) if head == CLAIM else nodes.Text(text)

    def _caption(self) -> list[nodes.Node]:
        title = self.content["title"]
        end = "" if title.endswith("?") else "."
        return [nodes.strong("", f"{title}{end} "), nodes.Text(self.content["description"])]

    def _source_line(self) -> nodes.paragraph:
        keys = ",".join(each["key"] for each in self.content["sources"])
        text = f"Source: {{cite:t}}`{keys}`; author's calculation. {self.content['processing']}"
        (line,) = self._markdown(text)
        label = self.content["name"]
        files = [
            nodes.Text(" Data: "),
            marks.download(self.docname, f"{label}.csv", "CSV"),
            nodes.Text(", "),
            marks.download(self.docname, f"{label}.json", "JSON with metadata"),
            nodes.Text("; drawn in "),
            marks.download(self.docname, f"{Path(self.docname).name}.ipynb", f"cell {self.cell} of the notebook"),
            nodes.Text("."),
        ]
        line += marks.html_only(nodes.inline("", "", *files))
        line["classes"].append("source-line")
        return line

    def _markdown(self, text: str) -> list[nodes.Element]:
        holder = nodes.container()
        with self.renderer.renderer.current_node_context(holder):
            self.renderer.renderer.nested_render_text(markdown.authored(text), self.line)
        return list(holder.children)

    def _stored_output(self) -> dict[str, Any]:
        """Return the whole output this record belongs to: the pictures lie beside the record."""
        source = Path(self.document["source"])
        for record in records.read(source):
            if record.kind == records.EXHIBIT and record.key == self.content["key"]:
                return record.data
        raise records.OutputError(f"{source.name}: no stored figure {self.content['key']!r}.")


def _widths(printed: dict[str, Any]) -> list[int]:
    """Return the longest text of each column of a table, in characters and with some space."""
    return [max(map(len, column)) + 2 for column in zip(printed["head"], *printed["rows"], strict=True)]


def _is_long(printed: dict[str, Any]) -> bool:
    """Return whether a table is too high for one page of the PDF: many rows, or fewer rows of several lines."""
    rows = len(printed["rows"])
    return rows > 2 * ROWS_OF_A_PAGE or (rows > ROWS_OF_A_PAGE and sum(_widths(printed)) > LINE_OF_A_TABLE)


def _column_spec(printed: dict[str, Any], numeric: list[bool]) -> str:
    """Return the LaTeX columns: as wide as their text where the whole fits a line, else wrapping.

    Each wrapping column gets room for its longest word; what is left of the line goes to the columns with long cells.
    """
    if not _is_long(printed) and sum(_widths(printed)) <= LINE_OF_A_TABLE:
        return "".join("r" if right else "l" for right in numeric)
    columns = list(zip(printed["head"], *printed["rows"], strict=True))
    least = [max(len(word) for cell in column for word in re.split(r"[\s-]", cell)) + 3 for column in columns]
    wanted = [max(0.0, sum(map(len, column)) / len(column) - room) for column, room in zip(columns, least, strict=True)]
    spare = max(0.0, LINE_OF_A_TABLE - sum(least)) / (sum(wanted) or 1)
    shares = [round(room + spare * more) for room, more in zip(least, wanted, strict=True)]
    sides = [r">{\raggedleft\arraybackslash}" if right else r">{\raggedright\arraybackslash}" for right in numeric]
    return "".join(rf"{side}\X{{{share}}}{{{sum(shares)}}}" for side, share in zip(sides, shares, strict=True))


def _row(cells: list[nodes.Node], numeric: list[bool]) -> nodes.row:
    row = nodes.row()
    for cell, right in zip(cells, numeric, strict=True):
        row += nodes.entry("", nodes.paragraph("", "", cell), classes=["text-right"] if right else [])
    return row
