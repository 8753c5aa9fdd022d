"""Coverage at a time: whether a way leads only through doors that are open then.

A door by appointment, or without known hours, is neither open nor closed. So a cell is open if some plan only needs
doors that are known to be open, closed if there is no plan even with all unknown doors open, and otherwise unknown. A
closed partner sends nobody; an organization sends while one of its services is open.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from graph.availability import door_state_at, opening_of
from graph.coverage.aggregation import Axis, code_of, labels_of
from graph.coverage.closures import ClosedParts
from graph.coverage.outcome import CellStatus
from graph.coverage.scope import Cell
from graph.coverage.survey import Survey
from graph.message import Text
from graph.network import Network
from graph.opening_hours import OpenState
from graph.services import Service
from graph.structs import Struct

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


def door_at(service: Service, city: str, when: When) -> OpenState:
    """Whether the door of `service` is open at a time, or at some time of a day."""
    if isinstance(when, datetime):
        return door_state_at(service, city, when)
    return opening_of(service, city, when).state


def list_shut(network: Network, when: When, kept: tuple[OpenState, ...]) -> ClosedParts:
    """The parts that are shut at a time: services whose state is not in `kept`, and partners that cannot send then."""
    states = {service.slug: door_at(service, network.catalogue.city, when) for service in network}
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
        groups.setdefault(code_of(found.survey.network, cell, axis), []).append(cell)
    labels = labels_of(found.survey)
    return tuple(_summary(found, code, labels[code], cells) for code, cells in groups.items())


def _summary(found: OpenCells, code: str, label: Text, cells: list[Cell]) -> OpenSummary:
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
