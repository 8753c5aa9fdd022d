"""A file that was given, before anybody has read it."""

import re
from dataclasses import dataclass

from ingest.spreadsheets.schema import is_header

_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and ODS (zip), and the older XLS, begin."""
_DELIMITERS = re.compile(rb"[;,\t]")


@dataclass(frozen=True, slots=True)
class Given:
    """A file's name and its bytes."""

    name: str
    data: bytes

    @property
    def is_workbook(self) -> bool:
        """Whether this is a spreadsheet with sheets."""
        return self.data.startswith(_WORKBOOK_STARTS)

    @property
    def is_table(self) -> bool:
        """Whether this is a table of values: it says so, or begins with a row of column names that sheets have."""
        if self.name.lower().endswith((".csv", ".tsv")):
            return True
        first = self.data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
        cells = [cell.strip(b'" \r').decode("ascii", "replace") for cell in _DELIMITERS.split(first)]
        return is_header(cells)
