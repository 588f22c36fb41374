"""Counts of trade agreements, from a small list with invented treaties in DESTA's format."""

import pytest

from russia_asean.sources import desta
from russia_asean.sources.snapshots import Edition, SnapshotError

EDITION = Edition("treaties", "2022")
HEAD = ["number", "base_treaty", "name", "entry_type", "entryforceyear", "wto_listed", *desta.PARTIES]


def treaty(number, kind, year, listed, *parties):
    cells = [number, number, f"treaty {number}", kind, year, listed, *parties]
    return ";".join(f'"{cell}"' for cell in cells + ["NA"] * (len(HEAD) - len(cells)))


EVERYBODY = treaty(1, "base_treaty", 1990, 1, *desta.COUNTRIES.values())


def list_file(folder, *lines):
    path = folder / "treaties.csv"
    path.write_text("\n".join([";".join(HEAD), EVERYBODY, *lines]) + "\n")
    return path


def test_base_treaties_count_from_the_year_in_which_they_entered_into_force(tmp_path):
    path = list_file(
        tmp_path,
        treaty(2, "base_treaty", 2020, 0, "643", "704"),
        treaty(3, "base_treaty", 2019, 1, "250", "276"),
        treaty(4, "base_treaty", "NA", 1, "643", "704"),  # never in force
        treaty(5, "accession", 2001, 1, "643", "704"),
    )
    counts = desta.cumulative_counts(path, EDITION).set_index(["scope", "year"])["value"]
    assert [counts["world", year] for year in (1990, 2018, 2019, 2020)] == [1, 1, 2, 3]
    assert [counts["VNM", year] for year in (1990, 2019, 2020)] == [1, 1, 2]
    assert counts["world, WTO-listed", 2020] == 2
    assert counts["Northeast or Southeast Asian party", 2020] == 2
    assert counts["Northeast or Southeast Asian party, WTO-listed", 2020] == 1
    assert counts["AUS", 2020] == 1


def test_a_newer_list_counts_to_its_own_last_year(tmp_path):
    path = list_file(tmp_path, treaty(2, "base_treaty", 2024, 1, "643", "704"))
    counts = desta.cumulative_counts(path, Edition("treaties", "2025")).set_index(["scope", "year"])["value"]
    assert counts["VNM"].index.max() == 2024 and [counts["VNM", year] for year in (2023, 2024)] == [1, 2]


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ([], "ends in 1990, but an edition of 2022 ends in 2019 to 2022"),
        ([treaty(1, "base_treaty", 2020, 1, "36")], "row 3: its number occurs twice"),
        ([treaty(2, "base_treaty", 2020, "yes", "36")], "row 3, column 'wto_listed': 'yes' is none of"),
        ([treaty(2, "base_treaty", "2020?", 1, "36")], r"row 3, column 'entryforceyear': '2020\?' is no year"),
    ],
)
def test_a_list_that_is_not_what_it_says_is_refused(tmp_path, lines, refused):
    with pytest.raises(SnapshotError, match=rf"treaties\.csv.*{refused}"):
        desta.cumulative_counts(list_file(tmp_path, *lines), EDITION)


def test_a_list_that_names_parties_otherwise_is_refused(tmp_path):
    path = list_file(tmp_path, treaty(2, "base_treaty", 2020, 1, "36"))
    path.write_text(path.read_text().replace('"704"', '"VNM"'))
    with pytest.raises(SnapshotError, match=r"no treaty of VNM\. Are parties named by another code"):
        desta.cumulative_counts(path, EDITION)
