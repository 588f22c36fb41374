"""Turn the records in a notebook's outputs into parts of a page: figures, tables, findings, checks."""

import base64
import hashlib
import html
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx import addnodes

from russia_asean import formatting
from russia_asean.book.common import entries, markdown, marks, pictures
from russia_asean.book.directives import claims_directive
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.evidence.records import ClaimTest, Exhibit, Finding, Printed

ROWS_OF_A_PAGE = 18
HIGHEST = 1.05  # height of a picture over its width, as the PDF prints it
LINES_OF_A_PAGE = 38  # of a table, below which its caption and source find room
SMALL_LINE = 112  # of a table in the size of footnotes
MANY_LINES = 5 * LINES_OF_A_PAGE  # from which a table is set in that size: half as many pages
DATE = re.compile(rf"(?:\d{{1,2}}\s)?(?:{'|'.join(formatting.MONTHS)})\s\d{{4}}")
LINE_OF_A_TABLE = 90  # characters of the table font that fit the text width of the PDF
WORDS = 24  # characters from which the cells of a column are a text, which a phone must not set in a narrow pile
OURSELVES = "The authors of this report"  # among the producers of sources
CLAIM = "Claim"  # the head of a column of claim ids, which become links to the ledger


class OutputRenderer:
    """The MyST-NB plug-in for our outputs; it takes over every output that holds a record."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [
        ("*", kind, 1) for kind in records.MIME_TYPES.values()
    ]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the parts of the page for one media type of an output, or None when it is not ours."""
        kind = data.output_metadata.get(records.MARK)
        if not kind:
            return None
        if data.mime_type != kind:
            return []  # the record itself says all; the other types are for Jupyter
        page = _Page(renderer, data)
        record = next(each for each, name in records.MIME_TYPES.items() if name == kind).model_validate(data.content)
        if isinstance(record, Finding):
            return page.finding(record)
        if isinstance(record, ClaimTest):
            return page.claim_test(record)
        if isinstance(record, Exhibit):
            return page.table(record, record.printed) if record.printed else page.figure(record)
        return []  # a series is for other chapters


class _Page:
    """One output on its way into one page."""

    def __init__(self, renderer: NbElementRenderer, data: MimeData) -> None:
        self.renderer = renderer
        self.document = renderer.renderer.document
        self.docname: str = renderer.renderer.sphinx_env.docname
        self.line = data.line or 0

    def finding(self, finding: Finding) -> list[nodes.Element]:
        sentence = self._markdown(finding.text)
        sentence[0].insert(0, marks.anchor(self.document, f"finding-{finding.key}"))
        return sentence

    def claim_test(self, test: ClaimTest) -> list[nodes.Element]:
        return self._rendered(claims_directive.box(test))

    def figure(self, exhibit: Exhibit) -> list[nodes.Element]:
        label = exhibit.key
        notebook = Path(self.document["source"])
        stored = entries.stored_output(notebook, records.MIME_TYPES[Exhibit], label)
        # A merge can bring together the picture of one run and the record of another.
        for kind, digest in exhibit.pictures.items():
            if hashlib.sha256(stored[kind].encode()).hexdigest() != digest:
                raise records.RecordError(
                    f"notebooks/{notebook.name}: the stored picture of {label!r} is not the one that was drawn. "
                    f"Run `make notebooks NOTEBOOK={notebook.stem}`."
                )
        uri = self.renderer.write_file([f"{label}.pdf"], base64.b64decode(stored[records.PDF]), overwrite=True)
        drawn = pictures.in_page(label, stored[records.SVG], stored[records.NARROW_SVG], exhibit.alt)
        figure = nodes.figure("", ids=[label], names=[label], classes=["exhibit"], align="center")
        figure += nodes.raw("", drawn, format="html")
        figure += marks.latex_only(
            nodes.image("", uri=uri, alt=exhibit.alt, width=_width_in_print(stored[records.SVG]))
        )
        figure += nodes.caption("", "", *_caption(exhibit))
        figure += nodes.legend("", self._source_line(exhibit))
        # Without this neither a numbered reference nor a link from another page finds the label.
        self.document.note_explicit_target(figure)
        return [figure]

    def table(self, exhibit: Exhibit, printed: Printed) -> list[nodes.Element]:
        label = exhibit.key
        table = printed_table(printed, self._cell)
        table["ids"], table["names"] = [label], [label]
        table.insert(0, nodes.title("", "", *_caption(exhibit)))
        self.document.note_explicit_target(table)
        if _is_long(printed):
            table["classes"].append("longtable")  # may break across pages in the PDF
        # Sphinx takes the LaTeX columns of a table from a node that stands before it.
        columns = addnodes.tabular_col_spec(spec=_column_spec(printed, _numeric(printed)))
        source = nodes.container("", self._source_line(exhibit), classes=["exhibit-source"])
        if not _is_small(printed):
            return [columns, table, source]
        begin, end = (nodes.raw("", code, format="latex") for code in (r"{\footnotesize", "}"))
        return [begin, columns, table, end, source]

    def _cell(self, head: str, text: str) -> nodes.Node:
        return marks.link(self.docname, f"claim-{text}", nodes.Text(text)) if head == CLAIM else nodes.Text(text)

    def _source_line(self, exhibit: Exhibit) -> nodes.container:
        """Return whose data an exhibit shows in one line, which opens to all sources, to what was done and to files."""
        line = nodes.container("", classes=["source-line"])
        summary = f"<details><summary>{html.escape(_credit(exhibit))}</summary>"
        line += [
            nodes.raw("", summary, format="html"),
            self._sources_in_full(exhibit),
            nodes.raw("", "</details>", format="html"),
        ]
        return line

    def _sources_in_full(self, exhibit: Exhibit) -> nodes.paragraph:
        keys = ",".join(records.sources(exhibit.rests_on))
        text = f"Source: {{cite:t}}`{keys}`; author's calculation. {exhibit.processing}"
        (line,) = self._markdown(text)
        key = exhibit.key
        picture = [] if exhibit.printed else [(f"{key}.svg", "; picture: ", "SVG"), (f"{key}.png", ", ", "PNG")]
        listed = [(f"{key}.csv", " Data: ", "CSV"), (f"{key}.json", ", ", "JSON with metadata"), *picture]
        files = [
            *(
                part
                for name, before, shown in listed
                for part in (nodes.Text(before), marks.download(self.docname, name, shown))
            ),
            nodes.Text("; code: "),
            marks.download(self.docname, f"{Path(self.docname).name}.ipynb", "notebook"),
            nodes.Text("."),
        ]
        # The PDF has no files beside it to download.
        line += marks.html_only(nodes.inline("", "", *files))
        return line

    def _markdown(self, text: str) -> list[nodes.Element]:
        return self._rendered(markdown.authored(text))

    def _rendered(self, text: str) -> list[nodes.Element]:
        # The renderer writes into the current node, so an empty one takes that place for a moment.
        holder = nodes.container()
        with self.renderer.renderer.current_node_context(holder):
            self.renderer.renderer.nested_render_text(text, self.line)
        return list(holder.children)


def _credit(exhibit: Exhibit) -> str:
    """Return in one line who made what an exhibit rests on: first who made most of it, last ourselves."""
    known = tables.load("sources", credit=False).set_index("source_key")["producer"]
    made = Counter(str(known[key]) for key in records.sources(exhibit.rests_on))
    names = sorted(made, key=lambda name: (name == OURSELVES, -made[name], name))
    # By semicolons: some names are lists with an "and" of their own.
    told = "; ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"
    return f"Data: {told.replace(OURSELVES, OURSELVES[:1].lower() + OURSELVES[1:])}"


def printed_table(printed: Printed, cell: Callable[[str, str], nodes.Node]) -> nodes.table:
    """Return a table as a part of a page, without caption.

    Args:
        printed: what it prints.
        cell: makes a cell from the head of its column and its text.
    """
    numeric = _numeric(printed)
    rows = [[cell(*each) for each in zip(printed.head, row, strict=True)] for row in printed.rows]
    group = nodes.tgroup("", *[nodes.colspec("", colwidth=1) for _ in numeric], cols=len(printed.head))
    group += nodes.thead("", *_head(printed.head, numeric))
    wordy = [max(map(len, column)) >= WORDS for column in zip(*printed.rows, strict=True)]
    group += nodes.tbody("", *[_row(row, numeric, wordy) for row in rows])
    return nodes.table("", group, classes=["exhibit", "colwidths-auto"])


def _numeric(printed: Printed) -> list[bool]:
    """Return which columns are set to the right."""
    return [head in printed.numeric for head in printed.head]


def _width_in_print(svg: str) -> str:
    """Return the width of a picture in per cent of the line, so that its caption finds room on the page below it."""
    box = re.search(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"', svg)
    ratio = float(box["height"]) / float(box["width"]) if box else HIGHEST
    return f"{round(100 * min(1.0, HIGHEST / ratio))}%"


def _caption(exhibit: Exhibit) -> list[nodes.Node]:
    end = "" if exhibit.title.endswith("?") else "."
    return [nodes.strong("", f"{exhibit.title}{end} "), nodes.Text(exhibit.caption)]


def _widths(printed: Printed) -> list[int]:
    """Return the longest text of each column of a table, in characters and with some space."""
    return [max(map(len, column)) + 2 for column in _columns(printed)]


def _columns(printed: Printed) -> list[list[str]]:
    """Return the columns of a table with their heads, as they are set: a date in words is longer than one in digits."""
    return [[formatting.typeset(cell) for cell in column] for column in zip(printed.head, *printed.rows, strict=True)]


def _is_long(printed: Printed) -> bool:
    """Return whether a table is too high for one page of the PDF: many rows, or fewer rows of several lines."""
    rows = len(printed.rows)
    if rows > 2 * ROWS_OF_A_PAGE or (rows > ROWS_OF_A_PAGE and sum(_widths(printed)) > LINE_OF_A_TABLE):
        return True
    return sum(_widths(printed)) > LINE_OF_A_TABLE and _lines(printed) > LINES_OF_A_PAGE


def _is_endless(printed: Printed) -> bool:
    """Return whether a table would fill many pages of the PDF in the size of other tables."""
    return _is_long(printed) and _lines(printed) > MANY_LINES


def _is_small(printed: Printed) -> bool:
    """Return whether a table is set in the size of footnotes: it is endless, or its words do not fit the line."""
    return _is_endless(printed) or min(sum(_widths(printed)), sum(_least(printed))) > LINE_OF_A_TABLE


def _lines(printed: Printed) -> int:
    """Return how many lines the rows of a table take where its columns wrap."""
    rooms = _rooms(printed)
    return sum(
        max(math.ceil(len(formatting.typeset(cell)) / room) for cell, room in zip(row, rooms, strict=True))
        for row in printed.rows
    )


def _rooms(printed: Printed, line: int = LINE_OF_A_TABLE) -> list[int]:
    """Return the room of each wrapping column in characters.

    Each gets room for its longest word; what is left of the line goes to the columns with long cells, of which few
    count as much as many short ones: by the mean length of the cells, weighed by this length.
    """
    columns, least = _columns(printed), _least(printed)
    lengths = [[len(cell) for cell in column] for column in columns]
    long = [sum(each * each for each in cells) / (sum(cells) or 1) for cells in lengths]
    wanted = [max(0.0, length - room) for length, room in zip(long, least, strict=True)]
    # Where no column wants more than its longest word there is nothing to share out, and no sum to divide by.
    spare = max(0.0, line - sum(least)) / (sum(wanted) or 1)
    return [round(room + spare * more) for room, more in zip(least, wanted, strict=True)]


def _least(printed: Printed) -> list[int]:
    """Return the room of the longest word of each column in characters, with some space.

    A date counts as one word where the line has room for that.
    """
    whole = _longest_words([[DATE.sub(_in_one, cell) for cell in column] for column in _columns(printed)])
    return whole if sum(whole) <= LINE_OF_A_TABLE else _longest_words(_columns(printed))


def _in_one(date: re.Match[str]) -> str:
    return re.sub(r"\s", "_", date[0])


def _longest_words(columns: list[list[str]]) -> list[int]:
    return [max(len(word) for cell in column for word in re.split(r"[\s-]", cell)) + 3 for column in columns]


def _column_spec(printed: Printed, numeric: list[bool]) -> str:
    """Return the LaTeX columns: as wide as their text where the whole fits a line, else wrapping."""
    if not _is_long(printed) and sum(_widths(printed)) <= LINE_OF_A_TABLE:
        return "".join("r" if right else "l" for right in numeric)
    shares = _rooms(printed, SMALL_LINE if _is_small(printed) else LINE_OF_A_TABLE)
    sides = [r">{\raggedleft\arraybackslash}" if right else r">{\raggedright\arraybackslash}" for right in numeric]
    return "".join(rf"{side}\X{{{share}}}{{{sum(shares)}}}" for side, share in zip(sides, shares, strict=True))


def _head(heads: tuple[str, ...], numeric: list[bool]) -> list[nodes.row]:
    """Return the rows of a table's head: two where neighbours share the words before a colon, which then stand once.

    ``Importers: estimate`` beside ``Importers: error`` become ``Importers`` over ``estimate`` and ``error``.
    """
    groups = [
        (name, [*columns])
        for name, columns in itertools.groupby(range(len(heads)), lambda at: _group_and_rest(heads[at])[0])
    ]
    if not any(name and len(columns) > 1 for name, columns in groups):
        return [_row([nodes.Text(head) for head in heads], numeric)]
    upper, lower = nodes.row(), nodes.row()
    for name, columns in groups:
        if name and len(columns) > 1:
            upper += nodes.entry(
                "", nodes.paragraph("", name), morecols=len(columns) - 1, classes=["head-group", "text-center"]
            )
            rests = [nodes.Text(_group_and_rest(heads[at])[1]) for at in columns]
            lower += _row(rests, [numeric[at] for at in columns]).children
        else:
            for at in columns:
                (cell,) = _row([nodes.Text(heads[at])], [numeric[at]]).children
                cell["morerows"] = 1
                upper += cell
    return [upper, lower]


def _group_and_rest(head: str) -> tuple[str, str]:
    """Return the words before the colon of a head, empty where it has none, and those after it."""
    group, colon, rest = head.partition(": ")
    return (group, rest) if colon else ("", head)


def _row(cells: list[nodes.Node], numeric: list[bool], wordy: Sequence[bool] = ()) -> nodes.row:
    row = nodes.row()
    for cell, right, words in itertools.zip_longest(cells, numeric, wordy, fillvalue=False):
        classes = [*(["text-right"] if right else []), *(["words"] if words else [])]
        row += nodes.entry("", nodes.paragraph("", "", cell), classes=classes)
    return row
