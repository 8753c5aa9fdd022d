"""Which parts of a request may hold facts about a person."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    value_from_ast_untyped,
)

from api.schema.query import PRIVATE_FIELDS, QUESTIONS

_OF_THE_ANSWER = ("first", "verdict")
"""Arguments that say which answers are wanted, and nothing about a person."""


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
