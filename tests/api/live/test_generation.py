"""What the process that loads a version tells the one that began it, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NoReturn

import pytest

from api.live.generation import Order, Setup, is_surveyed_ahead, run, tell, told
from api.live.processes import Lifeline, Line, fork
from api.live.standing import Board
from api.settings import Settings
from api.shelf import MOST_SURVEYED, Shelf
from benchmarks.generated_networks import generate
from graph.errors import CatalogueError, EmptyStoreError, QuestionError, ReteError, StoreError
from graph.message import Finding, Message
from graph.network import Network
from tests.api.live.conftest import await_

EMPTY = Message.of("store.empty")


@pytest.mark.parametrize(
    "error",
    [
        CatalogueError((Finding("a.yaml:1", Message.of("document.empty")), Finding("", EMPTY))),
        EmptyStoreError.at("neo4j://127.0.0.1:7687/neo4j", EMPTY),
        StoreError(Message.of("store.silent", seconds="2")),
    ],
)
def test_an_error_arrives_as_it_was_raised(error: ReteError) -> None:
    arrived = told(json.loads(json.dumps(tell(error))))
    assert (type(arrived), arrived.message) == (type(error), error.message)
    if isinstance(error, CatalogueError):
        assert isinstance(arrived, CatalogueError)
        assert arrived.findings == error.findings


def test_of_an_error_that_cannot_be_sent_the_message_arrives() -> None:
    assert told(tell(QuestionError(EMPTY, "needs"))).message == EMPTY


@dataclass
class NoSource:
    """A source that is not kept, of which each load is noted in `log`."""

    log: Path
    fault: Callable[[], NoReturn]
    changes: ClassVar[bool] = False

    def watch(self) -> NoReturn:
        raise AssertionError("nobody watches it")

    def load(self, _shelf: Shelf, _served: str | None) -> NoReturn:
        with self.log.open("a") as file:
            file.write(f"{os.getpid()}\n")
        self.fault()

    def is_kept(self, _shelf: Shelf, _served: str | None) -> bool:
        return False

    def find_kept(self, _shelf: Shelf, _served: str | None) -> None:
        return None

    def loaded_by(self) -> list[int]:
        """The processes that loaded it."""
        return [int(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        yield made


def setup_of(source: NoSource, folder: Path, listener: socket.socket) -> Setup:
    return Setup(source, Settings(), Shelf.of({"XDG_CACHE_HOME": str(folder)}), Board(), listener)


def take_all(line: Line) -> list[dict[str, object]]:
    """What is sent on `line` until its other end is closed."""
    line.keep_reading_end()
    sent, ended = line.take()
    while not ended:
        time.sleep(0.01)
        more, ended = line.take()
        sent += more
    line.close()
    return sent


def _have_many_findings() -> NoReturn:
    raise CatalogueError(tuple(Finding(f"a.yaml:{number}", Message.of("document.empty")) for number in range(5_000)))


def test_what_a_first_load_meets_is_met_once(tmp_path: Path, listener: socket.socket) -> None:
    source = NoSource(tmp_path / "log", _have_many_findings)
    setup, line, lifeline = setup_of(source, tmp_path, listener), Line(), Lifeline()
    process = fork(lambda: run(setup, Order(), line, lifeline), lifeline)
    (sent,) = take_all(line)
    os.waitpid(process, 0)
    error = told(sent)
    assert isinstance(error, CatalogueError)
    assert len(error.findings) == 5_000
    assert len(source.loaded_by()) == 1


def _take_for_ever() -> NoReturn:
    while True:
        time.sleep(60)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_first_load_ends_with_the_process_that_waits_for_it(
    tmp_path: Path, listener: socket.socket, number: signal.Signals
) -> None:
    source = NoSource(tmp_path / "log", _take_for_ever)
    setup, line, lifeline = setup_of(source, tmp_path, listener), Line(), Lifeline()
    process = fork(lambda: run(setup, Order(), line, lifeline), lifeline, threads=False)
    await_(lambda: bool(source.loaded_by()))
    (loader,) = source.loaded_by()
    assert loader != process
    os.kill(process, number)
    assert take_all(line) == []
    os.waitpid(process, 0)
    await_(lambda: not is_running(loader))


def is_running(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.parametrize(("services", "ahead"), [(MOST_SURVEYED - 100, True), (MOST_SURVEYED + 100, False)])
def test_a_region_is_not_surveyed_before_anybody_asks(tmp_path: Path, services: int, ahead: bool) -> None:
    region = Network(generate(services, seed=1), version="a region")
    assert is_surveyed_ahead(region, Shelf(tmp_path)) is ahead
    assert not is_surveyed_ahead(region, Shelf(None))


FIRST = """
import sys
from api.http.admission import Deadline
from api.http.execution import Answering
from api.http.request_body import GraphQLRequest
from api.live.generation import as_live, rehearse, warm
from api.versions import HeldNetworks
from api.live.standing import Board
from api.settings import Settings
from api.shelf import Shelf, read_catalogue

live = as_live(read_catalogue(None, Shelf(None)), Shelf(None))
answering = Answering(Settings(), HeldNetworks(live, (), Board()))
warm(live)
rehearse(answering, live.network)
known = set(sys.modules)
text = "{ ask(text: \\"from San Vittore release to housing\\") { status plans { id steps { order } } } }"
assert b"PLANNED" in answering.answer(GraphQLRequest(text, None, None, {}, by_get=False), Deadline(60))
print(*sorted(set(sys.modules) - known))
"""


def test_a_first_question_loads_nothing_any_more() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")
