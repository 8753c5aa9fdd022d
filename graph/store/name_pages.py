"""The pages of a `graph.language.name_book` in a store: nodes of a version that nothing else refers to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.language.name_book import OF_LENGTHS, OF_WORDS, page_type, write_pages
from graph.network import Network
from graph.store.bolt import Bolt, Rows
from graph.store.records import decode, encode
from graph.store.rows import Row

LABEL = "RetePage"
_COLLECTIONS = {OF_WORDS: "words", OF_LENGTHS: "lengths"}


def list_pages(network: Network) -> Iterator[Row]:
    """A row for each page of the names in `network`."""
    catalogue = network.catalogue
    for name, page in write_pages(catalogue.organizations, catalogue.services, catalogue.situations):
        kind = next((kind for beginning, kind in _COLLECTIONS.items() if name.startswith(beginning)), "names")
        yield {"id": name, "labels": [LABEL], "name": name, "collection": kind, "about": {"said": encode(page)}}


class NamePages:
    """The pages of one version."""

    def __init__(self, bolt: Bolt, load: str) -> None:
        self._bolt = bolt
        self._load = load

    def read(self, names: Iterable[str], /) -> Mapping[str, Any]:
        """Those of some pages that there are, by name."""
        wanted = sorted(set(names))
        return _decoded(self._bolt.read("pages", load=self._load, ids=wanted)) if wanted else {}

    def read_all(self) -> Mapping[str, Any]:
        """Every page of words and of names, by name."""
        return _decoded(self._bolt.read("all_pages", load=self._load))


def _decoded(rows: Rows) -> Mapping[str, Any]:
    return {row["id"]: decode(row["said"], page_type(row["id"])) for row in rows}
