"""The command `rete`.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 a failure that is explained, 2 a
command or question that cannot be understood, 3 findings of a validation, 130 interrupted.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, get_args

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

from api.commands.common import Common, choose_words, explain
from api.messages import Words
from api.messages.words import read_templates
from graph.errors import ReteError

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

COMMANDS = {
    "tour": ("api.commands.serve:tour", "first"),
    "ask": ("api.commands.ask:ask", "first"),
    "plan": ("api.commands.ask:plan", "first"),
    "open": ("api.commands.show:opened", "first"),
    "show": ("api.commands.show:show", "network"),
    "search": ("api.commands.show:search", "network"),
    "needs": ("api.commands.show:needs", "network"),
    "situations": ("api.commands.show:situations", "network"),
    "facts": ("api.commands.show:facts", "network"),
    "coverage": ("api.commands.coverage:coverage", "analysis"),
    "critical": ("api.commands.coverage:critical", "analysis"),
    "what-if": ("api.commands.coverage:what_if", "analysis"),
    "quality": ("api.commands.coverage:quality", "analysis"),
    "measures": ("api.commands.coverage:measures", "analysis"),
    "validate": ("api.commands.validate:validate", "upkeep"),
    "ingest": ("api.commands.ingest:ingest", "upkeep"),
    "edit": ("api.commands.edit:edit", "upkeep"),
    "history": ("api.commands.edit:history", "upkeep"),
    "diff": ("api.commands.diff:diff", "upkeep"),
    "check-plan": ("api.commands.saved_plan:check_plan", "upkeep"),
    "inbox": ("api.commands.inbox:inbox", "upkeep"),
    "copy": ("api.commands.edit:copy", "upkeep"),
    "init": ("api.commands.ingest:init", "upkeep"),
    "serve": ("api.commands.serve:serve", "exchange"),
    "mcp": ("api.commands.serve:mcp", "exchange"),
    "export": ("api.commands.export:export", "exchange"),
    "publish": ("api.commands.export:publish", "exchange"),
    "store": ("api.commands.store:store", "exchange"),
    "schema": ("api.commands.serve:schema", "exchange"),
    "doctor": ("api.commands.doctor:doctor", "program"),
    "completion": ("api.cli:completion", "program"),
    "help": ("api.cli:show_help", "program"),
}
"""Each command: where it stands, and the group in which the help shows it. Its module is imported when it is called."""
GLOBAL = ("--lang", "--catalogue", "--json", "--no-cache", "--quiet", "--verbose", "--help", "--version")
"""Options of every command; they stand before it or after it."""
BEFORE = ("--lang CHOICE", "--catalogue PATH", "--json", "--no-cache", "--quiet -q", "--verbose -v")
"""Those that the parser does not know before it knows the command."""
VALUED = ("--lang", "--catalogue", "--store")
"""Options before a command that take a value."""
_PANELS = {"Arguments": "arguments", "Parameters": "options", "Commands": "global"}
"""The headings that the parser gives, by those of the messages."""
_NO_DEFAULT = ("False", "True", "None", "()", None)


def build_app(words: Words) -> App:
    """The command line, with its help in the language of `words`; a command's module is imported when it is called."""
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
            module,
            name=name,
            group=groups[group],
            sort_key=place,
            help_formatter=HelpPage(words, name),
        )
    return app


def _version() -> str:
    from importlib.metadata import version

    return version("rete-attiva")


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    words = choose_words(_asked_language(arguments))
    try:
        result = build_app(words)(
            move_global_options(arguments), exit_on_error=False, print_error=False, result_action="return_value"
        )
    except CycloptsError as error:
        return explain_usage(error, words, COMMANDS)
    except ReteError as error:
        return explain(error, words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _asked_language(arguments: Sequence[str]) -> str | None:
    """The language of `--lang`, for the help and for errors before the options of a command are read."""
    for place, argument in enumerate(arguments):
        option, sign, value = argument.partition("=")
        if option == "--lang":
            return value if sign else next(iter(arguments[place + 1 :]), None)
    return None


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
            self._hanging(console, ((f"{self._say('group.usage')}:", Text(written)),), indent=0)

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
                rows = [*((names, Text(self._about(names.split()[0]))) for names in BEFORE), *rows]
            self._hanging(console, rows)

    def _row(self, entry: "HelpEntry") -> tuple[str, Text]:
        """The names of one entry, and what it is for."""
        names = " ".join(entry.display_labels_with_metavar)
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
    build_app(words).help_print(command)
    return 0


def completion(shell: Literal["bash", "zsh", "fish"], /, *, common: Common | None = None) -> int:
    """Print a completion script for a shell."""
    script = build_app((common or Common()).words()).generate_completion(prog_name="rete", shell=shell)
    sys.stdout.write(script)
    return 0


def move_global_options(arguments: Iterable[str]) -> tuple[str, ...]:
    """The command line with the options before the command behind it.

    Examples
    --------
    >>> move_global_options(["--lang", "it", "-q", "ask", "casa"])
    ('ask', '--lang', 'it', '-q', 'casa')
    >>> move_global_options(["--lang=it", "--help"])
    ('--help',)
    """
    given = tuple(arguments)
    place = 0
    while place < len(given) and given[place].startswith("-"):
        place += 2 if given[place] in VALUED else 1
    if place >= len(given):
        return tuple(item for item in given if item in ("--help", "-h", "--version"))
    return (given[place], *given[:place], *given[place + 1 :])


def explain_usage(error: CycloptsError, words: Words, commands: Iterable[str]) -> int:
    """Say on standard error what is wrong with the command line; the exit code for it."""
    chain = tuple(error.command_chain or ())
    if isinstance(error, UnknownCommandError) and error.unused_tokens:
        return _refuse(words, "unknown_command", error.unused_tokens[0], commands)
    if isinstance(error, UnknownOptionError):
        names = [name for argument in error.argument_collection if argument.parse for name in argument.names]
        return _refuse(words, "unknown_option", (error.token.keyword or error.token.value), names, chain)
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        return _tell(words, words.say("help.missing", given=error.keyword or error.argument.name), chain)
    return _tell(words, _said_of(error, words), chain)


def _said_of(error: CycloptsError, words: Words) -> str:
    """The sentence about a wrong value, or a wrong number of values."""
    argument = getattr(error, "argument", None)
    token = getattr(error, "token", None)
    option = getattr(token, "keyword", None) or (argument.name if argument is not None else "")
    given = str(getattr(token, "value", "") or "")
    if isinstance(error, CoercionError):
        choices = tuple(map(str, get_args(error.target_type) or getattr(error.target_type, "__members__", ())))
        hint = f" {words.say('help.take', values=choices)}" if choices else ""
        return words.say("help.bad_value", given=given, option=option, hint=hint)
    if isinstance(error, RepeatArgumentError):
        return words.say("help.repeated", option=option)
    if isinstance(error, UnusedCliTokensError):
        return words.say("help.unused", given=" ".join(error.unused_tokens or ()))
    return words.say("help.not_understood")


def _refuse(words: Words, code: str, given: str, known: Iterable[str], chain: tuple[str, ...] = ()) -> int:
    close = get_close_matches(given.partition("=")[0], list(known), n=1)
    hint = words.say("help.did_you_mean", close=close[0]) if close else ""
    return _tell(words, words.say(f"help.{code}", given=given, hint=hint), chain)


def _tell(words: Words, text: str, chain: tuple[str, ...]) -> int:
    see = words.say("help.see", command=" ".join(("rete", *chain, "--help")))
    print(f"rete: {text} {see}", file=sys.stderr)  # noqa: T201 - this is the command line's own voice
    return 2
