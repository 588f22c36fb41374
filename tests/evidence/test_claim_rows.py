"""A row of the tables of claims that says two things at once, or nothing, stops `make data` with one sentence."""

import csv
import shutil
import sys

import pytest

from russia_asean import cli, paths
from russia_asean.data import codebook, countries, tables
from russia_asean.evidence import claim_rows

CLAIM = "adb-gms-21bn"
RANGE = {"comparator": "range", "value": "2", "value_high": "1"}


@pytest.fixture
def edited(tmp_path):
    """Return a function that changes cells of the first row of a claim or kind, and returns folder and line."""
    shutil.copytree(paths.DATA, tmp_path / "data")

    def edit(name, key, cells):
        path = tmp_path / "data/claims" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        place = next(number for number, row in enumerate(rows) if key in row.values())
        rows[place].update(cells)
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / "data", place + 2

    yield edit
    tables.clear_cache()


def test_the_stored_rows_pass():
    claim_rows.check()


@pytest.mark.parametrize(
    ("name", "key", "cells", "column", "said"),
    [
        (
            "claims",
            CLAIM,
            {"subject": "ADV"},
            "subject",
            "'ADV' is no code of data/countries.csv and none of ADB, ASIA",
        ),
        ("claims", CLAIM, {"counterpart": "VNN"}, "counterpart", "(near: VNM"),
        ("claims", CLAIM, {"counterpart": "VNM;THA;VNM"}, "counterpart", "'VNM' stands there twice. Delete one."),
        ("lookups", "took place", {"parties": "IDM"}, "parties", "'IDM' is no code of data/countries.csv and none of"),
        (
            "lookups",
            "are members",
            {"countries": "RUZ"},
            "countries",
            "'RUZ' is no code of data/countries.csv and none",
        ),
        (
            "lookups",
            "Helsinki",
            {"place": "Helsinky"},
            "place",
            "'Helsinky' is the place of no event, and 'Helsinki' is",
        ),
        (
            "claims",
            "trade-total-2014",
            {"measure": "total good trade"},
            "measure",
            "'total good trade' and 'total goods trade' are alike but for a letter or a sign. Write both alike, or",
        ),
        ("claims", "outlet", {"said_by": "Author"}, "said_by", "'Author' and 'author' are alike but for a letter or a"),
        ("claims", CLAIM, {"claim_kind": "development-bank-fund"}, "claim_kind", "no kind of data/claims/bases.csv (n"),
        ("claims", CLAIM, {"passage": "004-mekong"}, "passage", "'004-mekong' does not begin with 003-, the number of"),
        ("claims", CLAIM, {"period": "2019/1992"}, "period", "1992 lies before 2019. Write the earlier end first."),
        ("claims", CLAIM, {"period": "2019-05/2019-04"}, "period", "2019-04 lies before 2019-05. Write the earlier"),
        ("claims", CLAIM, {"value_high": "20"}, "value_high", "it is filled if the comparator is 'range', and then al"),
        ("claims", CLAIM, RANGE, "value_high", "1 is not more than 2. Correct the range."),
        ("claims", CLAIM, {"comparator": ""}, "comparator", "it is empty, and the row states a part of a number. Fill"),
        ("claims", CLAIM, {"unit": ""}, "unit", "it is empty, and the row states a part of a number. Fill value, com"),
        ("claims", CLAIM, {"unit": "date"}, "value", "'21000000000' does not fit the unit 'date'. Write a date as YYY"),
        ("claims", CLAIM, {"precision": "0"}, "precision", "0 is no size of a last stated digit. Write 1000000000 for"),
        ("claims", CLAIM, {"unit": "rank", "value": "1.5"}, "value", "1.5 is not whole, and a rank is. Correct the va"),
        (
            "lookups",
            "1",
            {"after": "2010-05", "by": "2010-04-30"},
            "by",
            "2010-04-30 lies before 2010-05 in the column",
        ),
        (
            "assessments",
            "judgement",
            {"claim_id": "aceh-peace-2005"},
            "claim_id",
            "is in lookup_claims.csv, too. A cla",
        ),
        (
            "bases",
            "Register of deliveries",
            {"order": "2"},
            "order",
            "2 occurs twice for 'arms-categories'. Number them",
        ),
        ("verdict_history", "aceh-peace-2005", {"claim_id": "aceh-peace"}, "claim_id", "'aceh-peace' is no claim. Cor"),
        ("verdict_history", "2", {"reason": ""}, "reason", "is empty. Say why the verdict changed."),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(edited, name, key, cells, column, said):
    folder, line = edited(name, key, cells)
    with pytest.raises(claim_rows.RowError) as refused:
        claim_rows.check(folder)
    assert str(refused.value).startswith(f"data/claims/{name}.csv, row {line}, column {column!r}: ")
    assert said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("one", "another", "alike"),
    [
        ("goods trade", "good trade", True),
        ("goods trade", "goods tarde", True),
        ("goods trade", "Goods-trade", True),
        ("goods trade", "goods trede", True),
        ("visit of 2014", "visit of 2015", False),
        ("exports", "imports", False),
        ("goods trade", "good trede", False),  # two letters are not looked for
    ],
)
def test_names_that_differ_by_a_letter_are_alike(one, another, alike):
    assert claim_rows.alike(one, another) is claim_rows.alike(another, one) is alike


def test_the_description_of_subjects_names_every_party_that_is_no_country():
    fields = {field["name"]: field for field in tables.resource("claims")["schema"]["fields"]}
    described = fields["subject"]["description"]
    assert [code for code in countries.OTHER_PARTIES if code not in described] == []
    assert not {*countries.OTHER_PARTIES} & {*tables.load("countries")["iso3"]}


def test_the_command_that_describes_the_tables_writes_nothing_then(edited, monkeypatch):
    folder, line = edited("claims", CLAIM, RANGE)
    check = claim_rows.check
    monkeypatch.setattr(claim_rows, "check", lambda: check(folder))
    monkeypatch.setattr(codebook, "refresh", lambda: pytest.fail("The description was written."))
    monkeypatch.setattr(sys, "argv", ["russia_asean", "data"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert str(stop.value).startswith(f"RowError: data/claims/claims.csv, row {line}, column 'value_high': ")
