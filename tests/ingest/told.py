"""What a person is told, in words, for tests to compare."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from api.messages import Words
from api.render.ingestion_view import tell_finding
from graph.errors import ReteError
from graph.vocabulary import Locale
from ingest.yaml_entries import Finding, Told


def english(found: Iterable[Finding | Told]) -> list[str]:
    """What was found as it reads in English."""
    words = Words(Locale.EN)
    return [tell_finding(item, words) if isinstance(item, Finding) else words.tell(item) for item in found]


@contextmanager
def refuses(kind: type[ReteError], pattern: str) -> Iterator[None]:
    """The block raises an error of `kind` whose English words match `pattern`."""
    with pytest.raises(kind) as caught:
        yield
    (told,) = english([caught.value.args[0]])
    assert re.search(pattern, told), told
