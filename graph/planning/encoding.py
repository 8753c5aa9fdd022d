"""A pruned task as an answer-set program.

Every operator is used at most a given number of times. That what is used can be reached from the start, when nothing
is ever removed, is the foundedness of answer sets. For *linked* facts the program is partial-order causal-link
planning (McAllester & Rosenblitt 1991): each use chooses one supporter a group, who ends the supported fact stands
before the supporter or after the consumer, and the order is acyclic (Bomanson et al. 2015). With no fact linked the
program is the delete relaxation; with every fact linked its answer sets are the plans.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from graph.planning.task import GOAL, Core, bits, union
from graph.structs import Struct

if TYPE_CHECKING:
    from clingo.backend import Backend


def components(successors: Sequence[Iterable[int]]) -> list[int]:
    """For each node, the number of its strongly connected component (Tarjan 1972), without recursion.

    >>> components([[1], [0], [0]])
    [0, 0, 2]
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    component = [-1] * len(successors)
    stack: list[int] = []
    for root in range(len(successors)):
        if root in index:
            continue
        work = [(root, iter(successors[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            node, following = work[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    work.append((other, iter(successors[other])))
                    break
                if component[other] < 0:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    while component[node] < 0:
                        component[stack.pop()] = node
    return component


class Encoding(Struct, frozen=True):
    """The atoms of a program: for each operator of the core one atom an occurrence, and perhaps a free one.

    A *free* occurrence stands for any further ones of that operator: it supports without order and threatens nothing,
    so a program with free occurrences relaxes the task.
    """

    core: Core
    occurrences: tuple[tuple[int, ...], ...]
    free: dict[int, int]

    def atoms(self) -> list[tuple[int, int]]:
        """(atom, cost) of everything that can be used."""
        costs = [operator.cost for operator in self.core.operators]
        fixed = [(atom, costs[index]) for index, atoms in enumerate(self.occurrences) for atom in atoms]
        return fixed + [(atom, costs[index]) for index, atom in self.free.items()]


def encode(
    backend: "Backend", core: Core, copies: Sequence[int], linked: int = 0, free: Iterable[int] = ()
) -> Encoding:
    """Add the program of `core`: `copies[i]` occurrences of operator i, and a free one for each in `free`.

    `linked` is the set of facts whose supporters are ordered and protected.
    """
    return _Writer(backend, core, copies, linked, free).write()


class _Option(Struct, frozen=True):
    """A way to support a group: `fact` from `node` (None: before the first step), if `atom` (None: always) is used."""

    fact: int
    node: int | None
    atom: int | None
    loose: bool = False
    """Whether neither order nor threats matter."""


class _Nodes(msgspec.Struct):
    """Who provides and ends each fact, by node. A node is one occurrence of an action."""

    operator: list[int] = msgspec.field(default_factory=list)
    atom: list[int] = msgspec.field(default_factory=list)
    providers: dict[int, list[int]] = msgspec.field(default_factory=lambda: defaultdict(list))
    enders: dict[int, list[int]] = msgspec.field(default_factory=lambda: defaultdict(list))
    givers: dict[int, list[int]] = msgspec.field(default_factory=lambda: defaultdict(list))
    """Atoms of the assumptions that give a fact."""
    loose: dict[int, list[tuple[int, int]]] = msgspec.field(default_factory=lambda: defaultdict(list))
    """(operator, atom) of the free occurrences that provide a fact."""


class _Writer:
    def __init__(self, backend: "Backend", core: Core, copies: Sequence[int], linked: int, free: Iterable[int]) -> None:
        self._backend = backend
        self._core = core
        self._linked = linked
        self._nodes = _Nodes()
        self._orders: dict[tuple[int, int], int] = {}
        self._groups: dict[int, int] = {}
        self._facts = [backend.add_atom() for _ in core.facts]
        self._occurrences = tuple(tuple(self._declare(index, count)) for index, count in enumerate(copies))
        self._free = {index: self._declare_free(index) for index in sorted(free)} if linked else {}
        self._component = self._components() if linked else []

    def write(self) -> Encoding:
        for fact in bits(self._core.init):
            self._backend.add_rule([self._facts[fact]])
        for goal in self._core.goals:
            self._clause(self._group(goal))
            self._support(GOAL, goal)
        for node, operator in enumerate(self._nodes.operator):
            for group in self._core.operators[operator].groups:
                self._support(node, group)
        self._choose_once()
        return Encoding(self._core, self._occurrences, self._free)

    def _declare(self, index: int, count: int) -> Iterator[int]:
        operator, nodes = self._core.operators[index], self._nodes
        conditions = [self._group(group) for group in operator.groups]
        for copy in range(count):
            atom = self._backend.add_atom()
            self._backend.add_rule([atom], conditions, True)
            for fact in bits(operator.adds):
                self._backend.add_rule([self._facts[fact]], [atom])
            if operator.variable is not None:
                for fact in bits(operator.adds & self._linked):
                    nodes.givers[fact].append(atom)
            else:
                self._declare_node(index, atom)
                if copy:
                    self._clause(-atom, nodes.atom[-2])
            yield atom

    def _declare_node(self, index: int, atom: int) -> None:
        operator, nodes, node = self._core.operators[index], self._nodes, len(self._nodes.atom)
        nodes.operator.append(index)
        nodes.atom.append(atom)
        for fact in bits(operator.adds & self._linked):
            nodes.providers[fact].append(node)
        for fact in bits(operator.removes & self._linked):
            nodes.enders[fact].append(node)

    def _declare_free(self, index: int) -> int:
        atom = self._choice()
        self._clause(-atom, self._occurrences[index][-1])
        for fact in bits(self._core.operators[index].adds & self._linked):
            self._nodes.loose[fact].append((index, atom))
        return atom

    def _group(self, group: int) -> int:
        """The atom that some fact of `group` is reached when nothing is removed."""
        if group.bit_count() == 1:
            return self._facts[group.bit_length() - 1]
        atom = self._groups.get(group)
        if atom is None:
            self._groups[group] = atom = self._backend.add_atom()
            for fact in bits(group):
                self._backend.add_rule([atom], [self._facts[fact]])
        return atom

    def _choice(self) -> int:
        atom: int = self._backend.add_atom()
        self._backend.add_rule([atom], [], True)
        return atom

    def _clause(self, *literals: int) -> None:
        """At least one of `literals` holds."""
        self._backend.add_rule([], [-literal for literal in literals])

    def _choose_once(self) -> None:
        variables: dict[str, list[int]] = defaultdict(list)
        for operator, atoms in zip(self._core.operators, self._occurrences, strict=True):
            if operator.variable is not None:
                variables[operator.variable].append(atoms[0])
        for atoms_of_one in variables.values():
            if len(atoms_of_one) > 1:
                self._backend.add_weight_rule([], 2, [(atom, 1) for atom in atoms_of_one])

    def _support(self, consumer: int, group: int) -> None:
        """If `consumer` is used, something supports `group`, in time and unthreatened."""
        if not group & self._linked:
            return
        unused = () if consumer == GOAL else (-self._nodes.atom[consumer],)
        plain = [self._facts[fact] for fact in bits(group & ~self._linked)]
        options = self._options(consumer, group & self._linked)
        if len(options) == 1 and not plain:
            self._require(unused, options[0])
            self._link(consumer, options[0], unused)
            return
        choices = []
        for option in options:
            if not self._is_plain(consumer, option):
                link = self._choice()
                choices.append(link)
                self._require((-link,), option)
                self._link(consumer, option, (-link,))
            elif option.atom is None:
                return
            else:
                choices.append(option.atom)
        self._clause(*unused, *plain, *choices)

    def _require(self, unless: tuple[int, ...], option: _Option) -> None:
        if option.atom is not None:
            self._clause(*unless, option.atom)

    def _options(self, consumer: int, group: int) -> list[_Option]:
        nodes, core, options = self._nodes, self._core, list[_Option]()
        operator = nodes.operator[consumer] if consumer != GOAL else GOAL
        for fact in bits(group):
            if core.init >> fact & 1:
                options.append(_Option(fact, None, None))
            options += [_Option(fact, None, giver) for giver in nodes.givers.get(fact, ())]
            options += [
                _Option(fact, node, nodes.atom[node]) for node in nodes.providers.get(fact, ()) if node != consumer
            ]
            if fact in nodes.enders:
                # a lasting fact needs no further occurrence, and no early occurrence rests on a later one
                options += [_Option(fact, None, atom, True) for by, atom in nodes.loose.get(fact, ()) if by != operator]
        return options

    def _is_plain(self, consumer: int, option: _Option) -> bool:
        """Whether using the supporter is enough, so that the link needs no atom of its own."""
        if option.loose:
            return True
        return option.fact not in self._nodes.enders and (
            option.node is None or not self._together(option.node, consumer)
        )

    def _link(self, consumer: int, option: _Option, unless: tuple[int, ...]) -> None:
        """Unless a literal of `unless` holds, the supporter comes before `consumer` and its fact lasts in between."""
        if option.loose:
            return
        if option.node is not None and self._together(option.node, consumer):
            self._backend.add_acyc_edge(option.node, consumer, [-literal for literal in unless])
        for ender in self._nodes.enders.get(option.fact, ()):
            if ender in (option.node, consumer):
                continue
            outside = self._outside(ender, option.node, consumer)
            if outside is not None:
                self._clause(*unless, -self._nodes.atom[ender], *outside)

    def _outside(self, ender: int, source: int | None, consumer: int) -> list[int] | None:
        """Literals of which one puts `ender` before `source` or after `consumer`; None if nothing prevents it."""
        sides = [(ender, source)] if source is not None else []
        sides += [(consumer, ender)] if consumer != GOAL else []
        if not all(self._together(before, after) for before, after in sides):
            return None
        return [self._before(before, after) for before, after in sides]

    def _before(self, first: int, second: int) -> int:
        """The literal that `first` stands before `second`; its complement is the other order."""
        low, high = sorted((first, second))
        atom = self._orders.get((low, high))
        if atom is None:
            self._orders[low, high] = atom = self._choice()
            self._backend.add_acyc_edge(low, high, [atom])
            self._backend.add_acyc_edge(high, low, [-atom])
        return atom if first == low else -atom

    def _together(self, first: int, second: int) -> bool:
        """Whether the two may lie on a common cycle of orders."""
        return second != GOAL and self._component[first] == self._component[second]

    def _components(self) -> list[int]:
        """The component of each node in the graph of every order that a link or a threat may ask for."""
        nodes = self._nodes
        successors: list[set[int]] = [set() for _ in nodes.atom]
        for consumer, operator in enumerate(nodes.operator):
            for fact in bits(union(self._core.operators[operator].groups) & self._linked):
                successors[consumer].update(nodes.enders.get(fact, ()))
                for source in nodes.providers.get(fact, ()):
                    successors[source].add(consumer)
        for fact, enders in nodes.enders.items():
            for ender in enders:
                successors[ender].update(nodes.providers.get(fact, ()))
        return components(successors)
