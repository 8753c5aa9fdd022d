"""Errors that a client of the API sees, each with a code that a program can act on.

A `Refusal` is a request that is not executed; it holds the errors to answer with.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from graphql import GraphQLError


class ErrorCode(StrEnum):
    """The `extensions.code` of an error."""

    BAD_REQUEST = "BAD_REQUEST"
    """The body or the query string is not a GraphQL request."""
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    NOT_FOUND = "NOT_FOUND"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    """The request names a document that this server does not have; send it in full."""
    PARSE_FAILED = "PARSE_FAILED"
    VALIDATION_FAILED = "VALIDATION_FAILED"
    BAD_OPERATION = "BAD_OPERATION"
    """The document has no such operation, several and no name was given, or one of a kind that is not served."""
    BAD_VARIABLES = "BAD_VARIABLES"
    QUERY_TOO_LARGE = "QUERY_TOO_LARGE"
    """Too many tokens, fields or aliases, or nested too deeply."""
    QUERY_TOO_COSTLY = "QUERY_TOO_COSTLY"
    ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE"
    BAD_ID = "BAD_ID"
    BAD_CURSOR = "BAD_CURSOR"
    BAD_PAGE = "BAD_PAGE"
    INPUT_TOO_LONG = "INPUT_TOO_LONG"
    UNKNOWN_CODE = "UNKNOWN_CODE"
    """The network has no such code; `extensions.suggestions` holds what may have been meant."""
    INVALID_QUESTION = "INVALID_QUESTION"
    """The facts or the question cannot be taken; `extensions.inputField` names the part to change."""
    EDITING_OFF = "EDITING_OFF"
    """This server takes no corrections."""
    UNAUTHORIZED = "UNAUTHORIZED"
    """The token is missing or is not that of this server."""
    BUSY = "BUSY"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    """The answer took too long to work out; ask for less at a time."""
    NOT_READY = "NOT_READY"
    INTERNAL = "INTERNAL"


class ApiError(GraphQLError):
    """An error of the caller, whose message is meant for them."""

    def __init__(self, code: ErrorCode, message: str, **extensions: Any) -> None:
        super().__init__(message, extensions={"code": str(code), **extensions})


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
    """The refusal of a request before its document is read, such as a wrong address or method, or a busy server."""
    return Refusal(status, (ApiError(code, message),), headers=headers)


def refuse_document(code: ErrorCode, *errors: GraphQLError, **extensions: Any) -> Refusal:
    """The refusal of a document or its variables; every error gets `code` unless it has one, and `extensions`."""
    for error in errors:
        error.extensions = {"code": str(code), **extensions, **(error.extensions or {})}
    return Refusal(400, errors, in_document=True, extensions=extensions)
