"""docker-compose.yml and Dockerfile, as far as they can be held without a container engine.

Their settings, commands and health checks run on a real server in tests/api/commands/test_publishing.py.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any


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
