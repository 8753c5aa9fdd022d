"""What a dashboard asks for: the matrix, pages of cells, layers, counts, names of edges."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from api.settings import Limits, Settings

PART = {"needs": ["work", "documents"], "situations": ["release-opera", "at-liberty"]}
MATRIX = """query($q: CoverageQuery) { coverageMatrix(query: $q) {
  needs { code } situations { code } layers { profile { code } rows { need { code } statuses evidence closures } }
} }"""
CELLS = """query($q: CoverageQuery) { coverage(query: $q) { cells(first: 1000) {
  need { code } situation { code } profile outcome { status evidence closures }
} } }"""


def flat(matrix: Any) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    entries = [situation["code"] for situation in matrix["situations"]]
    return {
        (row["need"]["code"], entry, layer["profile"]["code"]): mark
        for layer in matrix["layers"]
        for row in layer["rows"]
        for entry, *mark in zip(entries, row["statuses"], row["evidence"], row["closures"], strict=True)
    }


@pytest.mark.slow
def test_the_matrix_says_of_every_cell_what_coverage_says(client: Any) -> None:
    for more in ({"profiles": ["nothing-known", "rough-sleeper"]}, {"facts": [{"name": "age", "test": {"is": "17"}}]}):
        query = {"q": {**PART, **more}}
        cells = client.ask(CELLS, query)["coverage"]["cells"]
        told = {
            (cell["need"]["code"], cell["situation"]["code"], cell["profile"]): list(cell["outcome"].values())
            for cell in cells
        }
        assert flat(client.ask(MATRIX, query)["coverageMatrix"]) == told
        assert told


def test_all_profiles_and_situations_of_a_need_come_in_one_answer(client: Any) -> None:
    profiles = [profile["code"] for profile in client.ask("{ profiles { code } }")["profiles"]]
    matrix = client.ask(MATRIX, {"q": {"needs": ["housing"], "profiles": profiles}})["coverageMatrix"]
    assert [layer["profile"]["code"] for layer in matrix["layers"]] == profiles
    situations = client.ask("{ entrySituations { code } }")["entrySituations"]
    assert matrix["situations"] == situations
    assert [row["need"] for row in matrix["layers"][0]["rows"]] == matrix["needs"]


def test_the_whole_matrix_is_within_the_limits(client: Any) -> None:
    from api.schema.inputs import IN_SHORT

    counts = client.ask("{ profiles { code } entrySituations { code } needAreas(flat: true) { code } }")
    cells = len(counts["profiles"]) * len(counts["entrySituations"]) * len(counts["needAreas"])
    assert cells // IN_SHORT <= Limits().cells


@pytest.mark.slow
def test_a_matrix_that_was_stopped_goes_on_where_it_was(
    client_with: Callable[[Settings], Any], patient: Settings
) -> None:
    query = {"q": {"needs": ["documents", "health"]}}
    began = time.perf_counter()
    whole = client_with(patient).post(MATRIX, query).json()
    limit = (time.perf_counter() - began) / 6
    hasty = client_with(Settings(limits=Limits(planning_seconds=limit)))
    for stopped in range(200):
        answer = hasty.post(MATRIX, query).json()
        if "errors" not in answer:
            assert answer["data"] == whole["data"]
            assert stopped
            return
        assert answer["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"
    raise AssertionError("it begins anew each time")


def test_cells_are_walked_over_page_by_page(client: Any) -> None:
    query = """query($q: CoverageQuery, $after: String) { coverage(query: $q) {
    cellConnection(first: 3, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { need { code } situation { code } profile }
    } } }"""
    seen: list[Any] = []
    after = None
    while True:
        page = client.ask(query, {"q": PART, "after": after})["coverage"]["cellConnection"]
        seen.extend(page["nodes"])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == page["totalCount"] == len({str(cell) for cell in seen})
    forged = client.fail(query, {"q": PART, "after": "YTpjZWxsczpi"})
    assert forged["extensions"]["code"] == "BAD_CURSOR"


def test_a_step_is_a_layer_below_those_it_waits_for(client: Any) -> None:
    text = "from San Vittore release to housing plus work, sleeps rough"
    query = f'{{ ask(text: "{text}") {{ plans {{ steps {{ order after layer }} }} }} }}'
    plans = client.ask(query)["ask"]["plans"]
    assert plans
    for plan in plans:
        layers = {step["order"]: step["layer"] for step in plan["steps"]}
        for step in plan["steps"]:
            assert step["layer"] == 1 + max((layers[order] for order in step["after"]), default=0)


def test_counts_are_those_of_the_lists(client: Any) -> None:
    answer = client.ask(
        "{ networkAreas { organizationCount organizations { slug } }"
        " needAreas(flat: true) { serviceCount services { slug } helpedByCount helpedBy { slug } } }"
    )
    assert all(area["organizationCount"] == len(area["organizations"]) for area in answer["networkAreas"])
    for need in answer["needAreas"]:
        assert need["serviceCount"] == len(need["services"])
        assert need["helpedByCount"] == len(need["helpedBy"])


def test_edges_have_names_of_their_own_and_come_by_parts(client: Any) -> None:
    whole = client.ask(
        "{ network { nodeCount edgeCount mostFields nodes { key } edges { id source target relation } } }"
    )
    edges = whole["network"]["edges"]
    assert len({edge["id"] for edge in edges}) == len(edges) == whole["network"]["edgeCount"]
    assert len(whole["network"]["nodes"]) == whole["network"]["nodeCount"]
    part = "query($o: Int!) { network { edges(first: 1000, offset: $o) { id source target relation } } }"
    walked = [
        edge for place in range(0, len(edges), 1000) for edge in client.ask(part, {"o": place})["network"]["edges"]
    ]
    assert walked == edges
    assert client.fail("{ network { nodes(first: 0) { key } } }")["extensions"]["code"] == "BAD_PAGE"


def test_who_sends_is_one_field(client: Any) -> None:
    query = """{ services(first: 100) { nodes { referredBy {
      by { __typename ... on Organization { slug } ... on Service { slug } } from { slug } fromService { slug }
    } } } }"""
    nodes = client.ask(query)["services"]["nodes"]
    referrals = [referral for service in nodes for referral in service["referredBy"]]
    assert {referral["by"]["__typename"] for referral in referrals} <= {"Organization", "Service"}
    assert referrals
    for referral in referrals:
        assert referral["by"]["slug"] == (referral["from"] or referral["fromService"])["slug"]
