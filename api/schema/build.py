"""The executable schema."""

import strawberry
from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from api.schema.fields import DIRECT
from api.schema.query import Query


def build_schema() -> strawberry.Schema:
    """The schema; built once by whoever serves or prints it. Its types are those that a query can reach."""
    schema = strawberry.Schema(query=Query, config=StrawberryConfig())
    _read_directly(schema._schema)  # the graphql-core schema has no public name
    _check_one_of(schema._schema)
    return schema


def _check_one_of(schema: GraphQLSchema) -> None:
    """Let graphql-core hold `@oneOf` when it validates; strawberry does so only when it executes."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of


def _read_directly(schema: GraphQLSchema) -> None:
    """Let graphql-core read plain fields itself: most fields are, and strawberry's own call costs several reads."""
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType):
            continue
        for field in kind.fields.values():
            declared = field.extensions.get("strawberry-definition")
            if declared is not None and DIRECT in declared.metadata:
                field.resolve = declared.metadata[DIRECT]
