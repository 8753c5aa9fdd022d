"""Reports of wrong data: `POST /corrections` for programs, `/services/<slug>/wrong` and `/partners/<slug>/wrong` as a
plain form for people. Off unless the settings name an inbox.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import anyio.to_thread
import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import ApiError, ErrorCode, Refusal, refuse
from api.http.request_body import read_body
from api.http.responses import json_response
from api.messages import Words
from api.settings import Limits, Settings
from api.versions import Networks
from api.web.frame import PRIVATE, Frame
from api.web.languages import PageTexts
from graph.errors import QuestionError, ReteError, StoreError
from graph.message import Message
from graph.opening_hours import today
from graph.vocabulary import Locale
from ingest.inbox import LONGEST, Inbox, InboxFullError, Proposal, ProposalKind, make_proposal

MOST_BYTES = 2_000
"""The longest body."""
PER_HOUR = 60
"""Proposals that are taken in an hour, from everybody together: nobody's address is looked at or kept. The processes of
a server share them."""
TOLD = "told"
"""The parameter of the address that thanks for a proposal."""


class Rate:
    """Lets `per_hour` proposals an hour through: a bucket that fills up again steadily."""

    def __init__(self, per_hour: int) -> None:
        self._most = per_hour
        self._left = float(per_hour)
        self._filled = time.monotonic()
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether one more is let through now."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._most, self._left + (now - self._filled) * self._most / 3600)
            self._filled = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


class Corrections:
    """Takes proposals into an inbox: `{"about": "residenzami", "kinds": ["closed"], "line": "..."}`."""

    def __init__(self, live: Networks, inbox: Inbox, settings: Settings) -> None:
        self._live = live
        self._inbox = inbox
        self._limits = replace(settings.limits, body_bytes=MOST_BYTES)
        self._rate = Rate(max(1, PER_HOUR // settings.workers))

    def propose(self, about: str, kinds: Iterable[str], line: str) -> Proposal:
        """Put a proposal into the inbox.

        Raises QuestionError where it cannot be taken, InboxFullError where too many wait or come within an hour, and
        StoreError where the inbox cannot be written.
        """
        if not self._rate.admits():
            raise InboxFullError(Message.of("inbox.too_many"))
        return self._add(about, kinds, line)

    def _add(self, about: str, kinds: Iterable[str], line: str) -> Proposal:
        network = self._live.current().network
        known = network.services.keys() | network.organizations.keys()
        return self._inbox.add(make_proposal(about, kinds, line, today(), known))

    async def take(self, request: Request) -> Response:
        """202 with the name of the proposal.

        Raises Refusal: 400 where it cannot be taken, 408 where it does not arrive, and 413, 429 and 503 where it is too
        much.
        """
        body = await read_body(request, self._limits)
        if not self._rate.admits():
            message = "Too many proposals for now; try again later."
            raise refuse(429, ErrorCode.BUSY, message, headers={"Retry-After": "600"})
        return await anyio.to_thread.run_sync(self._take, body)

    def _take(self, body: bytes) -> Response:
        try:
            value = orjson.loads(body)
            about, kinds, line = value["about"], value["kinds"], value.get("line", "")
            if not (isinstance(about, str) and isinstance(kinds, list) and isinstance(line, str)):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError):
            form = 'The body is JSON: {"about": "...", "kinds": ["closed"], "line": "..."}.'
            raise refuse(400, ErrorCode.BAD_REQUEST, form) from None
        try:
            proposal = self._add(about, map(str, kinds), line)
        except QuestionError as error:
            said = ApiError(ErrorCode.INVALID_QUESTION, _said(error), inputField=error.input_field)
            raise Refusal(400, (said,)) from None
        except InboxFullError as error:
            raise refuse(503, ErrorCode.BUSY, _said(error), headers={"Retry-After": "3600"}) from None
        except StoreError:
            message = "The inbox cannot be written now; try again later."
            raise refuse(503, ErrorCode.NOT_READY, message, headers={"Retry-After": "60"}) from None
        return json_response(202, {"id": proposal.id})


def _said(error: ReteError) -> str:
    return Words(Locale.EN)(error.message)


class CorrectionPage:
    """Takes proposals about services, or about partners, into the inbox; the page of each shows the same form."""

    def __init__(self, frame: Frame, corrections: Corrections, limits: Limits, kind: str) -> None:
        """`kind`: `service` or `organization`."""
        self._frame = frame
        self._kind = kind
        self._corrections = corrections
        self._limits = limits

    async def show(self, request: Request) -> Response:
        """GET: the form. POST: back to the record with thanks, or the form with what is wrong with it."""
        texts = self._frame.language(request)
        slug = request.path_params["slug"]
        try:
            body = (await read_body(request, self._limits)).decode("utf-8", "replace")
        except Refusal as refusal:
            return self._frame.render(request, "refused", texts, cache=PRIVATE, status=refusal.status, by_post=False)
        asked = await self._frame.ask(request, texts, "CorrectionPage", slug=slug)
        if not asked.data or not asked.data[self._kind]:
            raise HTTPException(404)
        name = asked.data[self._kind]["name"]
        if request.method != "POST":
            return self._form(request, texts, name)
        fields = parse_qs(body[:MOST_BYTES])
        kinds, line = fields.get("kind", []), fields.get("line", [""])[0]
        try:
            await anyio.to_thread.run_sync(self._corrections.propose, slug, kinds, line)
        except QuestionError as error:
            said = texts.words(error.message) if kinds else texts("wrong_none")
            return self._form(request, texts, name, kinds, line, said, 400)
        except StoreError:
            return self._form(request, texts, name, kinds, line, texts("wrong_full"), 503)
        record = request.url.path.removesuffix("/wrong")
        return RedirectResponse(f"{record}?{TOLD}=yes#wrong", 303, {"Cache-Control": PRIVATE})

    def _form(
        self,
        request: Request,
        texts: PageTexts,
        name: str,
        kinds: list[str] | None = None,
        line: str = "",
        refused: str = "",
        status: int = 200,
    ) -> Response:
        values = form_values() | {"ticked": kinds or [], "line": line, "refused": refused}
        return self._frame.render(
            request, "wrong", texts, cache=PRIVATE, status=status, by_post=False, name=name, **values
        )


def form_values() -> dict[str, Any]:
    """The values of the empty form."""
    return {"kinds": list(ProposalKind), "ticked": [], "line": "", "longest": LONGEST, "refused": ""}
