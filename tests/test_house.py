"""The house rules that a machine can hold: style, types, import direction, files and their words."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

TOOLS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "import-linter": [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
}


@pytest.mark.parametrize("tool", [pytest.param(name, marks=[pytest.mark.slow] * (name == "mypy")) for name in TOOLS])
def test_tool_is_content(tool: str, project: Path) -> None:
    run = subprocess.run(TOOLS[tool], cwd=project, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def tracked(project: Path) -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=project, capture_output=True, check=True)
    return [project / name for name in listing.stdout.decode().split("\0") if name]


def list_imported(path: Path) -> Iterator[str]:
    """Every module that a file may import: for types alone and within functions too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_files_import_each_other_in_a_circle(project: Path) -> None:
    files = [path for path in tracked(project) if path.suffix == ".py" and path.is_file()]
    modules = {".".join(path.relative_to(project).with_suffix("").parts): path for path in files}
    imports = {name: {one for one in list_imported(path) if one in modules} for name, path in modules.items()}
    assert sum(map(len, imports.values())) > 1000
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


def test_locks_and_files_name_no_registry(project: Path) -> None:
    download = re.compile(rb"https?://[^ \n]*(/simple/|/packages/[0-9a-f]{2}/|/maven2/|\.whl|\.tgz)")
    named = [path.name for path in tracked(project) if path.is_file() and download.search(path.read_bytes())]
    assert named == []


def test_no_file_names_its_own_place(project: Path) -> None:
    place = str(project).encode()
    named = [path.name for path in tracked(project) if path.is_file() and place in path.read_bytes()]
    assert named == []


def test_runtime_lock_is_part_of_the_development_lock(project: Path) -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==[\w.]+)", (project / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
