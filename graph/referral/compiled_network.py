"""The compiled network, and from it the task of a question.

The network is compiled once: operators with an index of what provides what. A template holds the parts of the tasks of
some needs that no situation changes, with what plans may assume. A task only has the *relevant part* of the network. It
is found by backward search from the needs, through the requirements of their services, to whatever provides these (the
relevant facts of Hoffmann & Nebel 2001). Its size depends on the question, not on the network.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from threading import Lock

from graph.atoms import KNOWN_TO, NO, YES, Atom, Cells, NeedAtom, OneOf, Symbol, Variable, VariableKind
from graph.availability import is_full
from graph.network import ANYWHERE, Network
from graph.planning.task import Assumption
from graph.question import Question
from graph.referral.compiled_task import CompiledTask, Partial, TaskForm
from graph.referral.domains import Domains, StateVariables
from graph.referral.initial_state import Situation, list_limits
from graph.referral.operators import (
    Costs,
    Filter,
    Operator,
    PreconditionBook,
    RelevantOperators,
    compile_services,
    list_formulas,
    select,
)
from graph.referral.safety import counts_as_met, is_barred
from graph.structs import Struct, replace

_AT_ONCE = VariableKind.AT_ONCE
Dropped = frozenset[tuple[str, str | None]]
"""Conditions that do not count, as pairs of a service and the id of its requirement (None: its access)."""
MOST_TEMPLATES = 16
"""Templates that a compiled network keeps. Nothing about a person is in them: no facts, no entry situation."""


class _Assumable(Struct, frozen=True):
    """A variable that plans may assume: the choices by cell, those that a safety rule may bar, and the set-valued fact
    of which no other member may be known (None: that does not matter)."""

    variable: Variable
    choices: Mapping[str, Assumption]
    risky: frozenset[str]
    of_set: str | None


class _Every(Struct, frozen=True):
    """All choices of a variable, and for each the lists of needs of which one must be asked for."""

    name: str
    whole: _Assumable
    limits: Mapping[str, tuple[frozenset[str], ...]]


class _Assumables:
    """What plans may assume on one network, at `cost` each."""

    def __init__(self, state_variables: StateVariables, cost: int) -> None:
        self._state = state_variables
        self._cost = cost
        self._every: dict[Variable, _Every | None] = {}
        rules = state_variables.network.catalogue.safety
        self._barred = {Atom(Variable(effect.fact), effect.value) for rule in rules for effect in rule.never}

    def list(self, needs: Collection[str], variables: Iterable[Variable], presume: bool) -> Iterator[_Assumable]:
        """What plans for `needs` may assume of `variables`, by name; `presume`: also what the vocabulary bars."""
        asked = frozenset(needs)
        found = [every for variable in variables if (every := self._of(variable)) is not None]
        for every in sorted(found, key=lambda each: each.name):
            whole = every.whole
            if presume and whole.variable.fact is not None:
                yield _Assumable(whole.variable, whole.choices, whole.risky, None)
                continue
            shut = [cell for cell, limits in every.limits.items() if any(map(asked.isdisjoint, limits))]
            if not shut:
                yield whole
            elif len(shut) < len(whole.choices):
                choices = {cell: choice for cell, choice in whole.choices.items() if cell not in shut}
                yield _Assumable(whole.variable, choices, whole.risky.difference(shut), whole.of_set)

    def _of(self, variable: Variable) -> _Every | None:
        """All choices of `variable`, in the order of its cells; None where what is not given does not hold."""
        if variable not in self._every:
            self._every[variable] = self._describe(variable)
        return self._every[variable]

    def _describe(self, variable: Variable) -> _Every | None:
        unsaid, name = self._state.unsaid(variable), str(variable)
        if unsaid.closed:
            return None
        network = self._state.network
        # whom to ask and which reading holds are not facts of the vocabulary: only their truth can be assumed
        cells = sorted(unsaid.possible if variable.fact in network.facts else YES)
        choices = {
            cell: Assumption(variable=name, fact=self._state.fact(variable, cell), cost=self._cost) for cell in cells
        }
        risky = frozenset(cell for cell in cells if Atom(variable, cell) in self._barred)
        limits = {cell: found for cell in cells if (found := list_limits(network, variable, cell))}
        return _Every(name, _Assumable(variable, choices, risky, variable.set_name), limits)


class Basics:
    """What all tasks of one network are made of: its variables, the published costs, and what was described of both."""

    def __init__(self, state_variables: StateVariables, costs: Costs) -> None:
        self.state = state_variables
        self.costs = costs
        self.preconditions = PreconditionBook(state_variables)
        self.assumables = _Assumables(state_variables, costs.assumption)


class TaskTemplate:
    """The common parts of the tasks of some needs, from which a task is built for each situation.

    Parameters
    ----------
    basics
        What all tasks of the network are made of.
    needs
        What is asked for.
    selection
        The operators that matter for it.
    assume
        Whether plans may assume unknown facts.
    presume
        Whether they may also assume facts that the vocabulary bars from being presumed.
    """

    def __init__(
        self,
        basics: Basics,
        needs: tuple[str, ...],
        selection: RelevantOperators,
        assume: bool = True,
        presume: bool = False,
    ) -> None:
        self._basics = basics
        self._needs = needs
        self._assume = assume
        self._presume = presume
        self._select(selection)

    def only(self, selection: RelevantOperators) -> "TaskTemplate":
        """The template of the same needs with the operators of `selection`: some of these, which may ask for less."""
        part = copy(self)
        part._select(selection)
        return part

    def _select(self, selection: RelevantOperators) -> None:
        state = self._basics.state
        self.selection = selection
        first = selection.first
        self._preconditions = {each.name: self._basics.preconditions.of(each) for each in first}
        excluding = [asked.excluded_by for asked in self._preconditions.values() if asked.excluded_by]
        changed = {variable for each in first for variable, _ in each.effects}
        open_ones = frozenset[Variable]().union(*[asked.variables for asked in self._preconditions.values()])
        self._unsaid = {variable: state.unsaid(variable) for variable in open_ones}
        if excluding:
            read_too = [each for each in changed if any(each in some for some in excluding)]
            self._unsaid.update((each, state.unsaid(each)) for each in read_too)
        self._contacts = frozenset().union(*excluding).difference(self._unsaid) if excluding else frozenset[Variable]()
        """The contacts that exclude a person somewhere and that no operator brings about."""
        assumable = self._basics.assumables.list(self._needs, self._unsaid, self._presume) if self._assume else ()
        self._assumable = tuple(assumable)
        self._choices = tuple([choice for each in self._assumable for choice in each.choices.values()])
        codes = dict.fromkeys((*self._needs, *(each.occasion for each in first if each.occasion)))
        areas = [(code, state.network.get_need(code).met_when) for code in codes]
        self._met_when = tuple([(code, formula) for code, formula in areas if formula is not None])
        self._forms: dict[tuple[Partial, frozenset[str]], TaskForm] = {}

    def build(self, situation: Situation) -> CompiledTask:
        """The task in `situation`."""
        given: dict[Variable, Cells] = {}
        made = set[Variable]()
        for settled, known in situation.known.items():
            cells = known.cells
            if settled in self._unsaid:
                if settled.kind is not _AT_ONCE:
                    given[settled] = cells
            elif settled in self._contacts and not cells <= NO:
                made.add(settled)
            if cells == YES and settled.name == KNOWN_TO and settled.at_once in self._unsaid:
                given[settled.at_once] = YES
        partial = frozenset([OneOf(*each) for each in given.items() if 1 < len(each[1]) < self._unsaid[each[0]].size])
        met = frozenset([code for code, formula in self._met_when if self._is_met(code, situation)])
        form = self._forms.get((partial, met))
        if form is None:
            form = self._forms[partial, met] = TaskForm(
                self._basics.state, self._basics.costs, self._needs, self.selection, self._preconditions, self._unsaid,
                self._choices, partial, met,
            )  # fmt: skip
        return CompiledTask(form, given, frozenset(made), tuple(self._assumptions(situation, given)))

    def _is_met(self, need: str, situation: Situation) -> bool:
        network = self._basics.state.network
        formula = network.get_need(need).met_when
        if formula is None or situation.truth(formula) is not True:
            return False
        return counts_as_met(network, self._needs, situation, need)

    def _assumptions(self, situation: Situation, given: Mapping[Variable, Cells]) -> Iterator[Assumption]:
        named = {variable.set_name for variable, known in situation.known.items() if known.cells == YES}
        for each in self._assumable:
            possible = given.get(each.variable) or self._unsaid[each.variable].possible
            if len(possible) < 2 or (each.of_set is not None and each.of_set in named):
                continue
            for cell, assumption in each.choices.items():
                if cell in possible and not (cell in each.risky and self._is_barred(each.variable, cell, situation)):
                    yield assumption

    def _is_barred(self, variable: Variable, cell: str, situation: Situation) -> bool:
        return is_barred(self._basics.state.network, self._needs, situation, Atom(variable, cell))


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
