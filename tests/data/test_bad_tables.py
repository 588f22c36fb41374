"""A table that breaks its contract stops with one sentence: file, row, column, rule, remedy."""

import errno
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from russia_asean import paths
from russia_asean.data import codebook, descriptor, tables

HEAD = "source_key,title\nfirst,First source"
REMEDIES = (
    *("Close", "Correct", "Delete", "Describe", "Move", "Name", "Rename", "Restore", "Save", "Sort", "Write"),
    "The data package is refused by frictionless",
)

# what is spoilt: file, old text, new text, what the sentence says
MISTAKES = {
    "missing column": ("flows.csv", "year,value", "year,worth", "column 'value' is missing"),
    "unknown column": ("sources.csv", HEAD, "source_key,title,extra\nfirst,First,x", "column 'extra' is not in the"),
    "columns in another order": (
        "sources.csv",
        "source_key,title",
        "title,source_key",
        "column 'title' stands in",
    ),
    "column without a name": ("flows.csv", "unit,read_on", "unit,", "row 1: column 5 has no name"),
    "column named twice": (
        "flows.csv",
        "read_on,partial",
        "read_on,unit",
        "row 1, column 'unit': the name occurs",
    ),
    "word in a number": ("flows.csv", "1750000.5", "a lot", "row 3, column 'value': 'a lot' is not of type number"),
    "comma in a number": ("flows.csv", "900000", '"900,000"', "row 4, column 'value': '900,000' is not of type number"),
    "infinite number": ("flows.csv", "900000", "inf", "row 4, column 'value': 'inf' is not of type number"),
    "no number": ("flows.csv", "900000", "nan", "row 4, column 'value': 'nan' is not of type number"),
    "number too large": ("flows.csv", "900000", "1e400", "row 4, column 'value': '1e400' is not of type number"),
    "number with underscore": ("flows.csv", "900000", "900_000", "row 4, column 'value': '900_000' is not of type"),
    "fraction in a whole number": ("flows.csv", "RUS,2021", "RUS,2021.5", "row 3, column 'year': '2021.5' is not of"),
    "whole number with a point": (
        "flows.csv",
        "RUS,2021",
        "RUS,2021.0",
        "'2021.0' is not of type integer (digits",
    ),
    "endless whole number": ("flows.csv", "RUS,2021", f"RUS,{'9' * 30}", "row 3, column 'year': '9999"),
    "no such date": ("flows.csv", "2021-03-02", "2021-02-30", "row 4, column 'read_on': '2021-02-30' is not of type"),
    "date in another form": ("flows.csv", "2021-03-02", "02.03.2021", "row 4, column 'read_on': '02.03.2021' is not"),
    "date without zeros": (
        "flows.csv",
        "2021-03-02",
        "2021-3-2",
        "'2021-3-2' is not of type date (a day as",
    ),
    "word in a yes or no": ("flows.csv", "2021-03-02,true", "2021-03-02,yes", "row 4, column 'partial': 'yes' is not"),
    "duplicate key": ("flows.csv", "RUS,2021", "RUS,2020", "row 3: the key iso3=RUS, year=2020 occurs twice"),
    "unknown country": ("flows.csv", "VNM,2020", "VIE,2020", "row 4, column 'iso3': 'VIE' is not in countries.csv"),
    "wrong unit": ("flows.csv", "900000,USD", "900000,EUR", "row 4, column 'unit': 'EUR' is not one of USD"),
    "too small": ("flows.csv", "900000", "-900000", "column 'value': '-900000' is less than the minimum 0"),
    "too late": ("flows.csv", "RUS,2021", "RUS,2026", "row 3, column 'year': '2026' is more than the maximum 2025"),
    "empty cell": ("flows.csv", "1750000.5", "", "row 3, column 'value': is empty; the column must be filled"),
    "wrong pattern": ("countries.csv", "VNM", "Vnm", "column 'iso3': 'Vnm' does not match the pattern [A-Z]{3}"),
    "pattern and more": ("countries.csv", "VNM", '"VNM\n"', "column 'iso3': 'VNM\\n' does not match the pattern"),
    "name used twice": ("countries.csv", "Vietnam", "Russia", "row 3, column 'name': 'Russia' occurs a second time"),
    "rows out of order": (
        "flows.csv",
        "RUS,2020",
        "RUS,2022",
        "row 3: RUS, 2021 stands after RUS, 2022. Sort",
    ),
    "cell too many in the first row": (
        "flows.csv",
        "1500000",
        "1,500000",
        "row 2: 7 cells, but the header has 6",
    ),
    "cell too many": (
        "flows.csv",
        "1750000.5,USD,,",
        "1750000.5,USD,,,",
        "row 3: 7 cells, but the header has 6",
    ),
    "cell too few": ("flows.csv", "1750000.5,USD,,", "1750000.5,USD,", "row 3: 5 cells, but the header has 6 columns"),
    "quotation mark within a word": ("flows.csv", "1750000.5", '"1750000".5', "row 3: the quotation marks are not in"),
    "quotation mark never closed": ("flows.csv", "1750000.5", '"1750000.5', "row 3: the quotation marks are not in"),
    "another separator": (
        "sources.csv",
        HEAD,
        "source_key;title\nfirst;First",
        "header has one column; is the separator",
    ),
    "NUL byte": ("flows.csv", "1750000.5", "1750\0000.5", "row 3: holds a NUL byte"),
    "header only": ("sources.csv", HEAD, "source_key,title", "the table has no rows"),
    "empty file": ("sources.csv", f"{HEAD}\n", "", "the file is empty"),
    "blank lines only": ("sources.csv", HEAD, "\n\n", "the file is empty"),
    "mistake after blank lines": ("flows.csv", "RUS,2021,1750000.5", "\n\nRUS,2021,a lot", "row 5, column 'value'"),
    "mistake after a line break": ("countries.csv", "Russia\nVNM", '"Rus\nsia"\nVnm', "row 4, column 'iso3': 'Vnm'"),
    "unknown code after blank lines": ("flows.csv", "VNM,2020", "\nVIE,2020", "row 5, column 'iso3': 'VIE' is not in"),
    "duplicate key after blank lines": ("flows.csv", "RUS,2021", "\nRUS,2020", "row 4: the key iso3=RUS, year=2020"),
    "empty cell after blank lines": (
        "flows.csv",
        "RUS,2021,1750000.5",
        "\nRUS,2021,",
        "row 4, column 'value': is",
    ),
    "disorder after blank lines": ("flows.csv", "RUS,2020,", "\nRUS,2022,", "row 4: RUS, 2021 stands after RUS, 2022"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named(small_package, mistake):
    file, old, new, said = MISTAKES[mistake]
    small_package.replace(file, old, new)
    with pytest.raises(tables.TableError) as caught:
        tables.load(file.removesuffix(".csv"), small_package.describe().folder)
    assert_sentence(caught, f"data/{file}", said)


def assert_sentence(caught, place, said):
    """Check that an error is one line, begins with a place, says what is wrong and what to do."""
    sentence = str(caught.value)
    assert sentence.startswith(place)
    assert said in sentence
    assert "\n" not in sentence
    assert any(f" {remedy}" in sentence for remedy in REMEDIES), f"no remedy is named: {sentence}"


@pytest.mark.parametrize("mistake", ["word in a number", "duplicate key", "unknown country", "wrong unit"])
def test_the_standard_refuses_the_same_mistakes(small_package, mistake, monkeypatch):
    """The schema language is the standard's: a tool that knows nothing of ours comes to the same verdict."""
    monkeypatch.chdir(small_package.folder)
    assert frictionless.validate("datapackage.json").valid
    file, old, new, _ = MISTAKES[mistake]
    small_package.replace(file, old, new)
    small_package.describe()
    assert not frictionless.validate("datapackage.json").valid


def test_a_sound_package_loads_with_its_types(small_package):
    frame = tables.load("flows", small_package.folder)
    assert frame["value"].tolist() == [1500000, 1750000.5, 900000]
    assert frame["year"].tolist() == [2020, 2021, 2020]
    assert frame["read_on"].isna().tolist() == [False, True, False]
    assert frame["partial"].isna().tolist() == [False, True, False]


def test_a_changed_file_is_refused(small_package):
    small_package.replace("flows.csv", "900000", "900001")
    with pytest.raises(
        tables.TableError, match=r"data/flows\.csv: its hash is not the one in datapackage\.json.*make data"
    ):
        tables.load("flows", small_package.folder)


def test_a_missing_file_is_refused(small_package):
    (small_package.folder / "flows.csv").unlink()
    with pytest.raises(tables.TableError, match=r"data/flows\.csv: file not found in .*\. Restore it"):
        tables.load("flows", small_package.folder)


def test_an_unknown_table_is_refused(small_package):
    with pytest.raises(tables.TableError, match=r"no table named 'flow'\. Tables: countries, flows, sources"):
        tables.load("flow", small_package.folder)


def test_a_broken_or_missing_description_is_refused(small_package):
    path = small_package.folder / "datapackage.json"
    path.write_text('{"name": ', encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"datapackage\.json, line 1: not valid JSON"):
        tables.load("flows", small_package.folder)
    with pytest.raises(tables.TableError, match=r"datapackage\.json: file not found"):
        tables.load("flows", small_package.folder / "nowhere")


def test_an_unknown_source_is_refused(small_package):
    assert tables.credit(["first"], small_package.folder)["title"].tolist() == ["First source"]
    with pytest.raises(tables.TableError, match=r"Source 'second' is not in data/sources\.csv"):
        tables.credit(["first", "second"], small_package.folder)


def test_a_loaded_table_may_be_changed_without_harm(small_package):
    frame = tables.load("flows", small_package.folder)
    frame["value"] = 0
    assert tables.load("flows", small_package.folder)["value"].sum() > 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"source_key,title\nfirst,F\xfcrst\n", r"not UTF-8 at byte 25 of the file (row 2)"),
        ("source_key,title\nfirst,First\n".encode("utf-16"), r"not UTF-8 at byte 1 of the file (row 1)"),
        ("source_key,title\nfirst,First\n".encode("utf-16-le"), r"row 1: holds a NUL byte"),
    ],
)
def test_a_file_that_is_no_utf_8_is_refused(small_package, content, said):
    (small_package.folder / "sources.csv").write_bytes(content)
    with pytest.raises(tables.TableError) as caught:
        tables.load("sources", small_package.describe().folder)
    assert_sentence(caught, "data/sources.csv", said)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks_do_no_harm(small_package, newline):
    path = small_package.folder / "flows.csv"
    sound = tables.load("flows", small_package.folder)
    path.write_bytes(b"\xef\xbb\xbf" + newline.join(path.read_text(encoding="utf-8").splitlines()).encode())
    tables.clear_cache()
    pd.testing.assert_frame_equal(tables.load("flows", small_package.describe().folder), sound)


def test_a_row_keeps_its_text(small_package):
    small_package.replace("sources.csv", "First source", '"One, ""two"",\n\nNA"')
    assert tables.load("sources", small_package.describe().folder)["title"].tolist() == ['One, "two",\n\nNA']


def test_a_folder_in_place_of_a_table_is_refused(small_package):
    (small_package.folder / "flows.csv").unlink()
    (small_package.folder / "flows.csv").mkdir()
    with pytest.raises(tables.TableError) as caught:
        tables.load("flows", small_package.folder)
    assert_sentence(caught, "data/flows.csv", "is a folder, not a file")


@pytest.mark.parametrize("name", ["flows.csv", "datapackage.json"])
def test_a_file_without_the_right_to_read_is_refused(small_package, monkeypatch, name):
    read = Path.read_bytes

    def refuse(path):
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)  # a test that runs as root may read everything
    with pytest.raises(tables.TableError) as caught:
        tables.load("flows", small_package.folder)
    assert_sentence(caught, name if name.endswith("json") else f"data/{name}", "cannot be read (Permission denied)")


def test_a_table_may_be_empty_only_if_its_description_says_so(small_package):
    small_package.replace("sources.csv", HEAD, "source_key,title")
    small_package.edit(lambda content: content["resources"][2].update(mayBeEmpty=True))
    frame = tables.load("sources", small_package.describe().folder)
    assert frame.columns.tolist() == ["source_key", "title"]
    assert frame.empty


def test_a_table_may_lie_in_a_folder_of_its_own(small_package):
    folder = small_package.folder
    (folder / "money").mkdir()
    (folder / "flows.csv").rename(folder / "money/flows.csv")
    small_package.edit(lambda content: content["resources"][1].update(path="money/flows.csv")).describe()
    assert len(tables.load("flows", folder)) == 3
    assert tables.undescribed(folder) == []
    small_package.replace("money/flows.csv", "900000", "a lot")
    tables.clear_cache()
    with pytest.raises(tables.TableError, match=r"data/money/flows\.csv, row 4, column 'value'"):
        tables.load("flows", small_package.describe().folder)


def test_a_file_that_is_not_described_is_found(small_package):
    (small_package.folder / "raw").mkdir()
    (small_package.folder / ".checkpoints").mkdir()
    for name in ("raw/own.csv", "mine.csv", ".checkpoints/flows.csv"):
        (small_package.folder / name).write_text("a\n1\n", encoding="utf-8")
    assert tables.undescribed(small_package.folder) == ["mine.csv", "raw/own.csv"]


@pytest.mark.parametrize(
    ("constraints", "cells", "said"),
    [
        ({"unique": True}, ["a", "", "", "a"], "row 5, column 'cell': 'a' occurs a second time"),
        ({"minLength": 2}, ["", "ab", "a"], "row 4, column 'cell': 'a' is shorter than 2 characters"),
        ({"maxLength": 2}, ["", "ab", "abc"], "row 4, column 'cell': 'abc' is longer than 2 characters"),
        ({"pattern": "a|b"}, ["", "a", "b", "ba"], "row 5, column 'cell': 'ba' does not match the pattern a|b"),
        ({"enum": ["a", "b"]}, ["", "a", "b", "c"], "row 5, column 'cell': 'c' is not one of a, b"),
        ({"required": True}, ["a", ""], "row 3, column 'cell': is empty"),
    ],
)
def test_each_rule_for_text_is_enforced(tiny_package, constraints, cells, said):
    assert_last_cell_is_refused(tiny_package, "string", constraints, cells, said)


@pytest.mark.parametrize(
    ("kind", "constraints", "cells", "said"),
    [
        ("integer", {"minimum": 2}, ["", "2", "1"], "row 4, column 'cell': '1' is less than the minimum 2"),
        ("year", {"maximum": 2}, ["", "2", "3"], "row 4, column 'cell': '3' is more than the maximum 2"),
        ("number", {"exclusiveMinimum": 2}, ["", "2.1", "2"], "row 4, column 'cell': '2' is not more than 2"),
        ("number", {"exclusiveMaximum": 2.5}, ["", "2", "2.5"], "row 4, column 'cell': '2.5' is not less than 2.5"),
        ("integer", {"enum": [1, 2]}, ["", "1", "3"], "row 4, column 'cell': '3' is not one of 1, 2"),
        ("integer", {"unique": True}, ["", "", "1", "1"], "row 5, column 'cell': '1' occurs a second time"),
        ("date", {"minimum": "2020-01-01"}, ["", "2020-01-01", "2019-12-31"], "is less than the minimum 2020-01-01"),
        ("date", {"exclusiveMaximum": "2020-01-01"}, ["", "2019-12-31", "2020-01-01"], "is not less than 2020-01-01"),
    ],
)
def test_each_rule_for_numbers_and_dates_is_enforced(tiny_package, kind, constraints, cells, said):
    assert_last_cell_is_refused(tiny_package, kind, constraints, cells, said)


def assert_last_cell_is_refused(tiny_package, kind, constraints, cells, said):
    field = {"name": "cell", "type": kind, "constraints": constraints}
    assert len(tables.validated("tiny", tiny_package([field], [[cell] for cell in cells[:-1]]))) == len(cells) - 1
    with pytest.raises(tables.TableError) as caught:
        tables.validated("tiny", tiny_package([field], [[cell] for cell in cells]))
    assert_sentence(caught, "data/tiny.csv", said)


DATES = [{"name": "start", "type": "date"}, {"name": "end", "type": "date"}]
PRECISE = [*DATES, {"name": "end_precision", "type": "string"}]
NUMBERS = [{"name": "start", "type": "integer"}, {"name": "end", "type": "integer"}]


@pytest.mark.parametrize(
    ("fields", "sound", "spoilt", "said"),
    [
        (DATES, ["2012-03-04", "2012-03-04"], ["2012-03-04", "2012-03-03"], "2012-03-03 lies before 'start', which is"),
        (PRECISE, ["2012-03-04", "2012-01-01", "year"], ["2012-03-04", "2011-01-01", "year"], "2011-01-01 lies before"),
        (PRECISE, ["2012-03-04", "2012-03-01", "month"], ["2012-03-04", "2012-03-01", "day"], "2012-03-01 lies before"),
        (NUMBERS, ["9", "10"], ["10", "9"], "9 lies before 'start', which is 10"),
    ],
)
def test_an_interval_that_ends_before_it_starts_is_refused(tiny_package, fields, sound, spoilt, said):
    rule = {"intervals": [["start", "end"]]}
    open_ended = ["", *sound[1:]]
    assert len(tables.validated("tiny", tiny_package(fields, [sound, open_ended], **rule))) == 2
    with pytest.raises(tables.TableError) as caught:
        tables.validated("tiny", tiny_package(fields, [sound, spoilt], **rule))
    assert_sentence(caught, "data/tiny.csv, row 3, column 'end'", said)


def test_the_order_of_rows_is_the_described_one(tiny_package):
    fields = [{"name": "id", "type": "integer"}, {"name": "rank", "type": "integer"}]
    rows = [["10", "2"], ["9", "1"]]
    assert tables.validated("tiny", tiny_package(fields, rows, primaryKey=["id"]))["id"].tolist() == [10, 9]
    assert len(tables.validated("tiny", tiny_package(fields, rows, sortedBy=[], primaryKey=["rank"]))) == 2
    with pytest.raises(tables.TableError) as caught:
        tables.validated("tiny", tiny_package(fields, rows, primaryKey=["id"], sortedBy=["rank"]))
    assert_sentence(caught, "data/tiny.csv, row 3", "1 stands after 2. Sort the rows by rank")


def test_a_table_may_refer_to_itself(tiny_package):
    fields = [{"name": "id", "type": "string"}, {"name": "parent", "type": "string"}]
    keys = [{"fields": "parent", "reference": {"resource": "tiny", "fields": "id"}}]
    assert len(tables.validated("tiny", tiny_package(fields, [["a", ""], ["b", "a"]], foreignKeys=keys))) == 2
    with pytest.raises(tables.TableError, match=r"row 3, column 'parent': 'c' is not in tiny\.csv"):
        tables.validated("tiny", tiny_package(fields, [["a", ""], ["b", "c"]], foreignKeys=keys))


def field(content, **changes):
    content["resources"][1]["schema"]["fields"][2].update(changes)


def flows(content, **changes):
    content["resources"][1].update(changes)


def schema(content, **changes):
    content["resources"][1]["schema"].update(changes)


BACK = {"fields": "name", "reference": {"resource": "flows", "fields": "iso3"}}
LOST = {"fields": "iso3", "reference": {"resource": "country", "fields": "iso3"}}
# what is spoilt in the description, and what the sentence says
DESCRIPTIONS = {
    "no resources": (lambda content: content.pop("resources"), ", resources: is missing"),
    "empty resources": (lambda content: content.update(resources=[]), ", resources: list should have at least 1"),
    "resources no list": (lambda content: content.update(resources={}), ", resources: input should be a valid list"),
    "no path": (lambda content: content["resources"][1].pop("path"), ", resource 'flows', path: is missing"),
    "no name": (lambda content: content["resources"][1].pop("name"), ", resource 2, name: is missing"),
    "no schema": (lambda content: content["resources"][1].pop("schema"), ", resource 'flows', schema: is missing"),
    "path upwards": (
        lambda content: flows(content, path="../../etc/passwd"),
        "'../../etc/passwd' is not a CSV",
    ),
    "path upwards to a table": (lambda content: flows(content, path="../a.csv"), "'../a.csv' is not a CSV file inside"),
    "path from the root": (lambda content: flows(content, path="/etc/a.csv"), "'/etc/a.csv' is not a CSV file inside"),
    "path elsewhere": (lambda content: flows(content, path="https://example.org/a.csv"), "is not a CSV file inside"),
    "list of paths": (lambda content: flows(content, path=["flows.csv"]), "path: input should be a valid string"),
    "table listed twice": (lambda content: flows(content, name="sources"), "the table 'sources' is listed twice"),
    "file listed twice": (lambda content: flows(content, path="sources.csv"), "the file 'sources.csv' is listed twice"),
    "unknown type": (lambda content: field(content, type="numeric"), "field 'value', type: 'numeric' does not fit"),
    "column twice": (lambda content: field(content, name="unit"), "the column 'unit' is described twice"),
    "other decimal sign": (lambda content: field(content, decimalChar=","), "decimalChar: ',' does not fit"),
    "other format": (lambda content: field(content, format="any"), "format: 'any' does not fit"),
    "unknown rule": (
        lambda content: field(content, constraints={"jsonSchema": {}}),
        "field 'value', constraints, jsonSchema: this rule is not known here",
    ),
    "misspelt rule": (lambda content: field(content, constraints={"minimun": 0}), "minimun: this rule is not known"),
    "rule of another type": (
        lambda content: field(content, constraints={"pattern": "a"}),
        "field 'value': the rule pattern has no meaning for the type number",
    ),
    "bound of another type": (
        lambda content: field(content, constraints={"minimum": "2020-01-01"}),
        "the rule minimum is not of the type number",
    ),
    "bad expression": (
        lambda content: field(content, type="string", constraints={"pattern": "["}),
        "constraints, pattern: '[' does not fit: input should be a valid regular expression",
    ),
    "key unknown": (
        lambda content: schema(content, primaryKey="iso"),
        "the column 'iso', which is not described",
    ),
    "order unknown": (lambda content: flows(content, sortedBy=["iso"]), "names the column 'iso', which is not"),
    "interval unknown": (lambda content: flows(content, intervals=[["year", "end"]]), "names the column 'end'"),
    "interval of text": (lambda content: flows(content, intervals=[["iso3", "unit"]]), "needs two columns of dates or"),
    "reference unknown": (lambda content: schema(content, foreignKeys=[LOST]), "leads to country.iso3, which is not"),
    "references in a circle": (
        lambda content: content["resources"][0]["schema"].update(foreignKeys=[BACK]),
        "foreign keys lead in a circle",
    ),
    "misspelt order": (lambda content: flows(content, sortedby=["year"]), "'sortedby' is not read; write 'sortedBy'"),
    "misspelt leave to be empty": (lambda content: flows(content, maybeEmpty=True), "'maybeEmpty' is not read; write"),
    "misspelt intervals": (lambda content: flows(content, interval=[]), "'interval' is not read; write 'intervals'"),
    "reason that is no text": (lambda content: flows(content, byHand=3), "byHand: 3 does not fit: input should be a"),
    "misspelt reason": (lambda content: flows(content, byhand="why"), "'byhand' is not read; write 'byHand'"),
    "misspelt keys": (lambda content: schema(content, foreignKey=[]), "schema: 'foreignKey' is not read; write"),
    "misspelt rules": (lambda content: field(content, constraint={}), "'constraint' is not read; write 'constraints'"),
    "rule in the wrong place": (
        lambda content: field(content, required=True),
        "field 'value': the rule 'required' is read only under 'constraints'",
    ),
    "other mark between cells": (
        lambda content: flows(content, dialect={"delimiter": ";"}),
        "dialect: every table is read as {",
    ),
    "other mark of missing cells": (lambda content: schema(content, missingValues=["", "NA"]), "'NA' does not fit"),
}


@pytest.mark.parametrize("mistake", DESCRIPTIONS)
def test_a_description_that_cannot_be_kept_is_refused(small_package, mistake):
    spoil, said = DESCRIPTIONS[mistake]
    small_package.edit(spoil)
    with pytest.raises(tables.TableError) as caught:
        tables.load("countries", small_package.folder)
    assert_sentence(caught, "datapackage.json", said)


@pytest.mark.parametrize("content", ["[]", "null", '"text"'])
def test_a_description_that_is_no_object_is_refused(small_package, content):
    (small_package.folder / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(tables.TableError) as caught:
        tables.names(small_package.folder)
    assert_sentence(caught, "datapackage.json", "must be an object with a list of resources")


def test_what_the_standard_alone_refuses_is_found(small_package):
    """An empty cell in a primary key is no mistake to our reader, but the standard does not allow it."""
    small_package.replace("sources.csv", "first,", ",")
    small_package.edit(lambda content: content["resources"][2]["schema"]["fields"][0].pop("constraints")).describe()
    assert len(tables.load("sources", small_package.folder)) == 1
    (problem,) = tables.standard_problems(tables.package(small_package.folder), small_package.folder)
    assert problem.startswith("data/sources.csv: ")
    assert "primary key" in problem


def test_a_description_that_the_standard_cannot_read_is_found(small_package):
    content = small_package.edit(lambda content: content.update(name="Not A Name")).content()
    (problem,) = tables.standard_problems(content, small_package.folder)
    assert problem.startswith("data/datapackage.json: ")
    assert "Not A Name" in problem


def test_a_sound_package_has_no_problem_by_the_standard(small_package):
    assert tables.standard_problems(small_package.content(), small_package.folder) == []


def test_a_table_with_quoted_words_is_not_taken_for_one_that_semicolons_part(small_package):
    """Tools guess how a file is written where its description does not say it."""
    rows = "".join(f"source-{number},'reported';'derived'\n" for number in range(100))
    text = f"source_key,title\nfirst,First source\n{rows}"
    (small_package.folder / "sources.csv").write_text(text, encoding="utf-8")
    guessed = small_package.describe().content()
    assert tables.standard_problems(guessed, small_package.folder)
    for resource in guessed["resources"]:
        resource["dialect"] = descriptor.DIALECT
    assert tables.standard_problems(guessed, small_package.folder) == []


# what stops `make data` before it writes: how the package is spoilt, and what the sentence says
STOPPING = {
    "broken table": (lambda package: package.replace("flows.csv", "900000", "a lot"), "'a lot' is not of type number"),
    "file not described": (
        lambda package: (package.folder / "raw.csv").write_text("a\n1\n"),
        "raw.csv: not descr",
    ),
    "refused by the standard": (
        lambda package: package.edit(lambda content: content.update(name="Not A Name")),
        "is refused by frictionless",
    ),
}


@pytest.mark.parametrize("mistake", STOPPING)
def test_refreshing_a_broken_package_writes_nothing(small_package, tmp_path, monkeypatch, mistake):
    spoil, said = STOPPING[mistake]
    spoil(small_package)
    before = {path: path.read_bytes() for path in small_package.folder.iterdir()}
    monkeypatch.setattr(paths, "DATA", small_package.folder)
    monkeypatch.setattr(paths, "BOOK", tmp_path)
    with pytest.raises(tables.TableError, match=said):
        codebook.refresh()
    assert {path: path.read_bytes() for path in small_package.folder.iterdir()} == before
    assert not (tmp_path / "sources.bib").exists()


def test_a_file_that_cannot_be_written_is_named(small_package, tmp_path, monkeypatch):
    def refuse(path, *given, **named):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(paths, "DATA", small_package.folder)
    monkeypatch.setattr(paths, "BOOK", tmp_path)
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(tables.TableError) as caught:
        codebook.refresh()
    assert_sentence(caught, "data/datapackage.json", "cannot be written (No space left on device)")


def test_an_emptied_cache_reads_again_what_was_read_or_derived(small_package):
    @tables.cached
    def total():
        return tables.load("flows", small_package.folder)["value"].sum()

    before = total()
    small_package.replace("flows.csv", "900000", "900001")
    small_package.describe()
    assert total() == before
    tables.clear_cache()
    assert total() == before + 1
