"""The country briefs: what the page of a country, the page of all and their PDF are filled with.

A brief is written from ``results/countries``: its sentences, pictures and tables. The claims that name the country come
from the ledger, so that their verdicts are those of today.
"""

import dataclasses
from pathlib import Path
from typing import Any

from russia_asean import formatting, provenance
from russia_asean.book.common import pictures
from russia_asean.book.content import ledger
from russia_asean.data import countries, memberships, tables
from russia_asean.evidence import records
from russia_asean.evidence.named_countries import claims_naming
from russia_asean.evidence.records import Exhibit, Results
from russia_asean.evidence.verdicts import PENDING, Verdict

Row = dict[str, Any]
# Claims that a page shows before a reader asks for the others; more where more do not simply hold.
AT_FIRST = 12
# Claims that the two pages in print have room for: those that concern Russia, and a few others where these are fewer.
FEWEST_IN_PRINT, MOST_IN_PRINT = 3, 7
ANSWER, EVENTS, UNKNOWN = "country-answer", "tab-country-events", "tab-country-unknown"
# What does not hold as it is written comes first, what nobody could decide last.
ORDER = [
    *(Verdict.NOT_SUPPORTED, Verdict.MISREAD, Verdict.PART, Verdict.DEPENDS, Verdict.SUPERSEDED, Verdict.SUPPORTED),
    *(Verdict.UNTESTED, Verdict.JUDGEMENT, PENDING),
]

NOT_SIMPLY = {*ORDER[: ORDER.index(Verdict.SUPPORTED)]}  # verdicts of what does not hold as it is written


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of a brief.

    Attributes:
        title: its heading.
        findings: the keys of its sentences, in order.
        picture: the label of its picture, which a brief with thin data may lack; empty for none.
    """

    title: str
    findings: tuple[str, ...]
    picture: str = ""


PARTS = (
    Part(
        "Trade",
        ("country-trade", "country-trade-change", "country-balance", "country-trade-since"),
        "fig-country-trade",
    ),
    Part(
        "Rank and goods",
        ("country-rank", "country-goods-sent", "country-goods-received"),
        "fig-country-partners",
    ),
    Part("Arms", ("country-arms", "country-arms-suppliers"), "fig-country-arms"),
    Part("Votes", ("country-votes", "country-votes-change", "country-ukraine"), "fig-country-votes"),
    Part("Investment", ("country-investment", "country-investment-russia", "country-projects")),
    Part("Agreements", ("country-agreements", "country-union", "country-partnership", "country-sanctions")),
    Part("Forums and opinion", ("country-forums", "country-brics", "country-opinion")),
)


# What a reader must know of every brief.
NOTES = (
    (
        "The tables",
        "What is here was gathered to test claims. What the tables do not hold may be known all the same, above all in "
        "the country itself.",
    ),
    (
        "Two records",
        "A flow is counted by who sends goods and by who receives them. The two differ: goods go through third "
        "countries, one record holds freight and insurance, and customs see origin and destination differently.",
    ),
    (
        "After 2021",
        "Russia stopped publishing its trade by partner. Later values are the partner's own, or are recovered from "
        "estimates of the International Monetary Fund, with an error that is known from partners who publish.",
    ),
    (
        "Arms",
        "Shares are of an index of volume by the Stockholm International Peace Research Institute, which is not money. "
        "Rifles and other small arms are not in it. Where few arms were delivered a share would be that of one ship, "
        "and is not given.",
    ),
    (
        "Votes",
        "Agreement is the share of roll calls on which two states vote alike; an abstention against a yes or a no "
        "counts half. Chance is what they would agree on if both voted at random, each way as often as the two did "
        "together. Agreement does not say who follows whom, and most votes pass with large majorities.",
    ),
    ("Claims", "Five documents were taken apart into claims, and each was tested by one written rule on open data."),
)


def in_the_book() -> list[str]:
    """Return the codes of the countries that have a page, by their names: the members of ASEAN."""
    return sorted(memberships.asean_11(), key=countries.name)


def address(code: str) -> str:
    """Return the page of a country, as Sphinx names it."""
    return f"book/country-{code.lower()}"


def brief(code: str, folder: Path | None = None) -> Row:
    """Return what a brief is filled with.

    Args:
        code: the ISO code of the country.
        folder: where its results lie, if not in ``results/countries``.

    Raises:
        RecordError: the results are missing or damaged.
        KeyError: they lack a sentence.
    """
    results = records.read(code, folder or records.countries_folder())
    told = {finding.key: finding.text for finding in results.findings}
    shown = {exhibit.key: exhibit for exhibit in results.exhibits}
    return {
        "code": code,
        "name": countries.name(code),
        "in_text": countries.name_in_text(code),
        "title": f"{first_letter(countries.name_in_text(code))} and Russia",
        "answer": told[ANSWER],
        "parts": [
            {
                "title": part.title,
                "text": " ".join(told[key] for key in part.findings),
                "exhibit": shown.get(part.picture),
            }
            for part in PARTS
        ],
        "events": _table(shown.get(EVENTS)),
        "unknown": _table(shown[UNKNOWN]),
        "claims": claims_of(code),
        "notes": NOTES,
        **credits(results),
    }


def first_letter(words: str) -> str:
    """Return words as they begin a heading."""
    return words[:1].upper() + words[1:]


def _table(exhibit: Exhibit | None) -> Row | None:
    """Return a table as it is printed, or None where the brief has none."""
    if exhibit is None or exhibit.printed is None:
        return None
    return {
        "title": exhibit.title,
        "caption": exhibit.caption,
        "head": exhibit.printed.head,
        "lines": exhibit.printed.rows,
        "columns": "L" * len(exhibit.printed.head),
    }


def credits(results: Results) -> Row:
    """Return whose data a brief rests on: ``sources`` (keys) and ``producers`` (names), each once, in order."""
    keys = records.sources(stored for record in results.records for stored in getattr(record, "rests_on", ()))
    known = tables.load("sources", credit=False).set_index("source_key")["producer"]
    return {"sources": keys, "producers": sorted({str(known[key]) for key in keys})}


def claims_of(code: str) -> Row:
    """Return the claims that name a country: how many, their verdicts in words, how many concern Russia, their entries.

    Those that concern Russia come first; within both parts entries are in the ``ORDER`` of their verdicts.
    """
    ids, of_russia = claims_naming(code), {*claims_naming("RUS")}
    rows = [row for row in ledger.entries() if row["claim_id"] in ids]
    rows.sort(key=lambda row: (row["claim_id"] not in of_russia, ORDER.index(ledger.verdict_of(row))))
    counts = [
        f"{count} {verdict}{'s' if verdict == Verdict.JUDGEMENT and count > 1 else ''}"
        for verdict, count in ledger.counted(rows).items()
        if count
    ]
    return {
        "count": len(rows),
        "counts": formatting.word_list(counts),
        "of_russia": sum(row["claim_id"] in of_russia for row in rows),
        "rows": [{**row, "verdict": ledger.verdict_of(row)} for row in rows],
    }


def country(country: str = "") -> Row:
    """Return what the page of a country shows.

    Args:
        country: its ISO code.

    Raises:
        ValueError: the country has no page.
    """
    if country not in in_the_book():
        raise ValueError(
            f"No country brief of {country!r}. Use the code of a member of ASEAN: {', '.join(in_the_book())}."
        )
    return page(country)


def page(code: str, folder: Path | None = None) -> Row:
    """Return what a page shows of a brief, with its pictures; arguments as for ``brief``.

    Raises:
        RecordError: results or a picture are missing or damaged.
        KeyError: the results lack a sentence.
    """
    found = brief(code, folder)
    drawings = (folder or records.countries_folder()) / code
    for part in found["parts"]:
        part["picture"] = _in_page(part["exhibit"], drawings) if part["exhibit"] else ""
    # What does not simply hold is never folded away, whether it concerns Russia or not.
    rows = found["claims"]["rows"]
    open_to_doubt = [row for row in rows if row["verdict"] in NOT_SIMPLY]
    in_order = [*open_to_doubt, *(row for row in rows if row["verdict"] not in NOT_SIMPLY)]
    shown = max(AT_FIRST, len(open_to_doubt))
    return {
        **found,
        "first": in_order[:shown],
        "others": in_order[shown:],
        "is_alone": folder is not None,
    }


def _in_page(exhibit: Exhibit, folder: Path) -> str:
    svg = picture_file(folder, exhibit.key, "svg").read_text(encoding="utf-8")
    return pictures.alone(exhibit.key, svg, exhibit.alt)


def picture_file(folder: Path, label: str, ending: str) -> Path:
    """Return the file of a picture of a brief.

    Raises:
        RecordError: it is not there.
    """
    path = folder / f"{label}.{ending}"
    if not path.exists():
        raise records.RecordError(
            f"results/countries/{folder.name}/{path.name} is missing. Run `make briefs COUNTRY={folder.name}`."
        )
    return path


def tiles() -> Row:
    """Return the answer of each brief, by country in the order of their names."""
    with provenance.uncredited():
        found = [brief(code) for code in in_the_book()]
    return {
        "countries": [{"name": each["name"], "page": address(each["code"]), "answer": each["answer"]} for each in found]
    }


def in_print(codes: list[str], folder: Path | None = None) -> list[Row]:
    """Return what the PDF of some briefs is filled with; ``folder`` as for ``brief``.

    Raises:
        RecordError: results are missing or damaged.
    """
    found = [brief(code, folder) for code in codes]
    return [
        {
            **each,
            "drawn": [part["exhibit"] for part in each["parts"] if part["exhibit"]],
            "shown": each["claims"]["rows"][: min(max(each["claims"]["of_russia"], FEWEST_IN_PRINT), MOST_IN_PRINT)],
        }
        for each in found
    ]
