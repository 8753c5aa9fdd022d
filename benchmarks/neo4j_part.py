"""The relevant part by Cypher: how much of a network a question fetches, and its time beside loading all."""

import gc
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.generated_networks import generate
from benchmarks.measure import Measure, Stopwatch
from benchmarks.neo4j_server import Neo4jServer
from benchmarks.processes import rete, run, timing
from benchmarks.random_questions import questions
from graph.concepts import EntrySituation
from graph.network import Network
from graph.question import Question
from graph.referral.planner import ReferralPlanner
from graph.store.bolt import StoreAddress
from graph.store.neo4j_part import PartReader
from graph.store.neo4j_store import Neo4jStore

PART = "neo4j"
LARGEST_SHARE = 1.0
"""Percent of the services that a question may fetch on the median."""
LEAST_TIMES = 20.0
"""How many times quicker a part must be than the whole."""


def measure_neo4j(services: int = 25_000, count: int = 60) -> Iterator[Measure]:
    """Publish a generated network to a Neo4j of our own, load it whole, then fetch the part of each question."""
    with running_server() as server, closing(Neo4jStore(StoreAddress(server.uri, password=server.password))) as store:
        whole = Network(generate(services, seed=1))
        publishing = Stopwatch()
        publishing.time(store.publish, whole.catalogue)
        yield _single(f"publish {services} services", publishing)
        again = Stopwatch()
        again.time(store.publish, whole.catalogue)
        yield _single(f"publish {services} services again, unchanged", again)
        with closing(Neo4jStore(store.bolt.address)) as replica:
            loading = Stopwatch()
            loading.time(replica.current)
            yield _single(f"load all of {services} services", loading)
            planning = Stopwatch()
            planning.time(ReferralPlanner, replica.current())
            yield _single(f"compile all of {services} services", planning)
            pointer = Stopwatch()
            for _ in range(count):
                pointer.time(replica.version)
            yield pointer.timing.median(PART, "ask which version is live")
        # Who reads parts does not hold the whole network, so neither shall its garbage be looked through.
        gc.collect()
        gc.freeze()
        reader = PartReader(store.bolt)
        asked = questions(whole, count, seed=3)
        first = Stopwatch()
        first.time(reader.part, asked[0])
        yield _single("fetch a first part, with what all share", first)
        yield from _words(reader, whole)
        yield from _parts(reader, asked, whole, loading.timing.wall[0])
        yield from _commands(store.bolt.address, next(iter(whole.situations.values())))


def _words(reader: PartReader, whole: Network) -> Iterator[Measure]:
    """What a question in words takes before its part is known: the names that it may mean, or every name.

    An unknown word also asks for the names that are like it.
    """
    start = next(iter(whole.situations.values())).label.en
    for name, text, read in (
        ("understand words by few names", f"from {start} to housing", reader.few_words),
        ("understand words, one unknown, by few names", f"from {start} to housngx qwerty", reader.few_words),
        ("understand words by all names", f"from {start} to housngx qwerty", reader.all_words),
    ):
        understanding = Stopwatch()
        understanding.time(
            read, text, lambda network, lexicon, text=text: ReferralPlanner(network, lexicon=lexicon).read(text)
        )
        yield _single(name, understanding)


def _commands(address: StoreAddress, start: EntrySituation) -> Iterator[Measure]:
    """Commands that read a part, as new processes."""
    environment = {**os.environ, "RETE_STORE": str(address), "RETE_NEO4J_PASSWORD": address.password}
    for name, arguments in (
        ("plan", ("--from", start.code, "--need", "housing", "--need", "work")),
        ("coverage", ("--from", start.code, "--need", "housing")),
        ("ask", (f"from {start.label.en} to housing",)),
        ("ask with an unknown word", (f"from {start.label.en} to housngx qwerty",)),
        ("show", start.known_to[:1]),
        ("needs", ()),
    ):
        runs = [run(rete(name.partition(" ")[0], *arguments), environment) for _ in range(3)]
        yield timing(runs).median(PART, f"rete {name}, a whole process")


def _parts(reader: PartReader, asked: tuple[Question, ...], whole: Network, loading: float) -> Iterator[Measure]:
    fetching, answering, sizes = Stopwatch(), Stopwatch(), []
    for question in asked:
        part = fetching.time(reader.part, question)
        answering.time(lambda network, one: ReferralPlanner(network).plan(one), part, question)
        sizes.append(len(part.services))
    share = 100 * statistics.median(sizes) / len(whole.services)
    note = f"{statistics.median(sizes):.0f} services on the median, {max(sizes)} at most"
    yield Measure(part=PART, name="share of a question", figure=share, unit="%", target=LARGEST_SHARE, note=note)
    fetched = fetching.timing.median(PART, "fetch the part of a question")
    yield fetched
    yield fetching.timing.p99(PART, "fetch the part of a question")
    yield answering.timing.median(PART, "compile the part and answer")
    times = loading / fetched.figure
    yield Measure(
        part=PART, name="loading all, to fetching a part", figure=times, unit="x", target=LEAST_TIMES, at_least=True
    )


@contextmanager
def running_server() -> Iterator[Neo4jServer]:
    """A server of our own, empty."""
    with tempfile.TemporaryDirectory() as folder:
        server = Neo4jServer(Path(folder) / "home")
        try:
            server.start()
            yield server
        finally:
            server.kill()


def _single(name: str, watch: Stopwatch) -> Measure:
    timing = watch.timing
    return Measure(part=PART, name=f"{name}, once", figure=timing.wall[0], cpu=timing.cpu[0])
