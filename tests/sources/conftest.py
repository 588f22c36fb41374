"""Workbooks that tests of recipes write."""

from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.writer.excel import ExcelWriter


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
