"""Fields of the catalogue and their values on one line, for corrections and differences."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from api.render.words import Words
from graph.formula import Formula, notation
from graph.model import Text

FIELDS: Mapping[str, Text] = MappingProxyType({
    "name": Text("nome", "name"), "summary": Text("che cosa fa", "summary"),
    "phones": Text("telefono", "telephone"), "emails": Text("e-mail", "e-mail"),
    "addresses": Text("indirizzo", "address"), "schedules": Text("orari", "hours"),
    "status": Text("stato", "status"), "closures": Text("chiusure", "closures"),
    "capacity": Text("posti", "places"), "waiting": Text("attesa", "waiting time"),
    "documents": Text("che cosa portare", "what to bring"), "cost": Text("costo", "cost"),
    "note": Text("nota", "note"), "requires": Text("condizioni", "conditions"),
    "routes": Text("come si entra", "ways in"), "meets": Text("risponde a", "meets"),
    "helps": Text("aiuta per", "helps with"), "provides": Text("effetti", "effects"),
    "organizations": Text("chi lo offre", "who offers it"), "covers": Text("territorio", "territory"),
    "doubt": Text("dubbio", "doubt"), "verify": Text("da verificare", "to verify"),
    "last_verified": Text("verificato il", "last verified"), "kind": Text("tipo", "kind"),
    "alternate_names": Text("altri nomi", "other names"), "part_of": Text("parte di", "part of"),
    "collaborations": Text("collabora con", "works with"), "legal_form": Text("forma giuridica", "legal form"),
})  # fmt: skip
_FOUNDATION = frozenset({"cite", "evidence", "why", "verified_by"})
"""Where a value is from, as opposed to what it says."""
_TELLING = ("printed", "address", "street", "organization", "need", "label")
"""The field that says it all for a reader, where a value has one."""


def field_text(name: str, words: Words) -> str:
    """The name of a field."""
    return words(FIELDS[name]) if name in FIELDS else name.replace("_", " ")


def value_text(value: Any, words: Words) -> str:
    """What a value says, without where it is from."""
    match value:
        case None | () | "":
            return words(Text("niente", "nothing"))
        case bool():
            return words(Text("sì", "yes") if value else Text("no", "no"))
        case Text():
            return words(value)
        case Formula():
            return str(notation(value))
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
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
    return ", ".join(f"{name.replace('_', ' ')} {value_text(item, words)}" for name, item in given)
