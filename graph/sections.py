"""Under which heading cited lines stand."""

from collections.abc import Iterable

from graph.provenance import Citation, Section

BETWEEN = " › "


class Outline:
    """The headed sections of documents, which may lie within one another and be of several pieces."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._pieces: dict[str, list[tuple[Citation, str]]] = {}
        for section in sections:
            for span in section.cite:
                self._pieces.setdefault(span.source, []).append((span, section.title))

    def find(self, citation: Citation) -> str | None:
        """The headings over all lines of `citation`, outermost first; None where none stands over all of them.

        >>> cite = Citation("charter", 30, 80)
        >>> Outline([Section(id="charter/a", title="A", cite=(cite,))]).find(Citation("charter", 40, 41))
        'A'
        """
        over = [
            (span.first - span.last, title)
            for span, title in self._pieces.get(citation.source, ())
            if span.first <= citation.first and citation.last <= span.last
        ]
        return BETWEEN.join(dict.fromkeys(title for _, title in sorted(over))) or None
