"""Summaries add up. At a time, a cell is open only through doors that are open then; what nobody knows is neither."""

from datetime import date, datetime, time
from typing import Any

import pytest

from graph.concepts import EntrySituation, FactDefinition, NeedArea
from graph.coverage.cells import CellStatus, CoverageQuery, resolve
from graph.coverage.changed_network import close_parts
from graph.coverage.summaries import Axis, When, find_open, list_shut, root_of, summarize, summarize_open
from graph.coverage.survey import Survey, survey
from graph.message import Text
from graph.model import Catalogue
from graph.network import Network
from graph.opening_hours import CLOCK, OpenState
from graph.organizations import Organization, Schedule
from graph.referral.compiled_network import CompiledNetwork
from graph.services import Closure, NeedLink, Offer, Route, Service
from graph.vocabulary import Evidence, FactKind, RouteKind

SUNDAY_EVENING = datetime(2026, 11, 29, 19, tzinfo=CLOCK)
MONDAY_NOON = datetime(2026, 11, 30, 12, tzinfo=CLOCK)
SUNDAY = date(2026, 11, 29)
LABEL = Text("x", "x")
NOTHING: dict[str, Any] = dict.fromkeys(
    ("sources", "areas", "territories", "listings", "figures", "gaps", "contradictions", "judgements"), ()
)


def service(
    slug: str, need: str, hours: str | None, *, by: str | None = None, closures: tuple[Closure, ...] = ()
) -> Service:
    route = Route(kind=RouteKind.REFERRAL, by=(f"service:{by}",)) if by else Route(kind=RouteKind.SELF)
    return Service(
        slug=slug,
        name=slug,
        organizations=(Offer(organization="opera"),),
        meets=(NeedLink(need=need),),
        routes=(route,),
        schedules=() if hours is None else (Schedule(printed=hours, opening_hours=hours),),
        closures=closures,
    )


def surveyed(*services: Service) -> Survey:
    needs = dict.fromkeys((*(link.need for item in services for link in item.meets), "never"))
    catalogue = Catalogue(
        city="torino",
        name=Text("Torino", "Turin"),
        hub=None,
        facts=(FactDefinition(name="known_to", label=LABEL, question=LABEL, kind=FactKind.SET),),
        needs=tuple(NeedArea(code=need, label=Text(need, need), evidence=Evidence.INFERRED) for need in needs),
        situations=(EntrySituation(code="street", label=LABEL, evidence=Evidence.INFERRED),),
        organizations=(Organization(slug="opera", name="Opera"),),
        services=services,
        **NOTHING,
    )
    network = Network(catalogue)
    return survey(CompiledNetwork(network), resolve(network, CoverageQuery()))


def states(when: When, *services: Service) -> dict[str, OpenState | None]:
    found = find_open(surveyed(*services), when)
    return {cell.need: state for cell, state in found.states.items()}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (SUNDAY_EVENING, OpenState.OPEN),
        (MONDAY_NOON, OpenState.CLOSED),
        (SUNDAY, OpenState.OPEN),
        (date(2026, 11, 30), OpenState.CLOSED),
        (datetime.combine(date(2026, 11, 30), time(7), CLOCK), OpenState.OPEN),
    ],
    ids=["sunday-evening", "monday-noon", "on-sunday", "on-monday", "the-night-of-sunday"],
)
def test_a_cell_is_open_while_a_door_is(when: When, expected: OpenState) -> None:
    assert states(when, service("dormitorio", "bed", "Su 18:00-08:00")) == {"bed": expected, "never": None}


def test_what_nobody_knows_is_neither_open_nor_closed() -> None:
    assert states(SUNDAY_EVENING, service("a", "bed", None)) == {"bed": OpenState.UNKNOWN, "never": None}
    by_appointment = service("a", "bed", 'Mo-Su unknown "su appuntamento"')
    assert states(SUNDAY_EVENING, by_appointment)["bed"] is OpenState.UNKNOWN


def test_one_open_door_is_enough_and_one_that_nobody_knows_leaves_it_open_to_question() -> None:
    shut, unknown, open_ = (
        service(name, "bed", hours) for name, hours in (("a", "Mo 09:00-10:00"), ("b", None), ("c", "24/7"))
    )
    assert states(SUNDAY_EVENING, shut, unknown)["bed"] is OpenState.UNKNOWN
    assert states(SUNDAY_EVENING, shut, unknown, open_)["bed"] is OpenState.OPEN


def test_every_step_of_a_way_has_to_be_open() -> None:
    desk, bed = service("sportello", "advice", "Mo-Fr 09:00-12:00"), service("letto", "bed", "24/7", by="sportello")
    assert states(SUNDAY_EVENING, desk, bed) == {"advice": OpenState.CLOSED, "bed": OpenState.CLOSED, "never": None}
    assert states(datetime(2026, 11, 30, 10, tzinfo=CLOCK), desk, bed)["bed"] is OpenState.OPEN


def test_a_closure_closes_the_door() -> None:
    closure = Closure(closed_from=date(2026, 11, 1), closed_until=date(2026, 12, 1))
    assert states(SUNDAY_EVENING, service("a", "bed", "24/7", closures=(closure,)))["bed"] is OpenState.CLOSED


def test_cells_are_summed_up() -> None:
    found = find_open(
        surveyed(service("a", "bed", "24/7"), service("b", "meal", None), service("c", "wash", "Mo 09:00-10:00")),
        SUNDAY_EVENING,
    )
    counts = {item.code: (item.open, item.unknown, item.closed, item.gaps) for item in summarize_open(found, Axis.NEED)}
    assert counts == {"bed": (1, 0, 0, 0), "meal": (0, 1, 0, 0), "wash": (0, 0, 1, 0), "never": (0, 0, 0, 1)}
    (whole,) = summarize_open(found, Axis.SITUATION)
    assert (whole.open, whole.unknown, whole.closed, whole.gaps, whole.met) == (1, 1, 1, 1, 0)


def test_milan_agrees_with_a_network_without_those_who_are_shut(milan: Network) -> None:
    """Planned afresh on a network from which everybody whose door is not open is taken."""
    query = CoverageQuery(needs=("basic-needs", "housing"), profiles=("rough-sleeper",))
    found = find_open(survey(CompiledNetwork(milan), resolve(milan, query)), MONDAY_NOON)
    for kept, holding in (
        ((OpenState.OPEN,), (OpenState.OPEN,)),
        ((OpenState.OPEN, OpenState.UNKNOWN), (OpenState.OPEN, OpenState.UNKNOWN)),
    ):
        shut = list_shut(milan, MONDAY_NOON, kept)
        left = Network(close_parts(milan, shut.services, shut.contacts))
        again = survey(CompiledNetwork(left), resolve(left, query))
        for cell, state in found.states.items():
            if found.survey.outcome(cell).status is CellStatus.COVERED:
                assert again.outcome(cell).holds == (state in holding), cell


@pytest.mark.parametrize("axis", list(Axis))
def test_sums_add_up(milan: Network, milan_survey: Survey, axis: Axis) -> None:
    sums = summarize(milan_survey, axis)
    outcomes = [examined.outcome for examined in milan_survey.examined.values()]
    assert sum(item.gaps for item in sums) == sum(outcome.status is CellStatus.GAP for outcome in outcomes)
    assert sum(item.cells for item in sums) == sum(outcome.status is not CellStatus.IMPOSSIBLE for outcome in outcomes)
    for item in sums:
        assert item.cells == item.covered + item.met + item.gaps
        assert sum(item.evidence.values()) == item.covered
        assert sum(item.closures.values()) == item.covered
    if axis is Axis.AREA:
        assert {item.code for item in sums} == {root_of(milan, need) for need in milan.needs}
