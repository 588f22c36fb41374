"""The brief: a dozen pages for a reader who will not open the book, as a PDF of its own.

It is written from the records that the book is written from: sentences are findings, pictures and lists are exhibits
and verdicts. Only questions, headings and the box on method are words of the template.
"""

import base64
import dataclasses
import re
from pathlib import Path
from typing import Any

from russia_asean import formatting, paths, templating
from russia_asean.book.common import edition, entries
from russia_asean.book.content import front, ledger
from russia_asean.data import tables
from russia_asean.evidence import records, wording
from russia_asean.evidence.verdicts import Verdict

TEMPLATE = "brief.tex.jinja"
SOURCE = Path(paths.BRIEF_NAME).with_suffix(".tex").name
FAILED = (Verdict.PART, Verdict.MISREAD, Verdict.NOT_SUPPORTED)

_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))


@dataclasses.dataclass(frozen=True)
class Theme:
    """A page of the brief.

    Attributes:
        title, question: its heading, and what it answers.
        answer: the key of the finding that answers the question.
        more: keys of findings that support or limit the answer.
        picture: the label of its picture.
        chapter: the notebook that says more.
    """

    title: str
    question: str
    answer: str
    more: tuple[str, ...]
    picture: str
    chapter: str


THEMES = (
    Theme(
        "Trade",
        "How large is the trade, and does it grow?",
        "synthesis-glance-trade",
        ("trade-rank", "trade-mirror-gap", "trade-who-counts", "trade-after-2022"),
        "fig-trade-totals",
        "trade",
    ),
    Theme(
        "Arms",
        "How many of ASEAN’s arms are Russian?",
        "synthesis-glance-arms",
        ("forums-arms-levels", "forums-recipients", "vietnam-arms"),
        "fig-forums-arms",
        "security_forums",
    ),
    Theme(
        "Votes",
        "Do they vote alike at the United Nations?",
        "synthesis-glance-votes",
        ("forums-chance-level", "forums-closest", "forums-ukraine"),
        "fig-forums-chance",
        "security_forums",
    ),
    Theme(
        "Forums",
        "Is Russia at the table?",
        "synthesis-glance-forums",
        ("forums-steps", "forums-overlap", "chronology-summit-attendance"),
        "fig-chronology-timeline",
        "chronology",
    ),
    Theme(
        "Vietnam",
        "Is Vietnam bound to one partner?",
        "vietnam-answer",
        ("vietnam-trade", "vietnam-after-2022", "vietnam-preference"),
        "fig-vietnam-partners",
        "vietnam",
    ),
    Theme(
        "Investment",
        "Who invests, and what became of the projects?",
        "synthesis-glance-investment",
        ("investment-answer", "investment-projects-known", "investment-russia-net"),
        "fig-investment-inflows",
        "investment",
    ),
    Theme(
        "BRICS",
        "How much does BRICS weigh?",
        "synthesis-glance-brics",
        ("brics-accession", "brics-members", "brics-asean-trade"),
        "fig-brics-weight",
        "brics",
    ),
)


class Latex(str):
    """Text that is LaTeX already and is filled in as it stands."""

    __slots__ = ()


def escaped(value: object) -> str:
    """Return a value as LaTeX prints it sign by sign; ``Latex`` passes as it is."""
    if isinstance(value, Latex):
        return value
    # Findings are Markdown, in which a dollar sign may be escaped already.
    text = formatting.typeset(str(value).replace(r"\$", "$"))
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)


def content() -> dict[str, Any]:
    """Return what the template of the brief is filled with.

    Raises:
        MissingFindingError: no stored notebook has a finding or a picture that the brief names.
    """
    rows = ledger.entries()
    failed = [row for row in rows if row["verdict"] in FAILED and not row["weak"]]
    return {
        "answer": front.answer(),
        "held": " ".join(map(front.sentence, front.HELD)),
        "rest": front.sentence(front.REST),
        "parts": front.verdict_parts(rows),
        "claims": len(rows),
        "cards": [{"question": card.question, "answer": front.sentence(card.finding)} for card in front.CARDS],
        "verdicts": front.exhibit("fig-synthesis-verdicts"),
        "scorecard": front.exhibit(front.SCORECARD),
        "themes": [_page(theme) for theme in THEMES],
        "failed": {
            verdict: [
                {**row, "true_of": wording.true_of(row["other"]) if verdict == Verdict.MISREAD else ""}
                for row in failed
                if row["verdict"] == verdict
            ]
            for verdict in FAILED
            if any(row["verdict"] == verdict for row in failed)
        },
        "documents": front.documents(),
        "edition": edition.current(),
    }


def _page(theme: Theme) -> dict[str, Any]:
    exhibit = front.exhibit(theme.picture)
    return {
        "theme": theme,
        "answer": front.sentence(theme.answer),
        "more": [front.sentence(key) for key in theme.more],
        "exhibit": exhibit,
        "producers": producers(exhibit),
        "chapter": entries.chapter_title(theme.chapter),
    }


def producers(exhibit: records.Exhibit) -> list[str]:
    """Return who made what an exhibit rests on, each once, by name."""
    known = tables.load("sources", credit=False).set_index("source_key")["producer"]
    return sorted({str(known[key]) for key in records.sources(exhibit.rests_on)})


def pictures() -> list[str]:
    """Return the labels of the pictures of the brief."""
    return ["fig-synthesis-verdicts", front.SCORECARD, *(theme.picture for theme in THEMES)]


def filled(found: dict[str, Any], template: str = TEMPLATE) -> str:
    """Return the brief, or another paper, as LaTeX.

    Args:
        found: what the places of the template are filled with.
        template: a file of ``book/templates``.

    Raises:
        jinja2.TemplateError: the template names a place that is not filled.
    """
    environment = templating.environment(
        autoescape=False,
        finalize=escaped,
        # Braces and percent signs belong to LaTeX.
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
    )
    environment.filters["raw"] = Latex
    return environment.get_template(template).render(found)


def write(folder: Path) -> Path:
    """Write the source of the brief and its pictures into a folder and return the source.

    Raises:
        MissingFindingError: no stored notebook has a finding or a picture that the brief names.
        RecordError: a picture is not stored.
    """
    places = entries.places("exhibits")
    for label in pictures():
        front.exhibit(label)
        notebook = paths.NOTEBOOKS / f"{places[label].chapter}.ipynb"
        stored = entries.stored_output(notebook, records.MIME_TYPES[records.Exhibit], label)
        (folder / f"{label}.pdf").write_bytes(base64.b64decode(stored[records.PDF]))
    source = folder / SOURCE
    source.write_text(filled(content()), encoding="utf-8")
    return source
