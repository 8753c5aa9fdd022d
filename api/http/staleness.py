"""Marks answers that may be out of date, because the store cannot be asked which version is live."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.version_cache import Networks

STALE: Final = "X-Rete-Stale"
"""The header: since when the store has not answered, as an ISO 8601 time."""


class Staleness:
    """Adds the header while the store is lost."""

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
