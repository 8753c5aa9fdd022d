"""Answers that are the same for as long as a process serves its version, ready to be sent."""

from collections import OrderedDict
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock

import orjson

from api.http.request_body import GraphQLRequest

MOST_BYTES = 2_000_000
"""What all answers together may hold."""
LARGEST = 250_000
"""Bytes of the largest answer that is kept."""


class KeptAnswers:
    """Bodies by what was asked: the document or its name, the operation, the variables, and whether by GET.

    Nothing of a request can be read from what is kept: it is known by a digest under a secret of this process. Whoever
    keeps an answer sees to it that it depends on nothing else, and holds no facts about a person.
    """

    def __init__(self) -> None:
        self._secret = token_bytes(32)
        self._lock = Lock()
        self._bodies: OrderedDict[bytes, bytes] = OrderedDict()
        self._held = 0

    def find(self, asked: GraphQLRequest) -> bytes | None:
        """The body of the answer to `asked`; None where it is not kept."""
        if not self._bodies:
            return None
        key = self._key(asked)
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def keep(self, asked: GraphQLRequest, body: bytes) -> None:
        """Keep `body` as the answer to `asked`, and drop those beyond the bound that were not asked for the longest."""
        if len(body) > LARGEST:
            return
        key = self._key(asked)
        with self._lock:
            self._held += len(body) - len(self._bodies.pop(key, b""))
            self._bodies[key] = body
            while self._held > MOST_BYTES:
                _, dropped = self._bodies.popitem(last=False)
                self._held -= len(dropped)

    def _key(self, asked: GraphQLRequest) -> bytes:
        parts = (asked.query, asked.document_id, asked.operation_name, asked.variables, asked.by_get)
        text = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)
        return blake2b(text, digest_size=24, key=self._secret).digest()
