"""What a survey says in short: summed up by need, situation or profile, at a time, and compared with another.

At a time, a way may lead only through doors that are open then. A door by appointment, or without known hours, is
neither open nor closed. So a cell is open if some plan only needs doors that are known to be open, closed if there is
no plan even with all unknown doors open, and otherwise unknown. A closed partner sends nobody; an organization sends
while one of its services is open.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from graph.availability import door_state_at, opening_of
from graph.coverage.cells import Cell, CellOutcome, CellStatus
from graph.coverage.changed_network import ClosedParts
from graph.coverage.plan_cuts import MOST_CLOSURES
from graph.coverage.survey import Survey
from graph.message import Text
from graph.network import Network
from graph.opening_hours import OpenState
from graph.services import Service
from graph.structs import Struct
from graph.vocabulary import Described, Evidence


class Axis(Described):
    """How to group cells in a summary."""

    AREA = "AREA", "By top-level need, such as housing."
    NEED = "NEED", "By need."
    SITUATION = "SITUATION", "By entry situation."
    PROFILE = "PROFILE", "By profile."


class Summary(Struct, frozen=True, kw_only=True):
    """The cells that share `code`.

    `cells` leaves out cells in which nobody can be. `evidence` counts covered cells by the weakest level their cheapest
    plan rests on; `closures` those that 1, 2, 3 or more (4) closures would cut; `assuming` those whose plan rests on
    assumptions.
    """

    axis: Axis
    code: str
    label: Text
    cells: int
    covered: int
    met: int
    gaps: int
    assuming: int
    evidence: Mapping[Evidence, int]
    closures: Mapping[int, int]

    @property
    def share(self) -> float:
        """The share of cells whose need is or can be met, from 0 to 1; 1 where there are none."""
        return (self.covered + self.met) / self.cells if self.cells else 1.0

    @property
    def on_one(self) -> int:
        """The number of covered cells that depend on a single service."""
        return self.closures[1]


def summarize(survey: Survey, axis: Axis) -> tuple[Summary, ...]:
    """One summary for each code of `axis`, in the order of the catalogue."""
    groups: dict[str, list[CellOutcome]] = {}
    for cell, examined in survey.examined.items():
        groups.setdefault(_code_of(survey.network, cell, axis), []).append(examined.outcome)
    labels = labels_of(survey)
    return tuple(_summary(axis, code, labels[code], outcomes) for code, outcomes in groups.items())


def _code_of(network: Network, cell: Cell, axis: Axis) -> str:
    """The code by which a cell is summed up along `axis`."""
    if axis is Axis.AREA:
        return root_of(network, cell.need)
    return {Axis.NEED: cell.need, Axis.SITUATION: cell.situation, Axis.PROFILE: cell.profile}[axis]


def root_of(network: Network, need: str) -> str:
    """The need at the top of the hierarchy above `need`."""
    area = network.get_need(need)
    while area.parent is not None:
        area = network.get_need(area.parent)
    return area.code


def labels_of(survey: Survey) -> Mapping[str, Text]:
    """The label of every code that cells may be summed up by."""
    return dict(_labels(survey))


def _labels(survey: Survey) -> Iterator[tuple[str, Text]]:
    yield from ((need.code, need.label) for need in survey.network.needs.values())
    yield from ((situation.code, situation.label) for situation in survey.scope.situations)
    yield from ((profile.code, profile.label) for profile in survey.scope.profiles)


def _summary(axis: Axis, code: str, label: Text, outcomes: Iterable[CellOutcome]) -> Summary:
    outcomes = tuple(outcomes)
    statuses = Counter(outcome.status for outcome in outcomes)
    covered = [outcome for outcome in outcomes if outcome.status is CellStatus.COVERED]
    evidence = Counter(outcome.evidence for outcome in covered)
    closures = Counter(outcome.closures for outcome in covered)
    return Summary(
        axis=axis,
        code=code,
        label=label,
        cells=len(outcomes) - statuses[CellStatus.IMPOSSIBLE],
        covered=len(covered),
        met=statuses[CellStatus.MET],
        gaps=statuses[CellStatus.GAP],
        assuming=sum(bool(outcome.assumptions) for outcome in covered),
        evidence={level: evidence[level] for level in Evidence},
        closures={size: closures[size] for size in range(1, MOST_CLOSURES + 2)},
    )


When = datetime | date
"""A time on the clock of the city, or some time of a day."""


class OpenCells(Struct, frozen=True):
    """The cells of a survey with their state at a time. It is None if no plan exists at any time, or none is needed."""

    survey: Survey
    when: When
    states: Mapping[Cell, OpenState | None]


class OpenSummary(Struct, frozen=True, kw_only=True):
    """The cells that share `code`: how many are open, may be, and are closed; `gaps` have no way at any time."""

    code: str
    label: Text
    open: int
    unknown: int
    closed: int
    gaps: int
    met: int


def find_open(survey: Survey, when: When) -> OpenCells:
    """The exact state of every cell of `survey`, which must have its tasks."""
    strict, lenient = (
        list_shut(survey.network, when, kept) for kept in ((OpenState.OPEN,), (OpenState.OPEN, OpenState.UNKNOWN))
    )
    found: dict[int, OpenState | None] = {}
    states = {}
    for cell, examined in survey.examined.items():
        if id(examined) not in found:
            if examined.outcome.status is not CellStatus.COVERED:
                state = None
            elif examined.stays_open(strict):
                state = OpenState.OPEN
            else:
                state = OpenState.UNKNOWN if examined.stays_open(lenient) else OpenState.CLOSED
            found[id(examined)] = state
        states[cell] = found[id(examined)]
    return OpenCells(survey, when, states)


def _door_at(service: Service, city: str, when: When) -> OpenState:
    """Whether the door of `service` is open at a time, or at some time of a day."""
    if isinstance(when, datetime):
        return door_state_at(service, city, when)
    return opening_of(service, city, when).state


def list_shut(network: Network, when: When, kept: tuple[OpenState, ...]) -> ClosedParts:
    """The parts that are shut at a time: services whose state is not in `kept`, and partners that cannot send then."""
    states = {service.slug: _door_at(service, network.catalogue.city, when) for service in network}
    services = frozenset(slug for slug, state in states.items() if state not in kept)
    silent = frozenset(
        slug for slug in network.organizations if not any(state in kept for state in _states_of(network, slug, states))
    )
    return ClosedParts(services=services, contacts=services | silent)


def _states_of(network: Network, organization: str, states: Mapping[str, OpenState]) -> Iterator[OpenState]:
    """The states of the services of an organization; unknown if it has none."""
    offered = [states[service.slug] for service in network.services_of.get(organization, ())]
    yield from offered or [OpenState.UNKNOWN]


def summarize_open(found: OpenCells, axis: Axis) -> tuple[OpenSummary, ...]:
    """One summary for each code of `axis`, in the order of the catalogue."""
    groups: dict[str, list[Cell]] = {}
    for cell in found.states:
        groups.setdefault(_code_of(found.survey.network, cell, axis), []).append(cell)
    labels = labels_of(found.survey)
    return tuple(_open_summary(found, code, labels[code], cells) for code, cells in groups.items())


def _open_summary(found: OpenCells, code: str, label: Text, cells: list[Cell]) -> OpenSummary:
    states = [found.states[cell] for cell in cells]
    statuses = [found.survey.outcome(cell).status for cell in cells]
    return OpenSummary(
        code=code,
        label=label,
        open=states.count(OpenState.OPEN),
        unknown=states.count(OpenState.UNKNOWN),
        closed=states.count(OpenState.CLOSED),
        gaps=statuses.count(CellStatus.GAP),
        met=statuses.count(CellStatus.MET),
    )


class CellEffect(Described):
    """How the outcome of a cell changes."""

    GAINED = "GAINED", "A plan exists now; before, there was none."
    LOST = "LOST", "There is no plan any more."
    NOW_CRITICAL = "NOW_CRITICAL", "A plan still exists, but now every plan depends on a single service."
    NO_LONGER_CRITICAL = "NO_LONGER_CRITICAL", "The plans no longer depend on a single service."
    LONGER = "LONGER", "The cheapest plan has more steps."
    SHORTER = "SHORTER", "The cheapest plan has fewer steps."


class CellChange(Struct, frozen=True):
    """One cell that changes; it may take several effects at once."""

    cell: Cell
    effects: tuple[CellEffect, ...]
    before: CellOutcome
    after: CellOutcome


class Comparison(Struct, frozen=True, kw_only=True):
    """A survey, the outcomes of its cells after a change, and every cell that changes for a person."""

    before: Survey
    after: Mapping[Cell, CellOutcome]
    changes: tuple[CellChange, ...]

    def with_effect(self, effect: CellEffect) -> tuple[CellChange, ...]:
        """The cells that take `effect`."""
        return tuple(change for change in self.changes if effect in change.effects)


def compare(before: Survey, after: Mapping[Cell, CellOutcome]) -> Comparison:
    """Compare the outcomes in `before` with those of the same cells after a change."""
    changes = []
    for cell, examined in before.examined.items():
        old, new = examined.outcome, after[cell]
        effects = tuple(_effects(old, new)) if old is not new else ()
        if effects:
            changes.append(CellChange(cell, effects, old, new))
    return Comparison(before=before, after=after, changes=tuple(changes))


def _effects(old: CellOutcome, new: CellOutcome) -> Iterator[CellEffect]:
    if old.holds != new.holds:
        yield CellEffect.GAINED if new.holds else CellEffect.LOST
        return
    if not old.holds:
        return
    if (old.closures == 1) != (new.closures == 1):
        yield CellEffect.NOW_CRITICAL if new.closures == 1 else CellEffect.NO_LONGER_CRITICAL
    if len(old.steps) != len(new.steps):
        yield CellEffect.LONGER if len(new.steps) > len(old.steps) else CellEffect.SHORTER
