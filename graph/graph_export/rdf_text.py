"""Statements of RDF written as Turtle and as JSON-LD; the same statements give the same bytes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.structs import Struct

RDF_TYPE = "rdf:type"


class Iri(Struct, frozen=True, order=True):
    """A resource: an IRI, or a name with a prefix."""

    name: str


class Literal(Struct, frozen=True, order=True):
    """A text with its language, or a value with its datatype (a name with a prefix); a plain string has neither."""

    text: str
    language: str = ""
    datatype: str = ""


Statement = tuple[str, str, Iri | Literal]
"""Subject (an IRI), predicate (a name with a prefix), object."""


def write_turtle(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> bytes:
    """The statements as Turtle (RDF 1.1), subject by subject in the order in which they come first."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in prefixes.items()]
    for subject, values in _by_subject(statements).items():
        parts = [
            f"{'a' if name == RDF_TYPE else name} {', '.join(_turtle(value, prefixes) for value in many)}"
            for name, many in values.items()
        ]
        lines += ["", f"<{subject}> " + " ;\n    ".join(parts) + " ."]
    return ("\n".join(lines) + "\n").encode()


def write_json_ld(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> bytes:
    """The statements as JSON-LD 1.1: a context of prefixes, and a node for each subject."""
    nodes = []
    for subject, values in _by_subject(statements).items():
        node: dict[str, Any] = {"@id": subject}
        for name, many in values.items():
            if name == RDF_TYPE:
                node["@type"] = [value.name for value in many if isinstance(value, Iri)]
            else:
                written = [_json(value) for value in many]
                node[name] = written[0] if len(written) == 1 else written
        nodes.append(node)
    return (json.dumps({"@context": dict(prefixes), "@graph": nodes}, ensure_ascii=False, indent=1) + "\n").encode()


def _by_subject(statements: Iterable[Statement]) -> dict[str, dict[str, list[Iri | Literal]]]:
    found: dict[str, dict[str, list[Iri | Literal]]] = {}
    for subject, name, value in dict.fromkeys(statements):
        found.setdefault(subject, {}).setdefault(name, []).append(value)
    return found


def _turtle(value: Iri | Literal, prefixes: Mapping[str, str]) -> str:
    if isinstance(value, Iri):
        return value.name if _is_short(value.name, tuple(prefixes)) else f"<{value.name}>"
    text = json.dumps(value.text, ensure_ascii=False).replace("\x7f", "\\u007F")
    return text + (f"@{value.language}" if value.language else f"^^{value.datatype}" if value.datatype else "")


def _json(value: Iri | Literal) -> Any:
    if isinstance(value, Iri):
        return {"@id": value.name}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text, "@type": value.datatype} if value.datatype else value.text


def _is_short(name: str, prefixes: Sequence[str]) -> bool:
    return name.partition(":")[0] in prefixes
