"""The rows of a worksheet as XML, each cell a text.

The library writes all that is around them; over thousands of cells it takes long.
"""

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

_PLACE = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')


def put_rows(sheet: bytes, rows: Iterable[tuple[str, ...]], style_of: Callable[[int, str], int]) -> bytes:
    """`sheet`, a worksheet without cells, with `rows` as its cells; empty texts are no cells.

    `style_of` gives the number of the style of a cell by its row, from 1, and its text.
    """
    listed = list(rows)
    width = max((len(row) for row in listed), default=0)
    letters = [get_column_letter(position) for position in range(1, width + 1)]
    data = "".join(_row(number, row, letters, style_of) for number, row in enumerate(listed, 1))
    extent = f'<dimension ref="A1:{letters[-1] if letters else "A"}{max(len(listed), 1)}"'
    sheet = _DIMENSION.sub(extent.encode(), sheet, count=1)
    return _PLACE.sub(lambda _: f"<sheetData>{data}</sheetData>".encode(), sheet, count=1)


def _row(number: int, row: tuple[str, ...], letters: list[str], style_of: Callable[[int, str], int]) -> str:
    cells = "".join(
        f'<c r="{letter}{number}" s="{style_of(number, text)}" t="inlineStr">'
        f"<is><t{_kept(text)}>{escape(text)}</t></is></c>"
        for letter, text in zip(letters, row, strict=False)
        if text
    )
    return f'<row r="{number}">{cells}</row>' if cells else ""


def _kept(text: str) -> str:
    """Blanks around a text, and its line ends, are part of it."""
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
