"""What the environment names, or the command line: the catalogue and the port."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from api.listening import listen
from api.live.begin import announce
from api.messages import Words
from api.settings import Settings
from benchmarks.neo4j_server import Neo4jServer
from graph.vocabulary import Locale
from ingest.catalogue import create_catalogue

URL = "neo4j://127.0.0.1:1"
Capture = pytest.CaptureFixture[str]


def test_the_environment_names_the_catalogue_of_checking_and_ingesting_too(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = create_catalogue("Torino", tmp_path / "torino")
    monkeypatch.setenv("RETE_CATALOGUE", str(city))
    assert run(("validate",)) == 0
    assert capsys.readouterr().out.startswith("0 organizations")
    run(("doctor", "--json"))
    assert _check_of(capsys)["detail"].startswith("torino ")
    sheet = tmp_path / "listings.csv"
    sheet.write_text("printed;area;meets\nDormitorio Esempio;accoglienza;housing.emergency\n", encoding="utf-8")
    assert run(("ingest", str(sheet), "--dry-run")) == 0
    assert "Not written (--dry-run)" in capsys.readouterr().out
    assert not (city / "extracted").exists()
    assert run(("ingest", str(sheet))) == 0
    assert (city / "extracted" / "spreadsheet").is_dir()


@pytest.mark.parametrize("command", [("validate",), ("ingest", "x.txt"), ("publish", "--store", URL), ("needs",)])
def test_a_catalogue_of_the_environment_that_is_no_folder_is_said(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("RETE_CATALOGUE", str(tmp_path / "nowhere"))
    assert run(command) == 1
    assert "nowhere: no such folder" in capsys.readouterr().err


def test_the_doctor_says_that_the_named_catalogue_is_no_folder(tmp_path: Path, capsys: Capture) -> None:
    assert run(("doctor", "--json", "--catalogue", str(tmp_path / "nowhere"))) == 1
    check = _check_of(capsys)
    assert not check["ok"]
    assert "nowhere: no such folder" in check["detail"]


@pytest.mark.parametrize("command", [("needs",), ("validate",), ("ask", "to work")])
def test_a_file_of_the_catalogue_that_cannot_be_read_is_said(
    tmp_path: Path, capsys: Capture, command: tuple[str, ...]
) -> None:
    city = create_catalogue("Torino", tmp_path / "torino")
    (city / "curated" / "needs.yaml").unlink()
    (city / "curated" / "needs.yaml").symlink_to("/proc/self/mem")
    assert run((*command, "--catalogue", str(city))) == 3
    assert "curated/needs.yaml: cannot be read (" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["/dev/null/x", "/proc/x"])
def test_a_copy_that_cannot_be_written_is_said(capsys: Capture, place: str) -> None:
    assert run(("copy", place)) == 1
    assert f"{place}: cannot be written (" in capsys.readouterr().err


def _check_of(capsys: Capture) -> dict[str, Any]:
    (check,) = (each for each in json.loads(capsys.readouterr().out) if each["check"] == "catalogue")
    return dict(check)


@pytest.mark.slow
@pytest.mark.java
def test_the_catalogue_of_the_environment_is_published(
    neo4j_server: Neo4jServer, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RETE_NEO4J_PASSWORD", neo4j_server.password)
    with monkeypatch.context() as patch:
        patch.setenv("RETE_CATALOGUE", str(create_catalogue("Torino", tmp_path / "torino")))
        assert run(("publish", "--store", neo4j_server.uri, "--json")) == 0
    assert json.loads(capsys.readouterr().out)["city"] == "torino"


@pytest.mark.parametrize("named", ["option", "environment"])
def test_a_port_that_was_named_and_is_taken_is_an_error(named: str) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        options = ["--port", port] if named == "option" else []
        environ = {**os.environ, **({} if options else {"RETE_PORT": port})}
        # In a process of its own: the command takes the place of its process.
        command = [str(Path(sys.executable).parent / "rete"), "serve", "--lang", "en", *options]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Port {port} is taken" in done.stderr


def test_another_port_than_the_usual_one_is_said(capsys: Capture) -> None:
    announce(8765, "http://127.0.0.1:8765", Words(Locale.EN))
    assert capsys.readouterr().err == ""
    announce(8765, "http://127.0.0.1:40001", Words(Locale.EN))
    out, err = capsys.readouterr()
    assert out.startswith("Pages: http://127.0.0.1:40001/ ")
    assert err == "Port 8765 is taken; a free one is used instead.\n"


def test_whether_a_free_port_may_be_used() -> None:
    assert Settings.from_environment({}).free_port
    assert not Settings.from_environment({"RETE_PORT": "8765"}).free_port
    assert not Settings.from_environment({}, port=8765).free_port
