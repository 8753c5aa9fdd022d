"""What the commands print: one record a line in a pipe, whole numbers on a narrow terminal, plurals."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import run
from ingest.catalogue import create_catalogue

Capture = pytest.CaptureFixture[str]


def on_terminal(project: Path, columns: int, *arguments: str) -> str:
    """What a terminal of that width shows on standard output."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "api", *arguments]
    process = subprocess.Popen(command, cwd=project, stdout=theirs, stderr=subprocess.DEVNULL, env=environment)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:  # how Linux tells that the other side is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())


@pytest.mark.parametrize("command", [("needs",), ("situations",), ("facts",), ("search", "san"), ("open", "housing")])
def test_a_record_is_a_line_in_a_pipe(capsys: Capture, command: tuple[str, ...]) -> None:
    run((*command, "--json"))
    records = capsys.readouterr().out
    run(command)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(re.findall(r"^  \{", records, re.MULTILINE))
    assert len({line.count("\t") for line in lines}) == 1


def test_a_narrow_terminal_shows_further_lines_under_their_record(project: Path) -> None:
    lines = on_terminal(project, 60, "situations", "--lang", "en").splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[0].startswith("release-san-vittore  release from San Vittore")
    assert all(line.startswith(("    ", *"abcdefghijklmnopqrstuvwxyz")) for line in lines)


@pytest.mark.sample(1)
@pytest.mark.parametrize("command", ["coverage", "measures", "quality"])
def test_no_number_is_cut_on_a_narrow_console(capsys: Capture, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    asked = (command, "--need", "work", "--from", "release-opera", "--lang", "it")
    run(asked)
    wide = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "60")
    run(asked)
    narrow = capsys.readouterr().out
    assert max(map(len, narrow.splitlines())) <= 60
    assert "…" not in narrow
    assert sorted(re.findall(r"\d+", narrow)) == sorted(re.findall(r"\d+", wide))


@pytest.mark.parametrize(("lang", "said"), [("en", "1 finding."), ("it", "1 rilievo.")])
def test_one_finding_is_one(tmp_path: Path, capsys: Capture, lang: str, said: str) -> None:
    city = create_catalogue("Torino", tmp_path / "torino")
    (city / "curated" / "nobody.yaml").write_text("x: 1\n", encoding="utf-8")
    assert run(("validate", str(city), "--lang", lang)) == 3
    assert capsys.readouterr().out.splitlines()[-1] == said


@pytest.mark.parametrize(
    "question", ["from San Vittore release to housing plus work", "bog\a\bus \tcasa", "casa e lavoro"]
)
def test_a_pipe_gets_the_lines_that_a_console_prints(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    code = run(("ask", question))
    plain = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "")  # for rich the same as none, but it is asked
    assert run(("ask", question)) == code
    assert capsys.readouterr().out == plain
    assert plain.count("\n") > 3
