"""A field of the catalogue and its codes in words, on a line, as records, corrections and differences show them."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from api.messages import Words
from graph.formula import Formula, notation
from graph.message import Text
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
_FOUNDATION = frozenset({"cite", "evidence", "why", "verified_by"})
"""Where a value is from, as opposed to what it says."""
_TELLING = ("printed", "address", "street", "organization", "need", "label")
"""The field that says it all for a reader, where a value has one."""


def code_text(value: Enum, words: Words) -> str:
    """A value of a fixed list in words; its code where no message has words for it."""
    section = _SECTIONS.get(type(value))
    if section is None:
        return str(value.value)
    code = value.name if section in _BY_NAME else str(value.value).replace(" ", "_")
    return words.say(f"{section}.{code}")


def field_text(name: str, words: Words) -> str:
    """The name of a field."""
    try:
        return words.say(f"field.{name}")
    except KeyError:
        return name.replace("_", " ")


def value_text(value: Any, words: Words) -> str:
    """What a value says, without where it is from."""
    match value:
        case None | () | "":
            return words.say("history.nothing")
        case bool():
            return words.say("value.yes" if value else "value.no")
        case Text():
            return words(value)
        case Formula():
            return str(notation(value))
        case date():
            return value.isoformat()
        case Enum():
            return code_text(value, words)
        case tuple() | frozenset():
            return "; ".join(value_text(item, words) for item in value)
    return _record_text(value, words) if is_dataclass(value) else str(value)


def _record_text(value: Any, words: Words) -> str:
    told = next((name for name in _TELLING if getattr(value, name, None)), None)
    if told is not None:
        return value_text(getattr(value, told), words)
    given = [
        (field.name, getattr(value, field.name))
        for field in fields(value)
        if field.name not in _FOUNDATION and getattr(value, field.name) != field.default
    ]
    text = ", ".join(f"{field_text(name, words)} {value_text(item, words)}" for name, item in given)
    return text or words.say("value.yes")  # that there is such a thing at all is what it says
