"""Everything known about one node, each line with its citation; what is unknown is said to be."""

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from api.messages import SIGNS, Words
from api.render.field_text import code_text
from graph.atoms import IN_CHARGE_OF, Variable
from graph.concepts import Effect, FactDefinition
from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not, notation
from graph.message import Message, Phrase, Text
from graph.model import Figure, Judgement
from graph.network import Network
from graph.provenance import Citation, Cited
from graph.referral.domains import Interval
from graph.referral.wording import Wording
from graph.services import SenderReference
from graph.vocabulary import (
    Evidence,
    FactKind,
    OrganizationKind,
    SenderKind,
)

_NEEDS = frozenset(("need", "parent", "assumed_for"))
_ROLES = frozenset(("provider", "manager", "partner"))
SHOWN_VALUES = 8
"""Values of a condition that are shown; of a kind of partner there may be hundreds."""


class CodeNames:
    """The words for the codes of one network, in one language."""

    def __init__(self, network: Network, words: Words) -> None:
        self._network = network
        self._words = words
        self._wording = Wording(network)
        self._listings = {listing.id: listing for listing in network.catalogue.listings}

    def value(self, value: Enum) -> str:
        """A value of a fixed list."""
        return code_text(value, self._words)

    def named(self, field: str, code: str) -> str:
        """What the field `field` names as `code`, with the identifier under which it can be shown where it has one."""
        network = self._network
        if field == "by":
            return self._sender(SenderReference.read(code))
        if field == "role":
            return self._words.say(f"role.{code}") if code in _ROLES else code
        if field in ("organization", "organizations", "known_to"):
            found = network.organizations.get(code) or network.services.get(code)
            return f"{found.name} ({code})" if found else code
        concept = network.areas.get(code) if field == "area" else network.needs.get(code) if field in _NEEDS else None
        if concept is not None:
            return f"{self._words(concept.label)} ({code})"
        if field in ("territory", "covers"):
            places = {place.code: place.label for place in network.catalogue.territories}
            return self._words(places[code]) if code in places else code
        return code

    def side(self, code: str) -> str:
        """One of two look-alikes: an organization, a service, or an entry of the partner list."""
        found = self._network.organizations.get(code) or self._network.services.get(code)
        if found is not None:
            return f"{found.name} ({code})"
        listing = self._listings.get(code)
        return f"{listing.printed} ({code})" if listing else code

    def effect(self, effect: Effect) -> str:
        """The words for an effect: a fact that is true of the person after a service."""
        fact = self._network.facts[effect.fact]
        if fact.kind is FactKind.SET:
            return self._words(self._wording.fact(Variable(effect.fact, effect.value), ("yes",)).text)
        number = fact.kind is FactKind.INTEGER
        cell = f"{effect.value}..{effect.value}" if number else effect.value
        return self._words(self._wording.fact(Variable(effect.fact), (cell,)).text)

    def figure(self, figure: Figure) -> str:
        """A number with its unit, and as it is printed."""
        number = f"{figure.value:.10g}"
        value = self._words.say(f"comparator.{figure.comparator.name}", value=number)
        parts = (f"{self._words(figure.label)}: {value} {self._words(figure.unit)}", figure.period, figure.printed)
        return " — ".join(filter(None, (*parts, self.value(figure.kind))))

    def condition(self, formula: Formula) -> str:
        """A condition in words."""
        match formula:
            case FactTest():
                return self._test(formula, negated=False)
            case Not(FactTest() as part):
                return self._test(part, negated=True)
            case Not(part):
                return self._words.say("condition.not", part=f"({self.condition(part)})")
            case IfThen(condition, consequence):
                return self._words.say(
                    "condition.if", condition=self._part(condition), consequence=self._part(consequence)
                )
            case AllOf(parts) | AnyOf(parts):
                code = "condition.all" if isinstance(formula, AllOf) else "condition.any"
                return self._words.say(code, parts=tuple(map(self._part, parts)))
        return str(notation(formula))

    def _part(self, formula: Formula) -> str:
        said = self.condition(formula)
        return f"({said})" if isinstance(formula, AllOf | AnyOf | IfThen) else said

    def _test(self, test: FactTest, *, negated: bool) -> str:
        fact = self._network.facts[test.fact]
        if test.is_range:
            shown: tuple[Phrase | str, ...] = (
                self._wording.cell(Variable(test.fact), str(Interval(test.minimum, test.maximum))),
            )
        elif fact.kind is FactKind.BOOLEAN and negated and len(test.values) == 1:
            return self._test(FactTest(test.fact, frozenset({"yes", "no"}) - test.values), negated=False)
        else:
            shown = self._labels(fact, test.values)
        code = ("neither" if len(shown) > 1 else "not") if negated else "one_of"
        value = Message.of(f"value.{code}", values=shown)
        return self._words(Message.of("fact.holds", label=fact.label, value=value))

    def _labels(self, fact: FactDefinition, codes: frozenset[str]) -> tuple[Phrase | str, ...]:
        """The labels of `codes` in the order of the vocabulary; of many, the first."""
        places = {value.code: place for place, value in enumerate(fact.values)}
        ordered = sorted(codes, key=lambda code: (places.get(code, len(places)), code))
        variable = Variable(fact.name)
        labels = [
            self._wording.member_label(fact, code) if fact.kind is FactKind.SET else self._wording.cell(variable, code)
            for code in ordered[:SHOWN_VALUES]
        ]
        more = (Message.of("condition.in_all", count=len(ordered)),) if len(ordered) > SHOWN_VALUES else ()
        return (*labels, *more)

    def _sender(self, sender: SenderReference) -> str:
        if sender.kind is SenderKind.KIND:
            return self._words.say(f"organization_kind.{OrganizationKind(sender.code).name}")
        if sender.kind is SenderKind.CONTACT:
            contacts = self._network.facts[IN_CHARGE_OF]
            return self._words.fill(self._wording.member_label(contacts, sender.code))
        known = self._network.services if sender.kind is SenderKind.SERVICE else self._network.organizations
        return known[sender.code].name if sender.code in known else sender.code


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
