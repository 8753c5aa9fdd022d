"""Global identifiers (Relay): base64url of `<Type>:<slug>`, without padding. A node has exactly one."""

import base64
import binascii

import strawberry

from api.errors import ApiError, ErrorCode
from api.schema.fields import Model, View, field


@strawberry.interface
class Node(View[Model]):
    """An object with a global, opaque identifier (Relay)."""

    @field
    def id(self) -> strawberry.ID:
        """The global identifier: opaque, and stable as long as the slug is."""
        return strawberry.ID(global_id(type(self).__name__, self.key))

    @property
    def key(self) -> str:
        """The slug of the value, or its code if it is a concept."""
        return str(getattr(self.model, "slug", None) or getattr(self.model, "code"))  # noqa: B009 - a view of any node


def encode(text: str) -> str:
    """`text` in base64url without padding."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(token: str) -> str | None:
    """The text behind `token`; None if it is not exactly what `encode` writes."""
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
    """The type and slug behind an identifier. Raises ApiError (BAD_ID) if this API never gave it out."""
    kind, separator, slug = (decode(token) or "").partition(":")
    if not (kind and separator and slug):
        raise bad_id(argument)
    return kind, slug


def bad_id(argument: str) -> ApiError:
    """The refusal of an identifier that was given as `argument`."""
    return ApiError(ErrorCode.BAD_ID, "This is not an id of this API; take ids from its answers.", argument=argument)
