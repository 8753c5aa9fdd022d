"""Answers that are sent again: the bodies of answers, and whole replies with their headers.

They stay the same for as long as a process serves its version. A request whose reply is known is answered before the
middlewares, with what they would add, and so is a compiled query by POST.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from time import monotonic
from typing import Final, Generic, TypeVar

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.admission import Deadlines
from api.http.monitoring import Metrics, name_request, request_id
from api.http.request_body import GraphQLRequest
from api.http.responses import LARGE, STALE, choose_encoding, pack
from api.settings import Limits
from api.versions import Networks

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


PLACE = "/graphql"
"""The address whose readings come this way."""
READ = frozenset((b"accept", b"accept-encoding", b"content-encoding", b"content-type", b"if-none-match", b"origin"))
"""The headers of a request on which an answer depends that is the same each time."""
LONGEST = 16_000
"""Bytes of the longest body that comes this way."""
HEADS = 50_000
"""Bytes that the heads which are kept may take."""

_LASTING: Final = "rete.lasting"
_ID = b"x-request-id"
_STALE = STALE.lower().encode()
_LENGTH, _ENCODING = b"content-length", b"content-encoding"

AtOnce = Callable[[bytes], tuple[bytes, bool] | None]
"""The answer to a body by POST that takes next to nothing, and whether it was given before and is the same each time;
None for any other body."""


def mark_lasting(scope: Scope, again: bool) -> None:
    """Say that the same request gets the same answer for as long as this process serves, and that it came `again`.

    Whoever says so has read none of the headers but `READ`, and nothing about a person.
    """
    scope[_LASTING] = again


class QuickLane:
    """Answers requests that were answered before, and compiled queries by POST; all others it passes on.

    No header has to be known twice. A whole answer is kept as the middlewares made it, and so is the head of an answer
    to new variables, by the headers that the request brought. What differs from one answer to the next is added here:
    the id of the request, the length, and the encoding. Each is counted. While the store is lost nothing comes this
    way, because answers then say so.
    """

    def __init__(
        self, app: ASGIApp, live: Networks, metrics: Metrics, limits: Limits, at_once: AtOnce = lambda _: None
    ) -> None:
        self._app = app
        self._live = live
        self._metrics = metrics
        self._at_once = at_once
        self._deadlines = Deadlines(limits.body_seconds)
        self._longest = min(LONGEST, limits.body_bytes)
        self._kept = KeptReplies()
        self._heads: LruCache[tuple[Header, ...]] = LruCache(HEADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if (
            scope["type"] != "http"
            or scope["path"] != PLACE
            or scope["method"] not in ("GET", "POST")
            or self._live.standing().lost is not None
        ):
            await self._app(scope, receive, send)
            return
        begun, length, given, read = monotonic(), 0, b"", list[Header]()
        for header in scope["headers"]:
            name, value = header
            if name in READ:
                read.append(header)
            elif name == _LENGTH:
                length = int(value) if value.isdigit() and len(value) < 10 else LONGEST + 1
            elif name == b"transfer-encoding":
                length = LONGEST + 1
            elif name == _ID:
                given = value
        if length > self._longest:
            await self._app(scope, receive, send)
            return
        method, body, message = scope["method"], b"", None
        if method == "POST":
            try:
                message = await self._deadlines.wait(self._whole(receive))
            except TimeoutError:
                message = {"type": "http.disconnect"}  # whoever reads on says that the body did not arrive
            body = message.get("body", b"")
        said = repr(read).encode()
        key = self._kept.key(method.encode(), scope["query_string"], said, body)
        reply, identifier = self._kept.find(key), name_request(given.decode("latin-1"))
        if reply is None and method == "POST":
            reply = self._answer(key, self._kept.key(said), read, body, identifier)
        if reply is None:
            receive = receive if message is None else _again(message, receive)
            await self._app(scope, receive, self._noted(key, self._kept.key(said), scope, send))
            return
        headers = [*reply.headers, (_ID, identifier.encode())]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})
        self._metrics.count(PLACE, method, reply.status, monotonic() - begun)

    async def _whole(self, receive: Receive) -> Message:
        """The whole body, as one message; or that the client has left."""
        message = await receive()
        parts = []
        while message["type"] == "http.request" and message.get("more_body", False):
            parts.append(message.get("body", b""))
            if sum(map(len, parts)) > self._longest:  # more than was announced: whoever reads on refuses it
                break
            message = await receive()
        if not parts or message["type"] != "http.request":
            return message
        if not message.get("more_body", False):
            parts.append(message.get("body", b""))
        return {**message, "body": b"".join(parts)}

    def _answer(self, key: bytes, said: bytes, read: list[Header], body: bytes, identifier: str) -> Reply | None:
        """A reply to a body that takes next to nothing, where it is known what the head of the answer looks like."""
        head = self._heads.find(said)
        if head is None:
            return None
        token = request_id.set(identifier)
        try:
            found = self._at_once(body)
        finally:
            request_id.reset(token)
        if found is None or len(found[0]) > LARGE:
            return None
        accepted = next((value.decode("latin-1") for name, value in read if name == b"accept-encoding"), None)
        packed, encoding = pack(found[0], choose_encoding(accepted))
        own = [(_LENGTH, b"%d" % len(packed))]
        if encoding is not None:
            own.append((_ENCODING, encoding.encode()))
        reply = Reply(200, (*head, *own), packed)
        if found[1]:
            self._kept.keep(key, reply)
        return reply

    def _noted(self, key: bytes, said: bytes, scope: Scope, send: Send) -> Send:
        """`send`, which keeps the answer and its head if it is marked by then."""
        start: Message = {}

        async def send_and_note(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif _LASTING in scope and not message.get("more_body", False):
                self._note(key, said, scope, Reply(start["status"], tuple(start["headers"]), message.get("body", b"")))
            await send(message)

        return send_and_note

    def _note(self, key: bytes, said: bytes, scope: Scope, reply: Reply) -> None:
        headers = tuple(header for header in reply.headers if header[0] != _ID)
        if any(name == _STALE for name, _ in headers):
            return
        if scope[_LASTING]:
            self._kept.keep(key, replace(reply, headers=headers))
        if scope["method"] == "POST" and all(name != _ENCODING for name, _ in scope["headers"]):
            head = tuple(header for header in headers if header[0] not in (_LENGTH, _ENCODING))
            self._heads.keep(said, head, len(repr(head)))


def _again(message: Message, receive: Receive) -> Receive:
    """`receive`, which gives `message` first."""
    waiting = [message]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again
