"""The template of tasks: the parts of the tasks of some needs that no situation changes, with what plans may assume."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy

from graph.atoms import KNOWN_TO, NO, YES, Atom, Cells, OneOf, Variable, VariableKind
from graph.planning.task import Assumption
from graph.referral.compiled_task import CompiledTask, Partial, TaskForm
from graph.referral.domains import StateVariables
from graph.referral.initial_state import Situation, list_limits
from graph.referral.operators import Costs, PreconditionBook
from graph.referral.relevant_operators import RelevantOperators
from graph.referral.safety import counts_as_met, is_barred
from graph.structs import Struct


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


_AT_ONCE = VariableKind.AT_ONCE


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
