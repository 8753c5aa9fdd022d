"""Gathers the files to ingest from paths, folders and standard input, and names the documents among them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from graph.errors import DocumentError, reason_of
from graph.message import Finding, Message
from graph.provenance import Source
from ingest.documents import Document, parse_document
from ingest.identifiers import slugify
from ingest.spreadsheets.tables import Given

STANDARD_INPUT = "-"
_STANDARD_INPUT_NAME = "standard-input"


def gather(paths: Sequence[str], standard_input: BinaryIO) -> tuple[Given, ...]:
    """Read the files to ingest.

    Parameters
    ----------
    paths
        Files; folders, for every file in them that is not hidden; `-` for standard input.
    standard_input
        The stream that `-` names.

    Returns
    -------
    tuple of Given
        Each file's name and bytes.

    Raises
    ------
    DocumentError
        If a file cannot be read, or a folder has no files.
    """
    found: list[Given] = []
    for path in paths:
        if path == STANDARD_INPUT:
            found.append(Given(_STANDARD_INPUT_NAME, standard_input.read()))
        else:
            found.extend(_read(place) for place in _files(Path(path)))
    return tuple(found)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        files = sorted(place for place in path.iterdir() if place.is_file() and not place.name.startswith("."))
    except OSError as error:
        raise DocumentError.at(_printable(path.name), Message.of("file.unreadable", reason=reason_of(error))) from None
    if not files:
        raise DocumentError.at(_printable(path.name), Message.of("document.no_files"))
    return files


def _read(path: Path) -> Given:
    try:
        return Given(_printable(path.name), path.read_bytes())
    except OSError as error:
        raise DocumentError.at(_printable(path.name), Message.of("file.unreadable", reason=reason_of(error))) from None


def _printable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8, and control characters, each as a question mark.

    >>> _printable("a\\udcff\\n.txt")
    'a??.txt'
    """
    return "".join(mark if mark.isprintable() else "?" for mark in name)


def list_skipped(paths: Sequence[str]) -> tuple[str, ...]:
    """The folders inside the folders that `paths` name; they are not read.

    >>> list_skipped(["-"])
    ()
    """
    folders = [Path(path) for path in paths if path != STANDARD_INPUT and Path(path).is_dir()]
    return tuple(
        _printable(f"{folder.name}/{place.name}")
        for folder in folders
        for place in sorted(folder.iterdir())
        if not place.name.startswith(".") and not place.is_file()
    )


def name_documents(given: Iterable[Given], sources: Iterable[Source]) -> dict[str, Document]:
    """Read documents and find the source that each is.

    Parameters
    ----------
    given
        The files.
    sources
        The sources that are known.

    Returns
    -------
    dict of str to Document
        The documents by slug: of the source with the same text or file name, or a new one made from the file name.

    Raises
    ------
    DocumentError
        With everything that cannot be read, and if two files are one source.
    """
    known = tuple(sources)
    documents: dict[str, Document] = {}
    wrong: list[Message] = []
    for item in given:
        try:
            document = parse_document("", item.name, item.data)
        except DocumentError as error:
            wrong.append(error.message)
            continue
        slug = _slug(document, known)
        if slug in documents:
            same = Message.of("document.same_source", slug=slug, file=documents[slug].file)
            wrong.append(Finding(item.name, same).told)
        documents[slug] = Document(slug, document.file, document.lines, document.sha256)
    if wrong:
        raise DocumentError(Message.of("finding.all", findings=tuple(wrong)))
    return documents


def _slug(document: Document, sources: Sequence[Source]) -> str:
    by_text = next((source.slug for source in sources if source.sha256 == document.sha256), None)
    by_name = next((source.slug for source in sources if source.file == document.file), None)
    return by_text or by_name or slugify(Path(document.file).stem) or "document"
