"""What is known in each lane, by variable: for each set of possible cells, the lanes with that set.

A *lane* is a combination of an entry situation and a profile. Lanes are numbered, and sets of them are integers with
one bit for each, as in bit-parallel simulation.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from graph.atoms import NO, YES, Alternatives, Cells, Variable, VariableKind
from graph.model import SafetyRule
from graph.planning.task import union
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.initial_state import Situation, is_presumable
from graph.referral.operators import Operator
from graph.referral.safety import concerns

_NOTHING: frozenset[Cells] = frozenset()


class InitialStates:
    """For each variable and set of possible cells, the lanes with that set.

    `situations` has None for a lane that describes nobody.
    """

    def __init__(self, compiled: CompiledNetwork, situations: Sequence[Situation | None]) -> None:
        self.compiled = compiled
        self._situations = situations
        self.all = lanes_where(situation is not None for situation in situations)
        self._known: dict[Variable, dict[Cells, int]] = {}
        self._naming: dict[str | None, int] = {}
        self._met: dict[str, int] = {}
        self._held: dict[Alternatives, int] = {}
        self._possible: dict[Variable, tuple[tuple[Cells, int], ...]] = {}
        self._concerned: dict[tuple[str, str], int] = {}
        self._seen: dict[tuple[Variable, frozenset[Cells]], tuple[int, ...]] = {}
        for number, situation in enumerate(situations):
            for variable, known in situation.known.items() if situation is not None else ():
                lanes = self._known.setdefault(variable, {})
                lanes[known.cells] = lanes.get(known.cells, 0) | 1 << number
                name = variable.set_name
                if name is not None and known.cells == YES:
                    self._naming[name] = self._naming.get(name, 0) | 1 << number

    def possible(self, variable: Variable) -> tuple[tuple[Cells, int], ...]:
        """The possible cells of `variable`, each with the lanes that leave it possible."""
        if variable not in self._possible:
            self._possible[variable] = tuple((cells, lanes) for cells, lanes in self._list_possible(variable) if lanes)
        return self._possible[variable]

    def _list_possible(self, variable: Variable) -> Iterator[tuple[Cells, int]]:
        rest = self.all
        if variable.kind is VariableKind.AT_ONCE:
            given = self._known.get(variable.settled, {}).get(YES, 0)
            yield from ((YES, given), (NO, rest & ~given))
            return
        for cells, lanes in self._known.get(variable, {}).items():
            rest &= ~lanes
            yield cells, lanes
        yield NO if self._is_closed(variable) else frozenset(self.compiled.domains.cells(variable)), rest

    def held(self, group: Alternatives) -> int:
        """The lanes in which `group` holds from the start."""
        if group not in self._held:
            self._held[group] = union(
                there for variable, cells in group for possible, there in self.possible(variable) if possible <= cells
            )
        return self._held[group]

    def assumable(self, need: str, variable: Variable, cells: Cells, presume: bool = False) -> int:
        """The lanes in which a plan for `need` may assume that `variable` has one of `cells`.

        With `presume`, also what the vocabulary bars from being presumed.
        """
        if self._is_closed(variable):
            return 0
        freely = presume and variable.fact is not None
        network = self.compiled.network
        presumed = {cell for cell in cells if freely or is_presumable(network, (need,), variable, cell)}
        lanes = 0
        for possible, there in self.possible(variable):
            if not possible <= cells and not presumed.isdisjoint(possible):
                lanes |= there
        name = variable.set_name
        return lanes if name is None or freely else lanes & ~self._naming.get(name, 0)

    def met(self, need: str) -> int:
        """The lanes in which `need` is met from the start."""
        if need not in self._met:
            formula = self.compiled.network.get_need(need).met_when
            self._met[need] = 0 if formula is None else self._where(lambda each: each.truth(formula) is True)
        return self._met[need]

    def counted_as_met(self, need: str, occasion: str) -> int:
        """The lanes in which a plan for `need` needs nothing that meets `occasion`, because that is met already."""
        rules = (rule for rule in self.compiled.network.catalogue.safety if occasion in rule.instead_of)
        return self.met(occasion) & ~union(self._concerned_by(rule, need) for rule in rules)

    def alike(self, need: str, operators: Sequence[Operator], lanes: int, exactly: bool = False) -> list[int]:
        """Group `lanes` so that the tasks of `need` and `operators` have the same plans in all lanes of a group.

        This is partition refinement: each thing that a task takes from the situation splits the groups so far. With
        `exactly`, known cells also split a group if they have the same effect.
        """
        tests: dict[Variable, set[Cells]] = {}
        for group in {item.alternatives for one in operators for item in one.conditions}:
            for variable, cells in group:
                tests.setdefault(variable, set()).add(cells)
        changed = {variable for each in operators for variable, _ in each.effects}
        parts = [lanes] if lanes else []
        for variable, asked in tests.items():
            for there in self._views(variable, _NOTHING if exactly or variable in changed else frozenset(asked)):
                parts = split_lanes(parts, there)
        for name in {variable.set_name for variable in tests if exactly or not self._is_closed(variable)}:
            parts = split_lanes(parts, self._naming.get(name, 0))
        for there in self._barred(need, tests):
            parts = split_lanes(parts, there)
        for occasion in {each.occasion for each in operators if each.occasion is not None}:
            parts = split_lanes(parts, self.counted_as_met(need, occasion))
        return parts

    def _views(self, variable: Variable, asked: frozenset[Cells]) -> tuple[int, ...]:
        """Group the lanes by the cells that they leave `variable`.

        Cells with the same answer to each test `asked` are one group, if none of the answers is open.
        """
        if (variable, asked) not in self._seen:
            views: dict[object, int] = {}
            for possible, there in self.possible(variable):
                settled = asked and all(possible <= cells or possible.isdisjoint(cells) for cells in asked)
                view = frozenset(cells for cells in asked if possible <= cells) if settled else possible
                views[settled, view] = views.get((settled, view), 0) | there
            self._seen[variable, asked] = tuple(views.values()) if len(views) > 1 else ()
        return self._seen[variable, asked]

    def _barred(self, need: str, tests: Mapping[Variable, Collection[Cells]]) -> Iterator[int]:
        """The lanes in which a safety rule forbids assuming a cell for which one of `tests` asks."""
        for rule in self.compiled.network.catalogue.safety:
            for effect in rule.never:
                variable = Variable(effect.fact)
                if any(effect.value in cells for cells in tests.get(variable, ())):
                    unknown = (there for cells, there in self.possible(variable) if {effect.value} < cells)
                    yield union(unknown) & self._concerned_by(rule, need)

    def _concerned_by(self, rule: SafetyRule, need: str) -> int:
        key = rule.code, need
        if key not in self._concerned:
            self._concerned[key] = self._where(lambda each: concerns(rule, (need,), each))
        return self._concerned[key]

    def _where(self, holds: Callable[[Situation], bool]) -> int:
        return lanes_where(situation is not None and holds(situation) for situation in self._situations)

    def _is_closed(self, variable: Variable) -> bool:
        """Whether a fact that is not given does not hold."""
        definition = self.compiled.network.facts.get(variable.name) if variable.fact is not None else None
        return definition is not None and definition.closed_world


def split_lanes(parts: Sequence[int], lanes: int) -> list[int]:
    """Split each of `parts` into the lanes that are in `lanes` and those that are not.

    >>> split_lanes([0b111, 0b1000], 0b1001)
    [1, 6, 8]
    """
    return [half for part in parts for half in (part & lanes, part & ~lanes) if half]


def lanes_where(holds: Iterable[bool]) -> int:
    """Bit i is the i-th truth.

    >>> bin(lanes_where([True, False, True, True]))
    '0b1101'
    """
    return int("".join("1" if each else "0" for each in holds)[::-1] or "0", 2)
