"""What the chapters found: findings, tests of claims, exhibits with their data, and series, as typed records.

``results/<chapter>.json`` holds the records of a chapter. A notebook writes them when it is executed; the book, the
ledger, the synthesis and every "what changed" read them here and nowhere else. Numbers are rounded and rows stand on
lines of their own, so that a diff of two editions reads.
"""

import functools
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import pydantic

from russia_asean import formatting, paths
from russia_asean.data import tables
from russia_asean.evidence import selections, verdicts
from russia_asean.provenance import Key, Origin

DIGITS = 6  # significant digits stored, so that another processor gives the same text
# Notebooks that are no chapters: the brief is run once for each country.
COUNTRY_BRIEF = "country_brief"
TEMPLATES = (COUNTRY_BRIEF,)
LINE = 110  # characters; what fits stands on one line


class RecordError(ValueError):
    """A result is missing or damaged, or two chapters use one key."""


class _Record(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class RestsOn(_Record):
    """Rows of one table, from one source.

    Attributes:
        table: the table of the data package.
        source: a key of ``sources.csv``.
        rows: ids of single rows (published figures, dated facts); empty for a series.
        where: of a measured value, the rows of a series: for each column of its key the values that these rows have; a
            row is meant that keeps one of these conditions. Empty where it is not known which rows were used.
        pages: the addresses of the pages at which these rows were read, each once.
    """

    table: str
    source: str
    rows: tuple[str, ...] = ()
    where: tuple[dict[str, tuple[str, ...]], ...] = ()
    pages: tuple[str, ...] = ()


class Page(_Record):
    """Where one fact behind a measurement was read.

    Attributes:
        fact: the fact and its date, in words.
        url: the address of the page; empty where the fact is from general knowledge.
        table: the data table that holds the fact.
    """

    fact: str
    url: str
    table: str


class Finding(_Record):
    """A sentence with computed numbers.

    Attributes:
        key: what it is called, unique in the report.
        text: the sentence, in MyST Markdown.
        rests_on: what it rests on.
    """

    key: str
    text: str
    rests_on: tuple[RestsOn, ...]

    @property
    def markdown(self) -> str:
        """The sentence with its dollar signs escaped, since a dollar sign would open a formula."""
        return formatting.escaped_dollars(self.text)


class MeasuredValue(_Record):
    """A claim measured on one basis.

    Attributes:
        part: the part of the claim it speaks of; empty where the claim has one part.
        basis: what was measured, in words.
        floor: the tolerance for revisions that was allowed for, in the unit of the claim.
        value: a number in the unit of the claim, a date in ISO form, or whether the claim holds.
        exact: a number that is counted from known rows, as exact as they are; empty for all else.
        text: the value as a reader reads it.
        agrees: whether it agrees with the claim.
        rests_on: the rows behind it.
        pages: for dated facts, where each was read.
    """

    part: str = ""
    basis: str
    floor: float = 0.0
    value: bool | int | float | str
    exact: str = ""
    text: str
    agrees: bool
    rests_on: tuple[RestsOn, ...] = ()
    pages: tuple[Page, ...] = ()


class Severity(_Record):
    """How hard a test was: how many other plausible values it would have refused.

    Attributes:
        refused: how many.
        rivals: of how many.
        words: what the other values are.
    """

    refused: int
    rivals: int
    words: str


class ClaimTest(_Record):
    """A claim, its measurements and the verdict.

    Attributes:
        key: the claim's id.
        verdict: one of ``verdicts.Verdict``.
        statement: the claim in our words.
        reason: the reason for the verdict, in one sentence.
        note: what else a reader must know (Markdown).
        measured: the value on each defensible basis.
        then: the value on the data of the claim's time.
        other: the value under another unit, year, subject or definition.
        evidence: the keys of findings and labels of exhibits that bear on it, for or against.
        every: whether the claim says something of each thing measured, so that one exception refutes it.
        parts: the verdict on each part, where the claim has several.
        reading: on what the answer depends, where it depends: record, definition, period, release.
        joint: the basis on which all statements of its passage fit together; empty where there is none.
        missing: bases or parts that could not be measured, each with the reason.
        ruled_out: required bases that could not be measured and cannot agree either, each with what bounds it out.
        severity: how many other plausible values the test would have refused; None where that is not known.
        note_rests_on: what the numbers in the note rest on.
    """

    key: str
    verdict: str
    statement: str
    reason: str
    note: str
    measured: tuple[MeasuredValue, ...] = ()
    then: tuple[MeasuredValue, ...] = ()
    other: tuple[MeasuredValue, ...] = ()
    evidence: tuple[str, ...] = ()
    every: bool = False
    parts: dict[str, str] = {}
    reading: tuple[str, ...] = ()
    joint: str = ""
    missing: dict[str, str] = {}
    ruled_out: dict[str, str] = {}
    severity: Severity | None = None
    note_rests_on: tuple[RestsOn, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Whether the claim was measured in a way that could hardly have failed, so that headline counts leave it out.

        A test that did fail shows by that that it could.
        """
        if not self.measured or self.verdict == verdicts.Verdict.NOT_SUPPORTED:
            return False
        return self.severity is None or self.severity.refused / self.severity.rivals < verdicts.WEAK

    @property
    def values(self) -> tuple[MeasuredValue, ...]:
        """All measurements, whatever their role."""
        return self.measured + self.then + self.other

    @property
    def rests_on(self) -> tuple[RestsOn, ...]:
        """What the measurements and the numbers in the note rest on, taken together."""
        return merged([*(each.rests_on for each in self.values), self.note_rests_on])


class Printed(_Record):
    """A table as it is printed.

    Attributes:
        head: the heads of the columns.
        rows: the cells as text.
        numeric: the heads of columns that hold numbers.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...]


class Exhibit(_Record):
    """A figure or a table with its data.

    Attributes:
        key: its label, starting with ``fig-`` or ``tab-``.
        title, caption, processing: its words; ``alt`` is the alternative of a figure, empty for a table.
        fields: name, type and unit of each column of the data, as in a Table Schema.
        data: what is drawn or printed, one row per mark or line.
        printed: how a table is printed.
        pictures: for a figure, the SHA-256 of each picture by its media type.
        rests_on: what it rests on.
    """

    key: str
    title: str
    caption: str
    alt: str = ""
    processing: str
    fields: tuple[dict[str, str], ...]
    data: tuple[dict[str, Any], ...]
    printed: Printed | None = None
    pictures: dict[str, str] = {}
    rests_on: tuple[RestsOn, ...]


class Series(_Record):
    """A series that other chapters may read by its name.

    Attributes:
        key: its name, unique in the report.
        title: what it is called in a table.
        unit: how its values are printed: a format of ``formatting``.
        nearer: 1 where a higher value means more of the relationship, -1 where it means less.
        exhibit: the label of the exhibit that shows it.
        values: the values by year.
        errors: the standard error of each value by year, of surveys and estimates; empty for what is counted in full.
        rests_on: what it rests on.
    """

    key: str
    title: str
    unit: str
    nearer: Literal[1, -1] = 1
    exhibit: str
    values: dict[int, float]
    errors: dict[int, float] = {}
    rests_on: tuple[RestsOn, ...]


Record = Finding | ClaimTest | Exhibit | Series
R = TypeVar("R", Finding, ClaimTest, Exhibit, Series)
# The media type of each kind of record in the outputs of a notebook.
MIME_TYPES: dict[type[Record], str] = {
    Finding: "application/vnd.russia-asean.finding+json",
    ClaimTest: "application/vnd.russia-asean.claim-test+json",
    Exhibit: "application/vnd.russia-asean.exhibit+json",
    Series: "application/vnd.russia-asean.series+json",
}
# The pictures of a figure: for wide screens, for telephones (a kind of our own, which Jupyter passes over), for print.
SVG, NARROW_SVG, PDF = "image/svg+xml", "image/vnd.russia-asean.narrow+svg", "application/pdf"
MARK = "russia_asean"  # in the metadata of an output: the media type of its record
KINDS: dict[str, type[Record]] = {"findings": Finding, "tests": ClaimTest, "exhibits": Exhibit, "series": Series}


class MadeFrom(_Record):
    """The SHA-256 of everything that the results of a chapter were made from.

    Attributes:
        notebook: its cells, without outputs.
        tables: the tables that were loaded, by name.
        modules: the modules of the library that were imported, by full name.
        results: the results of other chapters that were read, by chapter.
        lock: the lock file.
    """

    notebook: str = ""
    tables: dict[str, str] = {}
    modules: dict[str, str] = {}
    results: dict[str, str] = {}
    lock: str = ""


class Results(_Record):
    """The results of one chapter.

    Attributes:
        chapter: the name of the notebook.
        parameters: the parameters it was executed with.
        made_from: what it was made from.
        cells: in which cell of the notebook each record was made, counted from 1, by kind and key.
        findings, tests, exhibits, series: the records, sorted by key.
    """

    chapter: str
    parameters: dict[str, bool | int | str]
    made_from: MadeFrom
    cells: dict[str, dict[str, int]]
    findings: tuple[Finding, ...] = ()
    tests: tuple[ClaimTest, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    series: tuple[Series, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, kind by kind."""
        return (*self.findings, *self.tests, *self.exhibits, *self.series)


def rests_on(origins: Iterable[Origin], *, to_the_row: bool = False) -> tuple[RestsOn, ...]:
    """Return origins as they are stored: one entry per table and source, sorted.

    Args:
        origins: what something rests on.
        to_the_row: whether the rows of series are stored, too. Sentences and exhibits rest on hundreds.
    """
    rows: dict[tuple[str, str], set[str]] = {}
    keys: dict[tuple[str, str], list[frozenset[Key]]] = {}
    for origin in origins:
        place = (origin.table, origin.source)
        # An empty row stands for a whole series and is no id.
        rows.setdefault(place, set()).update({origin.row} - {""})
        keys.setdefault(place, []).append(origin.keys)
    found = []
    for (table, source), ids in sorted(rows.items()):
        used = keys[table, source]
        # One part of which the rows are not known, and nothing exact can be said of the whole.
        known = to_the_row and not ids and all(used)
        where = selections.conditions(table, source, frozenset[Key]().union(*used)) if known else ()
        pages = tuple(tables.pages(table, sorted(ids)))
        found.append(RestsOn(table=table, source=source, rows=tuple(sorted(ids)), where=where, pages=pages))
    return tuple(found)


def origins(stored: Iterable[RestsOn]) -> frozenset[Origin]:
    """Return what is stored as origins again."""
    return frozenset(Origin(each.table, each.source, row) for each in stored for row in (each.rows or ("",)))


def merged(parts: Iterable[Iterable[RestsOn]]) -> tuple[RestsOn, ...]:
    """Return several lists of what something rests on as one."""
    return rests_on(origin for part in parts for origin in origins(part))


def sources(stored: Iterable[RestsOn]) -> list[str]:
    """Return the keys of the sources, each once, sorted."""
    return sorted({each.source for each in stored})


def rounded(value: Any) -> Any:
    """Round every float inside nested lists and dicts to six significant digits; NaN becomes None."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    if isinstance(value, float):
        # JSON knows neither NaN nor infinity.
        if not math.isfinite(value):
            return None
        short = float(f"{value:.{DIGITS}g}")
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value


def dumped(record: pydantic.BaseModel) -> dict[str, Any]:
    """Return a record as plain, rounded data without the fields that hold nothing."""
    return dict(rounded(record.model_dump(exclude_defaults=True)))


def written(value: Any, indent: int = 0) -> str:
    """Return data as JSON of which a diff reads: what fits a line stands on one, else one item a line."""
    flat = json.dumps(value, ensure_ascii=False)
    if indent + len(flat) <= LINE or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 1)
    if isinstance(value, list):
        # A row of data stays on its line, however long: a diff of data is a diff of rows.
        lines = [json.dumps(item, ensure_ascii=False) if _is_row(item) else written(item, indent + 1) for item in value]
        return "[\n" + ",\n".join(inner + line for line in lines) + "\n" + " " * indent + "]"
    lines = [f"{json.dumps(str(key))}: {written(item, indent + 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(inner + line for line in lines) + "\n" + " " * indent + "}"


def _is_row(item: Any) -> bool:
    """Return whether an item is a row of data: a dict of plain values, none of them a sentence of the report."""
    plain = isinstance(item, dict) and not any(isinstance(cell, dict | list) for cell in item.values())
    return plain and not {"text", "statement"} & set(item)


def write(results: Results, folder: Path | None = None, name: str = "") -> Path:
    """Write the results of a chapter, whole or not at all, and return the path of the file.

    Args:
        results: the results.
        folder: where they go, if not into ``results/``.
        name: the name of the file without its ending, if not that of the notebook.
    """
    folder = folder or paths.RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name or results.chapter}.json"
    # The ending must not be .json, or a half-written file would count as a chapter.
    draft = path.with_suffix(".json.new")
    draft.write_text(written(dumped(results)) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def schema() -> dict[str, Any]:
    """Return the JSON schema of a file of results."""
    return Results.model_json_schema(mode="serialization")


def write_schema() -> Path:
    """Write the schema beside the records of decisions, for whoever reads results with other tools."""
    paths.RESULTS_SCHEMA.write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
    return paths.RESULTS_SCHEMA


def chapter_notebooks(folder: Path | None = None) -> list[Path]:
    """Return the notebooks that are chapters of the report, sorted by name: all but the templates."""
    found = (folder or paths.NOTEBOOKS).glob("*.ipynb")
    return sorted(path for path in found if path.stem not in TEMPLATES)


def countries_folder() -> Path:
    """Return the folder of the results of country briefs, one file for each country by its code."""
    return paths.RESULTS / "countries"


def chapters(folder: Path | None = None) -> list[str]:
    """Return the names of the chapters that have results, sorted."""
    return sorted(path.stem for path in (folder or paths.RESULTS).glob("*.json"))


_chapters_read: set[str] = set()


def chapters_read() -> frozenset[str]:
    """Return the chapters whose results this process has read."""
    return frozenset(_chapters_read)


def read(chapter: str, folder: Path | None = None) -> Results:
    """Return the results of a chapter.

    Raises:
        RecordError: the file is missing or is not what this module writes.
    """
    path = (folder or paths.RESULTS) / f"{chapter}.json"
    _chapters_read.add(chapter)
    try:
        # The time of the change is part of the key, so that a file written anew is read anew.
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise RecordError(f"{_shown(path)}: file not found. Run `{_command(path)}`.") from None


@functools.lru_cache(maxsize=64)
def _read(path: Path, _modified: int) -> Results:
    try:
        found = Results.model_validate_json(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise RecordError(f"{_shown(path)}: is not UTF-8. Run `{_command(path)}`.") from None
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise RecordError(f"{_shown(path)}, {place}: {first['msg'].lower()}. Run `{_command(path)}`.") from None
    # A brief bears the name of its template, since one notebook makes all.
    if found.chapter not in (path.stem, *TEMPLATES):
        raise RecordError(
            f"{_shown(path)}, chapter: {found.chapter!r} is another chapter than the file's. Run `{_command(path)}`."
        )
    return found


def _is_of_a_country(path: Path) -> bool:
    return path.parent.name == countries_folder().name


def _shown(path: Path) -> str:
    """Return a file of results as a reader of the project knows it."""
    return f"results/{path.parent.name}/{path.name}" if _is_of_a_country(path) else f"results/{path.name}"


def _command(path: Path) -> str:
    """Return the command that writes a file of results anew."""
    return f"make briefs COUNTRY={path.stem}" if _is_of_a_country(path) else f"make notebooks NOTEBOOK={path.stem}"


def collected(kind: type[R], folder: Path | None = None, without: Sequence[str] = ()) -> dict[str, R]:
    """Return all records of a kind from all chapters, by key.

    Args:
        kind: the class of the records.
        folder: where the results lie, if not in ``results/``.
        without: chapters that are left out.

    Raises:
        RecordError: a file is damaged, or two chapters use one key.
    """
    found: dict[str, R] = {}
    homes: dict[str, str] = {}
    for chapter in chapters(folder):
        if chapter in without:
            continue
        for record in read(chapter, folder).records:
            if not isinstance(record, kind):
                continue
            if record.key in found:
                raise RecordError(
                    f"The key {record.key!r} is used in notebooks/{homes[record.key]}.ipynb and in "
                    f"notebooks/{chapter}.ipynb. Rename one, or delete the notebook and the results of a copy."
                )
            found[record.key], homes[record.key] = record, chapter
    return found


def homes(kind: str, folder: Path | None = None, without: Sequence[str] = ()) -> dict[str, tuple[str, int]]:
    """Return chapter and cell (counted from 1) of every record of a kind (a key of ``KINDS``), by its key."""
    return {
        key: (chapter, cell)
        for chapter in chapters(folder)
        if chapter not in without
        for key, cell in read(chapter, folder).cells.get(kind, {}).items()
    }
