"""Schemathesis against a real server: no document that fits the schema meets a failure that is not explained."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.network import Network
from tests.api.conftest import Client
from tests.api.schema.explained import are_explained, is_explained

HOOKS = "tests.api.schema.explained"


def settings(folder: Path, network: Network, ids: list[str]) -> Path:
    """A file of settings that offers words which the network knows, so that documents get past the first refusal."""
    situations = [item.code for item in network.catalogue.situations]
    needs, services, organizations = list(network.needs), list(network.services), list(network.organizations)
    questions = [f"from {start} to {need}" for start, need in zip(situations, needs, strict=False)]
    dictionaries = {
        "words": [*needs[:20], *services[:20], *organizations[:20], *situations, *ids],
        "questions": [*questions, "from San Vittore release to housing plus work", "casa e lavoro, senza residenza"],
        "ids": ids, "services": services, "organizations": organizations, "needs": needs, "situations": situations,
        "facts": list(network.facts), "sizes": ["1", "5", "100"],
    }  # fmt: skip
    arguments = {
        "Query.ask.text": "questions", "Query.search.text": "organizations", "Query.node.id": "ids",
        "Query.eligibility.service": "services", "Query.service.slug": "services",
        "Query.organization.slug": "organizations", "*.*.first": "sizes",
        "Query.referralPlans.query.needs[*]": "needs", "Query.referralPlans.query.from.situation": "situations",
        "Query.ask.facts[*].name": "facts", "Query.assessments.facts[*].name": "facts",
        "Query.referralPaths.from.situation": "situations", "Query.referralPaths.to.need": "needs",
    }  # fmt: skip
    lines = ["[generation.dictionaries.string]", 'dictionary = "words"', "probability = 0.4", "", "[parameters]"]
    lines += [f'"{path}" = {{ dictionary = "{name}", probability = 0.8 }}' for path, name in arguments.items()]
    for name, values in dictionaries.items():
        lines += ["", f"[dictionaries.{name}]", f"values = {json.dumps(values)}"]
    file = folder / "schemathesis.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def try_out(server_url: str, project: Path, config: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("schemathesis"), "--config-file", config, "run", f"{server_url}/graphql"]
    command += ["--phases", "fuzzing", "--checks", "all", "--continue-on-failure", "--no-shrink"]
    command += ["--request-timeout", "45", *options]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(project), "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=config.parent, capture_output=True, text=True, check=False, env=environment, timeout=300
    )


@pytest.fixture(scope="module")
def config(network: Network, server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    query = "{ services(first: 5) { nodes { id } } organizations(first: 5) { nodes { id } pageInfo { endCursor } } }"
    data: Any = httpx.post(f"{server_url}/graphql", json={"query": query}, timeout=60).json()["data"]
    ids = [node["id"] for field in data.values() for node in field["nodes"]]
    ids.append(data["organizations"]["pageInfo"]["endCursor"])
    return settings(tmp_path_factory.mktemp("schemathesis"), network, ids)


@pytest.mark.slow
def test_a_few_documents_for_each_field_meet_no_unexplained_failure(
    server_url: str, project: Path, config: Path
) -> None:
    done = try_out(server_url, project, config, "--max-examples", "3", "--seed", "1")
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_minute_of_documents_meets_no_unexplained_failure(
    server_url: str, project: Path, config: Path, seed: int
) -> None:
    done = try_out(server_url, project, config, "--max-time", "60", "--seed", str(seed))
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def test_what_is_not_explained_stays_a_failure() -> None:
    def error(code: str, message: str = "No.", **more: str) -> dict[str, Any]:
        return {"message": message, "extensions": {"code": code, **more}}

    assert is_explained(error("UNKNOWN_CODE"))
    assert is_explained(error("BAD_PAGE", argument="first"))
    assert is_explained(error("BAD_VARIABLES", argument="at"))
    assert not is_explained(error("BAD_PAGE"))
    assert not is_explained(error("BAD_VARIABLES"))
    assert not is_explained(error("INTERNAL"))
    assert not is_explained(error("VALIDATION_FAILED", "Cannot query field 'x'."))
    assert not is_explained({"message": "Cannot return null for non-nullable field Query.x."})


def test_that_there_are_more_errors_is_explained_by_those_that_are_told(client: Client) -> None:
    several = '{ name: "age", test: { is: "1", not: "2" } } ' * 30
    errors = client.post(f'{{ eligibility(service: "x", facts: [{several}]) {{ verdict }} }}').json()["errors"]
    assert len(errors) == 21
    assert are_explained(errors)
    assert not are_explained(errors[-1:])
    assert not are_explained([*errors, client.fail("{ nobody }")])
