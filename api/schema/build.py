"""The schema: executable, and as text (SDL) as `api/schema.graphql` holds it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLInputObjectType, GraphQLNamedType, GraphQLObjectType, GraphQLScalarType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import CustomGraphQLEnumType

from api.schema.correction import Mutation
from api.schema.fields import DIRECT, PLAIN, describe
from api.schema.query import Query

SCALARS = {
    "Date": ("A day, such as 2026-12-24.", "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"),
    "DateTime": (
        "A moment with its offset, such as 2026-01-13T10:00:00+01:00.",
        "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    ),
}
"""What the scalars of our own mean, and where that is specified."""


@cache
def build_schema() -> strawberry.Schema:
    """The schema, built once. Its types are those that a query can reach."""
    schema = strawberry.Schema(query=Query, mutation=Mutation, config=StrawberryConfig())
    for kind in schema._schema.type_map.values():  # the graphql-core schema has no public name
        _describe(kind)
        _read_directly(kind)
        _name_directly(kind)
        _check_one_of(kind)
    return schema


def print_sdl() -> str:
    """The schema in the schema definition language, ending in a line feed."""
    return build_schema().as_str() + "\n"


def core_schema() -> GraphQLSchema:
    """The schema as graphql-core executes it."""
    return build_schema()._schema


def _describe(kind: GraphQLNamedType) -> None:
    """Describe a type by the docstring of its class."""
    if isinstance(kind, GraphQLScalarType) and kind.name in SCALARS:
        kind.description, kind.specified_by_url = SCALARS[kind.name]
        return
    declared = kind.extensions.get("strawberry-definition")
    if declared is not None and kind.description is None:
        kind.description = describe(declared.origin)


def _check_one_of(kind: GraphQLNamedType) -> None:
    """Let graphql-core hold `@oneOf` when it validates; strawberry does so only when it executes."""
    if isinstance(kind, GraphQLInputObjectType):
        kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of


def _read_directly(kind: GraphQLNamedType) -> None:
    """Let graphql-core read plain fields itself: most fields are, and strawberry's own call costs several reads."""
    if not isinstance(kind, GraphQLObjectType):
        return
    for field in kind.fields.values():
        declared = field.extensions.get("strawberry-definition")
        if declared is None:
            continue
        if PLAIN in declared.metadata:
            field.resolve = _without_info(declared.metadata[PLAIN])
        elif DIRECT in declared.metadata:
            field.resolve = declared.metadata[DIRECT]


def _without_info(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda root, _: read(root)


def _name_directly(kind: GraphQLNamedType) -> None:
    """Let the names of an enumeration be looked up: strawberry goes through them for each value."""
    if not isinstance(kind, CustomGraphQLEnumType):
        return
    names: dict[Any, str] = {kind.wrapped_cls(value.value): name for name, value in kind.values.items()}
    search = kind.coerce_output_value

    def coerce(value: Any) -> str:
        name = names.get(value) if isinstance(value, kind.wrapped_cls) else None
        return search(value) if name is None else name

    vars(kind)["coerce_output_value"] = coerce
