"""`rete ingest`, `rete export`, `rete init`, as a coordinator types them."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli import run
from ingest.catalogue import load_catalogue

Rete = Callable[..., tuple[int, str, str]]


@pytest.fixture
def rete(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rete:
    """Runs one command line: exit code, output, errors."""
    monkeypatch.delenv("RETE_DOCUMENTS", raising=False)
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def examples(project: Path) -> Path:
    return project / "docs" / "examples"


@pytest.fixture
def city(rete: Rete, examples: Path, tmp_path: Path) -> Path:
    code, out, _ = rete("init", "Esempio")
    assert code == 0
    assert out.startswith("esempio: an empty catalogue")
    for file in (examples / "judgements").iterdir():
        shutil.copy(file, tmp_path / "esempio" / "curated")
    return tmp_path / "esempio"


def test_documents_are_read_written_and_then_up_to_date(rete: Rete, city: Path, examples: Path) -> None:
    code, out, err = rete("ingest", examples / "documents", "--catalogue", city, "--dry-run")
    assert (code, err) == (0, "")
    assert "Not written (--dry-run): extracted/figures.yaml" in out
    assert not (city / "extracted").exists()
    code, out, _ = rete("ingest", examples / "documents", "--catalogue", city)
    assert code == 0
    assert "partners: 0 same, 8 new, 0 changed, 0 vanished" in out
    assert "Written: extracted/figures.yaml" in out
    assert len(load_catalogue(city).listings) == 8
    assert "Nothing to write" in rete("ingest", examples / "documents", "--catalogue", city)[1]


def test_the_ledger_adds_up(rete: Rete, city: Path, examples: Path) -> None:
    code, out, _ = rete("ingest", "--ledger", "--lines", examples / "documents", "--catalogue", city)
    assert code == 0
    sums = re.findall(r"(\d+) lines that are not blank = (.+)", out)
    assert len(sums) == 3
    for total, parts in sums:
        assert int(total) == sum(int(number) for number in re.findall(r"\d+", parts))
    assert len(re.findall(r"^    \w+:\d+  ", out, re.M)) == sum(int(total) for total, _ in sums)
    assert not (city / "extracted").exists()
    code, out, _ = rete("ingest", "--ledger", "--json", examples / "documents", "--catalogue", city)
    assert [document["lines"] for document in json.loads(out)] == [int(total) for total, _ in sums]


def test_standard_input_is_read(rete: Rete, city: Path, examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO((examples / "documents" / "pagina.html").read_bytes()))
    monkeypatch.setattr(sys, "stdin", text)
    code, out, _ = rete("ingest", "-", "--catalogue", city, "--json")
    assert code == 0
    files = ["lines", "outline", "pages", "sources"]
    assert json.loads(out)["files"] == [f"extracted/{name}.yaml" for name in files]


def test_the_report_is_json_lines(rete: Rete, city: Path, examples: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    assert rete("ingest", examples / "documents", "--catalogue", city, "--report", report)[0] == 0
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert lines[-1]["type"] == "summary"
    assert lines[-1]["written"] is True
    code, _, err = rete("ingest", examples / "documents", "--catalogue", city, "--report", tmp_path / "no" / "x")
    assert (code, "cannot be written" in err) == (1, True)


def test_what_cannot_be_read_or_taken_has_its_exit_code(rete: Rete, city: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "x.csv").write_text("name,kind\nMensa,mensa\n")
    assert rete("ingest", "--catalogue", city)[0] == 2
    assert rete("ingest", tmp_path / "x.csv", "--no-such-option")[0] == 2
    assert rete("ingest", tmp_path / "empty.txt", "--catalogue", city)[0] == 1
    assert rete("ingest", tmp_path / "nowhere.txt", "--catalogue", city)[0] == 1
    assert rete("ingest", tmp_path / "empty.txt", "--catalogue", tmp_path / "nowhere")[0] == 1
    code, out, err = rete("ingest", tmp_path / "x.csv", "--catalogue", city)
    assert code == 3
    assert "x.csv, sheet 'x', row 2, column 'kind': 'mensa' is not a valid value" in err
    assert "extracted/ stays as it is" in out


def test_the_bundled_catalogue_is_only_compared(rete: Rete, tmp_path: Path) -> None:
    (tmp_path / "nuovo.txt").write_text("Titolo\nVia Roma 1\n20100 Milano\n")
    code, out, _ = rete("ingest", tmp_path / "nuovo.txt")
    assert code == 0
    assert "the bundled catalogue is read-only" in out


@pytest.mark.sample(1)
@pytest.mark.parametrize("form", ["--xlsx", "--csv"])
@pytest.mark.parametrize(("more", "sheets", "entries"), [(["--full"], "49 sheets", 600), ([], "4 sheets", 300)])
def test_a_spreadsheet_goes_out_and_comes_back(
    rete: Rete, tmp_path: Path, form: str, more: list[str], sheets: str, entries: int
) -> None:
    place = tmp_path / ("network.xlsx" if form == "--xlsx" else "sheets")
    code, out, _ = rete("export", form, place, *more)
    assert code == 0
    assert out.startswith(sheets)
    code, out, _ = rete("ingest", place, "--json")
    summary = json.loads(out)
    assert code == 0
    assert (summary["new"], summary["changed"], summary["vanished"], summary["files"]) == (0, 0, 0, [])
    assert summary["same"] > entries


def test_an_export_says_where_it_cannot_go(rete: Rete, tmp_path: Path) -> None:
    assert rete("export")[0] == 2
    assert rete("export", "--xlsx", tmp_path / "no" / "x.xlsx")[0] == 1


def test_from_a_spreadsheet_to_answers(rete: Rete, city: Path, tmp_path: Path) -> None:
    (tmp_path / "listings.csv").write_text("printed;area;meets\nDormitorio Esempio;accoglienza;housing.emergency\n")
    (tmp_path / "services.csv").write_text(
        "name;meets;routes;phones\nSportello Lavoro;work;walk-in;02 1234567\n", encoding="utf-8-sig"
    )
    code, _, err = rete("ingest", tmp_path / "listings.csv", tmp_path / "services.csv", "--catalogue", city)
    assert (code, err) == (0, "")
    code, out, _ = rete("validate", city)
    assert (code, "Sound." in out) == (0, True)
    code, out, _ = rete(
        "plan", "--from", "release", "--need", "housing", "--need", "work", "--catalogue", city, "--lang", "en"
    )
    assert code == 0
    assert "Dormitorio Esempio" in out
    assert "02 1234567" in out


def test_a_city_is_not_made_twice(rete: Rete, city: Path) -> None:
    code, _, err = rete("init", "Esempio")
    assert (code, "not empty" in err) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_an_ingestion_that_is_killed_leaves_the_catalogue_whole(city: Path, examples: Path) -> None:
    """Killed at the rename that publishes, and after it: the catalogue loads, and the next run finishes the work."""
    killer = (
        "import os, signal, sys\n"
        "from api.cli import run\n"
        "seen = 0\n"
        "def hook(event, arguments):\n"
        "    global seen\n"
        "    if event == 'os.rename':\n"
        "        seen += 1\n"
        "        if seen == int(sys.argv[1]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(hook)\n"
        "sys.exit(run(sys.argv[2:]))\n"
    )
    arguments = ["ingest", str(examples / "documents"), "--catalogue", str(city)]
    # A module that is compiled for the first time is renamed into its place as well.
    environment = {**os.environ, "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"}
    states = []
    for fatal in (1, 3):
        command = [sys.executable, "-c", killer, str(fatal), *arguments]
        code = subprocess.run(command, capture_output=True, check=False, env=environment).returncode
        assert code == -signal.SIGKILL
        states.append(len(load_catalogue(city).listings))
    assert states == [0, 8]
    assert run(arguments) == 0
    assert not list(city.glob(".pending"))
    assert len(load_catalogue(city).listings) == 8


def test_a_folder_inside_a_folder_is_told(rete: Rete, city: Path, tmp_path: Path) -> None:
    (tmp_path / "texts" / "inner").mkdir(parents=True)
    (tmp_path / "texts" / "a.txt").write_text("Titolo\n")
    code, _, err = rete("ingest", tmp_path / "texts", "--catalogue", city)
    assert (code, err) == (0, "texts/inner: not read. If it is a folder of documents, name it too.\n")


def test_a_map_for_the_bundled_catalogue_is_shown_and_never_kept(
    rete: Rete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RETE_CATALOGUE", raising=False)
    file = tmp_path / "theirs.csv"
    file.write_text("Ente;Recapito\nCasa Aperta;02 1234567\n", encoding="utf-8")
    code, out, _ = rete("ingest", file, "--map")
    assert code == 0
    assert "Recapito" in out
    assert "read-only" in out
    assert "--confirm" not in out
    for option in ("--confirm", "--column=Recapito=Telefono", "--value=letto=housing.emergency"):
        code, out, err = rete("ingest", file, option)
        assert (code, out) == (2, "")
        assert "--catalogue" in err
