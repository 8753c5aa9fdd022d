"""The task of one question in one situation, with the meaning of its names; and the form that such tasks share."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from graph.atoms import Alternatives, Atom, Cells, NeedAtom, OneOf, SymbolTable, Variable
from graph.planning.plan import Plan, widest_assumptions
from graph.planning.task import Action, Assumption, Core, CoreOperator, Fact, Group, Task, union
from graph.referral.domains import StateVariables, Unsaid
from graph.referral.initial_state import Situation
from graph.referral.operators import Costs, Operator, Preconditions, RelevantOperators
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
    preconditions
        What they ask for, by the name of the first of those that are interchangeable.
    unsaid
        The variables that they read, without contacts that exclude a person and that no step brings about.
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
        preconditions: Mapping[str, Preconditions],
        unsaid: Mapping[Variable, Unsaid],
        assumable: tuple[Assumption, ...],
        partial: Partial,
        met: frozenset[str],
    ) -> None:
        self._state = state_variables
        self._give_up = costs.give_up
        self._selection = selection
        self._preconditions = preconditions
        self._unsaid = unsaid
        self._assumable = assumable
        self._partial: dict[Variable, Cells] = dict(partial)
        self.symbols = SymbolTable(state_variables.symbols) if partial else state_variables.symbols
        # who lives in a flat is not sent to a dormitory
        self.members = {
            name: operators for name, operators in selection.members.items() if operators[0].occasion not in met
        }
        self.given_up = {f"giveup:{need}": need for need in needs}
        self._met = {need: state_variables.met(need) for need in needs}
        self.goals = tuple([(self._met[need],) for need in needs])
        self._known = frozenset([fact for need, fact in self._met.items() if need in met])

    @property
    def variables(self) -> frozenset[Variable]:
        """The variables that some relevant operator reads."""
        return self._selection.variables

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """One action for each of the interchangeable operators, and those that give a need up."""
        return (
            *(self._action(name, operators[0]) for name, operators in self.members.items()),
            *(
                Action(name=name, cost=self._give_up, provides=(self._met[need],))
                for name, need in self.given_up.items()
            ),
        )

    @cached_property
    def _read(self) -> frozenset[Fact]:
        """The facts that some action reads."""
        all_asked = [self._preconditions[name] for name in self.members]
        partial = [
            self.group(each.alternatives) for asked in all_asked if self._is_partial(asked) for each in asked.conditions
        ]
        return frozenset().union(*[asked.reads for asked in all_asked], *partial)

    @cached_property
    def _default(self) -> dict[Variable, Fact]:
        """The facts that hold where nothing is said, by variable; without contacts that only exclude a person."""
        unsaid = ((variable, each.fact) for variable, each in self._unsaid.items())
        return {variable: fact for variable, fact in unsaid if fact is not None and fact in self._read}

    @cached_property
    def _held(self) -> frozenset[Fact]:
        """All facts that hold where nothing is said."""
        absences = [self._preconditions[name].facts for name in self.members]
        return self._known.union(self._default.values(), *absences)

    def init(self, given: Mapping[Variable, Cells], made: frozenset[Variable]) -> frozenset[Fact]:
        """The facts that hold from the start and are read: each variable with its only cell, or its open cells.

        `made` are contacts that the person has and that exclude them somewhere.
        """
        other = [self._default[variable] for variable in given if variable in self._default]
        other += [self._state.fact(variable, "no") for variable in made]
        given_facts = [fact for fact in self._given_facts(given) if fact in self._read]
        return self._held.difference(other).union(given_facts) if other or given_facts else self._held

    def _given_facts(self, given: Mapping[Variable, Cells]) -> Iterator[Fact]:
        for variable, cells in given.items():
            if len(cells) == 1:
                yield self._state.fact(variable, *cells)
            elif variable in self._partial:
                yield self._pseudo(variable)

    def _pseudo(self, variable: Variable) -> Fact:
        """The fact that `variable` has one of its possible cells. Only the symbols of this form know it."""
        return self.symbols.name(OneOf(variable, self._partial[variable]))

    def _action(self, name: str, operator: Operator) -> Action:
        provides = [self._met[need] for need in operator.needs if need in self._met]
        removes: list[Fact] = []
        for variable, cell in operator.effects:
            if variable in self._unsaid:
                provides.append(self._state.fact(variable, cell))
                removes.extend(self._other_cells(variable, cell))
        return Action(
            name=name,
            cost=operator.cost,
            requires=self._groups(name),
            provides=tuple(sorted(provides)),
            removes=tuple(sorted(removes)),
        )

    def _groups(self, name: str) -> tuple[Group, ...]:
        """All groups that an action asks for."""
        asked = self._preconditions[name]
        if not self._is_partial(asked):
            return asked.groups
        return tuple(sorted(set(asked.groups).difference(asked.open_groups).union(self._open_groups(name))))

    def _open_groups(self, name: str) -> Sequence[Group]:
        """The groups that an action asks for, without the contacts that exclude a person."""
        asked = self._preconditions[name]
        if not self._is_partial(asked):
            return asked.open_groups
        return [self.group(condition.alternatives) for condition in asked.conditions]

    def _is_partial(self, asked: Preconditions) -> bool:
        """Whether some condition reads a variable of which several cells are left, but not all."""
        return bool(self._partial) and not self._partial.keys().isdisjoint(asked.variables)

    def _other_cells(self, variable: Variable, cell: str) -> Iterator[Fact]:
        for other in self._state.domains.cells(variable):
            if other != cell:
                yield self._state.fact(variable, other)
        if variable in self._partial:
            yield self._pseudo(variable)

    def group(self, alternatives: Alternatives) -> Group:
        """The planner's facts of an any-of group."""
        facts = self._state.group(alternatives)
        if not self._partial or self._partial.keys().isdisjoint([variable for variable, _ in alternatives]):
            return facts
        partial = {
            self._pseudo(variable)
            for variable, cells in alternatives
            if variable in self._partial and self._partial[variable] <= cells
        }
        return tuple(sorted(partial.union(facts)))

    @cached_property
    def _asked(self) -> dict[str, set[Group]]:
        """The groups that each action asks for in a core."""
        asked = {name: set(self._open_groups(name)) for name in self.members}
        for name, groups in asked.items():
            preconditions = self._preconditions[name]
            excluded_by = preconditions.excluded_by.intersection(self._unsaid)
            groups.update((preconditions.absence(each),) for each in excluded_by)
        return asked

    @cached_property
    def _bits(self) -> dict[Fact, int]:
        """The facts of a core in sorted order, each with its bit."""
        read = {fact for groups in self._asked.values() for group in groups for fact in group}
        return {fact: 1 << number for number, fact in enumerate(sorted(read.union(self._met.values())))}

    @cached_property
    def _whole(self) -> Core:
        """The core with everything that may be assumed, where nothing is said.

        A contact that excludes a person and that no step brings about is not a fact of it: see `core`.
        """
        asked, bit = self._asked, self._bits

        def mask(some: Group) -> int:
            return union([bit[fact] for fact in some if fact in bit])

        operators = [
            CoreOperator.acting(
                action, tuple(map(mask, asked.get(action.name, ()))), mask(action.provides), mask(action.removes)
            )
            for action in self.actions
        ]
        operators += [CoreOperator.assuming(each, bit[each.fact]) for each in self._assumable if each.fact in bit]
        return Core(
            facts=tuple(bit),
            init=union([bit[fact] for fact in (*self._default.values(), *self._known)]),
            goals=tuple(map(mask, self.goals)),
            operators=tuple(sorted(operators, key=lambda each: each.name)),
        )

    def core(
        self,
        given: Mapping[Variable, Cells],
        made: frozenset[Variable],
        assumptions: tuple[Assumption, ...],
        give_up: bool,
    ) -> Core:
        """The core of a task of this form, not pruned; `give_up`: whether needs may be given up."""
        whole = self._whole
        init, bit = whole.init, self._bits
        for variable in given:
            if variable in self._default:
                init &= ~bit[self._default[variable]]
        for fact in self._given_facts(given):
            init |= bit.get(fact, 0)
        assumed = {each.fact for each in assumptions}
        excluding = (
            {name for name in self.members if not made.isdisjoint(self._preconditions[name].excluded_by)}
            if made
            else ()
        )
        operators = [
            each
            for each in whole.operators
            if (
                each.origin.fact in assumed
                if isinstance(each.origin, Assumption)
                else (give_up or each.name not in self.given_up) and each.name not in excluding
            )
        ]
        return replace(whole, init=init, operators=tuple(operators))


class CompiledTask(Struct, frozen=True, dict=True):
    """A task with its form, which gives the meaning of its names.

    `given` are the possible cells of the variables that the situation restricts, `made` the contacts that the
    person has and that exclude them somewhere.
    """

    form: TaskForm
    given: Mapping[Variable, Cells]
    made: frozenset[Variable]
    assumptions: tuple[Assumption, ...]

    @cached_property
    def task(self) -> Task:
        """The task."""
        form = self.form
        init = form.init(self.given, self.made)
        return Task(init=init, goals=form.goals, actions=form.actions, assumptions=self.assumptions)

    @property
    def members(self) -> Mapping[str, tuple[Operator, ...]]:
        """The interchangeable operators behind each action, by its name."""
        return self.form.members

    @property
    def given_up(self) -> Mapping[str, str]:
        """The need that an action leaves unmet, by the name of the action."""
        return self.form.given_up

    def group(self, alternatives: Alternatives) -> Group:
        """The planner's facts of an any-of group."""
        return self.form.group(alternatives)

    @property
    def variables(self) -> frozenset[Variable]:
        """The variables that some relevant operator reads."""
        return self.form.variables

    @property
    def symbols(self) -> SymbolTable:
        """The meaning of the planner's facts."""
        return self.form.symbols

    @cached_property
    def core(self) -> Core:
        """The core of the task, not pruned."""
        return self.form.core(self.given, self.made, self.assumptions, give_up=True)

    @cached_property
    def core_without_giving_up(self) -> Core:
        """The core of the task in which every need must be met, not pruned."""
        return self.form.core(self.given, self.made, self.assumptions, give_up=False)

    @cached_property
    def without_giving_up(self) -> Task:
        """The task in which every need must be met."""
        return replace(self.task, actions=tuple(each for each in self.task.actions if each.name not in self.given_up))

    def atom(self, fact: str) -> Atom | OneOf:
        """What `fact` says of a variable. Raises KeyError if the task has no such fact."""
        symbol = self.form.symbols.symbol(fact)
        if isinstance(symbol, NeedAtom):
            raise KeyError(fact)
        return symbol

    def need(self, fact: str) -> str:
        """The need that is met if `fact` holds. Raises KeyError if the task has no such fact."""
        symbol = self.form.symbols.symbol(fact)
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
            possible[assumption.variable] = [self.form.symbols.name(Atom(variable, cell)) for cell in cells]
        widest = widest_assumptions(plan, possible)
        atoms = [[self.atom(fact) for fact in facts] for facts in widest.values()]
        return {same[0].variable: tuple(cell for atom in same for cell in atom.cells) for same in atoms}
