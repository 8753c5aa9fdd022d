"""What the commands share: options, the network, consoles, and how errors are told."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import orjson
from cyclopts import Parameter
from rich.console import Console

from api.messages import Words
from api.settings import named_catalogue
from graph.errors import CatalogueError, QuestionError, ReteError, UserError
from graph.message import Message
from graph.network import Network
from graph.question import GivenFact
from graph.vocabulary import Locale


def choose_words(language: str | None) -> Words:
    """The words of `language`, or of the system's where that is None or one that the program does not speak."""
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    spoken = {str(locale): locale for locale in Locale}
    return Words(spoken.get(language or system[:2], Locale.EN))


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Options of every command that reads the network."""

    lang: Literal["it", "en"] | None = None
    "Language of labels and explanations; otherwise that of the question, else of the system."
    catalogue: Path | None = None
    "Folder of a catalogue; otherwise RETE_CATALOGUE, else the bundled one of Milan."
    json: bool = False
    "Print JSON instead of a drawing."

    def words(self, guess: str | None = None) -> Words:
        """The language: asked for, else `guess`, else the system's."""
        return choose_words(self.lang or guess)

    def folder(self) -> Path | None:
        """The folder of the catalogue; None is the bundled one. Raises SettingsError where it is no folder."""
        return named_catalogue(os.environ, self.catalogue)

    def network(self) -> Network:
        """The network of the catalogue that was asked for."""
        from ingest.catalogue import load_catalogue

        return Network(load_catalogue(self.folder()))


Fact = Annotated[
    tuple[str, ...],
    Parameter(
        name=["--fact", "-f"],
        negative=(),
        help="What is known: name=value, name=a,b (one of), name!=value, age=25, age=18..35. May be repeated.",
    ),
]

_FACT = re.compile(r"([a-z_]+)(!?=)(.+)")
_RANGE = re.compile(r"(\d*)\.\.(\d*)")


def read_facts(notations: tuple[str, ...]) -> tuple[GivenFact, ...]:
    """The facts that `--fact` options give. Raises QuestionError where one cannot be read."""
    return tuple(map(_read_fact, notations))


def _read_fact(notation: str) -> GivenFact:
    match = _FACT.fullmatch(notation.strip())
    if match is None:
        raise QuestionError(Message.of("error.fact_option", given=notation), "facts")
    name, sign, value = match.groups()
    limits = _RANGE.fullmatch(value)
    if limits is not None and value != "..":
        low, high = (int(part) if part else None for part in limits.groups())
        return GivenFact(name=name, minimum=low, maximum=high, negated=sign == "!=")
    return GivenFact(name=name, values=tuple(part.strip() for part in value.split(",")), negated=sign == "!=")


def output() -> Console:
    """Standard output; colours only on a terminal, and never under NO_COLOR."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_json(value: object) -> None:
    """Print `value` as JSON, indented, keys as they stand."""
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def explain(error: ReteError, words: Words) -> int:
    """Say on standard error what went wrong, and return the exit code for it."""
    said = error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)
    text = words.tell(said)
    print(f"rete: {text}", file=sys.stderr)  # noqa: T201 - this is the command line's own voice
    if isinstance(error, CatalogueError):
        return 3
    return 2 if isinstance(error, UserError) else 1
