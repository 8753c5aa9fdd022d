"""The same question gets the same answer, to the byte, from either store, whole or from the relevant part."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Event

import msgspec
import pytest

from benchmarks.generated_networks import generate
from benchmarks.random_questions import questions
from graph.model import Catalogue
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer, PlanStatus
from graph.referral.planner import ReferralPlanner
from graph.store.neo4j_part import PartReader
from graph.store.neo4j_store import Neo4jStore
from graph.store.reach import Reach

pytestmark = pytest.mark.java

GENERATED = 200


def written(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


@pytest.fixture(scope="module")
def asked(project: Path, planner: ReferralPlanner) -> list[tuple[Question | str, Answer]]:
    """The acceptance questions and further ones drawn at random, with the answers of the embedded store."""
    spec = spec_from_file_location("acceptance_cases", project / "tests" / "acceptance" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    cases = [case.ask or case.question for case in module.load_cases()]
    drawn = questions(planner.network, GENERATED, seed=5)
    return [(question, answer(planner, question)) for question in (*cases, *drawn)]


def answer(planner: ReferralPlanner, question: Question | str) -> Answer:
    return planner.ask(question) if isinstance(question, str) else planner.plan(question)


def test_answers_of_the_whole(
    neo4j_store: Neo4jStore, milan: Network, asked: list[tuple[Question | str, Answer]]
) -> None:
    neo4j_store.publish(milan.catalogue)
    replica = Neo4jStore(neo4j_store.bolt.address, warn=True)
    read = ReferralPlanner(replica.current())
    replica.close()
    assert read.network is not milan
    assert len(asked) > GENERATED
    for question, expected in asked:
        assert written(answer(read, question)) == written(expected), question


def test_answers_of_the_relevant_part(
    neo4j_store: Neo4jStore, milan: Network, asked: list[tuple[Question | str, Answer]]
) -> None:
    neo4j_store.publish(milan.catalogue)
    reader = PartReader(neo4j_store.bolt)
    smaller = 0
    for _, expected in asked:
        question = expected.interpretation.question
        if question is None or expected.status is PlanStatus.INVALID_QUERY:
            continue
        part = reader.part(question)
        smaller += len(part.services) < len(milan.services)
        found = ReferralPlanner(part).plan(question)
        assert (written(found.plans), written(found.questions), written(found.problems)) == (
            written(expected.plans), written(expected.questions), written(expected.problems)
        ), question  # fmt: skip
    assert smaller > GENERATED


def in_territory(network: Network, territory: str) -> Catalogue:
    """What a territory has: its services and those of no territory in particular, and who offers them."""

    def here(covers: tuple[str, ...]) -> bool:
        return not covers or territory in covers

    def present(slug: str) -> bool:
        offered = network.services_of.get(slug, ())
        return not offered or any(here(service.covers) for service in offered)

    catalogue = network.catalogue
    return replace(
        catalogue,
        services=tuple(service for service in catalogue.services if here(service.covers)),
        organizations=tuple(one for one in catalogue.organizations if present(one.slug)),
        listings=tuple(one for one in catalogue.listings if present(one.organization)),
    )


def with_contacts(questions_: tuple[Question, ...], network: Network) -> Iterator[Question]:
    """The questions, and from every fourth one that starts from a service, avoids one, or is known to one."""
    slugs = sorted(service.slug for service in network if service.listing is None)
    for number, question in enumerate(questions_):
        slug = slugs[(number * 37) % len(slugs)]
        if number % 4 == 1:
            yield replace(question, avoid=(slug,))
        elif number % 4 == 2:
            yield replace(question, facts=(*question.facts, GivenFact(name="known_to", values=(slug,))))
        else:
            yield question


def test_a_part_answers_as_its_territory_does(neo4j_store: Neo4jStore) -> None:
    whole = Network(generate(300, seed=11))
    neo4j_store.publish(whole.catalogue)
    reader = PartReader(neo4j_store.bolt)
    cuts = Reach(whole).cuts()
    planners: dict[str, ReferralPlanner] = {}
    for question in with_contacts(questions(whole, 60, seed=7), whole):
        territory = whole.situations[question.start.code].territory
        assert territory is not None
        local = in_territory(whole, territory)
        named = {*question.avoid, *(value for fact in question.facts for value in fact.values)}
        if not named.isdisjoint(whole.services.keys() - {service.slug for service in local.services}):
            continue
        if territory not in planners:
            planners[territory] = ReferralPlanner(Network(local, whole.version, cuts))
        part = reader.part(question)
        assert len(part.services) < len(whole.services) / 2
        assert written(ReferralPlanner(part).plan(question)) == written(planners[territory].plan(question)), question
    assert len(planners) > 3


def test_a_start_without_territory_takes_all_of_them(neo4j_store: Neo4jStore, small: Catalogue) -> None:
    whole = Network(small)
    neo4j_store.publish(small)
    reader, planner = PartReader(neo4j_store.bolt), ReferralPlanner(whole)
    for service in list(whole)[:10]:
        start = EntryPoint(EntryKind.SERVICE, service.slug)
        question = Question(start=start, needs=("housing.temporary",))
        assert written(ReferralPlanner(reader.part(question)).plan(question)) == written(planner.plan(question))


def test_the_reading_of_coverage_is_the_territory(neo4j_store: Neo4jStore) -> None:
    whole = Network(generate(120, seed=13))
    neo4j_store.publish(whole.catalogue)
    reader = PartReader(neo4j_store.bolt)
    for territory in (one.code for one in whole.catalogue.territories):
        here = {service.slug for service in whole if not service.covers or territory in service.covers}
        assert here <= set(reader.territory(territory).services)
    assert set(reader.territory(None).services) == set(whole.services)


def test_a_part_is_whole_while_versions_are_replaced(
    neo4j_store: Neo4jStore, small: Catalogue, other: Catalogue
) -> None:
    expected = {network.version: set(network.services) for network in map(neo4j_store.publish, (other, small))}
    reader, done = PartReader(neo4j_store.bolt), Event()

    def read() -> int:
        reads = 0
        while not done.is_set() or reads == 0:
            network = reader.territory(None)
            assert set(network.services) == expected[network.version]
            reads += 1
        return reads

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        for catalogue in (other, small) * 4:
            neo4j_store.publish(catalogue)
        done.set()
        assert all(one.result() > 0 for one in readers)


def test_a_new_version_is_seen_by_the_next_part(neo4j_store: Neo4jStore, small: Catalogue, other: Catalogue) -> None:
    reader = PartReader(neo4j_store.bolt)
    for catalogue in (small, other, small):
        published = neo4j_store.publish(catalogue)
        assert reader.territory(None).version == published.version
