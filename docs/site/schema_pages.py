"""The reference of the GraphQL schema, from its SDL: a page for each kind of type, every type a heading."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    ast_from_value,
    build_schema,
    get_named_type,
    print_ast,
)
from graphql.pyutils import Undefined

FOLDER = "schema"
_KINDS: Mapping[str, tuple[str, type]] = {
    "objects": ("Objects", GraphQLObjectType),
    "interfaces": ("Interfaces", GraphQLInterfaceType),
    "unions": ("Unions", GraphQLUnionType),
    "inputs": ("Inputs", GraphQLInputObjectType),
    "enums": ("Enums", GraphQLEnumType),
    "scalars": ("Scalars", GraphQLScalarType),
}


def schema_pages(sdl: str) -> Iterator[tuple[str, str, str]]:
    """Place on the site, title and text of each page: the root fields first, then the types by kind."""
    schema = build_schema(sdl)
    query = schema.query_type
    assert query is not None  # noqa: S101 - the schema has one
    yield f"{FOLDER}/index.md", "Queries", "# Queries\n\n" + _fields(query.fields, level=2)
    types = [named for name, named in sorted(schema.type_map.items()) if not name.startswith("__")]
    for kind, (title, made) in _KINDS.items():
        shown = [named for named in types if isinstance(named, made) and named is not query]
        if shown:
            body = "\n\n".join(f"## {named.name}\n\n{_describe(named)}" for named in shown)
            yield f"{FOLDER}/{kind}.md", title, f"# {title}\n\n{body}\n"


def _describe(named: GraphQLNamedType) -> str:
    parts = [named.description or ""]
    if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
        if named.interfaces:
            parts.append("Implements " + ", ".join(map(_link, named.interfaces)) + ".")
        parts.append(_fields(named.fields, level=3))
    elif isinstance(named, GraphQLInputObjectType):
        if named.is_one_of:
            parts.append("Exactly one of the fields is given (`@oneOf`).")
        parts.append(_table("field", ((name, _value(field), field) for name, field in named.fields.items())))
    elif isinstance(named, GraphQLUnionType):
        parts.append("One of " + ", ".join(map(_link, named.types)) + ".")
    elif isinstance(named, GraphQLEnumType):
        rows = [f"| `{name}` | {_text(value)} |" for name, value in named.values.items()]
        parts.append("\n".join(("| value | meaning |", "|---|---|", *rows)))
    elif isinstance(named, GraphQLScalarType) and named.specified_by_url:
        parts.append(f"Specified by <{named.specified_by_url}>.")
    return "\n\n".join(filter(None, parts))


def _fields(fields: Mapping[str, GraphQLField], level: int) -> str:
    """Root fields are headings with their arguments; the fields of a type are a table."""
    if level == 2:
        parts = []
        for name, field in fields.items():
            parts += [f"## {name}", f"Gives {_type(field.type)}. {_text(field)}"]
            if field.args:
                parts.append(_table("argument", ((key, _value(item), item) for key, item in field.args.items())))
        return "\n\n".join(parts) + "\n"
    rows = []
    for name, field in fields.items():
        given = ", ".join(f"`{key}`: {_value(item)}" for key, item in field.args.items())
        rows.append((f"{name}", _type(field.type) + (f" ({given})" if given else ""), field))
    return _table("field", rows)


def _table(first: str, rows: Iterable[tuple[str, str, Any]]) -> str:
    written = [f"| `{name}` | {kind} | {_text(item)} |" for name, kind, item in rows]
    return "\n".join((f"| {first} | type | meaning |", "|---|---|---|", *written))


def _text(item: Any) -> str:
    """The description in one line; a deprecation stands before it."""
    said = " ".join((item.description or "").split()).replace("|", "\\|")
    reason = getattr(item, "deprecation_reason", None)
    return f"**Deprecated:** {reason} {said}".strip() if reason else said


def _value(item: GraphQLArgument | GraphQLInputField) -> str:
    """The type of an argument or an input field, with its default."""
    if item.default_value is Undefined or item.default_value is None:
        return _type(item.type)
    written = ast_from_value(item.default_value, item.type)
    return f"{_type(item.type)} = `{print_ast(written)}`" if written else _type(item.type)


def _type(given: Any) -> str:
    """A type as it is written, its name a link."""
    named = get_named_type(given)
    before, _, after = str(given).partition(named.name)
    return f"{before.replace('[', '&#91;')}{_link(named)}{after.replace(']', '&#93;')}"


def _link(named: Any) -> str:
    kind = next(kind for kind, (_, made) in _KINDS.items() if isinstance(named, made))
    return f"[{named.name}]({kind}.md#{named.name.lower()})"
