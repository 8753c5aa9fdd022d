"""What the command line imports before it knows what to do: few modules, so that it starts at once."""

import subprocess
import sys
from pathlib import Path

import pytest

OURS = ("api", "cypher", "graph", "ingest")
ASKED_FOR_HELP = {
    "api", "api.__main__", "api.cli", "api.commands", "api.commands.common", "api.messages",
    "api.messages.words", "api.parser", "api.plain_line", "api.settings", "graph", "graph.errors", "graph.message",
    "graph.structs", "graph.vocabulary",
}  # fmt: skip
HEAVY = {
    "babel", "clingo", "neo4j", "networkx", "openpyxl", "orjson", "phonenumbers", "pypdf", "rapidfuzz", "starlette",
    "strawberry", "uvicorn", "yaml",
}  # fmt: skip


def imported(project: Path, *arguments: str) -> set[str]:
    """The modules that the command line has imported when it is done."""
    lines = (
        "import sys",
        "from api.__main__ import main",
        f"sys.argv[1:] = {list(arguments)!r}",
        "try: main()",
        "except SystemExit: pass",
        "print(*sys.modules, sep=' ', file=sys.stderr)",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], cwd=project, capture_output=True, check=True)
    assert done.stdout
    return set(done.stderr.decode().split())


def test_the_version_needs_nothing_but_its_name(project: Path) -> None:
    modules = imported(project, "--version")
    assert {name for name in modules if name.partition(".")[0] in OURS} == {"api", "api.__main__"}
    assert not {"cyclopts", "rich", *HEAVY} & modules


def test_help_needs_no_network(project: Path) -> None:
    modules = imported(project, "--help")
    assert {name for name in modules if name.partition(".")[0] in OURS} == ASKED_FOR_HELP
    assert not HEAVY & modules


@pytest.mark.parametrize("line", [("ask", "casa", "--lang", "en"), ("needs",)], ids=" ".join)
def test_a_plain_line_needs_neither_the_parser_nor_a_console(project: Path, line: tuple[str, ...]) -> None:
    assert not {"attr", "cyclopts", "difflib", "rich"} & imported(project, *line)
