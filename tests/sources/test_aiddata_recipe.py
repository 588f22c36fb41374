"""Chinese official finance, from a small file with invented amounts."""

import pytest

from russia_asean.sources import aiddata
from russia_asean.sources.snapshots import Edition, SnapshotError

EDITION = Edition("finance", "2023-11")
HEAD = "ccode,year,oof_amt,oof_adj,oda_amt,oda_adj,vof_amt,vof_adj"


def commitments_file(folder, last=2021, lines=(), codes=tuple(aiddata.RECIPIENTS)):
    found = [f"{code},{last},100.6,0,20.3,20.3,0,0" for code in [*codes, "31"]]
    path = folder / "commitments.csv"
    path.write_text("\n".join([HEAD, *found, *lines]) + "\n")
    return path


def test_each_class_and_their_total_before_loans_that_refinance_others(tmp_path):
    built = aiddata.commitments(commitments_file(tmp_path), EDITION).set_index(["iso3", "measure"])
    # The total is rounded once: 120.9, not 101 and 20.
    assert built["value"]["VNM"].to_dict() == {"oda_like": 20, "oof_like": 101, "vague": 0, "total": 121}
    assert built["status"]["VNM", "total"] == "derived" and built["status"]["VNM", "vague"] == "estimate"
    assert len(built) == 4 * len(aiddata.RECIPIENTS)


def test_an_edition_two_years_later_ends_two_years_later(tmp_path):
    built = aiddata.commitments(commitments_file(tmp_path, last=2023), Edition("finance", "2025-11"))
    assert set(built["year"]) == {2023}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"codes": tuple(aiddata.RECIPIENTS)[1:]}, "has no row of RUS"),
        ({"last": 2017}, "ends in 2017, but an edition of 2023-11 ends in 2020 to 2021"),
        ({"lines": ["816,2021,1,1,1,1,0,0"]}, "row 18: the recipient's year occurs twice"),
        ({"lines": ["816,2020,-1,1,1,1,0,0"]}, "row 18: an amount is below zero"),
        ({"lines": ["816,2020,N/A,1,1,1,0,0"]}, "row 18, column 'oof_amt': 'N/A' is no plain number"),
    ],
)
def test_commitments_that_are_not_what_they_say_are_refused(tmp_path, changes, refused):
    with pytest.raises(SnapshotError, match=rf"commitments\.csv.*{refused}"):
        aiddata.commitments(commitments_file(tmp_path, **changes), EDITION)
