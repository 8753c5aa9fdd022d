"""What an operation tells before anything of it is executed: what it costs, and whether it holds facts about a person.

Each field costs 1 (or its `weight`), plus the cost of what is selected below it, times the number of items where it
is a list: the page size that the operation asks for, else the `size` that the field declares. Repeated fields and
fields under `@skip` count, so the cost is an upper estimate.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    value_from_ast_untyped,
)

from api.schema.query import PRIVATE_FIELDS, QUESTIONS
from api.settings import Limits

DEFAULT_SIZE = 5
"""The length of a list that neither declares one nor is paged."""
MOST = 2**53 - 1
"""The highest cost that is reported: the largest integer that every JSON reader holds exactly."""
INTROSPECTION_SIZE = 3
"""The length of a list in the schema's description of itself."""
_PAGES = ("first", "last")
_IDS = "ids"
_SIZES = frozenset((*_PAGES, _IDS))
"""The arguments that say how long a list is."""
_OF_THE_ANSWER = ("first", "verdict")
"""Arguments that say which answers are wanted, and nothing about a person."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The cost of a selection, and how deep its fields are nested."""

    cost: int
    depth: int


def measure(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    limits: Limits,
) -> Measure:
    """The cost and depth of `operation` under coerced `variables`. Linear in the size of a valid document."""
    root = schema.get_root_type(operation.operation)
    if root is None:
        return Measure(0, 0)
    found = _Meter(schema, fragments, variables, limits).selections(operation.selection_set, root, None)
    return Measure(min(found.cost, MOST), found.depth)


def find_sizing(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The names of the variables under `nodes` that say how long a list is: `measure` reads no other."""
    found: dict[str, None] = {}
    pending = list(nodes)
    while pending:
        node = pending.pop()
        pending.extend(getattr(getattr(node, "selection_set", None), "selections", ()))
        for argument in getattr(node, "arguments", None) or ():
            if argument.name.value in _SIZES and isinstance(argument.value, VariableNode):
                found[argument.value.name.value] = None
    return tuple(found)


class _Meter:
    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        limits: Limits,
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._limits = limits
        self._known: dict[tuple[str, int | None], Measure] = {}

    def selections(self, selected: SelectionSetNode, parent: GraphQLNamedType, page: int | None) -> Measure:
        """The sum of the costs and the greatest depth of `selected`; `page` is the page size of the parent."""
        parts = [self._selection(selection, parent, page) for selection in selected.selections]
        return Measure(sum(part.cost for part in parts), max((part.depth for part in parts), default=0))

    def _selection(self, selection: Any, parent: GraphQLNamedType, page: int | None) -> Measure:
        if isinstance(selection, FieldNode):
            return self._field(selection, parent, page)
        if isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            named = self._schema.type_map[condition.name.value] if condition else parent
            return self.selections(selection.selection_set, named, page)
        return self._spread(selection, page)

    def _spread(self, spread: FragmentSpreadNode, page: int | None) -> Measure:
        name = spread.name.value
        if (name, page) not in self._known:
            fragment = self._fragments[name]
            named = self._schema.type_map[fragment.type_condition.name.value]
            self._known[name, page] = self.selections(fragment.selection_set, named, page)
        return self._known[name, page]

    def _field(self, node: FieldNode, parent: GraphQLNamedType, page: int | None) -> Measure:
        field = self._schema.get_field(parent, node.name.value)  # type: ignore[arg-type] # valid: a composite type
        if field is None or not node.selection_set:
            return Measure(_metadata(field).get("weight", 1), 1)
        named = get_named_type(field.type)
        if not is_composite_type(named):
            return Measure(1, 1)
        own = self._page(node, field)
        is_list = is_list_type(get_nullable_type(field.type))
        below = self.selections(node.selection_set, named, None if is_list else own)
        size = 1
        if is_list:
            size = self._size(node, field, parent, own or page)
        return Measure(_metadata(field).get("weight", 1) + size * below.cost, 1 + below.depth)

    def _size(self, node: FieldNode, field: GraphQLField, parent: GraphQLNamedType, page: int | None) -> int:
        declared = _metadata(field).get("size")
        if declared is not None:
            return declared
        if _IDS in field.args:
            return self._length(node, _IDS)
        if page is not None:
            return page
        return INTROSPECTION_SIZE if parent.name.startswith("__") else DEFAULT_SIZE

    def _page(self, node: FieldNode, field: GraphQLField) -> int | None:
        """The page size that a paged field is asked for, at most what it gives."""
        if "first" not in field.args:
            return None
        paged = "after" in field.args or is_list_type(get_nullable_type(field.type))
        most = self._limits.page if paged else self._limits.plans
        default = self._limits.default_page if paged else self._limits.default_plans
        asked = [size for name in _PAGES if (size := self._integer(node, name)) is not None]
        return min(most, max(1, *asked)) if asked else default

    def _integer(self, node: FieldNode, name: str) -> int | None:
        value = _argument(node, name)
        if isinstance(value, IntValueNode):
            return int(value.value)
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return given if isinstance(given, int) else None
        return None

    def _length(self, node: FieldNode, name: str) -> int:
        value = _argument(node, name)
        if isinstance(value, ListValueNode):
            return len(value.values)
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return len(given) if isinstance(given, list) else 1
        return 1


def _argument(node: FieldNode, name: str) -> Any:
    return next((argument.value for argument in node.arguments or () if argument.name.value == name), None)


def _metadata(field: GraphQLField | None) -> Mapping[str, int]:
    """The size and weight that the field declared with `api.schema.fields.sized`."""
    declared = field.extensions.get("strawberry-definition") if field is not None else None
    return declared.metadata if declared is not None else {}


def root_fields(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> list[FieldNode]:
    """Every field that `operation` selects at its root, also through fragments; of a valid document."""
    found: list[FieldNode] = []
    seen: set[str] = set()
    pending: list[SelectionSetNode] = [operation.selection_set]
    while pending:
        for selection in pending.pop().selections:
            if isinstance(selection, FieldNode):
                found.append(selection)
            elif isinstance(selection, InlineFragmentNode):
                pending.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                pending.append(fragments[selection.name.value].selection_set)
    return found


def is_private(fields: list[FieldNode]) -> bool:
    """Whether one of the root `fields` takes facts about a person."""
    return any(field.name.value in PRIVATE_FIELDS for field in fields)


def gives_facts(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode], given: Mapping[str, Any]
) -> bool:
    """Whether `operation` says something about a person under the `given` variables.

    Coverage and the like take facts and need none; a question for a plan is always about a person.
    """
    declared = operation.variable_definitions or ()
    defaults = {each.variable.name.value: each.default_value for each in declared if each.default_value is not None}
    variables = {name: value_from_ast_untyped(value) for name, value in defaults.items()} | dict(given)
    for field in root_fields(operation, fragments):
        if field.name.value not in PRIVATE_FIELDS:
            continue
        arguments = {
            argument.name.value: value_from_ast_untyped(argument.value, variables) for argument in field.arguments or ()
        }
        query = arguments.get("query")
        if field.name.value in QUESTIONS or arguments.get("facts") or (isinstance(query, dict) and query.get("facts")):
            return True
    return False


def holds_facts(document: DocumentNode) -> bool:
    """Whether facts about a person may stand in the document itself: as written values or as default values."""
    fragments = {item.name.value: item for item in document.definitions if isinstance(item, FragmentDefinitionNode)}
    for operation in document.definitions:
        if not isinstance(operation, OperationDefinitionNode):
            continue
        private = [field for field in root_fields(operation, fragments) if field.name.value in PRIVATE_FIELDS]
        if not private:
            continue
        if any(variable.default_value is not None for variable in operation.variable_definitions or ()):
            return True
        arguments = (argument for field in private for argument in field.arguments or ())
        if any(_is_written(argument.value) for argument in arguments if argument.name.value not in _OF_THE_ANSWER):
            return True
    return False


def _is_written(value: ValueNode) -> bool:
    """Whether some leaf of `value` is not a variable."""
    return any(not isinstance(leaf, VariableNode) for leaf in _leaves(value))


def _leaves(value: ValueNode) -> Iterator[ValueNode]:
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, ObjectValueNode):
            pending.extend(field.value for field in node.fields)
        elif isinstance(node, ListValueNode):
            pending.extend(node.values)
        else:
            yield node
