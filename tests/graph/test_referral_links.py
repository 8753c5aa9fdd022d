"""Who may send whom: what routes say, and the hub's own partners."""

from collections.abc import Iterable

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import referral_links
from graph.network import Network
from graph.referral_links import Path, ReferralLinks, Sending, list_paths, list_sendings, senders_at
from graph.services import Route
from graph.typed_graph import build_graph
from graph.vocabulary import Evidence, NodeKind, Relation, RouteKind


def test_stated_and_judged_routes_are_the_edges_of_the_graph(milan: Network) -> None:
    drawn = {(start, end) for start, end, key in build_graph(milan).edges(keys=True) if key == Relation.REFERS_TO}
    listed = {
        (f"{sending.sender[0]}:{sending.sender[1]}", f"service:{sending.service.slug}")
        for sending in list_sendings(milan)
        if sending.service.routes
    }
    assert listed == drawn


def test_the_hub_sends_to_every_partner_that_is_only_listed(milan: Network) -> None:
    hub = (NodeKind.SERVICE, milan.catalogue.hub)
    listed = [sending for sending in list_sendings(milan) if sending.service.listing is not None]
    assert {sending.service.slug for sending in listed} == {s.slug for s in milan if s.listing is not None}
    assert all(sending.sender == hub for sending in listed)
    for sending in (one for one in listed if not one.service.routes):
        assert (sending.route.kind, sending.route.evidence) == (RouteKind.REFERRAL, Evidence.INFERRED)
        assert sending.route.why
        assert sending.route.cite == sending.service.cite != ()


def test_that_puntoacapo_refers_to_the_employment_centre_is_stated(milan: Network) -> None:
    sendings = [one for one in list_sendings(milan) if one.service.slug == "centro-per-l-impiego--formazione-lavoro"]
    assert [(one.route.evidence, str(one.route.cite[0])) for one in sendings] == [(Evidence.STATED, "decks:246-249")]


ROUTE = Route(kind=RouteKind.REFERRAL)
SIZE = 7


def slugs(path: Path) -> tuple[str, ...]:
    return (path[0].sender[1], *(sending.service.slug for sending in path))


def among_services(network: Network, edges: Iterable[tuple[int, int]]) -> list[Sending]:
    """Sendings between the first services of the network, one for each edge."""
    services = sorted(network, key=lambda service: service.slug)[:SIZE]
    return [Sending((NodeKind.SERVICE, services[a].slug), services[b], ROUTE) for a, b in edges if a != b]


@given(
    edges=st.sets(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=20),
    targets=st.sets(st.integers(1, SIZE - 1), min_size=1, max_size=3),
    hops=st.integers(1, 5),
    limit=st.integers(1, 40),
)
def test_it_lists_every_simple_path_shortest_first(
    milan: Network, edges: set[tuple[int, int]], targets: set[int], hops: int, limit: int
) -> None:
    sendings = among_services(milan, edges)
    names = sorted(milan.services)[:SIZE]
    wanted = {names[number] for number in targets}
    start = names[0]
    found = list_paths(ReferralLinks(milan, sendings), [(NodeKind.SERVICE, start)], wanted, max_hops=hops, limit=limit)

    graph = nx.DiGraph([(sending.sender[1], sending.service.slug) for sending in sendings])
    graph.add_nodes_from(names)
    every = {
        tuple(path)
        for target in wanted
        for path in nx.all_simple_paths(graph, start, target, cutoff=hops)
        if not wanted & set(path[1:-1])
    }
    assert [slugs(path) for path in found] == sorted(every, key=lambda path: (len(path), path))[:limit]


def test_whoever_is_taken_in_is_known_to_those_who_offer_the_service(milan: Network) -> None:
    """An organization may send on whom one of its services has taken in."""
    first = next(service for service in milan if service.organizations)
    last = next(service for service in milan if not {o.organization for o in service.organizations} & {first.slug})
    organization = first.organizations[0].organization
    sendings = [
        Sending((NodeKind.ORGANIZATION, "carcere-opera"), first, ROUTE),
        Sending((NodeKind.ORGANIZATION, organization), last, ROUTE),
    ]
    starts = [(NodeKind.ORGANIZATION, "carcere-opera")]
    (path,) = list_paths(ReferralLinks(milan, sendings), starts, {last.slug}, max_hops=3, limit=9)
    assert [sending.sender[1] for sending in path] == ["carcere-opera", organization]
    assert list_paths(ReferralLinks(milan, sendings), starts, {last.slug}, max_hops=1, limit=9) == ()


def test_a_search_through_a_thicket_ends(milan: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referral_links, "MOST_STEPS", 100)
    thicket = among_services(milan, ((a, b) for a in range(SIZE) for b in range(SIZE)))
    names = sorted(milan.services)
    found = list_paths(
        ReferralLinks(milan, thicket), [(NodeKind.SERVICE, names[0])], {names[1]}, max_hops=6, limit=10_000
    )
    assert 0 < len(found) <= 100


def test_from_san_vittore_to_a_home(milan: Network) -> None:
    starts = senders_at(milan, milan.get_situation("release-san-vittore"))
    assert starts == ((NodeKind.ORGANIZATION, "carcere-san-vittore"),)
    within = milan.within("housing")
    targets = {service.slug for service in milan if any(link.need in within for link in service.meets)}
    found = list_paths(ReferralLinks(milan, list_sendings(milan)), starts, targets, max_hops=3, limit=100)
    assert found
    assert all(path[-1].service.slug in targets for path in found)
    assert {slugs(path)[:2] for path in found} == {("carcere-san-vittore", "puntoacapo")}
    assert list_paths(ReferralLinks(milan, list_sendings(milan)), (), targets, max_hops=3, limit=100) == ()
