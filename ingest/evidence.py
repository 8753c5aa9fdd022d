"""Which lines the catalogue rests on: every citation in it, under the name of the statement that gives it."""

from collections.abc import Iterator

from graph.model import Catalogue
from graph.provenance import Citation
from ingest.validation.citations import PARTS
from ingest.validation.context import walk

_KEYS = ("slug", "code", "id")


def list_citations(catalogue: Catalogue) -> dict[str, tuple[Citation, ...]]:
    """The citations of each statement, named `<part>/<identifier>`, for a field of it `<part>/<identifier>.<field>`."""
    found: dict[str, list[Citation]] = {}
    for part in PARTS:
        for item in getattr(catalogue, part):
            for name, citation in _cited(f"{part}/{identify(item)}", item):
                found.setdefault(name, []).append(citation)
    return {name: tuple(citations) for name, citations in found.items()}


def identify(item: object) -> str:
    """The identifier of an entry; of a judgement, the two that it is about.

    >>> from graph.model import Text, Territory
    >>> identify(Territory(code="milano", label=Text("Milano", "Milan")))
    'milano'
    """
    key = next((getattr(item, key) for key in _KEYS if hasattr(item, key)), None)
    return key if isinstance(key, str) else f"{getattr(item, 'left', '')}~{getattr(item, 'right', '')}"


def _cited(name: str, item: object) -> Iterator[tuple[str, Citation]]:
    for path, value in walk(item):
        if isinstance(value, Citation):
            field = path[0] if path[0] != "cite" else None
            yield (f"{name}.{field}" if field else name), value
