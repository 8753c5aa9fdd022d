"""Some two hundred hostile requests to a real server: none is a fault of it, tells of its inside, or is logged."""

import gzip
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.api.conftest import SERVER

CANARY = "Ximenes-Quondam-1987"
"""A word that stands in every request, and may stand in no log."""
INSIDE = ("Traceback", 'File "', "site-packages", ".py", "Exception", "graphql.error", "0x7f", "NoneType")
"""What tells of the inside of the program."""
JSON = {"Content-Type": "application/json"}


class Sent(NamedTuple):
    """A request as it goes over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


def graphql(query: str, variables: object = None, **more: object) -> Sent:
    body = json.dumps({"query": query, "variables": variables, **more})
    return Sent("POST", "/graphql", JSON, body.encode("utf-8", "surrogatepass"))


def documents() -> Iterator[Sent]:
    """Documents that are too deep, too wide, too dear, or no documents."""
    named = f'organization(slug: "{CANARY}")'
    yield from (graphql("{" * depth + "a" + "}" * depth) for depth in (10, 100, 1_000, 20_000))
    yield from (graphql("[" * depth) for depth in (10, 5_000))
    yield graphql("{" + "".join(f"a{number}: {named} {{ name }} " for number in range(2_000)) + "}")
    yield graphql(
        "{ "
        + "services(first: 100) { nodes { organizations { services { organizations { " * 3
        + "slug"
        + " } } } } }" * 3
    )
    yield graphql(
        "{ a: " + named + " { ...F } } fragment F on Organization { ...G } fragment G on Organization { ...F }"
    )
    yield graphql("query { " + named + " { ...Missing } }")
    yield graphql(f"query A {{ {named} {{ name }} }} query B {{ {named} {{ name }} }}")
    yield graphql(f'mutation {{ remove(slug: "{CANARY}") }}')
    yield graphql(f'subscription {{ changed(slug: "{CANARY}") }}')
    yield graphql("{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }")
    yield graphql(f"{{ {named} @include(if: $x) {{ name }} }}")
    yield graphql("{ " + named + " @skip" * 500 + " { name } }")
    yield from (
        graphql(f"{{ services(first: {size}) {{ totalCount }} }}") for size in ("9" * 4_301, "-1", "1e400", "0x1")
    )
    yield from (
        graphql(text) for text in ("", " ", "#" + CANARY, '"""', '{ a(b: "\\u{110000}") }', "\x00", "\ufeff{", "\ud800")
    )
    for slug in (
        "'; DROP TABLE x --",
        "../../etc/passwd",
        "{{7*7}}",
        "${jndi:x}",
        "<script>",
        "%00",
        "\u202e",
        "A" * 5_000,
        "\x00",
    ):
        yield graphql(
            "query($s: String!) { service(slug: $s) { name } organization(slug: $s) { name } }", {"s": slug + CANARY}
        )
        yield graphql("query($s: String!) { ask(text: $s) { status problems { message } } }", {"s": slug + CANARY})
        yield graphql("query($s: String!) { search(text: $s) { slug } }", {"s": slug + CANARY})
    for token in (CANARY, "YXJyYXljb25uZWN0aW9uOi01", "", "=" * 900, "U2VydmljZTo", "\udcff", "ඞ" * 300):
        yield graphql("query($c: String) { services(after: $c) { totalCount } }", {"c": token})
        yield graphql("query($i: ID!) { node(id: $i) { id } nodes(ids: [$i]) { id } }", {"i": token})


def questions() -> Iterator[Sent]:
    """Questions about a person that nobody should ask."""
    ask = "query($f: [FactInput!], $t: String!) { ask(text: $t, facts: $f) { status } }"
    tests: tuple[object, ...] = (
        {}, {"is": None}, {"is": CANARY}, {"is": CANARY, "not": CANARY}, {"in": []}, {"in": [CANARY] * 500},
        {"range": {}}, {"range": {"min": 10**400}}, {"range": {"min": 9, "max": 1}}, {"is": ["x"]}, [], "x", 5,
    )  # fmt: skip
    for name in ("age", CANARY):
        for test in tests:
            yield graphql(ask, {"t": CANARY, "f": [{"name": name, "test": test}]})
    yield graphql(ask, {"t": (CANARY + " ") * 5_000, "f": []})
    yield graphql(ask, {"t": "release " * 300 + CANARY, "f": [{"name": "age", "test": {"is": "34"}}] * 300})
    plan = "query($q: ReferralQuery!) { referralPlans(query: $q, first: 10) { status } }"
    yield graphql(plan, {"q": {"from": {}, "needs": [CANARY]}})
    yield graphql(plan, {"q": {"from": {"situation": "release", "need": "work"}, "needs": ["work"]}})
    yield graphql(plan, {"q": {"from": {"situation": "release"}, "needs": ["work"] * 400}})
    yield graphql(plan, {"q": {"from": {"need": "work"}, "needs": [], "avoid": [CANARY] * 400}})
    look = "query($q: CoverageQuery) { coverage(query: $q) { cellCount } }"
    yield from (graphql(look, {"q": {"profiles": [CANARY] * count}}) for count in (1, 50, 5_000))
    change = "query($c: [NetworkChange!]!) { whatIf(changes: $c) { compared } }"
    yield from (
        graphql(change, {"c": each}) for each in ([], [{}], [{"closeService": CANARY}], [{"closeService": CANARY}] * 99)
    )


def bodies() -> Iterator[Sent]:
    """Bodies that are no requests."""
    said = CANARY.encode()
    for body in (
        b"", b"null", b"5", b'"abc"', b"[]", b"[[]]", b"{}", b'{"query": 5}', b'{"query": null}', b"{", said,
        b'{"query": "{a}", "query": "{b}"}', b'{"variables": {}}', b'{"query":"{a}","variables":[]}', b"[" * 50_000,
        b'{"a":' * 50_000, b'{"query": "\xff\xfe"}', b"\xef\xbb\xbf{}", b'{"query":"{a}","operationName":{}}', b"NaN",
        b'{"query":"{a}","extensions":5}', b'{"extensions":{"persistedQuery":{"version":9,"sha256Hash":"x"}}}',
        b'{"documentId":"' + said + b'"}', b'{"documentId":"../../x"}', b'{"query":"' + b"a" * 200_000 + b'"}',
    ):  # fmt: skip
        yield Sent("POST", "/graphql", JSON, body)
    for kind in (
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "",
    ):
        yield Sent("POST", "/graphql", {"Content-Type": kind}, b'{"query":"' + said + b'"}')
    yield Sent("POST", "/graphql", JSON | {"Content-Encoding": "gzip"}, gzip.compress(b" " * 20_000_000))
    yield Sent("POST", "/graphql", JSON | {"Content-Encoding": "gzip"}, said)
    yield from (
        Sent("POST", "/graphql", JSON | {"Content-Encoding": name}, said) for name in ("br", "zstd", "gzip, gzip")
    )
    yield from (
        Sent("POST", "/graphql", JSON | {"Accept": kind}, b"{}") for kind in ("text/html", "*;q=x", "," * 900, "\u00e9")
    )
    yield Sent("POST", "/corrections", JSON, said)
    yield Sent("POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, b"words=" + said * 3_000)
    yield Sent("POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, b"&" * 50_000)
    yield Sent("POST", "/", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n" + said)


def addresses() -> Iterator[Sent]:
    """Addresses and methods that lead nowhere."""
    word = quote(CANARY)
    for path in (
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../app.py", "/static/%2e%2e/routes.py",
        "//evil.example/x", f"/services/{word}", f"/partners/{word}", f"/needs/{word}", f"/documents/{word}",
        f"/exports/{word}", "/exports/%00", f"/hsds/{word}", f"/hsds/services/{word}", f"/hsds/services?search={word}",
        "/hsds/services?page=99999999999", "/%ff%fe", f"/graphql?query={word}", "/graphql?query=%7B",
        "/graphql?query=%00", "/graphql?variables=%5B", f"/graphql?documentId={word}",
        f"/graphql?query=%7Bask(text:%22{word}%22)%7Bstatus%7D%7D", "/graphql?" + "&" * 5_000,
        f"/coverage?profile={word}", f"/coverage/cell?need={word}", f"/what-if?close={word}",
        f"/open?need={word}&day=x&hour=99", f"/network?focus={word}", f"/embed/plan?from={word}&need={word}",
        "/network?q=" + "a" * 5_000, f"/changes?version={word}", f"/sheet?lang={word}",
    ):  # fmt: skip
        yield Sent("GET", path, {"Accept": "*/*"})
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "X" * 50):
        yield from (Sent(method, path, JSON, b"{}") for path in ("/graphql", "/hsds/services", "/exports"))
    for name, value in (
        ("If-None-Match", '"' * 3_000), ("Accept-Language", f"{CANARY};q=9, " * 300),
        ("Accept-Encoding", "zstd;q=, " * 500), ("Cookie", f"lang={CANARY}; " * 100), ("X-Request-ID", CANARY),
        ("X-Forwarded-For", CANARY), ("Origin", f"https://{CANARY}"), ("Host", CANARY), ("Range", "bytes=0-,0-,0-"),
        ("Last-Event-ID", CANARY),
    ):  # fmt: skip
        yield Sent("GET", "/graphql?query={snapshot{version}}", {name: value})


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The URL of a server of its own, and the file with everything that it says."""
    log = tmp_path_factory.mktemp("hostile") / "log"
    with log.open("wb") as written, subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=written, text=True
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            while httpx.get(f"{url}/readyz").status_code != 200:
                time.sleep(0.05)
            yield url, log
        finally:
            server.terminate()


def answer(url: str, sent: Sent) -> bytes:
    """What comes back, whole, on a connection of its own."""
    parts = urlsplit(url)
    given = {"Host": parts.netloc, "Content-Length": str(len(sent.body)), "Connection": "close"} | sent.headers
    head = "".join((f"{sent.method} {sent.target} HTTP/1.1\r\n", *(f"{k}: {v}\r\n" for k, v in given.items()), "\r\n"))
    received = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was sent
            connection.sendall(head.encode("utf-8") + sent.body)
        while True:
            try:
                part = connection.recv(65_536)
            except ConnectionResetError:
                return received
            if not part:
                return received
            received += part


KINDS = {"documents": documents, "questions": questions, "bodies": bodies, "addresses": addresses}


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_request_meets_a_refusal(told: tuple[str, Path], kind: str, project: Path) -> None:
    url, log = told
    for sent in KINDS[kind]():
        received = answer(url, sent)
        about = (sent.method, sent.target[:200], sent.body[:200])
        assert received.startswith(b"HTTP/1.1 "), about
        assert received[9:10] in b"234", (about, received[:500])
        body = received.partition(b"\r\n\r\n")[2].decode("utf-8", "replace")
        assert [word for word in INSIDE if word in body and not body.startswith("<!doctype")] == [], (about, body[:500])
        assert str(project) not in body, about
    with httpx.Client(base_url=url) as client:
        assert client.get("/healthz").status_code == 200
        assert CANARY not in client.get("/metrics").text
    assert CANARY not in log.read_text(encoding="utf-8", errors="replace")


def test_there_are_some_two_hundred() -> None:
    assert sum(len(list(each())) for each in KINDS.values()) >= 200
