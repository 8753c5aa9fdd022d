"""How facts read, in both languages."""

from collections.abc import Iterable

from graph.model import FactDefinition, FactValue, Text
from graph.network import Network
from graph.question import GivenFact
from graph.referral.access_variables import ASK_FIRST, AT_ONCE, IN_CHARGE_OF, KNOWN_TO
from graph.referral.answer import FactText
from graph.referral.domains import OTHER
from graph.referral.service_compiler import READING
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

    def _text(self, variable: str, cells: tuple[str, ...]) -> Text:
        if variable == ASK_FIRST:
            return Text("il servizio accoglie chi chiede direttamente", "the service takes people who ask directly")
        if variable.startswith(READING):
            label = self._readings[variable.removeprefix(READING)].label
            return Text(f"vale la lettura più larga di «{label.it}»", f"the wider reading of “{label.en}” holds")
        name, _, member = variable.partition(":")
        definition = self._network.facts[name]
        if member:
            return self._member_text(definition, member, cells)
        others = self._in_order(name, definition.broadest({one.code for one in definition.values}.difference(cells)))
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

    def cells(self, variable: str, cells: Iterable[str]) -> Text:
        """How several cells of `variable` read: one or the other."""
        definition = self._network.facts.get(variable)
        shown = frozenset(cells) if definition is None else definition.broadest(cells)
        labels = [self.cell(variable, cell) for cell in cells if cell in shown]
        return Text(" o ".join(label.it for label in labels), " or ".join(label.en for label in labels))

    def cell(self, variable: str, cell: str) -> Text:
        """How one cell of `variable` reads."""
        name, _, member = variable.partition(":")
        definition = self._network.facts.get(name)
        if definition is None or member or definition.kind is FactKind.BOOLEAN:
            return YES_NO[cell]
        if definition.kind is FactKind.INTEGER:
            return _interval_text(cell)
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
        low = given.values[0] if given.values else "" if given.minimum is None else str(given.minimum)
        high = low if given.values else "" if given.maximum is None else str(given.maximum)
        label, span = self._network.get_fact(given.name).label, _interval_text(f"{low}..{high}")
        text = Text(f"{label.it}: {span.it}", f"{label.en}: {span.en}")
        return FactText(given.name, self._in_order(given.name, frozenset(cells)), text)

    def none_of(self, name: str, count: int) -> FactText:
        """That none of `count` members of the set-valued fact `name` holds."""
        label = self._network.get_fact(name).label
        text = Text(f"non {label.it} nessuno dei {count} indicati", f"not {label.en} any of the {count} named")
        return FactText(name, ("no",), text)

    def question(self, variable: str) -> Text | None:
        """What to ask the person to learn `variable`; None where it is not the person who knows."""
        if variable == ASK_FIRST or variable.startswith(READING):
            return None
        name, _, member = variable.partition(":")
        definition = self._network.facts[name]
        if not member or name in (KNOWN_TO, IN_CHARGE_OF):
            return definition.question
        label = self._member_label(definition, member)
        return Text(
            f"{definition.label.it.capitalize()} {label.it}?", f"{definition.label.en.capitalize()} {label.en}?"
        )


def _lowest(cell: str) -> int:
    """Where an interval begins, so that intervals are read upwards."""
    low, dots, _ = cell.partition("..")
    return int(low) if dots and low else -1


def _interval_text(cell: str) -> Text:
    low, _, high = cell.partition("..")
    if not low and not high:
        return Text("qualsiasi", "any")
    if not low:
        return Text(f"fino a {high}", f"up to {high}")
    if not high:
        return Text(f"da {low} in su", f"{low} or more")
    return Text(low, low) if low == high else Text(f"da {low} a {high}", f"{low} to {high}")
