"""Progress is shown on a terminal, on standard error, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

RETE = [sys.executable, "-c", "import sys; from api.cli import run; sys.exit(run(sys.argv[1:]))"]

CURSOR_SHOWN = b"\x1b[?25h"


@pytest.fixture
def command(project: Path) -> list[str]:
    return [*RETE, "ingest", str(project / "docs" / "examples" / "documents" / "pagina.html"), "--dry-run"]


def on_terminal(command: list[str], project: Path) -> tuple[int, bytes, bytes]:
    """Exit code, standard output into a pipe, and what a terminal shows of standard error."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    output, _ = process.communicate()
    return process.returncode, output, shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux tells that the other side is closed
        return b""


@pytest.mark.slow
def test_a_terminal_sees_what_is_being_done_and_the_output_stays_clean(command: list[str], project: Path) -> None:
    code, output, shown = on_terminal(command, project)
    assert code == 0
    assert b"reading" in shown
    assert CURSOR_SHOWN in shown
    assert b"\x1b" not in output
    quiet = subprocess.run(command, cwd=project, capture_output=True, check=True, env={**os.environ, "COLUMNS": "200"})
    assert (quiet.stdout, quiet.stderr) == (output, b"")


def test_a_finding_on_a_terminal_is_told_after_the_progress(project: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name,kind\nMensa,mensa\n")
    code, _, shown = on_terminal([*RETE, "ingest", str(tmp_path / "x.csv")], project)
    assert code == 3
    assert b"'mensa' is not a valid value" in shown.rpartition(CURSOR_SHOWN)[2]
