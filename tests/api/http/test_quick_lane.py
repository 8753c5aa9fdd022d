"""What is answered before the middlewares is answered as they would have it, and nothing else is answered there."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import orjson
import pytest

from api.app import create_app
from api.http import response_cache
from api.http.monitoring import NamesRequest
from api.http.response_cache import READ, LruCache, QuickLane
from api.live.standing import Board, Lost, Standing
from api.schema.context import RequestContext
from api.settings import Limits, Settings
from api.versions import HeldNetworks, LiveNetwork, PlannerSlot
from graph.index import NetworkIndex
from graph.model import Catalogue
from graph.network import Network
from tests.api.conftest import Client

LIST = "{ organizations(first: 62) { nodes { id slug name } } }"
NAME = "Mario Rossi"
BY_GET = "/graphql?query={needAreas{code}}"
PLAIN = {"accept": "application/json", "content-type": "application/json"}


@pytest.fixture(scope="module")
def live(catalogue: Catalogue) -> LiveNetwork:
    network = Network(catalogue)
    return LiveNetwork(network, NetworkIndex(network), PlannerSlot(network))


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def held(live: LiveNetwork, board: Board) -> Client:
    return Client(create_app(Settings(limits=Limits(body_seconds=0.3)), HeldNetworks(live, (), board)))


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The methods of the requests that were passed on."""
    found: list[str] = []
    build = QuickLane.__init__

    def init(self: QuickLane, app: Any, *rest: Any) -> None:
        async def note(scope: Any, receive: Any, send: Any) -> None:
            found.append(scope["method"])
            await app(scope, receive, send)

        build(self, note, *rest)

    monkeypatch.setattr(QuickLane, "__init__", init)
    return found


def messages(
    client: Client,
    *sent: dict[str, Any],
    method: str = "POST",
    query: bytes = b"",
    headers: dict[str, str] | None = None,
) -> list[dict[str, Any]]:
    """What the application sends to a request in these parts; after them nothing comes any more."""
    told: list[dict[str, Any]] = []
    pairs = [(name.encode(), value.encode()) for name, value in (headers or PLAIN).items()]
    scope = {
        "type": "http", "method": method, "path": "/graphql", "raw_path": b"/graphql", "query_string": query,
        "root_path": "", "headers": pairs, "client": ("127.0.0.1", 1), "server": ("rete", 80), "scheme": "http",
        "http_version": "1.1", "state": {},
    }  # fmt: skip
    waiting = list(sent)

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Any) -> None:
        told.append(dict(message))

    anyio.run(client.app, scope, receive, send)
    return told


def body_of(query: str, **more: Any) -> bytes:
    return orjson.dumps({"query": query, **more})


def test_a_request_is_answered_alike_each_time(passed: list[str], held: Client, client: Client) -> None:
    answers = [held.post(LIST) for _ in range(6)]
    assert len(passed) == 1
    first, *others = ({**each.headers, "x-request-id": ""} for each in answers)
    assert all(each == first for each in others)
    assert {each.content for each in answers} == {client.post(LIST).content}
    assert len({each.headers["x-request-id"] for each in answers}) == 6


def test_new_variables_are_answered_here_once_the_query_is_compiled(
    passed: list[str], held: Client, client: Client
) -> None:
    query = "query($first: Int) { organizations(first: $first) { nodes { id slug name } } }"
    for encoding in ("identity", "gzip", "zstd"):
        for first in (1, 2, 40, 1, 41, 40):
            headers = {"Accept-Encoding": encoding, "Accept": "application/json"}
            answer, wanted = (each.post(query, {"first": first}, headers=headers) for each in (held, client))
            assert answer.content == wanted.content
            different = {"x-request-id", "content-length"} if encoding == "gzip" else {"x-request-id"}
            assert answer.headers.keys() == wanted.headers.keys()
            for name in answer.headers.keys() - different:
                assert answer.headers[name] == wanted.headers[name], name
    assert len(passed) == 4  # the first is executed, and of each encoding one shows the head


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{}", 400),
        (b"\xff", 400),
        (b"[" * 5_000, 400),
        (body_of("{ nothing }"), 200),
        (body_of(LIST, variables=[]), 400),
        (body_of("query($first: Int) { organizations(first: $first) { totalCount } }", variables={"first": "x"}), 200),
        (body_of("query($first: Int) { organizations(first: $first) { totalCount } }", variables={"first": 0}), 200),
    ],
)
def test_what_is_refused_is_refused_alike(held: Client, client: Client, content: bytes, status: int) -> None:
    for _ in range(3):
        held.post(LIST, headers=PLAIN)
        held.post("query($first: Int) { organizations(first: $first) { totalCount } }", {"first": 3}, headers=PLAIN)
    for _ in range(3):
        answer, wanted = (each.request("POST", "/graphql", content=content, headers=PLAIN) for each in (held, client))
        assert answer.status_code == status
        assert (answer.status_code, answer.content) == (wanted.status_code, wanted.content)
        assert answer.headers.keys() == wanted.headers.keys()


def test_a_fault_on_the_quick_way_is_logged_with_the_id_of_its_request(
    held: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "query($first: Int) { organizations(first: $first) { nodes { slug } } }"
    for first in (1, 2, 3):
        assert held.post(query, {"first": first}).status_code == 200

    def fail(*_: Any) -> Any:
        raise RuntimeError(NAME)

    monkeypatch.setattr(RequestContext, "directory", property(fail))
    naming = NamesRequest()
    logger = logging.getLogger("rete.api")
    logger.addFilter(naming)
    try:
        answer = held.post(query, {"first": 4})
    finally:
        logger.removeFilter(naming)
    assert answer.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    (record,) = caplog.records
    assert f"request {answer.headers['x-request-id']}: " in record.getMessage()
    assert NAME not in caplog.text + answer.text


@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd"])
def test_by_get_and_in_every_encoding(passed: list[str], held: Client, encoding: str) -> None:
    path = "/graphql?query=" + LIST
    headers = {"Accept-Encoding": encoding}
    answers = [held.request("GET", path, headers=headers) for _ in range(5)]
    known = headers | {"If-None-Match": answers[0].headers["etag"]}
    told = [held.request("GET", path, headers=known) for _ in range(3)]
    assert len(passed) < 8
    assert {each.headers.get("content-encoding", "identity") for each in answers} == {encoding}
    assert len({(each.content, each.headers["etag"]) for each in answers}) == 1
    assert {(each.status_code, each.content, each.headers["etag"]) for each in told} == {
        (304, b"", answers[0].headers["etag"])
    }
    assert held.request("GET", path, headers=headers | {"If-None-Match": '"other"'}).status_code == 200


def test_every_header_that_is_read_tells_requests_apart(held: Client) -> None:
    for headers, name, value in (
        ({}, "access-control-allow-origin", None),
        ({"Origin": "http://localhost:3000"}, "access-control-allow-origin", "http://localhost:3000"),
        ({"Origin": "https://elsewhere.example"}, "access-control-allow-origin", None),
        ({"Accept": "application/json"}, "content-type", "application/json; charset=utf-8"),
        ({"Accept": "text/html"}, "content-type", "application/json; charset=utf-8"),
        ({"Content-Type": "text/plain"}, "content-type", "application/graphql-response+json; charset=utf-8"),
    ):
        for _ in range(5):
            answer = held.post(LIST, headers=headers)
            assert answer.headers.get(name) == value, headers
        wanted = {"Accept": 406, "Content-Type": 415}
        broken = next((wanted[each] for each, said in headers.items() if said.startswith("text/")), 200)
        assert answer.status_code == broken


def test_no_other_header_is_read_on_the_way_to_a_kept_answer(project: Path) -> None:
    """Whoever reads another header of a request has to name it in READ, or the wrong answer may be sent."""
    own = {"x-request-id", "content-length"}  # read by `QuickLane` itself
    elsewhere = {"authorization", "last-event-id", "access-control-request-method"}  # never where an answer is kept
    places = [*(project / "api" / "http").glob("*.py"), project / "api" / "app.py"]
    read = {
        name
        for place in places
        for name in re.findall(
            r"(?:request\.headers|scope=scope\)|asked)\.get(?:list)?\(\"([a-z-]+)\"", place.read_text()
        )
    }
    assert {"accept", "accept-encoding", "if-none-match"} <= read
    assert read - own - elsewhere <= {name.decode() for name in READ}


def test_what_was_answered_before_is_counted_and_named(held: Client) -> None:
    given = "0af76519-16cd-43dd-8448-eb211c80319c"
    for _ in range(5):
        answer = held.post(LIST, headers={"X-Request-ID": given})
        assert answer.headers.get_list("x-request-id") == [given]
    forged = held.post(LIST, headers={"X-Request-ID": "Mario Rossi"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", forged)
    text = held.request("GET", "/metrics").text
    assert 'rete_http_requests_total{route="/graphql",method="POST",status="200",worker="0"} 6\n' in text
    assert 'rete_http_request_duration_seconds_count{route="/graphql",worker="0"} 6\n' in text


def test_while_the_store_is_lost_every_answer_says_so(held: Client, board: Board) -> None:
    for _ in range(4):
        assert "x-rete-stale" not in held.post(LIST).headers
    board.write(Standing(lost=Lost(datetime(2026, 1, 2, tzinfo=UTC), "gone")))
    for _ in range(4):
        assert held.post(LIST).headers["x-rete-stale"] == "2026-01-02T00:00:00+00:00"
    board.write(Standing())
    for _ in range(4):
        assert "x-rete-stale" not in held.post(LIST).headers


@pytest.mark.parametrize(
    "query",
    [
        '{ ask(text: "a casa") { status } }',
        "{ snapshot { version } }",
        "{ nothing }",
        '{ search(text: "casa") { __typename } }',
    ],
)
def test_what_may_change_or_says_something_of_a_person_is_passed_on_each_time(
    passed: list[str], held: Client, query: str
) -> None:
    for _ in range(4):
        held.post(query)
    assert len(passed) == 4


def test_what_is_no_reading_of_the_api_is_passed_on(passed: list[str], held: Client) -> None:
    for method, path in (("HEAD", BY_GET), ("OPTIONS", "/graphql"), ("GET", "/healthz")):
        for _ in range(3):
            held.request(method, path)
    assert len(passed) == 9


def test_without_a_version_that_stays_nothing_is_kept(
    passed: list[str], client_with: Callable[[Settings], Client]
) -> None:
    client_with(Settings()).post(LIST)
    assert passed == []


def test_nothing_of_a_request_can_be_read_from_what_is_kept(monkeypatch: pytest.MonkeyPatch, held: Client) -> None:
    kept: list[Any] = []
    keep = LruCache.keep

    def noted(self: Any, key: bytes, value: Any, size: int) -> None:
        kept.append((key, value))
        keep(self, key, value, size)

    monkeypatch.setattr(LruCache, "keep", noted)
    for _ in range(4):
        held.post("{ needAreas { code } } # Mario Rossi", {"unused": "Mario Rossi"})
    assert len(kept) >= 2
    assert "Mario" not in repr(kept)


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch, live: LiveNetwork, passed: list[str]) -> None:
    monkeypatch.setattr(response_cache, "MOST_REPLY_BYTES", 40_000)
    monkeypatch.setattr(response_cache, "LARGEST", 20_000)
    client = Client(create_app(Settings(), HeldNetworks(live, (), Board())))

    def ask(query: str) -> int:
        passed.clear()
        answer = client.request("GET", "/graphql", params={"query": query}, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200
        return len(answer.content)

    names = [LIST.replace("62", str(size)) for size in range(40, 60)]
    for name in [each for each in names for _ in range(3)]:
        ask(name)
    assert passed == []
    ask(names[0])
    assert passed == ["GET"]
    for _ in range(4):
        large = ask(
            "{ organizations(first: 100) { nodes { id slug name services { slug name } listings { printed } } } }"
        )
        assert large > 20_000
        assert passed == ["GET"]


def test_a_body_may_come_in_parts(held: Client) -> None:
    body = body_of(LIST)
    parts = [
        {"type": "http.request", "body": body[:10], "more_body": True},
        {"type": "http.request", "body": body[10:], "more_body": False},
    ]
    whole = {"type": "http.request", "body": body, "more_body": False}
    answers = [messages(held, *parts) for _ in range(4)] + [messages(held, whole) for _ in range(2)]
    assert len({answer[1]["body"] for answer in answers}) == 1
    assert all(answer[0]["status"] == 200 for answer in answers)


@pytest.mark.parametrize(
    "sent", [(), ({"type": "http.request", "body": b'{"query', "more_body": True},), ({"type": "http.disconnect"},)]
)
def test_a_body_that_does_not_arrive_is_refused_in_time(held: Client, sent: tuple[dict[str, Any], ...]) -> None:
    start, body = messages(held, *sent)
    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]
    assert orjson.loads(body["body"])["errors"][0]["message"] == "The body did not arrive."


def test_a_body_that_is_longer_than_it_says_is_refused(held: Client) -> None:
    part = {"type": "http.request", "body": bytes(9_000), "more_body": True}
    start, _ = messages(held, *[part] * 12, headers=PLAIN | {"content-length": "10"})
    assert start["status"] == 413


@pytest.mark.parametrize("length", ["20000", "-1", "nonsense", "9" * 50, "\u0663"])
def test_a_length_that_is_none_or_too_large_is_left_to_whoever_reads_on(
    passed: list[str], held: Client, length: str
) -> None:
    whole = {"type": "http.request", "body": body_of(LIST), "more_body": False}
    for _ in range(4):
        messages(held, whole, headers=PLAIN | {"content-length": length})
    assert len(passed) == 4
