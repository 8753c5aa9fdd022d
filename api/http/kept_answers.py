"""Kept answers, which stay the same while a process serves its version, and kept replies to the same request."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import Generic, TypeVar

import orjson

from api.http.request_body import GraphQLRequest

Value = TypeVar("Value")


class LruCache(Generic[Value]):
    """Values by their keys, with at most `most` bytes together. The least recently used value is dropped first.

    Examples
    --------
    >>> cache = LruCache[str](most=10)
    >>> for name in ("a", "b", "c"):
    ...     cache.keep(name.encode(), name, size=4)
    >>> cache.find(b"a"), cache.find(b"c")
    (None, 'c')
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[bytes, tuple[Value, int]] = OrderedDict()
        self._held = 0

    def __len__(self) -> int:
        return len(self._values)

    def find(self, key: bytes) -> Value | None:
        """The value of this key; None where it is not kept."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def keep(self, key: bytes, value: Value, size: int) -> None:
        """Keep `value`, of so many bytes, and drop what is beyond the bound."""
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._held += size - before
            self._values[key] = value, size
            while self._held > self._most:
                _, (_, dropped) = self._values.popitem(last=False)
                self._held -= dropped


Header = tuple[bytes, bytes]

MOST_BYTES = 2_000_000
"""What all answers together may hold."""
MOST_REPLY_BYTES = 1_000_000
"""What all replies together may hold; most of them share their bytes with the answers that are kept."""
HEAD = 1_500
"""Bytes that the headers of a reply take, about."""
LARGEST = 250_000
"""Bytes of the largest answer that is kept."""


class KeptAnswers:
    """Bodies by what was asked: the document or its name, the operation, the variables, and whether it was a GET.

    Nothing of a request can be read from what is kept: it is known by a digest under a secret of this process. Whoever
    keeps an answer sees to it that it depends on nothing else, and holds no facts about a person.
    """

    def __init__(self) -> None:
        self._secret = token_bytes(32)
        self._bodies: LruCache[bytes] = LruCache(MOST_BYTES)

    def key(self, asked: GraphQLRequest) -> bytes:
        """The key of the request `asked`."""
        parts = (asked.query, asked.document_id, asked.operation_name, asked.variables, asked.by_get)
        text = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)
        return blake2b(text, digest_size=24, key=self._secret).digest()

    def find(self, key: bytes) -> bytes | None:
        """The body of the answer to the request of this key; None where it is not kept."""
        return self._bodies.find(key)

    def keep(self, key: bytes, body: bytes) -> None:
        """Keep `body` as the answer, and drop those beyond the bound that were not asked for the longest."""
        if len(body) <= LARGEST:
            self._bodies.keep(key, body, len(body))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is sent."""

    status: int
    headers: tuple[Header, ...]
    """All but the id of the request."""
    body: bytes


class KeptReplies:
    """Kept replies: answers with their headers, by the requests that got them, byte for byte.

    Nothing of a request can be read from what is kept: it is known by a digest under a secret of this process.
    """

    def __init__(self) -> None:
        self._secret = token_bytes(32)
        self._replies: LruCache[Reply] = LruCache(MOST_REPLY_BYTES)

    def key(self, *parts: bytes) -> bytes:
        """The key of a request that consists of these parts."""
        digest = blake2b(digest_size=24, key=self._secret)
        for part in parts:
            digest.update(b"%d " % len(part))
            digest.update(part)
        return digest.digest()

    def find(self, key: bytes) -> Reply | None:
        """The answer to the request of this key; None where it is not kept."""
        return self._replies.find(key)

    def keep(self, key: bytes, reply: Reply) -> None:
        """Keep `reply`, and drop those beyond the bound that were not asked for the longest."""
        if len(reply.body) <= LARGEST:
            self._replies.keep(key, reply, len(reply.body) + HEAD)
