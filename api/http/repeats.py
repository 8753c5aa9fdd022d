"""Answers with their heads, by the requests that got them, byte for byte."""

from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_bytes

from api.http.recent import Recent

Header = tuple[bytes, bytes]

MOST_BYTES = 1_000_000
"""What all answers together may hold; most of them share their bytes with those of `api.http.kept_answers`."""
LARGEST = 250_000
"""Bytes of the largest answer that is kept."""
HEAD = 1_500
"""Bytes that the head of an answer takes, about."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is sent."""

    status: int
    headers: tuple[Header, ...]
    """All but the id of the request."""
    body: bytes


class Repeats:
    """Answers to requests that may come again.

    Nothing of a request can be read from what is kept: it is known by a digest under a secret of this process.
    """

    def __init__(self) -> None:
        self._secret = token_bytes(32)
        self._replies: Recent[Reply] = Recent(MOST_BYTES)

    def key(self, *parts: bytes) -> bytes:
        """What a request is known by that is told apart by these parts of it."""
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
