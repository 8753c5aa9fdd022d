"""Everything known about one node, each line with its citation; what is unknown is said to be.

`field_text` and `value_text` put one field of the catalogue on a line, for corrections and differences.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from api.messages import SIGNS, Words
from graph.formula import Formula, notation
from graph.message import Text
from graph.model import Judgement
from graph.network import Network
from graph.provenance import Citation, Cited
from graph.vocabulary import AccessMode, Evidence

_FOUNDATION = frozenset({"cite", "evidence", "why", "verified_by"})
"""Where a value is from, as opposed to what it says."""
_TELLING = ("printed", "address", "street", "organization", "need", "label")
"""The field that says it all for a reader, where a value has one."""
HIDDEN = {"cite", "evidence", "why", "words", "op"}
SHOWN_VALUES = 8
"""Values of a condition that are shown; of a kind of partner there may be hundreds."""
ALWAYS = ("documents", "cost", "phones", "emails", "addresses", "schedules", "routes", "requires", "last_verified")
"""Fields of a service that are named even where nothing is known."""


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


class RecordView:
    """Draws records of one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words

    def draw(self, kind: str, record: object, console: Console) -> None:
        """Print everything known about `record`."""
        name = getattr(record, "name", None) or getattr(record, "title", None) or self._label(record)
        identifier = getattr(record, "slug", None) or getattr(record, "code", None) or name
        said = self._words.say(f"kind.{kind}")
        console.print(
            Styled(f"{name}", style="bold"), Styled(f"({said} {identifier}){self._marks(record)}", style="dim")
        )
        for field in dataclasses.fields(record):  # type: ignore[arg-type]
            value = getattr(record, field.name)
            if field.name in HIDDEN or field.name in ("slug", "code", "name", "title"):
                continue
            if value in (None, ()) and field.name not in (ALWAYS if kind == "service" else ()):
                continue
            self._field(field.name, value, console)
        for name, lines in self._relations(kind, identifier):
            self._field(name, lines, console)
        console.print()

    def _field(self, name: str, value: Any, console: Console) -> None:
        label = self._words.say(f"field.{name}")
        if value in (None, ()):
            console.print(Styled(f"  {label}: {self._words.say('plan.not_known')}", style="dim"))
        elif isinstance(value, tuple):
            console.print(f"  {label}:")
            for item in value:
                console.print(Padding(self._line(item), (0, 0, 0, 4)))
        else:
            console.print(Padding(f"{label}: {self._line(value)}", (0, 0, 0, 2)))

    def _line(self, value: Any) -> str:
        if isinstance(value, Text):
            return self._words(value)
        if isinstance(value, Formula):
            return _flow(notation(value))
        if isinstance(value, AccessMode):
            return self._words.say(f"mode.{value}")
        if isinstance(value, bool):
            return self._words.say("value.yes" if value else "value.no")
        if isinstance(value, Citation) or not dataclasses.is_dataclass(value):
            return str(value)
        return f"{self._values(value)}{self._marks(value)}"

    def _values(self, record: Any) -> str:
        parts = []
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.name in HIDDEN or value is None or value == () or value is False:
                continue
            if isinstance(value, tuple):
                parts.append(", ".join(self._line(item) for item in value))
            else:
                parts.append(self._words.say(f"field.{field.name}") if value is True else self._line(value))
        return " — ".join(parts) or "—"

    def _judgement(self, judged: Judgement) -> str:
        why = "" if judged.why is None else self._words(judged.why)
        said = f"{judged.left} / {judged.right}: {judged.verdict} — {why}"
        return said + self._foundation(judged)

    def _marks(self, record: object) -> str:
        if not isinstance(record, Cited):
            return ""
        why = f" — {self._words(record.why)}" if record.why and record.evidence is Evidence.INFERRED else ""
        return self._foundation(record) + why

    def _foundation(self, record: Cited) -> str:
        return f"  {SIGNS[record.evidence]} {' '.join(map(str, record.cite))}"

    def _label(self, record: object) -> str:
        label = getattr(record, "label", None)
        return self._words(label) if isinstance(label, Text) else ""

    def _relations(self, kind: str, identifier: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        network = self._network
        if kind == "organization":
            listings = network.listings_of.get(identifier, ())
            if listings:
                yield "listed_under", tuple(f"{item.area}: {item.printed}{self._marks(item)}" for item in listings)
            services = network.services_of.get(identifier, ())
            if services:
                yield "services", tuple(f"{service.slug}: {service.name}" for service in services)
        if kind == "need":
            within = network.within(identifier)
            meeting = [s for s in network if any(link.need in within for link in s.meets)]
            helping = [s for s in network if any(link.need in within for link in s.helps)]
            yield "met_by", tuple(f"{SIGNS[s.evidence]} {s.slug}: {s.name}" for s in meeting)
            yield "helped_by", tuple(f"{SIGNS[s.evidence]} {s.slug}: {s.name}" for s in helping)
        if kind in ("organization", "service"):
            judged = [j for j in network.catalogue.judgements if identifier in (j.left, j.right)]
            if judged:
                yield "judgements", tuple(map(self._judgement, judged))
            figures = [f for f in network.catalogue.figures if f.about == identifier]
            if figures:
                yield "figures", tuple(self._line(figure) for figure in figures)


def _flow(value: Any) -> str:
    """A formula as it stands in a catalogue file, on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        shown = [*map(_flow, value[:SHOWN_VALUES]), *([f"{len(value)} in all"] if len(value) > SHOWN_VALUES else [])]
        return shown[0] if len(value) == 1 else f"[{', '.join(shown)}]"
    return str(value)
