"""A wheel, as `pipx` and `uvx` install it: whole, described, and enough for `rete tour` in an empty environment."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import pytest

PACKAGES = ("graph", "ingest", "api", "cypher")


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(folder), str(project)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def described(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        return BytesParser().parsebytes(archive.read(name))


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_packages(project: Path, wheel: Path) -> None:
    listing = subprocess.run(["git", "ls-files", *PACKAGES], cwd=project, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == set(listing.stdout.split())


@pytest.mark.slow
def test_the_wheel_says_what_it_is(described: Message) -> None:
    assert described["Name"] == "rete-attiva"
    assert described["Author"] == "the rete-attiva contributors"
    assert described["Requires-Python"] == ">=3.11"
    assert "GraphQL" in described["Keywords"]
    assert "mcp" in described.get_all("Provides-Extra", [])
    plain = [needed for needed in described.get_all("Requires-Dist", []) if "extra ==" not in needed]
    assert not any(re.match(r"mcp\b", needed) for needed in plain)


@pytest.mark.slow
def test_the_wheel_is_enough_for_the_tour(project: Path, wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    for what in (["--require-hashes", "-r", str(project / "requirements.lock")], ["--no-deps", str(wheel)]):
        subprocess.run([python, "-m", "pip", "install", "-q", *what], check=True, capture_output=True, timeout=600)
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "RETE_DOCUMENTS")}
    tour = subprocess.run(
        [str(tmp_path / "venv" / "bin" / "rete"), "tour", "--no-serve", "--lang", "en"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "Celav" in tour.stdout
    refused = subprocess.run(
        [str(tmp_path / "venv" / "bin" / "rete"), "mcp", "--lang", "en"],
        cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (refused.returncode, "'.[mcp]'" in refused.stderr) == (1, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "command"),
    [("pipx==1.18.4", ["pipx", "run", "--spec"]), ("uv==0.13.8", ["uv", "tool", "run", "--from"])],
    ids=["pipx", "uvx"],
)
def test_pipx_and_uvx_run_the_wheel(wheel: Path, tmp_path: Path, tool: str, command: list[str]) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    bin_ = tmp_path / "venv" / "bin"
    subprocess.run([bin_ / "python", "-m", "pip", "install", "-q", tool], check=True, capture_output=True, timeout=300)
    own = {"PIPX_HOME": "pipx", "UV_CACHE_DIR": "uv", "UV_TOOL_DIR": "tools", "XDG_CACHE_HOME": "cache"}
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "RETE_DOCUMENTS")}
    environment |= {name: str(tmp_path / folder) for name, folder in own.items()}
    environment |= {"UV_PYTHON": str(bin_ / "python"), "UV_PYTHON_DOWNLOADS": "never"}
    name, *rest = command
    tour = subprocess.run(
        [bin_ / name, *rest, wheel, "rete", "tour", "--no-serve", "--lang", "en"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert "Celav" in tour.stdout
