"""What operators of a server can watch: whether it lives and is ready (`/healthz`, `/readyz`), its figures in the text
format of Prometheus (`/metrics`), and an id for each request.

A server gets ready after its start, so that the first question does not wait. Nothing of a request is counted but its
kind of address, its method, its status and how long it took.
"""

import logging
import re
import resource
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from secrets import token_hex
from typing import Any

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.admission import Queue
from api.http.responses import json_response
from api.live.processes import give_back_memory
from api.live.standing import Standing
from api.messages import Words
from api.versions import Networks
from graph.errors import StoreError
from graph.vocabulary import Locale

log = logging.getLogger("rete.api")
Prepare = Callable[[Callable[[], bool]], Awaitable[None]]
SURVEYED = 1.0
"""Seconds between two looks whether the network has been surveyed."""
ROUTES = ("/graphql", "/exports", "/hsds", "/healthz", "/readyz", "/metrics", "/events", "/corrections", "/static")
"""Addresses that are counted by their names, with all below them; every other one is a page."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: the upper bounds of the histogram."""
_GIVEN_ID = re.compile(r"[0-9a-fA-F-]{8,36}")
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is answered; empty where there is none."""


class Warmup:
    """Compiles the planner in a thread when the application starts, where that has not been done before.

    `running` tells whether it still does. Where there are pages to `prepare`, they are rendered once the network has
    been surveyed, which another process does; they are told how to find out whether the application ends.
    """

    def __init__(self, live: Networks, prepare: Prepare | None = None) -> None:
        self._live = live
        self._prepare = prepare
        self._ending = False
        self.running = False

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """The lifespan of the application; requests are taken while the planner is compiled."""
        async with anyio.create_task_group() as group:
            self.running = True
            group.start_soon(self._run)
            yield
            self._ending = True
            group.cancel_scope.cancel()

    async def _run(self) -> None:
        try:
            if not self._live.lasting:  # else it was compiled before it was served
                await anyio.to_thread.run_sync(self._compile, abandon_on_cancel=True)
        except Exception as error:  # a request will meet the same fault and answer for it
            log.error("The planner could not be compiled: %s", type(error).__name__)
        finally:
            self.running = False
        if self._prepare is None:
            return
        try:
            while not await anyio.to_thread.run_sync(self._is_surveyed, abandon_on_cancel=True):
                await anyio.sleep(SURVEYED)
            await self._prepare(lambda: self._ending)
            give_back_memory()
        except StoreError:
            return  # there is no network to show
        except Exception as error:  # who asks for the page will meet the same fault
            log.error("The pages could not be prepared: %s", type(error).__name__)

    def _is_surveyed(self) -> bool:
        return self._live.current().planner.analyst().is_prepared

    def _compile(self) -> None:
        try:
            planner = self._live.current().planner.get()
        except StoreError:
            return  # nothing is published yet; /readyz says so
        planner.ask("")  # builds what reads words


class Health:
    """Tells whether the process lives, and whether it can answer."""

    def __init__(self, live: Networks, warmup: Warmup) -> None:
        self._live = live
        self._warmup = warmup

    async def show_alive(self, _: Request) -> Response:
        """200 as long as the process answers at all."""
        return json_response(200, {"status": "ok"})

    async def show_ready(self, _: Request) -> Response:
        """200 with the version of the network once one is loaded and compiled, else 503 with the reason."""
        if self._warmup.running:
            return json_response(503, {"status": "getting ready"}, {"Retry-After": "1"})
        standing = self._live.standing()
        try:
            version = await anyio.to_thread.run_sync(self._live.version)
        except StoreError as error:
            cause = standing.lost.cause if standing.lost else Words(Locale.EN)(error.message)
            return json_response(503, {"status": "no network yet", "cause": cause}, {"Retry-After": "5"})
        return json_response(200, {"status": "ready", "version": version, **_details(standing)})


def _details(standing: Standing) -> dict[str, Any]:
    """That the store does not answer; that another version is being loaded, or is not served for its findings."""
    found: dict[str, Any] = {}
    if standing.lost is not None:
        found["stale"] = {"since": standing.lost.since.isoformat(), "cause": standing.lost.cause}
    if standing.refused is not None:
        found["refused"] = {"findings": standing.refused.findings, "first": standing.refused.first}
    if standing.loading is not None:
        found["loading"] = standing.loading or True
    return found


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
