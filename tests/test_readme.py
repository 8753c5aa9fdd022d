"""The README's commands, run as they stand."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.cli import run


def command(project: Path, mark: str) -> str:
    """The shell block behind `<!-- mark -->`."""
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)\n```", (project / "README.md").read_text(), re.DOTALL)
    assert found is not None
    return found.group(1)


FIRST_SCREEN = 45
"""Lines."""


def test_the_first_screen_shows_a_plan_the_gaps_an_answer_and_the_first_command(project: Path) -> None:
    lines = (project / "README.md").read_text().splitlines()
    text = "\n".join(lines[:FIRST_SCREEN])
    for picture in ("plan", "coverage"):
        assert f"](docs/images/{picture}.png)" in text
        assert (project / "docs" / "images" / f"{picture}.png").is_file()
    assert "<!-- tour -->" in text


def test_the_answer_in_the_readme_is_the_answer(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"```text\n\$ rete (.*?)\n(.*?)```", (project / "README.md").read_text(), re.DOTALL)
    assert found is not None
    assert run((*found[1].split(), "--lang", "en")) == 0
    printed = capsys.readouterr().out
    for line in found[2].splitlines():
        assert line.removesuffix("...").rstrip() in printed


@pytest.fixture(scope="module")
def clone(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that git knows, in an empty folder."""
    folder = tmp_path_factory.mktemp("clone")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=project, capture_output=True, check=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(project / name, target)
    return folder


@pytest.fixture(scope="module")
def tour(project: Path, clone: Path) -> Iterator[list[str]]:
    """What the first command prints until the API is up; the API stays up."""
    environment = {key: value for key, value in os.environ.items() if key not in ("RETE_DOCUMENTS", "VIRTUAL_ENV")}
    process = subprocess.Popen(
        ["bash", "-c", command(project, "tour")], cwd=clone, stdout=subprocess.PIPE, text=True,
        env=environment | {"LANG": "en_US.UTF-8"}, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if "GraphQL: " in line:
            break
    yield lines
    os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=20)
    process.stdout.close()


def graphql_address(tour: list[str]) -> str:
    found = re.search(r"GraphQL: (\S+)", tour[-1])
    assert found is not None
    return found[1]


@pytest.mark.slow
def test_the_first_command_prints_a_first_screen_and_where_its_reasons_are(tour: list[str]) -> None:
    text = "\n".join(tour)
    assert "Release from San Vittore → housing + work" in text
    assert "Celav" in text
    assert 'ask "from San Vittore release to housing plus work" --full' in text


@pytest.mark.slow
def test_the_first_command_serves_the_api(tour: list[str]) -> None:
    address = graphql_address(tour)
    query = '{ ask(text: "from San Vittore release to housing plus work") { status plans { steps { order } } } }'
    answer = httpx.post(address, json={"query": query}, timeout=30).json()
    assert answer["data"]["ask"]["status"] == "PLANNED"
    assert answer["data"]["ask"]["plans"][0]["steps"]


def test_the_build_runs_the_second_command(project: Path) -> None:
    script = (project / ".ci" / "run").read_text()
    extraction = re.search(r'"\$\((sed .*)\)"', script)
    assert extraction is not None
    run = subprocess.run(["bash", "-c", extraction.group(1)], cwd=project, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == command(project, "tests").strip()


@pytest.mark.slow
@pytest.mark.parametrize("line", ["ask", "plan", "show"])
def test_an_example_of_the_readme_runs(line: str, project: Path, clone: Path, tour: list[str]) -> None:
    examples = re.findall(rf"^rete {line} .*$", (project / "README.md").read_text(), re.MULTILINE)
    assert examples
    for example in examples:
        run = subprocess.run(
            ["bash", "-c", f".venv/bin/{example}"], cwd=clone, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        assert run.stdout.strip()


@pytest.mark.slow
def test_the_graphql_query_of_the_readme_runs(project: Path, tour: list[str]) -> None:
    found = re.search(r"```graphql\n(.*?)```", (project / "README.md").read_text(), re.DOTALL)
    assert found is not None
    answer = httpx.post(graphql_address(tour), json={"query": found.group(1)}, timeout=30).json()
    assert "errors" not in answer
    assert answer["data"]["ask"]["plans"]
