"""The text of a PDF, line by line, with a gap between pages as between slides."""

import logging
from io import BytesIO

from graph.errors import DocumentError

PAGE_GAP = 4
"""Blank lines between pages: more than stand within one."""

_LOCKED = ("FileNotDecryptedError", "WrongPasswordError", "DependencyError")
"""What the library raises for a password, or for a cipher that it cannot undo."""


def is_pdf(data: bytes) -> bool:
    """Whether `data` begins as a PDF does."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def read_pdf(data: bytes, file: str) -> list[str]:
    """The lines of text, as the PDF gives them. Raises DocumentError where it is broken, locked, or has no text."""
    from pypdf import PdfReader

    # The library tells what it mends; here a document is read or it is not.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [page.extract_text().splitlines() for page in PdfReader(BytesIO(data)).pages]
    except Exception as error:  # a broken file raises nearly anything
        kind = type(error).__name__
        if kind in _LOCKED:
            raise DocumentError(
                f"{file}: this PDF is locked with a password; open it and print it to a new PDF."
            ) from None
        raise DocumentError(f"{file}: this PDF cannot be read ({kind}); open it and print it to a new PDF.") from None
    lines: list[str] = []
    for page in pages:
        lines += [*([""] * PAGE_GAP if lines else []), *page]
    if not any(line.strip() for line in lines):
        raise DocumentError(f"{file}: this PDF has no text; it may be a scan, which needs OCR first.")
    return lines
