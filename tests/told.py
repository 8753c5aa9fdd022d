"""What a person is told, in words, for tests to compare."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from api.messages import Words
from graph.errors import ReteError
from graph.message import Finding, Told
from graph.vocabulary import Locale


def english(found: Iterable[Finding | Told]) -> list[str]:
    """What was found as it reads in English."""
    return said(found, Locale.EN)


def said(found: Iterable[Finding | Told], locale: Locale) -> list[str]:
    """What was found as it reads in a language."""
    words = Words(locale)
    return [words(item.told) if isinstance(item, Finding) else words.tell(item) for item in found]


@contextmanager
def refuses(kind: type[ReteError], pattern: str = "") -> Iterator[pytest.ExceptionInfo[ReteError]]:
    """The block raises an error of `kind` whose English words match `pattern`."""
    with pytest.raises(kind) as caught:
        yield caught
    (told,) = english([caught.value.message])
    assert re.search(pattern, told), told
