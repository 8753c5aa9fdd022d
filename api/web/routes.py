"""The addresses of the pages."""

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from api.http.endpoint import GraphQLEndpoint
from api.settings import Settings
from api.web.ask import AskPage
from api.web.frame import Frame
from api.web.icon import show_icon
from api.web.reader import Reader


def page_routes(endpoint: GraphQLEndpoint, settings: Settings) -> list[BaseRoute]:
    """Every page, which reads through `endpoint`."""
    frame = Frame(Reader(endpoint))
    return [
        Route("/", AskPage(frame, settings.limits).show, methods=["GET", "POST"]),
        Route("/favicon.ico", show_icon),
        Mount("/static", StaticFiles(packages=[("api.web", "static")])),
    ]
