"""Traits of an operation: what is the same for all its requests, found once for each kept document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode

from api.http.cost import Measure

_MOST_MEASURES = 64
"""Sizes of pages whose cost is kept for one operation."""


@dataclass(frozen=True, slots=True)
class OperationTraits:
    """What is known of an operation whatever its variables are."""

    fields: tuple[FieldNode, ...]
    """Every field at its root, also through fragments."""
    heavy: bool
    """Whether it plans."""
    changes: bool
    """Whether it changes the catalogue."""
    lasting: bool
    """Whether its answer is the same for as long as the version is live, and holds nothing about a person; where it has
    a cursor, that of another version has to be looked for."""
    sizing: tuple[str, ...]
    """The variables that say how long a list is: the cost depends on no other."""
    measures: dict[tuple[int | None, ...], Measure] = field(default_factory=dict)

    def find_measure(self, variables: Mapping[str, Any]) -> Measure | None:
        """The cost and depth that were kept for lists of these lengths."""
        return self.measures.get(self._sizes(variables))

    def keep_measure(self, variables: Mapping[str, Any], measure: Measure) -> None:
        """Keep the cost and depth for lists of these lengths."""
        if len(self.measures) >= _MOST_MEASURES:
            self.measures.clear()
        self.measures[self._sizes(variables)] = measure

    def _sizes(self, variables: Mapping[str, Any]) -> tuple[int | None, ...]:
        """What `api.http.cost` reads of the variables: a number as it is, and of a list its length."""
        return tuple(_size(variables.get(name)) for name in self.sizing)


def _size(value: Any) -> int | None:
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) else None
