"""What schemathesis is told of the API: a typed refusal is an answer, not a fault. Loaded through SCHEMATHESIS_HOOKS.

Schemathesis makes documents that are valid by the schema and takes any entry in `errors` for a failure of the server.
Two kinds are explained: a value that the schema cannot forbid (a slug that nobody has, a page of 0 items, a document
that costs too much), refused with its own code; and an `@oneOf` input with no field or several, since the generator
does not know `@oneOf`. A document with many such inputs has more errors than are told: that there are more is explained
by the others. Every other failure stays one: `INTERNAL`, a null where none may be, another status, a refusal without a
message or a code.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure

TYPED = frozenset({
    "BAD_ID", "BAD_CURSOR", "BAD_PAGE", "BAD_VARIABLES", "UNKNOWN_CODE", "INVALID_QUESTION", "INPUT_TOO_LONG",
    "QUERY_TOO_LARGE", "QUERY_TOO_COSTLY", "ANSWER_TOO_LARGE", "DEADLINE_EXCEEDED", "EDITING_OFF",
})  # fmt: skip
"""Codes of values that fit the schema and not the network, of limits, and of corrections, which this server refuses."""
SAYS_WHERE = frozenset({"BAD_ID", "BAD_CURSOR", "BAD_PAGE", "BAD_VARIABLES"})
"""Codes that name the argument: a size out of its range, or one of two arguments of which only one may be given."""

MORE = "Too many validation errors, error limit reached. Validation aborted."
"""What graphql-core says after the last error that it tells."""


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Whether a failure is one: it is not where every error of the answer is explained."""
    if response.status_code not in (200, 400, 403):
        return True
    try:
        answer = response.json()
    except ValueError:
        return True
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return not (errors and are_explained(errors))


def are_explained(errors: Sequence[Any]) -> bool:
    """Whether all errors of one answer are explained; that there are more of them never stands alone."""
    told = [error for error in errors if not (isinstance(error, Mapping) and error.get("message") == MORE)]
    return bool(told) and all(map(is_explained, told))


def is_explained(error: Any) -> bool:
    """Whether an error is a typed refusal as the API promises it."""
    if not isinstance(error, Mapping) or not error.get("message"):
        return False
    extensions = error.get("extensions") or {}
    code = extensions.get("code")
    if code == "VALIDATION_FAILED":
        return "OneOf Input Object" in error["message"]
    return code in TYPED and (code not in SAYS_WHERE or bool(extensions.get("argument")))
