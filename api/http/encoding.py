"""Content encodings of answers: zstd or gzip, as the client prefers.

Only whole bodies of some length are encoded: a stream of events goes out as it comes. Compression cannot
leak secrets, because answers contain none: no cookie, no credential, only public data. An encoded answer is a
representation of its own, so its ETag names the encoding; ETags that clients send back are read without it.
"""

import re
import zlib
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore] # Python 3.14
except ImportError:
    from backports import zstd

SMALLEST = 1_000
"""Bytes below which an answer goes out as it is."""
LARGE = 64_000
"""Bytes above which a thread compresses, so that others do not wait for it."""
TYPES = re.compile(r"text/(?!event-stream)|application/([\w.-]+\+)?(json|xml|yaml|x-ndjson|ld\+json)|image/svg")
_TAGS = re.compile(r'-(?:zstd|gzip)"')
_GZIP = 31
"""The window size by which zlib writes the gzip format."""


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {"zstd": zstd.compress, "gzip": _gzip}
"""The encodings, the quickest first."""


@lru_cache(maxsize=64)
def choose_encoding(accept: str | None, offered: Collection[str] = tuple(ENCODERS)) -> str | None:
    """The encoding for an answer, one of those `offered`; None where it goes out as it is.

    Examples
    --------
    >>> choose_encoding("gzip, deflate, br, zstd")
    'zstd'
    >>> choose_encoding("zstd;q=0.1, gzip;q=0.9")
    'gzip'
    >>> choose_encoding("zstd;q=0, identity")
    """
    weights = dict[str, float]()
    for part in (accept or "").lower().split(",")[:20]:
        name, _, weight = part.partition(";")
        found = re.fullmatch(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", weight, re.ASCII)
        weights[name.strip()] = float(found[1]) if found else 1.0
    best = max(offered, key=lambda name: weights.get(name, weights.get("*", 0.0)))
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else None


def pack(body: bytes, encoding: str | None) -> tuple[bytes, str | None]:
    """`body` as it goes out, and in which encoding; None where it goes out as it is."""
    if encoding is None or len(body) < SMALLEST:
        return body, None
    return ENCODERS[encoding](body), encoding


class Encoded:
    """Compresses the answers of an application for clients that accept it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and encode its answer."""
        encoding = choose_encoding(Headers(scope=scope).get("accept-encoding")) if scope["type"] == "http" else None
        if encoding is None:
            await self._app(scope, receive, send)
            return
        asked = MutableHeaders(scope=scope)
        known = asked.get("if-none-match")
        if known is not None:
            asked["if-none-match"] = _TAGS.sub('"', known)
        await self._app(scope, receive, _Encoder(encoding, known or "", send))


class _Encoder:
    """Sends one answer, compressed if it comes in a single part, not as a stream."""

    def __init__(self, encoding: str, known: str, send: Send) -> None:
        self._encoding = encoding
        self._known = known
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None:
            message = await self._begin(start, message)
            await self._send(start)
        await self._send(message)

    async def _begin(self, start: Message, message: Message) -> Message:
        headers = MutableHeaders(scope=start)
        if start["status"] == 304 and f'-{self._encoding}"' in self._known:
            self._mark(headers)
        body = message.get("body", b"")
        fits = TYPES.match(headers.get("content-type", "")) and "content-encoding" not in headers
        if not fits:
            return message
        headers.add_vary_header("Accept-Encoding")
        if message.get("more_body", False):
            return message
        large = len(body) > LARGE
        packed, encoding = (
            await anyio.to_thread.run_sync(pack, body, self._encoding) if large else pack(body, self._encoding)
        )
        if encoding is None:
            return message
        headers["Content-Encoding"] = encoding
        headers["Content-Length"] = str(len(packed))
        self._mark(headers)
        return {**message, "body": packed}

    def _mark(self, headers: MutableHeaders) -> None:
        tag = headers.get("etag")
        if tag is not None and tag.endswith('"'):
            headers["ETag"] = f'{tag[:-1]}-{self._encoding}"'
