"""A chapter at work: its parameters, and its ways to publish findings, tests of claims, exhibits and series.

Words stand where their numbers are computed: a cell hands over a sentence with places and the values that fill them.
``{total:usd}`` prints a number by a format of ``formatting``, ``{gap:number.2}`` with that many digits,
``{share[2015]:percent}`` one value of a series. What a result rests on is followed by ``tracking``; nobody types it.
"""

import json
import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
from IPython import get_ipython
from matplotlib.figure import Figure

from russia_asean import counted_by, formatting, provenance
from russia_asean.evidence import claim_tests, lookups, records
from russia_asean.evidence.claim_tests import Measured, Part, Rivals
from russia_asean.provenance import Origin
from russia_asean.report import parameters, publish, stamps, style, tracking
from russia_asean.report.publish import Format


class ChapterError(ValueError):
    """A text and the values that fill it do not fit, or a result lacks what a reader needs."""


class Chapter:
    """A notebook at work.

    Attributes:
        name: the name of the notebook.
        chosen: its parameters, checked; see ``parameters``.
        tracker: follows what its variables rest on.
    """

    def __init__(self, name: str, chosen: Any, tracker: tracking.Tracker) -> None:
        self.name = name
        self.chosen = chosen
        self.tracker = tracker

    def finding(self, key: str, sentence: str, /, *, rests_on: Iterable[Origin] = (), **values: Any) -> None:
        """Show a sentence with computed numbers and store it, so that pages of the book can quote it.

        Args:
            key: what the finding is called, unique in the report; it begins with the name of the chapter.
            sentence: MyST Markdown with places; its verbs are computed, too.
            rests_on: origins beside those of the values, where the cell reads none of the tables itself.
            values: what fills the places.

        Raises:
            ChapterError: places and values do not fit, a number is missing, or the sentence rests on nothing.
        """
        text = " ".join(filled({key: sentence}, values)[key].split())
        # Between spaces, since "nan" is also a part of words such as "financing".
        if any(mark in f" {text.lower()} " for mark in (" nan ", "n/a")):
            raise ChapterError(f"The finding {key!r} holds a missing number: {text}")
        if not text.endswith("."):
            raise ChapterError(f"The finding {key!r} does not end in a full stop: {text}")
        origins = self._origins(key, rests_on)
        record = records.Finding(key=key, text=text, rests_on=records.rests_on(origins))
        publish.publish(record, {"text/plain": text, "text/markdown": record.markdown})

    def quote(self, section: str, *keys: str) -> None:
        """Show findings of other chapters again, word for word, under keys of this one.

        Args:
            section: a name for the place; the keys here are made of it.
            keys: keys of findings.

        Raises:
            ChapterError: no chapter has such a finding.
        """
        # Not from this chapter, whose stored results are those of an earlier run.
        findings = records.collected(records.Finding, without=[self.name])
        for place, key in enumerate(keys, start=1):
            if key not in findings:
                raise ChapterError(f"{key!r} is the key of no finding. Correct it, or run the chapter that has it.")
            own = findings[key].model_copy(update={"key": f"{self.name}-{section}-{place}"})
            publish.publish(own, {"text/plain": own.text, "text/markdown": own.markdown})

    def figure(
        self,
        label: str,
        picture: Figure,
        data: pd.DataFrame,
        *,
        title: str,
        caption: str,
        alt: str,
        processing: str,
        units: Mapping[str, str] | None = None,
        unit: str = "",
        rests_on: Iterable[Origin] = (),
        narrow: Figure | None = None,
        **values: Any,
    ) -> None:
        """Publish a figure with its data.

        Args:
            label: its label, starting with ``fig-``.
            picture: the picture; it is closed afterwards.
            data: what is drawn, tidy, one row per mark.
            title: what is shown, a few words. This and the next three may have places.
            caption: what to see, one or two sentences.
            alt: what a person who cannot see the picture needs to know.
            processing: what was done to the figures of the sources.
            units: the unit of numeric columns, by column.
            unit: the unit of all other numeric columns that are no years.
            rests_on: origins beside those of the data.
            narrow: the picture for telephones, where laying out ``picture`` at their width is not enough.
            values: what fills the places.

        Raises:
            ChapterError: places and values do not fit.
            ExhibitError: a text, a unit, the data or what they rest on is missing.
        """
        texts = {"title": title, "caption": caption, "alt": alt, "processing": processing}
        publish.figure(
            picture,
            data,
            label=label,
            **filled(texts, values, label),
            units=publish.units_of(data, units or {}, unit),
            origins=self.tracker.current() | frozenset(rests_on),
            narrow=narrow,
        )

    def table(
        self,
        label: str,
        data: pd.DataFrame,
        *,
        title: str,
        caption: str,
        processing: str,
        headers: Mapping[str, str] | None = None,
        formats: Mapping[str, Format] | None = None,
        format: Format = str,
        units: Mapping[str, str] | None = None,
        unit: str = "",
        rests_on: Iterable[Origin] = (),
        **values: Any,
    ) -> None:
        """Publish a table with its data.

        Args:
            label: its label, starting with ``tab-``.
            data: one row per line of the table, raw values; the download holds these.
            title: what is shown, a few words. This and the next two may have places.
            caption: what to see, one or two sentences.
            processing: what was done to the figures of the sources.
            headers: the printed head of each column, unit included; columns not named are only in the download. All
                columns under their own names, when it is left out.
            formats: how values are printed, by column.
            format: how the values of all other numeric columns are printed.
            units: the unit of numeric columns, by column.
            unit: the unit of all other numeric columns that are no years.
            rests_on: origins beside those of the data.
            values: what fills the places.

        Raises:
            ChapterError: places and values do not fit.
            ExhibitError: a text, a unit, the data or what they rest on is missing.
        """
        numeric = data.select_dtypes("number").columns
        publish.table(
            data,
            label=label,
            **filled({"title": title, "caption": caption, "processing": processing}, values, label),
            units=publish.units_of(data, units or {}, unit),
            headers=headers or {str(name): str(name) for name in data.columns},
            formats=dict.fromkeys(map(str, numeric), format) | dict(formats or {}),
            origins=self.tracker.current() | frozenset(rests_on),
        )

    def test(
        self,
        claim_id: str,
        measured: Mapping[str, Measured] | None = None,
        *,
        then: Mapping[str, Measured] | None = None,
        other: Mapping[str, Measured] | None = None,
        rivals: Rivals | None = None,
        parts: Mapping[str, Part] | None = None,
        missing: Mapping[str, str] | None = None,
        ruled_out: Mapping[str, str] | None = None,
        evidence: Iterable[str] = (),
        note: str = "",
        every: bool = False,
        rests_on: Iterable[Origin] = (),
        **values: Any,
    ) -> None:
        """Test a claim and store the record.

        Args:
            claim_id: a row of ``claims.csv``.
            measured: the value on each basis that ``bases.csv`` admits for the kind of claim, in the unit of the claim;
                left out (with ``parts``), the claim is looked up as ``data/claims/lookups.csv`` says.
            then: the value on the data of the claim's time (leads to *superseded*).
            other: the value under another unit, year, subject or definition (leads to *misread*).
            rivals: plausible other values, by what they are, to see what the test would have refused.
            parts: the same for each part of a claim that asserts several things.
            missing: why a basis or a part could not be measured, by its name.
            ruled_out: why a required basis that could not be measured cannot agree either, by its name.
            evidence: keys of findings and labels of exhibits that bear on the claim, for or against.
            note: what else a reader must know, in one or two sentences with places.
            every: whether the claim says something of each of the things measured, so that one exception refutes it.
            rests_on: origins beside those of the values.
            values: what fills the places of the note.

        Raises:
            ChapterError: places and values of the note do not fit, or a value rests on nothing.
            ClaimError: the claim is unknown or was measured in the wrong way.
            BasisError: a basis is not admitted, or was left out in silence.
        """
        if parts is None and measured is not None:
            parts = {"": Part(measured, then or {}, other or {}, rivals or {})}
        looked_up = lookups.look_up(claim_id) if parts is None else None
        if looked_up:
            parts, every, note = looked_up.parts, looked_up.every, note or looked_up.words.note
            missing = {**looked_up.words.missing, **(missing or {})}
            evidence = [*looked_up.words.evidence, *evidence]
        # Only while the note is filled: its numbers are credited apart from the measured values.
        with provenance.collecting() as behind_note:
            note = filled({"note": note}, values, claim_id)["note"]
        words = claim_tests.Words(note, frozenset(behind_note), missing or {}, tuple(evidence), ruled_out or {})
        origins = self.tracker.current() | frozenset(rests_on)
        self.show_test(claim_tests.assess(claim_id, parts or {}, words, every=every, origins=origins))

    def test_passage(
        self,
        parts: Mapping[str, Part],
        *,
        missing: Mapping[str, str] | None = None,
        evidence: Iterable[str] = (),
        notes: Mapping[str, str] | None = None,
        rests_on: Iterable[Origin] = (),
        **values: Any,
    ) -> None:
        """Test the claims of one passage together, and store a record of each.

        If exactly one basis fits all of them, the passage is read on it. Else each claim is decided alone.

        Args:
            parts: what was measured, by claim; all claims are measured on the same bases.
            missing: why a basis could not be measured, by its name.
            evidence: keys of findings and labels of exhibits that bear on the passage.
            notes: what else a reader must know, by claim.
            rests_on: origins beside those of the values.
            values: what fills the places of the notes.

        Raises:
            ChapterError: places and values of a note do not fit, or a value rests on nothing.
            ClaimError: the claims are not of one passage, or are not measured on the same bases.
            BasisError: a basis is not admitted, or was left out in silence.
        """
        # All notes at once: a value has a place in one of them, seldom in each.
        with provenance.collecting() as behind_notes:
            told = filled(notes, values, next(iter(parts))) if notes else {}
        words = {
            claim_id: claim_tests.Words(
                note=told.get(claim_id, ""),
                behind_note=frozenset(behind_notes) if claim_id in told else frozenset(),
                missing=missing or {},
                evidence=tuple(evidence),
            )
            for claim_id in parts
        }
        origins = self.tracker.current() | frozenset(rests_on)
        for record in claim_tests.assess_passage(parts, words, origins=origins):
            self.show_test(record)

    def show_test(self, record: records.ClaimTest) -> None:
        """Show and store the record of a test that was made before, as where a sentence counts verdicts first.

        Args:
            record: what ``claim_tests.assess`` or ``lookups.assess`` returned.

        Raises:
            ChapterError: a value rests on nothing.
        """
        bare = [value.basis for value in record.values if not value.rests_on and not value.pages]
        if bare:
            raise ChapterError(
                f"The test of {record.key!r}: the value of {bare[0]!r} rests on nothing. Take it from a table of "
                "data/, or name the rows in rests_on."
            )
        publish.publish(record, claim_tests.shown(record))

    def series(
        self,
        key: str,
        values: pd.Series,
        *,
        title: str,
        unit: str,
        exhibit: str,
        nearer: Literal[1, -1] = 1,
        errors: pd.Series | None = None,
        rests_on: Iterable[Origin] = (),
    ) -> None:
        """Store a series under a name, so that the synthesis can read it.

        Args:
            key: its name, unique in the report.
            values: the values by year; missing years are left out.
            title: what it is called in a table.
            unit: how a value is printed: a format of ``formatting``.
            exhibit: the label of the exhibit that shows it.
            nearer: 1 where a higher value means more of the relationship, -1 where it means less.
            errors: the standard error of each value by year, where values are estimates; none for full counts.
            rests_on: origins beside those of the values.

        Raises:
            ChapterError: the series is empty or rests on nothing, or one of its values lacks an error.
            ReportersChangedError: its values are sums over different reporters, so that no two can be compared.
        """
        known = values.dropna()
        if known.empty:
            raise ChapterError(f"The series {key!r} has no value.")
        if errors is not None and errors.reindex(known.index).isna().any():
            raise ChapterError(f"The series {key!r} has a value without an error. Give each one, or none at all.")
        counted_by.require_same(known, known.index)
        record = records.Series(
            key=key,
            title=title,
            unit=unit,
            nearer=nearer,
            exhibit=exhibit,
            values=_by_year(known),
            errors={} if errors is None else _by_year(errors.reindex(known.index)),
            rests_on=records.rests_on(self._origins(key, rests_on)),
        )
        publish.publish(record, {"text/plain": f"Series {key}: {title}, {len(known)} values"})

    def trace(self) -> str:
        """Return what the notebook has used so far, as JSON: tables, modules of the library, chapters it has read."""
        used = {
            "tables": provenance.tables_read(),
            "modules": stamps.imported_modules(),
            "chapters": sorted(records.chapters_read()),
        }
        return json.dumps(used)

    def _origins(self, key: str, rests_on: Iterable[Origin]) -> frozenset[Origin]:
        origins = self.tracker.current() | frozenset(rests_on)
        if not origins:
            raise ChapterError(f"{key!r} rests on no table. Compute it from tables of data/, or name them in rests_on.")
        return origins


def _by_year(values: pd.Series) -> dict[int, float]:
    return {int(str(year)): float(value) for year, value in values.items()}


def begin(name: str, **asked: Any) -> Chapter:
    """Begin a notebook: check its parameters, set the style of its pictures, follow what its variables rest on.

    Args:
        name: the name of the notebook.
        asked: all its parameters.

    Raises:
        ParameterError: a parameter is unknown, of the wrong type or out of range.
    """
    style.use_style()
    provenance.start()
    tracker = tracking.Tracker()
    shell = get_ipython()
    # There is no shell where `execute.in_process` runs the cells; it announces the statements itself.
    if shell is not None:
        # A second run of the first cells must not announce each statement twice.
        others = [each for each in shell.ast_transformers if not isinstance(each, tracking.Announcer)]
        shell.ast_transformers[:] = [*others, tracking.Announcer()]
        shell.user_ns[tracking.ANNOUNCE] = tracker.announce
    tracker.listen()
    return Chapter(name, parameters.check(name, asked), tracker)


def filled(texts: Mapping[str, str], values: Mapping[str, Any], name: str = "") -> dict[str, str]:
    """Return texts with values put in the place of their names.

    Args:
        texts: texts with places such as ``{total:usd}``.
        values: what fills each place, by name.
        name: the record they belong to, for the message; the first key of ``texts`` when left out.

    Raises:
        ChapterError: a text has a place without a value, or a value has no place.
    """
    template = _Template()
    where = name or next(iter(texts))
    try:
        result = {key: _begun(text, template.vformat(text, (), values)) for key, text in texts.items()}
    except (KeyError, IndexError) as missing:
        raise ChapterError(f"The words of {where!r} have the place {missing}, which nothing fills.") from None
    unused = sorted(set(values) - template.used)
    if unused:
        raise ChapterError(f"The words of {where!r} have no place for {unused[0]!r}.")
    return result


def _begun(text: str, result: str) -> str:
    """Return a filled text with a capital letter if it begins with a value, such as *the Philippines*."""
    return f"{result[:1].upper()}{result[1:]}" if text.startswith("{") else result


class _Template(string.Formatter):
    """Formats values by ``formatting``, and notes which were used."""

    def __init__(self) -> None:
        self.used: set[int | str] = set()

    def check_unused_args(self, used_args: set[int | str], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Note the places of one text."""
        self.used |= used_args

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as a place asks for it, and note what it carries: a note credits its own numbers."""
        provenance.note(provenance.origins_of(value))
        return formatting.format_value(value, format_spec)
