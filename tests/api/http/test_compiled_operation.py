"""A compiled query answers as the executor does, or leaves the answer to it."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from graphql import ExecutionResult, OperationDefinitionNode, execute_sync, get_variable_values, parse, validate
from graphql.language import FragmentDefinitionNode

from api.http.compiled_operation import CompiledOperation, UnusualError
from api.http.execution import CountingExecutor, Engine
from api.http.request_body import GraphQLRequest
from api.schema.build import core_schema
from api.schema.context import RequestContext
from api.schema.query import LASTING
from api.schema.relay import global_id
from api.settings import Limits
from api.versions import LiveNetwork, PlannerSlot
from graph.index import NetworkIndex
from graph.model import Catalogue
from graph.network import Network
from ingest.documents import Excerpts
from tests.api.http.generated_documents import Generator

SLUGS = ("residenzami", "celav-equipe-carcere", "puntoacapo", "nowhere")
KNOWN = {
    "slug": SLUGS,
    "id": (*(global_id("Service", slug) for slug in SLUGS), "nonsense"),
    "ids": tuple(global_id(kind, slug) for kind in ("Service", "Organization") for slug in SLUGS),
    "after": ("nonsense",),
    "text": ("casa", "lavoro"),
    "to": ("residenzami", "housing"),
    "source": ("puntoacapo",),
    "target": ("residenzami", "nowhere"),
}
ROOTS = ("search", *sorted(LASTING - {"__typename", "referralPaths"}))
MOST = 20_000


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> Callable[[], RequestContext]:
    network = Network(catalogue)
    live = LiveNetwork(network, NetworkIndex(network), PlannerSlot(network))
    return lambda: RequestContext(live, Excerpts(None), Limits(values=MOST))


class Both:
    """The same document by the executor and compiled."""

    def __init__(self, context: Callable[[], RequestContext]) -> None:
        self.context = context
        self.schema = core_schema()

    def executed(self, text: str, variables: dict[str, Any]) -> ExecutionResult:
        return execute_sync(
            self.schema, parse(text), context_value=self.context(), variable_values=variables,
            executor_class=CountingExecutor,
        )  # fmt: skip

    def compiled(self, text: str, variables: dict[str, Any], most: int = MOST) -> dict[str, Any]:
        node = parse(text)
        assert validate(self.schema, node) == [], text
        (operation,) = (each for each in node.definitions if isinstance(each, OperationDefinitionNode))
        fragments = {each.name.value: each for each in node.definitions if isinstance(each, FragmentDefinitionNode)}
        values = get_variable_values(self.schema, operation.variable_definitions or (), variables)
        assert not isinstance(values, list)
        return CompiledOperation(self.schema, operation, fragments).execute(self.context(), values, most)


@pytest.fixture(scope="module")
def both(context: Callable[[], RequestContext]) -> Both:
    return Both(context)


@pytest.mark.sample(2)
@pytest.mark.parametrize("seed", range(40))
def test_both_answer_alike(both: Both, seed: int) -> None:
    generator = Generator(both.schema, random.Random(seed), KNOWN, ROOTS)  # noqa: S311 - a choice of tests
    met: Counter[str] = Counter()
    for number in range(25):
        text = generator.document()
        variables: dict[str, Any] = [{}, {"first": 3, "locale": "IT"}, {"first": 0, "locale": None}][number % 3]
        reference = both.executed(text, variables)
        try:
            data = both.compiled(text, variables)
        except Exception:
            # What the executor answers without an error is left to it for a directive alone.
            assert reference.errors or "@" in text, text
            met["left"] += 1
            continue
        assert reference.errors is None, text
        assert orjson.dumps(data) == orjson.dumps(reference.data), text
        met["answered"] += 1
    assert met["answered"] > 3


def test_fragments_and_aliases_are_merged_in_the_order_of_the_text(both: Both) -> None:
    text = """{ service(slug: "residenzami") { ...A slug offers { role } again: name } }
    fragment A on Service { name offers { organization { slug } } ... on Node { id ... on Source { file } } }"""
    data = both.compiled(text, {})
    assert list(data["service"]) == ["name", "offers", "id", "slug", "again"]
    assert list(data["service"]["offers"][0]) == ["organization", "role"]
    assert data == both.executed(text, {}).data


def test_nothing_is_null(both: Both) -> None:
    text = '{ service(slug: "nowhere") { name } }'
    assert both.compiled(text, {}) == both.executed(text, {}).data == {"service": None}


@pytest.mark.parametrize(
    "text",
    [
        "query($yes: Boolean = true) { needAreas @skip(if: $yes) { code } }",
        "{ __schema { types { name } } }",
        '{ node(id: "nonsense") { id } }',
    ],
)
def test_what_is_unusual_is_left_to_the_executor(both: Both, text: str) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is
        both.compiled(text, {})


def test_an_answer_that_is_too_large_is_left_to_the_executor(both: Both) -> None:
    text = "{ needAreas { code } }"
    size = 1 + len(both.compiled(text, {})["needAreas"])
    both.compiled(text, {}, size)
    with pytest.raises(UnusualError):
        both.compiled(text, {}, size - 1)


def test_the_second_answer_is_the_first(context: Callable[[], RequestContext]) -> None:
    engine = Engine(Limits())
    texts = (
        "query A($slug: String!) { service(slug: $slug) { name } } query B { needAreas { code } }",
        '{ organizations(first: 3, after: "nonsense") { nodes { slug } } }',
        "{ facts { name kind } }",
    )
    for text in texts:
        for name in ("A", "B") if "query A" in text else (None,):
            request = GraphQLRequest(text, None, name, {"slug": "residenzami"}, False)
            answers = [engine.execute(engine.prepare(request), lambda _: context()) for _ in range(4)]
            assert all(answer == answers[0] for answer in answers)
