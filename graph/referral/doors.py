"""What an operator asks for, with the contacts that shut its door kept apart.

A service for people whom nobody follows asks that the person is not known to this partner, nor to that one, and so on
through the network: hundreds of conditions of which hardly any matters for one question. Contact is closed-world and is
never assumed. So such a condition holds unless the start or a step makes the contact, and one look at those few decides
all of them.
"""

from functools import cached_property

from graph.atoms import NO, Variable
from graph.planning.task import Fact, Group
from graph.referral.domains import StateVariables
from graph.referral.operators import Condition, Operator


class Door:
    """The conditions of one operator in the planner's facts.

    Parameters
    ----------
    state_variables
        The variables of the network.
    operator
        The operator.
    """

    def __init__(self, state_variables: StateVariables, operator: Operator) -> None:
        self._state = state_variables
        self.operator = operator
        self.shut_by = frozenset([each for each in map(self._shutting, operator.conditions) if each is not None])
        """The contacts of which each alone shuts the door."""
        self.conditions = tuple([each for each in operator.conditions if self._shutting(each) is None])
        """The other conditions."""

    def _shutting(self, condition: Condition) -> Variable | None:
        """The contact that `condition` rules out, if it asks for nothing else."""
        if len(condition.alternatives) != 1:
            return None
        variable, cells = condition.alternatives[0]
        unsaid = self._state.unsaid(variable)
        return variable if cells == NO and unsaid.closed and unsaid.possible == NO else None

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The any-of groups of all conditions, sorted, where every cell is one fact."""
        return tuple(sorted({*self.open_groups, *[(fact,) for fact in self.facts]}))

    @cached_property
    def open_groups(self) -> tuple[Group, ...]:
        """The groups of `conditions`, in their order."""
        return tuple([self._state.group(condition.alternatives) for condition in self.conditions])

    @cached_property
    def reads(self) -> frozenset[Fact]:
        """The facts that some group holds."""
        return self.facts.union(*self.open_groups)

    @cached_property
    def variables(self) -> frozenset[Variable]:
        """The variables that `conditions` read."""
        return frozenset([variable for condition in self.conditions for variable, _ in condition.alternatives])

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """The facts that none of the contacts in `shut_by` is there."""
        return frozenset([self.unshut(variable) for variable in self.shut_by])

    def unshut(self, variable: Variable) -> Fact:
        """The fact that `variable`, a contact, is not there."""
        return self._state.fact(variable, "no")


class Doors:
    """The doors of one network, each described once."""

    def __init__(self, state_variables: StateVariables) -> None:
        self._state = state_variables
        self._found: dict[str, Door] = {}

    def of(self, operator: Operator) -> Door:
        """The door of `operator`; one of the same name that asks for something else has another."""
        found = self._found.get(operator.name)
        if found is None or found.operator.conditions is not operator.conditions:
            found = self._found[operator.name] = Door(self._state, operator)
        return found
