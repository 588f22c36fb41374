"""What a newer edition must keep of the one before: each guard refuses an edition that fails it, and no other."""

import pandas as pd
import pytest

from russia_asean.sources import edition_guards
from russia_asean.sources.snapshots import SnapshotError

KEY = ["reporter", "partner", "year"]


def rows(status="reported", years=(2020, 2021), size=1.0, **by_partner):
    """Return flows of Vietnam and Laos with each partner; each value is given by partner."""
    found = [
        (reporter, partner, year, size * value, status)
        for reporter in ("LAO", "VNM")
        for year in years
        for partner, value in by_partner.items()
    ]
    return pd.DataFrame(found, columns=[*KEY, "value", "status"])


BEFORE = rows(CHN=30.0, RUS=10.0, WLD=50.0)


def test_an_edition_that_keeps_all_and_adds_a_year_passes():
    newer = rows(years=(2020, 2021, 2022), CHN=30.5, RUS=10.1, WLD=50.9)
    edition_guards.whole_areas(newer, BEFORE, (), "made.csv")
    edition_guards.whole_votes(newer, BEFORE, (), "made.csv")
    edition_guards.same_scale(newer, BEFORE, KEY, "made.csv")
    edition_guards.same_members(newer, BEFORE, KEY, ["WLD"], "made.csv")
    edition_guards.estimates_stay(newer, BEFORE, KEY, "made.csv")
    edition_guards.within_label(newer, "2022-10", "made.csv")


def test_a_reporter_that_vanished_is_refused():
    newer = BEFORE[BEFORE["reporter"] != "LAO"]
    with pytest.raises(SnapshotError, match=r"made\.csv: has no figure of LAO any more; the edition before had 6"):
        edition_guards.whole_areas(newer, BEFORE, (), "made.csv")
    # A projection of one economy need not come again.
    edition_guards.whole_areas(
        newer, BEFORE.assign(status=BEFORE["reporter"].map({"LAO": "projection", "VNM": "reported"})), (), "made.csv"
    )


def test_a_year_of_a_reporter_that_fell_by_half_is_refused_unless_it_is_left_out():
    newer = BEFORE.drop(BEFORE.index[(BEFORE["reporter"] == "VNM") & (BEFORE["year"] == 2021)][:2])
    with pytest.raises(SnapshotError, match=r"made\.csv, VNM, 2021: 1 figures, the edition before had 3\."):
        edition_guards.whole_areas(newer, BEFORE, (), "made.csv")
    edition_guards.whole_areas(newer, BEFORE, (2021,), "made.csv")
    # One of three is no half.
    edition_guards.whole_areas(BEFORE.drop(BEFORE.index[0]), BEFORE, (), "made.csv")


def test_a_year_on_half_the_votes_is_refused():
    votes = pd.DataFrame({"iso3": "VNM", "year": [2023, 2024], "value": 1.0, "n_votes": [90, 88]})
    edition_guards.whole_votes(votes.assign(n_votes=[80, 70]), votes, (), "made.csv")
    with pytest.raises(SnapshotError, match="2024 rests on 8 observations, the edition before on 88"):
        edition_guards.whole_votes(votes.assign(n_votes=[90, 8]), votes, (), "made.csv")


@pytest.mark.parametrize("size", [1e6, 1e-3])
def test_a_scale_that_was_applied_twice_is_refused_also_for_one_reporter(size):
    other = rows(size=size, CHN=30.0, RUS=10.0, WLD=50.0)
    newer = pd.concat([BEFORE[BEFORE["reporter"] == "LAO"], other[other["reporter"] == "VNM"]])
    with pytest.raises(SnapshotError, match=r"made\.csv, VNM: the figures are .* is its scale already applied\?"):
        edition_guards.same_scale(newer, BEFORE, KEY, "made.csv")


def test_a_total_that_moved_without_its_parts_is_refused():
    with pytest.raises(SnapshotError, match=r"made\.csv, WLD, 2020: the total moved by 20\.0 per cent .* members"):
        edition_guards.same_members(rows(CHN=30.0, RUS=10.1, WLD=60.0), BEFORE, KEY, ["WLD"], "made.csv")
    # Where the parts moved as far, it was a revision.
    edition_guards.same_members(rows(CHN=36.0, RUS=12.0, WLD=60.0), BEFORE, KEY, ["WLD"], "made.csv")


def test_an_estimate_that_comes_back_as_a_report_is_refused():
    before = BEFORE.assign(status="estimate")
    with pytest.raises(SnapshotError, match=r"made\.csv, LAO, CHN, 2020: 12 estimates .* stand there as reports"):
        edition_guards.estimates_stay(BEFORE, before, KEY, "made.csv")
    # Another figure is a report that came since.
    edition_guards.estimates_stay(rows(CHN=31.0, RUS=11.0, WLD=52.0), before, KEY, "made.csv")


def test_figures_of_a_year_after_the_label_are_refused_and_projections_are_not():
    late = rows(years=(2026, 2027), CHN=1.0)
    with pytest.raises(SnapshotError, match=r"made\.csv: has figures of 2027, but an edition of 2026-10 cannot know"):
        edition_guards.within_label(late, "2026-10", "made.csv")
    edition_guards.within_label(late.assign(status="projection"), "2026-10", "made.csv")
