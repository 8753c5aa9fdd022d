"""A page for each command of `rete`, in both languages, from its own help."""

import io
from collections.abc import Iterator

from rich.console import Console

from api.commands import COMMANDS
from api.messages import Words
from api.parser import build_app
from graph.vocabulary import Locale

FOLDER = "commands"
WIDTH = 100
"""Columns of the help on a page."""
_HEADINGS = {Locale.EN: "In English", Locale.IT: "In italiano"}


def command_pages() -> Iterator[tuple[str, str, str]]:
    """Place on the site, title and text of each page, in the order of the help."""
    yield f"{FOLDER}/index.md", "All commands", _list_commands()
    for command in COMMANDS:
        parts = [f"# rete {command}"]
        for locale in (Locale.EN, Locale.IT):
            parts += [f"## {_HEADINGS[locale]}", _block(_help(locale, command))]
        yield f"{FOLDER}/{command}.md", f"rete {command}", "\n\n".join(parts) + "\n"


def _list_commands() -> str:
    words = Words(Locale.EN)
    parts = ["# Commands", f"{words.say('help.intro')}", _block(_help(Locale.EN))]
    for group in dict.fromkeys(group for _, group in COMMANDS.values()):
        parts.append(f"## {words.say(f'help.group.{group}')}")
        parts.append("\n".join(
            f"- [`rete {name}`]({name}.md): {words.say(f'help.purpose.{name}')}"
            for name, (_, its) in COMMANDS.items() if its == group
        ))  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _help(locale: Locale, *command: str) -> str:
    drawn = io.StringIO()
    console = Console(file=drawn, width=WIDTH, highlight=False, color_system=None)
    build_app(Words(locale)).help_print(command, console=console)
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines()).strip("\n")


def _block(text: str) -> str:
    return f"```text\n{text}\n```"
