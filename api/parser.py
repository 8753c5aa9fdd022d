"""The parser of the command line, its help, and what it says of a line that it cannot read."""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from cyclopts import App, CycloptsError, Group, Parameter
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.commands import COMMANDS
from api.commands.common import Common
from api.messages import Words
from api.messages.words import read_templates
from api.plain_line import Option, find_group, import_command

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

_EXAMPLE = "2026-12-24"
GLOBAL = ("--lang", "--catalogue", "--json", "--no-cache", "--quiet", "--verbose", "--help", "--version")
"""Options of every command; they stand before it or after it."""
BEFORE = ("--lang CHOICE", "--catalogue PATH", "--json", "--no-cache", "--quiet -q", "--verbose -v")
"""Those that the parser does not know before it knows the command."""
_PANELS = {"Arguments": "arguments", "Parameters": "options", "Commands": "global"}
"""The headings that the parser gives, by those of the messages."""
_PLACEHOLDER = re.compile(r"(?<![\w-])[A-Z]+\b")
_NO_DEFAULT = ("False", "True", "None", "()", None)


def build_app(words: Words, known: Collection[str] = COMMANDS.keys()) -> App:
    """The command line, with its help in the language of `words`. Only the modules of `known` commands are imported."""
    groups = {
        name: Group(name, sort_key=place) for place, name in enumerate(dict.fromkeys(g for _, g in COMMANDS.values()))
    }
    app = App(
        name="rete", help="", version=_version, help_format="plaintext",
        help_formatter=HelpPage(words),
        default_parameter=Parameter(negative=()), group_commands=Group("Commands", sort_key=len(groups)),
    )  # fmt: skip
    for place, (name, (module, group)) in enumerate(COMMANDS.items()):
        app.command(
            _described(import_command(module)) if name in known else module,
            name=name,
            group=groups[group],
            sort_key=place,
            help_formatter=HelpPage(words, name),
        )
    return app


def _described(command: Callable[..., object]) -> Callable[..., object]:
    """`command`, its options described in the terms of the parser."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> object:
        return command(*arguments, **options)

    told.__annotations__ = {name: _as_told(hint) for name, hint in get_type_hints(command, include_extras=True).items()}
    return told


def _as_told(hint: Any) -> Any:
    """An annotation with the parser's `Parameter` beside each `Option`; a group of options has no name."""
    group = find_group(hint)
    if group is not None:
        for kind in group.__mro__:
            fields = vars(kind).get("__annotations__", {})
            fields |= {name: _as_told(each) for name, each in fields.items() if get_origin(each) is Annotated}
        return Annotated[hint, Parameter(name="*")]
    kind, *about = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if not about or any(isinstance(each, Parameter) for each in about):
        return hint
    return Annotated[kind, *about, *(_parameter(each) for each in about if isinstance(each, Option))]


def _parameter(option: Option) -> Parameter:
    given: dict[str, Any] = {
        "name": option.names,
        "negative": option.negative,
        "allow_leading_hyphen": option.takes_dashes,
    }
    return Parameter(**{name: value for name, value in given.items() if value})


def _version() -> str:
    from importlib.metadata import version

    return version("rete-attiva")


def parse(line: Sequence[str], words: Words) -> object:
    """Carry out a command line and return what its command does, or 2 where the line cannot be read."""
    app = build_app(words, line[:1])
    try:
        return app(line, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        return explain_usage(error, words, COMMANDS)


class HelpPage:
    """Draws the help of one command, or of the program where `command` is empty; never wider than the console.

    What a command and its options are for stands in the messages; an option without a message shows its docstring.
    """

    def __init__(self, words: Words, command: str = "") -> None:
        self._words = words
        self._command = command

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:  # noqa: ARG002 - the protocol has it
        """Print the usage line of the command."""
        if usage:
            written = str(usage).removeprefix("Usage:").strip()
            line = name_placeholders(written, self._words)
            self._hanging(console, ((f"{self._say('group.usage')}:", Text(line)),), indent=0)

    def render_description(self, console: "Console", options: "ConsoleOptions", description: Any) -> None:  # noqa: ARG002
        """Print the purpose of the command and its examples, before the options, where people see them."""
        known = read_templates(self._words.locale)
        codes = (f"purpose.{self._command}", f"notes.{self._command}") if self._command else ("intro", "start", "more")
        for code in codes:
            if f"help.{code}" in known:
                console.print(Text(f"\n{self._say(code)}"))
        if f"help.examples.{self._command}" in known:
            self._heading(console, "examples")
            for line in self._say(f"examples.{self._command}").splitlines():
                console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:  # noqa: ARG002
        """One group of commands, arguments or options; options of every command come last, under a heading."""
        own = [entry for entry in panel.entries if entry.names[:1] == () or entry.names[0] not in GLOBAL]
        common = [entry for entry in panel.entries if entry not in own]
        group = _PANELS.get(str(panel.title), str(panel.title))
        if own:
            self._heading(console, group)
            self._hanging(console, map(self._row, own))
        if common:
            self._heading(console, "global")
            rows = [self._row(entry) for entry in common]
            if not self._command:
                before = ((name_placeholders(names, self._words), names.split()[0]) for names in BEFORE)
                rows = [*((names, Text(self._about(option))) for names, option in before), *rows]
            self._hanging(console, rows)

    def _row(self, entry: "HelpEntry") -> tuple[str, Text]:
        """The names of one entry, and what it is for."""
        names = name_placeholders(" ".join(entry.display_labels_with_metavar), self._words)
        if not self._command and not entry.names[0].startswith("-"):
            return names, Text(self._say(f"purpose.{entry.names[0]}"))
        said = Text(self._about(entry.names[0] if entry.names else str(entry.positional_label), entry))
        details = []
        if entry.choices:
            details.append(self._say("choices", values=entry.choices))
        if entry.default not in _NO_DEFAULT:
            details.append(self._say("default", value=str(entry.default)))
        if entry.required:
            details.append(self._say("required"))
        return names, said.append(f" [{'; '.join(details)}]" if details else "", style="dim")

    def _about(self, name: str, entry: "HelpEntry | None" = None) -> str:
        known, key = read_templates(self._words.locale), name.lstrip("-").lower().split(",")[0]
        for code in (f"option.of-{self._command}.{key}", f"option.{key}"):
            if f"help.{code}" in known:
                return self._say(code)
        return str(getattr(entry, "description", "") or "")

    def _heading(self, console: "Console", group: str) -> None:
        console.print(Text(f"\n{self._say(f'group.{group}')}:", style="bold"))

    def _say(self, code: str, **values: Any) -> str:
        return self._words.say(f"help.{code}", **values)

    @staticmethod
    def _hanging(console: "Console", rows: Iterable[tuple[str, Text]], indent: int = 2) -> None:
        """Names on the left, their texts beside them; below them where the console is narrow."""
        rows = tuple(rows)
        widest = max(len(name) for name, _ in rows)
        if widest > console.width // 2:
            for name, text in rows:
                console.print(Padding(Text(name, style="cyan"), (0, 0, 0, indent), expand=False))
                console.print(Padding(text, (0, 0, 0, indent + 4), expand=False))
            return
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="cyan")
        table.add_column(overflow="fold")
        for name, text in rows:
            table.add_row(name, text)
        console.print(Padding(table, (0, 0, 0, indent), expand=False))


def show_help(*command: str, common: Common | None = None) -> int:
    """Show the help of a command."""
    words = (common or Common()).words()
    if command and command[0] not in COMMANDS:
        return _refuse(words, "unknown_command", command[0], COMMANDS)
    build_app(words, command[:1]).help_print(command)
    return 0


def completion(shell: Literal["bash", "zsh", "fish"], /, *, common: Common | None = None) -> int:
    """Print a completion script for a shell."""
    script = build_app((common or Common()).words()).generate_completion(prog_name="rete", shell=shell)
    sys.stdout.write(script)
    return 0


def explain_usage(error: CycloptsError, words: Words, commands: Iterable[str]) -> int:
    """Say on standard error what is wrong with the command line; the exit code for it."""
    chain = tuple(error.command_chain or ())
    if isinstance(error, UnknownCommandError) and error.unused_tokens:
        return _refuse(words, "unknown_command", error.unused_tokens[0], commands)
    if isinstance(error, UnknownOptionError):
        names = [name for argument in error.argument_collection if argument.parse for name in argument.names]
        return _refuse(words, "unknown_option", (error.token.keyword or error.token.value), names, chain)
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        given = error.keyword or name_placeholders(error.argument.name, words)
        return _tell(words, words.say("help.missing", given=given), chain)
    return _tell(words, _said_of(error, words), chain)


def name_placeholders(labels: str, words: Words) -> str:
    """`labels` with what stands for a value named in the language of `words`.

    >>> from graph.vocabulary import Locale
    >>> name_placeholders("--from STR --need STR... [OPTIONS]", Words(Locale.IT))
    '--from TESTO --need TESTO... [OPZIONI]'
    """
    known = read_templates(words.locale)

    def named(found: re.Match[str]) -> str:
        code = f"help.placeholder.{found.group()}"
        return words.say(code) if code in known else found.group()

    return _PLACEHOLDER.sub(named, labels)


def _list_members(kind: object) -> Iterable[object]:
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else ()


def _said_of(error: CycloptsError, words: Words) -> str:
    """The sentence about a wrong value, or a wrong number of values."""
    argument = getattr(error, "argument", None)
    token = getattr(error, "token", None)
    option = getattr(token, "keyword", None) or (
        name_placeholders(argument.name, words) if argument is not None else ""
    )
    given = str(getattr(token, "value", "") or "")
    if isinstance(error, CoercionError):
        choices = tuple(map(str, get_args(error.target_type) or _list_members(error.target_type)))
        hint = f" {words.say('help.take', values=choices)}" if choices else ""
        if date in (error.target_type, *get_args(error.target_type)):
            hint = f" {words.say('help.take_day', day=_as_iso(given))}"
        return words.say("help.bad_value", given=given, option=option, hint=hint)
    if isinstance(error, RepeatArgumentError):
        return words.say("help.repeated", option=option)
    if isinstance(error, UnusedCliTokensError):
        return words.say("help.unused", given=" ".join(error.unused_tokens or ()))
    return words.say("help.not_understood")


def _as_iso(given: str) -> str:
    """The day as it is to be written; an example where it cannot be told which day is meant.

    >>> _as_iso("24/12/2026")
    '2026-12-24'
    """
    numbers = re.findall("[0-9]+", given)
    if len(numbers) != len(("day", "month", "year")):
        return _EXAMPLE
    day, month, year = numbers if len(numbers[-1]) == len("2026") else reversed(numbers)
    written = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return _EXAMPLE


def _refuse(words: Words, code: str, given: str, known: Iterable[str], chain: tuple[str, ...] = ()) -> int:
    close = get_close_matches(given.partition("=")[0], list(known), n=1)
    hint = words.say("help.did_you_mean", close=close[0]) if close else ""
    return _tell(words, words.say(f"help.{code}", given=given, hint=hint), chain)


def _tell(words: Words, text: str, chain: tuple[str, ...]) -> int:
    see = words.say("help.see", command=" ".join(("rete", *chain, "--help")))
    print(f"rete: {text} {see}", file=sys.stderr)  # noqa: T201 - this is the command line's own voice
    return 2
