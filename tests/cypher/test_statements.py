"""Every statement is explained by a real server: an index for each look-up, no cartesian product, no surprise."""

import ast
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase, Record, ResultSummary

import cypher
from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer
from graph.store.bolt import Bolt, StoreAddress
from graph.store.neo4j_store import Neo4jStore
from ingest.catalogue import load_catalogue


def list_names() -> tuple[str, ...]:
    """Every statement, by name."""
    return tuple(sorted(file.stem for file in Path(cypher.__file__).parent.glob("*.cypher")))


def take_parameters(name: str) -> frozenset[str]:
    """The parameters that a statement takes."""
    return frozenset(re.findall(r"\$(\w+)", re.sub(r"//.*", "", cypher.load(name))))


MAKES_SCHEMA = {*cypher.SCHEMA, "former_constraint", "former_index"}
STATEMENTS = tuple(name for name in list_names() if name not in MAKES_SCHEMA)
SCANS = {"AllNodesScan", "NodeByLabelScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan"}
FEW = {"foreign", "stale", "shown"}
"""Statements that go through all versions: there are three at most, and one network."""

LOCKING = {"load_nodes", "load_relations", "publish", "show", "collect_relations"}
"""Statements that read again after taking the lock of one node, or remove what they have found; what they gather before
is a row, or a batch."""

FORMER = {"former", "former_collect", "former_forget", "former_pointer", "former_unpoint"}
"""Statements that look for what an older program wrote: without its indexes, which bind nodes of others."""


@pytest.fixture(scope="module")
def server(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        yield driver


@pytest.fixture(scope="module")
def uncounted(server: Driver, neo4j_server: Neo4jServer) -> Driver:
    """A database with new indexes and nothing in it, as the first publisher finds it."""
    run(server, "MATCH (node) DETACH DELETE node")
    for constraint in run(server, "SHOW CONSTRAINTS YIELD name"):
        run(server, f"DROP CONSTRAINT {constraint['name']}")
    for index in run(server, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        run(server, f"DROP INDEX {index['name']}")
    with closing(Bolt(StoreAddress(neo4j_server.uri, password=neo4j_server.password))) as bolt:
        for name in cypher.SCHEMA:
            bolt.write(name)
    return server


@pytest.fixture(scope="module")
def counted(uncounted: Driver, neo4j_server: Neo4jServer) -> Driver:
    """The same with two versions in it, so that every name in a statement is known, and counted by the server.

    It counts what an index holds when it gets round to it; until then it plans for an empty database.
    """
    with closing(Neo4jStore(StoreAddress(neo4j_server.uri, password=neo4j_server.password))) as store:
        catalogue = load_catalogue()
        store.publish(catalogue)
        store.publish(replace(catalogue, city="elsewhere"))
    with uncounted.session(database=DATABASE) as session:
        session.run("CALL db.prepareForReplanning(60)").consume()
    return uncounted


def run(driver: Driver, statement: str) -> list[Record]:
    return driver.execute_query(statement, database_=DATABASE).records


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


@pytest.mark.sample(2)
@pytest.mark.java
@pytest.mark.parametrize("name", STATEMENTS)
def test_plan_of_a_server_that_has_not_counted(uncounted: Driver, name: str) -> None:
    check(name, explain(uncounted, name))


@pytest.mark.java
@pytest.mark.parametrize("name", STATEMENTS)
def test_plan(counted: Driver, name: str) -> None:
    summary = explain(counted, name)
    check(name, summary)
    notices = [status.status_description for status in summary.gql_status_objects if status.is_notification]
    # What an older program wrote is not there as a rule, so its labels are unknown.
    assert [notice for notice in notices if name not in FORMER or "does not exist" not in notice] == []


def explain(driver: Driver, name: str) -> ResultSummary:
    run(driver, "CALL db.clearQueryCaches()")
    parameters = dict.fromkeys(take_parameters(name))
    return driver.execute_query(f"EXPLAIN {cypher.load(name)}", parameters, database_=DATABASE).summary


def check(name: str, summary: ResultSummary) -> None:
    found = set(operators(summary.plan))
    assert "CartesianProduct" not in found
    assert not found & SCANS or name in FORMER
    assert "NodeIndexScan" not in found or name in FEW
    assert "Eager" not in found or name in LOCKING


@pytest.mark.parametrize("name", list_names())
def test_a_statement_is_documented(name: str) -> None:
    first, *_ = cypher.load(name).splitlines()
    assert first.startswith("// ")
    assert len(first) > 30


RELABELLING = {"hide", "show", "collect_relations"}
"""Statements that are given by name with what each takes; the tests of the store run them."""


def calls(project: Path) -> Iterator[tuple[str, set[str]]]:
    """The statements that the code runs, by name, with the parameters that it gives."""
    for file in (project / "graph" / "store").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("read", "write")
                and node.args
            ):
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                (argument,) = node.args
                names = [argument.value] if isinstance(argument, ast.Constant) else ["load_nodes", "load_relations"]
                if isinstance(argument, ast.Name) and not given:
                    names = list(cypher.SCHEMA)
                if isinstance(argument, ast.Name) and "after" in given:
                    continue
                yield from ((str(name), given) for name in names)


def test_a_call_gives_what_its_statement_takes(project: Path) -> None:
    made = list(calls(project))
    assert {name for name, _ in made} | RELABELLING == set(list_names())
    for name, given in made:
        assert given == take_parameters(name), name
