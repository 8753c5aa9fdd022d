"""Requests that were answered before, byte for byte: they are answered once more before anything else reads them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_bytes
from time import monotonic
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.metrics import Metrics, name_request
from api.http.recent import Recent
from api.http.staleness import STALE
from api.settings import Limits
from api.version_cache import Networks

PLACE = "/graphql"
"""The address whose answers may be kept."""
READ = frozenset(
    (b"accept", b"accept-encoding", b"content-encoding", b"content-type", b"if-none-match", b"origin")
)  # fmt: skip
"""The headers of a request on which an answer that is kept depends."""
LONGEST = 16_000
"""Bytes of the longest request that is looked for."""
MOST_BYTES = 1_000_000
"""What all answers together may hold; most of them share their bytes with those of `api.http.kept_answers`."""
LARGEST = 250_000
"""Bytes of the largest answer that is kept."""
HEAD = 1_500
"""Bytes that the head of an answer takes, about."""

_LASTING: Final = "rete.lasting"
_ID = b"x-request-id"
_STALE = STALE.lower().encode()


def mark_lasting(scope: Scope) -> None:
    """Say that the same request gets the same answer for as long as this process serves.

    Whoever says so has read none of the headers but `READ`, and nothing about a person.
    """
    scope[_LASTING] = True


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    """All but the id of the request."""
    body: bytes


class Repeats:
    """Answers requests that were answered before; all others it passes on.

    What every answer has (its id, the headers of security and of other origins, its encoding, its place in the metrics)
    is in the answer that was kept, or is added here. While the store is lost nothing is sent from here, because answers
    then say so. Nothing of a request can be read from what is kept: it is known by a digest under a secret.
    """

    def __init__(self, app: ASGIApp, live: Networks, metrics: Metrics, limits: Limits) -> None:
        self._app = app
        self._live = live
        self._metrics = metrics
        self._seconds = limits.body_seconds
        self._longest = min(LONGEST, limits.body_bytes)
        self._secret = token_bytes(32)
        self._replies: Recent[_Reply] = Recent(MOST_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or scope["path"] != PLACE or scope["method"] not in ("GET", "POST"):
            await self._app(scope, receive, send)
            return
        begun = monotonic()
        length, given, read = 0, b"", []
        for pair in scope["headers"]:
            name, value = pair
            if name in READ:
                read.append(pair)
            elif name == b"content-length":
                length = int(value) if value.isdigit() and len(value) < 10 else LONGEST + 1
            elif name == b"transfer-encoding":
                length = LONGEST + 1
            elif name == _ID:
                given = value
        if length > self._longest:
            await self._app(scope, receive, send)
            return
        body = b""
        if scope["method"] == "POST":
            message = await self._read(receive)
            body, receive = message.get("body", b""), _again(message, receive)
        key = self._key(scope, read, body)
        reply = self._replies.find(key)
        if reply is None or self._live.standing().lost is not None:
            await self._app(scope, receive, self._kept(key, scope, send))
            return
        await send(
            {
                "type": "http.response.start",
                "status": reply.status,
                "headers": [*reply.headers, (_ID, name_request(given.decode("latin-1")).encode())],
            }
        )
        await send({"type": "http.response.body", "body": reply.body})
        self._metrics.count(PLACE, scope["method"], reply.status, monotonic() - begun)

    async def _read(self, receive: Receive) -> Message:
        """The whole body, as one message; or that the client has left, also where the body does not arrive in time."""
        try:
            async with asyncio.timeout(self._seconds):
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return message
                parts = [message.get("body", b"")]
                while message.get("more_body", False):
                    message = await receive()
                    if message["type"] != "http.request":
                        return message
                    parts.append(message.get("body", b""))
                    if sum(map(len, parts)) > self._longest:  # more than was announced: whoever reads on refuses it
                        break
                return {**message, "body": b"".join(parts)}
        except TimeoutError:
            return {"type": "http.disconnect"}

    def _key(self, scope: Scope, read: Iterable[tuple[bytes, bytes]], body: bytes) -> bytes:
        head = repr((scope["method"], scope["query_string"], read)).encode()
        digest = blake2b(head, digest_size=24, key=self._secret)
        digest.update(b"\n")  # there is none in the head
        digest.update(body)
        return digest.digest()

    def _kept(self, key: bytes, scope: Scope, send: Send) -> Send:
        """`send`, which keeps the answer if it is marked by then."""
        start: Message = {}

        async def send_and_keep(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif _LASTING in scope and not message.get("more_body", False):
                self._keep(key, start, message.get("body", b""))
            await send(message)

        return send_and_keep

    def _keep(self, key: bytes, start: Message, body: bytes) -> None:
        headers = tuple((name, value) for name, value in start["headers"] if name != _ID)
        if len(body) <= LARGEST and all(name != _STALE for name, _ in headers):
            self._replies.keep(key, _Reply(start["status"], headers, body), len(body) + HEAD)


def _again(message: Message, receive: Receive) -> Receive:
    """`receive`, which gives `message` first."""
    waiting = [message]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
