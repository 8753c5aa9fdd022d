"""Everything that a client can see says what it means."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
    is_non_null_type,
    is_scalar_type,
    is_specified_scalar_type,
)
from graphql import build_schema as build_graphql_schema

from api.schema.build import print_sdl


def described() -> Iterator[tuple[str, str | None]]:
    for name, kind in build_graphql_schema(print_sdl()).type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name}:)", argument.description
        elif isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{key}", field.description) for key, field in kind.fields.items())
        elif isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{key}", value.description) for key, value in kind.values.items())


def test_what_may_be_null_says_what_null_means() -> None:
    unsaid = [
        f"{name}.{key}"
        for name, kind in build_graphql_schema(print_sdl()).type_map.items()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not is_introspection_type(kind)
        for key, field in kind.fields.items()
        if not is_non_null_type(field.type) and "null" not in (field.description or "").lower().lower()
    ]
    assert unsaid == []


def test_everything_has_a_description() -> None:
    found = dict(described())
    assert {"Query.ask(text:)", "PlanStep.because", "FactTest.range", "EvidenceLevel.LISTED"} <= found.keys()
    assert [name for name, description in found.items() if not (description or "").strip()] == []


def test_a_scalar_of_our_own_names_its_specification() -> None:
    scalars = [
        kind
        for kind in build_graphql_schema(print_sdl()).type_map.values()
        if is_scalar_type(kind) and not is_specified_scalar_type(kind)
    ]
    assert {kind.name for kind in scalars} == {"Date", "DateTime"}
    assert all(kind.specified_by_url for kind in scalars)
