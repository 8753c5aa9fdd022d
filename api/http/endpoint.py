"""`/graphql`: GraphQL over HTTP, by POST for everything and by GET for what says nothing about a person.

What changes the catalogue must show the token of this server.
"""

import hmac
import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

import anyio.to_thread
import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from api.editor import Editor
from api.errors import ApiError, ErrorCode, Refusal, refuse
from api.http.admission import Patience, Turns
from api.http.execution import Answering, Prepared, present_error
from api.http.request_body import ALLOWED, GraphQLRequest, read_json, read_request
from api.http.response_cache import KeptAnswers, mark_lasting
from api.http.responses import JSON, choose_media_type, matches_tag
from api.live.planning_process import GoneError, PlanningProcess
from api.live.processes import give_back_memory
from api.settings import Settings
from api.versions import Networks

SCHEME = "bearer"


def demand_token(request: Request, token: str | None) -> None:
    """Let through who shows `token` as `Authorization: Bearer ...`; the comparison takes as long whatever is shown.

    Raises Refusal: 403 where this server takes no corrections (`token` is None), 401 where another or none is shown.
    """
    if token is None:
        raise refuse(403, ErrorCode.EDITING_OFF, "This server takes no corrections: it has no RETE_EDIT_TOKEN.")
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    # Both are compared whole, so that the time tells nothing of how much of a guess is right.
    same = hmac.compare_digest(shown.strip().encode("utf-8", "surrogateescape"), token.encode())
    if scheme.lower() != SCHEME or not same:
        headers = {"WWW-Authenticate": "Bearer"}
        raise refuse(
            401, ErrorCode.UNAUTHORIZED, "The token is missing or is not that of this server.", headers=headers
        )


log = logging.getLogger("rete.api")

AT_ONCE = 1_000
"""The static cost up to which a compiled query is answered where the request was read: a millisecond or two."""
CONSOLE = "/console"
"""Where a browser that opens the address of the API is sent."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer, or that as JSON; and whether it is the same for as long as this process serves."""

    answer: dict[str, Any] | bytes
    lasting: bool


class GraphQLEndpoint:
    """An ASGI application that answers GraphQL requests.

    Requests are executed in threads, in their turn (`api.http.admission`). Those that plan end at their deadline, or
    when nobody waits for them any more. Where the version stays the same, an answer that depends on it alone is kept,
    and sent again at once.
    """

    def __init__(
        self,
        settings: Settings,
        live: Networks,
        turns: Turns,
        editor: Editor | None = None,
        planning: PlanningProcess | None = None,
    ) -> None:
        """`planning`: the process that plans; without it this one does, in a thread."""
        self._limits = settings.limits
        self._token = settings.edit_token if editor is not None else None
        self._answering = Answering(settings, live, editor)
        self._engine = self._answering.engine
        self._kept = KeptAnswers() if live.lasting else None
        self._turns = turns
        self._planning = planning

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            response = _allowed()
        elif _is_opened(request):
            response = RedirectResponse(CONSOLE, 303, {"Cache-Control": "no-store", "Vary": "Accept"})
        else:
            response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        media = JSON
        try:
            try:
                media = choose_media_type(", ".join(request.headers.getlist("accept")))
                asked = await read_request(request, self._limits)
                return _answered(await self._body(request, asked), media, request)
            except Refusal as refusal:
                return _refused(refusal, media, request)
        except Exception as error:  # whatever it is, nothing of the request may reach the client or a log
            log.error(
                "A request failed with %s:\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
            )
            fault = ApiError(ErrorCode.INTERNAL, "Something went wrong on the server.")
            return _response(500, orjson.dumps({"errors": [fault.formatted]}), media, request.method)

    async def _body(self, request: Request, asked: GraphQLRequest) -> bytes:
        """The answer to `asked` as JSON, kept if it may be. What was kept before is marked for the quick lane."""
        if self._kept is None:
            return _written((await self._find(request, asked)).answer)
        key = self._kept.key(asked)
        body = self._kept.find(key)
        if body is not None:
            mark_lasting(request.scope, again=True)
            return body
        found = await self._find(request, asked)
        body = _written(found.answer)
        if found.lasting:
            mark_lasting(request.scope, again=False)
            self._kept.keep(key, body)
        return body

    def answer_quickly(self, body: bytes) -> tuple[bytes, bool] | None:
        """The answer to a `body` by POST that is kept, or that a small compiled query gives, and whether it was kept.

        None for any other body, and for those that are refused: the whole way tells why.
        """
        if self._kept is None:
            return None
        try:
            asked = read_json(body, self._limits)
            key = self._kept.key(asked)
            kept = self._kept.find(key)
            if kept is not None:
                return kept, True
            found = self._answer_at_once(asked)
        except Exception:  # it is raised once more on the whole way, which tells of it
            return None
        if found is None:
            return None
        written = _written(found.answer)
        if found.lasting:
            self._kept.keep(key, written)
        return written, False

    async def answer(self, request: Request, asked: GraphQLRequest) -> dict[str, Any]:
        """The answer to `asked` in its turn among all requests, for pages. Raises Refusal."""
        found = (await self._find(request, asked)).answer
        return cast(dict[str, Any], orjson.loads(found)) if isinstance(found, bytes) else found

    async def _find(self, request: Request, asked: GraphQLRequest) -> _Found:
        answer = self._answer_at_once(asked)
        if answer is not None:
            return answer
        turns = self._turns
        with turns.clients.share(request):
            async with turns.reads.turn(request):
                read = await anyio.to_thread.run_sync(self._read, asked, request)
            if isinstance(read, _Found):
                return read
            if read.changes:
                async with turns.changes.turn(request):
                    return _Found(await anyio.to_thread.run_sync(self._answering.execute, read), lasting=False)
            async with turns.plans.turn(request):
                return _Found(await self._plan(request, read), lasting=False)

    def _answer_at_once(self, asked: GraphQLRequest) -> _Found | None:
        """The answer to a small query that is compiled, which takes less time than another thread; else None."""
        if self._kept is None or not self._engine.has_compiled(asked):
            return None
        prepared = self._engine.prepare(asked)
        return self._answer_read(prepared) if prepared.lasting and prepared.cost <= AT_ONCE else None

    def _read(self, asked: GraphQLRequest, request: Request) -> _Found | Prepared:
        """The answer to `asked`; or, if it plans or changes something, the checked request, for its queue."""
        prepared = self._engine.prepare(asked)
        if prepared.changes:
            demand_token(request, self._token)
        return prepared if prepared.changes or prepared.heavy else self._answer_read(prepared)

    def _answer_read(self, prepared: Prepared) -> _Found:
        answer = self._answering.execute(prepared)
        return _Found(answer, lasting=prepared.lasting and "errors" not in answer)

    async def _plan(self, request: Request, prepared: Prepared) -> dict[str, Any] | bytes:
        if self._planning is not None:
            with suppress(GoneError):
                return await self._planning.answer(prepared.request, request)
        patience = Patience(self._limits.planning_seconds, request)

        def execute() -> dict[str, Any]:
            try:
                return self._answering.work_out(prepared, patience)
            finally:
                give_back_memory()

        return await anyio.to_thread.run_sync(execute)


def _written(answer: dict[str, Any] | bytes) -> bytes:
    return answer if isinstance(answer, bytes) else orjson.dumps(answer)


def _is_opened(request: Request) -> bool:
    """Whether a person opened the address in a browser, without a question."""
    asks_for_page = "text/html" in request.headers.get("accept", "")
    return request.method in ("GET", "HEAD") and not request.url.query and asks_for_page


def _allowed() -> Response:
    return Response(status_code=204, headers={"Allow": ALLOWED})


def _refused(refusal: Refusal, media: str, request: Request) -> Response:
    status = 200 if refusal.in_document and media == JSON else refusal.status
    answer: dict[str, Any] = {"errors": [present_error(error) for error in refusal.errors]}
    if refusal.extensions:
        answer["extensions"] = refusal.extensions
    return _response(status, orjson.dumps(answer), media, request.method, refusal.headers)


def _answered(body: bytes, media: str, request: Request) -> Response:
    """An answer. For GET it has an ETag, so that a client that already has it gets a 304."""
    if request.method == "POST":
        return _response(200, body, media, "POST")
    # Both media types have the same bytes, but are two representations.
    tag = f'"{blake2b(body, digest_size=12, person=media[-16:].encode()).hexdigest()}"'
    if matches_tag(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"})
    return _response(200, body, media, request.method, {"ETag": tag})


def _response(status: int, body: bytes, media: str, method: str, headers: dict[str, str] | None = None) -> Response:
    cache = "no-cache" if method in ("GET", "HEAD") and status == 200 else "no-store"
    return Response(
        body,
        status,
        {"Cache-Control": cache, "Vary": "Accept", **(headers or {})},
        media_type=f"{media}; charset=utf-8",
    )
