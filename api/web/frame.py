"""The parts that all pages share: templates, language, headers, the list of needs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.errors import ErrorCode, Refusal
from api.http.endpoint import GraphQLEndpoint
from api.http.execution import present_error
from api.http.request_body import GraphQLRequest
from api.web.contacts import dialled, keep_times, link_telephones, spell_out, tell_hours
from api.web.languages import COOKIE, PageTexts, choose_language, page_languages


@dataclass(frozen=True, slots=True)
class Asked:
    """The query behind a page, and its answer, which is None if the query was refused."""

    document: str
    operation: str
    variables: Mapping[str, Any]
    data: Any
    code: str = ""
    """The code of the first error; empty where there is none."""

    @property
    def variables_json(self) -> str:
        """The variables as JSON, indented."""
        return json.dumps(self.variables, ensure_ascii=False, indent=2)


class PageQueries:
    """Executes the documents of pages in this process, in their turn among all requests."""

    def __init__(self, endpoint: GraphQLEndpoint) -> None:
        self._endpoint = endpoint

    async def ask(self, request: Request, name: str, operation: str | None = None, **variables: Any) -> Asked:
        """The answer to document `name`.

        A question that is refused comes back with a `code` and without data. Raises HTTPException where the server
        is too busy, has no network, or does not get ready with a public page in time; RuntimeError where the program
        fails.
        """
        document = files("api.web").joinpath("operations", f"{name}.graphql").read_text(encoding="utf-8")
        try:
            answer = await self._endpoint.answer(request, GraphQLRequest(document, None, operation, variables, False))
        except Refusal as refusal:
            if refusal.status >= 429:
                raise HTTPException(refusal.status, headers=refusal.headers) from None
            answer = {"data": None, "errors": [present_error(error) for error in refusal.errors]}
        errors = answer.get("errors", ())
        code = errors[0]["extensions"]["code"] if errors else ""
        if code == ErrorCode.DEADLINE_EXCEEDED and request.method != "POST":
            raise HTTPException(503, headers={"Retry-After": "5"})
        if code == ErrorCode.INTERNAL:
            raise RuntimeError("The query behind a page failed.")
        return Asked(document, operation or name, variables, None if errors else answer["data"], code)


def to_script_json(value: Any) -> Markup:
    """`value` as JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - every sign that HTML reads is escaped above


POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors "
)
"""The Content-Security-Policy of every page, up to whose pages may show it in a frame."""
PRIVATE = "no-store"
"""Cache-Control of a page that answers a question about somebody."""
PUBLIC = "no-cache"
"""Cache-Control of a page that shows the network alone."""
YEAR = 31_536_000


class Frame:
    """Renders pages in the language of their request."""

    def __init__(self, reader: PageQueries, frame_ancestors: Sequence[str] = ()) -> None:
        """`frame_ancestors`: the origins whose pages may show embedded pages in a frame."""
        self.reader = reader
        self._ancestors = " ".join(frame_ancestors) or "'none'"
        self.texts = page_languages()
        self._templates = Environment(
            loader=FunctionLoader(_load_template),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["hours"] = tell_hours
        self._templates.filters["keep_times"] = keep_times
        self._templates.filters["script_json"] = to_script_json
        self._templates.filters["dialled"] = dialled
        self._templates.filters["spelled"] = spell_out
        self._templates.filters["link_telephones"] = link_telephones
        self._templates.filters["sentence"] = _begin_sentence

    def language(self, request: Request, asked: str | None = None) -> PageTexts:
        """The sentences in the language of `request`, or in the language `asked`."""
        return self.texts[choose_language(request, self.texts, asked)]

    async def ask(
        self, request: Request, texts: PageTexts, name: str, operation: str | None = None, **variables: Any
    ) -> Asked:
        """The answer to document `name`, in the language of the page."""
        return await self.reader.ask(request, name, operation, **variables, locale=texts.code.upper())

    def render(
        self,
        request: Request,
        template: str,
        texts: PageTexts,
        *,
        cache: str = PUBLIC,
        status: int = 200,
        behind: Asked | None = None,
        by_post: bool | None = None,
        embedded: bool = False,
        **values: Any,
    ) -> Response:
        """The page. `behind` is the query that it shows.

        `by_post`: whether another language is asked for by sending the question again; as the request unless given.
        `embedded`: without navigation, for a frame in somebody else's page.
        """
        page = self._templates.get_template(f"{template}.html").render(
            t=texts,
            path=request.url.path,
            by_post=request.method == "POST" if by_post is None else by_post,
            language_links=self._links(request.url.path, request.query_params.multi_items()),
            behind=behind,
            embedded=embedded,
            **values,
        )
        policy = POLICY + (self._ancestors if embedded else "'none'")
        response = HTMLResponse(page, status, {"Content-Security-Policy": policy, "Cache-Control": cache})
        response.headers["Content-Language"] = texts.code
        response.headers["Vary"] = "Accept-Language, Cookie"
        if request.query_params.get("lang") == texts.code:
            response.set_cookie(COOKIE, texts.code, max_age=YEAR, samesite="lax", httponly=True)
        return response

    def _links(self, path: str, parameters: list[tuple[str, str]]) -> Mapping[str, str]:
        """The address of this page in each language."""
        kept = [(name, value) for name, value in parameters if name != "lang"]
        return {code: f"{path}?{urlencode([*kept, ('lang', code)])}" for code in self.texts}


def _load_template(name: str) -> str:
    return files("api.web").joinpath("templates", name).read_text(encoding="utf-8")


def _begin_sentence(text: str) -> str:
    """`text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def flatten_needs(areas: Iterable[Mapping[str, Any]], depth: int = 0) -> list[tuple[int, Mapping[str, Any]]]:
    """The needs with their depth, each before its children."""
    found: list[tuple[int, Mapping[str, Any]]] = []
    for area in areas:
        found.append((depth, area))
        found += flatten_needs(area.get("children", ()), depth + 1)
    return found
