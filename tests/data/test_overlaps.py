"""Where two sources hold the same figures they agree as far as the catalogue says, and no less."""

import dataclasses

import pandas as pd
import pytest

from russia_asean import provenance
from russia_asean.data import overlaps, tables

# What is asked of each is what was found, rounded down: a new release that agrees less must be looked at. Low bounds
# are explained in the catalogue, by each comparison's `why`.
BOUNDS = tables.load("comparisons").sort_values("order").to_dict("records")


PAIRS = list(zip(overlaps.comparisons(), BOUNDS, strict=True))


@pytest.mark.parametrize(("compared", "bound"), PAIRS, ids=[row["comparison_id"] for row in BOUNDS])
def test_sources_agree_as_far_as_the_table_says(compared, bound):
    found = overlaps.agreement_summary(compared)
    assert found["common"] >= bound["at_least"]
    assert found["within_half"] >= bound["within_half"]
    assert found["within_five"] >= bound["within_five"]
    assert compared.why.endswith(".")


def test_the_comparison_by_hand(monkeypatch):
    table = pd.DataFrame(
        {
            "iso3": ["VNM", "THA", "LAO", "VNM", "THA", "MMR"],
            "source_key": ["a", "a", "a", "b", "b", "b"],
            "value": [100.4, 106.0, 5.0, 100.0, 100.0, 7.0],
        }
    )
    listed = [("t", "a", 1, "answers", "A"), ("t", "b", 2, "cross-check", "B")]
    made = {"t": table, "releases": pd.DataFrame(listed, columns=["table", "source_key", "rank", "role", "label"])}
    monkeypatch.setattr(overlaps.tables, "load", lambda name, **_: made[name])
    compared = overlaps.Comparison("x", "t", ("iso3",), "iso3", {"source_key": "a"}, {"source_key": "b"}, "Why.")
    assert overlaps.agreement_summary(compared) == {
        "first": "A",
        "second": "B",
        "common": 2,
        "within_half": 50.0,
        "within_five": 50.0,
    }
    assert overlaps.codes_with_most_gaps(overlaps.common_values(compared), "iso3") == ["THA"]


def test_all_comparisons_of_one_table():
    found = overlaps.agreement_table("fdi_flows")
    both = [each for each in overlaps.comparisons() if each.table == "fdi_flows"]
    assert len(both) == 2 and found.to_dict("records") == [overlaps.agreement_summary(each) for each in both]


def test_a_comparison_credits_the_two_releases_alone():
    compared = next(each for each in overlaps.comparisons() if each.table == "trade_flows")
    with provenance.collecting() as noted:
        overlaps.common_values(compared)
    assert {each.source for each in noted} == {compared.first["source_key"], compared.second["source_key"]}


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (
            "first",
            "route=inflow;source_key=unctad-wir-2026",
            r"'route=inflow' names no value of a column of data/fd",
        ),
        ("first", "inflow", r"'inflow' names no value of a column"),
        ("first", "year=last;source_key=unctad-wir-2026", r"'last' is no whole number, which 'year' holds"),
        (
            "second",
            "direction=inflow;source_key=unctad-wir-1926",
            r"it names no release of 'fdi_flows' that data/rel",
        ),
        ("second", "direction=inflow", r"it names no release of 'fdi_flows'"),
        ("key", "iso3;month", r"'month' is no column of data/fdi_flows\.csv"),
        ("area", "country", r"'country' is no column"),
    ],
)
def test_a_comparison_that_names_what_is_not_there_is_refused(column, cell, said):
    row = dict(next(row for row in BOUNDS if row["comparison_id"] == "fdi-reports"), **{column: cell})
    with pytest.raises(tables.TableError, match=rf"data/comparisons\.csv, row 7, column '{column}': {said}"):
        overlaps._comparison(row, 7)


def test_two_parts_with_nothing_in_common_are_refused():
    found = next(each for each in overlaps.comparisons() if each.table == "fdi_flows")
    apart = dataclasses.replace(found, second={**found.second, "iso3": "XXX"})
    with pytest.raises(tables.TableError, match=r"hold no figure in common .* Correct first or second"):
        overlaps.common_values(apart)
