"""Where a change matters: for each need, the lanes in which something that differs is left by pruning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from graph.coverage.initial_states import Ground
from graph.coverage.operator_diff import Degree, Difference
from graph.coverage.pruning import LanePruning
from graph.coverage.scope import Scope
from graph.coverage.tasks import Place, TaskBook
from graph.model import EntrySituation, Profile
from graph.referral.operator_selection import Selection


@dataclass(frozen=True, slots=True)
class Row:
    """What a change does to one need in one territory: lanes by the name of an action."""

    after: Selection
    pruned: LanePruning
    looser: Mapping[str, int]
    """Where an action is left of which plans may use more than before."""
    gone: Mapping[str, int]
    """By service, where something was left of it that is no longer there, or asks for more."""
    touched: int
    """Where something that differs is left, before or now."""

    def at(self, lane: int) -> "Spot":
        """The change in one lane."""
        return Spot(*(_there(each, lane) for each in (self.pruned.left, self.looser, self.gone)))


@dataclass(frozen=True, slots=True)
class Spot:
    """What a change does in one lane: the actions left, those that are looser, and the services that lose something."""

    left: frozenset[str]
    looser: frozenset[str]
    gone: frozenset[str]


class RowBook:
    """Compares the cells of one scope before and after a change, one need in one territory at a time.

    Lanes are numbered over the entry situations and profiles where somebody can be, before and after.
    """

    def __init__(self, scope: Scope, before: TaskBook, after: TaskBook) -> None:
        self._scope = scope
        self._books = before, after
        self._difference = Difference(before.compiled, after.compiled)
        self._rows: dict[Place, Row | None] = {}

    def find_lane(self, entry: EntrySituation, profile: Profile) -> int | None:
        """The lane of `entry` and `profile`; None where nobody can be, or could be before."""
        return self._lanes.get((entry.code, profile.code))

    def find_row(self, need: str, entry: EntrySituation) -> Row | None:
        """What the change does to `need` where `entry` lies; None if nothing."""
        place = need, entry.territory
        if place not in self._rows:
            before, after = (book.reading(need, entry).selection for book in self._books)
            self._rows[place] = None if before == after else self._compare(need, entry.territory, before, after)
        return self._rows[place]

    def _compare(self, need: str, territory: str | None, before: Selection, after: Selection) -> Row:
        assume = self._scope.preferences.allow_assumptions
        territories = {entry.code: entry.territory for entry in self._scope.situations}
        here = sum(1 << lane for (entry, _), lane in self._lanes.items() if territories[entry] == territory)
        old, new = self._grounds
        was = LanePruning(old, need, before, assume, here).left
        pruned = LanePruning(new, need, after, assume, here)
        left = pruned.left
        degrees = self._difference.degrees(before, after)
        looser = {name: left[name] for name in _of_degree(after, degrees, Degree.OTHER)}
        gone: dict[str, int] = {}
        for name, members in before.members.items():
            for service in {member.service for member in members if degrees[member.name] is not Degree.SAME}:
                gone[service] = gone.get(service, 0) | was[name]
        differing = (left[name] for name in _of_degree(after, degrees, Degree.TIGHTER))
        return Row(after, pruned, looser, gone, reduce(or_, (*differing, *gone.values()), 0))

    @cached_property
    def _lanes(self) -> Mapping[tuple[str, str], int]:
        there = (pair for pair in self._pairs() if all(book.find_situation(*pair) is not None for book in self._books))
        return {(entry.code, profile.code): lane for lane, (entry, profile) in enumerate(there)}

    @cached_property
    def _grounds(self) -> tuple[Ground, Ground]:
        before, after = self._books
        return self._ground(before), self._ground(after)

    def _ground(self, book: TaskBook) -> Ground:
        situations = []
        for entry, profile in self._pairs():
            situation = book.find_situation(entry, profile)
            if situation is not None and self.find_lane(entry, profile) is not None:
                situations.append(situation)
        return Ground(book.compiled, situations)

    def _pairs(self) -> Iterator[tuple[EntrySituation, Profile]]:
        for entry in self._scope.situations:
            for profile in self._scope.profiles:
                yield entry, profile


def _there(lanes: Mapping[str, int], lane: int) -> frozenset[str]:
    return frozenset(name for name, where in lanes.items() if where >> lane & 1)


def _of_degree(selection: Selection, degrees: Mapping[str, Degree], least: Degree) -> list[str]:
    """The actions of `selection` behind which some operator differs that much."""
    return [
        name for name, members in selection.members.items() if any(degrees[member.name] >= least for member in members)
    ]
