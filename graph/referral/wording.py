"""How facts read: the labels of the catalogue, put together by messages."""

from collections.abc import Iterable

from graph.message import Message, Phrase
from graph.model import FactDefinition, FactValue
from graph.network import Network
from graph.question import GivenFact
from graph.referral.access_variables import ASK_FIRST, AT_ONCE, IN_CHARGE_OF, KNOWN_TO
from graph.referral.answer import FactText
from graph.referral.domains import OTHER
from graph.referral.service_compiler import READING
from graph.vocabulary import FactKind

YES_NO = {"yes": Message.of("value.yes"), "no": Message.of("value.no")}


class Wording:
    """Reads planning facts of one network aloud."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._readings = {
            requirement.reading: requirement
            for service in network
            for requirement in service.requires
            if requirement.reading is not None
        }

    def definition(self, name: str) -> FactDefinition:
        """The published definition of a fact."""
        return self._network.get_fact(name)

    def fact(self, variable: str, cells: Iterable[str]) -> FactText:
        """The fact that `variable` lies in `cells`."""
        variable = variable.removeprefix(AT_ONCE)
        ordered = self._in_order(variable, frozenset(cells))
        return FactText(variable, ordered, self._text(variable, ordered))

    def _in_order(self, variable: str, cells: frozenset[str]) -> tuple[str, ...]:
        """`cells` in the order of the vocabulary, those that it does not list last."""
        definition = self._network.facts.get(variable.partition(":")[0])
        places = {value.code: place for place, value in enumerate(definition.values)} if definition else {}
        return tuple(sorted(cells, key=lambda cell: (places.get(cell, len(places)), _lowest(cell), cell)))

    def _text(self, variable: str, cells: tuple[str, ...]) -> Phrase:
        if variable == ASK_FIRST:
            return Message.of("fact.ask_first")
        if variable.startswith(READING):
            return Message.of("fact.reading", label=self._readings[variable.removeprefix(READING)].label)
        name, _, member = variable.partition(":")
        definition = self._network.facts[name]
        if member:
            return self._member_text(definition, member, cells)
        others = self._in_order(name, definition.broadest({one.code for one in definition.values}.difference(cells)))
        open_ended = definition.kind is FactKind.CHOICE or OTHER in cells
        if open_ended and 0 < len(others) <= 2 < len(cells):
            labels = tuple(self.cell(variable, cell) for cell in others)
            value = Message.of("value.neither" if len(labels) > 1 else "value.not", values=labels)
        else:
            value = self.cells(variable, cells)
        return Message.of("fact.holds", label=definition.label, value=value)

    def cells(self, variable: str, cells: Iterable[str]) -> Message:
        """How several cells of `variable` read: one or the other."""
        definition = self._network.facts.get(variable)
        shown = frozenset(cells) if definition is None else definition.broadest(cells)
        return Message.of("value.one_of", values=tuple(self.cell(variable, cell) for cell in cells if cell in shown))

    def cell(self, variable: str, cell: str) -> Phrase | str:
        """How one cell of `variable` reads."""
        name, _, member = variable.partition(":")
        definition = self._network.facts.get(name)
        if definition is None or member or definition.kind is FactKind.BOOLEAN:
            return YES_NO[cell]
        if definition.kind is FactKind.INTEGER:
            return _interval_text(cell)
        if cell == OTHER and definition.kind is FactKind.COUNTRY:
            return Message.of("value.other_country")
        return next((value.label for value in definition.values if value.code == cell), cell)

    def _member_text(self, definition: FactDefinition, member: str, cells: tuple[str, ...]) -> Message:
        sentence = "fact.member" if cells == ("yes",) else "fact.not_member"
        return Message.of(sentence, label=definition.label, value=self._member_label(definition, member))

    def _member_label(self, definition: FactDefinition, member: str) -> Phrase | str:
        value: FactValue | None = next((value for value in definition.values if value.code == member), None)
        if value is not None:
            return value.label
        node = self._network.services.get(member) or self._network.organizations.get(member)
        return node.name if node else member

    def as_given(self, given: GivenFact, cells: Iterable[str]) -> FactText:
        """A number as the question gives it, not as the limits of the catalogue cut it."""
        low = given.values[0] if given.values else "" if given.minimum is None else str(given.minimum)
        high = low if given.values else "" if given.maximum is None else str(given.maximum)
        label, span = self._network.get_fact(given.name).label, _interval_text(f"{low}..{high}")
        text = Message.of("fact.holds", label=label, value=span)
        return FactText(given.name, self._in_order(given.name, frozenset(cells)), text)

    def none_of(self, name: str, count: int) -> FactText:
        """That none of `count` members of the set-valued fact `name` holds."""
        label = self._network.get_fact(name).label
        return FactText(name, ("no",), Message.of("fact.none_of", label=label, count=count))

    def question(self, variable: str) -> Phrase | None:
        """What to ask the person to learn `variable`; None where it is not the person who knows."""
        if variable == ASK_FIRST or variable.startswith(READING):
            return None
        name, _, member = variable.partition(":")
        definition = self._network.facts[name]
        if not member or name in (KNOWN_TO, IN_CHARGE_OF):
            return definition.question
        label = self._member_label(definition, member)
        return Message.of("fact.question", label=definition.label, value=label)


def _lowest(cell: str) -> int:
    """Where an interval begins, so that intervals are read upwards."""
    low, dots, _ = cell.partition("..")
    return int(low) if dots and low else -1


def _interval_text(cell: str) -> Phrase | str:
    low, _, high = cell.partition("..")
    if not low and not high:
        return Message.of("value.any")
    if not low:
        return Message.of("value.at_most", high=high)
    if not high:
        return Message.of("value.at_least", low=low)
    return low if low == high else Message.of("value.between", low=low, high=high)
