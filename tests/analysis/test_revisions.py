"""Floors of tolerance come from releases of the very measure, and the stored table is what the code computes."""

import pandas as pd
import pytest

from russia_asean.analysis import economy, revisions
from russia_asean.data import tables


def test_the_stored_floors_are_what_the_releases_give():
    stored = tables.load("floors").astype(object)
    pd.testing.assert_frame_equal(stored, revisions.floors().astype(object), check_dtype=False)


def test_a_floor_is_the_third_quartile_of_revisions_by_hand(monkeypatch):
    rows = [("imf-weo-2020-10", 2019, 100.0), ("imf-weo-2021-10", 2019, 104.0)]
    rows += [("imf-weo-2020-10", 2018, 100.0), ("imf-weo-2021-10", 2018, 98.0)]
    rows += [("imf-weo-2020-10", 2020, 100.0), ("imf-weo-2021-10", 2020, 150.0)]  # not over when the first appeared
    made = pd.DataFrame(rows, columns=["source_key", "year", "value"]).assign(iso3="VNM", indicator="gdp_current")
    monkeypatch.setattr(tables, "load", lambda name: made)
    monkeypatch.setattr(economy, "outlook_vintages", lambda: ["2020-10", "2021-10"])
    gaps = revisions._revisions_of_outlook("gdp_current", "percent")
    assert sorted(gaps) == pytest.approx([2.0, 4.0])
    assert gaps.quantile(revisions.QUANTILE) == pytest.approx(3.5)
    points = revisions._revisions_of_outlook("gdp_current", "points")
    assert sorted(points) == pytest.approx([2.0, 4.0])
