"""A region surveyed by several processes or a cluster: the same as by one, also where one of them is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from neo4j import GraphDatabase

from api.cli import run
from api.commands import territories
from api.commands.territories import Cluster, Job, Processes, survey_territories
from api.settings import SettingsError
from api.shelf import Shelf
from benchmarks.generated_networks import generate
from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer
from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import CoverageQuery, resolve
from graph.coverage.criticality import list_critical
from graph.coverage.gaps import list_gaps
from graph.coverage.record import Slice, join_slices, list_territories, slice_of
from graph.coverage.survey import Survey
from graph.network import Network
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
from tests.told import refuses

QUERY = CoverageQuery(needs=("housing", "work"))


@pytest.fixture(scope="module")
def region() -> Network:
    """A network of several territories."""
    return Network(generate(200, seed=7))


@pytest.fixture(scope="module")
def whole(region: Network) -> Survey:
    return CoverageAnalyst(region).survey(QUERY)


def told(survey: Survey) -> bytes:
    """Everything that a survey tells of its cells."""
    cells = [(cell, examined.outcome) for cell, examined in survey.examined.items()]
    return msgspec.json.encode([cells, list_critical(survey), list_gaps(survey)], order="deterministic")


def test_the_slices_of_territories_make_the_whole(region: Network, whole: Survey) -> None:
    analyst = CoverageAnalyst(region)
    territories = list_territories(resolve(region, QUERY))
    assert len(territories) > 2
    slices = [
        slice_of(analyst.survey(CoverageQuery(needs=QUERY.needs, situations=situations)))
        for situations in territories.values()
    ]
    assert told(join_slices(region, QUERY, slices)) == told(whole)


@pytest.fixture
def store(neo4j_server: Neo4jServer, region: Network, monkeypatch: pytest.MonkeyPatch) -> str:
    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (node) DETACH DELETE node", database_=DATABASE)
    with closing(Neo4jStore(StoreAddress(neo4j_server.uri, password=neo4j_server.password))) as opened:
        opened.publish(region.catalogue)
    monkeypatch.setenv("RETE_NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    return neo4j_server.uri


def children() -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "spawn_main"], capture_output=True, text=True)
    return [int(number) for number in found.stdout.split()]


@pytest.mark.slow
@pytest.mark.java
def test_a_process_that_is_killed_loses_nothing(store: str, region: Network, whole: Survey, tmp_path: Path) -> None:
    killed: list[int] = []

    def progress(done: int, _: int) -> None:
        if done == 1 and not killed:
            killed.extend(children()[:1])
            Thread(target=lambda: [os.kill(each, signal.SIGKILL) for each in killed]).start()

    shelf = Shelf(tmp_path / "shelf")
    assert told(survey_territories(store, region, QUERY, Processes(2), shelf, progress)) == told(whole)
    assert killed


@dataclass(frozen=True)
class Running:
    """A Dask cluster of processes on loopback, as one of machines is started."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(store: str, tmp_path: Path) -> Iterator[Running]:
    place = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    dask = [sys.executable, "-m", "distributed.cli"]
    scheduler = [f"{dask[-1]}.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    worker = [f"{dask[-1]}.dask_worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    worker += ["--local-directory", str(tmp_path / "workers")]
    with ExitStack() as stack:
        started = []
        for command in (scheduler, worker, worker):
            command = [*dask[:-1], *command, "--scheduler-file", str(place)]
            process = stack.enter_context(subprocess.Popen(command, **quiet))
            stack.callback(process.kill)
            started.append(process)
        deadline = time.monotonic() + 60
        while not place.exists():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Running(json.loads(place.read_text())["address"], started[1:])


@pytest.mark.slow
@pytest.mark.java
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(
    cluster: Running, store: str, region: Network, whole: Survey, tmp_path: Path
) -> None:
    killed: list[int] = []

    def progress(done: int, _: int) -> None:
        if done == 1 and not killed:
            cluster.workers[0].kill()
            killed.append(cluster.workers[0].pid)

    shelf = Shelf(tmp_path / "shelf")
    found = survey_territories(store, region, QUERY, Cluster(cluster.address), shelf, progress)
    assert told(found) == told(whole)
    assert killed


@pytest.mark.slow
@pytest.mark.java
def test_the_command_says_the_same_from_a_cluster(cluster: Running, store: str, tmp_path: Path) -> None:
    rete = str(Path(sys.executable).parent / "rete")
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    command = [rete, "coverage", "--store", store, "--need", "housing", "--json", "--no-cache"]
    one = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    command += ["--cluster", cluster.address]
    several = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert several.stdout == one.stdout


@pytest.mark.parametrize("address", [pytest.param("tcp://127.0.0.1:1", marks=pytest.mark.slow), "nonsense://x"])
def test_a_cluster_that_is_not_there_is_said(address: str) -> None:
    with refuses(SettingsError, "No scheduler"):
        list(Cluster(address).survey_all(lambda job: pytest.fail(str(job)), [(None, ())]))


def test_a_cluster_needs_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("coverage", "--cluster", "tcp://127.0.0.1:1", "--need", "housing")) == 1
    assert "--store" in capsys.readouterr().err


class Ended(Exception):  # noqa: N818 - stands for a run that is ended
    """The run was ended."""


@pytest.mark.slow
@pytest.mark.java
def test_a_run_that_was_ended_goes_on(store: str, region: Network, whole: Survey, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")

    def end(after: int) -> Callable[[int, int], None]:
        def progress(done: int, _: int) -> None:
            if done >= after:
                raise Ended

        return progress

    with pytest.raises(Ended):
        survey_territories(store, region, QUERY, Processes(2), shelf, end(2))
    seen: list[int] = []
    found = survey_territories(store, region, QUERY, Processes(2), shelf, lambda done, _: seen.append(done))
    assert seen[0] >= 1
    assert told(found) == told(whole)


@pytest.mark.slow
@pytest.mark.java
def test_the_command_says_the_same(store: str, tmp_path: Path) -> None:
    rete = str(Path(sys.executable).parent / "rete")
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    command = [rete, "coverage", "--store", store, "--need", "housing", "--json", "--no-cache"]
    one = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    several = subprocess.run([*command, "--workers", "2"], env=environ, capture_output=True, text=True, check=True)
    assert several.stdout == one.stdout


def nothing_of(job: Job) -> Slice:
    """A survey that finds nothing, so that much can be surveyed."""
    return Slice(situations=job[1], outcomes=(), cells=(), critical=(), gaps=())


def test_more_territories_than_processes_may_do_are_all_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(territories, "RENEWED", 3)
    jobs: list[Job] = [(f"t{number}", (f"release-t{number}",)) for number in range(7)]
    done = dict(Processes(1).survey_all(nothing_of, jobs))
    assert done == {job: nothing_of(job) for job in jobs}
