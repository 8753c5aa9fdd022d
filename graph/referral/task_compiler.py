"""The compiled network: operators with an index of what provides what, and the task of one question.

The task takes the *relevant part* only: by backward rounds from the needs through what their services require to what
provides that, as planning does (Hoffmann & Nebel 2001 call these the relevant facts). Its size depends on the question,
not on the network.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.atoms import Alternatives, Atom, NeedAtom, OneOf, Symbol, SymbolTable, Variable
from graph.availability import is_full
from graph.network import ANYWHERE, Network
from graph.planning.plan import Plan, widest_assumptions
from graph.planning.task import Action, Assumption, Task
from graph.question import Question
from graph.referral.domains import Domains
from graph.referral.initial_state import Situation, may_presume
from graph.referral.operators import Costs, Filter, Operator, RelevantOperators, compile_services, list_formulas, select
from graph.referral.safety import counts_as_met, is_barred

Dropped = frozenset[tuple[str, str | None]]
"""Conditions that do not count, as pairs of a service and the id of its requirement (None: its access)."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The task of one question, and what the names in it stand for."""

    task: Task
    members: Mapping[str, tuple[Operator, ...]]
    """The interchangeable operators behind each action, by its name."""
    given_up: Mapping[str, str]
    """The need that an action leaves unmet, by the name of the action."""
    groups: Mapping[Alternatives, tuple[str, ...]]
    """The planner's facts of each any-of group."""
    variables: frozenset[Variable]
    """The variables that some relevant operator reads."""
    symbols: SymbolTable
    """What the facts stand for."""

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


class CompiledNetwork:
    """A network compiled once for planning; independent of any question."""

    def __init__(self, network: Network, costs: Costs | None = None) -> None:
        self.network = network
        self.costs = costs or Costs()
        self.domains = Domains(network.facts, list_formulas(network))
        self.operators = compile_services(network, self.domains, self.costs)
        self.symbols = SymbolTable()
        self._providers = self._index()
        self._facts: dict[Alternatives, tuple[str, ...]] = {}

    def compile(
        self,
        question: Question,
        situation: Situation,
        dropped: Dropped = frozenset(),
        presume: bool = False,
        closed_too: bool = False,
    ) -> Compiled:
        """The task of `question` in `situation`, as if the `dropped` conditions were not there.

        `presume` and `closed_too` tell why there is no plan: the first also rests on what the vocabulary lets nobody be
        presumed to be, the second also uses closed services.
        """
        relevant = self.relevant(question, closed_too)
        if dropped:
            relevant = [_without(operator, dropped) for operator in relevant]
        return self.build(question, situation, self.select(question, relevant), presume)

    def select(self, question: Question, relevant: Sequence[Operator]) -> RelevantOperators:
        """The `relevant` operators of `question`, merged: all of its task that depends on no situation."""
        return select(self.network, question.needs, relevant)

    def build(
        self, question: Question, situation: Situation, selection: RelevantOperators, presume: bool = False
    ) -> Compiled:
        """As `compile`, from what `select` has found for the question."""
        return _TaskBuilder(self, question, situation, selection, presume).build()

    def facts(self, alternatives: Alternatives) -> tuple[str, ...]:
        """The planner's facts of an any-of group, sorted."""
        found = self._facts.get(alternatives)
        if found is None:
            facts = {self.symbols.name(atom) for alternative in alternatives for atom in alternative.atoms()}
            found = self._facts[alternatives] = tuple(sorted(facts))
        return found

    def providers(self, need: str, territory: str | None = None) -> list[Operator]:
        """Every operator that meets `need` in `territory` (None: anywhere), whatever else is asked; sorted by name."""
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
                    wanted.extend(_read_atoms(self.operators[number]))
        return [self._priced(self.operators[number], question.on) for number in sorted(found)]

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


class _TaskBuilder:
    def __init__(
        self,
        compiled: CompiledNetwork,
        question: Question,
        situation: Situation,
        selection: RelevantOperators,
        presume: bool,
    ) -> None:
        self._presume = presume
        self._compiled = compiled
        self._question = question
        self._situation = situation
        self._selection = selection
        self._variables = selection.variables
        self._symbols = SymbolTable(compiled.symbols)
        self._possible = {variable: situation.possible(variable) for variable in self._variables}
        self._partial = {
            variable: cells
            for variable, cells in self._possible.items()
            if 1 < len(cells) < len(compiled.domains.cells(variable))
        }
        self._groups = {
            condition.alternatives: self._group(condition.alternatives)
            for operator in selection.operators
            for condition in operator.conditions
        }

    def build(self) -> Compiled:
        goals = tuple((self._met(need),) for need in self._question.needs)
        members = self._needed()
        given_up = {f"giveup:{need}": need for need in self._question.needs}
        give_up = self._compiled.costs.give_up
        actions = (
            *(self._action(name, operators[0]) for name, operators in members.items()),
            *(Action(name=name, cost=give_up, provides=(self._met(need),)) for name, need in given_up.items()),
        )
        read = {fact for action in actions for group in action.requires for fact in group}
        init = {fact for variable in self._variables for fact in self._known_facts(variable)} & read
        init |= {self._met(need) for need in self._question.needs if self._is_met(need)}
        task = Task(init=frozenset(init), goals=goals, actions=actions, assumptions=tuple(self._assumptions()))
        return Compiled(task, members, given_up, self._groups, self._variables, self._symbols)

    def _met(self, need: str) -> str:
        """The fact that `need` is met."""
        return self._compiled.symbols.name(NeedAtom(need))

    def _fact(self, variable: Variable, cell: str) -> str:
        """The fact that `variable` has `cell`."""
        return self._compiled.symbols.name(Atom(variable, cell))

    def _needed(self) -> Mapping[str, tuple[Operator, ...]]:
        """Without what would bring about what the person has: who lives in a flat is not sent to a dormitory."""
        return {
            name: operators
            for name, operators in self._selection.members.items()
            if operators[0].occasion is None or not self._is_met(operators[0].occasion)
        }

    def _is_met(self, need: str) -> bool:
        network = self._compiled.network
        formula = network.get_need(need).met_when
        if formula is None or self._situation.truth(formula) is not True:
            return False
        return counts_as_met(network, self._question.needs, self._situation, need)

    def _known_facts(self, variable: Variable) -> Iterable[str]:
        """What is true of `variable` before anything is done: its only possible cell, or the cells that are left."""
        possible = self._possible[variable]
        if len(possible) == 1:
            return (self._fact(variable, *possible),)
        return (self._pseudo(variable),) if variable in self._partial else ()

    def _pseudo(self, variable: Variable) -> str:
        """The fact that `variable` has one of the cells that the question leaves; told to this task's table alone."""
        return self._symbols.name(OneOf(variable, self._partial[variable]))

    def _assumptions(self) -> Iterable[Assumption]:
        if not self._question.preferences.allow_assumptions:
            return
        cost = self._compiled.costs.assumption
        for variable in sorted(self._variables, key=str):
            possible = self._possible[variable]
            if len(possible) < 2 or self._situation.is_closed(variable):
                continue
            for cell in sorted(possible):
                if self._may_assume(variable, cell):
                    yield Assumption(variable=str(variable), fact=self._fact(variable, cell), cost=cost)

    def _may_assume(self, variable: Variable, cell: str) -> bool:
        """Whether a plan for these needs may rest on it; the vocabulary says what nobody is presumed to be."""
        network = self._compiled.network
        if is_barred(network, self._question.needs, self._situation, Atom(variable, cell)):
            return False
        if self._presume and variable.fact is not None:
            return True
        return may_presume(network, self._question.needs, self._situation, variable, cell)

    def _action(self, name: str, operator: Operator) -> Action:
        wanted = set(self._question.needs)
        provides = [self._met(need) for need in operator.needs if need in wanted]
        removes: list[str] = []
        for variable, cell in operator.effects:
            if variable in self._variables:
                provides.append(self._fact(variable, cell))
                removes.extend(self._other_cells(variable, cell))
        groups = {self._groups[condition.alternatives] for condition in operator.conditions}
        return Action(
            name=name,
            cost=operator.cost,
            requires=tuple(sorted(groups)),
            provides=tuple(sorted(provides)),
            removes=tuple(sorted(removes)),
        )

    def _other_cells(self, variable: Variable, cell: str) -> Iterable[str]:
        for other in self._compiled.domains.cells(variable):
            if other != cell:
                yield self._fact(variable, other)
        if variable in self._partial:
            yield self._pseudo(variable)

    def _group(self, alternatives: Alternatives) -> tuple[str, ...]:
        facts = self._compiled.facts(alternatives)
        if self._partial.keys().isdisjoint(variable for variable, _ in alternatives):
            return facts
        partial = {
            self._pseudo(variable)
            for variable, cells in alternatives
            if variable in self._partial and self._partial[variable] <= cells
        }
        return tuple(sorted(partial.union(facts)))
