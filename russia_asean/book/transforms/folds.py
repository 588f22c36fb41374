"""What a chapter folds on a screen: runs of claims of one kind, and the sections that only a few readers look for.

A fold is a ``<details>``: it opens by keyboard and without a script, a link to something inside opens it, and print
shows all of it. The PDF has no folds.
"""

from collections.abc import Iterator
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from russia_asean.book.common import marks
from russia_asean.evidence.verdicts import Verdict, css_class

# Boxes of one kind that stand together become one line from this number on.
MANY = 2
# Claims that hold, and opinions with what open data cannot test: nobody needs all of them to follow the argument.
HOLDS, OPEN = "holds", "open"
KINDS = {Verdict.SUPPORTED: HOLDS, Verdict.JUDGEMENT: OPEN, Verdict.UNTESTED: OPEN}
# Sections for who wants to check. What stands above their fold is their first paragraph.
TO_CHECK = ("Robustness", "Appendix", "How claims were calculated")
BRIEF = ("In brief", "The answer in brief")


class FoldClaims(SphinxPostTransform):
    """Let boxes that stand together follow one order: what does not simply hold first, then the folded ones."""

    default_priority = 90  # before the code of cells is wrapped
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Fold the runs of boxes of a page."""
        for run in list(_runs(self.document)):
            for kind in (HOLDS, OPEN):
                boxes = [box for box in run if _kind(box) == kind]
                if len(boxes) < MANY:
                    continue
                counts = {
                    verdict: sum(css_class(verdict) in box["classes"] for box in boxes)
                    for verdict, of in KINDS.items()
                    if of == kind
                }
                # At the place of the last one, so that the code of every cell stands before what it shows.
                last = run[-1]
                fold = _fold(_chips(counts), "claims-fold")
                last.parent.insert(last.parent.index(last) + 1, fold)
                for box in boxes:
                    box.parent.remove(box)
                    fold.insert(-1, box)


class FoldSections(SphinxPostTransform):
    """Fold the sections that are there to check, and frame the answer in brief."""

    default_priority = 95
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Fold sections of a page by their titles."""
        for section in list(self.document.findall(nodes.section)):
            title = section.next_node(nodes.title)
            words = title.astext() if title else ""
            if words in BRIEF:
                section["classes"].append("in-brief")
            if not words.startswith(TO_CHECK) or section.parent is self.document:
                continue
            kept = next((at for at, node in enumerate(section) if isinstance(node, nodes.paragraph)), 0)
            rest = section.children[kept + 1 :]
            if not rest:
                continue
            fold = _fold(f"Show {_contents(rest)}", "section-fold")
            for node in rest:
                section.remove(node)
                fold.insert(-1, node)
            section += fold


def _runs(document: nodes.document) -> Iterator[list[nodes.container]]:
    """Yield the boxes that stand together: nothing that a reader sees stands between them."""
    run: list[nodes.container] = []
    for node in _visible(document):
        if isinstance(node, nodes.container) and "check" in node["classes"]:
            run.append(node)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _visible(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield what a reader meets one after another: the boxes whole, the parts of sections and cells."""
    for child in node.children:
        if isinstance(child, nodes.section) or (
            isinstance(child, nodes.container) and child.get("nb_element") in {"cell_code", "cell_code_output"}
        ):
            if isinstance(child, nodes.section):
                yield child  # the end of a run: its title is seen
            yield from _visible(child)
        elif not isinstance(child, nodes.Invisible) and child.get("nb_element") != "cell_code_source":
            yield child


def _kind(box: nodes.container) -> str | None:
    return next((kind for verdict, kind in KINDS.items() if css_class(verdict) in box["classes"]), None)


def _chips(counts: dict[Verdict, int]) -> str:
    """Return the line of a fold of claims: each verdict with its number."""
    words = {Verdict.SUPPORTED: "claim", Verdict.JUDGEMENT: "opinion", Verdict.UNTESTED: "claim"}
    return ", ".join(
        f'<strong class="chip {css_class(verdict)}">{escape(str(verdict))}</strong> '
        f"{marks.count(number, words[verdict])}"
        for verdict, number in counts.items()
        if number
    )


def _contents(rest: list[nodes.Node]) -> str:
    """Return what a folded section holds, in words: ``2 tables and the text``."""
    kinds = {"figure": nodes.figure, "table": nodes.table}
    found = {
        name: sum("exhibit" in each["classes"] for node in rest for each in node.findall(kind))
        for name, kind in kinds.items()
    }
    listed = [marks.count(number, name) for name, number in found.items() if number]
    return " and ".join([", ".join(listed), "the text"]) if listed else "the text"


def _fold(line: str, name: str) -> nodes.container:
    """Return an empty fold; what it holds goes before its last part."""
    begin = f'<details class="{name}"><summary>{line}</summary>'
    return nodes.container(
        "", nodes.raw("", begin, format="html"), nodes.raw("", "</details>", format="html"), classes=[f"{name}-place"]
    )


def register(app: Sphinx) -> None:
    """Fold claims and sections when pages are written as HTML."""
    app.add_post_transform(FoldClaims)
    app.add_post_transform(FoldSections)
