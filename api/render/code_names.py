"""How the codes, conditions and figures of a network read."""

from enum import Enum

from api.messages import Words
from api.render.field_text import code_text
from graph.atoms import IN_CHARGE_OF, Variable
from graph.concepts import Effect, FactDefinition
from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not, notation
from graph.message import Message, Phrase
from graph.model import Figure
from graph.network import Network
from graph.referral.domains import Interval
from graph.referral.wording import Wording
from graph.services import SenderReference
from graph.vocabulary import (
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
