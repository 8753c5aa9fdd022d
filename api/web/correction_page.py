"""`/services/<slug>/wrong`, `/partners/<slug>/wrong`: somebody says that something is wrong, in a plain form."""

from typing import Any
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import Refusal
from api.http.corrections import MOST_BYTES, Corrections
from api.http.request_body import read_body
from api.settings import Limits
from api.web.frame import PRIVATE, Frame
from api.web.languages import PageTexts
from graph.errors import QuestionError, StoreError
from ingest.inbox import LONGEST, ProposalKind

TOLD = "told"
"""The parameter of the address that thanks for a proposal."""


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
