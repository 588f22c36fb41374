"""Reading Excel workbooks: cells as they stand, and a refusal of what is none."""

from datetime import date

import pandas as pd
import pytest

from russia_asean.sources import workbooks
from russia_asean.sources.snapshots import SnapshotError


def test_cells_come_as_they_stand_with_the_rows_of_the_workbook(tmp_path, write_workbook):
    path = write_workbook(tmp_path / "made.xlsx", {"A": [["NA", 1.5, None], ["12.50 e", 3, "x"]]}, saved="2023-03-09")
    cells = workbooks.sheet_cells(path, "A")
    assert cells.to_numpy().tolist() == [["NA", 1.5, ""], ["12.50 e", 3, "x"]]
    assert cells.index.tolist() == [1, 2]
    assert workbooks.saved_on(path) == date(2023, 3, 9)


def test_what_is_no_workbook_or_lacks_the_sheet_is_refused(tmp_path, write_workbook):
    path = write_workbook(tmp_path / "made.xlsx", {"A": [[1]]})
    with pytest.raises(SnapshotError, match=r"made\.xlsx: cannot be read as a workbook with a sheet 'B'"):
        workbooks.sheet_cells(path, "B")
    (tmp_path / "half.xlsx").write_bytes(path.read_bytes()[:500])
    with pytest.raises(SnapshotError, match=r"half\.xlsx: cannot be read as a workbook"):
        workbooks.sheet_cells(tmp_path / "half.xlsx", "A")


def test_a_cell_that_says_another_unit_is_refused(tmp_path, write_workbook):
    path = write_workbook(tmp_path / "made.xlsx", {"A": [["US Dollars, Thousands"]]})
    cells = workbooks.sheet_cells(path, "A")
    workbooks.expect(path, cells, 1, 0, "Thousands")
    with pytest.raises(SnapshotError, match=r"row 1, column 1: 'US Dollars, Thousands' stands where 'Millions'"):
        workbooks.expect(path, cells, 1, 0, "Millions")
    with pytest.raises(SnapshotError, match=r"row 7, column 1: '' stands where 'Millions'"):
        workbooks.expect(path, cells, 7, 0, "Millions")


def test_text_in_numbers_is_refused_and_empty_cells_stay_empty():
    cells = pd.Series([1, "", 2.5], index=[5, 6, 7], dtype=object)
    assert workbooks.numeric_cells(cells, "made.xlsx").fillna(0).tolist() == [1, 0, 2.5]
    for strange in ("1,5", "N/A", True):
        with pytest.raises(SnapshotError, match=r"made\.xlsx, row 7: .* is no number"):
            workbooks.numeric_cells(pd.Series([1, "", strange], index=[5, 6, 7], dtype=object), "made.xlsx")
