"""Values in the API's shape: camelCase names, texts in one language, formulas in the catalogue's notation."""

import dataclasses
from datetime import date
from enum import Enum
from typing import Any

from api.messages import Words
from graph.formula import Formula, notation
from graph.message import Message, Text
from graph.provenance import Citation
from graph.vocabulary import Evidence, Locale


def shape(value: Any, locale: Locale) -> Any:
    """`value` as JSON-ready data. Evidence levels are upper case, as in the schema."""
    match value:
        case Text() | Message():
            return Words(locale)(value)
        case Formula():
            return notation(value)
        case Citation():
            return {"source": value.source, "firstLine": value.first, "lastLine": value.last}
        case Evidence():
            return value.name
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple() | list() | frozenset():
            return [shape(item, locale) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return {camel("citations" if n == "cite" else n): shape(getattr(value, n), locale) for n in names}
    return value


def camel(name: str) -> str:
    """`first_line` as `firstLine`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
