"""The questions of docs/neo4j.md: what Cypher finds in the database is what the API answers."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer
from graph.network import Network
from graph.store.bolt import StoreAddress
from graph.store.neo4j_store import Neo4jStore
from tests.api.conftest import Client

pytestmark = pytest.mark.java
Rows = set[tuple[Any, ...]]


@pytest.fixture(scope="module")
def published(neo4j_server: Neo4jServer, network: Network) -> Iterator[Driver]:
    address = StoreAddress(neo4j_server.uri, password=neo4j_server.password)
    with (
        GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver,
        closing(Neo4jStore(address)) as store,
    ):
        driver.execute_query("MATCH (node) DETACH DELETE node", database_=DATABASE)
        store.publish(network.catalogue)
        yield driver


def pages(client: Client, field: str, selection: str, chosen: str = "") -> Iterator[Any]:
    """Every item of a list."""
    after = None
    while True:
        query = f"query Q($after: String) {{ {field}(first: 50, after: $after{chosen}) {{ "
        query += f"pageInfo {{ hasNextPage endCursor }} nodes {{ {selection} }} }} }}"
        found = client.ask(query, {"after": after})[field]
        yield from found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]


def services(client: Client, selection: str, chosen: str = "") -> Iterator[Any]:
    return pages(client, "services", f"slug {selection}", chosen)


HOMES = ', filter: {meets: "housing"}'


def sent_by_uepe(client: Client) -> Rows:
    found = services(client, "meets { need { code } } access { kind contacts organizations { slug } }")
    return {
        (service["slug"], link["need"]["code"])
        for service in found
        for route in service["access"]
        if "uepe" in route["contacts"] or "uepe-milano-lodi" in slugs(route["organizations"])
        for link in service["meets"]
    }


def homes_after_trafficking(client: Client) -> Rows:
    classes = {"police", "anti-trafficking-network"}
    found = services(client, "access { contacts }", HOMES)
    return {(one["slug"],) for one in found if any(classes & set(route["contacts"]) for route in one["access"])}


PATHS = """query Q($to: String!) {
  referralPaths(from: {situation: "release-san-vittore"}, to: {service: $to}, maxHops: 2, first: 1) { hops }
}"""


def from_san_vittore(client: Client) -> Rows:
    homes = [one["slug"] for one in services(client, "", HOMES)]
    return {(slug,) for slug in homes if client.ask(PATHS, {"to": slug})["referralPaths"]}


def what_tests_residence(client: Client) -> Rows:
    found = services(client, "requirements { slug formula }")
    return {
        (one["slug"], f"{one['slug']}.{requirement['slug']}")
        for one in found
        for requirement in one["requirements"]
        if re.search(r"\bresidence\b", requirement["formula"])
    }


def partners_near(client: Client) -> Rows:
    query = '{ organization(slug: "caritas-ambrosiana") { collaborators { slug collaborators { slug } } } }'
    near = client.ask(query)["organization"]["collaborators"]
    both = {one["slug"] for one in near} | {two["slug"] for one in near for two in one["collaborators"]}
    return {(slug,) for slug in both - {"caritas-ambrosiana"}}


def without_telephone(client: Client) -> Rows:
    selection = "slug contacts { phones { printed } } services { contacts { phones { printed } } }"
    return {
        (one["slug"],)
        for one in pages(client, "organizations", selection)
        if not any(holder["contacts"]["phones"] for holder in (one, *one["services"]))
    }


def in_charge_through(client: Client) -> Rows:
    return {
        (one["slug"], provision["value"])
        for one in services(client, "provides { fact value }")
        for provision in one["provides"]
        if provision["fact"] == "in_charge_of"
    }


def only_listed(client: Client) -> Rows:
    found = services(client, "listedOnly listing { area { code } }")
    return {(one["listing"]["area"]["code"], one["slug"]) for one in found if one["listedOnly"]}


def long_unverified(client: Client) -> Rows:
    days = {one["slug"]: one["verified"]["day"] for one in services(client, "verified { day }")}
    return {(slug, day) for slug, day in days.items() if day is None or day < "2025-01-01"}


def judged_sendings(client: Client) -> Rows:
    selection = "referredBy { evidence by { ... on Organization { slug } ... on Service { slug } } }"
    return {
        (referral["by"]["slug"], one["slug"])
        for one in services(client, selection)
        for referral in one["referredBy"]
        if referral["evidence"] == "INFERRED"
    }


def slugs(nodes: Iterable[Any]) -> set[str]:
    return {node["slug"] for node in nodes}


ANSWERS: tuple[Callable[[Client], Rows], ...] = (
    sent_by_uepe, homes_after_trafficking, from_san_vittore, what_tests_residence, partners_near,
    without_telephone, in_charge_through, only_listed, long_unverified, judged_sendings,
)  # fmt: skip


def questions(project: Path) -> list[str]:
    text = (project / "docs" / "neo4j.md").read_text(encoding="utf-8")
    return re.findall(r"```cypher\n(.*?)```", text, re.DOTALL)


def test_there_are_ten(project: Path) -> None:
    assert len(questions(project)) == len(ANSWERS) == 10


@pytest.mark.parametrize("number", range(len(ANSWERS)), ids=[each.__name__ for each in ANSWERS])
def test_cypher_finds_what_the_api_answers(published: Driver, client: Client, project: Path, number: int) -> None:
    records = published.execute_query(questions(project)[number], database_=DATABASE).records
    found = {tuple(record.values()) for record in records}
    assert found == ANSWERS[number](client)
    assert found, "a question without an answer shows nothing"


def test_every_node_has_a_name(published: Driver) -> None:
    unnamed = "MATCH (n) WHERE n.name IS NULL RETURN labels(n) AS labels, count(*) AS nodes"
    assert [record.data() for record in published.execute_query(unnamed, database_=DATABASE).records] == []


def test_what_people_look_for_are_properties(published: Driver) -> None:
    found = published.execute_query(
        "MATCH (s:Service|Organization) UNWIND keys(s) AS key RETURN DISTINCT key", database_=DATABASE
    ).records
    wanted = {"kind", "phones", "phone_numbers", "emails", "hours", "opening_hours", "municipality", "evidence",
              "citations", "last_verified"}  # fmt: skip
    assert wanted <= {record["key"] for record in found}


def test_what_is_said_of_others_is_tied_to_them(published: Driver) -> None:
    (found,) = published.execute_query(
        "MATCH (j:Judgement) RETURN count(j) AS judgements, count { (:Judgement)-[:ABOUT]->() } AS ends",
        database_=DATABASE,
    ).records
    assert found["judgements"] > 0
    assert found["ends"] > found["judgements"]


def test_what_serves_the_search_has_labels_of_its_own(published: Driver) -> None:
    (found,) = published.execute_query(
        "MATCH (v:ReteVariable) RETURN collect(DISTINCT labels(v)) AS labels", database_=DATABASE
    ).records
    assert found["labels"] == [["ReteEntry", "ReteVariable"]]
