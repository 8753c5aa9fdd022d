"""What one document may ask for."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import get_introspection_query

from api.settings import Limits, Settings

LEGACY = {"Accept": "application/json"}


def error_of(response: Any, status: int = 400) -> Any:
    assert response.status_code == status, response.text
    assert "data" not in response.json()
    return response.json()["errors"][0]


DOCUMENTS = {
    "no GraphQL": ("{ snapshot ", "PARSE_FAILED"),
    "a bad character": ("{ snapshot { version } } \u0007", "PARSE_FAILED"),
    "nested too deeply for the parser": ("{a" * 1_000 + "}" * 1_000, "PARSE_FAILED"),
    "too many tokens": ("{" + "a " * 3_001 + "}", "PARSE_FAILED"),
    "too many comments": ("#\n" * 3_001 + "{ snapshot { version } }", "PARSE_FAILED"),
    "an unknown field": ("{ nothing }", "VALIDATION_FAILED"),
    "fragments in a circle": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "VALIDATION_FAILED",
    ),
    "a missing variable": ("query($s: String!) { service(slug: $s) { slug } }", "BAD_VARIABLES"),
    "a mutation": ("mutation { a }", "VALIDATION_FAILED"),
    "no operation": ("fragment A on Query { snapshot { version } }", "VALIDATION_FAILED"),
    "two operations": ("query A { snapshot { version } } query B { snapshot { version } }", "BAD_OPERATION"),
    "too many fields": ("{ snapshot {" + "version " * 300 + "} }", "QUERY_TOO_LARGE"),
    "too many aliases": ("{ snapshot {" + "".join(f"a{n}: version " for n in range(51)) + "} }", "QUERY_TOO_LARGE"),
    "too many root fields": ("{" + "snapshot { version } " * 21 + "}", "QUERY_TOO_LARGE"),
    "too deep": ("{ organizations { nodes " + "{ members " * 20 + "{ slug }" + "}" * 20 + "} }", "QUERY_TOO_LARGE"),
    "too costly": (
        "{ organizations(first: 100) { nodes { members { services { meets { need { services { name } } } } } } } }",
        "QUERY_TOO_COSTLY",
    ),
    "too many questions": (
        "{" + "".join(f'a{n}: ask(text: "x") {{ status }} ' for n in range(15)) + "}",
        "QUERY_TOO_COSTLY",
    ),
}


@pytest.mark.parametrize(("query", "code"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_that_is_refused_says_why(client: Any, query: str, code: str) -> None:
    error = error_of(client.post(query))
    assert error["extensions"]["code"] == code
    legacy = client.post(query, headers=LEGACY)
    assert error_of(legacy, status=200) == error


def test_an_operation_is_chosen_by_name(client: Any) -> None:
    query = "query A { snapshot { version } } query B { snapshot { city } }"
    answer = client.request("POST", "/graphql", json={"query": query, "operationName": "B"}).json()
    assert answer["data"] == {"snapshot": {"city": "milano"}}
    body = {"query": query, "operationName": "C"}
    headers = {"Accept": "application/graphql-response+json"}
    error = error_of(client.request("POST", "/graphql", json=body, headers=headers))
    assert error["extensions"]["code"] == "BAD_OPERATION"


def test_the_whole_introspection_is_answered(client: Any) -> None:
    data = client.ask(get_introspection_query(descriptions=True, input_value_deprecation=True))
    assert data["__schema"]["queryType"]["name"] == "Query"


def test_introspection_in_circles_is_refused(client: Any) -> None:
    query = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    assert error_of(client.post(query))["extensions"]["code"] == "VALIDATION_FAILED"


def test_an_answer_is_cut_off_at_its_limit(client_with: Callable[[Settings], Any]) -> None:
    small = client_with(Settings(limits=Limits(values=100)))
    error = small.fail("{ organizations(first: 100) { nodes { slug name } } }")
    assert error["extensions"]["code"] == "ANSWER_TOO_LARGE"
    assert small.ask("{ organizations(first: 5) { nodes { slug name } } }")


def cost(client: Any, query: str, variables: dict[str, Any] | None = None) -> int:
    return int(client.post(query, variables).json()["extensions"]["cost"]["requested"])


def test_the_cost_is_shown_and_grows_with_the_page(client: Any) -> None:
    query = "query($first: Int) { services(first: $first) { totalCount nodes { slug name } } }"
    # services + totalCount + nodes + one page of two fields each
    assert cost(client, query, {"first": 1}) == 3 + 1 * 2
    assert cost(client, query, {"first": 100}) == 3 + 100 * 2
    assert cost(client, query) == 3 + 20 * 2
    assert cost(client, query.replace("$first)", "7)").replace("($first: Int)", "")) == 3 + 7 * 2
    limit = client.post(query).json()["extensions"]["cost"]["limit"]
    assert limit == Limits().cost


def test_the_cost_counts_through_fragments_and_ids(client: Any) -> None:
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { ...N ... on Service { slug } } } fragment N on Node { id }"""
    assert cost(client, query, {"ids": ["U2VydmljZTpjZWxhdg"] * 9}) == 1 + 9 * 2


def test_fragments_within_fragments_are_counted_once(client: Any) -> None:
    fragments = "".join(f"fragment F{n} on Snapshot {{ ...F{n + 1} ...F{n + 1} }} " for n in range(40))
    query = f"{{ snapshot {{ ...F0 }} }} {fragments} fragment F40 on Snapshot {{ version }}"
    error = error_of(client.post(query))
    assert error["extensions"]["code"] == "QUERY_TOO_COSTLY"


def test_a_cost_beyond_every_number_is_told_as_the_highest(client: Any) -> None:
    fragments = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1}}} " for n in range(90))
    response = client.post(f"{{ ...F0 }} {fragments} fragment F90 on Query {{ snapshot {{ version }} }}")
    assert error_of(response)["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert response.json()["extensions"]["cost"]["requested"] == 2**53 - 1


ONE_OF = {
    "two": ('{ referralPaths(from: {need: "work", service: "celav"}, to: {need: "work"}) { hops } }', None),
    "none": ('{ referralPaths(from: {}, to: {need: "work"}) { hops } }', None),
    "null": ('{ referralPaths(from: {need: null}, to: {need: "work"}) { hops } }', None),
    "two in a variable": (
        'query($f: [FactInput!]) { ask(text: "to work", facts: $f) { status } }',
        {"f": [{"name": "age", "test": {"is": "34", "not": "35"}}]},
    ),
}


@pytest.mark.parametrize(("query", "variables"), ONE_OF.values(), ids=ONE_OF.keys())
def test_an_input_of_which_one_field_is_given_is_checked_before_execution(
    client: Any, query: str, variables: dict[str, Any] | None
) -> None:
    assert error_of(client.post(query, variables))["extensions"]["code"] in ("VALIDATION_FAILED", "BAD_VARIABLES")


def test_an_error_that_only_execution_finds_has_a_code_too(client: Any) -> None:
    query = 'query($s: String) { referralPaths(from: {situation: $s}, to: {need: "work"}) { hops } }'
    assert client.ask(query, {"s": "release-san-vittore"})["referralPaths"]
    assert client.fail(query, {"s": None})["extensions"]["code"] == "VALIDATION_FAILED"


def test_a_character_that_stands_for_many_counts_as_many(client: Any) -> None:
    query = "query($t: String!) { search(text: $t) { slug } }"
    assert client.ask(query, {"t": "à" * 200}) == {"search": []}
    assert client.fail(query, {"t": "\ufdfa" * 12})["extensions"]["code"] == "INPUT_TOO_LONG"


@pytest.mark.parametrize(
    "field",
    [
        "coverage(query: $q) { cells(offset: -1) { profile } }",
        'whatIf(changes: [{closeService: "celav"}], query: $q) { changes(offset: -1) { profile } }',
    ],
)
def test_an_offset_below_nothing_is_refused(client: Any, field: str) -> None:
    part = {"needs": ["documents.registered-residence"], "situations": ["at-liberty"]}
    error = client.fail(f"query($q: CoverageQuery) {{ {field} }}", {"q": part})
    assert error["extensions"] == {"code": "BAD_PAGE", "argument": "offset"}


def test_the_cost_of_what_is_refused_is_shown_too(client: Any) -> None:
    query, _ = DOCUMENTS["too costly"]
    answer = client.post(query).json()
    shown = answer["extensions"]["cost"]
    assert shown == answer["errors"][0]["extensions"]["cost"]
    assert shown["requested"] > shown["limit"] == Limits().cost


def test_the_operations_that_travel_with_the_program_are_within_the_limits(client: Any) -> None:
    from api.operations import load_operations

    for name, document in load_operations().items():
        answer = client.post(document).json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        assert codes <= {"BAD_VARIABLES"}, name
