"""Conditions that find exactly the rows a value rests on, and the rows again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from russia_asean import provenance
from russia_asean.analysis import mirror
from russia_asean.data import tables
from russia_asean.evidence import records, selections

TABLE, SOURCE = "trade_flows", "imf-dots-2022-02"
MEMBERS = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"]


def keys_of(frame):
    return {key for origin in provenance.origins_of_rows(TABLE, frame) for key in origin.keys}


def rows_of_source():
    frame = tables.load(TABLE, credit=False)
    return frame[frame["source_key"] == SOURCE]


def test_rows_that_hang_together_take_one_condition():
    frame = rows_of_source()
    wanted = frame[(frame["reporter"] == "RUS") & frame["partner"].isin(["VNM", "THA"]) & (frame["year"] == 2014)]
    (condition,) = selections.conditions(TABLE, SOURCE, keys_of(wanted))
    assert condition == {
        "reporter": ("RUS",),
        "partner": ("THA", "VNM"),
        "year": ("2014",),
        "flow": ("export", "import"),
    }


@settings(deadline=None, max_examples=25)
@given(st.sets(st.integers(min_value=0, max_value=60), min_size=1))
def test_conditions_find_exactly_the_rows_they_stand_for(places):
    wanted = rows_of_source().iloc[sorted(places)]
    found = selections.rows(TABLE, SOURCE, selections.conditions(TABLE, SOURCE, keys_of(wanted)))
    assert keys_of(found) == keys_of(wanted)


def test_a_key_that_the_source_does_not_have_is_refused():
    with pytest.raises(selections.SelectionError, match="has no row"):
        selections.conditions(TABLE, SOURCE, [("RUS", "VNM", "1850", "export")])


def test_conditions_that_find_nothing_are_refused():
    with pytest.raises(selections.SelectionError, match="has none of the rows"):
        selections.rows(TABLE, SOURCE, [{"year": ("1850",)}])


def test_single_rows_are_found_by_their_id_and_memberships_by_group_and_country():
    (row,) = selections.rows("published_figures", "adb-aeir-2019", ids=["adb-intra-asia-trade-2018"]).itertuples()
    assert row.value == 57.5
    found = selections.rows("memberships", "author-chronology", ids=["BRICS/RUS"])
    assert set(found["group"]) == {"BRICS"} and set(found["iso3"]) == {"RUS"}


def test_a_total_of_the_mirror_is_the_sum_of_its_rows():
    record = mirror.both_records(MEMBERS)[mirror.ASEAN_REPORTED]
    total = provenance.value_at(record, 2014)
    stored = records.rests_on(total.origins, to_the_row=True)
    found = sum(selections.rows(each.table, each.source, each.where)["value"].sum() for each in stored)
    assert found == pytest.approx(float(total), abs=0.5)


def test_what_rests_on_a_part_of_unknown_rows_names_none():
    frame = rows_of_source().head(1)
    known = provenance.origins_of_rows(TABLE, frame)
    assert records.rests_on(known, to_the_row=True)[0].where
    assert not records.rests_on([*known, provenance.Origin(TABLE, SOURCE)], to_the_row=True)[0].where
    # Sentences and exhibits rest on too many.
    assert not records.rests_on(known)[0].where
