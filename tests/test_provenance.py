"""What a value rests on: noted while tables are read, recalled from memories, kept through arithmetic."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from russia_asean import provenance
from russia_asean.data import tables
from russia_asean.provenance import Origin, Value

A, B = Origin("economy", "imf-weo-2025-10"), Origin("published_figures", "adb-ar-2017", "adb-share-jpn-2017")
# Away from zero, because the numbers are divided by each other.
numbers = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).filter(lambda number: abs(number) > 1e-3)


def test_what_is_noted_reaches_every_open_collection():
    with provenance.collecting() as outer:
        provenance.note([A])
        with provenance.collecting() as inner:
            provenance.note([B])
    assert (outer, inner) == ({A, B}, {B})


def test_two_equal_collections_are_closed_apart():
    with provenance.collecting() as outer:
        with provenance.collecting():
            pass
        provenance.note([A])
    assert outer == {A}


def test_what_only_names_is_not_credited():
    with provenance.collecting() as seen, provenance.uncredited():
        tables.load("oil_price")
    assert seen == set()


def test_loading_a_table_notes_all_its_sources_and_credit_can_be_left_to_the_caller():
    with provenance.collecting() as seen:
        rows = tables.load("oil_price", credit=False)
    assert seen == set()
    first = rows.head(1)
    with provenance.collecting() as seen:
        provenance.using("oil_price", first)
    (origin,) = seen
    assert (origin.table, origin.source) == ("oil_price", first["source_key"].iloc[0])
    # The key without the source, as the file writes it.
    assert origin.keys == {(str(first["year"].iloc[0]),)}
    with provenance.collecting() as seen:
        tables.load("oil_price")
    assert {origin.source for origin in seen} == set(rows["source_key"])


def test_a_remembered_function_notes_its_origins_each_time_but_runs_once():
    runs = []

    @provenance.remembered
    def oil(year):
        runs.append(year)
        tables.load("oil_price")
        return year

    seen = []
    for _ in range(2):
        provenance.start()
        with provenance.collecting() as origins:
            assert oil(2014) == 2014
        seen.append((origins, provenance.tables_read()))
    assert seen[0] == seen[1]
    assert seen[0][0] and seen[0][1] == ["oil_price"]
    assert runs == [2014]
    provenance.forget()
    oil(2014)
    assert runs == [2014, 2014]


def test_reading_inside_a_remembered_function_forgets_nothing_read_before():
    @provenance.remembered
    def oil():
        return tables.load("oil_price")

    provenance.start()
    tables.load("countries")
    oil()
    assert provenance.tables_read() == ["countries", "oil_price"]


@given(numbers, numbers)
def test_arithmetic_gives_the_number_and_keeps_the_origins(one, other):
    a, b = Value(one, [A]), Value(other, [B])
    for result, plain in (
        (a + b, one + other),
        (a - b, one - other),
        (a * b, one * other),
        (a / b, one / other),
        (100 * (a / b - 1), 100 * (one / other - 1)),
    ):
        assert result == plain
        assert provenance.origins_of(result) == {A, B}
    for result, plain in ((-a, -one), (abs(a), abs(one)), (2 / a, 2 / one), (3 - a, 3 - one)):
        assert result == plain
        assert provenance.origins_of(result) == {A}


def test_a_plain_number_has_no_origins():
    assert provenance.origins_of(1.0) == frozenset()
    assert Value(1.0, [A]).__add__("text") is NotImplemented


def test_a_labelled_frame_hands_out_values_with_the_origins_of_their_cells():
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [3.0, None]}, index=[2013, 2014])
    provenance.labelled(frame, {(2013, "x"): [A], (2014, "x"): [B], (2013, "y"): [A, B]})
    later = frame.loc[2013:][["x", "y"]]
    assert provenance.value_at(later["x"].dropna(), 2014).origins == {B}
    assert provenance.value_at(later["y"].dropna(), 2013).origins == {A, B}
    assert provenance.value_at(pd.Series({2013: 1.0}, name="x"), 2013).origins == frozenset()
    with pytest.raises(KeyError):
        provenance.value_at(later["y"].dropna(), 2014)


def test_labelled_frames_can_be_joined_and_compared_by_pandas():
    one, two = (provenance.labelled(pd.DataFrame({"x": [1.0]}), {(0, "x"): [A]}) for _ in range(2))
    assert len(pd.concat([one, two])) == 2
    assert len(one.merge(two, on="x")) == 1


def test_a_computed_number_carries_what_was_read_for_it_alone():
    @provenance.carrying
    def total(source):
        return provenance.using("made", pd.DataFrame({"value": [1.0, 2.0], "source_key": source}))["value"].sum()

    with provenance.collecting() as outer:
        one, other = total("one"), total("other")
    assert one == 3 and one.origins == {Origin("made", "one")} and other.origins == {Origin("made", "other")}
    assert outer == one.origins | other.origins


def test_a_number_keeps_the_origins_it_came_with():
    known = Value(2.0, [Origin("made", "known")])
    assert provenance.carrying(lambda: known)().origins == known.origins


# The rows of a series.


def test_rows_know_their_keys_wherever_the_columns_of_the_key_stand():
    flows = tables.load("trade_flows", credit=False).head(3)
    expected = provenance.origins_of_rows("trade_flows", flows)
    assert {key for origin in expected for key in origin.keys} == {
        (row["reporter"], row["partner"], str(row["year"]), row["flow"]) for row in flows.to_dict("records")
    }
    moved = flows.sample(frac=1, random_state=1).set_index(["year", "partner"])
    assert provenance.origins_of_rows("trade_flows", moved) == expected


def test_rows_that_have_lost_a_column_of_their_key_are_not_known():
    flows = tables.load("trade_flows", credit=False).head(3).drop(columns="flow")
    assert all(not origin.keys for origin in provenance.origins_of_rows("trade_flows", flows))


def test_origins_are_grouped_by_columns_and_given_for_each_row():
    flows = tables.load("trade_flows", credit=False).head(40)
    by_year = provenance.origins_by("trade_flows", flows, "year")
    assert set(by_year) == set(flows["year"])
    each = provenance.origin_of_each("trade_flows", flows)
    assert len(each) == len(flows) and all(len(origin.keys) == 1 for origin in each)
    assert provenance.merged(each) == provenance.origins_of_rows("trade_flows", flows)


def test_a_whole_with_a_part_of_unknown_rows_has_unknown_rows():
    known = Origin("economy", "imf-weo-2025-10", keys=frozenset({("VNM", "gdp_current", "2020", "2025-10")}))
    assert provenance.merged([known]) == {known}
    assert provenance.merged([known, A]) == {A}
