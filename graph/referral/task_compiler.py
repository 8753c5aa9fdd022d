"""The compiled network: operators with an index of what provides what, and the task of one question.

The task takes the *relevant part* only: by backward rounds from the needs through what their services require to what
provides that, as planning does (Hoffmann & Nebel 2001 call these the relevant facts). Its size depends on the question,
not on the network.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from graph.atoms import (
    KNOWN_TO,
    NO,
    YES,
    Alternatives,
    Atom,
    Cells,
    NeedAtom,
    OneOf,
    Symbol,
    SymbolTable,
    Variable,
    VariableKind,
)
from graph.availability import is_full
from graph.network import ANYWHERE, Network
from graph.planning.plan import Plan, widest_assumptions
from graph.planning.task import Action, Assumption, Core, Task, number_facts
from graph.question import Question
from graph.referral.domains import Domains
from graph.referral.initial_state import Situation, is_presumable
from graph.referral.operators import Costs, Filter, Operator, RelevantOperators, compile_services, list_formulas, select
from graph.referral.safety import counts_as_met, is_barred

Dropped = frozenset[tuple[str, str | None]]
"""Conditions that do not count, as pairs of a service and the id of its requirement (None: its access)."""

MOST_TEMPLATES = 16
"""Templates that a compiled network keeps. Nothing about a person is in them: no facts, no entry situation."""


Partial = frozenset[OneOf]
"""The variables that a situation leaves some of their cells but not one, with these."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The task of one question, and what the names in it stand for."""

    task: Task
    template: "TaskTemplate"
    form: "TaskForm"

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
        """What the facts stand for."""
        return self.form.symbols

    @property
    def core(self) -> Core:
        """The core of the task in which every need must be met, not pruned."""
        return self.template.core(self)

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
        self._read: dict[int, tuple[Symbol, ...]] = {}
        self._unsaid: dict[Variable, Unsaid] = {}
        self._lock = Lock()
        self._templates: dict[object, TaskTemplate] = {}

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
        return self.template(question, dropped, presume, closed_too).build(situation)

    def template(
        self,
        question: Question,
        dropped: Dropped = frozenset(),
        presume: bool = False,
        closed_too: bool = False,
    ) -> "TaskTemplate":
        """The tasks of `question` in any situation; the other parameters as in `compile`.

        The last ones are kept: an answer supposes many situations, and a coverage survey has thousands.
        """
        preferences = question.preferences
        territory = self.network.territory_of(question.start)
        key = (question.needs, territory, preferences, question.avoid, question.on, dropped, presume, closed_too)
        with self._lock:
            template = self._templates.pop(key, None)
            if template is None:
                relevant = self.relevant(question, closed_too)
                if dropped:
                    relevant = [_without(operator, dropped) for operator in relevant]
                selection = select(self.network, question.needs, relevant)
                template = TaskTemplate(self, question.needs, selection, preferences.allow_assumptions, presume)
            self._templates[key] = template
            while len(self._templates) > MOST_TEMPLATES:
                del self._templates[next(iter(self._templates))]
            return template

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
                    wanted.extend(self._reads(number))
        return [self._priced(self.operators[number], question.on) for number in sorted(found)]

    def _reads(self, number: int) -> tuple[Symbol, ...]:
        """What an operator reads and some operator provides."""
        if number not in self._read:
            atoms = dict.fromkeys(_read_atoms(self.operators[number]))
            self._read[number] = tuple(atom for atom in atoms if atom in self._providers)
        return self._read[number]

    def unsaid(self, variable: Variable) -> "Unsaid":
        """What `variable` may be where nothing is said of it."""
        if variable not in self._unsaid:
            definition = self.network.facts.get(variable.name) if variable.fact is not None else None
            closed = variable.kind is VariableKind.AT_ONCE or (definition is not None and definition.closed_world)
            cells = self.domains.cells(variable)
            possible = NO if closed else frozenset(cells)
            fact = self.symbols.name(Atom(variable, *possible)) if len(possible) == 1 else None
            self._unsaid[variable] = Unsaid(len(cells), possible, closed, fact)
        return self._unsaid[variable]

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


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A variable of which nothing is said: how many cells it has, those that it may have, whether what is not given
    does not hold, and what is true of it where that is one thing."""

    size: int
    possible: Cells
    closed: bool
    fact: str | None


@dataclass(frozen=True, slots=True)
class _Assumable:
    """A variable that plans may assume: the choices by cell, those that a safety rule may bar, and the set-valued fact
    of which no other member may be known (None: that does not matter)."""

    variable: Variable
    choices: Mapping[str, Assumption]
    risky: frozenset[str]
    of_set: str | None


class TaskTemplate:
    """All that the tasks of some needs have in common; one is made for each situation.

    Parameters
    ----------
    compiled
        The compiled network.
    needs
        What is asked for.
    selection
        The operators that matter for it.
    assume
        Whether plans may rest on what is unknown.
    presume
        Whether they may also rest on what the vocabulary lets nobody be presumed to be.
    """

    def __init__(
        self,
        compiled: CompiledNetwork,
        needs: tuple[str, ...],
        selection: RelevantOperators,
        assume: bool = True,
        presume: bool = False,
    ) -> None:
        self._compiled = compiled
        self._needs = needs
        self.selection = selection
        self._unsaid = {variable: compiled.unsaid(variable) for variable in selection.variables}
        self._single = {variable: each.fact for variable, each in self._unsaid.items() if each.fact is not None}
        self._groups = {alternatives: compiled.facts(alternatives) for alternatives in selection.groups}
        self._occasions = tuple(
            dict.fromkeys(members[0].occasion for members in selection.members.values() if members[0].occasion)
        )
        self._assumable = tuple(self._list_assumable(presume)) if assume else ()
        self._forms: dict[tuple[Partial, frozenset[str]], TaskForm] = {}

    def build(self, situation: Situation) -> Compiled:
        """The task in `situation`."""
        given = dict(self._given(situation))
        partial = frozenset(OneOf(*each) for each in given.items() if 1 < len(each[1]) < self._unsaid[each[0]].size)
        met = frozenset(need for need in {*self._needs, *self._occasions} if self._is_met(need, situation))
        form = self._forms.get((partial, met))
        if form is None:
            form = self._forms[partial, met] = TaskForm(
                self._compiled, self._needs, self.selection, self._groups, self._single, partial, met
            )
        task = Task(
            init=form.init(given),
            goals=form.goals,
            actions=form.actions,
            assumptions=tuple(self._assumptions(situation, given)),
        )
        return Compiled(task, self, form)

    def core(self, compiled: Compiled) -> Core:
        """The core of a task of this template in which every need must be met, not pruned."""
        assumable = (assumption for each in self._assumable for assumption in each.choices.values())
        return compiled.form.core(compiled.task, assumable)

    def _given(self, situation: Situation) -> Iterator[tuple[Variable, Cells]]:
        """The variables that the situation says something about, with the cells that it leaves them."""
        for settled, known in situation.known.items():
            if settled in self._unsaid and settled.kind is not VariableKind.AT_ONCE:
                yield settled, known.cells
            if known.cells == YES and settled.name == KNOWN_TO and settled.at_once in self._unsaid:
                yield settled.at_once, YES

    def _is_met(self, need: str, situation: Situation) -> bool:
        network = self._compiled.network
        formula = network.get_need(need).met_when
        if formula is None or situation.truth(formula) is not True:
            return False
        return counts_as_met(network, self._needs, situation, need)

    def _list_assumable(self, presume: bool) -> Iterator[_Assumable]:
        network, symbols, cost = self._compiled.network, self._compiled.symbols, self._compiled.costs.assumption
        never = {effect for rule in network.catalogue.safety for effect in rule.never}
        barred = {Atom(Variable(effect.fact), effect.value) for effect in never}
        for variable in sorted((each for each, unsaid in self._unsaid.items() if not unsaid.closed), key=str):
            freely = presume and variable.fact is not None
            choices = {
                cell: Assumption(variable=str(variable), fact=symbols.name(Atom(variable, cell)), cost=cost)
                for cell in sorted(self._unsaid[variable].possible)
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
        return is_barred(self._compiled.network, self._needs, situation, Atom(variable, cell))


class TaskForm:
    """The tasks of one template in situations that leave the same variables some of their cells, and meet the same."""

    def __init__(
        self,
        compiled: CompiledNetwork,
        needs: tuple[str, ...],
        selection: RelevantOperators,
        groups: Mapping[Alternatives, tuple[str, ...]],
        single: Mapping[Variable, str],
        partial: Partial,
        met: frozenset[str],
    ) -> None:
        self._compiled = compiled
        self._needs = needs
        self.variables = selection.variables
        self._partial: dict[Variable, Cells] = dict(partial)
        self.symbols = SymbolTable(compiled.symbols)
        # who lives in a flat is not sent to a dormitory
        self.members = {
            name: operators for name, operators in selection.members.items() if operators[0].occasion not in met
        }
        self.groups = {each: self._group(each, facts) for each, facts in groups.items()} if partial else groups
        self.given_up = {f"giveup:{need}": need for need in needs}
        self.goals = tuple((self._met(need),) for need in needs)
        give_up = compiled.costs.give_up
        self.actions = (
            *(self._action(name, operators[0]) for name, operators in self.members.items()),
            *(Action(name=name, cost=give_up, provides=(self._met(need),)) for name, need in self.given_up.items()),
        )
        self._read = {fact for action in self.actions for group in action.requires for fact in group}
        self._known = frozenset(self._met(need) for need in needs if need in met)
        self._default = {variable: fact for variable, fact in single.items() if fact in self._read}
        self._facts = frozenset(self._default.values())
        self._core: Core | None = None
        self._bits: dict[str, int] = {}
        self._default_bits = 0

    def core(self, task: Task, assumable: Iterable[Assumption]) -> Core:
        """The core of a `task` of this form in which every need must be met, not pruned; `assumable` is all that a task
        may assume."""
        if self._core is None:
            actions = (action for action in self.actions if action.name not in self.given_up)
            self._core = number_facts(self._read | self._known, self.goals, [*actions, *assumable])
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
        """What is true before anything is done, and is read: of each variable its only possible cell, or the cells that
        are left."""
        facts = self._facts.difference(self._default[variable] for variable in given if variable in self._default)
        return facts.union(self._given_facts(given), self._known)

    def _given_facts(self, given: Mapping[Variable, Cells]) -> Iterator[str]:
        for variable, cells in given.items():
            if len(cells) == 1:
                fact = self._fact(variable, *cells)
            elif variable in self._partial:
                fact = self._pseudo(variable)
            else:
                continue
            if fact in self._read:
                yield fact

    def _met(self, need: str) -> str:
        """The fact that `need` is met."""
        return self._compiled.symbols.name(NeedAtom(need))

    def _fact(self, variable: Variable, cell: str) -> str:
        """The fact that `variable` has `cell`."""
        return self._compiled.symbols.name(Atom(variable, cell))

    def _pseudo(self, variable: Variable) -> str:
        """The fact that `variable` has one of the cells that are left; told to the symbols of this form alone."""
        return self.symbols.name(OneOf(variable, self._partial[variable]))

    def _action(self, name: str, operator: Operator) -> Action:
        wanted = set(self._needs)
        provides = [self._met(need) for need in operator.needs if need in wanted]
        removes: list[str] = []
        for variable, cell in operator.effects:
            if variable in self.variables:
                provides.append(self._fact(variable, cell))
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
        for other in self._compiled.domains.cells(variable):
            if other != cell:
                yield self._fact(variable, other)
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
