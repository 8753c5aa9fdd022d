"""Source documents: lines of text in UTF-8, or the text of a PDF, a page in HTML or a sheet.

A document is read whole or not at all: nothing in it is mended or guessed.
"""

import codecs
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DocumentError
from graph.provenance import Citation
from ingest.formats import is_html, is_pdf, read_html, read_pdf

FOLDER_VARIABLE = "RETE_DOCUMENTS"
SHEET_MARK = "#"
"""In the file name of a source, the name of a sheet follows this mark; the lines of the source are the rows."""

_LONGEST_LINE = 20_000
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


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
        raise DocumentError(f"{FOLDER_VARIABLE} names '{name}', which is not a folder.")
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
        raise DocumentError(f"{path.name}: cannot be read ({error.strerror}).") from None
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
        raise DocumentError(f"{file}: is empty.")
    _demand_own_kind(file, data)
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            raise DocumentError(
                f"{file}:{number}: a line of {len(line):,} characters; no text that people read has one."
            )
    return Document(source, file, tuple(lines), hashlib.sha256(data).hexdigest())


def _demand_own_kind(file: str, data: bytes) -> None:
    """Refuses a failed download: often an HTML page under the name of a PDF or a workbook."""
    name = file.lower()
    if name.endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        raise DocumentError(f"{file}: is called a workbook and is none; fetch or save it again.")
    if name.endswith(".pdf") and not is_pdf(data):
        raise DocumentError(f"{file}: is called a PDF and is none; fetch or save it again.")


def _plain_lines(file: str, data: bytes) -> list[str]:
    if data.startswith(_WIDE_MARKS):
        raise DocumentError(f"{file}: is in UTF-16 or UTF-32; save the text as UTF-8.")
    if b"\0" in data:
        raise DocumentError(f"{file}: is binary; a text in UTF-8, a PDF or a page in HTML is needed.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"{file}:{line}: is not UTF-8 at byte {error.start}; save the text as UTF-8.") from None
    if "\r" in text and "\n" not in text:
        raise DocumentError(f"{file}: its lines end in carriage returns alone; save the text with ordinary line ends.")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def read_documents(folder: Path, files: Mapping[str, str]) -> dict[str, Document]:
    """The documents with the file names `files`, both by source slug. Raises DocumentError if a file is missing."""
    return {source: read_document(source, folder / file) for source, file in files.items()}
