"""A document that the report does not hold yet, with its claims: read strictly, and checked against its text.

Nothing is added to ``data/``. Three files describe such a document: its claims, with the columns of ``claims.csv``; its
text; and, beside the claims, ``document.csv`` with one row of ``documents.csv``.
"""

import dataclasses
import difflib
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from russia_asean import formatting, paths
from russia_asean.data import countries, past_dates, reader, tables
from russia_asean.evidence import claim_rows, history

ABOUT = "document.csv"  # beside the file of claims
SHORTEST, LONGEST = 3, 12  # words of a locator


class DocumentError(ValueError):
    """A new document is described in a way that the report could not take in; one sentence a fault."""


@dataclasses.dataclass(frozen=True)
class NewDocument:
    """A document and its claims, which keep all rules of the tables of claims.

    Attributes:
        about: the row of ``document.csv``; an empty cell is an empty string.
        claims: rows with the columns of ``claims.csv``, in the order of the file.
        text: the text of the document.
    """

    about: dict[str, str]
    claims: pd.DataFrame
    text: str

    @property
    def key(self) -> str:
        """The key of the document in citations."""
        return self.about["key"]


def read(claims_file: Path, text_file: Path) -> NewDocument:
    """Return a document that is described by its claims, its text and ``document.csv`` beside the claims.

    Raises:
        DocumentError: a file is missing, or rows break rules; each fault names file, row, column, rule and remedy.
        TableError: a file is no table that can be read.
    """
    about_file = claims_file.with_name(ABOUT)
    for path, what in ((claims_file, "the claims"), (about_file, "the document"), (text_file, "the text")):
        if not path.is_file():
            raise DocumentError(f"{path}: there is no such file. It must hold {what}; name it, or write it.")
    text = reader.file_text(text_file, text_file.name)
    described, listed = _validated(about_file), _validated(claims_file, about_file)
    if len(described) != 1:
        raise DocumentError(f"{about_file.name}: it has {len(described)} rows. Describe one document at a time.")
    lines = {name: claim_rows.lines_of_rows(path) for name, path in (("about", about_file), ("claims", claims_file))}
    about = reader.text_cells(about_file, about_file.name).iloc[0].to_dict()
    found = [
        f"{about_file.name}, row {lines['about'][0]}, column {column!r}: {fault}"
        for column, fault in _document_faults(about)
    ]
    rows = listed.to_dict("records")
    known = _Known.of_the_report()
    for line, row in zip(lines["claims"], rows, strict=True):
        here = [
            *_place_faults(row, rows, text, text_file.name, str(about["document"]), known),
            *claim_rows.number_faults(row),
            *claim_rows.period_faults(row),
            *_code_faults(row, known),
        ]
        found += [f"{claims_file.name}, row {line}, column {column!r}: {fault}" for column, fault in here]
    if found:
        raise DocumentError("\n".join(found))
    return NewDocument({str(name): str(cell) for name, cell in about.items()}, listed, text)


def _validated(path: Path, about_file: Path | None = None) -> pd.DataFrame:
    """Return a file of claims, or without ``about_file`` one of documents, that keeps the schema of its table.

    The schema is that of ``data/``, in a package of its own, so that the reader of all tables reads this one, too.

    Raises:
        DocumentError: a cell breaks a rule of the schema.
    """
    name = "claims" if about_file else "documents"
    files = {"documents": about_file or path, name: path}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        # The rows may stand as in the text: only the table of all claims is sorted.
        described = [tables.resource(each) | {"path": f"{each}.csv", "sortedBy": []} for each in files]
        (folder / "datapackage.json").write_text(json.dumps({"name": "new", "resources": described}), encoding="utf-8")
        for each, file in files.items():
            (folder / f"{each}.csv").write_bytes(file.read_bytes())
        try:
            return tables.validated(name, folder)
        except tables.TableError as mistake:
            said = str(mistake).replace(tables.REMEDY, "Correct the row; data/README.md says what the column holds.")
            for each, file in files.items():
                said = said.replace(f"data/{each}.csv", file.name).replace(f"{each}.csv", file.name)
            raise DocumentError(said) from None


@dataclasses.dataclass(frozen=True)
class _Known:
    """What the report holds already, and what a new claim may not take or must use.

    Attributes:
        claim_ids: the ids in use and those that were used once.
        passages: the names of passages.
        parties: the codes of whom a claim can be about.
        units: the units in which claims of each kind of ``bases.csv`` state their numbers; none where none does.
    """

    claim_ids: frozenset[str]
    passages: frozenset[str]
    parties: frozenset[str]
    units: Mapping[str, frozenset[str]]

    @classmethod
    def of_the_report(cls) -> "_Known":
        stored = tables.load("claims", credit=False)
        units = {
            str(kind): frozenset(stored.loc[stored["claim_kind"] == kind, "unit"].dropna())
            for kind in tables.load("bases", credit=False)["claim_kind"].unique()
        }
        return cls(
            claim_ids=frozenset(stored["claim_id"]) | frozenset(history.by_claim()),
            passages=frozenset(stored["passage"].dropna()),
            parties=frozenset(countries.party_names()),
            units=units,
        )


def _document_faults(about: Mapping[Any, str]) -> Iterator[claim_rows.Fault]:
    """Yield what of a new document is taken already, and a day of publication that is to come."""
    stored = tables.load("documents", credit=False)
    for column in ("document", "key", "short_name"):
        if about[column] in set(stored[column]):
            yield column, f"{about[column]!r} is a document of the report already. Give the new one another."
    bibliography = (paths.BOOK / "references.bib").read_text(encoding="utf-8")
    entries = set(re.findall(r"^@\w+\{([^,\s]+),", bibliography, flags=re.MULTILINE))
    if about["key"] in entries - set(stored["key"]):
        yield "key", f"{about['key']!r} is an entry of book/references.bib already. Give the document another key."
    for fault in past_dates.faults(about["published"]):
        yield "published", fault


def _place_faults(
    row: Mapping[Any, Any], rows: Iterable[Mapping[Any, Any]], text: str, text_name: str, document: str, known: _Known
) -> Iterator[claim_rows.Fault]:
    """Yield what is wrong with a claim's id, its passage and its place in the text."""
    if row["claim_id"] in known.claim_ids:
        yield "claim_id", f"{row['claim_id']!r} is or was a claim of the report. Ids are cited, so choose another."
    locator = _spaced(row["locator"])
    if not SHORTEST <= len(locator.split()) <= LONGEST:
        yield (
            "locator",
            f"it has {len(locator.split())} words. Give {SHORTEST} to {LONGEST} consecutive words of the text.",
        )
    if locator not in _spaced(text):
        near = _nearest_words(locator, _spaced(text))
        yield (
            "locator",
            f"{locator!r} does not stand in {text_name}. Copy the words as they stand there"
            f"{f'; near to it is {near!r}' if near else ''}.",
        )
    passage = claim_rows.filled(row["passage"])
    yield from claim_rows.passage_faults(row, document)
    if passage in known.passages:
        yield "passage", f"{passage!r} is a passage of the report already. Rename it."
    beside = {claim_rows.filled(each["passage"]) for each in rows if _spaced(each["locator"]) == locator}
    if len(beside) > 1:
        yield (
            "passage",
            f"claims with the locator {locator!r} are of {formatting.word_list(sorted(map(repr, beside)))}. Claims of "
            "one sentence are of one passage; give them the same.",
        )


def _spaced(text: str) -> str:
    """Return text with its white space normalised."""
    return " ".join(text.split())


def _nearest_words(locator: str, text: str) -> str:
    """Return the words of a text that are most like a locator; empty where none is."""
    words, length = text.split(), len(locator.split())
    runs = [" ".join(words[start : start + length]) for start in range(max(1, len(words) - length + 1))]
    return next(iter(difflib.get_close_matches(locator, runs, n=1)), "")


def _code_faults(row: Mapping[Any, Any], known: _Known) -> Iterator[claim_rows.Fault]:
    """Yield codes that nothing here explains: of parties, of the kind of claim, and a unit that its kind never has."""
    yield from claim_rows.party_faults(row, claim_rows.PARTIES["claims"], known.parties)
    kind, unit = claim_rows.filled(row["claim_kind"]), claim_rows.filled(row["unit"])
    yield from claim_rows.kind_faults(row, known.units)
    if unit and known.units.get(kind) and unit not in known.units[kind]:
        usual = formatting.word_list(sorted(known.units[kind]))
        yield "unit", f"{unit!r} is no unit of the kind {kind!r} ({usual}). Correct the unit or the kind."
