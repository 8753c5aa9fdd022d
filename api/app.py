"""The web application."""

from collections.abc import Sequence
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from api.editor import Editor, Watch
from api.errors import ErrorCode, Refusal
from api.exports import PLACE, Exports
from api.hsds import HsdsApi
from api.http.admission import Turns
from api.http.endpoint import GraphQLEndpoint
from api.http.events import Events
from api.http.execution import present_error
from api.http.monitoring import Health, Metrics, MetricsPage, Observed, Warmup
from api.http.response_cache import QuickLane
from api.http.responses import STALE, Encoded, SecurityHeaders, Staleness, json_response
from api.live.planning_process import PlanningProcess
from api.settings import Settings
from api.shelf import Shelf
from api.versions import LiveNetworks, Networks, VersionHistory
from api.web.corrections import Corrections
from api.web.frame import Frame, PageQueries
from api.web.kept_pages import KeptPages
from api.web.routes import page_routes, show_missing
from graph.store.base import NetworkStore
from ingest.inbox import Inbox

LOOPBACK = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?"


def create_app(
    settings: Settings,
    store: NetworkStore | Networks,
    routes: Sequence[BaseRoute] = (),
    shelf: Shelf | None = None,
    watch: Watch | None = None,
    planning: PlanningProcess | None = None,
) -> Starlette:
    """The application: the pages, `/graphql`, `/exports`, `/hsds`, `/events`, for whoever runs it `/healthz`, `/readyz`
    and `/metrics`, and further `routes`.

    It reads one version of `store` per request and closes nothing: the store belongs to the caller. In place of a store
    it takes versions that are loaded already. A survey of the whole network is read from `shelf`. `watch` brings what
    somebody corrects here into service. `planning` answers what plans; without it this process does.
    """
    live = store
    if isinstance(live, NetworkStore):
        live = LiveNetworks(live, settings.limits.versions, shelf, VersionHistory(settings.versions))
    kept = KeptPages(live)
    prepare = kept.prepare if shelf is not None and shelf.keeps and settings.worker == 0 else None
    warmup = Warmup(live, prepare)
    health = Health(live, warmup)
    turns = Turns(settings)
    exports = Exports(live, turns)
    inbox = None if settings.inbox is None else Inbox(settings.inbox)
    endpoint = GraphQLEndpoint(settings, live, turns, _editor(settings, watch, inbox), planning)
    frame = Frame(PageQueries(endpoint), settings.frame_ancestors)
    metrics = Metrics(settings.worker)
    corrections = None if inbox is None else Corrections(live, inbox, settings)
    app = Starlette(
        routes=[
            Route("/graphql", endpoint),
            Route(PLACE, exports.index),
            Route(PLACE + "/{name}", exports.one, name="export"),
            *HsdsApi(live, turns).routes(),
            Route("/healthz", health.show_alive),
            Route("/readyz", health.show_ready),
            Route("/events", Events(live).listen, methods=["GET"]),
            Route("/metrics", MetricsPage(metrics, live, turns.queues()).show),
            *page_routes(frame, settings, kept, corrections),
            *([Route("/corrections", corrections.take, methods=["POST"])] if corrections else ()),
            *routes,
        ],
        middleware=[
            Middleware(Observed, metrics),
            Middleware(Staleness, live),
            Middleware(Encoded),
            Middleware(SecurityHeaders),
            cors(settings),
        ],
        exception_handlers={HTTPException: partial(_refuse, frame), Refusal: _tell},
        lifespan=warmup.lifespan,
    )
    app.router.redirect_slashes = False  # a redirect would repeat a query string in a header
    if live.lasting:
        whole = app.build_middleware_stack()
        app.middleware_stack = QuickLane(whole, live, metrics, settings.limits, endpoint.answer_quickly)
    return app


def _editor(settings: Settings, watch: Watch | None, inbox: Inbox | None) -> Editor | None:
    """The editor that accepts corrections; None without a token, or without a watched catalogue folder."""
    if settings.edit_token is None or settings.catalogue is None or watch is None:
        return None
    return Editor(settings.catalogue, watch, inbox)


def cors(settings: Settings) -> Middleware:
    """Which pages in a browser may read the answers: those of this machine, and of the origins in the settings.

    The data are public and there are no cookies, so no credentials are taken.
    """
    authorized = () if settings.edit_token is None else ("Authorization",)
    return Middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_origin_regex=LOOPBACK,
        allow_methods=("GET", "HEAD", "POST"),
        allow_headers=("Content-Type", "Content-Encoding", "If-None-Match", *authorized),
        expose_headers=("ETag", "Retry-After", "X-Request-ID", STALE),
        max_age=3_600,
    )


async def _tell(_: Request, refusal: Exception) -> Response:
    """A refusal of what is no GraphQL, as GraphQL tells it."""
    assert isinstance(refusal, Refusal)  # noqa: S101 - it is the handler of these
    return json_response(
        refusal.status, {"errors": [present_error(error) for error in refusal.errors]}, refusal.headers
    )


async def _refuse(frame: Frame, request: Request, error: Exception) -> Response:
    """404, 405 and 503 in the shape of every other error; a browser gets a page for an address that it cannot open."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    page = show_missing(frame, request, status) if status in (404, 405) else None
    if page is not None:
        return page
    known = {
        404: (ErrorCode.NOT_FOUND, "There is nothing at this address; GraphQL is at /graphql."),
        405: (ErrorCode.METHOD_NOT_ALLOWED, "This address does not take this method."),
        429: (ErrorCode.BUSY, "Too many requests at a time; try again shortly."),
        503: (ErrorCode.NOT_READY, "The network cannot be read now; try again later."),
    }
    code, message = known.get(status, (ErrorCode.BAD_REQUEST, "The request cannot be taken."))
    body = {"errors": [{"message": message, "extensions": {"code": str(code)}}]}
    return json_response(status, body, getattr(error, "headers", None))
