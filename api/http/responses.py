"""HTTP responses: their headers, JSON that no cache keeps, the media type and the encoding that a client prefers, and
the mark of answers that may be out of date.

Only whole bodies of some length are encoded, with zstd or gzip: a stream of events goes out as it comes. Compression
cannot leak secrets, because answers contain none: no cookie, no credential, only public data. An encoded answer is a
representation of its own, so its ETag names the encoding; ETags that clients send back are read without it.
"""

import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import anyio.to_thread
import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ErrorCode, refuse
from api.versions import Networks

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore] # Python 3.14
except ImportError:
    from backports import zstd

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
_SECURITY = tuple((name.lower().encode(), value.encode()) for name, value in SECURITY.items())
"""As ASGI has them."""
RESPONSE = "application/graphql-response+json"
JSON = "application/json"
_MOST_RANGES = 50
STALE: Final = "X-Rete-Stale"
"""The header: since when the store has not answered, as an ISO 8601 time."""
SMALLEST = 1_000
"""Bytes below which an answer goes out as it is."""
LARGE = 64_000
"""Bytes above which a thread compresses, so that others do not wait for it."""
TYPES = re.compile(r"text/(?!event-stream)|application/([\w.-]+\+)?(json|xml|yaml|x-ndjson|ld\+json)|image/svg")
_TAGS = re.compile(r'-(?:zstd|gzip)"')
_GZIP = 31
"""The window size by which zlib writes the gzip format."""


class SecurityHeaders:
    """Adds the headers that an answer does not set itself, so that a page may widen its own policy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                own = {name for name, _ in headers}
                message["headers"] = [*headers, *(each for each in _SECURITY if each[0] not in own)]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def json_response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer that no cache keeps."""
    return Response(
        orjson.dumps(body), status, {"Cache-Control": "no-store", **(headers or {})}, media_type="application/json"
    )


def matches_tag(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names `tag` (RFC 9110, weak comparison).

    >>> matches_tag('W/"a", "b"', '"b"')
    True
    """
    given = [part.strip().removeprefix("W/") for part in (header or "").split(",")]
    return tag in given or given == ["*"]


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type, or a range of them, with its parameters in lower case."""

    name: str
    parameters: dict[str, str]

    @classmethod
    @lru_cache(maxsize=64)  # clients say the same each time
    def parse(cls, text: str) -> "MediaType":
        """`text` as it stands between the commas of a header; parameters without a value are left out."""
        name, *rest = (part.strip() for part in text.split(";"))
        pairs = (part.partition("=") for part in rest)
        parameters = {key.strip().lower(): value.strip().strip('"').lower() for key, sign, value in pairs if sign}
        return cls(name.lower(), parameters)

    @property
    def is_utf8(self) -> bool:
        """Whether the characters are UTF-8, as they are where nothing is said."""
        return self.parameters.get("charset", "utf-8") in ("utf-8", "utf8")

    @property
    def quality(self) -> float:
        """The weight of a range; 0 where it cannot be read."""
        try:
            return min(1.0, max(0.0, float(self.parameters.get("q", "1"))))
        except ValueError:
            return 0.0


@lru_cache(maxsize=64)
def choose_media_type(accept: str | None) -> str:
    """The media type for the answer. Without a header, or for `*/*`, it is `application/json`.

    Raises Refusal (406) where neither type is acceptable.

    >>> choose_media_type("*/*")
    'application/json'
    """
    if accept is None or not accept.strip():
        return JSON
    ranges = [MediaType.parse(part) for part in accept.split(",")[:_MOST_RANGES]]
    offers = [(*max(_matches(media, ranges), default=(-1, 0.0)), media) for media in (RESPONSE, JSON)]
    acceptable = [(quality, specificity, media) for specificity, quality, media in offers if quality > 0]
    if not acceptable:
        raise refuse(406, ErrorCode.NOT_ACCEPTABLE, f"Answers are {RESPONSE} or {JSON}; accept one of them.")
    # Where both are named alike the newer type wins; where both match by a wildcard, the one that everybody reads.
    named = max(acceptable, key=lambda offer: (offer[0], offer[1]))
    if named[1] < 2 and any(media == JSON and q == named[0] for q, _, media in acceptable):
        return JSON
    return named[2]


def _matches(media: str, ranges: list[MediaType]) -> Iterator[tuple[int, float]]:
    """How specific each range is that takes `media` (2: by name), and its weight."""
    for item in ranges:
        if item.name == media and item.is_utf8:
            yield 2, item.quality
        elif item.name == "application/*":
            yield 1, item.quality
        elif item.name in ("*/*", "*"):
            yield 0, item.quality


class Staleness:
    """Marks answers that may be out of date while the store is lost, and cannot be asked which version is live."""

    def __init__(self, app: ASGIApp, live: Networks) -> None:
        self._app = app
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mark its answer."""
        lost = self._live.standing().lost if scope["type"] == "http" else None
        if lost is None:
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[STALE] = lost.since.isoformat()
            await send(message)

        await self._app(scope, receive, send_marked)


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
