"""Source documents: lines of text in UTF-8, or the text of a PDF, a page in HTML or a sheet; and excerpts of them.

A document is read whole or not at all: nothing in it is mended or guessed.
"""

import codecs
import hashlib
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import DocumentError, reason_of
from graph.message import Message
from graph.provenance import Citation, Source

if TYPE_CHECKING:
    from pypdf import PageObject

FOLDER_VARIABLE = "RETE_DOCUMENTS"
SHEET_MARK = "#"
"""In the file name of a source, the name of a sheet follows this mark; the lines of the source are the rows."""
_LONGEST_LINE = 20_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", re.I)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "svg"))
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section",
    "table", "title", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset(("td", "th"))
PAGE_GAP = 4
"""Blank lines between pages: more than occur within a page."""
_LOCKED = ("FileNotDecryptedError", "WrongPasswordError", "DependencyError")
"""What the library raises for a password, or for a cipher that it cannot undo."""
_FEWEST_LINES = 4
"""Lines that stand beside others at least where a page has two columns."""
_GUTTER = 3
"""Blanks between two columns at least."""
_PROSE = 4
"""Words of a line of a column, in the middle: fewer are the cells of a table, which are read across."""
LONGEST_EXCERPT = 4_000
"""Characters of an excerpt at most."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read.

    Attributes
    ----------
    source
        The slug of the source.
    file
        The name of the file.
    lines
        The lines, without their line ends.
    sha256
        The checksum of the bytes of the file.
    """

    source: str
    file: str
    lines: tuple[str, ...]
    sha256: str

    def line(self, number: int) -> str:
        """Line `number`, from 1."""
        return self.lines[number - 1]

    def at(self, number: int) -> str:
        """`file:line`, as error messages begin."""
        return f"{self.file}:{number}"

    def cite(self, first: int, last: int | None = None) -> Citation:
        """The citation of lines `first` to `last`."""
        return Citation(self.source, first, first if last is None else last)

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Every line that is not blank, with its number."""
        return ((number, line) for number, line in enumerate(self.lines, 1) if line.strip())


def documents_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder that RETE_DOCUMENTS names; None if the variable is not set.

    Raises
    ------
    DocumentError
        If it does not name a folder.
    """
    name = environ.get(FOLDER_VARIABLE)
    if not name:
        return None
    folder = Path(name)
    if not folder.is_dir():
        raise DocumentError(Message.of("document.no_folder", variable=FOLDER_VARIABLE, folder=name))
    return folder


def read_document(source: str, path: Path) -> Document:
    """Read the document in a file.

    Only a line feed ends a line (a carriage return before it is dropped), so that line numbers agree with every tool.

    Parameters
    ----------
    source
        The slug of the source.
    path
        The file; after `#`, the sheet of a spreadsheet.

    Returns
    -------
    Document
        The lines of text.

    Raises
    ------
    DocumentError
        If the file is missing, empty, binary or not UTF-8.
    """
    file, _, sheet = path.name.partition(SHEET_MARK)
    try:
        data = (path.parent / file).read_bytes()
    except OSError as error:
        raise DocumentError.at(path.name, Message.of("file.unreadable", reason=reason_of(error))) from None
    if sheet:
        from ingest.spreadsheets.tables import sheet_lines

        return Document(source, path.name, sheet_lines(file, data, sheet), hashlib.sha256(data).hexdigest())
    return parse_document(source, path.name, data)


def parse_document(source: str, file: str, data: bytes) -> Document:
    """Read the document in the bytes of a file.

    Parameters
    ----------
    source
        The slug of the source.
    file
        The name of the file.
    data
        Its bytes: text in UTF-8, a PDF or a page in HTML.

    Returns
    -------
    Document
        The lines of text.

    Raises
    ------
    DocumentError
        If the file is empty, binary or not UTF-8, or its name says PDF or workbook and it is neither.
    """
    if is_pdf(data):
        lines = read_pdf(data, file)
    elif is_html(data):
        lines = read_html(data, file)
    else:
        lines = _plain_lines(file, data)
    if not any(line.strip() for line in lines):
        raise DocumentError.at(file, Message.of("document.empty"))
    _demand_own_kind(file, data)
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            message = Message.of("document.long_line", length=f"{len(line):,}")
            raise DocumentError.at(f"{file}:{number}", message)
    return Document(source, file, tuple(lines), hashlib.sha256(data).hexdigest())


def _demand_own_kind(file: str, data: bytes) -> None:
    """Refuses a failed download: often an HTML page under the name of a PDF or a workbook."""
    name = file.lower()
    if name.endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        raise DocumentError.at(file, Message.of("document.no_workbook"))
    if name.endswith(".pdf") and not is_pdf(data):
        raise DocumentError.at(file, Message.of("document.no_pdf"))


def _plain_lines(file: str, data: bytes) -> list[str]:
    if data.startswith(_WIDE_MARKS):
        raise DocumentError.at(file, Message.of("document.wide"))
    if b"\0" in data:
        raise DocumentError.at(file, Message.of("document.binary"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError.at(f"{file}:{line}", Message.of("document.encoding", byte=error.start)) from None
    if "\r" in text and "\n" not in text:
        raise DocumentError.at(file, Message.of("document.line_ends"))
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def read_documents(folder: Path, files: Mapping[str, str]) -> dict[str, Document]:
    """Read documents.

    Parameters
    ----------
    folder
        The folder that holds them.
    files
        Their file names, by source. A spreadsheet may be elsewhere, because its rows are in the catalogue: it is left
        out if it is not in the folder.

    Returns
    -------
    dict of str to Document
        The documents, by source.

    Raises
    ------
    DocumentError
        If another file is missing, or one cannot be read.
    """
    return {
        source: read_document(source, folder / file)
        for source, file in files.items()
        if SHEET_MARK not in file or (folder / file.partition(SHEET_MARK)[0]).is_file()
    }


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
        raise DocumentError.at(file, Message.of("document.page_broken", kind=kind)) from None
    joined = "".join(_pieces(soup))
    return [re.sub(r"[^\S\n]+", " ", line).strip() for line in joined.split("\n")]


def _decode(data: bytes, file: str) -> str:
    declared = _CHARSET.search(data[:4096])
    charset = (declared[1] or declared[2]).decode("ascii") if declared else "utf-8"
    name = "utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset
    try:
        return data.decode(name)
    except LookupError:
        raise DocumentError.at(file, Message.of("document.charset_unknown", charset=charset)) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = Message.of("document.charset_wrong", charset=charset, byte=error.start)
        raise DocumentError.at(f"{file}:{line}", message) from None
    except UnicodeError:
        raise DocumentError.at(file, Message.of("document.charset_other", charset=charset)) from None


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


def is_pdf(data: bytes) -> bool:
    """Whether `data` begins as a PDF does."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def _read_page(page: "PageObject") -> list[str]:
    """The lines of a page; of two columns the left one before the right one."""
    plain = page.extract_text()
    try:
        columns = split_columns(page.extract_text(extraction_mode="layout").splitlines())
    except Exception:  # the library's layout is an extra that some pages defeat; the plain text is there
        columns = None
    return plain.splitlines() if columns is None else columns


def split_columns(lines: Sequence[str]) -> list[str] | None:
    """The lines of a page in two columns, one column after the other; None where there is one column.

    Parameters
    ----------
    lines
        A page with blanks where it has them. A line over both columns, such as a title, ends what stands above it.
    """
    width = max(map(len, lines), default=0)
    best: tuple[int, int] | None = None
    for place in range(width // 4, 3 * width // 4):
        beside = [line for line in lines if _has_gutter(line, place)]
        if len(beside) >= _FEWEST_LINES and (best is None or len(beside) > best[0]):
            best = (len(beside), place)
    if best is None:
        return None
    place = best[1]
    beside = [line for line in lines if _has_gutter(line, place)]
    crossing = sum(1 for line in lines if line[place : place + _GUTTER].strip())
    words = [
        sorted(len(part.split()) for part in parts)
        for parts in zip(*((x[:place], x[place:]) for x in beside), strict=True)
    ]
    if crossing > len(beside) or any(counts[len(counts) // 2] < _PROSE for counts in words):
        return None
    found: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if line[place : place + _GUTTER].strip():
            found += [*left, *right, line.strip()]
            left, right = [], []
        else:
            left += [line[:place].strip()] if line[:place].strip() else []
            right += [line[place:].strip()] if line[place:].strip() else []
    return [*found, *left, *right]


def _has_gutter(line: str, place: int) -> bool:
    return bool(line[:place].strip() and line[place:].strip()) and not line[place : place + _GUTTER].strip()


def read_pdf(data: bytes, file: str) -> list[str]:
    """The lines of a PDF, with a gap between pages. Raises DocumentError if it is broken, locked or has no text."""
    from pypdf import PdfReader

    # The library logs what it repairs; here a document is read as it is or refused.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [_read_page(page) for page in PdfReader(BytesIO(data)).pages]
    except Exception as error:  # a broken file raises nearly anything
        kind = type(error).__name__
        if kind in _LOCKED:
            raise DocumentError.at(file, Message.of("document.pdf_locked")) from None
        raise DocumentError.at(file, Message.of("document.pdf_broken", kind=kind)) from None
    lines: list[str] = []
    for page in pages:
        lines += [*([""] * PAGE_GAP if lines else []), *page]
    if not any(line.strip() for line in lines):
        raise DocumentError.at(file, Message.of("document.pdf_scan"))
    return lines


class Excerpts:
    """Reads excerpts from the documents in `folder`, each file once.

    A document that is missing, or is not the one that was read (its sha256 differs), gives none: its line numbers
    would mean something else.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lines: dict[str, tuple[str, ...] | None] = {}  # by sha256; two threads may read the same file twice

    def find(self, citation: Citation, sources: Mapping[str, Source]) -> str | None:
        """The lines of `citation`, joined; None where the document is not at hand unchanged."""
        source = sources.get(citation.source)
        if self._folder is None or source is None:
            return None
        if source.sha256 not in self._lines:
            self._lines[source.sha256] = self._read(self._folder, source)
        lines = self._lines[source.sha256]
        if lines is None:
            return None
        return "\n".join(lines[citation.first - 1 : citation.last])[:LONGEST_EXCERPT]

    @staticmethod
    def _read(folder: Path, source: Source) -> tuple[str, ...] | None:
        try:
            document = read_document(source.slug, folder / source.file)
        except DocumentError:
            return None
        return document.lines if document.sha256 == source.sha256 else None
