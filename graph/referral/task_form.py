"""The form of tasks: what they share in situations that leave the same variables open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from graph.atoms import Alternatives, Cells, OneOf, SymbolTable, Variable
from graph.planning.task import Action, Assumption, Core, Task, number_facts
from graph.referral.costs import Costs
from graph.referral.operators import Operator
from graph.referral.relevant_operators import RelevantOperators
from graph.referral.state_variables import StateVariables

Partial = frozenset[OneOf]
"""The variables that a situation leaves some of their cells but not one, with these."""


class TaskForm:
    """The tasks of one template in situations that leave the same variables open, and meet the same needs.

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
    groups
        The planner's facts of each any-of group where every cell is one fact.
    assumable
        All that a task of the template may assume.
    partial
        The variables that are restricted to some of their cells.
    met
        The needs, and the occasions of the operators, that are met before anything is done.
    """

    def __init__(
        self,
        state_variables: StateVariables,
        costs: Costs,
        needs: tuple[str, ...],
        selection: RelevantOperators,
        groups: Mapping[Alternatives, tuple[str, ...]],
        assumable: tuple[Assumption, ...],
        partial: Partial,
        met: frozenset[str],
    ) -> None:
        self._state = state_variables
        self._needs = needs
        self._assumable = assumable
        self.variables = selection.variables
        self._partial: dict[Variable, Cells] = dict(partial)
        self.symbols = SymbolTable(state_variables.symbols)
        # who lives in a flat is not sent to a dormitory
        self.members = {
            name: operators for name, operators in selection.members.items() if operators[0].occasion not in met
        }
        self.groups = {each: self._group(each, facts) for each, facts in groups.items()} if partial else groups
        self.given_up = {f"giveup:{need}": need for need in needs}
        self.goals = tuple((self._state.met(need),) for need in needs)
        self.actions = (
            *(self._action(name, operators[0]) for name, operators in self.members.items()),
            *(
                Action(name=name, cost=costs.give_up, provides=(self._state.met(need),))
                for name, need in self.given_up.items()
            ),
        )
        self._read = {fact for action in self.actions for group in action.requires for fact in group}
        self._known = frozenset(self._state.met(need) for need in needs if need in met)
        unsaid = ((variable, self._state.unsaid(variable).fact) for variable in selection.variables)
        self._default = {variable: fact for variable, fact in unsaid if fact in self._read}
        self._facts = frozenset(self._default.values())
        self._core: Core | None = None
        self._bits: dict[str, int] = {}
        self._default_bits = 0

    def core(self, task: Task) -> Core:
        """The core of a `task` of this form in which every need must be met, not pruned."""
        if self._core is None:
            actions = (action for action in self.actions if action.name not in self.given_up)
            self._core = number_facts(self._read | self._known, self.goals, [*actions, *self._assumable])
            self._bits = {fact: 1 << number for number, fact in enumerate(self._core.facts)}
            self._default_bits = self._mask(self._facts)
        assumed = {each.fact for each in task.assumptions}
        operators = tuple(
            each
            for each in self._core.operators
            if isinstance(each.origin, Action) or (each.adds and each.origin.fact in assumed)
        )
        init = self._default_bits ^ self._mask(task.init ^ self._facts)
        return replace(self._core, init=init, operators=operators)

    def _mask(self, facts: Iterable[str]) -> int:
        return sum(self._bits.get(fact, 0) for fact in facts)

    def init(self, given: Mapping[Variable, Cells]) -> frozenset[str]:
        """The facts that hold from the start and are read: each variable with its only cell, or its open cells."""
        facts = self._facts.difference(self._default[variable] for variable in given if variable in self._default)
        return facts.union(self._given_facts(given), self._known)

    def _given_facts(self, given: Mapping[Variable, Cells]) -> Iterator[str]:
        for variable, cells in given.items():
            if len(cells) == 1:
                fact = self._state.fact(variable, *cells)
            elif variable in self._partial:
                fact = self._pseudo(variable)
            else:
                continue
            if fact in self._read:
                yield fact

    def _pseudo(self, variable: Variable) -> str:
        """The fact that `variable` has one of its possible cells. Only the symbols of this form know it."""
        return self.symbols.name(OneOf(variable, self._partial[variable]))

    def _action(self, name: str, operator: Operator) -> Action:
        wanted = set(self._needs)
        provides = [self._state.met(need) for need in operator.needs if need in wanted]
        removes: list[str] = []
        for variable, cell in operator.effects:
            if variable in self.variables:
                provides.append(self._state.fact(variable, cell))
                removes.extend(self._other_cells(variable, cell))
        groups = {self.groups[condition.alternatives] for condition in operator.conditions}
        return Action(
            name=name,
            cost=operator.cost,
            requires=tuple(sorted(groups)),
            provides=tuple(sorted(provides)),
            removes=tuple(sorted(removes)),
        )

    def _other_cells(self, variable: Variable, cell: str) -> Iterable[str]:
        for other in self._state.domains.cells(variable):
            if other != cell:
                yield self._state.fact(variable, other)
        if variable in self._partial:
            yield self._pseudo(variable)

    def _group(self, alternatives: Alternatives, facts: tuple[str, ...]) -> tuple[str, ...]:
        if self._partial.keys().isdisjoint(variable for variable, _ in alternatives):
            return facts
        partial = {
            self._pseudo(variable)
            for variable, cells in alternatives
            if variable in self._partial and self._partial[variable] <= cells
        }
        return tuple(sorted(partial.union(facts)))
