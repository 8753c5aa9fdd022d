"""`POST /corrections`: somebody says that something is wrong. Off unless the settings name an inbox."""

import threading
import time
from collections.abc import Iterable

import anyio.to_thread
import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.http.health import json_response
from api.messages import Words
from api.version_cache import Networks
from graph.errors import QuestionError, StoreError
from graph.message import Message
from graph.opening_hours import today
from graph.vocabulary import Locale
from ingest.inbox import Inbox, InboxFullError, Proposal, make_proposal

MOST_BYTES = 2_000
"""The longest body."""
PER_HOUR = 60
"""Proposals that are taken in an hour, from everybody together: nobody's address is looked at or kept."""


class Rate:
    """Lets `PER_HOUR` proposals an hour through: a bucket that fills up again steadily."""

    def __init__(self, per_hour: int = PER_HOUR) -> None:
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

    def __init__(self, live: Networks, inbox: Inbox, rate: Rate | None = None) -> None:
        self._live = live
        self._inbox = inbox
        self._rate = rate or Rate()

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
        """202 with the name of the proposal; 400 where it cannot be taken, 413, 429 and 503 where it is too much."""
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return _told(413, f"At most {MOST_BYTES} bytes.")
        if not self._rate.admits():
            return _told(429, "Too many proposals for now; try again later.")
        return await anyio.to_thread.run_sync(self._take, bytes(body))

    def _take(self, body: bytes) -> Response:
        try:
            value = orjson.loads(body)
            about, kinds, line = value["about"], value["kinds"], value.get("line", "")
            if not (isinstance(about, str) and isinstance(kinds, list) and isinstance(line, str)):
                raise TypeError
            proposal = self._add(about, map(str, kinds), line)
        except QuestionError as error:
            return _told(400, Words(Locale.EN)(error.message))
        except (ValueError, KeyError, TypeError, AttributeError):
            return _told(400, 'The body is JSON: {"about": "...", "kinds": ["closed"], "line": "..."}.')
        except InboxFullError as error:
            return _told(503, Words(Locale.EN)(error.message))
        except StoreError:
            return _told(503, "The inbox cannot be written now.")
        return json_response(202, {"id": proposal.id})


def _told(status: int, message: str) -> Response:
    return json_response(status, {"errors": [{"message": message}]})
