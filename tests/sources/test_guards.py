"""What a recipe refuses, each guard on a file that must fail it."""

import gzip
import warnings

import pandas as pd
import pytest

from russia_asean.sources import guards
from russia_asean.sources.snapshots import SnapshotError

KEY = ["iso3", "year"]


def rows(**values):
    """Return rows of one indicator for three years from 2020, by country."""
    made = [(code, 2020 + place, value) for code, each in values.items() for place, value in enumerate(each)]
    return pd.DataFrame(made, columns=[*KEY, "value"])


def test_a_file_is_read_as_text_with_the_lines_of_its_rows(tmp_path):
    path = tmp_path / "made.csv.gz"
    # A mark of byte order, the ends of lines of Windows, and Namibia, whose code pandas would take for an empty cell.
    path.write_bytes(gzip.compress("\ufeffiso,value\r\nNA,007\r\nVN,\r\n".encode()))
    read = guards.text_table(path, ["iso", "value"])
    assert read.index.tolist() == [2, 3]
    assert read.to_numpy().tolist() == [["NA", "007"], ["VN", ""]]


def test_notes_above_the_header_are_no_rows(tmp_path):
    path = tmp_path / "made.csv"
    path.write_text("Notes, with; all; kinds, of, signs\n\niso,value\nVN,1\n")
    read = guards.text_table(path, ["iso", "value"], header=3)
    assert read.index.tolist() == [4] and read["value"].tolist() == ["1"]


@pytest.mark.parametrize("cell", ["", "Aug. 2024", "2019/20", "24", "2024.0"])
def test_what_is_no_year_stops(cell):
    with pytest.raises(SnapshotError, match=r"made\.csv, row 3, column 'year': .* is no year"):
        guards.years(pd.Series(["2024", cell], index=[2, 3], name="year"), "made.csv")
    assert guards.years(pd.Series(["2024"], name="year"), "made.csv").tolist() == [2024]


@pytest.mark.parametrize(
    ("years", "refused"),
    [
        ({"VNM": [2020, 2022], "LAO": [2020]}, "VNM: a year is missing"),
        ({"VNM": [2020, 2020, 2022], "LAO": [2020]}, "VNM: a year occurs twice"),
        ({"VNM": [2020, 2021]}, "has no figure of LAO"),
    ],
)
def test_a_gap_in_a_series_stops(years, refused):
    made = pd.DataFrame([(code, year) for code, each in years.items() for year in each], columns=["iso3", "year"])
    with pytest.raises(SnapshotError, match=rf"made\.csv.*{refused}"):
        guards.no_gaps(made, ["VNM", "LAO"], "made.csv")


def test_series_that_begin_late_have_no_gap():
    made = pd.DataFrame([("VNM", 2020), ("VNM", 2021), ("LAO", 2021)], columns=["iso3", "year"])
    guards.no_gaps(made, ["VNM", "LAO"], "made.csv")


def test_a_missing_column_stops(tmp_path):
    path = tmp_path / "made.csv"
    path.write_text("iso;value\nVN;1\n")
    with pytest.raises(SnapshotError, match=r"made\.csv, row 1: has no column 'value'; it has iso;value"):
        guards.text_table(path, ["value"])


@pytest.mark.parametrize("text", ["iso,value\nVN,1\nTH,2,3\n", "iso,value\nVN,1,2\n"])
def test_a_header_that_is_too_short_stops(tmp_path, text):
    """Else pandas would shift the columns by one without a word."""
    path = tmp_path / "made.csv"
    path.write_text(text)
    # As outside of tests, where a warning of pandas stops nothing.
    with warnings.catch_warnings(), pytest.raises(SnapshotError, match=r"made\.csv: cannot be read as a table"):
        warnings.simplefilter("default")
        guards.text_table(path, ["iso"])


def test_a_file_in_another_encoding_stops(tmp_path):
    path = tmp_path / "made.csv"
    path.write_bytes("страна,value\n".encode("cp1251"))
    with pytest.raises(SnapshotError, match="cannot be read as a table"):
        guards.text_table(path, ["value"])


def test_plain_numbers_are_read_and_empty_cells_stay_empty():
    cells = pd.Series(["1.5", "", "-2e3"], index=[2, 3, 4], name="value")
    assert guards.numbers(cells, "made.csv").fillna(0).tolist() == [1.5, 0, -2000]


@pytest.mark.parametrize("strange", ["12.5 e", "1,234", "3,5", "N/A", "..", "n.a.", "1 234"])
def test_text_in_numbers_stops_with_its_place(strange):
    cells = pd.Series(["1", strange], index=[2, 3], name="value")
    with pytest.raises(SnapshotError, match=r"made\.csv, row 3, column 'value': .* is no plain number"):
        guards.numbers(cells, "made.csv")


def test_an_edition_that_ends_elsewhere_stops():
    guards.last_year(pd.Series([2030, 2031]), 2031, "made.csv", "2026-04")
    with pytest.raises(SnapshotError, match=r"made\.csv: ends in 2030, but an edition of 2026-04 ends in 2031"):
        guards.last_year(pd.Series([2029, 2030]), 2031, "made.csv", "2026-04")


def test_a_country_or_a_year_that_vanished_stops():
    before = rows(VNM=[1, 2, 3], LAO=[1, 2, 3])
    guards.nothing_vanished(rows(VNM=[1, 2, 3], LAO=[1, 2, 3, 4]), before, KEY, "made.csv")
    with pytest.raises(SnapshotError, match="3 figures of the edition before are missing, the first of them LAO, 2020"):
        guards.nothing_vanished(rows(VNM=[1, 2, 3]), before, KEY, "made.csv")
    with pytest.raises(SnapshotError, match="1 figures of the edition before are missing, the first of them LAO, 2022"):
        guards.nothing_vanished(rows(VNM=[1, 2, 3], LAO=[1, 2]), before, KEY, "made.csv")


def test_the_earlier_edition_under_another_name_and_another_unit_stop():
    before = rows(VNM=[100.0, 110.0, 120.0])
    guards.another_edition(rows(VNM=[100.0, 110.0, 121.0]), before, KEY, "made.csv")
    with pytest.raises(SnapshotError, match="3 figures are those of the edition before"):
        guards.another_edition(rows(VNM=[100.0, 110.0, 120.0, 130.0]), before, KEY, "made.csv")
    for scale in (1e3, 1e-3):
        with pytest.raises(SnapshotError, match="is its scale already applied"):
            guards.another_edition(rows(VNM=[scale * 100, scale * 110, scale * 120]), before, KEY, "made.csv")


def test_a_sum_whose_members_changed_stops():
    parts, total = pd.Series({2020: 10.0, 2021: 12.0}), pd.Series({2020: 10.001, 2021: 14.0})
    guards.sums_to(parts[:1], total, 0.01, "made.csv")
    with pytest.raises(SnapshotError, match=r"made\.csv, 2021: the parts add up to 12, the printed total is 14"):
        guards.sums_to(parts, total, 0.01, "made.csv")
    with pytest.raises(SnapshotError, match="the printed total is nan"):
        guards.sums_to(parts, total[:1], 0.01, "made.csv")
