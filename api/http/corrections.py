"""`POST /corrections`: reports of wrong data. Off unless the settings name an inbox."""

import threading
import time
from collections.abc import Iterable
from dataclasses import replace

import anyio.to_thread
import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ApiError, ErrorCode, Refusal, refuse
from api.http.headers import json_response
from api.http.request_body import read_body
from api.messages import Words
from api.settings import Settings
from api.versions import Networks
from graph.errors import QuestionError, ReteError, StoreError
from graph.message import Message
from graph.opening_hours import today
from graph.vocabulary import Locale
from ingest.inbox import Inbox, InboxFullError, Proposal, make_proposal

MOST_BYTES = 2_000
"""The longest body."""
PER_HOUR = 60
"""Proposals that are taken in an hour, from everybody together: nobody's address is looked at or kept. The processes of
a server share them."""


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
