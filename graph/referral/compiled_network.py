"""The compiled network: operators with an index of what provides what, from which the task of a question is made.

A task only has the *relevant part* of the network. It is found by backward search from the needs, through the
requirements of their services, to whatever provides these (the relevant facts of Hoffmann & Nebel 2001). Its size
depends on the question, not on the network.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from threading import Lock

from graph.atoms import Atom, NeedAtom, Symbol
from graph.availability import is_full
from graph.network import ANYWHERE, Network
from graph.question import Question
from graph.referral.compiled_task import CompiledTask
from graph.referral.domains import Domains, StateVariables
from graph.referral.initial_state import Situation
from graph.referral.operators import Costs, Operator, compile_services, list_formulas
from graph.referral.relevant_operators import Filter, select
from graph.referral.task_template import Basics, TaskTemplate
from graph.structs import replace

Dropped = frozenset[tuple[str, str | None]]
"""Conditions that do not count, as pairs of a service and the id of its requirement (None: its access)."""

MOST_TEMPLATES = 16
"""Templates that a compiled network keeps. Nothing about a person is in them: no facts, no entry situation."""


class CompiledNetwork:
    """A network compiled once for planning; independent of any question."""

    def __init__(self, network: Network, costs: Costs | None = None) -> None:
        self.network = network
        self.costs = costs or Costs()
        self.domains = Domains(network.facts, list_formulas(network))
        self.operators = compile_services(network, self.domains, self.costs)
        self.state_variables = StateVariables(network, self.domains)
        self._basics = Basics(self.state_variables, self.costs)
        self._providers = self._index()
        self._read: dict[int, tuple[Symbol, ...]] = {}
        self._lock = Lock()
        self._templates: dict[object, TaskTemplate] = {}

    def compile(
        self,
        question: Question,
        situation: Situation,
        dropped: Dropped = frozenset(),
        presume: bool = False,
        closed_too: bool = False,
    ) -> CompiledTask:
        """Compile the task of a question.

        Parameters
        ----------
        question
            The question.
        situation
            What is known of the person.
        dropped
            Conditions to leave out.
        presume
            Whether plans may also assume facts that the vocabulary bars from being presumed. This and `closed_too` help
            to explain why there is no plan.
        closed_too
            Whether plans may also use closed services.

        Returns
        -------
        CompiledTask
            The task, and what its names stand for.
        """
        return self.template(question, dropped, presume, closed_too).build(situation)

    def template(
        self,
        question: Question,
        dropped: Dropped = frozenset(),
        presume: bool = False,
        closed_too: bool = False,
    ) -> TaskTemplate:
        """The part of the tasks of `question` that no situation changes; the parameters are those of `compile`.

        The last templates are kept, because an answer supposes many situations, and a coverage survey has thousands.
        """
        preferences = question.preferences
        territory = self.network.territory_of(question.start)
        key = (question.needs, territory, preferences, question.avoid, question.on, dropped, presume, closed_too)
        with self._lock:
            template = self._templates.pop(key, None)
            if template is None:
                relevant = self.relevant(question, closed_too)
                if dropped:
                    relevant = [_without(operator, dropped) for operator in relevant]
                selection = select(self.network, question.needs, relevant)
                template = TaskTemplate(self._basics, question.needs, selection, preferences.allow_assumptions, presume)
            self._templates[key] = template
            while len(self._templates) > MOST_TEMPLATES:
                del self._templates[next(iter(self._templates))]
            return template

    def providers(self, need: str, territory: str | None = None) -> list[Operator]:
        """Every operator that meets `need` in `territory` (None: anywhere), sorted by name."""
        return [self.operators[number] for number in sorted(set(self._providing(NeedAtom(need), territory)))]

    def _index(self) -> Mapping[Symbol, Mapping[str, tuple[int, ...]]]:
        """For each atom the numbers of the operators that provide it, by the territory that they cover."""
        index: dict[Symbol, dict[str, list[int]]] = {}
        for number, operator in enumerate(self.operators):
            symbols: list[Symbol] = [*map(NeedAtom, operator.needs), *operator.effects]
            for symbol in symbols:
                for territory in self.network.services[operator.service].covers or (ANYWHERE,):
                    index.setdefault(symbol, {}).setdefault(territory, []).append(number)
        return {symbol: {where: tuple(numbers) for where, numbers in found.items()} for symbol, found in index.items()}

    def _providing(self, symbol: Symbol, territory: str | None) -> Iterator[int]:
        """The operators that provide `symbol` and cover `territory` (None: any); one may come more than once."""
        found = self._providers.get(symbol, {})
        for where in found if territory is None else (ANYWHERE, territory):
            yield from found.get(where, ())

    def relevant(self, question: Question, closed_too: bool = False) -> list[Operator]:
        """The operators that can matter for the needs of `question`, sorted by name.

        The search goes backward: from the operators that meet the needs to those that provide what these require, until
        nothing is new. Operators of full services cost more.

        Parameters
        ----------
        question
            The question, with its needs, preferences, day and start.
        closed_too
            Whether operators of services that are closed on the day are included.
        """
        allowed = Filter(self.network, question, closed_too)
        territory = self.network.territory_of(question.start)
        found: set[int] = set()
        seen: set[Symbol] = set()
        wanted: list[Symbol] = [NeedAtom(need) for need in question.needs]
        while wanted:
            symbol = wanted.pop()
            if symbol in seen:
                continue
            seen.add(symbol)
            for number in self._providing(symbol, territory):
                if number not in found and allowed(self.operators[number]):
                    found.add(number)
                    wanted.extend(self._reads(number))
        return [self._priced(self.operators[number], question.on) for number in sorted(found)]

    def _reads(self, number: int) -> tuple[Symbol, ...]:
        """The atoms that an operator reads and that some operator provides."""
        if number not in self._read:
            atoms = dict.fromkeys(_read_atoms(self.operators[number]))
            self._read[number] = tuple(atom for atom in atoms if atom in self._providers)
        return self._read[number]

    def _priced(self, operator: Operator, on: date | None) -> Operator:
        if not is_full(self.network.services[operator.service], on):
            return operator
        return replace(operator, cost=operator.cost + self.costs.full)


def _without(operator: Operator, dropped: Dropped) -> Operator:
    kept = tuple(
        condition
        for condition in operator.conditions
        if (operator.service, condition.requirement.id if condition.requirement else None) not in dropped
    )
    return operator if len(kept) == len(operator.conditions) else replace(operator, conditions=kept)


def _read_atoms(operator: Operator) -> Iterator[Atom]:
    for condition in operator.conditions:
        for alternative in condition.alternatives:
            yield from alternative.atoms()
