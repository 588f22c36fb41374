"""What newer editions bring is counted from the tables, and a projection is never a revision."""

import pandas as pd
import pytest

from russia_asean.data import editions, tables

KEY = ["iso3", "direction", "year", "source_key"]


@pytest.fixture
def found(monkeypatch):
    """Return the row for a made edition of flows beside an earlier one."""
    rows = [
        ("VNM", 2019, "old", 100.0, "reported"),
        ("VNM", 2020, "old", -10.0, "reported"),
        ("LAO", 2020, "old", 0.0, "reported"),
        ("VNM", 2021, "old", 120.0, "projection"),
        ("THA", 2019, "old", 50.0, "reported"),
        ("VNM", 2019, "new", 110.0, "reported"),
        ("VNM", 2020, "new", -15.0, "reported"),
        ("LAO", 2020, "new", 3.0, "reported"),
        ("VNM", 2021, "new", 500.0, "reported"),
        ("VNM", 2022, "new", 130.0, "reported"),
    ]
    flows = pd.DataFrame(rows, columns=["iso3", "year", "source_key", "value", "status"])
    made = {
        "made": flows.assign(direction="inflow", unit="USD"),
        "snapshots": pd.DataFrame({"source_key": ["new", "other"], "earlier": ["old", None]}),
        "releases": pd.DataFrame(
            [("made", "new", 2, "cross-check", "New"), ("made", "old", 1, "answers", "Old")],
            columns=["table", "source_key", "rank", "role", "label"],
        ),
    }
    monkeypatch.setattr(tables, "load", lambda name, credit: made[name])
    monkeypatch.setattr(tables, "resource", lambda name: {"schema": {"primaryKey": KEY}})

    def row(unit="USD"):
        made["made"] = made["made"].assign(unit=unit)
        (only,) = editions.newer_editions().to_dict("records")
        return only

    return row


def test_figures_are_added_and_revised_by_hand(found):
    row = found()
    assert (row["label"], row["earlier_label"], row["role"]) == ("New", "Old", "cross-check")
    assert (row["kind"], row["first"], row["last"]) == ("inflow", 2019, 2022)
    assert (row["figures"], row["added"]) == (5, 1)
    # Vietnam by 10 and by -50 per cent; a zero has no per cent, a projection is not revised, Thailand is not there.
    assert row["common"] == 2 and row["median"] == pytest.approx(30)
    assert (row["most"], row["most_area"], row["most_year"]) == (pytest.approx(-50), "VNM", 2020)
    assert row["revised_in"] == "percent"


def test_rates_are_revised_in_points(found):
    row = found("percent")
    assert row["common"] == 3 and row["revised_in"] == "points"
    assert (row["most"], row["most_year"]) == (10, 2019) and row["median"] == 5


def test_the_editions_of_the_package_are_all_compared():
    listed = tables.load("snapshots").dropna(subset="earlier")
    rows = editions.newer_editions()
    assert set(rows["source_key"]) == set(listed["source_key"])
    # The producer's newest points moved Russia in 2023 most of all.
    points = rows.set_index("table").loc["un_ideal_points"]
    assert (points["most_area"], points["most_year"]) == ("RUS", 2023)
    # Of estimates that nobody reported none can be a revision.
    assert rows.loc[rows["table"] == "trade_flows", "common"].eq(0).all()


def test_what_a_newer_edition_lacks_is_named(found):
    """Thailand is one figure of a year that is there; a projected year and a year that is added are no lack."""
    found()
    assert editions.lacking() == {"new": {"kinds": [], "years": []}}


def test_a_kind_and_years_that_a_newer_edition_lacks(monkeypatch):
    rows = [("VNM", year, kind, "old", "reported") for year in (2018, 2019) for kind in ("inflow", "outflow")]
    rows += [("VNM", 2019, "inflow", "new", "reported"), ("VNM", 2020, "inflow", "old", "projection")]
    made = {
        "made": pd.DataFrame(rows, columns=["iso3", "year", "direction", "source_key", "status"]),
        "snapshots": pd.DataFrame({"source_key": ["new"], "earlier": ["old"]}),
        "releases": pd.DataFrame({"table": ["made"], "source_key": ["new"]}),
    }
    monkeypatch.setattr(tables, "load", lambda name, credit: made[name])
    monkeypatch.setattr(tables, "resource", lambda name: {"schema": {"primaryKey": KEY}})
    assert editions.lacking() == {"new": {"kinds": ["outflow"], "years": [2018]}}


def test_what_answers_lacks_nothing_of_the_edition_before():
    roles = editions.newer_editions().set_index("source_key")["role"]
    whole = {key for key, lack in editions.lacking().items() if not (lack["kinds"] or lack["years"])}
    assert {key for key in roles.index if roles[[key]].eq("answers").all()} <= whole
    assert {key for key in roles.index if roles[[key]].eq("cross-check").all()}.isdisjoint(whole)
