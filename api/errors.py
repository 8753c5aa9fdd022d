"""Errors that a client of the API sees, each with a code that a program can act on."""

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
    BUSY = "BUSY"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    """The answer took too long to work out; ask for less at a time."""
    NOT_READY = "NOT_READY"
    INTERNAL = "INTERNAL"


class ApiError(GraphQLError):
    """An error of the caller, whose message is meant for them."""

    def __init__(self, code: ErrorCode, message: str, **extensions: Any) -> None:
        super().__init__(message, extensions={"code": str(code), **extensions})
