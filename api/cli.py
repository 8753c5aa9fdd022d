"""The command `rete`.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 a failure that is explained, 2 a
command or question that cannot be understood, 3 findings of a validation, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyclopts import App

    from api.messages import Words

COMMANDS = {
    "tour": ("serve:tour", "first"),
    "ask": ("ask:ask", "first"),
    "plan": ("ask:plan", "first"),
    "open": ("show:opened", "first"),
    "show": ("show:show", "network"),
    "search": ("show:search", "network"),
    "needs": ("show:needs", "network"),
    "situations": ("show:situations", "network"),
    "facts": ("show:facts", "network"),
    "coverage": ("coverage:coverage", "analysis"),
    "critical": ("coverage:critical", "analysis"),
    "what-if": ("coverage:what_if", "analysis"),
    "quality": ("coverage:quality", "analysis"),
    "measures": ("coverage:measures", "analysis"),
    "validate": ("validate:validate", "upkeep"),
    "ingest": ("ingest:ingest", "upkeep"),
    "edit": ("edit:edit", "upkeep"),
    "history": ("edit:history", "upkeep"),
    "diff": ("diff:diff", "upkeep"),
    "check-plan": ("diff:check_plan", "upkeep"),
    "inbox": ("inbox:inbox", "upkeep"),
    "copy": ("edit:copy", "upkeep"),
    "init": ("ingest:init", "upkeep"),
    "serve": ("serve:serve", "exchange"),
    "export": ("export:export", "exchange"),
    "publish": ("export:publish", "exchange"),
    "schema": ("serve:schema", "exchange"),
    "doctor": ("validate:doctor", "program"),
    "completion": ("help:completion", "program"),
    "help": ("help:show_help", "program"),
}
"""Each command: where it stands, and the group in which the help shows it. Its module is imported when it is called."""


def build_app(words: "Words") -> "App":
    """The command line, with its help in the language of `words`; a command's module is imported when it is called."""
    from cyclopts import App, Group, Parameter

    from api.commands.help import HelpPage

    groups = {
        name: Group(name, sort_key=place) for place, name in enumerate(dict.fromkeys(g for _, g in COMMANDS.values()))
    }
    app = App(
        name="rete", help="", version=lambda: version("rete-attiva"), help_format="plaintext",
        help_formatter=HelpPage(words),
        default_parameter=Parameter(negative=()), group_commands=Group("Commands", sort_key=len(groups)),
    )  # fmt: skip
    for place, (name, (module, group)) in enumerate(COMMANDS.items()):
        app.command(
            f"api.commands.{module}",
            name=name,
            group=groups[group],
            sort_key=place,
            help_formatter=HelpPage(words, name),
        )
    return app


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    if list(arguments) == ["--version"]:
        sys.stdout.write(f"{version('rete-attiva')}\n")  # what is asked most by machines needs no parser
        return 0
    from cyclopts import CycloptsError

    from api.commands.common import choose_words, explain
    from api.commands.help import explain_usage, move_global_options
    from graph.errors import ReteError

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
    """What `--lang` says, for the help and for errors that end a command before its options are read."""
    for place, argument in enumerate(arguments):
        option, sign, value = argument.partition("=")
        if option == "--lang":
            return value if sign else next(iter(arguments[place + 1 :]), None)
    return None


def main() -> None:
    """The entry point of the command `rete`."""
    sys.exit(run(sys.argv[1:]))
