"""What changed between two sets of results, in English."""

import copy

import pytest

from russia_asean.evidence import records
from russia_asean.report import changes

RESTS = [{"table": "trade_flows", "source": "imf-dots-2022-02"}]
OLD = {
    "chapter": "trade",
    "parameters": {},
    "made_from": {},
    "cells": {},
    "findings": [{"key": "trade-size", "text": "Trade came to $20bn.", "rests_on": RESTS}],
    "tests": [
        {
            "key": "trade-total-2014",
            "verdict": "supported",
            "statement": "S.",
            "reason": "R.",
            "note": "",
            "measured": [
                {"basis": "ASEAN, 2014", "value": 21.4e9, "text": "$21.4bn", "agrees": True, "rests_on": RESTS}
            ],
        }
    ],
    "exhibits": [
        {
            "key": "fig-a",
            "title": "T",
            "caption": "C.",
            "alt": "A.",
            "processing": "P.",
            "fields": [{"name": "year", "type": "number", "unit": "year"}],
            "data": [{"year": 2014}, {"year": 2015}],
            "pictures": {"image/svg+xml": "1"},
            "rests_on": RESTS,
        }
    ],
    "series": [{"key": "s", "title": "t", "unit": "usd", "exhibit": "fig-a", "values": {2014: 1.0}, "rests_on": RESTS}],
}


def results(content):
    """Return a set of results of one chapter."""
    return {"trade": records.Results.model_validate(content)}


def changed(edit):
    """Return what changed after an edit of the results, as lines."""
    new = copy.deepcopy(OLD)
    edit(new)
    return [(each.kind, each.key, each.text) for each in changes.between(results(OLD), results(new))]


def test_equal_results_have_no_changes():
    assert changed(lambda new: None) == []
    assert changes.report([]) == "Nothing changed: findings, verdicts, values and exhibits are the same."


@pytest.mark.parametrize(
    ("edit", "kind", "told"),
    [
        (
            lambda new: new["findings"][0].update(text="Trade came to $21bn."),
            "finding",
            "was “Trade came to $20bn.” Now",
        ),
        (lambda new: new["tests"][0].update(verdict="misread"), "verdict", "turned from *supported* to *misread*. R."),
        (lambda new: new["tests"][0].update(note="N."), "verdict", "the note was “” Now “N.”"),
        (lambda new: new["tests"][0].update(statement="Z."), "verdict", "the claim was read as “S.” Now “Z.”"),
        (lambda new: new["tests"][0].update(evidence=["a"]), "verdict", "the evidence was none, now a."),
        (
            lambda new: new["tests"][0]["measured"][0].update(value=5e9, text="$5bn"),
            "value",
            "ASEAN, 2014 was $21.4bn, now $5bn.",
        ),
        (
            lambda new: new["tests"][0].update(other=new["tests"][0]["measured"]),
            "value",
            "ASEAN, 2014 (read otherwise) is new: $21.4bn.",
        ),
        (lambda new: new["tests"][0].update(measured=[]), "value", "is no longer measured (it was $21.4bn)."),
        (lambda new: new["exhibits"][0].update(title="U"), "exhibit", "the title was “T” Now “U”"),
        (
            lambda new: new["exhibits"][0].update(data=[{"year": 2014}]),
            "exhibit",
            "1 of 2 rows of data are gone or other, and 0 of the 1 now are new or other.",
        ),
        (lambda new: new["exhibits"][0].update(pictures={}), "exhibit", "the picture changed, its data did not."),
        (lambda new: new["exhibits"][0]["fields"][0].update(name="y"), "exhibit", "the columns were year; now y."),
        (lambda new: new["series"][0].update(values={2014: 2.0}), "series", "the values of 2014 changed."),
        (
            lambda new: new["findings"][0].update(rests_on=[{"table": "trade_flows", "source": "new"}]),
            "sources",
            "no longer rests on imf-dots-2022-02; now rests on new.",
        ),
        (lambda new: new.update(findings=[]), "finding", "The finding is gone."),
        (lambda new: new["series"].append({**new["series"][0], "key": "z"}), "series", "The series is new: t."),
    ],
)
def test_each_kind_of_change_is_told(edit, kind, told):
    found = changed(edit)
    assert (found[0][0], told in found[0][2]) == (kind, True), found
    assert {each[0] for each in found[1:]} <= {"sources"}, found


def test_verdicts_come_first_and_are_counted():
    def edit(new):
        new["findings"][0]["text"] = "Trade fell."
        new["tests"][0]["verdict"] = "misread"

    new = copy.deepcopy(OLD)
    edit(new)
    report = changes.report(changes.between(results(OLD), results(new))).splitlines()
    assert report[0] == "Verdicts (1)"
    assert report[1].startswith("  trade-total-2014 [trade]: turned from *supported* to *misread*")
    assert report[2] == "Findings (1)"


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(records.RecordError, match="holds no results"):
        changes.read_all(tmp_path)


def test_rows_that_only_a_rehearsal_has_need_no_page_here():
    """The results of a rehearsal may rest on facts that the tables of this process do not hold."""

    def edit(new):
        new["tests"][0]["measured"][0]["rests_on"] = [{"table": "events", "source": "made", "rows": ["not-here"]}]

    told = "no longer rests on imf-dots-2022-02; now rests on made."
    assert ("sources", "trade-total-2014", told) in changed(edit)
