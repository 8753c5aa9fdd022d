"""An answer that depends on the version alone is sent again as it was; nothing else is kept."""

import re
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.http import response_cache
from api.http.execution import Engine
from api.http.request_body import GraphQLRequest
from api.http.response_cache import KeptAnswers
from api.live.standing import Board
from api.settings import Limits, Settings
from api.versions import HeldNetworks, LiveNetwork, PlannerSlot
from graph.index import NetworkIndex
from graph.model import Catalogue
from graph.network import Network
from tests.api.conftest import Client

LIST = "query($first: Int) { organizations(first: $first) { nodes { slug name } } }"


def asking(query: str, variables: dict[str, Any] | None = None, by_get: bool = False) -> GraphQLRequest:
    return GraphQLRequest(query, None, None, variables or {}, by_get)


@pytest.fixture(scope="module")
def held(catalogue: Catalogue) -> Client:
    network = Network(catalogue)
    live = LiveNetwork(network, NetworkIndex(network), PlannerSlot(network))
    return Client(create_app(Settings(), HeldNetworks(live, (), Board())))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Limits())


def test_what_is_sent_again_is_what_was_sent(held: Client, client: Client) -> None:
    for first in (3, 4, 5, 3, 6, 5):  # executed, compiled, at once, kept, at once, kept
        answer = held.post(LIST, {"first": first})
        assert answer.content == client.post(LIST, {"first": first}).content
        assert answer.headers["cache-control"] == "no-store"
        assert len(answer.json()["data"]["organizations"]["nodes"]) == first


def test_by_get_it_has_the_same_tag_each_time(held: Client) -> None:
    path = "/graphql?query={needAreas{code}}"
    first, again = held.request("GET", path), held.request("GET", path)
    assert (first.content, first.headers["etag"]) == (again.content, again.headers["etag"])
    known = held.request("GET", path, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", first.headers["etag"])


def test_by_get_is_asked_for_itself(held: Client) -> None:
    document = 'query A { needAreas { code } } query B { ask(text: "a casa") { status } }'
    assert held.request("POST", "/graphql", json={"query": document, "operationName": "A"}).status_code == 200
    by_get = held.request("GET", "/graphql", params={"query": document, "operationName": "A"})
    assert by_get.status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        LIST,
        '{ service(slug: "residenzami") { name requirements { label } } }',
        "{ needAreas { code } entrySituations { code } facts { name } }",
        "query { ...A } fragment A on Query { networkAreas { code label } }",
    ],
)
def test_what_the_version_says_is_kept(engine: Engine, query: str) -> None:
    assert engine.prepare(asking(query)).lasting


@pytest.mark.parametrize(
    "query",
    [
        "{ snapshot { version builtAt } }",
        "{ needAreas { code } snapshot { stale } }",
        '{ search(text: "casa") { __typename } }',
        '{ ask(text: "a casa") { status } }',
        '{ eligibility(service: "residenzami", facts: []) { verdict } }',
        "{ coverage { cellCount } }",
        '{ service(slug: "residenzami") { isOpen } }',
        '{ service(slug: "residenzami") { ...A } } fragment A on Service { nextOpening }',
        '{ service(slug: "residenzami") { verified { day } } }',
        '{ service(slug: "residenzami") { citations { excerpt } } }',
    ],
)
def test_what_says_something_else_another_time_or_to_another_person_is_not(engine: Engine, query: str) -> None:
    assert not engine.prepare(asking(query)).lasting


def test_an_error_is_told_each_time(held: Client, client: Client) -> None:
    query = "query($after: String) { organizations(first: 2, after: $after) { nodes { slug } } }"
    told = client.post(query, {"after": "nonsense"}).json()
    assert told["errors"]
    for after in ("nonsense", None, "nonsense", None, "nonsense"):
        answer = held.post(query, {"after": after}).json()
        assert answer == told if after else "errors" not in answer


def test_it_is_told_apart_by_all_that_was_asked() -> None:
    kept = KeptAnswers()
    requests = [
        GraphQLRequest(query, document, name, variables, by_get)
        for query, document in (("{ a }", None), (None, "{ a }"), ("{ b }", None))
        for name in (None, "A")
        for variables in ({}, {"x": 1}, {"x": "1"}, {"y": 1})
        for by_get in (True, False)
    ]
    for number, request in enumerate(requests):
        assert kept.find(kept.key(request)) is None
        kept.keep(kept.key(request), str(number).encode())
    assert [kept.find(kept.key(request)) for request in requests] == [
        str(number).encode() for number in range(len(requests))
    ]
    assert kept.key(asking("{ a }", {})) == kept.key(asking("{ a }"))


def test_it_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "MOST_BYTES", 1_000)
    monkeypatch.setattr(response_cache, "LARGEST", 400)
    kept = KeptAnswers()
    kept.keep(b"large", bytes(401))
    assert kept.find(b"large") is None
    for name in "abca":
        kept.keep(name.encode(), bytes(300))
    kept.keep(b"d", bytes(300))
    assert [kept.find(name.encode()) is not None for name in "abcd"] == [True, False, True, True]


def test_what_is_kept_tells_nothing_of_what_was_asked() -> None:
    kept = KeptAnswers()
    kept.keep(kept.key(asking("{ needAreas { code } } # Mario Rossi", {"unused": "Mario Rossi"})), b"{}")
    assert "Mario" not in repr(vars(kept))


def test_every_field_that_reads_a_clock_takes_the_time(project: Path) -> None:
    """Such fields are known by their argument, so there must be one."""
    schema = project / "api" / "schema"
    lines = [line for place in schema.glob("*.py") for line in place.read_text("utf-8").splitlines()]
    clocks = [line for line in lines if re.search(r"\b(now|today)\(\)|datetime\.now", line)]
    assert len(clocks) > 5
    assert [line for line in clocks if not re.search(r"\b(at|on|as_of|verified) or ", line)] == []
