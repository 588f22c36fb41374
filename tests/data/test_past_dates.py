"""What was published, read or done has a day that has begun: the commands for whoever edits tables refuse another."""

import csv
import shutil
import sys
from datetime import UTC, datetime, timedelta

import pytest

from russia_asean import cli, paths
from russia_asean.data import codebook, past_dates, reader, tables
from russia_asean.evidence import claim_rows

# Of days that are known before they come.
MAY_LIE_AHEAD = {"date_end", "end", "entry", "in_force", "inactive", "start"}


def stored_dates():
    """Return the columns of dates of all tables."""
    fields = [field for each in tables.package()["resources"] for field in each["schema"]["fields"]]
    return {field["name"] for field in fields if field["type"] == "date"}


def test_the_stored_tables_pass():
    past_dates.check()


def test_every_column_of_dates_is_past_or_may_lie_ahead():
    assert stored_dates() == {*past_dates.COLUMNS} - {"vintage"} | MAY_LIE_AHEAD
    assert not {*past_dates.COLUMNS} & MAY_LIE_AHEAD


@pytest.fixture
def edited(tmp_path):
    """Return a function that puts a date into a row of a copy of a table, and returns the copy and the row's line."""

    def edit(name, column, date):
        shutil.copytree(paths.DATA, tmp_path / "data")
        path = tmp_path / "data" / tables.resource(name)["path"]
        head, rows = reader.text_rows(path, path.name)
        # In the last row that has a date there; a row of several lines is named by its first.
        line = max(line for line, cells in rows.items() if cells[head.index(column)])
        rows[line][head.index(column)] = date
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows([head, *rows.values()])
        return tmp_path / "data", line

    yield edit
    tables.clear_cache()


@pytest.mark.parametrize(
    ("name", "column", "date"),
    [
        ("events", "date", "2962-05-01"),
        ("pages", "accessed", "2962-05-01"),
        ("snapshots", "retrieved", "2962-05-01"),
        ("sources", "published", "2962"),
        ("verdict_history", "assessed", "2962-05-01"),
        ("trade_flows", "vintage", "2962-05"),
    ],
)
def test_a_day_to_come_is_named_by_file_row_and_column(edited, name, column, date):
    folder, line = edited(name, column, date)
    with pytest.raises(past_dates.FutureDateError) as refused:
        past_dates.check(folder)
    path = tables.resource(name)["path"]
    assert str(refused.value).startswith(f"data/{path}, row {line}, column {column!r}: {date} lies ahead: by the clock")
    assert str(refused.value).endswith(". Correct the date, or the clock.")


def test_an_agreement_may_enter_into_force_on_a_day_to_come(edited):
    folder, _ = edited("agreements", "in_force", "2962-05-01")
    past_dates.check(folder)


def test_a_date_is_compared_as_far_as_it_is_known(monkeypatch):
    monkeypatch.setattr(past_dates, "latest_day", lambda: "2026-11-30")
    for past in ("2026", "2026-11", "2026-11-30", "", "no date"):
        assert [*past_dates.faults(past)] == []
    for coming in ("2027", "2026-12", "2026-12-01"):
        (fault,) = past_dates.faults(coming)
        assert fault.startswith(f"{coming} lies ahead: by the clock of this machine it is 30 November 2026 at the")


def test_a_day_that_has_begun_anywhere_has_come():
    assert past_dates.latest_day() >= datetime.now(UTC).date().isoformat()
    assert past_dates.latest_day() <= (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def test_the_command_that_describes_the_tables_writes_nothing_then(edited, monkeypatch):
    folder, line = edited("events", "date", "2962-05-01")
    check = past_dates.check
    monkeypatch.setattr(past_dates, "check", lambda: check(folder))
    monkeypatch.setattr(claim_rows, "check", lambda: None)
    monkeypatch.setattr(codebook, "refresh", lambda: pytest.fail("The description was written."))
    monkeypatch.setattr(sys, "argv", ["russia_asean", "data"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert str(stop.value).startswith(f"FutureDateError: data/events.csv, row {line}, column 'date': ")
