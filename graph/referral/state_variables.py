"""The facts of a network as the planner sees them: variables with their cells, and the planner's names of facts."""

from dataclasses import dataclass

from graph.atoms import NO, Alternatives, Atom, Cells, NeedAtom, SymbolTable, Variable, VariableKind
from graph.network import Network
from graph.referral.domains import Domains


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A variable that a question does not mention: its number of cells, its possible cells, and its only possible fact.

    If it is closed, what is not given does not hold.
    """

    size: int
    possible: Cells
    closed: bool
    fact: str | None


class StateVariables:
    """The variables of one network, the same for every question."""

    def __init__(self, network: Network, domains: Domains) -> None:
        self.network = network
        self.domains = domains
        self.symbols = SymbolTable()
        self._groups: dict[Alternatives, tuple[str, ...]] = {}
        self._unsaid: dict[Variable, Unsaid] = {}

    def met(self, need: str) -> str:
        """The planner's fact that `need` is met."""
        return self.symbols.name(NeedAtom(need))

    def fact(self, variable: Variable, cell: str) -> str:
        """The planner's fact that `variable` has `cell`."""
        return self.symbols.name(Atom(variable, cell))

    def group(self, alternatives: Alternatives) -> tuple[str, ...]:
        """The planner's facts of an any-of group, sorted."""
        found = self._groups.get(alternatives)
        if found is None:
            facts = {self.symbols.name(atom) for alternative in alternatives for atom in alternative.atoms()}
            found = self._groups[alternatives] = tuple(sorted(facts))
        return found

    def unsaid(self, variable: Variable) -> Unsaid:
        """The state of `variable` if the question does not mention it."""
        if variable not in self._unsaid:
            definition = self.network.facts.get(variable.name) if variable.fact is not None else None
            closed = variable.kind is VariableKind.AT_ONCE or (definition is not None and definition.closed_world)
            cells = self.domains.cells(variable)
            possible = NO if closed else frozenset(cells)
            fact = self.fact(variable, *possible) if len(possible) == 1 else None
            self._unsaid[variable] = Unsaid(len(cells), possible, closed, fact)
        return self._unsaid[variable]
