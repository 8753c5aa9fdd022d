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
    pom = (project / "graph/store/local_server.pom.xml").read_text()
    pinned = re.findall(r"<artifactId>neo4j</artifactId>\s*<version>([\d.]+)</version>", pom)
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{pinned[0]}-community"


def test_what_is_published_is_on_loopback(compose: Mapping[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert {port.rpartition(":")[2] for port in ports} == {"7474", "7687", "8765"}


def test_no_password_stands_in_a_file_or_an_environment(compose: Mapping[str, Any], project: Path) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "AUTH" in name:
                assert (name.endswith("_FILE"), value) == (True, "/run/secrets/neo4j")
    assert "PASSWORD" not in (project / "Dockerfile").read_text()
    assert list(compose["secrets"]) == ["neo4j"]
    for ignored, written in ((".gitignore", "/secrets/"), (".dockerignore", "secrets")):
        assert written in (project / ignored).read_text(encoding="utf-8").splitlines()


OURS = ("publish", "api-1", "api-2", "api-3", "proxy")


def test_what_answers_is_unprivileged_and_writes_nothing(compose: Mapping[str, Any], project: Path) -> None:
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}, name
        assert service["restart"], name
    assert all(compose["services"][name]["read_only"] for name in OURS)
    dockerfile = (project / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root|0\b)\d+$", dockerfile, re.MULTILINE)
    assert "HEALTHCHECK" in dockerfile
    for folder in ("/cache", "/known"):
        assert re.search(rf"install -d -o rete .*{folder}\b", dockerfile), "a volume there belongs to who writes it"


def test_data_outlives_the_server(compose: Mapping[str, Any]) -> None:
    assert "neo4j-data:/data" in compose["services"]["neo4j"]["volumes"]
    assert compose["volumes"].keys() == {"neo4j-data", "publisher", "cache-1", "cache-2", "cache-3"}


def test_the_proxy_knows_every_replica(compose: Mapping[str, Any], project: Path) -> None:
    conf = (project / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    replicas = [name for name in compose["services"] if name.startswith("api-")]
    assert re.findall(r"server (api-\d):8765 ", conf) == replicas == compose["services"]["proxy"]["depends_on"]
    assert "./deploy/nginx.conf:/etc/nginx/rete.conf:ro" in compose["services"]["proxy"]["volumes"]


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
    run = configure()
    assert run.returncode == 0, run.stderr
    read = yaml.safe_load(run.stdout)["services"]
    assert read.keys() == compose["services"].keys()
    for name, said in compose["services"].items():
        assert read[name].get("environment", {}) == said.get("environment", {})
        for key in ("image", "command", "read_only", "tmpfs", "cap_drop", "security_opt", "restart", "user", "logging"):
            assert read[name].get(key) == said.get(key), (name, key)
    assert read["neo4j"]["healthcheck"]["test"] == compose["services"]["neo4j"]["healthcheck"]["test"]
    assert read["publish"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


@pytest.mark.compose
def test_a_catalogue_of_ones_own_is_mounted(configure: Configure) -> None:
    own = configure(RETE_CATALOGUE="/somewhere/my-network", RETE_API_MEMORY="2g")
    assert own.returncode == 0, own.stderr
    assert "/somewhere/my-network" in own.stdout
    bundled = configure()
    assert "ingest/catalogues/milano" in bundled.stdout
