"""`/graphql`: GraphQL over HTTP, by POST for everything and by GET for what says nothing about a person.

`Queue` limits how many requests are executed at a time, and how many wait, for so long.
"""

import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b
from typing import Any

import anyio
import anyio.to_thread
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import ApiError, ErrorCode, Refusal, refuse
from api.excerpts import Excerpts
from api.http.execution import Engine, present
from api.http.headers import JSON, choose, matches
from api.http.request_body import ALLOWED, GraphQLRequest, read_request
from api.schema.context import RequestContext
from api.settings import Limits, Settings
from api.version_cache import LiveNetworks
from graph.errors import StoreError

log = logging.getLogger("rete.api")


class Queue:
    """Requests that are executed, and behind them those that wait for their turn."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._workers = anyio.CapacityLimiter(limits.workers)
        self._inside = 0

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """The turn of `request`, whose body was read.

        Raises Refusal (503) where no place is left, the turn does not come in time, or nobody waits for it any more.
        """
        if self._inside >= self._limits.workers + self._limits.waiting:
            raise _busy()
        self._inside += 1
        try:
            await self._acquire()
            try:
                if await request.is_disconnected():
                    raise _busy()
                yield
            finally:
                self._workers.release()
        finally:
            self._inside -= 1

    async def _acquire(self) -> None:
        try:
            with anyio.fail_after(self._limits.waiting_seconds):
                await self._workers.acquire()
        except TimeoutError:
            raise _busy() from None


def _busy() -> Refusal:
    return refuse(503, ErrorCode.BUSY, "Too many requests at once; try again shortly.", headers={"Retry-After": "1"})


class GraphQLEndpoint:
    """An ASGI application that answers GraphQL requests.

    Requests are executed in threads, so that planning does not hold up the others; at most `limits.workers` at a time,
    with at most `limits.waiting` behind them (`api.http.endpoint`).
    """

    def __init__(self, settings: Settings, live: LiveNetworks) -> None:
        self._limits = settings.limits
        self._live = live
        self._excerpts = Excerpts(settings.documents)
        self._engine = Engine(settings.limits)
        self._queue = Queue(settings.limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = Request(scope, receive)
        response = _allowed() if request.method == "OPTIONS" else await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        media = JSON
        try:
            try:
                media = choose(", ".join(request.headers.getlist("accept")))
                answer = await self.answer(request, await read_request(request, self._limits))
                return _answered(answer, media, request)
            except Refusal as refusal:
                return _refused(refusal, media, request)
        except Exception as error:  # whatever it is, nothing of the request may reach the client or a log
            log.error(
                "A request failed with %s:\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
            )
            fault = ApiError(ErrorCode.INTERNAL, "Something went wrong on the server.")
            return _response(500, {"errors": [fault.formatted]}, media, request.method)

    async def answer(self, request: Request, asked: GraphQLRequest) -> dict[str, Any]:
        """The answer to `asked` in its turn among all requests; pages ask by it too. Raises Refusal."""
        async with self._queue.turn(request):
            return await anyio.to_thread.run_sync(self._execute, asked)

    def _execute(self, asked: GraphQLRequest) -> dict[str, Any]:
        return self._engine.run(asked, self._context)

    def _context(self, version: str | None) -> RequestContext:
        """What resolvers know: of `version` where it is kept, else of the live one. Raises Refusal (503)."""
        try:
            live = self._live.current()
        except StoreError:
            raise refuse(
                503,
                ErrorCode.NOT_READY,
                "The network cannot be read now; try again later.",
                headers={"Retry-After": "5"},
            ) from None
        kept = self._live.find(version) if version is not None else None
        return RequestContext(kept or live, self._excerpts, self._limits)


def _allowed() -> Response:
    return Response(status_code=204, headers={"Allow": ALLOWED})


def _refused(refusal: Refusal, media: str, request: Request) -> Response:
    status = 200 if refusal.in_document and media == JSON else refusal.status
    answer: dict[str, Any] = {"errors": [present(error) for error in refusal.errors]}
    if refusal.extensions:
        answer["extensions"] = refusal.extensions
    return _response(status, answer, media, request.method, refusal.headers)


def _answered(answer: dict[str, Any], media: str, request: Request) -> Response:
    """An answer; to GET with an ETag, so that a client that has it already is told so (304)."""
    response = _response(200, answer, media, request.method)
    if request.method == "POST":
        return response
    # Both media types have the same bytes, but are two representations.
    tag = f'"{blake2b(response.body, digest_size=12, person=media[-16:].encode()).hexdigest()}"'
    response.headers["ETag"] = tag
    if not matches(request.headers.get("if-none-match"), tag):
        return response
    kept = {name: response.headers[name] for name in ("ETag", "Cache-Control", "Vary")}
    return Response(status_code=304, headers=kept)


def _response(
    status: int, answer: dict[str, Any], media: str, method: str, headers: dict[str, str] | None = None
) -> Response:
    cache = "no-cache" if method in ("GET", "HEAD") and status == 200 else "no-store"
    return Response(
        orjson.dumps(answer),
        status,
        {"Cache-Control": cache, "Vary": "Accept", **(headers or {})},
        media_type=f"{media}; charset=utf-8",
    )
