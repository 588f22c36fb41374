"""A chapter: what a notebook was asked, its fixed words, and the ways it publishes.

The words lie beside the notebook, in ``notebooks/<chapter>.toml``: sentences of findings, captions of exhibits, notes
on tests, judgements, and what untested claims would need. The notebook keeps the reasoning and hands over numbers, so
that words can be edited without touching code. ``{places}`` in the words are filled by name: ``{total:usd}`` prints a
number by a function of ``words``, ``{gap:number.2}`` with that many digits, ``{share[2015]:percent}`` one of a series.
"""

import dataclasses
import functools
import string
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from russia_asean import formatting, paths
from russia_asean.evidence import claims, findings, records
from russia_asean.report import figures, parameters

TEXTS = ("title", "caption", "alt", "processing")  # of an exhibit, with places


class ChapterError(ValueError):
    """A chapter has no file of words, the file lacks an entry, or an entry and what fills it do not fit."""


@dataclasses.dataclass(frozen=True)
class Chapter:
    """A notebook at work.

    Attributes:
        name: the name of the notebook.
        chosen: its parameters, checked; see ``parameters``.
        content: its file of words as read: ``finding``, ``exhibit``, ``check``, ``judgement`` and ``untested``, each by
            key, label or claim id.
    """

    name: str
    chosen: Any
    content: dict[str, Any]

    def finding(self, key: str, form: str = "", /, **values: Any) -> None:
        """Show a sentence of the file and store it, so that pages of the book can quote it.

        Args:
            key: the key of a finding, unique in the report.
            form: which of its forms, where the file has several.
            values: what fills the places of the sentence.

        Raises:
            ChapterError: the file has no such sentence, or its places and the values do not fit.
            ValueError: the sentence holds a missing number or does not end in a full stop.
        """
        entry = self._entry("finding", key)
        if isinstance(entry, dict) != bool(form) or (form and form not in entry):
            known = ", ".join(entry) if isinstance(entry, dict) else "one form only"
            raise self._mistake("finding", key, f"has no form {form!r} (it has: {known})")
        sentence = entry[form] if form else entry
        findings.finding(key, self._filled("finding", key, {"sentence": sentence}, values)["sentence"])

    def quote(self, section: str) -> None:
        """Show findings of other notebooks again, as the file lists them for a section under ``quoted``.

        Raises:
            ChapterError: the file has no such section, or no stored notebook has a finding.
        """
        told = records.collect(records.FINDING)
        for place, key in enumerate(self._entry("quoted", section), start=1):
            if key not in told:
                raise self._mistake("quoted", section, f"names {key!r}, a finding that no chapter has")
            findings.finding(f"{self.name}-{section}-{place}", told[key].content["text"])

    def figure(self, label: str, figure: Figure, data: pd.DataFrame, **values: Any) -> None:
        """Publish a figure with the words of the file; see ``figures.publish_figure``.

        Args:
            label: the label of an exhibit, starting with ``fig-``.
            figure: the picture; it is closed afterwards.
            data: what is drawn, tidy, one row per mark.
            values: what fills the places of title, caption, alt and processing.

        Raises:
            ChapterError: the file has no such exhibit, or its places and the values do not fit.
            ExhibitError: a text, a source, a unit or the data is missing.
        """
        figures.publish_figure(figure, data, label=label, **self._exhibit(label, data, values))

    def table(self, label: str, data: pd.DataFrame, heads: Mapping[str, str] | None = None, **values: Any) -> None:
        """Publish a table with the words of the file; see ``figures.publish_table``.

        Args:
            label: the label of an exhibit, starting with ``tab-``.
            data: one row per line of the table, raw values; the download holds these.
            heads: the printed head of each column, where the columns depend on the data; else the file has them.
            values: what fills the places of title, caption and processing.

        Raises:
            ChapterError: the file has no such exhibit, or its places and the values do not fit.
            ExhibitError: a text, a source, a unit or the data is missing.
        """
        entry = self._exhibit(label, data, values)
        figures.publish_table(data, label=label, **entry | ({"headers": heads} if heads else {}))

    def check(
        self,
        claim_id: str,
        measured: Mapping[str, claims.Measured],
        *,
        then: Mapping[str, claims.Measured] | None = None,
        other: Mapping[str, claims.Measured] | None = None,
        pages: Mapping[str, Sequence[claims.Page]] | None = None,
        **values: Any,
    ) -> None:
        """Test a claim, with the sources and the note of the file; see ``claims.check``.

        Args:
            claim_id: a row of ``claims.csv``.
            measured: the value on each defensible basis.
            then: the value on the data of the claim's time.
            other: the value under another unit, year, subject or definition.
            pages: for dated facts, where each was read, by basis.
            values: what fills the places of the note.

        Raises:
            ChapterError: the file has no entry for the claim, or its places and the values do not fit.
            ClaimError, TableError: see ``claims.check``.
        """
        entry = self._entry("check", claim_id)
        note = self._filled("check", claim_id, {"note": entry.get("note", "")}, values)["note"]
        claims.check(claim_id, measured, then=then, other=other, sources=entry["sources"], note=note, pages=pages)

    def record(self, *claim_ids: str) -> None:
        """Record claims that are judgements or untested, with the words of the file.

        Raises:
            ChapterError: the file has no words for a claim.
            ClaimError: a claim is unknown.
        """
        for claim_id in claim_ids:
            if claim_id in self.content.get("judgement", {}):
                claims.judgement(claim_id, **self.content["judgement"][claim_id])
            else:
                claims.untested(claim_id, self._entry("untested", claim_id))

    def _exhibit(self, label: str, data: pd.DataFrame, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the words of an exhibit; its ``unit`` and ``format`` hold for all numbers without one of their own."""
        entry = dict(self._entry("exhibit", label))
        numbers = data.select_dtypes("number").columns
        for one, each in (("unit", "units"), ("format", "formats")):
            if one in entry:
                entry[each] = dict.fromkeys(numbers, entry.pop(one)) | entry.get(each, {})
        texts = {name: entry[name] for name in TEXTS if name in entry}
        return entry | self._filled("exhibit", label, texts, values)

    def _entry(self, kind: str, key: str) -> Any:
        entries = self.content.get(kind, {})
        if key not in entries:
            raise ChapterError(f"notebooks/{self.name}.toml: no [{kind}] entry {key!r}. Add it, or correct the name.")
        return entries[key]

    def _filled(self, kind: str, key: str, texts: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
        try:
            return filled(texts, **values)
        except ChapterError as mistake:
            raise self._mistake(kind, key, str(mistake)) from None

    def _mistake(self, kind: str, key: str, told: str) -> ChapterError:
        return ChapterError(f"notebooks/{self.name}.toml: [{kind}] {key!r} {told}. Correct the words or the notebook.")


def begin(name: str, **asked: Any) -> Chapter:
    """Begin a notebook: check its parameters, read its words, set the style of its pictures.

    Args:
        name: the name of the notebook.
        asked: all its parameters.

    Raises:
        ChapterError: the file of words is missing or is not TOML.
        ParameterError: a parameter is unknown, of the wrong type or out of range.
    """
    figures.use_style()
    return Chapter(name, parameters.check(name, asked), _content(name))


@functools.cache
def _content(name: str) -> dict[str, Any]:
    path = paths.NOTEBOOKS / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ChapterError(f"notebooks/{path.name}: file not found. Each chapter keeps its words there.") from None
    except tomllib.TOMLDecodeError as error:
        raise ChapterError(f"notebooks/{path.name}: not valid TOML: {error}.") from None


def filled(texts: Mapping[str, str], **values: Any) -> dict[str, str]:
    """Return texts with values put in the place of their names.

    Args:
        texts: texts with places such as ``{total:usd}``.
        values: what fills each place, by name.

    Raises:
        ChapterError: a text has a place without a value, or a value has no place.
    """
    form = _Words()
    try:
        found = {key: form.vformat(text, (), values) for key, text in texts.items()}
    except (KeyError, IndexError) as missing:
        raise ChapterError(f"has the place {missing}, which nothing fills") from None
    unused = sorted(set(values) - form.used)
    if unused:
        raise ChapterError(f"has no place for {unused[0]!r}")
    return found


class _Words(string.Formatter):
    """Formats values by the functions of ``words``, and notes which were used."""

    def __init__(self) -> None:
        self.used: set[int | str] = set()

    def check_unused_args(self, used_args: set[int | str], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Note the places of one text."""
        self.used |= used_args

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as a place asks for it."""
        return formatting.format_value(value, format_spec)
