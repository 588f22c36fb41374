"""Views of states, from small files with invented answers."""

import pandas as pd
import pytest

from russia_asean.sources import pew
from russia_asean.sources.snapshots import Edition, SnapshotError

EDITION = Edition("survey", "2023")


def answers():
    """Return five respondents in one country, the last of whom counts twice."""
    given = [(1, 1.0), (2, 1.0), (4, 1.0), (8, 1.0), (3, 2.0)]
    return pd.DataFrame(
        [("IDN", 2023, "RUS", answer, weight) for answer, weight in given],
        columns=["iso3", "year", "target", "answer", "weight"],
    )


def test_answers_are_weighted_and_no_answer_stays_in_the_whole():
    (row,) = pew.weighted_aggregates(answers()).to_dict("records")
    # Weights of 2, 3 and 1 in 6.
    assert (row["favorable_pct"], row["unfavorable_pct"], row["dk_refused_pct"]) == (33.3, 50.0, 16.7)
    assert row["n"] == 5


def aggregates_file(folder, *lines):
    path = folder / "aggregates.csv"
    whole = ["iso3,year,target,n,favorable_pct,unfavorable_pct,dk_refused_pct", "IDN,2023,RUS,900,33.3,50.0,16.7"]
    path.write_text("\n".join([*whole, *lines]) + "\n")
    return path


def test_all_views_of_members_and_those_of_russia_elsewhere(tmp_path):
    path = aggregates_file(
        tmp_path,
        "IDN,2022,EU,900,60,30,10",
        "JPN,2022,RUS,900,5,90,5",
        "JPN,2022,CHN,900,5,90,5",  # a view that is not of Russia
        "RUS,2022,RUS,900,90,5,5",  # of oneself
        "IDN,2013,CHN,900,60,30,10",  # doubtful
    )
    built = pew.favourability(path, EDITION)
    asked = set(built[["population", "year", "subject"]].itertuples(index=False, name=None))
    assert asked == {("IDN", 2023, "RUS"), ("IDN", 2022, "EUN"), ("JPN", 2022, "RUS")}
    cells = built[built["year"] == 2023].set_index("measure")["value"]
    assert cells.to_dict() == {"favourable": 33.3, "unfavourable": 50.0, "no answer": 16.7}
    assert set(built["n"]) == {"900"}


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("IDN,2022,RUS,900,60,30,20", "the parts add up to 110, the printed total is 100"),
        ("IDN,2022,RUS,900,60.0%,30,10", "'60.0%' is no plain number"),
        ("IDN,2022,NATO,900,60,30,10", "row 3, column 'target': 'NATO' is none of"),
        ("IDN,2024,RUS,900,60,30,10", "ends in 2024, but an edition of 2023 ends in 2023"),
    ],
)
def test_aggregates_that_are_not_what_they_say_are_refused(tmp_path, line, refused):
    with pytest.raises(SnapshotError, match=refused):
        pew.favourability(aggregates_file(tmp_path, line), EDITION)
