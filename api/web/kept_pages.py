"""A cache of rendered public pages.

Such a page follows from the version of the network, the day, the language and the address. It is kept in memory,
packed, where every parameter of the address is a code that the network publishes: nothing that somebody wrote is kept,
and no answer about a person, which comes by POST, ever gets here. What was shown longest ago is dropped first.
"""

import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple
from weakref import WeakValueDictionary

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from api.http.responses import ENCODERS, choose_encoding, matches_tag
from api.versions import Networks
from api.web.frame import PUBLIC
from api.web.languages import choose_language, page_languages
from graph.coverage.measures import DataIssue
from graph.errors import StoreError
from graph.network import Network
from graph.opening_hours import today

PACKED = "gzip"
"""How pages are kept, which every browser unpacks."""
Show = Callable[[Request], Awaitable[Response]]
MOST_BYTES = 4_000_000
"""What all kept pages together may hold, packed; the largest of Milan's takes some 15,000."""


class Key(NamedTuple):
    """Everything on which the content of a kept page depends."""

    version: str
    day: date
    language: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    versions: tuple[str, ...] = ()
    """The versions to choose from, where the page shows them."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as gzip, with its headers and a name for its content."""

    packed: bytes
    headers: Mapping[str, str]
    tag: str

    @classmethod
    def of(cls, response: Response) -> "KeptPage":
        """The page of a complete response."""
        body = bytes(response.body)
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
        headers |= {"etag": tag, "vary": f"{headers['vary']}, Accept-Encoding"}
        return cls(ENCODERS[PACKED](body), headers, tag.removeprefix("W/"))

    def respond(self, request: Request) -> Response:
        """The page, gzipped if the client accepts that; 304 without a body if the client has it already."""
        if matches_tag(request.headers.get("if-none-match"), self.tag):
            kept = {name: value for name, value in self.headers.items() if name != "content-type"}
            return Response(status_code=304, headers=kept)
        if choose_encoding(request.headers.get("accept-encoding"), (PACKED,)):
            return Response(self.packed, headers={**self.headers, "content-encoding": PACKED})
        return Response(gzip.decompress(self.packed), headers=self.headers)


class KeptPages:
    """Renders each public page once for each version, day and language."""

    def __init__(self, live: Networks) -> None:
        self._live = live
        self._languages = page_languages()
        self._kept: OrderedDict[Key, KeptPage] = OrderedDict()
        self._size = 0
        self._making: WeakValueDictionary[Key, anyio.Lock] = WeakValueDictionary()
        self._prepared: list[tuple[str, Show]] = []

    def keep(self, show: Show, prepared: str | None = None, *, versions: bool = False) -> Show:
        """`show`, of which each page is rendered once; the page at the address `prepared` before anybody asks.

        `versions`: whether it shows the versions that are known.
        """

        async def find_key(request: Request) -> Key | None:
            try:
                return await anyio.to_thread.run_sync(self._find_key, request, versions)
            except (StoreError, OSError):
                return None

        async def shown(request: Request) -> Response:
            key = await find_key(request)
            if key is None:
                return await show(request)
            lock = self._making.setdefault(key, anyio.Lock())
            async with lock:
                page = self._kept.get(key)
                if page is None:
                    response = await show(request)
                    whole = response.status_code == 200 and response.headers["cache-control"] == PUBLIC
                    if not whole or await find_key(request) != key:
                        return response
                    page = self._add(key, KeptPage.of(response))
                self._kept.move_to_end(key)
            return page.respond(request)

        if prepared is not None:
            self._prepared.append((prepared, shown))
        return shown

    async def prepare(self, is_ending: Callable[[], bool]) -> None:
        """Render the pages that most people open and those that take longest, one after the other."""

        async def receive() -> Message:
            if not is_ending():
                await anyio.sleep_forever()
            return {"type": "http.disconnect"}

        for path, show in self._prepared:
            for language in self._languages:
                headers = [(b"accept-language", language.encode())]
                scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
                await show(Request(scope, receive))

    def _add(self, key: Key, page: KeptPage) -> KeptPage:
        self._kept[key] = page
        self._size += len(page.packed)
        while self._size > MOST_BYTES and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.packed)
        return page

    def _find_key(self, request: Request, with_versions: bool) -> Key | None:
        """The key of the page of `request`; None if it may not be kept. Raises StoreError without a network."""
        network = self._live.current().network
        versions = tuple(seen.version for seen in self._live.history.list_seen()) if with_versions else ()
        known = {"lang": self._languages, "before": versions, "after": versions, **published_codes(network)}
        given = tuple(sorted(request.query_params.multi_items()))
        if not all(value in known.get(name, ()) for name, value in given):
            return None
        language = choose_language(request, self._languages)
        return Key(network.version, today(), language, request.url.path, given, versions)


def published_codes(network: Network) -> Mapping[str, Collection[str]]:
    """The values that a parameter of a kept page may have, by its name."""
    return {
        "profile": {profile.code for profile in network.catalogue.profiles},
        "need": network.needs,
        "situation": network.situations,
        "area": network.areas,
        "focus": network.organizations,
        "close": network.organizations,
        "issue": {issue.name for issue in DataIssue},
        "only": ("gaps",),
        "critical": ("yes",),
        "all": ("yes",),
    }
