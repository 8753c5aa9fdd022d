"""The token of this server, which every change of the catalogue must show."""

import hmac

from starlette.requests import Request

from api.errors import ErrorCode, refuse

SCHEME = "bearer"


def demand_token(request: Request, token: str | None) -> None:
    """Let through who shows `token` as `Authorization: Bearer ...`; the comparison takes as long whatever is shown.

    Raises Refusal: 403 where this server takes no corrections (`token` is None), 401 where another or none is shown.
    """
    if token is None:
        raise refuse(403, ErrorCode.EDITING_OFF, "This server takes no corrections: it has no RETE_EDIT_TOKEN.")
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    # Both are compared whole, so that the time tells nothing of how much of a guess is right.
    same = hmac.compare_digest(shown.strip().encode("utf-8", "surrogateescape"), token.encode())
    if scheme.lower() != SCHEME or not same:
        headers = {"WWW-Authenticate": "Bearer"}
        raise refuse(
            401, ErrorCode.UNAUTHORIZED, "The token is missing or is not that of this server.", headers=headers
        )
