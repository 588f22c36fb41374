"""The front page: the answer, the verdicts as a bar, the scorecard, six cards, the documents, the edition.

Every sentence with a number is a finding of the synthesis, and every picture an exhibit of it. The brief is filled from
the same parts.
"""

import dataclasses
from typing import Any

from russia_asean import formatting, paths
from russia_asean.book.common import edition, entries, pictures
from russia_asean.book.content import ledger
from russia_asean.data import tables
from russia_asean.evidence import records
from russia_asean.evidence.verdicts import PENDING, Verdict, css_class

CHAPTER = "synthesis"
# The answer in about ninety words: these findings, in this order. The last two say what became of the claims.
HELD = ("synthesis-front-decided", "synthesis-front-claims")
ANSWER = (*(f"synthesis-front-{key}" for key in ("trade", "arms", "forums", "votes")), *HELD)
REST = "synthesis-front-rest"
# How many more the bar of verdicts counts than the answer does.
LOOSE = "synthesis-front-weak"
SCORECARD = "fig-synthesis-glance"
# What each verdict means, in a few words.
MEANINGS = {
    Verdict.SUPPORTED: "agrees with all data we found",
    Verdict.PART: "one part holds, another does not",
    Verdict.DEPENDS: "right on one reading, wrong on another",
    Verdict.SUPERSEDED: "right on the data of its time",
    Verdict.MISREAD: "true of something else",
    Verdict.NOT_SUPPORTED: "agrees with no data we found",
    Verdict.UNTESTED: "the data are not open",
    Verdict.JUDGEMENT: "an opinion or a cause",
}


@dataclasses.dataclass(frozen=True)
class Card:
    """A question of the front page.

    Attributes:
        name: how the finding and the picture that answer it are called.
        question: the question.
        chapter: the notebook that answers it at length.
        listed: the table whose rows the answer counts, by name, if a reader needs to know which; else empty.
    """

    name: str
    question: str
    chapter: str
    listed: str = ""

    @property
    def finding(self) -> str:
        """The key of the sentence that answers the question."""
        return f"synthesis-glance-{self.name}"

    @property
    def picture(self) -> str:
        """The label of the picture."""
        return f"fig-synthesis-{self.name}"


CARDS = (
    Card("trade", "How large is the trade?", "trade"),
    Card("arms", "How many of ASEAN’s arms are Russian?", "security_forums"),
    Card("votes", "Do they vote alike at the United Nations?", "security_forums"),
    Card("forums", "Is Russia at the table?", "security_forums", "tab-forums-standing"),
    Card("investment", "Who invests in Vietnam?", "vietnam"),
    Card("brics", "How much does BRICS weigh?", "brics"),
)


class MissingFindingError(ValueError):
    """The front page names a finding or a picture that no stored notebook has."""


def sentence(key: str) -> str:
    """Return a computed sentence.

    Raises:
        MissingFindingError: no stored notebook has it.
    """
    found = entries.findings()
    if key not in found:
        raise MissingFindingError(f"No stored notebook has the finding {key!r}. Run `make notebooks`.")
    return found[key].text


def exhibit(label: str) -> records.Exhibit:
    """Return a figure or table.

    Raises:
        MissingFindingError: no stored notebook has it.
    """
    found = entries.exhibits()
    if label not in found:
        raise MissingFindingError(f"No stored notebook has the exhibit {label!r}. Run `make notebooks`.")
    return found[label]


def answer() -> str:
    """Return the answer of the report in about ninety words."""
    return " ".join(sentence(key) for key in ANSWER)


def verdict_parts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts of a bar of verdicts: those that some claim has, in the order of verdicts.

    Args:
        rows: entries of the ledger.
    """
    counts = ledger.counted(rows)
    counts.pop(PENDING)
    return [
        {
            "verdict": verdict,
            "css_class": css_class(verdict),
            # By this the address of the ledger names the verdict.
            "choice": css_class(verdict).removeprefix("verdict-"),
            "count": counts[verdict],
            "share": 100 * counts[verdict] / len(rows),
            "meaning": MEANINGS[verdict],
        }
        for verdict in MEANINGS
        if counts[verdict]
    ]


def documents() -> list[dict[str, Any]]:
    """Return the documents from the oldest to the newest: what they are, who pays for the outlet, their verdicts."""
    rows = ledger.entries()
    found = []
    for document in tables.load("documents", credit=False).sort_values("published").to_dict("records"):
        own = [row for row in rows if row["document_key"] == document["key"]]
        date = formatting.cut_date(str(document["published"])[:10], document["published_precision"])
        found.append(
            {
                **{str(name): value for name, value in document.items()},
                "by": written_by(str(document["authors"]), str(document["affiliations"])),
                "date": formatting.long_date(date),
                "page": f"{ledger.page(document['key'])}.html",
                "claims": len(own),
                "parts": verdict_parts(own),
            }
        )
    return found


def with_and_without_russia(label: str) -> str:
    """Return the forums of a table by name: those to which Russia belongs, and the others."""
    names: dict[bool, list[str]] = {True: [], False: []}
    for row in exhibit(label).data:
        # Behind the name may stand, in brackets, who counts as a member.
        names[row["RUS"] is not None].append(row["forum"].partition(" (")[0])
    inside, outside = map(formatting.word_list, names.values())
    return f"With Russia: {inside}. Without it: {outside}."


def written_by(authors: str, affiliations: str) -> str:
    """Return who wrote a document; where no author is stated, those whom it names with their places, if any."""
    if not authors.startswith("not stated"):
        return formatting.word_list(authors.split("; "))
    return "No author stated" + ("" if affiliations.startswith("not stated") else f"; {affiliations}")


def stored_picture(label: str) -> dict[str, str]:
    """Return the stored output of a figure of the synthesis, by media type."""
    exhibit(label)
    notebook = paths.NOTEBOOKS / f"{CHAPTER}.ipynb"
    return entries.stored_output(notebook, records.MIME_TYPES[records.Exhibit], label)


def _picture(label: str) -> str:
    stored = stored_picture(label)
    return pictures.in_page(label, stored[records.SVG], stored[records.NARROW_SVG], exhibit(label).alt)


def content() -> dict[str, Any]:
    """Return what the template of the front page is filled with."""
    rows = ledger.entries()
    return {
        "answer": answer(),
        "rest": sentence(REST),
        "loose": sentence(LOOSE),
        "claims": len(rows),
        "parts": verdict_parts(rows),
        "scorecard": {
            "title": exhibit(SCORECARD).title,
            "caption": exhibit(SCORECARD).caption,
            "picture": _picture(SCORECARD),
        },
        "cards": [
            {
                "card": card,
                "answer": sentence(card.finding),
                "more": with_and_without_russia(card.listed) if card.listed else "",
                "picture": _picture(card.picture),
            }
            for card in CARDS
        ],
        "documents": documents(),
        "edition": edition.current(),
        "brief": paths.BRIEF_NAME,
        "pdf": paths.PDF_NAME,
        "countries": paths.COUNTRIES_NAME,
    }
