"""The commands that the pages show, run word for word, page by page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.slow
PAGES = ("README.md", "another-city.md", "coverage.md", "ingest.md", "spreadsheets.md", "tools.md", "upkeep.md")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"rete (serve|mcp|diff|coverage --store)|.*1a2b3c4d|cp torino/proposals")
"""Commands that need a server, a store, git, a new edition or a real proposal; other tests run these."""
MAY_FAIL = re.compile(r"rete (open|validate)")
"""Nothing is open, or names look alike: the exit code says so."""


def commands(page: str) -> list[str]:
    """The lines of a page that begin with one of the commands, each joined with its continuation."""
    blocks = [block for language, block in BLOCK.findall(page) if language in ("", "sh")]
    lines = [line for block in blocks for line in block.replace("\\\n", "").splitlines()]
    return [line for line in lines if line.startswith(("rete ", "export ", "cp ")) and not ELSEWHERE.match(line)]


@pytest.fixture
def folder(project: Path, tmp_path: Path) -> Path:
    """A folder with the files that the pages take for granted."""
    examples = project / "docs" / "examples"
    shutil.copytree(examples, tmp_path / "docs" / "examples")
    shutil.copytree(examples / "documents", tmp_path / "documents")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["Partner di Torino"],
        ["Ente", "Recapito", "Bisogno", "Orari"],
        ["Casa Aperta", "011 5551234", "letto", "lun-ven 9-12,30"],
        ["Sportello Esempio", "011 5554321", "lavoro", "su appuntamento"],
    ):
        book.active.append(row)
    for name in ("rubrica.xlsx", "theirs.xlsx"):
        book.save(tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_run(name: str, project: Path, folder: Path) -> None:
    page = (project / ("" if name == "README.md" else "docs") / name).read_text(encoding="utf-8")
    for overlay in re.findall(r"```yaml\n# services.yaml\n(.*?)```", page, re.DOTALL):
        (folder / "services.yaml").write_text(overlay, encoding="utf-8")
    lines = commands(page)
    assert lines
    begun = [] if name == "another-city.md" else ["rete init Torino", "cp docs/examples/judgements/* torino/curated/"]
    program = f'rete() {{ "{sys.executable}" -m api "$@"; }}'
    page_lines = (f"{line.split('  #')[0]} || true" if MAY_FAIL.match(line) else line for line in lines)
    script = [program, "set -e", *begun, *page_lines]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RETE_")}
    done = subprocess.run(
        ["bash", "-xc", "\n".join(script)], cwd=folder, env=environment | {"PYTHONPATH": str(project)},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
