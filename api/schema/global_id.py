"""Opaque identifiers of nodes: base64url of `<Kind>:<slug>`, without padding. One node has exactly one identifier."""

import base64
import binascii

from api.errors import ApiError, ErrorCode


def encode(text: str) -> str:
    """`text` in base64url without padding."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(token: str) -> str | None:
    """The text behind `token`; None where it is not exactly what `encode` writes."""
    try:
        data = token.encode("ascii")
        text = base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4)).decode()
    except (UnicodeError, binascii.Error):
        return None
    return text if encode(text) == token else None


def global_id(kind: str, slug: str) -> str:
    """The identifier of the node `slug` of the GraphQL type `kind`."""
    return encode(f"{kind}:{slug}")


def read_global_id(token: str, argument: str = "id") -> tuple[str, str]:
    """The type and slug behind an identifier. Raises ApiError (BAD_ID) where it is none that this API gave out."""
    kind, separator, slug = (decode(token) or "").partition(":")
    if not (kind and separator and slug):
        raise bad_id(argument)
    return kind, slug


def bad_id(argument: str) -> ApiError:
    """The refusal of an identifier that was given as `argument`."""
    return ApiError(ErrorCode.BAD_ID, "This is not an id of this API; take ids from its answers.", argument=argument)
