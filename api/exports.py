"""`/exports`: the whole network in the formats of other programs, at addresses that stay.

An address serves the live version; its ETag names the version, so that a client asks again for the price of a 304.
"""

from threading import Lock
from urllib.parse import quote

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.http.admission import Turns
from api.http.responses import json_response, matches_tag
from api.versions import Networks
from graph.errors import StoreError
from graph.graph_export.formats import ExportFormat, write_export
from graph.network import Network

PLACE = "/exports"
GEPHI_LITE = "https://gephi.org/gephi-lite/?file="
"""Opens a file of the web in a browser; it must be allowed to read it (`RETE_ORIGINS=https://gephi.org`)."""


class Exports:
    """Serves the exports of the live version; each is written once."""

    def __init__(self, live: Networks, turns: Turns) -> None:
        self._live = live
        self._turns = turns
        self._lock = Lock()
        self._version: str | None = None
        self._written: dict[ExportFormat, bytes] = {}

    async def index(self, request: Request) -> Response:
        """The addresses, with the version that they serve at present."""
        network = await self._current()
        addresses = [{"url": f"{PLACE}/{kind}", "mediaType": kind.media_type} for kind in ExportFormat]
        drawing = quote(str(request.url_for("export", name=ExportFormat.GEXF)), safe="")
        return json_response(
            200, {"version": network.version, "exports": addresses, "open": {"gephiLite": GEPHI_LITE + drawing}}
        )

    async def one(self, request: Request) -> Response:
        """One export; 404 where there is no such format."""
        try:
            kind = ExportFormat(request.path_params["name"])
        except ValueError:
            raise HTTPException(404) from None
        network = await self._current()
        tag = f'"{network.version}-{kind}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if matches_tag(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        async with self._turns.export(request):
            body = await anyio.to_thread.run_sync(self._write, network, kind)
        name = f"rete-attiva-{network.catalogue.city}-{kind}"
        headers |= {"Content-Type": kind.media_type, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(body, headers=headers)

    async def _current(self) -> Network:
        try:
            return (await anyio.to_thread.run_sync(self._live.current)).network
        except StoreError:
            raise HTTPException(503, headers={"Retry-After": "5"}) from None

    def _write(self, network: Network, kind: ExportFormat) -> bytes:
        with self._lock:
            if self._version != network.version:
                self._version, self._written = network.version, {}
            if kind not in self._written:
                self._written[kind] = write_export(network, kind)
            return self._written[kind]
