"""The process that plans: what it answers, when it stops, and what is done without it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import httpx
import pytest

from benchmarks.processes import processes_of
from tests.api.live.conftest import Served, await_

ASK = {"query": '{ ask(text: "from San Vittore release to housing plus work") { status plans { id } } }'}
ALONE = """
import asyncio, json, sys, time
from graphql import GraphQLError
from api.errors import ErrorCode, Refusal, refuse
from api.http.request_body import GraphQLRequest
from api.live.planning_process import GoneError, PlanningProcess
from api.live.processes import Lifeline

def make_work():
    def work(asked, deadline):
        if asked.query == "refuse":
            raise refuse(503, ErrorCode.BUSY, "Not now.", headers={"Retry-After": "1"})
        if asked.query == "fail":
            raise ValueError("a secret")
        if asked.query == "end":
            sys.exit(3)
        if asked.query == "long":
            try:
                while True:
                    deadline.check()
                    time.sleep(0.01)
            except GraphQLError as error:
                return str(error.extensions["code"]).encode()
        return asked.query.encode() * asked.variables.get("times", 1)
    return work

class Client:
    left = False
    async def is_disconnected(self):
        return self.left

def asked(query, **variables):
    return GraphQLRequest(query, None, None, variables, False)

async def tell(answer):
    try:
        return (await answer).decode()
    except Refusal as refusal:
        return [refusal.status, refusal.headers, refusal.errors[0].message, refusal.errors[0].extensions]
    except Exception as error:
        return type(error).__name__

async def main(planning):
    here, gone = Client(), Client()
    gone.left = True
    found = [await tell(planning.answer(asked(query), here)) for query in ("one", "refuse", "fail")]
    found.append(len(await tell(planning.answer(asked("x", times=3_000_000), here))))
    found.append(await tell(planning.answer(asked("long"), gone)))
    # An answer that nobody waits for any more is not given to whoever asks next.
    given_up = asyncio.create_task(tell(planning.answer(asked("long"), here)))
    await asyncio.sleep(0.1)
    given_up.cancel()
    found += await asyncio.gather(*(tell(planning.answer(asked(query), here)) for query in ("two", "three")))
    begun = time.monotonic()
    found.append(await tell(planning.answer(asked("long"), here)))
    assert 2 < time.monotonic() - begun < 20
    found += [await tell(planning.answer(asked(query), here)) for query in ("end", "four")]
    print(json.dumps(found))

planning = PlanningProcess(make_work, 2.0, Lifeline())
planning.await_ready()
asyncio.run(main(planning))
"""


def test_it_answers_one_after_the_other_and_stops_when_nobody_waits() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True, timeout=120)
    busy = [503, {"Retry-After": "1"}, "Not now.", {"code": "BUSY"}]
    late = "DEADLINE_EXCEEDED"
    expected = ["one", busy, "RuntimeError", 3_000_000, late, "two", "three", late, "GoneError", "GoneError"]
    assert json.loads(done.stdout) == expected
    assert "A question failed with ValueError" in done.stderr
    assert "secret" not in done.stderr
    assert done.stderr.count("has ended") == 1


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    return serve("--no-cache")


def serving_and_planning(served: Served) -> tuple[int, int]:
    """The process that serves, and that which plans for it."""
    _, serving, planning = processes_of(served.process.pid)
    return serving, planning


def test_plans_come_from_a_process_of_their_own(served: Served) -> None:
    _, planning = serving_and_planning(served)
    assert os.getpriority(os.PRIO_PROCESS, planning) > os.getpriority(os.PRIO_PROCESS, served.process.pid)
    answer = httpx.post(f"{served.url}/graphql", json=ASK, timeout=60)
    assert answer.json()["data"]["ask"]["status"] == "PLANNED"
    page = httpx.get(f"{served.url}/embed/plan?from=release-san-vittore&need=housing", timeout=60)
    assert page.status_code == 200
    late = {"query": "query($f: [FactInput!]) { ask(text: $t, facts: $f) { status } }"}
    assert httpx.post(f"{served.url}/graphql", json=late, timeout=60).json()["errors"]


@pytest.mark.slow
def test_without_it_the_server_plans_itself(served: Served) -> None:
    _, planning = serving_and_planning(served)
    before = httpx.post(f"{served.url}/graphql", json=ASK, timeout=60).json()
    os.kill(planning, signal.SIGKILL)
    for _ in range(2):
        assert httpx.post(f"{served.url}/graphql", json=ASK, timeout=60).json() == before
    assert served.log.read_text().count("The process that plans has ended") == 1


@pytest.mark.slow
def test_it_ends_with_the_server(served: Served) -> None:
    for process in serving_and_planning(served):
        served.process.terminate()
        served.process.wait(timeout=60)
        await_(partial(_has_ended, process))


@pytest.mark.slow
def test_it_ends_if_the_serving_process_is_killed_and_another_one_takes_its_place(served: Served) -> None:
    serving, planning = serving_and_planning(served)
    os.kill(serving, signal.SIGKILL)
    await_(partial(_has_ended, planning))
    assert httpx.post(f"{served.url}/graphql", json=ASK, timeout=60).json()["data"]["ask"]["status"] == "PLANNED"


@pytest.mark.slow
def test_each_worker_has_one(serve: Callable[..., Served]) -> None:
    served = serve("--no-cache", "--workers", "2")
    _, *others = processes_of(served.process.pid)
    assert len(others) == 5  # that which loaded, and two that serve, each with one that plans
    for _ in range(4):
        assert httpx.post(f"{served.url}/graphql", json=ASK, timeout=60).json()["data"]["ask"]["status"] == "PLANNED"


def _has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False
