"""The typed graph of Milan holds every kind of relation, each with its citations."""

from graph.network import Network
from graph.provenance import Citation
from graph.typed_graph import list_edges, list_nodes
from graph.vocabulary import Evidence, IdentityVerdict, NodeKind, Relation


def test_every_relation_and_kind_of_node_occurs(milan: Network) -> None:
    assert {edge.relation for edge in list_edges(milan)} == set(Relation)
    assert {node.kind for node in list_nodes(milan)} == set(NodeKind)


def test_every_edge_joins_two_nodes(milan: Network) -> None:
    nodes = {node.id for node in list_nodes(milan)}
    assert {end for edge in list_edges(milan) for end in (edge.start, edge.end)} <= nodes


def test_every_edge_has_lines_except_those_of_the_vocabulary(milan: Network) -> None:
    bare = {edge.relation for edge in list_edges(milan) if not edge.citations}
    assert bare <= {Relation.BROADER}


def test_a_service_provides_what_it_changes_and_what_the_needs_that_it_meets_imply(milan: Network) -> None:
    provided = {(edge.start, edge.end): edge for edge in list_edges(milan) if edge.relation is Relation.PROVIDES}
    expected = {
        (f"service:{service.slug}", f"fact:{effect.fact}={effect.value}")
        for service in milan
        for effect in (
            *service.provides,
            *(effect for link in service.meets for effect in milan.get_need(link.need).implies),
        )
    }
    assert set(provided) == expected
    assert all(edge.citations for edge in provided.values())
    residence = provided["service:residenzami", "fact:residence=milan"]
    assert residence.evidence is Evidence.STATED


def test_printed_names_are_the_same_as_the_organization_that_they_became(milan: Network) -> None:
    same = {(edge.start, edge.end): edge for edge in list_edges(milan) if edge.relation is Relation.SAME_AS}
    listings = {listing.id: listing for listing in milan.catalogue.listings}
    judged = [one for one in milan.catalogue.judgements if one.verdict is IdentityVerdict.SAME]
    ends = {end for judgement in judged for end in (judgement.left, judgement.right) if end in listings}
    assert set(same) == {(f"printed-name:{end}", f"organization:{listings[end].organization}") for end in ends}
    arca = same["printed-name:risorse-abitative/progetto-arca", "organization:progetto-arca"]
    assert arca.evidence is Evidence.INFERRED
    assert Citation("decks", 339, 339) in arca.citations
