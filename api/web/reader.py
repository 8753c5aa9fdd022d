"""Reads what a page shows, by the GraphQL document behind the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.errors import ErrorCode, Refusal
from api.http.endpoint import GraphQLEndpoint
from api.http.execution import present_error
from api.http.request_body import GraphQLRequest


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


class Reader:
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
