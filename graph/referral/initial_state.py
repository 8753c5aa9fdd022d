"""What a question leaves possible: the cells that each variable may have, and which of them a plan may presume."""

from collections.abc import Callable, Collection, Iterator
from copy import copy
from typing import Any, NamedTuple, TypeVar

from graph.atoms import KNOWN_TO, NO, YES, Cells, OneOf, Variable, VariableKind, contact_with
from graph.concepts import Effect, EntrySituation, FactDefinition
from graph.errors import QuestionError
from graph.formula import FactTest, Formula, evaluate, read_facts
from graph.message import Message, Phrase
from graph.network import Network, suggest
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.domains import Domains, check_agreement
from graph.structs import Struct, replace
from graph.vocabulary import Described, FactKind

T = TypeVar("T")

LEAVING = "being_released"
CHANGED_BY_RELEASE = frozenset({"housing"})
"""Facts of which the start says what holds inside, and the question what will hold outside."""
MOST_VALUES = 12
"""Values that an error names at most."""


class Origin(Described):
    """Where a fact comes from."""

    GIVEN = "given", "The question states it."
    ENTRY = "entry", "The start of the path implies it."
    ASSUMPTION = "assumption", "It is unknown, and the plan assumes it."
    STEP = "step", "An earlier step of the plan makes it true."
    DEFAULT = "default", "It is not mentioned, so it does not hold. This applies to contact with services."


class Known(Struct, frozen=True):
    """The cells that remain possible for a variable, and why."""

    cells: Cells
    origin: Origin


class _Told(NamedTuple):
    """The truth of a formula, with the facts that it reads. It keeps the formula, so that no other takes its place in
    memory."""

    formula: Formula
    truth: bool | None
    facts: frozenset[str]


class Situation:
    """The possible cells of every variable that the question says something about; the others are unknown.

    A closed-world variable (contact) that the question does not name is known: no.
    """

    def __init__(self, network: Network, domains: Domains, question: Question, from_entry: bool = True) -> None:
        self._network = network
        self._domains = domains
        self.known: dict[Variable, Known] = {}
        self.territory = network.territory_of(question.start) if from_entry else None
        self.on = question.on
        self._truths: dict[int, _Told] = {}
        self._found: dict[object, tuple[Any, frozenset[str]]] = {}
        told = self._list_told_after(question) if from_entry else frozenset()
        for variable, cells in self._from_entry(question.start) if from_entry else ():
            if variable.name not in told:
                self._narrow(variable, cells, Origin.ENTRY)
        for given in question.facts:
            for variable, cells in self._from_fact(given):
                self._narrow(variable, cells, Origin.GIVEN)
        check_agreement(network, question.facts)
        for effect in [effect for given in question.facts for effect in self._implied_by(given.name)]:
            variable = Variable(effect.fact)
            if variable not in self.known:
                self._narrow(variable, self._domains.covered_cells(effect.fact, (effect.value,)), Origin.GIVEN)

    def supposing(self, variable: Variable, cells: Cells) -> "Situation":
        """The same situation if `variable` were given to lie in `cells`."""
        other = copy(self)
        other.known = {**self.known, variable: Known(cells, Origin.GIVEN)}
        other._found = {key: found for key, found in self._found.items() if variable.name not in found[1]}
        other._truths = {key: told for key, told in self._truths.items() if variable.name not in told.facts}
        return other

    def remember(self, key: object, find: Callable[[], tuple[T, frozenset[str]]]) -> T:
        """The result of `find`, computed once for all situations that agree on the facts that it reads.

        `key` is the calling function with its arguments. `find` returns the result and the names of all facts that it
        reads.
        """
        if key not in self._found:
            self._found[key] = find()
        found: T = self._found[key][0]
        return found

    def possible(self, variable: Variable) -> Cells:
        """The cells that `variable` may have."""
        if variable.kind is VariableKind.AT_ONCE:
            return YES if self.possible(variable.settled) == YES else NO
        known = self.known.get(variable)
        return self._domains.unsaid(variable) if known is None else known.cells

    def is_closed(self, variable: Variable) -> bool:
        """Whether what is not given does not hold, so that it is never assumed or asked."""
        return self._domains.is_closed(variable)

    def names_a_member(self, fact: str) -> bool:
        """Whether some member of a set-valued fact is known: the others are then not presumed."""
        return any(known.cells == YES and variable.set_name == fact for variable, known in self.known.items())

    def truth(self, formula: Formula) -> bool | None:
        """Whether `formula` holds for certain (True), for certain not (False), or is unknown (None)."""
        told = self._truths.get(id(formula))
        if told is None:
            told = self._truths[id(formula)] = _Told(formula, evaluate(formula, self._read), read_facts(formula))
        return told.truth

    def _read(self, test: FactTest) -> bool | None:
        unknown = False
        for variable, cells in self._domains.accepted(test):
            possible = self.possible(variable)
            if possible <= cells:
                return True
            unknown = unknown or not possible.isdisjoint(cells)
        return None if unknown else False

    def _narrow(self, variable: Variable, cells: Cells, origin: Origin) -> None:
        before = self.known.get(variable)
        remaining = cells if before is None else cells & before.cells
        if not remaining:
            raise self._contradiction(variable, before.cells if before else frozenset(), cells)
        if before is None or remaining != before.cells:
            self.known[variable] = Known(remaining, origin)

    def _implied_by(self, name: str) -> Iterator[Effect]:
        """What follows for other facts if only one value of fact `name` is left."""
        definition = self._network.get_fact(name)
        for value in definition.values:
            if value.implies and self._is_settled(definition, value.code):
                yield from value.implies

    def _is_settled(self, definition: FactDefinition, value: str) -> bool:
        """Whether only one value of a fact is left, or a value is a member of a set-valued one."""
        if definition.kind is FactKind.SET:
            return self.possible(Variable(definition.name, value)) == YES
        return self.possible(Variable(definition.name)) == {value}

    def _contradiction(self, variable: Variable, one: Cells, other: Cells) -> QuestionError:
        definition = self._network.get_fact(variable.name)
        labels: dict[str, Phrase] = {"yes": Message.of("value.yes"), "no": Message.of("value.no")}
        labels |= {value.code: value.label for value in definition.values if definition.kind is not FactKind.SET}

        def either(cells: Cells) -> Message:
            """The cells, or those that are left out where they are fewer."""
            shown = sorted(definition.broadest(cells))
            others = sorted(definition.broadest(set(self._domains.cells(variable)) - cells))
            if 0 < len(others) < len(shown):
                sentence = "value.neither" if len(others) > 1 else "value.not"
                return Message.of(sentence, values=tuple(labels.get(cell, cell) for cell in others))
            return Message.of("value.one_of", values=tuple(labels.get(cell, cell) for cell in shown))

        message = Message.of("error.contradiction", fact=definition.label, one=either(one), other=either(other))
        return QuestionError(message, "facts")

    def _from_entry(self, start: EntryPoint) -> Iterator[OneOf]:
        if start.kind is EntryKind.SITUATION:
            situation = self._network.get_situation(start.code)
            yield from self._implied(situation)
            yield from self._ruled_out(situation)
            for slug in situation.known_to:
                yield OneOf(contact_with(slug), YES)
        else:
            yield OneOf(contact_with(start.code), YES)

    def _list_told_after(self, question: Question) -> frozenset[str]:
        """The given facts that a release under way will change: they are told of the time after it.

        Where somebody who leaves on Monday sleeps is not the prison where they still are.
        """
        situation = self._network.situations.get(question.start.code)
        if question.start.kind is not EntryKind.SITUATION or situation is None:
            return frozenset()
        leaving = any((effect.fact, effect.value) == (LEAVING, "yes") for effect in situation.facts)
        return CHANGED_BY_RELEASE & {given.name for given in question.facts} if leaving else frozenset()

    def _implied(self, situation: EntrySituation) -> Iterator[OneOf]:
        for effect in situation.facts:
            if self._network.get_fact(effect.fact).kind is FactKind.SET:
                yield OneOf(Variable(effect.fact, effect.value), YES)
            else:
                yield OneOf(Variable(effect.fact), self._domains.covered_cells(effect.fact, (effect.value,)))

    def _ruled_out(self, situation: EntrySituation) -> Iterator[OneOf]:
        for effect in situation.rules_out:
            variable = Variable(effect.fact)
            ruled_out = self._domains.covered_cells(effect.fact, (effect.value,))
            yield OneOf(variable, frozenset(self._domains.cells(variable)) - ruled_out)

    def _from_fact(self, given: GivenFact) -> Iterator[OneOf]:
        definition = self._network.get_fact(given.name)
        kind = definition.kind
        if kind is FactKind.INTEGER:
            yield OneOf(Variable(given.name), self._numbers(given))
            return
        if not given.values:
            raise QuestionError(Message.of("error.no_value", fact=given.name), "facts")
        for value in given.values:
            self._check_value(given.name, value)
        if kind is FactKind.SET:
            for value in given.values:
                yield OneOf(Variable(given.name, value), NO if given.negated else YES)
            return
        variable = Variable(given.name)
        every = frozenset(self._domains.cells(variable))
        named = self._domains.covered_cells(
            given.name,
            (
                self._domains.country_cell(given.name, value) if kind is FactKind.COUNTRY else value
                for value in given.values
            ),
        )
        if given.negated:
            # The countries that no service tells apart are one cell: that it is not one of them excludes nothing.
            named -= {"other"} if kind is FactKind.COUNTRY else frozenset()
            named = every - named
        yield OneOf(variable, named)

    def _numbers(self, given: GivenFact) -> Cells:
        low, high = given.minimum, given.maximum
        if given.values:
            if len(given.values) != 1 or not given.values[0].isdecimal():
                raise QuestionError(Message.of("error.not_a_number", fact=given.name, given=given.values), "facts")
            low = high = int(given.values[0])
        if low is not None and high is not None and low > high:
            raise QuestionError(Message.of("error.reversed_range", fact=given.name, low=low, high=high), "facts")
        if not given.negated:
            return self._domains.range_cells(given.name, low, high)
        every = frozenset(self._domains.cells(Variable(given.name)))
        # a cell that holds other numbers as well is not excluded
        return every - self._domains.inner_cells(given.name, low, high) or every

    def _check_value(self, name: str, value: str) -> None:
        definition = self._network.facts[name]
        if definition.kind is FactKind.COUNTRY:
            if not (len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()):
                raise QuestionError(Message.of("error.not_a_country", fact=name, given=value), "facts")
            return
        known = _known_values(self._network, name)
        if value not in known:
            hints = suggest(value, known)
            near = Message.of("error.unknown_value_near", fact=name, given=value, suggestions=hints)
            takes = Message.of("error.unknown_value", fact=name, given=value, values=tuple(sorted(known)[:MOST_VALUES]))
            raise QuestionError(near if hints else takes, "facts")


def _known_values(network: Network, name: str) -> frozenset[str]:
    definition = network.facts[name]
    if definition.kind is FactKind.BOOLEAN:
        return YES | NO
    if name == KNOWN_TO:
        return frozenset((*network.organizations, *network.services))
    return frozenset(value.code for value in definition.values)


def is_presumable(network: Network, needs: Collection[str], variable: Variable, cell: str) -> bool:
    """Whether the vocabulary lets plans for `needs` rest on `variable` having `cell`."""
    if variable.fact is None or variable.fact not in network.facts:
        return cell in YES
    return not any(limit.isdisjoint(needs) for limit in list_limits(network, variable, cell))


def list_limits(network: Network, variable: Variable, cell: str) -> tuple[frozenset[str], ...]:
    """Sets of needs: of each, plans must ask for one to rest on `variable`, a fact, having `cell`."""
    definition = network.facts.get(variable.name) if variable.fact is not None else None
    if definition is None:
        return ()
    wanted = variable.member or cell
    value = next((value for value in definition.values if value.code == wanted), None)
    limits = (definition.assumed_for, value.assumed_for if value is not None else None)
    return tuple(frozenset(limit) for limit in limits if limit is not None)


def narrow(network: Network, question: Question, situation: Situation) -> Question:
    """`question` with the children whose `meant_when` holds for certain in the place of a need."""
    needs = (code for need in question.needs for code in _meant(network, need, situation) or (need,))
    return replace(question, needs=tuple(dict.fromkeys(needs)))


def _meant(network: Network, need: str, situation: Situation) -> tuple[str, ...]:
    return tuple(
        child.code
        for child in network.children.get(need, ())
        if child.meant_when is not None and situation.truth(child.meant_when) is True
    )
