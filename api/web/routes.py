"""The addresses of the pages, and those pages that ask the network nothing: the console, accessibility, the icon."""

import json
import logging
import traceback
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from api.operations import load_operations
from api.settings import Settings
from api.web.ask_page import AskPage, EmbeddedPlan
from api.web.changes_page import ChangesPage
from api.web.corrections import CorrectionPage, Corrections
from api.web.coverage_pages import CoveragePages, WorklistPage
from api.web.frame import PRIVATE, Frame
from api.web.kept_pages import KeptPages, Show
from api.web.network_page import NetworkPage
from api.web.open_page import OpenPage
from api.web.papers_page import PapersPage
from api.web.record_pages import RecordPages
from api.web.sheet import SheetPage

PROGRAMS = ("/graphql", "/exports", "/hsds", "/healthz", "/readyz", "/corrections")
"""Addresses that speak JSON whatever a client accepts."""
BUSY = (429, 503)
"""What a server answers that could answer later."""
log = logging.getLogger("rete.web")


def page_routes(frame: Frame, settings: Settings, kept: KeptPages, corrections: Corrections | None) -> list[BaseRoute]:
    """Every page, rendered by `frame`. Those of the network alone are `kept`. Corrections are proposed in forms where
    there are `corrections`."""
    records = RecordPages(frame, takes_corrections=corrections is not None)
    coverage, plain = CoveragePages(frame), PlainPages(frame)

    def page(path: str, show: Show, methods: tuple[str, ...] = ("GET",)) -> Route:
        return Route(path, _guard(frame, show), methods=methods)

    def public(path: str, show: Show, *, prepared: bool = False) -> Route:
        return page(path, kept.keep(show, path if prepared else None))

    proposals = []
    if corrections is not None:
        for place, kind in (("services", "service"), ("partners", "organization")):
            wrong = CorrectionPage(frame, corrections, settings.limits, kind)
            proposals.append(page(f"/{place}/{{slug}}/wrong", wrong.show, methods=("GET", "POST")))
    return [
        *proposals,
        page("/", AskPage(frame, settings.limits).show, methods=("GET", "POST")),
        page("/sheet", SheetPage(frame, settings.limits).show, methods=("POST",)),
        public("/network", NetworkPage(frame).show, prepared=True),
        public("/partners/{slug}", records.partner),
        public("/services/{slug}", records.service),
        public("/needs", records.needs),
        public("/needs/{code}", records.need),
        public("/documents", records.documents),
        public("/documents/{slug}", records.document),
        public("/coverage", coverage.matrix, prepared=True),
        public("/coverage/cell", coverage.cell),
        public("/what-if", coverage.what_if),
        public("/embed/network", NetworkPage(frame, embedded=True).show),
        page("/embed/plan", EmbeddedPlan(frame).show),
        page("/changes", kept.keep(ChangesPage(frame).show, versions=True)),
        page("/open", OpenPage(frame).show),
        public("/papers", PapersPage(frame).show, prepared=True),
        public("/worklist", WorklistPage(frame).show, prepared=True),
        public("/console", plain.console),
        public("/accessibility", plain.accessibility),
        Route("/favicon.ico", show_icon),
        Mount("/static", StaticFiles(packages=[("api.web", "static")])),
    ]


def show_missing(frame: Frame, request: Request, status: int) -> Response | None:
    """The page that says that nothing is at this address; None for programs and for the addresses of programs."""
    for_programs = request.url.path.startswith(PROGRAMS)
    if for_programs or "text/html" not in request.headers.get("accept", ""):
        return None
    response = frame.render(request, "missing", frame.language(request), status=status, by_post=False)
    response.headers["Vary"] += ", Accept"
    return response


def _show_busy(frame: Frame, request: Request, error: HTTPException) -> Response:
    """The page that asks for some patience."""
    texts = frame.language(request)
    response = frame.render(request, "busy", texts, cache=PRIVATE, status=error.status_code, by_post=False)
    response.headers.update(error.headers or {})
    return response


def _guard(frame: Frame, show: Show) -> Show:
    """`show`, of whose failures only the place is logged: a message may hold parts of a question."""

    async def guarded(request: Request) -> Response:
        try:
            return await show(request)
        except HTTPException as error:
            if error.status_code == 404:
                return frame.render(request, "missing", frame.language(request), status=404, by_post=False)
            if error.status_code not in BUSY:
                raise
            return _show_busy(frame, request, error)
        except Exception as error:
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("A page failed with %s:\n%s", type(error).__name__, frames)
            return frame.render(request, "failed", frame.language(request), cache=PRIVATE, status=500)

    return guarded


FIRST = "AskQuery"
"""The operation with which the console begins."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5d5a"/>'
    '<path d="M9 10 L23 16 L9 22" fill="none" stroke="#fff" stroke-width="2.4"/>'
    '<g fill="#fff"><circle cx="9" cy="10" r="3.6"/><circle cx="23" cy="16" r="3.6"/>'
    '<circle cx="9" cy="22" r="3.6"/></g></svg>'
)


class PlainPages:
    """The console and the accessibility statement."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        examples = json.loads(files("api.web").joinpath("operations", "examples.json").read_text(encoding="utf-8"))
        self._operations = {
            name: {
                "document": document,
                "variables": json.dumps(examples.get(name, {}), ensure_ascii=False, indent=2),
            }
            for name, document in load_operations().items()
        }

    async def console(self, request: Request) -> Response:
        """A small GraphQL console."""
        texts = self._frame.language(request)
        return self._frame.render(request, "console", texts, operations=self._operations, chosen=FIRST)

    async def accessibility(self, request: Request) -> Response:
        """What was tested for accessibility, and what was not."""
        return self._frame.render(request, "accessibility", self._frame.language(request))


async def show_icon(_: Request) -> Response:
    """The icon, for every browser that asks for it unasked."""
    return Response(ICON, headers={"Cache-Control": "public, max-age=86400"}, media_type="image/svg+xml")
