"""The help: in both languages, whole, and narrow where the terminal is; completion; options before a command."""

import io
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from cyclopts import App
from rich.console import Console

from api.cli import run
from api.commands import COMMANDS
from api.messages import Words
from api.messages.words import read_templates
from api.parser import build_app
from graph.vocabulary import Locale

Capture = pytest.CaptureFixture[str]


@cache
def app_in(locale: Locale) -> App:
    return build_app(Words(locale))


def helped(locale: Locale, *command: str, width: int = 80) -> str:
    drawn = io.StringIO()
    app_in(locale).help_print(command, console=Console(file=drawn, width=width, highlight=False))
    return drawn.getvalue()


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_and_its_options_are_for_is_said(command: str, locale: Locale) -> None:
    known = read_templates(locale)
    assert f"help.purpose.{command}" in known
    for argument in app_in(locale)[command].assemble_argument_collection(parse_docstring=False):
        if argument.show:
            key = argument.names[0].lstrip("-").lower()
            assert {f"help.option.of-{command}.{key}", f"help.option.{key}"} & known.keys(), key


@pytest.mark.sample(12)
@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("command", COMMANDS)
def test_two_examples_that_can_be_parsed(command: str, locale: Locale) -> None:
    app = app_in(locale)
    examples = [*filter(None, Words(locale).say(f"help.examples.{command}").splitlines())]
    assert len(examples) == 2
    for example in examples:
        program, *arguments = shlex.split(example.partition(">")[0])
        assert program == "rete"
        assert arguments[0] == command
        app.parse_args(arguments, exit_on_error=False, print_error=False)
        assert example in helped(locale, command, width=200)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_fits_a_narrow_terminal_and_offers_no_negative_options(command: str) -> None:
    page = helped(Locale.IT, *filter(None, [command]), width=60)
    assert max(map(len, page.splitlines())) <= 60
    assert "--no-json" not in page
    assert "()" not in page
    assert "[default" not in page


@pytest.mark.parametrize(
    ("variables", "heading"),
    [
        ({"LANG": "it_IT.UTF-8"}, "Uso:"),
        ({"LANG": "en_US.UTF-8"}, "Usage:"),
        ({"LANG": "it_IT.UTF-8", "LC_ALL": "C"}, "Usage:"),
    ],
)
def test_the_help_speaks_the_language_of_the_system(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], heading: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run(("plan", "--help")) == 0
    assert capsys.readouterr().out.startswith(heading)


def test_a_wrong_language_is_refused_in_that_of_the_system(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    assert run(("needs", "--lang", "xx")) == 2
    assert "«xx» non è un valore di --lang. Può essere: it, en." in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_what_stands_for_a_value_is_named_in_italian(command: str) -> None:
    names = (
        "OPTIONS",
        "ARGS",
        "COMMAND ",
        "STR",
        "INT",
        "DATE",
        "PATH",
        "CHOICE",
        "NEED",
        "ABOUT",
        "IDENTIFIER",
        "TEXT",
    )
    page = helped(Locale.IT, *filter(None, [command]), width=80)
    assert [name for name in names if re.search(rf"(?<![A-Z]){name}(?![A-Z])", page)] == []


@pytest.mark.parametrize("command", ["ask", "what-if", "completion"])
def test_help_of_a_command_is_its_help_option(capsys: Capture, command: str) -> None:
    assert run(("help", command)) == 0
    one = capsys.readouterr().out
    assert run((command, "--help")) == 0
    assert capsys.readouterr().out == one


def test_help_of_no_command_proposes_one(capsys: Capture) -> None:
    assert run(("help", "aks", "--lang", "it")) == 2
    assert "Non esiste il comando «aks». Forse ask?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("--lang", "it", "needs"), ("needs", "--lang", "it")),
        (("--lang=it", "-q", "search", "san"), ("search", "san", "-q", "--lang=it")),
        (("--json", "facts"), ("facts", "--json")),
        (("--lang", "it", "--help"), ("--help", "--lang", "it")),
    ],
)
def test_options_before_the_command_are_those_behind_it(
    capsys: Capture, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert run(before) == 0
    one = capsys.readouterr()
    assert run(after) == 0
    assert capsys.readouterr() == one
    assert one.out


def test_what_was_read_is_said_on_request(capsys: Capture) -> None:
    assert run(("-v", "--lang", "en", "needs")) == 0
    assert re.search(r"^milano, version \w+, read in \d+\.\d s$", capsys.readouterr().err, re.MULTILINE)
    assert run(("-v", "-q", "needs")) == 0
    assert capsys.readouterr().err == ""


COMPLETED = [
    (("co",), {"coverage", "completion", "copy"}),
    (("ask", "--f"), {"--fact", "--first", "--full"}),
    (("coverage", "--by", ""), {"area", "need", "situation", "profile"}),
]


@pytest.mark.sample(1)
@pytest.mark.parametrize(("typed", "offered"), COMPLETED)
def test_bash_completes(project: Path, typed: tuple[str, ...], offered: set[str]) -> None:
    words = " ".join(shlex.quote(word) for word in ("rete", *typed))
    script = f"""
        source <({shlex.quote(sys.executable)} -m api completion bash)
        COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _rete; printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], cwd=project, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == offered


@pytest.mark.sample(1)
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_every_command(capsys: Capture, shell: str) -> None:
    assert run(("completion", shell)) == 0
    script = capsys.readouterr().out
    assert all(command in script for command in COMMANDS)
    assert "min-evidence" in script
