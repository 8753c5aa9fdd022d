"""Who may send whom: what routes say, and the hub's own partners."""

from graph.network import Network
from graph.referral_links import list_sendings
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
