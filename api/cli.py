"""The command `rete`.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 a failure that is explained, 2 a
command or question that cannot be understood, 3 findings of a validation, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from api.commands.common import choose_words, explain
from graph.errors import ReteError

HELP = """Milan's network around people leaving prison: cited, executable referral plans.

Start with `rete tour`, then ask in words: `rete ask from San Vittore release to housing plus work`.
"""

COMMANDS = {
    "tour": ("serve:tour", "A first look: a cited plan, then the API on this machine."),
    "ask": ("ask:ask", "Ask in words, in English or Italian."),
    "plan": ("ask:plan", "Plan in codes."),
    "show": ("show:show", "Everything known about one partner, service, need, situation, fact or source."),
    "open": ("open:opened", "What is open at a time for a need, such as a bed on a Sunday evening."),
    "search": ("show:search", "Find partners, services, needs and situations by name."),
    "needs": ("show:needs", "What a person may need."),
    "situations": ("show:situations", "Where a path may start."),
    "facts": ("show:facts", "What can be said about a person's situation."),
    "coverage": ("coverage:coverage", "Where the network has no way, and on what the others rest."),
    "critical": ("coverage:critical", "Whose closure cuts people off."),
    "what-if": ("coverage:what_if", "Close, add, relax or tighten, and see who gains and who loses."),
    "quality": ("coverage:quality", "What is missing, old, doubtful or contradicted, as a worklist."),
    "measures": ("coverage:measures", "Measures of the network, each with what it does not say."),
    "validate": ("validate:validate", "Check a catalogue, and its cited lines where the documents are at hand."),
    "ingest": ("ingest:ingest", "Compare documents or a spreadsheet with a catalogue, and take them in."),
    "edit": ("edit:edit", "Correct a telephone, hours, a closure; the correction names its source."),
    "history": ("edit:history", "What was corrected about a partner, and what it replaced."),
    "diff": ("diff:diff", "What changed since another version, and who gains or loses a way by it."),
    "check-plan": ("diff:check_plan", "Whether a saved plan still holds."),
    "inbox": ("inbox:inbox", "What people say is wrong, for a person to accept or reject."),
    "copy": ("edit:copy", "Copy a catalogue to a folder of your own, to edit it."),
    "export": ("export:export", "Write the network as a spreadsheet or in a graph format."),
    "init": ("ingest:init", "Make an empty catalogue for another city."),
    "publish": ("publish:publish", "Make a catalogue the live version of a Neo4j store."),
    "serve": ("serve:serve", "Serve GraphQL on this machine."),
    "schema": ("serve:schema", "Print the GraphQL schema."),
    "doctor": ("validate:doctor", "Check this installation."),
}
"""Each command: where it stands, and what it is for. Its module is imported when it is called."""


def build_app() -> App:
    """The command line; a command's module is imported when it is called."""
    app = App(name="rete", help=HELP, help_format="markdown", version=lambda: version("rete-attiva"))
    for name, (place, purpose) in COMMANDS.items():
        app.command(f"api.commands.{place}", name=name, help=purpose)
    return app


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    try:
        result = build_app()(arguments, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return 2
    except ReteError as error:
        return explain(error, choose_words(_asked_language(arguments)))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _asked_language(arguments: Sequence[str]) -> str | None:
    """What `--lang` says, for errors that end a command before its options are read."""
    for place, argument in enumerate(arguments):
        option, sign, value = argument.partition("=")
        if option == "--lang":
            return value if sign else next(iter(arguments[place + 1 :]), None)
    return None


def main() -> None:
    """The entry point of the command `rete`."""
    sys.exit(run(sys.argv[1:]))
