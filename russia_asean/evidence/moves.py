"""What an edition with other parameters moves: sentences and verdicts, as stored records and as a matrix of all.

``results/editions/matrix.json`` holds it. `make editions` writes it; the book reads it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pydantic

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.evidence.records import ClaimTest, Finding, RecordError, Results

MARK = "edition.toml"  # at the top of a copy of the project that is an edition; the report itself has none
MATRIX = Path("editions") / "matrix.json"  # below the results
EDITIONS = paths.ROOT / "editions"
# A sentence turns where one of these words comes or goes: they say in which direction a number points.
# fmt: off
DIRECTIONS = frozenset({
    "above", "below", "rose", "fell", "rises", "falls", "grew", "shrank", "more", "less", "fewer", "most", "least",
    "larger", "smaller", "largest", "smallest", "higher", "lower", "highest", "lowest", "up", "down", "nearer",
    "further", "closer", "apart", "together", "surplus", "deficit", "gained", "lost", "no", "not", "none", "neither",
    "never", "half", "clearly", "chance", "unclear", "same",
})
# fmt: on


class _Stored(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Sentence(_Stored):
    """A finding that an edition words otherwise.

    Attributes:
        key: its key.
        chapter: the notebook that holds it.
        before: what the report says.
        after: what the edition says; empty where the edition does not have it.
        turns: whether it points in another direction, and does not only hold other numbers.
    """

    key: str
    chapter: str
    before: str
    after: str
    turns: bool


class Turned(_Stored):
    """A claim on which an edition has another verdict.

    Attributes:
        key: the claim.
        chapter: the notebook that tests it.
        before: the verdict of the report.
        after: that of the edition.
    """

    key: str
    chapter: str
    before: str
    after: str


class Moves(_Stored):
    """What one edition moves.

    Attributes:
        name, title, why: of the edition.
        choices: its parameters, by notebook.
        chapters: the chapters that were run for it.
        said: how many sentences these chapters hold.
        tested: how many claims they test.
        sentences: those that are other.
        verdicts: those that are other.
    """

    name: str
    title: str
    why: str
    choices: dict[str, dict[str, bool | int | str]]
    chapters: tuple[str, ...]
    said: int
    tested: int
    sentences: tuple[Sentence, ...] = ()
    verdicts: tuple[Turned, ...] = ()


class Matrix(_Stored):
    """What all editions move.

    Attributes:
        made_from: the SHA-256 of the results and of the files of editions that they were compared on, by path.
        editions: the editions, by name.
    """

    made_from: dict[str, str]
    editions: tuple[Moves, ...]


def turns(before: str, after: str) -> bool:
    """Return whether one of two sentences holds a word of direction more often than the other."""
    counts = [
        Counter(word for word in re.findall(r"[a-z]+", text.lower()) if word in DIRECTIONS) for text in (before, after)
    ]
    return counts[0] != counts[1]


def between(
    before: Mapping[str, Results], after: Mapping[str, Results], chapters: Iterable[str]
) -> tuple[tuple[Sentence, ...], tuple[Turned, ...]]:
    """Return the sentences and the verdicts of some chapters that differ between two sets of results."""
    sentences, verdicts = [], []
    for name in sorted(chapters):
        new = {record.key: record for record in after[name].records}
        for record in before[name].records:
            other = new.get(record.key)
            if isinstance(record, Finding):
                text = other.text if isinstance(other, Finding) else ""
                if text != record.text:
                    turned = not text or turns(record.text, text)
                    sentences.append(
                        Sentence(key=record.key, chapter=name, before=record.text, after=text, turns=turned)
                    )
            elif isinstance(record, ClaimTest) and isinstance(other, ClaimTest) and other.verdict != record.verdict:
                verdicts.append(Turned(key=record.key, chapter=name, before=record.verdict, after=other.verdict))
    return tuple(sentences), tuple(verdicts)


def made_from(results: Path | None = None, editions: Path | None = None) -> dict[str, str]:
    """Return the SHA-256 of what a matrix is made from, as it is now: all results, and all files of editions."""
    files = [*(results or paths.RESULTS).glob("*.json"), *(editions or EDITIONS).glob("*.toml")]
    return {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def changed(folder: Path | None = None, editions: Path | None = None) -> list[str]:
    """Return the files that have changed since the matrix was made; nothing if it is up to date.

    Raises:
        RecordError: the matrix is missing or damaged.
    """
    before, now = read(folder).made_from, made_from(folder, editions)
    return [path for path in sorted({*before, *now}) if before.get(path) != now.get(path)]


def write(matrix: Matrix, folder: Path | None = None) -> Path:
    """Write the matrix, whole or not at all, and return its path."""
    path = (folder or paths.RESULTS) / MATRIX
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".json.new")
    draft.write_text(records.written(records.dumped(matrix)) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def read(folder: Path | None = None) -> Matrix:
    """Return the stored matrix.

    Raises:
        RecordError: it is missing or damaged.
    """
    path = (folder or paths.RESULTS) / MATRIX
    try:
        return Matrix.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RecordError(f"results/{MATRIX.as_posix()}: file not found. Run `make editions`.") from None
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise RecordError(
            f"results/{MATRIX.as_posix()}, {place}: {first['msg'].lower()}. Run `make editions`."
        ) from None
