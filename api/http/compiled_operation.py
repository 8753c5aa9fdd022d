"""A query as functions: work that graphql-core's executor repeats for each object is done once for each document.

A function answers one field of all objects of a kind at once, column by column. What is the same for each of them (the
arguments, whether a type fits, how a value is written) is therefore found once, and most fields are read in C.

The functions cover only queries that meet no surprise. An error, a null in a non-null field, a directive or an answer
that is too large is left to the executor, which starts again. That is safe because queries change nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice
from types import NoneType
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLID,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLString,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.execute import assume_not_awaitable
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from api.schema.fields import DIRECT, PLAIN

_CONSTANT = (str, int, float, bool, Enum, type(None))
"""What nobody can change, so that several requests may share it."""


@dataclass(frozen=True, slots=True)
class ResolverCall:
    """How the method behind a field is called: with the object, what it needs to know, and its arguments.

    What strawberry does at each call is done once for all objects.
    """

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


Info = GraphQLResolveInfo[Any]
Column = list[Any]
"""One value for each of several objects."""
Read = Callable[[Sequence[Any], "Run"], Column]
"""Gives the values of a field of several objects."""
Complete = Callable[[Column, "Run"], Column]
"""Makes these values ready for JSON."""
Given = Callable[["Run"], tuple[Info, dict[str, Any]]]
"""Gives what the resolvers of a field are given in one run."""


class UnusualError(Exception):
    """Raised for a query that is left to the executor of graphql-core."""


class Run:
    """One execution: what resolvers know, and how many more fields the answer may hold."""

    def __init__(self, context: Any, variables: VariableValues, most: int) -> None:
        self.context = context
        self.variables = variables
        self.left = most
        self.known: dict[int, tuple[Info, dict[str, Any]]] = {}
        """What the resolvers of a field are given, by its number; the same for each object."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of the answer."""

    name: str
    read: Read
    complete: Complete


class CompiledOperation:
    """A query of a valid document, compiled. Raises UnusualError where the executor has to answer it."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
    ) -> None:
        self._schema = schema
        self._operation = operation
        self._fragments = dict(fragments)
        self._count = 0
        assert schema.query_type is not None  # noqa: S101 - there are queries
        self._root = self._compile(schema.query_type, [operation.selection_set])

    def execute(self, context: Any, variables: VariableValues, most: int) -> dict[str, Any]:
        """The data of the answer, of at most so many fields. Raises UnusualError, or what a resolver raises."""
        (data,) = self._root([None], Run(context, variables, most))
        return data

    def _compile(
        self, kind: GraphQLObjectType, selected: Sequence[SelectionSetNode]
    ) -> Callable[[Sequence[Any], Run], list[dict[str, Any]]]:
        """What shows objects of this kind."""
        grouped: dict[str, list[FieldNode]] = {}
        for node in self._collect(kind, selected, set()):
            grouped.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        fields = [self._compile_field(kind, name, nodes) for name, nodes in grouped.items()]

        def show(sources: Sequence[Any], run: Run) -> list[dict[str, Any]]:
            run.left -= len(fields) * len(sources)
            if run.left < 0:
                raise UnusualError
            found: list[dict[str, Any]] = [{} for _ in sources]
            for field in fields:
                name, values = field.name, field.complete(field.read(sources, run), run)
                for shown, value in zip(found, values, strict=True):
                    shown[name] = value
            return found

        return show

    def _collect(
        self, kind: GraphQLObjectType, selected: Sequence[SelectionSetNode], seen: set[str]
    ) -> Iterator[FieldNode]:
        """The fields that are selected of an object of this kind, in the order in which they are shown."""
        for selection in (each for one in selected for each in one.selections):
            if selection.directives:
                raise UnusualError
            if isinstance(selection, FieldNode):
                yield selection
                continue
            fragment: InlineFragmentNode | FragmentDefinitionNode
            if isinstance(selection, FragmentSpreadNode):
                if selection.name.value in seen:
                    continue
                seen.add(selection.name.value)
                fragment = self._fragments[selection.name.value]
                if fragment.directives or fragment.variable_definitions:
                    raise UnusualError
            else:
                fragment = cast(InlineFragmentNode, selection)
            if fragment.type_condition is None or self._is_meant(kind, fragment.type_condition.name.value):
                yield from self._collect(kind, [fragment.selection_set], seen)

    def _is_meant(self, kind: GraphQLObjectType, condition: str) -> bool:
        meant = self._schema.type_map[condition]
        return meant is kind or (is_abstract_type(meant) and self._schema.is_sub_type(meant, kind))

    def _compile_field(self, kind: GraphQLObjectType, name: str, nodes: list[FieldNode]) -> _Field:
        definition = self._schema.get_field(kind, nodes[0].name.value)
        if definition is None or definition.resolve is None or nodes[0].name.value in ("__schema", "__type"):
            raise UnusualError
        given = self._giving(kind, name, nodes, definition)
        return _Field(name, self._reading(definition, nodes[0], given), self._completing(definition.type, nodes, given))

    def _giving(self, kind: GraphQLObjectType, name: str, nodes: list[FieldNode], definition: GraphQLField) -> Given:
        self._count += 1
        number = self._count
        constant = None if _varies(nodes[0]) else get_argument_values(definition, nodes[0])
        path = Path(None, name, kind.name)  # it names no object: only errors show it

        def given(run: Run) -> tuple[Info, dict[str, Any]]:
            known = run.known.get(number)
            if known is None:
                info = GraphQLResolveInfo(
                    nodes[0].name.value, nodes, definition.type, kind, path, self._schema,
                    self._fragments, None, self._operation, run.variables, run.context, assume_not_awaitable, None,
                    cast(Any, None),
                )  # fmt: skip
                arguments = get_argument_values(definition, nodes[0], run.variables) if constant is None else constant
                known = run.known[number] = info, arguments
            return known

        return given

    def _reading(self, definition: GraphQLField, node: FieldNode, given: Given) -> Read:
        plain, call = plain_reader(definition), ResolverCall.of(definition, self._schema)
        if plain is not None:
            return lambda sources, _: list(map(plain, sources))
        if call is None:
            resolve = cast(Callable[..., Any], definition.resolve)

            def read(sources: Sequence[Any], run: Run) -> Column:
                info, arguments = given(run)
                return [resolve(source, info, **arguments) for source in sources]

            return read
        converted = None if _varies(node) else call.convert(get_argument_values(definition, node))
        shared = converted if converted is not None and is_constant(converted) else None

        def read_by_call(sources: Sequence[Any], run: Run) -> Column:
            info, arguments = given(run)
            return call.read(sources, info, call.convert(arguments) if shared is None else shared)

        return read_by_call

    def _completing(self, kind: GraphQLOutputType, nodes: list[FieldNode], given: Given) -> Complete:
        if isinstance(kind, GraphQLNonNull):
            if is_leaf_type(kind.of_type):
                return _leaf(kind.of_type, nullable=False)
            return _never_null(self._completing(kind.of_type, nodes, given))
        if isinstance(kind, GraphQLList):
            return _each(self._completing(kind.of_type, nodes, given))
        if is_leaf_type(kind):
            return _leaf(kind, nullable=True)
        selected = [node.selection_set for node in nodes if node.selection_set is not None]
        if isinstance(kind, GraphQLObjectType):
            return self._object(kind, selected, given)
        return self._abstract(cast(GraphQLAbstractType, kind), selected, given)

    def _object(self, kind: GraphQLObjectType, selected: Sequence[SelectionSetNode], given: Given) -> Complete:
        show, is_type_of = self._compile(kind, selected), kind.is_type_of

        def complete(values: Column, run: Run) -> Column:
            if is_type_of is not None:
                # What a type of ours is, its class tells: one of each is asked.
                for value in dict(zip(map(type, values), values, strict=True)).values():
                    if not is_type_of(value, given(run)[0]):
                        raise UnusualError
            return show(values, run)

        return _where_given(complete)

    def _abstract(self, kind: GraphQLAbstractType, selected: Sequence[SelectionSetNode], given: Given) -> Complete:
        resolve = kind.resolve_type
        if resolve is None:
            raise UnusualError
        each = {one.name: self._object(one, selected, given) for one in self._schema.get_possible_types(kind)}

        def complete(values: Column, run: Run) -> Column:
            info, places = given(run)[0], dict[str, list[int]]()
            for place, value in enumerate(values):
                places.setdefault(cast(str, resolve(value, info, kind)), []).append(place)
            found = list(values)
            for name, those in places.items():
                if name not in each:
                    raise UnusualError
                shown = each[name]([values[place] for place in those], run)
                for place, value in zip(those, shown, strict=True):
                    found[place] = value
            return found

        return _where_given(complete)


def plain_reader(definition: GraphQLField) -> Callable[[Any], Any] | None:
    """What reads a field of an object alone, without arguments or a context; None where it needs those."""
    declared = definition.extensions.get("strawberry-definition")
    return None if declared is None else declared.metadata.get(PLAIN)


def _where_given(inner: Complete) -> Complete:
    """`inner` for the values that are not null."""

    def complete(values: Column, run: Run) -> Column:
        given = [value for value in values if value is not None]
        if len(given) == len(values):
            return inner(values, run)
        shown = iter(inner(given, run))
        return [None if value is None else next(shown) for value in values]

    return complete


def _never_null(inner: Complete) -> Complete:
    def complete(values: Column, run: Run) -> Column:
        found = inner(values, run)
        if None in found:
            raise UnusualError
        return found

    return complete


def _each(inner: Complete) -> Complete:
    """Values of a list field: all items are handled as one column, which is then split into the lists."""

    def complete(values: Column, run: Run) -> Column:
        if not all(isinstance(value, list | tuple) for value in values):
            raise UnusualError
        if len(values) == 1:
            return [inner(list(values[0]), run)]
        shown = iter(inner(list(chain.from_iterable(values)), run))
        return [list(islice(shown, len(value))) for value in values]

    return _where_given(complete)


def _leaf(kind: GraphQLLeafType, nullable: bool) -> Complete:
    coerce = kind.coerce_output_value
    is_text = kind in (GraphQLString, GraphQLID)
    names: dict[type, dict[Any, Any]] = {}
    """How the members of an enumeration are written, by their class."""

    def write(value: Any) -> Any:
        found = coerce(value)
        if found is None or found is Undefined:
            raise UnusualError
        return found

    def complete(values: Column, run: Run) -> Column:  # noqa: ARG001 - as others are called
        kinds = set(map(type, values))
        if is_text and kinds == {str}:
            return values
        if NoneType in kinds:
            if not nullable:
                raise UnusualError
            return [None if value is None else write(value) for value in values]
        if len(kinds) == 1 and issubclass(only := kinds.pop(), Enum):
            known = names.setdefault(only, {})
            known.update((value, write(value)) for value in set(values).difference(known))
            return list(map(known.__getitem__, values))
        return list(map(write, values))

    return complete


def _varies(node: FieldNode) -> bool:
    """Whether the arguments of a field depend on variables."""
    return any(_has_variable(argument.value) for argument in node.arguments or ())


def _has_variable(value: Any) -> bool:
    if isinstance(value, VariableNode):
        return True
    parts = getattr(value, "values", None) or [field.value for field in getattr(value, "fields", ())]
    return any(map(_has_variable, parts))
