"""Requests that are not executed."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError

from api.errors import ApiError, ErrorCode


class Refusal(Exception):  # noqa: N818 # not a fault of the program
    """A request that is not executed, with what to answer.

    `status` is the HTTP status. `in_document`: the request was well formed and the fault lies in its document or
    variables, for which clients that accept only `application/json` expect the status 200. `extensions` are those of
    the answer.
    """

    def __init__(
        self,
        status: int,
        errors: Sequence[GraphQLError],
        *,
        in_document: bool = False,
        headers: Mapping[str, str] | None = None,
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.errors = tuple(errors)
        self.in_document = in_document
        self.headers = dict(headers or {})
        self.extensions = dict(extensions or {})


def refuse(status: int, code: ErrorCode, message: str, *, headers: Mapping[str, str] | None = None) -> Refusal:
    """The refusal of a request that is not a GraphQL request, or comes at the wrong time or place."""
    return Refusal(status, (ApiError(code, message),), headers=headers)


def refuse_document(code: ErrorCode, *errors: GraphQLError, **extensions: Any) -> Refusal:
    """The refusal of a document or its variables; every error gets `code` unless it has one, and `extensions`."""
    for error in errors:
        error.extensions = {"code": str(code), **extensions, **(error.extensions or {})}
    return Refusal(400, errors, in_document=True, extensions=extensions)
