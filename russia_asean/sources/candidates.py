"""From newer files of publishers to candidate tables: which rows they make, what is other, and what a guard refuses.

Nothing is written. What the candidate is, is a text for each file of the project that would change; what became of the
figures is counted cell by cell.

A source whose key names an edition (``imf-weo-2026-04``) gets a new key with a new edition; one whose key names none
(``eia-brent``) is a rolling source, of which one edition is kept. Where editions of a table stand beside each other
(``data/releases.csv``), the older stays and the newer answers first, unless it lacks figures of the older; elsewhere
the rows of the newer take the place of the older, which git keeps.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from russia_asean import formatting, paths
from russia_asean.data import releases, tables
from russia_asean.data.reader import text_cells
from russia_asean.sources import edition_guards, guards, recipes, snapshots
from russia_asean.sources.fetching import Fetched
from russia_asean.sources.recipes import Batch
from russia_asean.sources.snapshots import Edition, SnapshotError

MARKS = ("vintage", "source_key")  # what differs between editions though the figure is the same
DATED = re.compile(r"-(v?\d+(?:-\d+)*)$")
CROSS_CHECK = "cross-check"
# Chosen flow by flow, so that an older edition answers where a newer has a gap; in all other tables a whole series
# comes from one edition (docs/decisions/0003 and 0014).
FLOW_BY_FLOW = ("trade_flows",)
PERCENT = 100
LARGEST = 10  # revisions told one by one


@dataclass(frozen=True)
class Newer:
    """A file that is another one than those of its kind that the tables were made from.

    Attributes:
        fetched: the file.
        kind: the kind of file, as in the column ``recipe`` of ``snapshots.csv``.
        old: the key in ``snapshots.csv`` of the newest file listed.
        key: the key that this one would have.
        before: the edition listed.
        edition: the edition of this one.
        new_label: whether it says that it is of a later date than the edition listed.
    """

    fetched: Fetched
    kind: str
    old: str
    key: str
    before: Edition
    edition: Edition
    new_label: bool

    @property
    def replaces(self) -> bool:
        """Whether it takes the place of the file listed, as its source keeps its key."""
        return self.edition.source_key == self.before.source_key

    @property
    def is_same_label(self) -> bool:
        """Whether its source names an edition, and it is another file under the name of the one listed."""
        return self.replaces and DATED.search(self.before.source_key) is not None


@dataclass(frozen=True)
class Cells:
    """What became of the figures of a source in a table.

    Attributes:
        file: the newer file.
        table: the table.
        source_key: the source of the new rows.
        earlier: the source that they are compared with.
        replaces: whether its rows fall away.
        added, vanished: how many cells the new edition has alone, and the old alone.
        revised: how many have another value.
        same: how many have the same.
        added_years: the years of those added.
        median: the size of a revision in per cent of the earlier value, by the median; None where none was revised.
        largest: the largest revisions: the place in words, the value before and the value now.
    """

    file: Newer
    table: str
    source_key: str
    earlier: str
    replaces: bool
    added: int
    vanished: int
    revised: int
    same: int
    added_years: tuple[int, ...]
    median: float | None
    largest: pd.DataFrame

    @property
    def brings_nothing(self) -> bool:
        """Whether all figures are the same."""
        return not (self.added or self.vanished or self.revised)

    @property
    def text(self) -> str:
        """What became of them, in one line."""
        years = f" ({formatting.year_ranges([*self.added_years])})" if self.added_years else ""
        told = [
            f"{self.added:,} cells added{years}",
            f"{self.revised:,} revised"
            + (f", by {formatting.percent(self.median)} at the median" if self.median else ""),
            f"{self.vanished:,} vanished",
            f"{self.same:,} the same",
        ]
        how = "in the place of" if self.replaces else "beside"
        other = "its earlier edition" if self.earlier == self.source_key else self.earlier
        return f"data/{self.table}.csv, {self.source_key}, {how} {other}: {'; '.join(told)}."


@dataclass(frozen=True)
class Candidate:
    """Tables that would be, with newer files.

    Attributes:
        newer: the files.
        texts: the text of each file of the project that would be another one, by its path below the project.
        cells: what became of the figures, table by table.
        notes: what else a reader of the changes must know, a sentence each.
    """

    newer: tuple[Newer, ...]
    texts: dict[str, str] = field(default_factory=dict)
    cells: tuple[Cells, ...] = ()
    notes: tuple[str, ...] = ()


def newer_files(fetched: Iterable[Fetched]) -> list[Newer]:
    """Return the files that are other than those the tables were made from, each as an edition.

    Raises:
        SnapshotError: a file is of an earlier date than the edition of the tables.
    """
    found = []
    for file in fetched:
        kind = snapshots.row(file.snapshot)["recipe"]
        keys = snapshots.of_kind(kind)
        if any(snapshots.snapshot(key).sha256 == file.sha256 for key in keys):
            continue
        before = snapshots.edition(keys[-1])
        precision = min(len(file.vintage), len(before.vintage))
        now, then = file.vintage[:precision], before.vintage[:precision]
        if now < then:
            raise SnapshotError(
                f"{file.path.name}: is of {file.vintage}, and the tables are made from the edition of "
                f"{before.vintage}. It is an earlier edition: take the newest."
            )
        source = _source_key(before.source_key, file.vintage)
        earlier = before.source_key if source != before.source_key else before.earlier
        edition = Edition(source, file.vintage, earlier)
        found.append(Newer(file, kind, keys[-1], f"{kind}-{file.vintage}", before, edition, now > then))
    return found


def _source_key(before: str, vintage: str) -> str:
    """Return the key of the source of a newer edition, as precise as the key of the one before.

    A source whose key names no edition keeps its key, and so does one of which all such keys are taken.
    """
    dated = DATED.search(before)
    if dated is None:
        return before
    known = set(tables.load("sources", credit=False)["source_key"])
    base, parts = before[: dated.start()], dated[1].count("-") + 1
    names = [f"{base}-{'-'.join(vintage.split('-')[:parts])}", f"{base}-{vintage}"]
    return next((key for key in names if key not in known), before)


def candidate(newer: Sequence[Newer]) -> Candidate:
    """Return the tables that newer files make, compared with those that are stored.

    A file that is another one and holds the same figures brings nothing, and is only told of.

    Raises:
        SnapshotError: a guard refuses an edition, another file of the same edition is missing, or a file is not
            what its label says.
    """
    left = list(newer)
    notes: list[str] = []
    while left:
        try:
            texts, cells = _built(left)
            same = next(
                (each for each in left if all(cell.brings_nothing for cell in cells if cell.file is each)), None
            )
        except SameFigures as found:
            same = found.newer
        if same is None:
            for each in left:
                if each.is_same_label:
                    raise SnapshotError(
                        f"{each.fetched.path.name}: has the label {each.edition.vintage}, as has the edition of the "
                        "tables, and other figures. Ask the publisher of which day it is, and put it into the cache by "
                        "hand under that date."
                    )
            texts |= _lists(left, cells)
            other = {path: text for path, text in texts.items() if (paths.ROOT / path).read_text("utf-8") != text}
            return Candidate(tuple(left), other, tuple(cells), (*notes, *_notes(left, cells)))
        if same.new_label and DATED.search(same.before.source_key):
            raise SnapshotError(
                f"{same.fetched.path.name}: its label says {same.edition.vintage}, its figures are those of the "
                f"edition of {same.before.vintage}. It is the earlier edition under another name: take the right file."
            )
        notes.append(f"{same.fetched.path.name}: another file, the same figures. Nothing new.")
        left.remove(same)
    return Candidate((), notes=tuple(notes))


class SameFigures(Exception):
    """A file holds the figures of the edition before."""

    def __init__(self, newer: Newer) -> None:
        super().__init__(newer.key)
        self.newer = newer


def _built(newer: Sequence[Newer]) -> tuple[dict[str, str], list[Cells]]:
    """Return the texts of the tables that newer files make, and what became of their figures.

    Raises:
        SameFigures: a recipe finds the figures of the edition before.
        SnapshotError: as for ``candidate``.
    """
    by_old = {each.old: each for each in newer}
    files = {each.key: each.fetched.path for each in newer}
    editions = {each.key: each.edition for each in newer}
    begun: dict[str, pd.DataFrame] = {}
    texts: dict[str, str] = {}
    cells: list[Cells] = []
    for batch in recipes.batches():
        moved = [by_old[key] for key in batch.snapshots if key in by_old]
        if not moved:
            continue
        _refuse_half_an_edition(batch, by_old)
        renewed = Batch(batch.recipe, tuple(by_old[key].key if key in by_old else key for key in batch.snapshots))
        try:
            rows = recipes.as_stored(recipes.built_rows(renewed, files, editions), batch.recipe.digits)
        except guards.SameEditionError:
            raise SameFigures(moved[0]) from None
        table = batch.recipe.table
        stored = tables.load(table, credit=False)
        found = [each for file in moved if (each := _examined(table, rows, stored, file))]
        gone = [each.earlier for each in found if each.replaces]
        path = f"data/{tables.resource(table)['path']}"
        texts[path] = recipes.table_text(batch.recipe, rows, begun.get(table), gone)
        # The next recipe of the same table starts from what this one made.
        begun[table] = pd.read_csv(io.StringIO(texts[path]), dtype=str, keep_default_na=False)
        cells += found or [_whole_table(table, begun[table], moved[0])]
    return texts, cells


def _refuse_half_an_edition(batch: Batch, by_old: Mapping[str, Newer]) -> None:
    first = batch.snapshots[0]
    if not batch.recipe.editions or first not in by_old:
        return
    source = snapshots.edition(first).source_key
    for key in batch.snapshots[1:]:
        if key not in by_old and snapshots.edition(key).source_key == source:
            raise SnapshotError(
                f"data/snapshots.csv: {first} has a newer edition and {key}, of the same edition, has none. "
                "Fetch both, or put both into the cache by hand."
            )


def _examined(table: str, rows: pd.DataFrame, stored: pd.DataFrame, newer: Newer) -> Cells | None:
    """Return what became of the figures of a source, after the guards; None if the rows are of no source, or others."""
    if "source_key" not in rows:
        return None
    before, after = newer.before.source_key, newer.edition.source_key
    new, old = rows[rows["source_key"] == after], stored[stored["source_key"] == before]
    if new.empty:
        return None
    key = _key(table)
    file = newer.fetched.path.name
    left_out = newer.edition.left_out
    # As the table is read: a recipe may give text where the table has whole numbers or days.
    new = new.astype({name: old[name].dtype for name in key if name in old and len(old)})
    edition_guards.within_label(new, newer.edition.vintage, file)
    if len(old):
        edition_guards.whole_areas(new, old, left_out, file)
        edition_guards.whole_votes(new, old, left_out, file)
        if "value" in new:
            edition_guards.same_scale(new, old, key, file)
            edition_guards.same_members(new, old, key, _sums_over_countries(), file)
            edition_guards.estimates_stay(new, old, key, file)
    listed = set(releases.releases_of(table).index)
    return _compared(table, new, old, newer, replaces=newer.replaces or before not in listed)


def _key(table: str) -> list[str]:
    """Return the columns that say which figure a row of a table is, whatever the edition."""
    return [name for name in tables.resource(table)["schema"]["primaryKey"] if name not in MARKS]


def _sums_over_countries() -> set[str]:
    listed = tables.load("countries", credit=False)
    return set(listed.loc[listed["kind"] == "aggregate", "iso3"])


def _compared(table: str, new: pd.DataFrame, old: pd.DataFrame, newer: Newer, replaces: bool) -> Cells:
    """Return what became of the figures of a table, both editions as it is read."""
    key = _key(table)
    values = ["value"] if "value" in new else [name for name in new if name not in (*key, *MARKS)]
    both = old[[*key, *values]].merge(new[[*key, *values]], on=key, how="outer", indicator=True, suffixes=("", "_now"))
    shared = both[both["_merge"] == "both"]
    # A figure that both lack is the same figure.
    other = [
        (shared[name] != shared[f"{name}_now"]) & ~(shared[name].isna() & shared[f"{name}_now"].isna())
        for name in values
    ]
    moved = shared[pd.concat(other, axis="columns").any(axis="columns")]
    median, largest = None, pd.DataFrame()
    if values == ["value"]:
        size = PERCENT * (moved["value_now"] - moved["value"]).abs() / moved["value"].abs()
        size = size[size < float("inf")].sort_values(ascending=False)
        median = float(size.median()) if len(size) else None
        top = moved.loc[size.index[:LARGEST]]
        places = [", ".join(map(str, cells)) for cells in top[key].itertuples(index=False)]
        largest = pd.DataFrame({"Figure": places, "Before": top["value"].array, "Now": top["value_now"].array})
    came = both[both["_merge"] == "right_only"]
    years = tuple(sorted({int(year) for year in came["year"]})) if "year" in came else ()
    gone = int((both["_merge"] == "left_only").sum())
    return Cells(
        newer,
        table,
        newer.edition.source_key,
        newer.before.source_key,
        replaces,
        len(came),
        gone,
        len(moved),
        len(shared) - len(moved),
        years,
        median,
        largest,
    )


def _whole_table(table: str, made: pd.DataFrame, newer: Newer) -> Cells:
    """Return what became of a table whose rows name no source, or that of another file; the new table is text."""
    path = tables.resource(table)["path"]
    # Under another name a value is a cell like others, compared as text.
    new, old = (frame.rename(columns={"value": "_value"}) for frame in (made, text_cells(paths.DATA / path, path)))
    return _compared(table, new, old, newer, replaces=True)


def _notes(newer: Sequence[Newer], cells: Iterable[Cells]) -> list[str]:
    found = [
        f"{each.fetched.path.name} is of {each.edition.vintage}; the tables are made from the edition of "
        f"{each.before.vintage}."
        for each in newer
    ]
    for each in cells:
        if not each.replaces and each.vanished and each.table not in FLOW_BY_FLOW:
            found.append(
                f"data/{each.table}.csv: {each.source_key} lacks {each.vanished:,} figures of {each.earlier}, so it is "
                "a cross-check and does not answer (docs/decisions/0014-editions-through-recipes.md)."
            )
    return found


# The lists of files, sources and releases


def _lists(newer: Sequence[Newer], cells: Sequence[Cells]) -> dict[str, str]:
    """Return the texts of the lists of files, sources and releases with the newer editions in them."""
    files, sources, listed = map(_read, ("snapshots", "sources", "releases"))
    beside = [each for each in cells if not each.replaces]
    for each in newer:
        _list_file(files, each, kept=any(cell.earlier == each.before.source_key for cell in beside))
        _list_source(sources, each)
    for cell in beside:
        _list_release(listed, cell)
    return {
        "data/snapshots.csv": _csv(files, ["key"]),
        "data/sources.csv": _csv(sources, ["source_key"]),
        "data/releases.csv": _csv(listed, ["table", "source_key"]),
    }


def _read(name: str) -> list[dict[str, str]]:
    table = text_cells(paths.DATA / f"{name}.csv", f"data/{name}.csv")
    return [{str(column): str(cell) for column, cell in row.items()} for row in table.to_dict("records")]


def _list_file(files: list[dict[str, str]], newer: Newer, kept: bool) -> None:
    old = next(row for row in files if row["key"] == newer.old)
    fetched = newer.fetched
    new = old | {
        "key": newer.key,
        "source_key": newer.edition.source_key,
        "earlier": newer.edition.earlier if kept else "",
        "left_out": "",
        "edition": fetched.edition,
        "address": fetched.address if fetched.address.startswith("https://") else old["address"],
        "retrieved": fetched.retrieved.isoformat(),
        "bytes": str(fetched.bytes),
        "sha256": fetched.sha256,
        "kind": "fetched",
        "cached_name": snapshots.kept_name(newer.key, fetched.path),
    }
    if not kept:
        files.remove(old)
    files.append(new)


def _list_source(sources: list[dict[str, str]], newer: Newer) -> None:
    old = next(row for row in sources if row["source_key"] == newer.before.source_key)
    was, now = newer.before.vintage, newer.edition.vintage
    new = old | {
        "source_key": newer.edition.source_key,
        "title": redated(old["title"], was, now),
        "citation": redated(old["citation"], was, now),
        "published": now,
        "accessed": newer.fetched.retrieved.isoformat(),
        "access_path": f"Fetched from {newer.fetched.address}",
    }
    if newer.replaces:
        sources.remove(old)
    sources.append(new)


def _list_release(listed: list[dict[str, str]], cells: Cells) -> None:
    """Put a newer edition before the older one in the list of releases of a table."""
    here = [row for row in listed if row["table"] == cells.table]
    old = next(row for row in here if row["source_key"] == cells.earlier)
    whole = cells.vanished == 0 or cells.table in FLOW_BY_FLOW
    new = old | {
        "source_key": cells.source_key,
        "label": redated(old["label"], cells.file.before.vintage, cells.file.edition.vintage),
        "role": old["role"] if whole else CROSS_CHECK,
    }
    for row in here:
        if int(row["rank"]) >= int(new["rank"]):
            row["rank"] = str(int(row["rank"]) + 1)
    if whole and cells.table not in FLOW_BY_FLOW and old["role"] == releases.ANSWERS:
        # A whole series comes from one edition.
        old["role"] = CROSS_CHECK
    listed.append(new)


def redated(words: str, was: str, now: str) -> str:
    """Return words with the date of one edition in the place of that of another, as day, month or year.

    Args:
        words: as a title or a citation.
        was: the date in them, ``2026``, ``2026-04`` or ``2026-04-24``.
        now: the date that takes its place.
    """
    told, said = _forms(was), _forms(now)
    for form in ("day", "month", "path", "year"):
        if form in told:
            # As precise as the new date is: a month takes the place of a day where no day is known.
            new = said.get(form) or said.get("month") or said["year"]
            words = re.sub(rf"(?<!\d){re.escape(told[form])}(?!\d)", new.replace("\\", ""), words)
    return words


def _forms(vintage: str) -> dict[str, str]:
    found = {"year": vintage[:4]}
    if len(vintage) >= len("2026-04"):
        month = date.fromisoformat(f"{vintage[:7]}-01").strftime("%B")
        found |= {"month": f"{month} {vintage[:4]}", "path": f"{vintage[:4]}/{month}"}
    if len(vintage) == len("2026-04-24"):
        found["day"] = formatting.long_date(vintage)
    return found


def _csv(rows: Sequence[Mapping[str, str]], key: Sequence[str]) -> str:
    """Return rows of text as the text of a table, sorted by its key."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[name] for name in key]))
    return written.getvalue()
