"""Records: rounded, written so that a diff reads, read back, each key once."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import paths
from russia_asean.evidence import records
from russia_asean.evidence.records import ClaimTest, Finding, RecordError, RestsOn
from russia_asean.provenance import Origin


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


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=25,
)


@given(json_values)
def test_what_is_written_is_the_same_data(value):
    assert json.loads(records.written(value)) == value


def test_rows_of_data_stand_on_lines_of_their_own():
    rows = [{"year": year, "note": "x" * 200} for year in (2014, 2015)]
    text = records.written({"data": rows, "short": {"a": 1}})
    assert [line for line in text.splitlines() if '"year"' in line] == [
        f"  {json.dumps(row)}{',' if row['year'] == 2014 else ''}" for row in rows
    ]
    assert ' "short": {"a": 1}' in text


def test_sentences_stand_on_lines_of_their_own():
    text = records.written([{"key": "a", "text": "It rose. " * 20}])
    assert text.splitlines()[2].strip() == '"key": "a",'


def test_results_are_written_and_read_back(make):
    finding = make.finding("size", "Trade came to $21.4bn.")
    test = make.test("trade-total-2014", "supported")
    path = make.results(finding, test, name="trade")
    assert not [each for each in path.parent.iterdir() if each != path], "a draft was left behind"
    back = records.read("trade", path.parent)
    assert (back.findings, back.tests) == ((finding,), (test,))
    assert records.homes("findings", path.parent) == {"size": ("trade", 1)}
    assert records.collected(ClaimTest, path.parent) == {"trade-total-2014": test}
    assert records.collected(ClaimTest, path.parent, without=["trade"]) == {}
    assert "trade" in records.chapters_read()


def test_a_key_used_by_two_chapters_is_refused(make):
    for name in ("one", "two"):
        path = make.results(make.finding("same"), name=name)
    with pytest.raises(RecordError, match=r"'same' is used in notebooks/one\.ipynb and in notebooks/two\.ipynb"):
        records.collected(Finding, path.parent)


def test_one_key_may_name_records_of_two_kinds(make):
    path = make.results(make.finding("same"), make.test("same", "supported"))
    assert len(records.read("small", path.parent).records) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "the file: invalid json"),
        ("<<<<<<< HEAD\n{}", "the file: invalid json"),
        ('{"chapter": "trade"}', "parameters: field required"),
        ('{"chapter": "trade", "parameters": {}, "made_from": {}, "cells": {}, "x": 1}', "x: extra inputs"),
    ],
)
def test_damaged_results_are_refused_with_the_remedy(tmp_path, text, told):
    (tmp_path / "trade.json").write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as refused:
        records.read("trade", tmp_path)
    sentence = str(refused.value)
    assert sentence.startswith(f"results/trade.json, {told}"), sentence
    assert sentence.endswith("Run `make notebooks NOTEBOOK=trade`.")
    assert "\n" not in sentence


def test_results_of_another_chapter_are_refused(tmp_path):
    stored = (paths.RESULTS / "brics.json").read_text(encoding="utf-8")
    (tmp_path / "trade.json").write_text(stored, encoding="utf-8")
    with pytest.raises(
        RecordError, match=r"results/trade\.json, chapter: 'brics' is another chapter than the file's\. R"
    ):
        records.read("trade", tmp_path)


def test_results_in_another_encoding_are_refused(tmp_path):
    (tmp_path / "trade.json").write_bytes('{"chapter": "tráde"}'.encode("cp1252"))
    with pytest.raises(RecordError, match=r"results/trade\.json: is not UTF-8\. Run `make notebooks NOTEBOOK=trade`"):
        records.read("trade", tmp_path)


def test_missing_results_are_refused_with_the_remedy(tmp_path):
    with pytest.raises(RecordError, match=r"results/brics\.json: file not found\. Run `make notebooks NOTEBOOK=brics`"):
        records.read("brics", tmp_path)


def test_origins_are_stored_by_table_and_source_and_come_back():
    origins = {Origin("b", "y", "2"), Origin("b", "y", "1"), Origin("a", "x")}
    stored = records.rests_on(origins - {Origin("b", "y", "2"), Origin("b", "y", "1")})
    assert stored == (RestsOn(table="a", source="x"),)
    single = RestsOn(table="b", source="y", rows=("1", "2"))
    assert records.origins([*stored, single]) == origins
    assert records.sources([single, *stored]) == ["x", "y"]


def test_the_page_of_a_single_row_is_stored_with_it():
    row = Origin("published_figures", "adb-ar-2017", "adb-share-jpn-2017")
    (stored,) = records.rests_on([row])
    assert stored.rows == ("adb-share-jpn-2017",)
    assert stored.pages and all(page.startswith("http") for page in stored.pages)
