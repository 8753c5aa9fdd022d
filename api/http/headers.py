"""HTTP headers: those of every response, of JSON that no cache keeps and of conditional requests, which media type to
answer in, and the mark of answers that may be out of date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import orjson
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ErrorCode, refuse
from api.versions import Networks

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}

_SECURITY = tuple((name.lower().encode(), value.encode()) for name, value in SECURITY.items())
"""As ASGI has them."""


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
    """Whether an If-None-Match header names `tag` (RFC 9110, weak comparison)."""
    given = [part.strip().removeprefix("W/") for part in (header or "").split(",")]
    return tag in given or given == ["*"]


RESPONSE = "application/graphql-response+json"
JSON = "application/json"

_MOST_RANGES = 50


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


STALE: Final = "X-Rete-Stale"
"""The header: since when the store has not answered, as an ISO 8601 time."""


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
