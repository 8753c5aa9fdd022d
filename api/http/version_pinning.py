"""Which version of the network a request goes on in: that of its cursors."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import FieldNode, StringValueNode, ValueNode, VariableNode

from api.schema.paging import version_of

CURSORS = ("after", "before")
"""The arguments that hold a cursor."""


def find_version(fields: Iterable[FieldNode], variables: Mapping[str, Any]) -> str | None:
    """The version that every cursor of the root `fields` names; None where there is no cursor or they do not agree.

    What is no cursor names no version; the list that it is given to refuses it.
    """
    given = (
        _text(argument.value, variables)
        for field in fields
        for argument in field.arguments or ()
        if argument.name.value in CURSORS
    )
    versions = {version_of(cursor) for cursor in given if cursor is not None}
    return versions.pop() if len(versions) == 1 else None


def _text(value: ValueNode, variables: Mapping[str, Any]) -> str | None:
    given = variables.get(value.name.value) if isinstance(value, VariableNode) else None
    if isinstance(value, StringValueNode):
        given = value.value
    return given if isinstance(given, str) else None
