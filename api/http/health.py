"""`/healthz` and `/readyz`, for whoever runs the program."""

from collections.abc import Mapping
from typing import Any

import anyio.to_thread
import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.catalogue_watch import CatalogueWatch
from api.version_cache import LiveNetworks
from api.warming import Warmup
from graph.errors import StoreError


def json_response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer that no cache keeps."""
    return Response(
        orjson.dumps(body), status, {"Cache-Control": "no-store", **(headers or {})}, media_type="application/json"
    )


class Health:
    """Tells whether the process lives, and whether it can answer."""

    def __init__(self, live: LiveNetworks, warmup: Warmup, watch: CatalogueWatch | None = None) -> None:
        self._live = live
        self._watch = watch
        self._warmup = warmup

    async def lives(self, _: Request) -> Response:
        """200 as long as the process answers at all."""
        return json_response(200, {"status": "ok"})

    async def is_ready(self, _: Request) -> Response:
        """200 with the version of the network once one is loaded and compiled, else 503."""
        if self._warmup.running:
            return json_response(503, {"status": "getting ready"}, {"Retry-After": "1"})
        try:
            version = await anyio.to_thread.run_sync(self._live.version)
        except StoreError:
            return json_response(503, {"status": "no network is published yet"}, {"Retry-After": "5"})
        return json_response(200, {"status": "ready", "version": version, **self._refused()})

    def _refused(self) -> dict[str, Any]:
        """That the catalogue's folder holds a version that is not served, because of its findings."""
        refused = None if self._watch is None else self._watch.refused
        return {} if refused is None else {"refused": {"findings": refused.findings, "first": refused.first}}
