"""Documents that a request names instead of sending them."""

from hashlib import sha256
from typing import Any

import pytest

from api.operations import load_operations

HARMLESS = "query Harmless($slug: String!) { service(slug: $slug) { name } }"
PRIVATE = 'query Private { ask(text: "to work with someone") { status } }'


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def apollo(text: str, version: Any = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": digest(text)}}


def send(client: Any, **body: Any) -> Any:
    headers = {"Accept": "application/graphql-response+json"}
    return client.request("POST", "/graphql", json=body, headers=headers)


def code(response: Any) -> str:
    (error,) = response.json()["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("name", ["SnapshotQuery", f"sha256:{digest(load_operations()['SnapshotQuery'])}"])
def test_a_trusted_document_is_named(client: Any, network: Any, name: str) -> None:
    answer = client.request("GET", "/graphql", params={"documentId": name})
    assert answer.json()["data"]["snapshot"]["version"] == network.version
    assert send(client, documentId=name).json()["data"] == answer.json()["data"]


def test_a_trusted_document_takes_variables_and_keeps_facts_out_of_the_url(client: Any) -> None:
    variables = {"text": "from San Vittore release to work", "locale": "EN"}
    assert send(client, documentId="AskQuery", variables=variables).json()["data"]["ask"]["plans"]
    refused = client.request("GET", "/graphql", params={"documentId": "AskQuery", "variables": "{}"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


def test_a_question_by_its_digest_in_a_url_makes_the_client_fall_back_to_post(client: Any) -> None:
    text = load_operations()["AskQuery"]
    params = {"extensions": f'{{"persistedQuery":{{"version":1,"sha256Hash":"{digest(text)}"}}}}'}
    params["variables"] = '{"text": "to work", "locale": "EN"}'
    answer = client.request("GET", "/graphql", params=params)
    assert answer.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert send(client, query=text, extensions=apollo(text), variables={"text": "to work", "locale": "EN"}).json()[
        "data"
    ]


@pytest.mark.parametrize("name", ["NoSuchQuery", "sha256:" + "0" * 64, "answer", "../answer", "x" * 5_000])
def test_a_document_that_is_not_there(client: Any, name: str) -> None:
    response = send(client, documentId=name)
    assert (response.status_code, code(response)) == (400, "PERSISTED_QUERY_NOT_FOUND")


def test_a_document_is_kept_for_those_who_send_its_digest(client: Any) -> None:
    variables = {"slug": "residenzami"}
    legacy = client.request("POST", "/graphql", json={"extensions": apollo(HARMLESS), "variables": variables})
    assert (legacy.status_code, legacy.json()["errors"][0]["message"]) == (200, "PersistedQueryNotFound")
    first = send(client, query=HARMLESS, extensions=apollo(HARMLESS), variables=variables).json()
    assert first["data"]["service"]["name"]
    assert send(client, extensions=apollo(HARMLESS), variables=variables).json() == first
    params = {"extensions": f'{{"persistedQuery":{{"version":1,"sha256Hash":"{digest(HARMLESS)}"}}}}'}
    get = client.request("GET", "/graphql", params=params | {"variables": '{"slug": "residenzami"}'})
    assert get.json() == first


def test_long_documents_are_kept_as_far_as_memory_allows(client: Any) -> None:
    long = [f"query Long{number} {{ snapshot {{ city }} }}{' ' * 19_000}" for number in range(60)]
    for text in long:
        assert send(client, query=text).status_code == 200
    found = [send(client, extensions=apollo(text)).status_code == 200 for text in long]
    assert not found[0]
    assert found[-1]


def test_a_document_that_holds_facts_is_answered_and_not_kept(client: Any) -> None:
    assert "data" in send(client, query=PRIVATE, extensions=apollo(PRIVATE)).json()
    assert code(send(client, extensions=apollo(PRIVATE))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "body",
    [
        {"query": HARMLESS, "extensions": apollo(PRIVATE)},
        {"query": HARMLESS, "documentId": "SnapshotQuery"},
        {"extensions": apollo(HARMLESS, version=2)},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "abc"}}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"extensions": {"persistedQuery": 1}},
        {"documentId": 1},
        {"documentId": ""},
    ],
)
def test_what_names_no_document_is_refused(client: Any, body: Any) -> None:
    response = send(client, **body)
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


def test_a_get_that_was_answered_already_is_told_so(client: Any) -> None:
    params = {"documentId": "SnapshotQuery"}
    first = client.request("GET", "/graphql", params=params)
    headers = {"If-None-Match": f'W/{first.headers["etag"]}, "other"'}
    again = client.request("GET", "/graphql", params=params, headers=headers)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.request("GET", "/graphql", params={"query": "{ snapshot { city } }"}, headers=headers)
    assert other.status_code == 200
