"""How facts read, in both languages."""

from collections.abc import Iterable

from graph.atoms import IN_CHARGE_OF, KNOWN_TO, Variable, VariableKind
from graph.model import FactDefinition, FactValue, Text
from graph.network import Network
from graph.question import GivenFact
from graph.referral.answer import FactText
from graph.referral.domains import OTHER, Interval
from graph.vocabulary import FactKind

YES_NO = {"yes": Text("sì", "yes"), "no": Text("no", "no")}


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

    def _text(self, variable: Variable, cells: tuple[str, ...]) -> Text:
        if variable.kind is VariableKind.ASK_FIRST:
            return Text("il servizio accoglie chi chiede direttamente", "the service takes people who ask directly")
        if variable.kind is VariableKind.READING:
            label = self._readings[variable.name].label
            return Text(f"vale la lettura più larga di «{label.it}»", f"the wider reading of “{label.en}” holds")
        definition = self._network.facts[variable.name]
        if variable.member is not None:
            return self._member_text(definition, variable.member, cells)
        others = self._in_order(
            variable, definition.broadest({one.code for one in definition.values}.difference(cells))
        )
        open_ended = definition.kind is FactKind.CHOICE or OTHER in cells
        if open_ended and 0 < len(others) <= 2 < len(cells):
            labels = [self.cell(variable, cell) for cell in others]
            neither = "neither " if len(labels) > 1 else "not "
            return Text(
                f"{definition.label.it}: non {' né '.join(label.it for label in labels)}",
                f"{definition.label.en}: {neither}{' nor '.join(label.en for label in labels)}",
            )
        values = self.cells(variable, cells)
        return Text(f"{definition.label.it}: {values.it}", f"{definition.label.en}: {values.en}")

    def cells(self, variable: Variable, cells: Iterable[str]) -> Text:
        """How several cells of `variable` read: one or the other."""
        definition = None if variable.member is not None else self._definition(variable)
        shown = frozenset(cells) if definition is None else definition.broadest(cells)
        labels = [self.cell(variable, cell) for cell in cells if cell in shown]
        return Text(" o ".join(label.it for label in labels), " or ".join(label.en for label in labels))

    def cell(self, variable: Variable, cell: str) -> Text:
        """How one cell of `variable` reads."""
        definition = self._definition(variable)
        if definition is None or variable.member is not None or definition.kind is FactKind.BOOLEAN:
            return YES_NO[cell]
        if definition.kind is FactKind.INTEGER:
            return _interval_text(Interval.read(cell))
        if cell == OTHER and definition.kind is FactKind.COUNTRY:
            return Text("un altro paese", "another country")
        return next((value.label for value in definition.values if value.code == cell), Text(cell, cell))

    def _member_text(self, definition: FactDefinition, member: str, cells: tuple[str, ...]) -> Text:
        label = self._member_label(definition, member)
        negation = Text("", "") if cells == ("yes",) else Text("non ", "not ")
        return Text(f"{negation.it}{definition.label.it} {label.it}", f"{negation.en}{definition.label.en} {label.en}")

    def _member_label(self, definition: FactDefinition, member: str) -> Text:
        value: FactValue | None = next((value for value in definition.values if value.code == member), None)
        if value is not None:
            return value.label
        node = self._network.services.get(member) or self._network.organizations.get(member)
        name = node.name if node else member
        return Text(name, name)

    def as_given(self, given: GivenFact, cells: Iterable[str]) -> FactText:
        """A number as the question gives it, not as the limits of the catalogue cut it."""
        number = int(given.values[0]) if given.values else None
        asked = Interval(given.minimum, given.maximum) if number is None else Interval(number, number)
        label, span = self._network.get_fact(given.name).label, _interval_text(asked)
        text = Text(f"{label.it}: {span.it}", f"{label.en}: {span.en}")
        return FactText(Variable(given.name), self._in_order(Variable(given.name), frozenset(cells)), text)

    def none_of(self, name: str, count: int) -> FactText:
        """That none of `count` members of the set-valued fact `name` holds."""
        label = self._network.get_fact(name).label
        text = Text(f"non {label.it} nessuno dei {count} indicati", f"not {label.en} any of the {count} named")
        return FactText(Variable(name), ("no",), text)

    def question(self, variable: Variable) -> Text | None:
        """What to ask the person to learn `variable`; None where it is not the person who knows."""
        if variable.fact is None:
            return None
        definition = self._network.facts[variable.fact]
        if variable.member is None or variable.name in (KNOWN_TO, IN_CHARGE_OF):
            return definition.question
        label = self._member_label(definition, variable.member)
        return Text(
            f"{definition.label.it.capitalize()} {label.it}?", f"{definition.label.en.capitalize()} {label.en}?"
        )


def _lowest(cell: str) -> int:
    """Where an interval begins, so that intervals are read upwards."""
    low = Interval.read(cell).low
    return -1 if low is None else low


def _interval_text(interval: Interval) -> Text:
    low, high = interval.low, interval.high
    if low is None and high is None:
        return Text("qualsiasi", "any")
    if low is None:
        return Text(f"fino a {high}", f"up to {high}")
    if high is None:
        return Text(f"da {low} in su", f"{low} or more")
    return Text(str(low), str(low)) if low == high else Text(f"da {low} a {high}", f"{low} to {high}")
