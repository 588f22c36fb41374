"""Tables handed to another process: used as they were read, and only while nothing that they rest on has changed."""

import os

import pandas as pd
import pytest

from russia_asean.data import kept, tables


def handed(folder):
    """Read a table as one process would, and take it over as another would; return it."""
    frame = tables.validated("flows", folder)
    packed = kept.packed()
    tables.clear_cache()
    kept.unpack(packed)
    return frame


def test_a_table_that_was_handed_over_is_not_read_again(small_package, monkeypatch):
    read = handed(small_package.folder)
    monkeypatch.setattr(tables, "text_cells", lambda *_: pytest.fail("read again"))
    pd.testing.assert_frame_equal(tables.load("flows", small_package.folder), read)


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.replace("flows.csv", "900000", "900001"),
        lambda package: package.replace("countries.csv", "VNM,", "VNN,"),
        lambda package: package.edit(lambda content: content["resources"][1].update(title="Other flows")),
        lambda package: (package.folder / "more.csv").write_text("a\n1\n", encoding="utf-8"),
        lambda package: os.utime(package.folder / "sources.csv"),
    ],
    ids=["the table", "one it is checked against", "the description", "another table", "a file written again"],
)
def test_a_table_is_read_again_after_any_change(small_package, change):
    handed(small_package.folder)
    change(small_package)
    tables.package(small_package.folder)
    assert kept.table("flows", small_package.folder) is None


def test_a_table_is_read_again_by_other_code(small_package, monkeypatch):
    handed(small_package.folder)
    monkeypatch.setattr(kept, "_CODE", ())
    tables.package(small_package.folder)
    assert kept.table("flows", small_package.folder) is None


def test_a_changed_row_is_seen_and_a_broken_one_refused(small_package):
    handed(small_package.folder)
    small_package.replace("flows.csv", "900000", "900001")
    assert 900001 in tables.validated("flows", small_package.folder)["value"].tolist()
    handed(small_package.folder)
    small_package.replace("flows.csv", "900001", "90000x")
    with pytest.raises(tables.TableError, match="'90000x' is not of type number"):
        tables.validated("flows", small_package.folder)


def test_what_was_forgotten_is_not_handed_over(small_package):
    tables.validated("flows", small_package.folder)
    tables.clear_cache()
    kept.unpack(kept.packed())
    tables.package(small_package.folder)
    assert kept.table("flows", small_package.folder) is None
