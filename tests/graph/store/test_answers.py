"""The same question gets the same answer, to the byte, from either store, whole or from the relevant part."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random
from threading import Event
from typing import TypeVar

import pytest

from benchmarks.generated_networks import generate
from benchmarks.random_questions import questions
from graph.errors import StoreError
from graph.language.lexicon import Lexicon
from graph.model import Catalogue
from graph.network import Network, content_hash
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer, PlanStatus
from graph.referral.answerers import NetworkAnswerer, PartialNetworkAnswerer
from graph.referral.planner import ReferralPlanner
from graph.store.neo4j_part import PartReader
from graph.store.neo4j_store import Neo4jStore
from tests.graph.store.entangling import entangle, entangled_questions
from tests.told import refuses
from tests.written import written

pytestmark = pytest.mark.java

GENERATED = 200
T = TypeVar("T")


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


@pytest.mark.slow
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


@pytest.mark.slow
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


def networks() -> int:
    """How many entangled networks are drawn: one in the build, more in the soak."""
    return 8 if os.environ.get("RETE_HYPOTHESIS") == "soak" else 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(networks()))
def test_a_part_answers_as_the_whole_does(neo4j_store: Neo4jStore, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test, not a secret
    whole = Network(entangle(generate(200, seed=seed), random))
    neo4j_store.publish(whole.catalogue)
    planner, desk = ReferralPlanner(whole), PartialNetworkAnswerer(PartReader(neo4j_store.bolt))
    sizes = []
    for question in entangled_questions(questions(whole, 60, seed=seed), whole, random):
        network, answered = desk.plan(question)
        assert written(answered) == written(planner.plan(question)), question
        sizes.append(len(network.services))
    assert min(sizes) < len(whole.services) / 2


@pytest.mark.slow
def test_words_are_understood_by_names_alone(
    neo4j_store: Neo4jStore, milan: Network, asked: list[tuple[Question | str, Answer]]
) -> None:
    neo4j_store.publish(milan.catalogue)
    desk = PartialNetworkAnswerer(PartReader(neo4j_store.bolt))
    words = [(text, expected) for text, expected in asked if isinstance(text, str)]
    odd = ("", "dalla luna a casa", "from San Vittore relase to hausing, known to SerD", "x" * 5_000)
    for text, expected in (*words[:25], *((text, ReferralPlanner(milan).ask(text)) for text in odd)):
        # Whom to ask about an unmet need is still ranked over the part alone, so that it may name others.
        found = desk.ask(text).answer
        assert written(replace(found, ask=())) == written(replace(expected, ask=())), text


WRONG = (
    Question(start=EntryPoint(EntryKind.SITUATION, "release-san-vitore"), needs=("housing",)),
    Question(start=EntryPoint(EntryKind.SITUATION, "release-opera"), needs=("housng",), avoid=("residenzamy",)),
    Question(
        start=EntryPoint(EntryKind.SITUATION, "release-opera"), needs=("housing",),
        facts=(GivenFact(name="known_to", values=("celavv",)),),
    ),
    Question(
        start=EntryPoint(EntryKind.SITUATION, "release-opera"), needs=("housing",),
        facts=(GivenFact(name="age", minimum=30, maximum=20),),
    ),
    Question(start=EntryPoint(EntryKind.SITUATION, "release-opera"), needs=()),
)  # fmt: skip


def test_what_cannot_be_asked_is_refused_with_the_same_words(
    neo4j_store: Neo4jStore, milan: Network, planner: ReferralPlanner
) -> None:
    neo4j_store.publish(milan.catalogue)
    answerer = PartialNetworkAnswerer(PartReader(neo4j_store.bolt))
    for question in WRONG:
        expected = planner.plan(question)
        assert expected.status is PlanStatus.INVALID_QUERY
        assert written(answerer.plan(question).answer) == written(expected)


def test_an_entry_is_found_as_in_the_whole(neo4j_store: Neo4jStore, milan: Network) -> None:
    neo4j_store.publish(milan.catalogue)
    reader, whole = PartReader(neo4j_store.bolt), NetworkAnswerer(ReferralPlanner(milan))
    listed = next(service.slug for service in milan if service.listing is not None)
    for code in ("release-opera", "residenzami", listed, next(iter(milan.organizations)), "nobody"):
        assert reader.find_entry(code) == whole.find_entry(code)


@pytest.mark.slow
def test_an_answer_is_of_one_version(neo4j_store: Neo4jStore, small: Catalogue, other: Catalogue) -> None:
    """The names of one version and the part of the next are not one answer."""
    neo4j_store.publish(small)
    published = iter((other, small, other))

    class Overtaken(PartReader):
        def few_words(self, text: str, read: Callable[[Network, Lexicon], T]) -> T:
            found = super().few_words(text, read)
            catalogue = next(published, None)
            if catalogue is not None:
                neo4j_store.publish(catalogue)
            return found

    reader = Overtaken(neo4j_store.bolt)
    with refuses(StoreError, "ask again"):
        PartialNetworkAnswerer(reader).ask("from release in t0001 to housing")
    network, answered = PartialNetworkAnswerer(reader).ask("from release in t0001 to housing")
    assert network.version == answered.version == content_hash(other)


def test_a_version_that_is_removed_while_words_are_read_is_not_half_read(
    neo4j_store: Neo4jStore, small: Catalogue, other: Catalogue
) -> None:
    """The names that are like an unknown word are read last."""
    neo4j_store.publish(small)
    published = [other, replace(other, gaps=small.gaps, city="elsewhere")]

    class Overtaken(PartReader):
        def few_words(self, text: str, read: Callable[[Network, Lexicon], T]) -> T:
            def late(network: Network, lexicon: Lexicon) -> T:
                while published:
                    neo4j_store.publish(published.pop())
                return read(network, lexicon)

            return super().few_words(text, late)

    text = "partnr of the risorse, prison canteens, from release in t0001"
    whole = NetworkAnswerer(ReferralPlanner(Network(other))).ask(text)
    answered = PartialNetworkAnswerer(Overtaken(neo4j_store.bolt)).ask(text)
    assert any(unknown.suggestions for unknown in whole.answer.interpretation.unknown)
    assert answered.answer.interpretation == whole.answer.interpretation
    assert answered.network.version == content_hash(other)


def test_the_reading_of_coverage_is_the_territory(neo4j_store: Neo4jStore) -> None:
    whole = Network(generate(120, seed=13))
    neo4j_store.publish(whole.catalogue)
    reader = PartReader(neo4j_store.bolt)
    for territory in (one.code for one in whole.catalogue.territories):
        here = {service.slug for service in whole if not service.covers or territory in service.covers}
        assert here <= set(reader.territory(territory).services)
    assert set(reader.territory(None).services) == set(whole.services)


@pytest.mark.slow
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
