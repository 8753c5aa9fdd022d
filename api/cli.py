"""The command `rete`.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 a failure that is explained, 2 a
command or question that cannot be understood, 3 findings of a validation, 130 interrupted.
"""

import os
import sys
from collections.abc import Iterable, Sequence

from api.commands import COMMANDS
from api.commands.common import choose_words, explain
from api.plain_line import read_plainly
from graph.errors import ReteError

VALUED = ("--lang", "--catalogue", "--store")
"""Options before a command that take a value."""


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code.

    Most lines say plainly what they mean. The parser, which takes longer to load than to answer a question, reads the
    others: it helps, and says what is wrong.
    """
    line = move_global_options(arguments)
    words = choose_words(_asked_language(arguments))
    try:
        call = read_plainly(line, COMMANDS)
        if call is not None:
            result = call()
        else:
            from api.parser import parse

            result = parse(line, words)
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
