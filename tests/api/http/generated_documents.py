"""Random valid queries over the schema: fragments, aliases, directives, unknown codes, and what may be null."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

DEEPEST = 5
VARIABLES = {"$first": "Int = 2", "$yes": "Boolean = true", "$locale": "Locale = EN"}


class Generator:
    """Draws documents that begin at `roots`. `known` are values of String and ID arguments, by the argument's name."""

    def __init__(
        self, schema: GraphQLSchema, chance: random.Random, known: Mapping[str, tuple[str, ...]], roots: tuple[str, ...]
    ) -> None:
        self._schema = schema
        self._chance = chance
        self._known = known
        self._roots = roots
        self._fragments: list[str] = []
        self._aliases = 0

    def document(self) -> str:
        """One document; its variables are some of `VARIABLES`."""
        self._fragments = []
        query = self._schema.query_type
        assert query is not None
        roots = self._chance.sample(self._roots, self._chance.randint(1, 2))
        selected = " ".join(self._field(name, query.fields[name], 1) for name in roots)
        use = "... on Query @skip(if: $yes) { __typename }" if self._chance.random() < 0.1 else ""
        below = "\n".join((f"{{ {selected} {use} }}", *self._fragments))
        heads = " ".join(f"{name}: {kind}" for name, kind in VARIABLES.items() if name in below)
        return f"query ({heads}) {below}" if heads else f"query {below}"

    def _field(self, name: str, field: GraphQLField, depth: int, apart: bool = False) -> str:
        """A field; `apart`: under a name of its own, for kinds of a union may have fields of one name."""
        self._aliases += 1
        alias = f"a{self._aliases}: " if apart or self._chance.random() < 0.2 else ""
        directive = " @include(if: $yes)" if self._chance.random() < 0.02 else ""
        below = self._selection(get_named_type(field.type), depth + 1)
        return f"{alias}{name}{self._arguments(field)}{directive}{below}"

    def _arguments(self, field: GraphQLField) -> str:
        given = []
        for name, argument in field.args.items():
            kind = get_named_type(argument.type)
            needed = isinstance(argument.type, GraphQLNonNull) or kind.name in ("Date", "DateTime")
            if isinstance(kind, GraphQLInputObjectType) or not (needed or self._chance.random() < 0.4):
                continue
            value = self._value(name, kind)
            if value is not None:
                given.append(f"{name}: {[value] if isinstance(_nullable(argument.type), GraphQLList) else value}")
        return f"({', '.join(given)})".replace("'", "") if given else ""

    def _value(self, name: str, kind: Any) -> str | None:
        if isinstance(kind, GraphQLEnumType):
            return "$locale" if kind.name == "Locale" else self._chance.choice(list(kind.values))
        drawn: dict[str, tuple[str, ...]] = {
            "Int": ("1", "2", "3", "$first", "-1"), "Boolean": ("true", "$yes"), "Float": ("1.5",),
            "Date": ('"2026-11-27"',), "DateTime": ('"2026-11-27T10:00:00+01:00"',),
        }  # fmt: skip
        values = drawn.get(kind.name) or tuple(f'"{value}"' for value in self._known.get(name, ()))
        return self._chance.choice(values) if values else None

    def _selection(self, kind: Any, depth: int) -> str:
        if is_leaf_type(kind):
            return ""
        inner = " ".join(self._inner(kind, depth)) or "__typename"
        drawn = self._chance.random()
        if drawn < 0.1:
            name = f"F{len(self._fragments)}"
            self._fragments.append(f"fragment {name} on {kind.name} {{ {inner} }}")
            return f" {{ ...{name} {inner} }}" if drawn < 0.02 else f" {{ ...{name} __typename ...{name} }}"
        return f" {{ ... on {kind.name} {{ {inner} }} __typename }}" if drawn < 0.2 else f" {{ {inner} }}"

    def _inner(self, kind: Any, depth: int, apart: bool = False) -> Iterator[str]:
        if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            for one in self._chance.sample(self._schema.get_possible_types(kind), 2):
                yield f"... on {one.name} {{ {' '.join(self._inner(one, depth, True)) or '__typename'} }}"
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            fields = [
                (name, field)
                for name, field in kind.fields.items()
                if depth < DEEPEST or is_leaf_type(get_named_type(field.type))
            ]
            for name, field in self._chance.sample(fields, min(len(fields), self._chance.randint(1, 4))):
                yield self._field(name, field, depth, apart)


def _nullable(kind: Any) -> Any:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind
