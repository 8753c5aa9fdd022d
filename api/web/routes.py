"""The addresses of the pages."""

import logging
import traceback
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from api.http.corrections import Corrections
from api.settings import Settings
from api.web.ask import AskPage, EmbeddedPlan
from api.web.changes_page import ChangesPage
from api.web.correction_page import CorrectionPage
from api.web.coverage_pages import CoveragePages, WorklistPage
from api.web.frame import PRIVATE, Frame
from api.web.network_page import NetworkPage
from api.web.open_page import OpenPage
from api.web.papers_page import PapersPage
from api.web.plain_pages import PlainPages, show_icon
from api.web.record_pages import RecordPages
from api.web.sheet import SheetPage

Show = Callable[[Request], Awaitable[Response]]
PROGRAMS = ("/graphql", "/exports", "/hsds", "/healthz", "/readyz", "/corrections")
"""Addresses that speak JSON whatever a client accepts."""
log = logging.getLogger("rete.web")


def page_routes(frame: Frame, settings: Settings, corrections: Corrections | None) -> list[BaseRoute]:
    """Every page, rendered by `frame`. Corrections are proposed in forms where there are `corrections`."""
    records = RecordPages(frame, takes_corrections=corrections is not None)
    coverage, plain = CoveragePages(frame), PlainPages(frame)

    def page(path: str, show: Show, methods: tuple[str, ...] = ("GET",)) -> Route:
        return Route(path, _guard(frame, show), methods=methods)

    proposals = []
    if corrections is not None:
        for place, kind in (("services", "service"), ("partners", "organization")):
            wrong = CorrectionPage(frame, corrections, settings.limits, kind)
            proposals.append(page(f"/{place}/{{slug}}/wrong", wrong.show, methods=("GET", "POST")))
    return [
        *proposals,
        page("/", AskPage(frame, settings.limits).show, methods=("GET", "POST")),
        page("/sheet", SheetPage(frame, settings.limits).show, methods=("POST",)),
        page("/network", NetworkPage(frame).show),
        page("/partners/{slug}", records.partner),
        page("/services/{slug}", records.service),
        page("/needs", records.needs),
        page("/needs/{code}", records.need),
        page("/documents", records.documents),
        page("/documents/{slug}", records.document),
        page("/coverage", coverage.matrix),
        page("/coverage/cell", coverage.cell),
        page("/what-if", coverage.what_if),
        page("/embed/network", NetworkPage(frame, embedded=True).show),
        page("/embed/plan", EmbeddedPlan(frame).show),
        page("/changes", ChangesPage(frame, settings.catalogue).show),
        page("/open", OpenPage(frame).show),
        page("/papers", PapersPage(frame).show),
        page("/worklist", WorklistPage(frame).show),
        page("/console", plain.console),
        page("/accessibility", plain.accessibility),
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


def _guard(frame: Frame, show: Show) -> Show:
    """`show`, of whose failures only the place is logged: a message may hold parts of a question."""

    async def guarded(request: Request) -> Response:
        try:
            return await show(request)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return frame.render(request, "missing", frame.language(request), status=404, by_post=False)
        except Exception as error:
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("A page failed with %s:\n%s", type(error).__name__, frames)
            return frame.render(request, "failed", frame.language(request), cache=PRIVATE, status=500)

    return guarded
