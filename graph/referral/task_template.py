"""The template of tasks: the parts of the tasks of some needs that no situation changes."""

from collections.abc import Iterator, Mapping
from copy import copy

from graph.atoms import KNOWN_TO, NO, YES, Atom, Cells, OneOf, Variable, VariableKind
from graph.planning.task import Assumption
from graph.referral.assumables import Assumables
from graph.referral.compiled_task import CompiledTask, Partial, TaskForm
from graph.referral.domains import StateVariables
from graph.referral.doors import Doors
from graph.referral.initial_state import Situation
from graph.referral.operators import Costs
from graph.referral.relevant_operators import RelevantOperators
from graph.referral.safety import counts_as_met, is_barred

_AT_ONCE = VariableKind.AT_ONCE


class Basics:
    """What all tasks of one network are made of: its variables, the published costs, and what was described of both."""

    def __init__(self, state_variables: StateVariables, costs: Costs) -> None:
        self.state = state_variables
        self.costs = costs
        self.doors = Doors(state_variables)
        self.assumables = Assumables(state_variables, costs.assumption)


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
        self._doors = {each.name: self._basics.doors.of(each) for each in first}
        shut = [door.shut_by for door in self._doors.values() if door.shut_by]
        changed = {variable for each in first for variable, _ in each.effects}
        open_ones = frozenset[Variable]().union(*[door.variables for door in self._doors.values()])
        self._unsaid = {variable: state.unsaid(variable) for variable in open_ones}
        if shut:
            self._unsaid.update((each, state.unsaid(each)) for each in changed if any(each in some for some in shut))
        self._contacts = frozenset().union(*shut).difference(self._unsaid) if shut else frozenset[Variable]()
        """The contacts that shut some door and that no operator brings about."""
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
                self._basics.state, self._basics.costs, self._needs, self.selection, self._doors, self._unsaid,
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
