"""Prunes the tasks of all lanes at once: finds the operators that a minimal plan may use, and the lanes where it may.

A *lane* is a combination of an entry situation and a profile. As in `graph.planning.relevance`, delete-free
reachability from the start and relevance from the goal alternate until neither removes anything. Instead of one truth
value, each step handles an integer with one bit for each lane, as in bit-parallel simulation.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, reduce
from operator import and_
from typing import NamedTuple

from graph.atoms import KNOWN_TO, YES, Alternatives, Atom, Cells, Variable
from graph.coverage.initial_states import InitialStates, split_lanes
from graph.planning.task import union
from graph.referral.operators import RelevantOperators


class _Standing(NamedTuple):
    """The state of an any-of group: the lanes in which it holds for good, and for each of its alternatives the lanes in
    which that may hold at all. `open` is empty if that does not matter."""

    good: int
    open: tuple[int, ...]


class AlikeTasks(NamedTuple):
    """Lanes with the same operators: a list for each core, and in it the lanes of each task.

    Tasks of one core differ only in which contacts make the groups of `entered` hold; all of these hold for good.
    """

    selection: RelevantOperators
    cores: list[list[int]]
    entered: frozenset[Alternatives]

    def entering(self) -> frozenset[str]:
        """The services that ask for something of `entered`."""
        return frozenset(
            member.service
            for members in self.selection.members.values()
            if any(condition.alternatives in self.entered for condition in members[0].conditions)
            for member in members
        )


class LanePruning:
    """The tasks for `need` in the lanes of `here`, pruned.

    Parameters
    ----------
    states
        What is known in each lane.
    need
        The need.
    selection
        The operators that matter for it.
    assume
        Whether plans may rest on assumptions.
    here
        The lanes to prune, as a bit mask.
    closing
        Whether to keep also what may matter once something else closes: what holds for good counts as if it could end.
    presume
        Whether plans may also assume what the vocabulary bars from being presumed.

    Notes
    -----
    `left` has for each action of `selection`, by name, the lanes in which it may matter. In other lanes, no irredundant
    plan uses it; nothing matters where the need is met from the start, or is out of reach. The work is that of pruning
    one task, times some constant, whatever the number of lanes.
    """

    def __init__(
        self,
        states: InitialStates,
        need: str,
        selection: RelevantOperators,
        assume: bool,
        here: int,
        closing: bool = False,
        presume: bool = False,
    ) -> None:
        self._states_of = states
        self._need = need
        self._assume = assume
        self._presume = presume
        self._closing = closing
        self._selection = selection
        self._members = selection.members
        self._operators = {name: members[0] for name, members in selection.members.items()}
        self._providers: dict[Variable, dict[str, list[str]]] = {}
        for name, operator in self._operators.items():
            for variable, cell in operator.effects:
                self._providers.setdefault(variable, {}).setdefault(cell, []).append(name)
        self._idle = {group for group in selection.groups if self._is_idle(group)}
        self._groups = {
            name: tuple(
                dict.fromkeys(each.alternatives for each in operator.conditions if each.alternatives not in self._idle)
            )
            for name, operator in self._operators.items()
        }
        groups = {group for groups in self._groups.values() for group in groups}
        self._sources = {group: tuple(self._effects(group)) for group in groups}
        self._held = {group: states.held(group) for group in groups}
        self._from_start = {group: self._held[group] | self._assumed(group) for group in groups}

        self._without: dict[frozenset[str], int] = {}
        self.left = self._prune(here)
        self.open = union(self.left.values())
        """The lanes in which something is left."""

    def _is_idle(self, group: Alternatives) -> bool:
        """Whether `group` holds in every lane, through what no operator touches, and no contact can make it hold."""
        if _is_entrance(group) or any(variable in self._providers for variable, _ in group):
            return False
        return self._states_of.held(group) == self._states_of.all

    def without(self, services: frozenset[str]) -> int:
        """The lanes in which the need stays in reach without `services`, in the delete relaxation."""
        if services not in self._without:
            kept = {
                name: lanes
                for name, lanes in self.left.items()
                if lanes and not all(member.service in services for member in self._members[name])
            }
            usable = self._reachable(kept)
            self._without[services] = union(usable[name] for name in kept if self._need in self._operators[name].needs)
        return self._without[services]

    def alike(self, lanes: int) -> Iterator["AlikeTasks"]:
        """`lanes` by the operators that remain there and what these ask for.

        A condition that holds for good is not asked for any more, nor is an alternative that can never hold. What
        contacts can open stays, for they may close; but where it holds for good, it is not part of the core.
        """
        parts = [lanes] if lanes else []
        for there in self.left.values():
            parts = split_lanes(parts, there)
        for part in parts:
            selection = self._asking.only({name for name, there in self.left.items() if there & part})
            for some in self._split(selection.groups, part):
                left = {group: self._asked(group, some) for group in selection.groups}
                entered = {group: None for group, rest in left.items() if rest is None and _is_entrance(group)}
                asked = selection.asking({group: rest for group, rest in left.items() if group not in entered})
                tasks = self._states_of.alike(self._need, asked.first, some)
                cores = self._states_of.alike(self._need, asked.asking(entered).first, some) if entered else tasks
                yield AlikeTasks(asked, [[task for task in tasks if task & core] for core in cores], frozenset(entered))

    @cached_property
    def _asking(self) -> RelevantOperators:
        """The operators without the conditions that hold for good wherever something is left."""
        good = (group for group, standing in self._standing.items() if not self.open & ~standing.good)
        settled = self._idle.union(group for group in good if not _is_entrance(group))
        return self._selection.asking(dict.fromkeys(settled))

    def _split(self, groups: Iterable[Alternatives], lanes: int) -> list[int]:
        """`lanes` in parts in which the same is left of each of `groups`."""
        parts = [lanes]
        for group in groups:
            standing = self._standing[group]
            if lanes & ~standing.good:
                parts = split_lanes(parts, standing.good)
                for there in standing.open:
                    parts = split_lanes(parts, there | standing.good)
        return parts

    def _asked(self, group: Alternatives, lanes: int) -> Alternatives | None:
        """What is left of `group` in `lanes`, the same in all of them; None if it holds for good."""
        standing = self._standing[group]
        if lanes & standing.good:
            return None
        if not standing.open:
            return group
        return tuple(each for each, there in zip(group, standing.open, strict=True) if lanes & there)

    @cached_property
    def _standing(self) -> Mapping[Alternatives, "_Standing"]:
        """The state of each group in the lanes in which something is left."""
        return {group: self._stand(group) for group in self._sources}

    def _stand(self, group: Alternatives) -> "_Standing":
        good = self._held_for_good(group, self.left)
        if _is_entrance(group) or not self.open & ~good:
            return _Standing(good, ())
        return _Standing(good, tuple(self._may_hold((each,)) for each in group))

    def _may_hold(self, group: Alternatives) -> int:
        """The lanes in which `group` holds from the start, may be assumed, or is brought about by what is left."""
        sources = (name for variable, cell in self._effects(group) for name in self._providers[variable][cell])
        return self._states_of.held(group) | self._assumed(group) | union(self.left[name] for name in sources)

    def ready(self, action: str) -> int:
        """The lanes in which `action` can be the first step, without an assumption."""
        return reduce(and_, (self._held[group] for group in self._groups[action]), self._states_of.all)

    def _prune(self, here: int) -> dict[str, int]:
        there = here & ~self._states_of.met(self._need)
        kept = {
            name: there & ~self._states_of.counted_as_met(self._need, operator.occasion) if operator.occasion else there
            for name, operator in self._operators.items()
        }
        while True:
            smaller = self._relevant(self._reachable(kept))
            if smaller == kept:
                return kept
            kept = smaller

    def _effects(self, group: Alternatives) -> Iterable[Atom]:
        """The effects, of any operator, that make `group` hold."""
        for variable, cells in group:
            for cell in self._providers.get(variable, {}):
                if cell in cells:
                    yield Atom(variable, cell)

    def _given(self, group: Alternatives) -> Iterable[tuple[Variable, Cells, int]]:
        """The variables through which `group` holds from the start, with their possible cells and the lanes."""
        for variable, cells in group:
            for possible, there in self._states_of.possible(variable):
                if possible <= cells:
                    yield variable, possible, there

    def _assumed(self, group: Alternatives) -> int:
        if not self._assume:
            return 0
        return union(self._states_of.assumable(self._need, variable, cells, self._presume) for variable, cells in group)

    def _reachable(self, kept: Mapping[str, int]) -> dict[str, int]:
        """The lanes in which each operator of `kept` can be reached in the delete relaxation (least fixpoint)."""
        gained: dict[Atom, int] = {}
        held = dict(self._from_start)
        usable = dict.fromkeys(kept, 0)
        changed = True
        while changed:
            changed = False
            for group, sources in self._sources.items():
                for effect in sources:
                    held[group] |= gained.get(effect, 0)
            for name, lanes in kept.items():
                for group in self._groups[name]:
                    lanes &= held[group]
                if lanes != usable[name]:
                    usable[name] = lanes
                    changed = True
                    for effect in self._operators[name].effects:
                        gained[effect] = gained.get(effect, 0) | lanes
        return usable

    def _relevant(self, usable: Mapping[str, int]) -> dict[str, int]:
        """The lanes in which each `usable` operator provides the need, or something that a relevant operator reads.

        What holds for good from the start needs no operator.
        """
        meeting = {name for name, operator in self._operators.items() if self._need in operator.needs}
        relevant = {name: lanes if name in meeting else 0 for name, lanes in usable.items()}
        lasting: dict[Alternatives, int] = {}
        waiting = dict.fromkeys(meeting)
        while waiting:
            name = next(iter(waiting))
            del waiting[name]
            for group in self._groups[name]:
                if not self._sources[group]:
                    continue
                if group not in lasting:
                    lasting[group] = self._lasting(group, usable)
                part = relevant[name] & ~lasting[group]
                for variable, cell in self._sources[group]:
                    for provider in self._providers[variable][cell]:
                        more = usable[provider] & part
                        if more & ~relevant[provider]:
                            relevant[provider] |= more
                            waiting[provider] = None
        return relevant

    def _lasting(self, group: Alternatives, usable: Mapping[str, int]) -> int:
        """The lanes in which `group` counts as holding for good."""
        return 0 if self._closing else self._held_for_good(group, usable)

    def _held_for_good(self, group: Alternatives, usable: Mapping[str, int]) -> int:
        """The lanes in which `group` holds from the start, through something that no usable operator ends."""
        lanes = 0
        for variable, possible, there in self._given(group):
            for cell, providers in self._providers.get(variable, {}).items():
                if possible != {cell}:
                    there &= ~union(usable[name] for name in providers)
            lanes |= there
        return lanes


def _is_entrance(group: Alternatives) -> bool:
    """Whether a contact who knows the person can make `group` hold."""
    return any(variable.name == KNOWN_TO and not YES.isdisjoint(cells) for variable, cells in group)
