"""The words for the values of fixed lists."""

from enum import Enum

from api.messages import Words
from graph.vocabulary import (
    AccessMode,
    Comparator,
    FactKind,
    FigureKind,
    IdentityVerdict,
    OrganizationKind,
    RouteKind,
    ServiceStatus,
)

_SECTIONS: dict[type, str] = {
    AccessMode: "mode", RouteKind: "route", IdentityVerdict: "verdict", OrganizationKind: "organization_kind",
    FactKind: "fact_kind", FigureKind: "figure_kind", ServiceStatus: "service_status", Comparator: "comparator",
}  # fmt: skip
"""The messages that have the words for the values of a list."""
_BY_NAME = frozenset(("organization_kind", "comparator"))


def code_text(value: Enum, words: Words) -> str:
    """A value of a fixed list in words; its code where no message has words for it."""
    section = _SECTIONS.get(type(value))
    if section is None:
        return str(value.value)
    code = value.name if section in _BY_NAME else str(value.value).replace(" ", "_")
    return words.say(f"{section}.{code}")
