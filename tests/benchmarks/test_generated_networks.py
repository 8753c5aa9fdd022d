"""Generated catalogues are sound, local, of the size asked for, and the same for the same seed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generated_kinds import KINDS
from benchmarks.generated_networks import HUB, generate
from graph.model import Catalogue
from graph.network import Network, content_hash
from graph.referral.compiled_network import CompiledNetwork
from graph.vocabulary import RouteKind
from ingest.catalogue import LoadedCatalogue
from ingest.validation import citations, references
from ingest.validation.context import Context
from tests.told import english


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return generate(120, seed=5)


@settings(max_examples=12, deadline=None)
@given(services=st.integers(20, 160), territories=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_is_sound_and_of_the_size_asked_for(services: int, territories: int, seed: int) -> None:
    generated = generate(services, territories, seed)
    context = Context(LoadedCatalogue(generated))
    checks = (*references.CHECKS, citations.check_citations, references.check_formats)
    assert english(finding for check in checks for finding in check(context)) == []
    network = Network(generated)
    assert len(network.services) == services
    assert len(generated.territories) == territories
    assert CompiledNetwork(network).operators


def test_the_seed_alone_decides(catalogue: Catalogue) -> None:
    assert content_hash(generate(120, seed=5)) == content_hash(catalogue)
    assert content_hash(generate(120, seed=6)) != content_hash(catalogue)


def test_fifty_services_are_a_territory() -> None:
    assert len(generate(400).territories) == 8


def test_territories_need_a_service_each() -> None:
    with pytest.raises(ValueError, match="more than 4"):
        generate(4, territories=4)


def test_a_territory_keeps_to_itself(catalogue: Catalogue) -> None:
    here = {service.slug: service.covers for service in catalogue.services}
    assert [slug for slug, covers in here.items() if len(covers) != 1] == [HUB]
    for service in catalogue.services:
        for sender in (name for route in service.routes for name in route.by):
            kind, _, slug = sender.partition(":")
            if kind == "service":
                assert here[slug] == service.covers
            elif kind == "organization":
                assert slug.startswith(service.covers[0])


def test_has_what_makes_milan_hard() -> None:
    network = Network(generate(400, seed=5))
    compiled = CompiledNetwork(network)
    effects = {(str(effect.variable), effect.cell) for operator in compiled.operators for effect in operator.effects}
    routes = {route.kind for service in network for route in service.routes}
    assert {("housing", "shelter"), ("housing", "dwelling"), ("residence", "here")} <= effects
    assert {RouteKind.SELF, RouteKind.REFERRAL, RouteKind.ASK_FIRST} == routes
    assert any(service.doubt for service in network)
    assert any(service.listing for service in network)
    assert any(requirement.lenient for service in network for requirement in service.requires)
    assert any(link.why for service in network if not service.listing for link in service.meets)
    assert {kind.name for kind in KINDS} == {
        service.slug.split("-", 1)[1].rsplit("-", 1)[0]
        for service in network
        if not service.listing and service.slug != HUB
    }
