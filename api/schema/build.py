"""The executable schema."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.schema.query import Query


def build_schema() -> strawberry.Schema:
    """The schema; built once by whoever serves or prints it. Its types are those that a query can reach."""
    return strawberry.Schema(query=Query, config=StrawberryConfig())
