"""The cited lines themselves, for installations that have the documents."""

from collections.abc import Mapping
from pathlib import Path

from graph.errors import DocumentError
from graph.provenance import Citation, Source
from ingest.documents import read_document

LONGEST = 4_000
"""Characters of an excerpt at most."""


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
        return "\n".join(lines[citation.first - 1 : citation.last])[:LONGEST]

    @staticmethod
    def _read(folder: Path, source: Source) -> tuple[str, ...] | None:
        try:
            document = read_document(source.slug, folder / source.file)
        except DocumentError:
            return None
        return document.lines if document.sha256 == source.sha256 else None
