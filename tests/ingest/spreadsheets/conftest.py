"""Workbooks as people make them."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import pytest
from openpyxl import Workbook

from ingest.spreadsheets.tables import Given

Sheets = Mapping[str, Sequence[Sequence[object]]]


@pytest.fixture(scope="session")
def workbook() -> Callable[[Sheets], Given]:
    """Makes `network.xlsx` with the rows of each sheet."""

    def make(sheets: Sheets) -> Given:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        file = BytesIO()
        book.save(file)
        return Given("network.xlsx", file.getvalue())

    return make
