"""docker-compose.yml and Dockerfile, as far as they can be held without a container engine.

`docker compose config` reads them; their settings, commands and health checks run on a real server in
tests/api/commands/test_publishing.py.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml


def test_the_server_is_the_tested_one(compose: Mapping[str, Any], project: Path) -> None:
    pinned = re.findall(
        r"<artifactId>neo4j</artifactId>\s*<version>([\d.]+)</version>", (project / "tests/neo4j/pom.xml").read_text()
    )
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{pinned[0]}-community"


def test_what_is_published_is_on_loopback(compose: Mapping[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:8765:8765"]


def test_no_password_stands_in_a_file(compose: Mapping[str, Any], project: Path) -> None:
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "AUTH" in name:
                assert re.fullmatch(r"(neo4j/)?\$\{RETE_NEO4J_PASSWORD:\?[^}]+\}", value)
    assert "PASSWORD" not in (project / "Dockerfile").read_text()


def test_what_answers_is_unprivileged_and_writes_nothing(compose: Mapping[str, Any], project: Path) -> None:
    for name in ("publish", "api"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    dockerfile = (project / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root|0\b)\d+$", dockerfile, re.MULTILINE)
    assert "HEALTHCHECK" in dockerfile


def test_data_outlives_the_server(compose: Mapping[str, Any]) -> None:
    assert "neo4j-data:/data" in compose["services"]["neo4j"]["volumes"]
    assert "neo4j-data" in compose["volumes"]
    assert compose["services"]["neo4j"]["mem_limit"]


PASSWORD = "only-for-this-test"  # noqa: S105 - no server has it


Configure = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def configure(project: Path, tmp_path: Path, compose_command: list[str]) -> Configure:
    """Reads docker-compose.yml in a folder of its own, as Docker Compose does; `config` needs no container engine."""
    shutil.copy(project / "docker-compose.yml", tmp_path)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RETE_", "COMPOSE_"))}

    def run(**environ: str) -> subprocess.CompletedProcess[str]:
        command = [*compose_command, "config"]
        return subprocess.run(command, cwd=tmp_path, env=kept | environ, capture_output=True, text=True, check=False)

    return run


@pytest.mark.compose
def test_what_compose_reads_is_what_the_tests_run(compose: Mapping[str, Any], configure: Configure) -> None:
    run = configure(RETE_NEO4J_PASSWORD=PASSWORD)
    assert run.returncode == 0, run.stderr
    read = yaml.safe_load(run.stdout)["services"]
    assert read.keys() == compose["services"].keys()
    for name, said in compose["services"].items():
        expected = {
            key: re.sub(r"\$\{RETE_NEO4J_PASSWORD:\?[^}]+\}", PASSWORD, value)
            for key, value in said["environment"].items()
        }
        assert read[name]["environment"] == expected
        for key in ("image", "command", "read_only", "tmpfs", "cap_drop", "security_opt", "restart"):
            assert read[name].get(key) == said.get(key)
    assert read["neo4j"]["healthcheck"]["test"] == compose["services"]["neo4j"]["healthcheck"]["test"]
    for name in ("publish", "api"):
        assert read[name]["depends_on"]["neo4j"]["condition"] == "service_healthy"


@pytest.mark.compose
def test_the_password_may_stand_in_a_file_beside(project: Path, tmp_path: Path, configure: Configure) -> None:
    (tmp_path / ".env").write_text(f"RETE_NEO4J_PASSWORD={PASSWORD}\n", encoding="utf-8")
    run = configure()
    assert run.returncode == 0, run.stderr
    assert yaml.safe_load(run.stdout)["services"]["neo4j"]["environment"]["NEO4J_AUTH"] == f"neo4j/{PASSWORD}"
    for ignored in (".gitignore", ".dockerignore"):
        assert ".env" in (project / ignored).read_text(encoding="utf-8").splitlines()


@pytest.mark.compose
def test_without_a_password_compose_says_what_to_set(configure: Configure) -> None:
    for environ in ({}, {"RETE_NEO4J_PASSWORD": ""}):
        run = configure(**environ)
        assert run.returncode != 0
        assert "set RETE_NEO4J_PASSWORD" in run.stderr
