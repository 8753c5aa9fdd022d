"""Puts facts into words: combines the labels of the catalogue by messages."""

from collections.abc import Iterable, Sequence

from graph.atoms import IN_CHARGE_OF, KNOWN_TO, Variable, VariableKind
from graph.concepts import FactDefinition, FactValue
from graph.message import Message, Phrase
from graph.network import Network
from graph.question import GivenFact
from graph.referral.domains import OTHER, Interval
from graph.referral.plan import FactText
from graph.vocabulary import FactKind

NONE = "none"
"""The value that stands for having nothing of the kind."""
HOME = "IT"
"""The country whose citizens are not foreign."""
YES_NO = {"yes": Message.of("value.yes"), "no": Message.of("value.no")}


class Wording:
    """Puts the planning facts of one network into words."""

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

    def fact(self, variable: Variable, cells: Iterable[str]) -> FactText:
        """The fact that `variable` lies in `cells`."""
        variable = variable.settled
        ordered = self._in_order(variable, frozenset(cells))
        return FactText(variable, ordered, self._text(variable, ordered))

    def _in_order(self, variable: Variable, cells: frozenset[str]) -> tuple[str, ...]:
        """`cells` in the order of the vocabulary, those that it does not list last."""
        definition = self._definition(variable)
        places = {value.code: place for place, value in enumerate(definition.values)} if definition else {}
        is_number = definition is not None and definition.kind is FactKind.INTEGER
        return tuple(
            sorted(cells, key=lambda cell: (places.get(cell, len(places)), _lowest(cell) if is_number else -1, cell))
        )

    def _definition(self, variable: Variable) -> FactDefinition | None:
        return None if variable.fact is None else self._network.facts.get(variable.fact)

    def _text(self, variable: Variable, cells: tuple[str, ...]) -> Phrase:
        if variable.kind is VariableKind.ASK_FIRST:
            return Message.of("fact.ask_first")
        if variable.kind is VariableKind.READING:
            return Message.of("fact.reading", label=self._readings[variable.name].label)
        definition = self._network.facts[variable.name]
        if variable.member is not None:
            return self._member_text(definition, variable.member, cells)
        return Message.of("fact.holds", label=definition.label, value=self.cells(variable, cells))

    def cells(self, variable: Variable, cells: Sequence[str]) -> Message:
        """Several cells of `variable` in words: the alternatives or, if that is shorter, what they leave out."""
        definition = None if variable.member is not None else self._definition(variable)
        shown = frozenset(cells) if definition is None else definition.broadest(cells)
        others = () if definition is None else self._left_out(variable, definition, cells)
        if not 0 < len(others) <= 2 < len(cells):
            labels = tuple(self.cell(variable, cell) for cell in cells if cell in shown)
            return Message.of("value.one_of", values=labels)
        if definition is not None and definition.kind is FactKind.COUNTRY and others == (HOME,):
            return Message.of("value.foreign")
        labels = tuple(self.cell(variable, cell) for cell in others)
        return Message.of("value.neither" if len(labels) > 1 else "value.not", values=labels)

    def _left_out(self, variable: Variable, definition: FactDefinition, cells: Sequence[str]) -> tuple[str, ...]:
        """The values that `cells` leave out; empty if they cannot be listed, or if one of them is itself a negation."""
        if definition.kind is not FactKind.CHOICE and OTHER not in cells:
            return ()
        others = {one.code for one in definition.values}.difference(cells)
        return () if NONE in others else self._in_order(variable, definition.broadest(others))

    def cell(self, variable: Variable, cell: str) -> Phrase | str:
        """One cell of `variable` in words."""
        definition = self._definition(variable)
        if definition is None or variable.member is not None or definition.kind is FactKind.BOOLEAN:
            return YES_NO[cell]
        if definition.kind is FactKind.INTEGER:
            return _interval_text(Interval.read(cell))
        if cell == OTHER and definition.kind is FactKind.COUNTRY:
            return Message.of("value.other_country")
        return next((value.label for value in definition.values if value.code == cell), cell)

    def _member_text(self, definition: FactDefinition, member: str, cells: tuple[str, ...]) -> Message:
        sentence = "fact.member" if cells == ("yes",) else "fact.not_member"
        return Message.of(sentence, label=definition.label, value=self.member_label(definition, member))

    def member_label(self, definition: FactDefinition, member: str) -> Phrase | str:
        """One member of a set-valued fact in words: a value of the vocabulary, a service or an organization."""
        value: FactValue | None = next((value for value in definition.values if value.code == member), None)
        if value is not None:
            return value.label
        node = self._network.services.get(member) or self._network.organizations.get(member)
        return node.name if node else member

    def as_given(self, given: GivenFact, cells: Iterable[str]) -> FactText:
        """A number as the question gives it, not as the limits of the catalogue cut it."""
        number = int(given.values[0]) if given.values else None
        asked = Interval(given.minimum, given.maximum) if number is None else Interval(number, number)
        label, span = self._network.get_fact(given.name).label, _interval_text(asked)
        text = Message.of("fact.holds", label=label, value=span)
        return FactText(Variable(given.name), self._in_order(Variable(given.name), frozenset(cells)), text)

    def none_of(self, name: str, count: int) -> FactText:
        """That none of `count` members of the set-valued fact `name` holds."""
        label = self._network.get_fact(name).label
        return FactText(Variable(name), ("no",), Message.of("fact.none_of", label=label, count=count))

    def question(self, variable: Variable) -> Phrase | None:
        """The question that tells `variable`; None if the person cannot know it."""
        if variable.fact is None:
            return None
        definition = self._network.facts[variable.fact]
        if variable.member is None or variable.name in (KNOWN_TO, IN_CHARGE_OF):
            return definition.question
        label = self.member_label(definition, variable.member)
        return Message.of("fact.question", label=definition.label, value=label)


def _lowest(cell: str) -> int:
    """Where an interval begins, so that intervals are read upwards."""
    low = Interval.read(cell).low
    return -1 if low is None else low


def _interval_text(interval: Interval) -> Phrase | str:
    low, high = interval.low, interval.high
    if low is None:
        return Message.of("value.any") if high is None else Message.of("value.at_most", high=high)
    if high is None:
        return Message.of("value.at_least", low=low)
    return str(low) if low == high else Message.of("value.between", low=low, high=high)
