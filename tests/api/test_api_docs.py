"""Every operation of docs/api.md, carried out by a client of its own against a real server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport

from api.commands.export import GraphFormat
from api.errors import ErrorCode
from api.operations import load_operations
from graph.graph_export.formats import ExportFormat

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```graphql\n(query (\w+).*?)```(?:\n\n```json\n(.*?)\n```)?", re.DOTALL)
OPERATIONS = {name: (document, json.loads(given or "{}")) for document, name, given in BLOCK.findall(PAGE)}


@pytest.fixture(scope="module")
def session(server_url: str) -> Iterator[Any]:
    transport = HTTPXTransport(url=f"{server_url}/graphql", timeout=60)
    with Client(transport=transport, fetch_schema_from_transport=True) as session:
        yield session


def test_the_page_shows_the_operations_that_travel_with_the_program() -> None:
    assert {name: document for name, (document, _) in OPERATIONS.items()} == load_operations()


def test_the_page_names_every_code_of_an_error() -> None:
    assert [code for code in ErrorCode if f"`{code}`" not in PAGE] == []


def test_the_page_lists_every_export_and_every_name_of_a_format() -> None:
    assert [kind for kind in ExportFormat if f"`/exports/{kind}`" not in PAGE] == []
    assert [name for name in get_args(GraphFormat) if f"`{name}`" not in PAGE] == []


def execute(session: Any, query: Any) -> Any:
    """The data; a look at the whole network that meets its deadline goes on where it was, as the page says."""
    for _ in range(20):
        try:
            return session.execute(query)
        except TransportQueryError as error:
            if [each["extensions"]["code"] for each in error.errors or ()] != ["DEADLINE_EXCEEDED"]:
                raise
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_answered(session: Any, name: str) -> None:
    document, variables = OPERATIONS[name]
    query = gql(document)
    query.variable_values = variables
    data = execute(session, query)
    assert data
    for value in data.values():
        assert value not in (None, [])


@pytest.mark.parametrize(("name", "field"), [("AskQuery", "ask"), ("PlanQuery", "referralPlans")])
def test_the_plan_of_the_page_is_a_plan(session: Any, name: str, field: str) -> None:
    document, variables = OPERATIONS[name]
    query = gql(document)
    query.variable_values = variables
    answer = session.execute(query)[field]
    assert answer["status"] == "PLANNED"
    assert all(step["citations"] for plan in answer["plans"] for step in plan["steps"])
