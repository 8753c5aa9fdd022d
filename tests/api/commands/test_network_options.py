"""The commands that read, from a store: the same bytes as from the catalogue, or a clear refusal."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from api.cli import run
from api.settings import SettingsError, named_store
from benchmarks.neo4j_server import DATABASE, USER, Neo4jServer
from ingest.catalogue import create_catalogue
from tests.told import refuses

URL = "neo4j://127.0.0.1:1"
COMMANDS = (
    ("ask", "from San Vittore release to housing plus work"),
    ("ask", "dall'uscita da San Vittore a casa e lavoro", "--task-json"),
    ("ask", "from the moon to housing"),
    ("ask", "reddito, residente a Milano"),
    ("ask", "lavoro"),
    ("plan", "--from", "release-san-vittore", "--need", "housing", "--need", "work", "--json"),
    ("plan", "--from", "residenzami", "--need", "documents.registered-residence", "--brief"),
    ("plan", "--from", "release-opera", "--need", "work", "--pddl"),
    ("plan", "--from", "release-oper", "--need", "work"),
    ("ask", "telefono di ResidenzaMi"),
    ("ask", "phone of the Caritas centre", "--full"),
    ("show", "celav-equipe-carcere"),
    ("show", "housing", "--json"),
    ("show", "residenzamy"),
    ("search", "casa"),
    ("needs",),
    ("needs", "--json"),
    ("situations",),
    ("situations", "--json"),
    ("facts",),
    ("coverage", "--from", "release-san-vittore", "--need", "housing"),
    ("critical", "--from", "release-san-vittore", "--need", "work", "--csv"),
    ("what-if", "--close", "celav-equipe-carcere", "--need", "work", "--from", "release-opera"),
    ("quality", "--need", "work", "--as-of", "2026-01-01"),
    ("measures", "--need", "work", "--from", "release-opera"),
    ("export", "--format", "graphml"),
    ("export", "--format", "json"),
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def published(neo4j_server: Neo4jServer) -> Iterator[Neo4jServer]:
    """The server, with Milan live."""
    with GraphDatabase.driver(neo4j_server.uri, auth=(USER, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (node) DETACH DELETE node", database_=DATABASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RETE_NEO4J_PASSWORD", neo4j_server.password)
        assert run(("publish", "--store", neo4j_server.uri, "--no-cache")) == 0
    return neo4j_server


@pytest.mark.java
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "command",
    COMMANDS,
    ids=" ".join,
)
def test_a_command_says_the_same_from_the_store(
    published: Neo4jServer, command: tuple[str, ...], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETE_NEO4J_PASSWORD", published.password)
    expected = run(command), *capsys.readouterr()
    monkeypatch.setenv("RETE_STORE", published.uri)
    assert (run(command), *capsys.readouterr()) == expected
    assert expected[1] or expected[2]


@pytest.mark.java
def test_the_doctor_says_which_server_answers(
    published: Neo4jServer, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETE_NEO4J_PASSWORD", published.password)
    assert run(("doctor", "--store", published.uri, "--json")) == 0
    (store,) = (check for check in json.loads(capsys.readouterr().out) if check["check"] == "store")
    assert re.search(r"Neo4j/5\.\d+\.\d+ answers; version [0-9a-f]{16} is live", store["detail"])
    assert run(("doctor", "--store", URL)) == 1
    assert "cannot be reached" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("command", [("ask", "to work"), ("needs",), ("search", "x"), ("export", "--format", "json")])
def test_a_store_that_is_not_there_is_said(command: tuple[str, ...]) -> None:
    rete = Path(sys.executable).parent / "rete"
    environ = {**os.environ, "RETE_STORE": URL, "RETE_NEO4J_PASSWORD": "x"}
    told = subprocess.run([rete, *command], env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert (told.returncode, told.stdout) == (1, "")
    assert re.fullmatch(r"rete: neo4j://127\.0\.0\.1:1/neo4j: the store cannot be reached.*\n", told.stderr)


def test_a_spreadsheet_is_of_the_store_that_the_environment_names(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETE_STORE", URL)
    monkeypatch.delenv("RETE_NEO4J_PASSWORD", raising=False)
    assert run(("export", "--csv", str(tmp_path))) == 1
    assert "The password of the store is missing" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_which_of_store_and_catalogue_is_read(tmp_path: Path) -> None:
    environ = {"RETE_STORE": URL}
    assert named_store({}, None, None) is None
    assert named_store(environ, None, None) == URL
    assert named_store(environ, "bolt://other", None) == "bolt://other"
    assert named_store(environ, None, tmp_path) is None
    with refuses(SettingsError, "two"):
        named_store(environ, URL, tmp_path)


def test_a_catalogue_may_be_named_by_the_environment(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETE_CATALOGUE", str(create_catalogue("Torino", tmp_path / "torino")))
    assert run(("export", "--format", "json")) == 0
    assert json.loads(capsys.readouterr().out)["graph"]["city"] == "torino"
    monkeypatch.setenv("RETE_CATALOGUE", str(tmp_path / "nowhere"))
    assert run(("needs",)) == 1
    assert "no such folder" in capsys.readouterr().err


def test_a_command_that_writes_a_catalogue_takes_no_store(capsys: Capture) -> None:
    for command in ("validate", "ingest"):
        assert run((command, "--store", URL)) == 2
        assert "--store" in "".join(capsys.readouterr())
