"""Everything known about one node, each line with its citation; what is unknown is said to be."""

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from api.messages import SIGNS, Words
from api.render.code_names import CodeNames
from graph.concepts import Effect
from graph.formula import Formula
from graph.message import Text
from graph.model import Figure, Judgement
from graph.network import Network
from graph.provenance import Citation, Cited
from graph.vocabulary import Evidence

HIDDEN = {"cite", "evidence", "why", "words", "op"}
ALWAYS = ("documents", "cost", "phones", "emails", "addresses", "schedules", "routes", "requires", "last_verified")
"""Fields of a service that are named even where nothing is known."""


class RecordView:
    """Draws records of one network in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words
        self._names = CodeNames(network, words)

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
                console.print(Padding(self._item(name, item), (0, 0, 0, 4)))
        else:
            console.print(Padding(f"{label}: {self._item(name, value)}", (0, 0, 0, 2)))

    def _line(self, value: Any) -> str:
        if isinstance(value, Text):
            return self._words(value)
        if isinstance(value, Formula):
            return self._names.condition(value)
        if isinstance(value, Enum):
            return self._names.value(value)
        if isinstance(value, bool):
            return self._words.say("value.yes" if value else "value.no")
        if isinstance(value, Citation) or not dataclasses.is_dataclass(value):
            return str(value)
        if isinstance(value, Effect):
            return f"{self._names.effect(value)}{self._marks(value)}"
        if isinstance(value, Figure):
            return f"{self._names.figure(value)}{self._marks(value)}"
        return f"{self._values(value)}{self._marks(value)}"

    def _values(self, record: Any) -> str:
        parts = []
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.name in HIDDEN or value is None or value == () or value is False:
                continue
            if isinstance(value, tuple):
                parts.append(", ".join(self._item(field.name, item) for item in value))
            else:
                said = self._words.say(f"field.{field.name}") if value is True else self._item(field.name, value)
                parts.append(said)
        return " — ".join(dict.fromkeys(parts)) or "—"

    def _item(self, name: str, value: Any) -> str:
        """The value of the field `name`; what names something else reads as its name."""
        return self._names.named(name, value) if isinstance(value, str) and type(value) is str else self._line(value)

    def _judgement(self, judged: Judgement) -> str:
        why = "" if judged.why is None else self._words(judged.why)
        sides = (self._names.side(side) for side in (judged.left, judged.right))
        said = f"{' / '.join(sides)}: {self._names.value(judged.verdict)} — {why}"
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
                yield (
                    "listed_under",
                    tuple(
                        f"{self._names.named('area', item.area)}: {item.printed}{self._marks(item)}"
                        for item in listings
                    ),
                )
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
