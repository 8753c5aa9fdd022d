"""The task of one question in one situation, with the meaning of its names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.atoms import Alternatives, Atom, NeedAtom, OneOf, SymbolTable, Variable
from graph.planning.plan import Plan, widest_assumptions
from graph.planning.task import Core, Task
from graph.referral.initial_state import Situation
from graph.referral.operators import Operator
from graph.referral.task_form import TaskForm


@dataclass(frozen=True, slots=True)
class CompiledTask:
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
