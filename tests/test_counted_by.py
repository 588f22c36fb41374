"""Totals are compared over the same reporters only, and a refusal says who came and went."""

import pandas as pd
import pytest

from russia_asean import counted_by, measures
from russia_asean.counted_by import ReportersChangedError

TOTALS = counted_by.labelled(
    pd.Series({2020: 10.0, 2021: 12.0, 2022: 9.0}, name="total"),
    {
        (2020, "total"): ["Thailand, imports"],
        (2021, "total"): ["Thailand, imports", "Brunei, imports"],
        (2022, "total"): ["Thailand, imports"],
    },
)


def test_totals_over_the_same_reporters_are_compared():
    assert counted_by.compared(TOTALS, [2020, 2022]).tolist() == [10.0, 9.0]
    assert measures.percent_change_by_span({"record": TOTALS}, (2020, 2022)) == {
        "record, 2020 to 2022": pytest.approx(-10)
    }


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((2020, 2021), r"2020 and 2021 .*: Brunei, imports came\."),
        ((2021, 2022), r"2021 and 2022 .*: Brunei, imports went\."),
        ((2020, 2022, 2021), r"2020 and 2021 .*: Brunei, imports came\."),
    ],
)
def test_a_refusal_says_who_came_and_went(years, told):
    with pytest.raises(ReportersChangedError, match=told):
        counted_by.compared(TOTALS, years)


def test_what_compares_totals_refuses_those_of_other_reporters():
    with pytest.raises(ReportersChangedError, match="Brunei"):
        measures.percent_change_by_span({"record": TOTALS}, (2020, 2021))
    with pytest.raises(ReportersChangedError, match="Brunei"):
        measures.mean_in_years(TOTALS, [2020, 2021, 2022])


def test_labels_stay_through_the_steps_of_a_notebook():
    wide = counted_by.labelled(TOTALS.to_frame(), TOTALS.attrs["reporters"].of)
    for made in (wide["total"].dropna(), -wide["total"], wide["total"] / 1e9, wide["total"].loc[2021:]):
        assert counted_by.behind(made, 2021) == {"Thailand, imports", "Brunei, imports"}


def test_what_is_no_sum_over_reporters_can_be_compared():
    assert counted_by.compared(pd.Series({2020: 1.0, 2021: 2.0}), [2020, 2021]).sum() == 3
    with pytest.raises(KeyError):
        counted_by.compared(TOTALS, [2020, 1999])
