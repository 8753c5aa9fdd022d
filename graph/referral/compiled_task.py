"""The task of one question in one situation, with the meaning of its names; and the form that such tasks share."""

from collections.abc import Iterable, Iterator, Mapping

from graph.atoms import Alternatives, Atom, Cells, NeedAtom, OneOf, SymbolTable, Variable
from graph.planning.plan import Plan, widest_assumptions
from graph.planning.task import Action, Assumption, Core, Task, number_facts
from graph.referral.domains import StateVariables
from graph.referral.initial_state import Situation
from graph.referral.operators import Costs, Operator
from graph.referral.relevant_operators import RelevantOperators
from graph.structs import Struct, replace

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


class CompiledTask(Struct, frozen=True):
    """A task with its form, which gives the meaning of its names."""

    task: Task
    form: TaskForm

    @property
    def members(self) -> Mapping[str, tuple[Operator, ...]]:
        """The interchangeable operators behind each action, by its name."""
        return self.form.members

    @property
    def given_up(self) -> Mapping[str, str]:
        """The need that an action leaves unmet, by the name of the action."""
        return self.form.given_up

    @property
    def groups(self) -> Mapping[Alternatives, tuple[str, ...]]:
        """The planner's facts of each any-of group."""
        return self.form.groups

    @property
    def variables(self) -> frozenset[Variable]:
        """The variables that some relevant operator reads."""
        return self.form.variables

    @property
    def symbols(self) -> SymbolTable:
        """The meaning of the planner's facts."""
        return self.form.symbols

    @property
    def core(self) -> Core:
        """The core of the task in which every need must be met, not pruned."""
        return self.form.core(self.task)

    @property
    def without_giving_up(self) -> Task:
        """The task in which every need must be met."""
        return replace(self.task, actions=tuple(each for each in self.task.actions if each.name not in self.given_up))

    def atom(self, fact: str) -> Atom | OneOf:
        """What `fact` says of a variable. Raises KeyError if it is no such fact of the task."""
        symbol = self.symbols.symbol(fact)
        if isinstance(symbol, NeedAtom):
            raise KeyError(fact)
        return symbol

    def need(self, fact: str) -> str:
        """The need that is met if `fact` holds. Raises KeyError if it is no such fact of the task."""
        symbol = self.symbols.symbol(fact)
        if not isinstance(symbol, NeedAtom):
            raise KeyError(fact)
        return symbol.need

    def service_of(self, action: str) -> str:
        """The service of which `action` is a use, stated or judged; the name of an action that is none."""
        members = self.members.get(action)
        return members[0].service if members else action

    def assumed(self, plan: Plan, situation: Situation) -> dict[Variable, tuple[str, ...]]:
        """For each variable that `plan` assumes, the cells under which the same steps can be carried out."""
        possible = {}
        for assumption in plan.assumptions:
            variable = self.atom(assumption.fact).variable
            cells = sorted(situation.possible(variable))
            possible[assumption.variable] = [self.symbols.name(Atom(variable, cell)) for cell in cells]
        widest = widest_assumptions(plan, possible)
        atoms = [[self.atom(fact) for fact in facts] for facts in widest.values()]
        return {same[0].variable: tuple(cell for atom in same for cell in atom.cells) for same in atoms}
