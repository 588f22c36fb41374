"""Records of a notebook: rounded, written, read back, each key once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean.evidence import findings, records


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (123456.789, 123457),
        (0.000123456789, 0.000123457),
        (21.4, 21.4),
        (3.0, 3),
        (math.nan, None),
        (math.inf, None),
        (7, 7),
        (True, True),
        ("text", "text"),
        ({"a": (1.23456789, [math.nan])}, {"a": [1.23457, [None]]}),
    ],
)
def test_floats_are_rounded_to_six_digits(value, stored):
    found = records.rounded(value)
    assert found == stored
    assert type(found) is type(stored)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_twice_changes_nothing(value):
    once = records.rounded(value)
    assert records.rounded(once) == once
    assert once == pytest.approx(value, rel=1e-5)


def test_records_are_read_in_order_with_their_cell(make):
    make.notebook(
        make.words("# Title"),
        make.code("1", make.record(records.FINDING, "first", {"text": "A."})),
        make.code("2", make.record(records.CHECK, "second", {"verdict": "supported"}), count=2),
        make.code("print()", count=3),
    )
    found = records.read(make.folder / "small.ipynb")
    assert [(each.kind, each.key, each.cell, each.notebook) for each in found] == [
        (records.FINDING, "first", 1, "small"),
        (records.CHECK, "second", 2, "small"),
    ]
    assert list(records.collect(records.CHECK, make.folder)) == ["second"]


def test_a_key_used_twice_in_a_notebook_is_refused(make):
    twice = make.record(records.FINDING, "same", {"text": "A."})
    make.notebook(make.code("1", twice), make.code("2", twice, count=2))
    with pytest.raises(records.OutputError, match=r"notebooks/small\.ipynb, cell 2: the key 'same' is used twice"):
        records.read(make.folder / "small.ipynb")


def test_a_key_used_in_two_notebooks_is_refused(make):
    for name in ("one", "two"):
        make.notebook(make.code("1", make.record(records.FINDING, "same", {"text": "A."})), name=name)
    with pytest.raises(
        records.OutputError, match=r"'same' is used in notebooks/one\.ipynb and in notebooks/two\.ipynb"
    ):
        records.collect(records.FINDING, make.folder)


def test_one_key_may_name_records_of_two_kinds(make):
    make.notebook(
        make.code(
            "1",
            make.record(records.FINDING, "same", {"text": "A."}),
            make.record(records.CHECK, "same", {"verdict": "x"}),
        )
    )
    assert len(records.read(make.folder / "small.ipynb")) == 2


@pytest.fixture
def emitted(monkeypatch):
    """Return the list of records that a test emits."""
    emitted = []
    monkeypatch.setattr(records, "emit", lambda *record: emitted.append(record))
    return emitted


def test_a_finding_keeps_its_words_and_escapes_dollars(emitted):
    findings.finding("size", "Trade came to\n   $21.4bn in 2014.")
    kind, key, content, shown = emitted[0]
    assert (kind, key, content["text"]) == (records.FINDING, "size", "Trade came to $21.4bn in 2014.")
    assert shown["text/markdown"] == r"Trade came to \$21.4bn in 2014."


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("Trade came to nan in 2014.", "holds a missing number"),
        ("Trade came to n/a.", "holds a missing number"),
        ("Trade rose", "does not end in a full stop"),
    ],
)
def test_a_finding_with_a_hole_is_refused(emitted, sentence, message):
    with pytest.raises(ValueError, match=f"'size' .*{message}|'size' {message}"):
        findings.finding("size", sentence)
    assert emitted == []
