"""A plain line means the same without the parser as with it; any other one is left to it."""

import shlex
from functools import cache
from inspect import signature
from typing import Any

import pytest
from cyclopts import App, CycloptsError
from hypothesis import given
from hypothesis import strategies as st

from api.commands import COMMANDS
from api.messages import Words
from api.parser import build_app
from api.plain_line import bind_plainly, import_command
from graph.vocabulary import Locale

EXAMPLES = [
    tuple(shlex.split(line.partition(">")[0])[1:])
    for command in COMMANDS
    for line in filter(None, Words(Locale.EN).say(f"help.examples.{command}").splitlines())
]
PLAIN = (
    "ask from San Vittore release to housing plus work",
    "ask casa -f residence=none --fact age=18.. --first 2 --lang it",
    "ask --on 2026-11-03 casa --json --no-cache",
    "ask --first=2 casa --full",
    "ask casa --why -q -v",
    "plan --from release-opera --need housing --to work --min-evidence stated --no-assumptions",
    "coverage --by area --need work --need housing --repairs --csv",
    "coverage --catalogue ./mine --workers 2",
    "critical -n 3",
    "quality --as-of 2026-01-31",
    "measures",
    "what-if --close celav --overlay a.yaml",
    "diff HEAD",
    "history residenzami",
    "show residenzami",
    "check-plan plan.json",
)
OTHERS = (
    "ask casa --frist 2",
    "ask casa -n2",
    "ask casa -qv",
    "ask casa --json=true",
    "ask casa --first two",
    "ask casa --first 007",
    "ask casa --first",
    "ask casa --first -3",
    "ask casa --first 1 --first 2",
    "ask -- --casa",
    "ask casa --help",
    "ask ''",
    "ask casa --on 3.11.2026",
    "ask casa --on 2026-13-01",
    "ask casa --lang fr",
    "ask casa --lang none",
    "plan --need housing",
    "plan --from release-opera --need housing --min-evidence certain",
    "history",
    "history a b",
    "tour --no-serve",
    "nothing",
    "",
)


@cache
def app() -> App:
    return build_app(Words(Locale.EN))


def parsed(line: tuple[str, ...]) -> dict[str, Any] | None:
    """What the parser understands; None where it refuses the line."""
    try:
        _, bound, _ = app().parse_args(line, exit_on_error=False, print_error=False)
    except CycloptsError:
        return None
    return dict(bound.arguments)


def plain(line: tuple[str, ...]) -> dict[str, Any] | None:
    """What is understood without it; None where the line is left to it."""
    if not line or line[0] not in COMMANDS:
        return None
    command = import_command(COMMANDS[line[0]][0])
    found = bind_plainly(command, line[1:])
    return None if found is None else dict(signature(command).bind(*found[0], **found[1]).arguments)


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_line_means_what_the_parser_says(line: str) -> None:
    given = tuple(shlex.split(line))
    assert plain(given) == parsed(given) is not None


@pytest.mark.parametrize("line", EXAMPLES, ids=" ".join)
def test_examples_mean_what_the_parser_says_or_are_left_to_it(line: tuple[str, ...]) -> None:
    assert plain(line) in (None, parsed(line))


def test_most_examples_are_plain() -> None:
    assert sum(plain(line) is not None for line in EXAMPLES) > 0.8 * len(EXAMPLES)


@pytest.mark.parametrize("line", OTHERS)
def test_any_other_line_is_left_to_the_parser(line: str) -> None:
    assert plain(tuple(shlex.split(line))) is None


VALUES = (
    "casa", "it", "IT", "en", "none", "null", "NONE", "2", "07", "-1", "1_000", "1e3", "0x10", "true", "stated",
    "Stated", "2026-11-03", "2026-11-3", "20261103", "a=b", "=", "a,b", "~/x", ".", "é", " ", "-", "--", "*", "need",
    "area", "active",
)  # fmt: skip


def options(command: str) -> list[str]:
    collection = app()[command].assemble_argument_collection(parse_docstring=False)
    return sorted({name for argument in collection for name in argument.names if name.startswith("-")})


@given(st.data())
def test_no_line_means_anything_else_than_the_parser_says(data: st.DataObject) -> None:
    command = data.draw(st.sampled_from([name for name in COMMANDS if name not in ("help", "completion")]))
    option = st.sampled_from(options(command))
    value = st.sampled_from(VALUES)
    token = option | value | st.builds("{}={}".format, option, value)
    line = (command, *data.draw(st.lists(token, max_size=5)))
    found = plain(line)
    if found is not None:
        assert found == parsed(line)
