"""The lines of text in files that are not plain text: pages in HTML, and PDFs."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO

from graph.errors import DocumentError

_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", re.I)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "svg"))
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section",
    "table", "title", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset(("td", "th"))


def is_html(data: bytes) -> bool:
    """Whether `data` begins as a page in HTML does."""
    return _MARKUP.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def read_html(data: bytes, file: str) -> list[str]:
    """The lines of a page. Raises DocumentError if it is not in the encoding that it declares, or else UTF-8."""
    from bs4 import BeautifulSoup

    text = _decode(data, file)
    try:
        soup = BeautifulSoup(text, "html.parser")
    except Exception as error:  # broken markup can overtax the parser
        kind = type(error).__name__
        raise DocumentError(f"{file}: this page cannot be read ({kind}); save it from a browser again.") from None
    joined = "".join(_pieces(soup))
    return [re.sub(r"[^\S\n]+", " ", line).strip() for line in joined.split("\n")]


def _decode(data: bytes, file: str) -> str:
    declared = _CHARSET.search(data[:4096])
    charset = (declared[1] or declared[2]).decode("ascii") if declared else "utf-8"
    name = "utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset
    try:
        return data.decode(name)
    except LookupError:
        raise DocumentError(f"{file}: declares the encoding '{charset}', which nobody knows.") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"{file}:{line}: is not in {charset} at byte {error.start}, as it declares.") from None
    except UnicodeError:
        raise DocumentError(f"{file}: is not in the encoding '{charset}', as it declares.") from None


def _pieces(soup: object) -> Iterator[str]:
    """Text and line ends, in document order, without recursion: pages nest deeply."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, PreformattedString, Tag

    assert isinstance(soup, BeautifulSoup)  # noqa: S101 - the library is imported late
    stack: list[object] = [soup]
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            yield node
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                yield str(node).replace("\n", " ")
        elif isinstance(node, Tag) and node.name not in _UNSEEN:
            end = "\n" if node.name in _BLOCKS else " " if node.name in _CELLS else ""
            stack.append(end)
            stack.extend(reversed(node.contents))
            stack.append("\n• " if node.name == "li" else "" if node.name == "br" else end)


PAGE_GAP = 4
"""Blank lines between pages: more than occur within a page."""

_LOCKED = ("FileNotDecryptedError", "WrongPasswordError", "DependencyError")
"""What the library raises for a password, or for a cipher that it cannot undo."""


def is_pdf(data: bytes) -> bool:
    """Whether `data` begins as a PDF does."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def read_pdf(data: bytes, file: str) -> list[str]:
    """The lines of a PDF, with a gap between pages. Raises DocumentError if it is broken, locked or has no text."""
    from pypdf import PdfReader

    # The library logs what it repairs; here a document is read as it is or refused.
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
