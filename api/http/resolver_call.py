"""A resolver of the schema as Python calls it: what strawberry does at each call is done once for all objects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import GraphQLField, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from api.schema.fields import DIRECT, PLAIN

_CONSTANT = (str, int, float, bool, Enum, type(None))
"""What nobody can change, so that several requests may share it."""


@dataclass(frozen=True, slots=True)
class ResolverCall:
    """How the method behind a field is called: with the object, what it needs to know, and its arguments."""

    field: StrawberryField
    method: Callable[..., Any]
    converter: GraphQLCoreConverter
    takes_object: bool
    info_name: str | None

    @classmethod
    def of(cls, definition: GraphQLField, schema: GraphQLSchema) -> "ResolverCall | None":
        """The call of the method behind `definition`; None where there is none, or more than a method."""
        declared = definition.extensions.get("strawberry-definition")
        converter = schema._strawberry_schema.schema_converter  # type: ignore[attr-defined] # strawberry sets it
        if not isinstance(declared, StrawberryField) or {PLAIN, DIRECT} & declared.metadata.keys():
            return None
        resolver = declared.base_resolver
        unusual = declared.extensions or converter.exception_handlers
        if resolver is None or unusual or resolver.is_async or resolver.parent_parameter or resolver.root_parameter:
            return None
        method, informed = resolver.wrapped_func, resolver.info_parameter
        if not callable(method):
            return None
        return cls(
            declared, method, converter, resolver.self_parameter is not None, informed.name if informed else None
        )

    def convert(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as the method takes them."""
        converter = self.converter
        return convert_arguments(
            dict(arguments),
            self.field.arguments,
            scalar_registry=converter.scalar_registry,
            config=converter.config,
        )

    def read(self, sources: Sequence[Any], info: GraphQLResolveInfo[Any], converted: Mapping[str, Any]) -> list[Any]:
        """What the method gives for each of `sources`."""
        method, given = self.method, dict(converted)
        if self.info_name is not None:
            given[self.info_name] = self.converter.config.info_class(_raw_info=info, _field=self.field)
        if self.takes_object:
            return [method(source, **given) for source in sources]
        return [method(**given) for _ in sources]


def is_constant(converted: Mapping[str, Any]) -> bool:
    """Whether several requests may share these arguments."""
    return all(isinstance(value, _CONSTANT) for value in converted.values())
