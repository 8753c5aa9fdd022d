"""The template of tasks: the parts of the tasks of some needs that no situation changes."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy

from graph.atoms import KNOWN_TO, YES, Atom, Cells, OneOf, Variable, VariableKind
from graph.planning.task import Assumption, Task
from graph.referral.compiled_task import CompiledTask, Partial, TaskForm
from graph.referral.domains import StateVariables
from graph.referral.initial_state import Situation, is_presumable
from graph.referral.operators import Costs
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


class TaskTemplate:
    """The common parts of the tasks of some needs, from which a task is built for each situation.

    Parameters
    ----------
    state_variables
        The variables of the network.
    costs
        The published costs.
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
        state_variables: StateVariables,
        costs: Costs,
        needs: tuple[str, ...],
        selection: RelevantOperators,
        assume: bool = True,
        presume: bool = False,
    ) -> None:
        self._state = state_variables
        self._costs = costs
        self._needs = needs
        self._assumable = tuple(self._list_assumable(selection.variables, presume)) if assume else ()
        self._forms: dict[tuple[Partial, frozenset[str]], TaskForm] = {}
        self._select(selection)

    def only(self, selection: RelevantOperators) -> "TaskTemplate":
        """The template of the same needs with the operators of `selection`: some of these, which may ask for less."""
        part = copy(self)
        part._select(selection)
        return part

    def _select(self, selection: RelevantOperators) -> None:
        self.selection = selection
        self._unsaid = {variable: self._state.unsaid(variable) for variable in selection.variables}
        self._groups = {alternatives: self._state.group(alternatives) for alternatives in selection.groups}
        self._occasions = tuple(dict.fromkeys(each.occasion for each in selection.first if each.occasion))
        self._assumable = tuple(each for each in self._assumable if each.variable in selection.variables)
        self._choices = tuple(choice for each in self._assumable for choice in each.choices.values())
        self._forms = {}

    def build(self, situation: Situation) -> CompiledTask:
        """The task in `situation`."""
        given = dict(self._given(situation))
        partial = frozenset(OneOf(*each) for each in given.items() if 1 < len(each[1]) < self._unsaid[each[0]].size)
        met = frozenset(need for need in {*self._needs, *self._occasions} if self._is_met(need, situation))
        form = self._forms.get((partial, met))
        if form is None:
            form = self._forms[partial, met] = TaskForm(
                self._state, self._costs, self._needs, self.selection, self._groups, self._choices, partial, met
            )
        task = Task(
            init=form.init(given),
            goals=form.goals,
            actions=form.actions,
            assumptions=tuple(self._assumptions(situation, given)),
        )
        return CompiledTask(task, form)

    def _given(self, situation: Situation) -> Iterator[tuple[Variable, Cells]]:
        """The variables that the situation restricts, with their possible cells."""
        for settled, known in situation.known.items():
            if settled in self._unsaid and settled.kind is not VariableKind.AT_ONCE:
                yield settled, known.cells
            if known.cells == YES and settled.name == KNOWN_TO and settled.at_once in self._unsaid:
                yield settled.at_once, YES

    def _is_met(self, need: str, situation: Situation) -> bool:
        network = self._state.network
        formula = network.get_need(need).met_when
        if formula is None or situation.truth(formula) is not True:
            return False
        return counts_as_met(network, self._needs, situation, need)

    def _list_assumable(self, variables: Iterable[Variable], presume: bool) -> Iterator[_Assumable]:
        network, state, cost = self._state.network, self._state, self._costs.assumption
        never = {effect for rule in network.catalogue.safety for effect in rule.never}
        barred = {Atom(Variable(effect.fact), effect.value) for effect in never}
        open_ones = {each: unsaid for each in variables if not (unsaid := state.unsaid(each)).closed}
        for variable in sorted(open_ones, key=str):
            freely = presume and variable.fact is not None
            choices = {
                cell: Assumption(variable=str(variable), fact=state.fact(variable, cell), cost=cost)
                for cell in sorted(open_ones[variable].possible)
                if freely or is_presumable(network, self._needs, variable, cell)
            }
            if choices:
                risky = frozenset(cell for cell in choices if Atom(variable, cell) in barred)
                yield _Assumable(variable, choices, risky, None if freely else variable.set_name)

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
        return is_barred(self._state.network, self._needs, situation, Atom(variable, cell))
