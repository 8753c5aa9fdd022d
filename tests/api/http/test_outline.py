"""What is kept of an operation gives the same cost as measuring it again."""

import random
from typing import Any

import pytest

from api.http.execution import Engine
from api.http.operation_analysis import measure
from api.http.request_body import GraphQLRequest
from api.schema.build import core_schema
from api.settings import Limits
from tests.api.http.generated_documents import Generator
from tests.api.http.test_compiled_operation import KNOWN, ROOTS

VARIABLES: tuple[dict[str, Any], ...] = ({}, {"first": 3}, {"first": 77, "locale": "EN"}, {"first": None}, {"first": 3})


@pytest.mark.parametrize("seed", range(5))
def test_the_cost_is_that_of_the_lengths_that_are_asked_for(seed: int) -> None:
    engine, schema, limits = Engine(Limits()), core_schema(), Limits(cost=10**9, depth=99)
    engine._limits = limits
    generator = Generator(schema, random.Random(seed), KNOWN, ROOTS)  # noqa: S311 - a choice of tests
    costs = set()
    for _ in range(20):
        text = generator.document()
        for variables in VARIABLES:
            prepared = engine.prepare(GraphQLRequest(text, None, None, variables, False))
            found = measure(schema, prepared.document.fragments, prepared.operation, prepared.variables.coerced, limits)
            assert prepared.cost == found.cost, (text, variables)
            costs.add(prepared.cost)
    assert len(costs) > 10


def test_lists_of_ids_cost_by_their_length() -> None:
    engine = Engine(Limits())
    text = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    costs = [
        engine.prepare(GraphQLRequest(text, None, None, {"ids": ["x"] * many}, False)).cost for many in (1, 9, 1, 30)
    ]
    assert costs == [2, 10, 2, 31]
