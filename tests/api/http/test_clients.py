"""What clients and browsers send beyond the plainest request."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from api.settings import Settings, SettingsError
from tests.told import refuses

QUERY = b'{"query": "{ snapshot { version } }"}'
JSON = {"Content-Type": "application/json"}


def test_a_body_may_come_with_gzip(client: Any) -> None:
    headers = JSON | {"Content-Encoding": "gzip"}
    answer = client.request("POST", "/graphql", content=gzip.compress(QUERY), headers=headers)
    assert answer.json()["data"]["snapshot"]["version"]


@pytest.mark.parametrize(
    ("content", "encoding", "status"),
    [
        (gzip.compress(b" " * 10_000_000), "gzip", 413),
        (gzip.compress(QUERY)[:-9], "gzip", 400),
        (QUERY, "gzip", 400),
        (QUERY, "br", 415),
        (QUERY, "identity", 200),
    ],
    ids=["a bomb", "cut short", "not gzip", "another encoding", "none"],
)
def test_no_body_grows_beyond_the_limit_or_is_guessed_at(
    client: Any, content: bytes, encoding: str, status: int
) -> None:
    headers = JSON | {"Content-Encoding": encoding}
    assert client.request("POST", "/graphql", content=content, headers=headers).status_code == status


def test_several_accept_fields_are_one_list(client: Any) -> None:
    headers = [*JSON.items(), ("Accept", "text/html"), ("Accept", "application/graphql-response+json")]
    answer = client.request("POST", "/graphql", content=QUERY, headers=headers)
    assert answer.headers["content-type"].startswith("application/graphql-response+json")


def test_two_representations_have_two_tags_and_two_servers_one(
    client: Any, client_with: Callable[[Settings], Any]
) -> None:
    params = {"query": "{ snapshot { version } }"}

    def tag(of: Any, accept: str) -> str:
        return str(of.request("GET", "/graphql", params=params, headers={"Accept": accept}).headers["etag"])

    json, newer = "application/json", "application/graphql-response+json"
    assert tag(client, json) != tag(client, newer)
    other = client_with(Settings())
    assert (tag(client, json), tag(client, newer)) == (tag(other, json), tag(other, newer))


def test_head_and_options(client: Any) -> None:
    params = {"query": "{ snapshot { version } }"}
    got = client.request("GET", "/graphql", params=params)
    head = client.request("HEAD", "/graphql", params=params)
    assert (head.status_code, head.headers["etag"]) == (200, got.headers["etag"])
    options = client.request("OPTIONS", "/graphql")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://localhost:5173", True),
        ("http://127.0.0.1", True),
        ("https://example.org", True),
        ("https://evil.example", False),
        ("http://localhost.evil.example", False),
    ],
)
def test_pages_of_this_machine_and_of_named_origins_may_ask(
    client_with: Callable[[Settings], Any], origin: str, allowed: bool
) -> None:
    settings = Settings.from_environment({"RETE_ORIGINS": "https://example.org"})
    own = client_with(settings)
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    preflight["Access-Control-Request-Headers"] = "content-type"
    asked = own.request("OPTIONS", "/graphql", headers=preflight)
    answer = own.request("POST", "/graphql", content=QUERY, headers=JSON | {"Origin": origin})
    for response in (asked, answer):
        assert response.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "access-control-allow-credentials" not in response.headers


def test_an_origin_that_is_none_is_refused() -> None:
    with refuses(SettingsError, r"example\.org"):
        Settings.from_environment({"RETE_ORIGINS": "example.org"})


@pytest.mark.parametrize("value", ["9" * 4_301, "-" + "9" * 4_301, "1" * 4_301 + ".5"])
def test_a_number_without_end_is_refused(client: Any, value: str) -> None:
    answer = client.post(f"{{ services(first: {value}) {{ totalCount }} }}")
    assert answer.json()["errors"][0]["extensions"]["code"] == "QUERY_TOO_LARGE"


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_gets_the_icon_that_it_asks_for_by_itself(client: Any) -> None:
    icon = client.request("GET", "/favicon.ico")
    assert icon.status_code == 200
    assert icon.headers["content-type"].startswith("image/")


def test_the_address_of_the_api_in_a_browser_leads_to_the_console(client: Any) -> None:
    opened = client.request("GET", "/graphql", headers={"Accept": BROWSER})
    assert (opened.status_code, opened.headers["location"]) == (303, "/console")
    assert "<html" in client.request("GET", opened.headers["location"], headers={"Accept": BROWSER}).text
    asked = client.request("GET", "/graphql?query={snapshot{version}}", headers={"Accept": BROWSER})
    assert asked.json()["data"]["snapshot"]["version"]
    assert client.request("GET", "/graphql", headers=JSON).status_code == 400
