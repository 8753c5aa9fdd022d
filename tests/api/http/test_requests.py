"""Requests that are none are refused with a reason, and never with a fault of the server."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.settings import Limits, Settings

HEADERS = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
OK = b'{"query": "{ snapshot { version } }"}'


def send(client: Any, body: bytes, **headers: str) -> Any:
    return client.request("POST", "/graphql", content=body, headers=HEADERS | headers)


def code(response: Any) -> str:
    (error,) = response.json()["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])


BODIES = {
    "nothing": b"",
    "a string": b'"abc"',
    "a number": b"5",
    "null": b"null",
    "true": b"true",
    "an empty list": b"[]",
    "a batch": b"[" + OK + b"]",
    "nested lists": b"[" * 50_000 + b"]" * 50_000,
    "unclosed lists": b"[" * 90_000,
    "nested objects": b'{"a":' * 900 + b"1" + b"}" * 900,
    "no query": b"{}",
    "empty query": b'{"query": ""}',
    "query null": b'{"query": null}',
    "query a number": b'{"query": 5}',
    "query a list": b'{"query": ["{ a }"]}',
    "variables a list": b'{"query": "{ a }", "variables": []}',
    "variables text": b'{"query": "{ a }", "variables": "{}"}',
    "operation name a number": b'{"query": "{ a }", "operationName": 1}',
    "extensions text": b'{"query": "{ a }", "extensions": "x"}',
    "deep variables": b'{"query": "{ a }", "variables": {"a": ' + b"[" * 60 + b"]" * 60 + b"}}",
    "not UTF-8": b'{"query": "{ \xff }"}',
    "UTF-16": OK.decode().encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + OK,
    "a lone surrogate": b'{"query": "\\ud800"}',
    "NaN": b'{"query": "{ a }", "variables": {"a": NaN}}',
    "a trailing comma": b'{"query": "{ a }",}',
    "a comment": b'{"query": "{ a }"} // x',
    "a form": b"query=%7B+a+%7D",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_a_body_that_is_no_request_is_refused(client: Any, body: bytes, accept: str) -> None:
    response = send(client, body, Accept=accept)
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/graphql", "application/x-www-form-urlencoded", "multipart/form-data",
     "application/json; charset=iso-8859-1", "application/jsonx"],
)  # fmt: skip
def test_another_content_type_is_refused(client: Any, content_type: str) -> None:
    response = send(client, OK, **{"Content-Type": content_type})
    assert response.status_code == 415
    assert code(response) == "UNSUPPORTED_MEDIA_TYPE"


def test_json_with_a_charset_is_taken(client: Any) -> None:
    assert send(client, OK, **{"Content-Type": 'Application/JSON; charset="UTF-8"'}).status_code == 200


def test_what_cannot_be_accepted_is_not_answered(client: Any) -> None:
    response = send(client, OK, Accept="text/html")
    assert response.status_code == 406
    assert code(response) == "NOT_ACCEPTABLE"


def test_a_body_over_the_limit_is_refused_whether_it_says_its_length_or_not(client: Any) -> None:
    big = b'{"query": "' + b" " * 100_000 + b'{ snapshot { version } }"}'

    async def chunks() -> Any:
        for start in range(0, len(big), 10_000):
            yield big[start : start + 10_000]

    for content in (big, chunks()):
        response = client.request("POST", "/graphql", content=content, headers=HEADERS)
        assert response.status_code == 413
        assert code(response) == "BODY_TOO_LARGE"


def test_a_body_within_the_limit_may_come_in_pieces(client: Any) -> None:
    async def chunks() -> Any:
        for start in range(0, len(OK), 5):
            yield OK[start : start + 5]

    assert client.request("POST", "/graphql", content=chunks(), headers=HEADERS).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_taken(client: Any, method: str) -> None:
    response = client.request(method, "/graphql", content=OK, headers=HEADERS)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_get_asks_about_the_network(client: Any) -> None:
    params = {"query": "query Q($s: String!) { service(slug: $s) { slug } }", "variables": '{"s": "residenzami"}'}
    response = client.request("GET", "/graphql", params=params | {"operationName": "Q"})
    assert response.status_code == 200
    assert response.json()["data"] == {"service": {"slug": "residenzami"}}


PRIVATE = [
    '{ ask(text: "to work") { status } }',
    '{ eligibility(service: "residenzami", facts: [{name: "age", test: {is: "30"}}]) { verdict } }',
    '{ assessments(facts: [{name: "age", test: {is: "30"}}]) { verdict } }',
    '{ coverage(query: {needs: ["work"], facts: [{name: "age", test: {is: "30"}}]}) { cellCount } }',
    '{ referralPlans(query: {from: {situation: "release"}, needs: ["work"]}) { status } }',
    'query A { snapshot { version } ...F } fragment F on Query { ... { x: ask(text: "to work") { status } } }',
]


def test_an_operation_that_is_not_asked_for_stands_in_a_url_too(client: Any) -> None:
    query = 'query A { snapshot { version } } query B { ask(text: "to work") { status } }'
    response = client.request("GET", "/graphql", params={"query": query, "operationName": "A"})
    assert response.status_code == 405


def test_what_takes_facts_and_gets_none_may_stand_in_a_url(client: Any) -> None:
    query = """query($facts: [FactInput!]!) {
      coverage(query: {needs: ["work"], situations: ["release"]}) { cellCount }
      eligibility(service: "residenzami", facts: $facts) { verdict }
    }"""
    answer = client.request("GET", "/graphql", params={"query": query, "variables": '{"facts": []}'})
    assert answer.json()["data"]["coverage"]["cellCount"]
    given = '{"facts": [{"name": "age", "test": {"is": "30"}}]}'
    assert client.request("GET", "/graphql", params={"query": query, "variables": given}).status_code == 405


@pytest.mark.parametrize("query", PRIVATE)
def test_facts_about_a_person_never_stand_in_a_url(client: Any, query: str) -> None:
    response = client.request("GET", "/graphql", params={"query": query})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert code(response) == "METHOD_NOT_ALLOWED"
    assert client.request("POST", "/graphql", json={"query": query}).json()["data"]


@pytest.mark.parametrize(
    "query_string",
    ["", "query=", "query=%ff", "query={a}&query={b}", "query={a}&variables=[1]", "query={a}&variables={",
     "query={a}&extensions=1", "&".join(f"a{n}=1" for n in range(50)), "operationName=A"],
)  # fmt: skip
def test_a_query_string_that_is_no_request_is_refused(client: Any, query_string: str) -> None:
    response = client.request("GET", f"/graphql?{query_string}")
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=400)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["query", "variables", "a"]), inner),
    ).map(lambda value: json.dumps(value).encode())
    | st.builds(
        lambda query, variables: json.dumps({"query": query, "variables": variables}).encode(),
        st.text(st.sampled_from('{}()[]"$:!@.# \nquerysnapotvin'), max_size=80),
        st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    ),
    st.sampled_from(["POST", "GET", "PUT"]),
    st.sampled_from(["application/json", "text/plain", "application/json;charset=utf-8"]),
    st.sampled_from(["application/json", "application/graphql-response+json", "*/*", ";", "text/html"]),
)
def test_no_request_is_a_fault_of_the_server(client: Any, body: bytes, method: str, kind: str, accept: str) -> None:
    headers = {"Content-Type": kind, "Accept": accept}
    response = client.request(method, "/graphql", content=body, headers=headers)
    assert response.status_code < 500
    if response.is_redirect:  # a browser that opens the address goes to the console
        assert (method, accept) == ("GET", "text/html")
        return
    assert "errors" in response.json()


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=120))
def test_no_query_string_is_a_fault_of_the_server(client: Any, raw: bytes) -> None:
    from urllib.parse import quote_from_bytes

    response = client.request("GET", "/graphql?query=" + quote_from_bytes(raw, safe="=&%+"))
    assert response.status_code < 500
    assert "errors" in response.json()


def test_a_body_that_does_not_arrive_is_given_up(client_with: Callable[[Settings], Any]) -> None:
    import anyio

    async def chunks() -> Any:
        yield b'{"query":'
        await anyio.sleep(5)

    patient = client_with(Settings(limits=Limits(body_seconds=0.05)))
    response = patient.request("POST", "/graphql", content=chunks(), headers=HEADERS)
    assert response.status_code == 408
