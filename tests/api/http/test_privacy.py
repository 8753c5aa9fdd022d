"""Nothing of a question is logged, kept or given away."""

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from graphql import parse

from api.app import create_app
from api.http.operation_analysis import holds_facts
from api.http.persisted_queries import Documents
from api.schema.build import build_schema
from api.settings import Limits, Settings
from graph.network import Network

MARKER = "zanzibarmarker"

QUERIES = {
    "words": (f'{{ ask(text: "from {MARKER} to work") {{ status }} }}', {}),
    "variables": ("query($t: String!) { ask(text: $t) { status problems { message } } }", {"t": f"to {MARKER}"}),
    "codes": (
        "query($q: ReferralQuery!) { referralPlans(query: $q) { status problems { message } } }",
        {"q": {"from": {"situation": MARKER}, "needs": [MARKER], "facts": [{"name": MARKER, "test": {"is": MARKER}}]}},
    ),
    "an error": (f'{{ eligibility(service: "{MARKER}", facts: []) {{ verdict }} }}', {}),
    "a syntax error": (f"{{ ask(text: {MARKER}", {}),
    "a wrong variable": ("query($t: Int!) { ask(text: $t) { status } }", {"t": MARKER}),
}


@pytest.mark.parametrize(("query", "variables"), QUERIES.values(), ids=QUERIES.keys())
def test_no_log_holds_a_word_of_a_question(
    client: Any, caplog: pytest.LogCaptureFixture, query: str, variables: dict[str, Any]
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = client.post(query, variables)
    assert response.status_code < 500
    assert MARKER not in caplog.text


class BrokenStore:
    """A store whose network fails in a way that nobody foresaw, with the question in the message."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def current(self) -> Network:
        raise RuntimeError(MARKER)

    def version(self) -> str:
        return self._network.version

    def publish(self, _: object) -> Network:
        return self._network

    def close(self) -> None:
        pass


def test_an_unforeseen_failure_is_masked_and_logged_without_its_message(
    network: Network, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    broken = type(client)(create_app(Settings(), BrokenStore(network)))
    with caplog.at_level(logging.DEBUG):
        response = broken.post("{ snapshot { version } }")
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert MARKER not in response.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_resolver_that_fails_is_masked_and_logged_without_its_message(
    client_with: Callable[[Settings], Any], network: Network, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def fail(*_: object) -> None:
        raise KeyError(MARKER)

    monkeypatch.setattr("api.schema.query.list_services", fail)
    with caplog.at_level(logging.DEBUG):
        response = client_with(Settings()).post("{ services { totalCount } }")
    (error,) = response.json()["errors"]
    assert error["path"] == ["services"]
    assert error["extensions"] == {"code": "INTERNAL"}
    assert MARKER not in response.text + caplog.text
    assert "KeyError" in caplog.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('{ service(slug: "celav") { name } }', False),
        ("query($t: String!) { ask(text: $t, first: 2) { status } }", False),
        ('{ ask(text: "to work") { status } }', True),
        ('query($t: String = "to work") { ask(text: $t) { status } }', True),
        ("query($f: [FactInput!]!) { assessments(facts: $f, verdict: ELIGIBLE) { verdict } }", False),
        ("query($f: FactTest!) { eligibility(service: $s, facts: [{name: $n, test: $f}]) { verdict } }", False),
        ('query($f: FactTest!) { eligibility(service: $s, facts: [{name: "age", test: $f}]) { verdict } }', True),
        ('{ ...A } fragment A on Query { ... on Query { ask(text: "x") { status } } }', True),
    ],
)
def test_a_document_that_holds_facts_is_recognized(query: str, expected: bool) -> None:
    assert holds_facts(parse(query)) is expected


def test_only_documents_without_facts_are_kept() -> None:
    documents = Documents(build_schema()._schema, Limits(), {})
    harmless = '{ service(slug: "celav") { name } }'
    private = f'{{ ask(text: "{MARKER}") {{ status }} }}'
    assert documents.read(harmless) is documents.read(harmless)
    assert documents.read(private) is not documents.read(private)


def test_no_more_documents_are_kept_than_the_limit() -> None:
    documents = Documents(build_schema()._schema, Limits(documents=2), {})
    first = documents.read("{ a: snapshot { version } }")
    documents.read("{ b: snapshot { version } }")
    assert documents.read("{ a: snapshot { version } }") is first
    documents.read("{ c: snapshot { version } }")
    second = documents.read("{ b: snapshot { version } }")
    assert documents.read("{ b: snapshot { version } }") is second


@pytest.mark.slow
def test_nothing_of_a_question_outlives_its_answer(client: Any) -> None:
    if os.environ.get("RETE_ALONE") != "1":
        # Every object of the process is looked at, so the process must hold the server and nothing of other tests.
        test = f"{__file__}::test_nothing_of_a_question_outlives_its_answer"
        alone = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "", test]
        run = subprocess.run(alone, env={**os.environ, "RETE_ALONE": "1"}, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout
        return
    word = "qwertz" + MARKER
    client.post(f'{{ ask(text: "to {word}") {{ status }} }}')
    client.post("query($t: String!) { ask(text: $t) { status } }", {"t": f"to {word} again"})
    gc.collect()
    kept = [value for value in gc.get_objects() if isinstance(value, dict) and any(word in str(key) for key in value)]
    assert kept == []
