"""Whatever has a global identifier."""

from typing import Any

import strawberry

from api.schema.fields import field
from api.schema.global_id import global_id


@strawberry.interface(description="An object with a global, opaque identifier (Relay).")
class Node:
    """A view of `model` with an identifier made of the GraphQL type and the slug."""

    model: strawberry.Private[Any]

    @field("The global identifier: opaque, and stable as long as the slug is.")
    def id(self) -> strawberry.ID:
        """The type's name and the slug or code of the model."""
        return strawberry.ID(global_id(type(self).__name__, self.key))

    @property
    def key(self) -> str:
        """The slug of the model; its code where it is a concept."""
        return str(getattr(self.model, "slug", None) or self.model.code)
