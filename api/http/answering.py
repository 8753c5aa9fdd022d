"""Works out answers from a request and the version of the network in which it continues."""

from typing import Any

import orjson

from api.editor import Editor
from api.errors import ErrorCode, refuse
from api.excerpts import Excerpts
from api.http.admission import Deadline
from api.http.execution import Engine, Prepared
from api.http.request_body import GraphQLRequest
from api.schema.context import RequestContext
from api.settings import Settings
from api.version_cache import Networks
from graph.checkpoint import checked_by
from graph.errors import StoreError


class Answering:
    """Checks and executes requests, in the thread that calls it. Several threads may."""

    def __init__(self, settings: Settings, live: Networks, editor: Editor | None = None) -> None:
        self._limits = settings.limits
        self._catalogue = settings.catalogue
        self._live = live
        self._editor = editor
        self._excerpts = Excerpts(settings.documents)
        self.engine = Engine(settings.limits)

    def execute(self, prepared: Prepared) -> dict[str, Any]:
        """The answer to a checked request. Raises Refusal."""
        return self.engine.execute(prepared, self._context)

    def work_out(self, prepared: Prepared, deadline: Deadline) -> dict[str, Any]:
        """The answer to a checked request that plans, within `deadline`. Raises Refusal."""
        with checked_by(deadline.check):
            return self.execute(prepared)

    def answer(self, asked: GraphQLRequest, deadline: Deadline) -> bytes:
        """The answer to `asked` as JSON, within `deadline`. Raises Refusal."""
        return orjson.dumps(self.work_out(self.engine.prepare(asked), deadline))

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
        lost = self._live.standing().lost
        return RequestContext(
            kept or live,
            self._excerpts,
            self._limits,
            self._live.history,
            editor=self._editor,
            catalogue=self._catalogue,
            lost=lost,
        )
