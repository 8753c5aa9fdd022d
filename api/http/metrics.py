"""What operators of a server can watch: `/metrics` in the text format of Prometheus, and an id for each request.

Nothing of a request is counted but its kind of address, its method, its status and how long it took.
"""

import logging
import re
import resource
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.admission import Queue
from api.versions import Networks

ROUTES = ("/graphql", "/exports", "/hsds", "/healthz", "/readyz", "/metrics", "/events", "/corrections", "/static")
"""Addresses that are counted by their names, with all below them; every other one is a page."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: the upper bounds of the histogram."""

_GIVEN_ID = re.compile(r"[0-9a-fA-F-]{8,36}")
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is answered; empty where there is none."""


class Metrics:
    """Counts the requests of one process."""

    def __init__(self, worker: int = 0) -> None:
        self._worker = str(worker)
        self._begun = time.time()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        route = path if path in ROUTES else next((each for each in ROUTES if path.startswith(f"{each}/")), "page")
        self._requests[route, method if method in METHODS else "other", status] += 1
        self._buckets[route][bisect_left(BOUNDS, seconds)] += 1
        self._seconds[route] += seconds

    def lines(self, queues: Mapping[str, Queue], version: str | None) -> Iterator[str]:
        """The metrics as Prometheus reads them."""
        yield from _head("rete_http_requests_total", "counter", "Requests by address, method and status.")
        for (route, method, status), count in sorted(self._requests.items()):
            yield self._line("rete_http_requests_total", count, route=route, method=method, status=str(status))
        name = "rete_http_request_duration_seconds"
        yield from _head(name, "histogram", "How long requests took.")
        for route, buckets in sorted(self._buckets.items()):
            total = 0
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
                total += count
                yield self._line(f"{name}_bucket", total, route=route, le=bound)
            yield self._line(f"{name}_sum", self._seconds[route], route=route)
            yield self._line(f"{name}_count", total, route=route)
        yield from _head("rete_requests_inside", "gauge", "Requests that are executed or wait for their turn.")
        for queue, each in queues.items():
            yield self._line("rete_requests_inside", each.inside, queue=queue)
        if version is not None:
            yield from _head("rete_network_info", "gauge", "The version of the network that is live.")
            yield self._line("rete_network_info", 1, version=version)
        used = resource.getrusage(resource.RUSAGE_SELF)
        yield from _head("process_cpu_seconds_total", "counter", "Processor time.")
        yield self._line("process_cpu_seconds_total", used.ru_utime + used.ru_stime)
        yield from _head("process_resident_memory_bytes", "gauge", "Memory.")
        yield self._line("process_resident_memory_bytes", resident_bytes())
        yield from _head("process_start_time_seconds", "gauge", "When the process began.")
        yield self._line("process_start_time_seconds", self._begun)

    def _line(self, name: str, value: float, **labels: str) -> str:
        pairs = ",".join(f'{key}="{text}"' for key, text in (*labels.items(), ("worker", self._worker)))
        return f"{name}{{{pairs}}} {value}"


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP {name} {about}", f"# TYPE {name} {kind}"


def resident_bytes() -> int:
    """The memory that the process holds now; where the system does not tell, the most that it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return pages * resource.getpagesize()


class MetricsPage:
    """`/metrics`."""

    def __init__(self, metrics: Metrics, live: Networks, queues: Mapping[str, Queue]) -> None:
        self._metrics = metrics
        self._live = live
        self._queues = queues

    async def show(self, _: Request) -> Response:
        """The metrics of the process that answers."""
        text = "\n".join((*self._metrics.lines(self._queues, self._live.known_version()), ""))
        return Response(text, media_type="text/plain; version=0.0.4", headers={"Cache-Control": "no-store"})


class Observed:
    """Counts requests, and gives each an id: that of a proxy (`X-Request-ID`) or one of its own."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer carries its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identifier = name_request(Headers(scope=scope).get("x-request-id", ""))
        token = request_id.set(identifier)
        begun, status = time.monotonic(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = identifier
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            request_id.reset(token)
            self._metrics.count(scope["path"], scope["method"], status, time.monotonic() - begun)


def name_request(given: str) -> str:
    """The id of a request: the one that was `given` if it has the form of one, else a new one."""
    return given if given and _GIVEN_ID.fullmatch(given) else token_hex(16)


class NamesRequest(logging.Filter):
    """Writes the id of the request before what is logged about it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written: always."""
        identifier = request_id.get()
        if identifier:
            record.msg = f"request {identifier}: {record.msg}"
        return True
