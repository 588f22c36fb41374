"""Corrections are declared rows: each must find one cell with the value it names, or nothing is read."""

import json

import pytest

from russia_asean import paths
from russia_asean.data import tables

HEAD = "table,key,column,old,new,reason,date,source_url"
REST = "wrong,2026-01-01,https://example.org"
GOOD = f"flows,iso3=RUS;year=2021,value,1750000.5,1850000,{REST}"


def with_corrections(package, *rows):
    """Add a table of corrections to a small data package; return its folder."""
    (package.folder / "corrections.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    path = package.folder / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    real = json.loads((paths.DATA / "datapackage.json").read_text(encoding="utf-8"))
    content["resources"].append(next(each for each in real["resources"] if each["name"] == tables.CORRECTIONS))
    path.write_text(json.dumps(content), encoding="utf-8")
    return package.describe().folder


def test_an_empty_table_of_corrections_changes_nothing(small_package):
    folder = with_corrections(small_package)
    assert tables.load("flows", folder)["value"].tolist() == [1500000, 1750000.5, 900000]
    assert tables.load(tables.CORRECTIONS, folder).empty


def test_a_correction_is_applied_and_the_file_stays(small_package):
    folder = with_corrections(small_package, GOOD)
    assert tables.load("flows", folder)["value"].tolist() == [1500000, 1850000, 900000]
    assert "1750000.5" in (folder / "flows.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year=2021", "year=2031", "finds 0 rows"),
        ("iso3=RUS;year=2021", "iso3=RUS", "finds 2 rows"),
        ("1750000.5", "1750000", "not '1750000'"),
        (",value,", ",worth,", "no column 'worth'"),
        ("iso3=RUS", "iso=RUS", "no column 'iso'"),
        ("1850000", "lots", "'lots' is not of type number"),
        ("1850000", "", "column 'new'"),
        ("flows,", "nothing,", "no table named 'nothing'"),
        ("iso3=RUS;year=2021", "RUS 2021", "column 'key'"),
        (GOOD, f"{GOOD}\n{GOOD}", "occurs twice"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(small_package, old, new, said):
    folder = with_corrections(small_package, GOOD.replace(old, new, 1))
    with pytest.raises(tables.TableError) as caught:
        tables.load("flows", folder)
    assert str(caught.value).startswith("data/corrections.csv, row ")
    assert said in str(caught.value)


def test_a_correction_that_does_not_fit_is_named_by_its_line(small_package):
    folder = with_corrections(small_package, "", GOOD.replace("year=2021", "year=2031"))
    with pytest.raises(tables.TableError, match=r"^data/corrections\.csv, row 3: the key .* finds 0 rows"):
        tables.load("flows", folder)


def test_a_corrected_value_is_checked_and_named_by_the_line_of_the_table(small_package):
    small_package.replace("flows.csv", "RUS,2021", "\nRUS,2021")
    folder = with_corrections(small_package, GOOD.replace("1850000", "-1"))
    with pytest.raises(tables.TableError, match=r"^data/flows\.csv, row 4, column 'value': '-1' is less than"):
        tables.load("flows", folder)
