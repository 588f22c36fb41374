"""Workbooks that tests of recipes write, and the server that tests of fetching ask."""

from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pytest
import standins
from openpyxl.writer.excel import ExcelWriter

from russia_asean.sources import fetching


@pytest.fixture
def write_workbook():
    """Return a function that writes a workbook of sheets, each a list of rows, as if saved on a day."""

    def write(path, sheets, saved="2024-02-09"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        # Written without `book.save`, which puts today's date into the properties.
        book.properties.modified = datetime.fromisoformat(saved)
        ExcelWriter(book, ZipFile(path, "w")).save()
        return path

    return write


@pytest.fixture
def stand_in():
    """Return a server that answers in the place of publishers."""
    server = standins.StandIn()
    yield server
    server.stop()


@pytest.fixture
def slept():
    """Return the list of seconds that a transport of ``transport`` waited for, without waiting."""
    return []


@pytest.fixture
def transport(stand_in, slept):
    """Return a transport that asks the stand-in and only notes how long it would wait."""
    return fetching.Transport(stand_in=stand_in.address, sleep=slept.append, clock=lambda: 0.0, jitter=lambda: 0.0)
