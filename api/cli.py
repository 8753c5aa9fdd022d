"""The command `rete`.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 a failure that is explained, 2 a
command or question that cannot be understood, 3 findings of a validation, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from api.commands.common import explain
from graph.errors import ReteError

HELP = """Milan's network around people leaving prison: cited, executable referral plans.

Start with `rete tour`, then ask in words: `rete ask from San Vittore release to housing plus work`.
"""

COMMANDS = {
    "tour": "serving:tour",
    "ask": "asking:ask",
    "plan": "asking:plan",
    "show": "looking:show",
    "search": "looking:search",
    "needs": "looking:needs",
    "situations": "looking:situations",
    "facts": "looking:facts",
    "coverage": "covering:coverage",
    "critical": "covering:critical",
    "what-if": "covering:what_if",
    "quality": "covering:quality",
    "measures": "covering:measures",
    "validate": "checking:validate",
    "ingest": "ingesting:ingest",
    "export": "exporting:export",
    "init": "ingesting:init",
    "publish": "publishing:publish",
    "serve": "serving:serve",
    "schema": "serving:schema",
    "doctor": "checking:doctor",
}


def build_app() -> App:
    """The command line; a command's module is imported when it is called."""
    app = App(name="rete", help=HELP, help_format="markdown", version=lambda: version("rete-attiva"))
    for name, place in COMMANDS.items():
        app.command(f"api.commands.{place}", name=name)
    return app


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code."""
    try:
        result = build_app()(arguments, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return 2
    except ReteError as error:
        return explain(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def main() -> None:
    """The entry point of the command `rete`."""
    sys.exit(run(sys.argv[1:]))
