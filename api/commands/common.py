"""What the commands share: options, the network that they read, consoles, and how errors are shown.

The network is a catalogue, or as much of a Neo4j store as the command needs.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, TextIO

from api.messages import Words
from api.plain_line import Option
from api.settings import named_catalogue, named_store
from graph.errors import CatalogueError, QuestionError, ReteError, UserError
from graph.message import Message, Value
from graph.structs import Struct
from graph.vocabulary import Locale

if TYPE_CHECKING:
    from rich.console import Console

    from api.shelf import Shelf
    from graph.name_index import Hit
    from graph.network import Network
    from graph.question import GivenFact
    from graph.referral.answerers import Answerer
    from graph.store.bolt import Bolt
    from graph.store.neo4j_part import PartReader
    from graph.store.neo4j_store import Neo4jStore
    from graph.store.neo4j_views import ShownReader


def choose_words(language: str | None) -> Words:
    """The words of `language`, or of the system's where that is None or one that the program does not speak."""
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    spoken = {str(locale): locale for locale in Locale}
    return Words(spoken.get(language or "") or spoken.get(system[:2], Locale.EN))


class Common(Struct, frozen=True, kw_only=True):
    """Options of every command."""

    lang: Locale | None = None
    "Language of labels and explanations. Defaults to that of the question, then of the system."
    catalogue: Path | None = None
    "Folder of a catalogue. Defaults to RETE_CATALOGUE, then to the bundled one of Milan."
    json: bool = False
    "Print JSON instead of a drawing."
    quiet: Annotated[bool, Option(("--quiet", "-q"))] = False
    "No progress on standard error."
    verbose: Annotated[bool, Option(("--verbose", "-v"))] = False
    "Report on standard error what is read and how long it takes."

    no_cache: bool = False
    "Compute everything again, and keep nothing on this machine."

    def words(self, guess: str | None = None) -> Words:
        """The language: asked for, else `guess`, else the system's."""
        return choose_words(self.lang or guess)

    def folder(self) -> Path | None:
        """The folder of the catalogue; None is the bundled one. Raises SettingsError if it is not a folder."""
        return named_catalogue(os.environ, self.catalogue)

    def read_network(self) -> "Network":
        """The network of the catalogue that was asked for."""
        from api.shelf import read_catalogue

        begun = time.monotonic()
        network = read_catalogue(self.folder(), self.shelf)
        seconds = _seconds(begun, self.words())
        self.note("note.read", city=network.catalogue.city, version=network.version, seconds=seconds)
        return network

    @property
    def shelf(self) -> "Shelf":
        """The cache folder of this user; one that keeps nothing with `--no-cache`."""
        from api.shelf import Shelf

        return Shelf.of(os.environ, wanted=not self.no_cache)

    def note(self, code: str, **values: Value) -> None:
        """Say the message `code` on standard error, where `--verbose` asks for it."""
        if self.verbose and not self.quiet:
            print(self.words().say(code, **values), file=sys.stderr)  # noqa: T201 - the command line's own voice

    @contextmanager
    def working(self, code: str) -> Iterator[Callable[[str], None]]:
        """Show progress on standard error, if that is a terminal and `--quiet` is not given.

        `code` is the message of what is done; what is yielded says what is done next.
        """
        begun = time.monotonic()
        words = self.words()
        if self.quiet or not may_be_drawn(sys.stderr):
            yield lambda _: None
        else:
            from rich.console import Console

            console = Console(stderr=True)
            with console.status(words.say(code)) if console.is_terminal else nullcontext() as status:
                yield lambda text: status.update(text) if status is not None else None
        self.note("note.done", what=words.say(code), seconds=_seconds(begun, words))


def _seconds(begun: float, words: Words) -> str:
    return words.decimal(time.monotonic() - begun, 1)


Fact = Annotated[tuple[str, ...], Option(("--fact", "-f"))]
First = Annotated[int, Option(("--first", "-n"))]

_FACT = re.compile(r"([a-z_]+)(!?=)(.+)")
_RANGE = re.compile(r"(\d*)\.\.(\d*)")


def read_facts(notations: tuple[str, ...]) -> "tuple[GivenFact, ...]":
    """The facts that `--fact` options give. Raises QuestionError where one cannot be read."""
    return tuple(map(_read_fact, notations))


def _read_fact(notation: str) -> "GivenFact":
    from graph.question import GivenFact

    match = _FACT.fullmatch(notation.strip())
    if match is None:
        raise QuestionError(Message.of("error.fact_option", given=notation), "facts")
    name, sign, value = match.groups()
    limits = _RANGE.fullmatch(value)
    if limits is not None and value != "..":
        low, high = (int(part) if part else None for part in limits.groups())
        return GivenFact(name=name, minimum=low, maximum=high, negated=sign == "!=")
    return GivenFact(name=name, values=tuple(part.strip() for part in value.split(",")), negated=sign == "!=")


def may_be_drawn(stream: TextIO) -> bool:
    """Whether `stream` is a terminal, or the environment says that it draws like one. What does not is spared rich."""
    return stream.isatty() or bool({"FORCE_COLOR", "TTY_COMPATIBLE"} & os.environ.keys())


def output() -> "Console":
    """Standard output; colours only on a terminal, and never under NO_COLOR."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def report_output() -> "Console":
    """Standard output for tables and paragraphs; if it is not a terminal, each paragraph is one long line.

    A width in the environment (COLUMNS) still applies.
    """
    console = output()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = UNBROKEN
    return console


UNBROKEN = 10_000
"""Columns within which no line is broken."""


def print_records(records: Iterable[tuple[str, ...]], *, numbers: bool = False) -> None:
    """Records in columns; if standard output is not a terminal, one record a line, split by tabs.

    On a narrow terminal further lines of a record hang. `numbers` says that the last column holds numbers.
    """
    rows = tuple(records)
    if not rows:
        return
    tabbed = ("\t".join(cell.strip() for cell in row) + "\n" for row in rows)
    if not may_be_drawn(sys.stdout):
        sys.stdout.writelines(tabbed)
        return
    console = output()
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    fits = sum(widths) + 2 * len(widths) <= console.width
    if not console.is_terminal:
        sys.stdout.writelines(tabbed)
    elif fits or numbers:
        from rich.table import Table

        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for place in range(len(widths)):
            last = numbers and place == len(widths) - 1
            table.add_column(no_wrap=place == 0 or last, justify="right" if last else "left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    else:
        for row in rows:
            line = "  ".join(cell for cell in row if cell)
            console.print(fill(line, console.width, subsequent_indent="    ", break_on_hyphens=False))


_BELLS = {7: None, 8: None}
"""Of the characters that are for a terminal and not for a reader, those that may be left in a line."""


def print_lines(lines: Iterable[str]) -> None:
    """Print lines unchanged, as `output` does if it is not a terminal."""
    sys.stdout.writelines(f"{line.translate(_BELLS)}\n" for line in lines)


def print_json(value: object) -> None:
    """Print `value` as JSON, indented, keys as they stand."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def explain(error: ReteError, words: Words) -> int:
    """Say on standard error what went wrong, and return the exit code for it."""
    print(f"rete: {words(error.message)}", file=sys.stderr)  # noqa: T201 - this is the command line's own voice
    if isinstance(error, CatalogueError):
        return 3
    return 2 if isinstance(error, UserError) else 1


class NetworkOptions(Common, frozen=True, kw_only=True):
    """Options of every command that reads a network wherever it is."""

    store: str | None = None
    "URL of a Neo4j store, such as neo4j://127.0.0.1:7687, whose live version is read. Defaults to RETE_STORE."

    def url(self) -> str | None:
        """The store to read; None where it is the catalogue. Raises SettingsError."""
        return named_store(os.environ, self.store, self.catalogue)

    def read_network(self) -> "Network":
        """The whole network."""
        url = self.url()
        if url is None:
            return Common.read_network(self)
        with closing(open_neo4j(url, os.environ)) as store:
            store.version()  # says what is wrong, where `current` would also log it for who runs a server
            return store.current()

    @contextmanager
    def answerer(self) -> Iterator["Answerer"]:
        """The planner for a question; from a store it reads only the relevant part."""
        from api.shelf import keep_lexicon, read_lexicon
        from graph.referral.answerers import NetworkAnswerer, PartialNetworkAnswerer
        from graph.referral.planner import ReferralPlanner

        url = self.url()
        if url is None:
            network = Common.read_network(self)
            lexicon = read_lexicon(self.shelf, network)
            planner = ReferralPlanner(network, lexicon=lexicon)
            yield NetworkAnswerer(planner)
            if lexicon is None:
                keep_lexicon(self.shelf, network, planner.lexicon)
            return
        with connected(url, os.environ) as bolt:
            yield PartialNetworkAnswerer(_part_reader(bolt))

    def read_vocabulary(self) -> "Network":
        """Needs, facts and areas; of a store nothing else is read."""
        return self._read_part(lambda bolt: _part_reader(bolt).vocabulary())

    def read_situations(self) -> "Network":
        """The vocabulary with all entry situations; of a store nothing else is read."""
        return self._read_part(lambda bolt: _part_reader(bolt).situations())

    def read_needs(self) -> "Network":
        """The needs, and the services for each; of a store only their names are read."""
        return self._read_part(lambda bolt: _shown_reader(bolt).needs())

    def read_record(self, identifier: str) -> "Network":
        """What is shown of `identifier`; of a store nothing else is read."""
        return self._read_part(lambda bolt: _shown_reader(bolt).record(identifier))

    def list_identifiers(self) -> tuple[str, ...]:
        """Every slug and code in a store; none where it is the catalogue, which is read whole."""
        url = self.url()
        if url is None:
            return ()
        with connected(url, os.environ) as bolt:
            return _shown_reader(bolt).identifiers()

    def _read_part(self, read: "Callable[[Bolt], Network]") -> "Network":
        url = self.url()
        if url is None:
            return Common.read_network(self)
        with connected(url, os.environ) as bolt:
            return read(bolt)

    def read_around(self, situations: tuple[str, ...]) -> "Network":
        """The network for a survey from these entry situations: of a store only their territory, if they share one."""
        url = self.url()
        if url is None or not situations:
            return self.read_network()
        with connected(url, os.environ) as bolt:
            return _part_reader(bolt).around(situations)

    def search(self, text: str, limit: int) -> tuple["Hit", ...]:
        """As `find_by_name`; in a store its index proposes."""
        url = self.url()
        if url is None:
            from graph.name_index import find_by_name

            return find_by_name(Common.read_network(self), text, limit)
        from graph.store.neo4j_views import NetworkViews

        with connected(url, os.environ) as bolt:
            return NetworkViews(bolt).search(text, limit)


def _part_reader(bolt: "Bolt") -> "PartReader":
    from graph.store.neo4j_part import PartReader

    return PartReader(bolt)


def _shown_reader(bolt: "Bolt") -> "ShownReader":
    from graph.store.neo4j_views import ShownReader

    return ShownReader(bolt)


def open_neo4j(url: str, environ: Mapping[str, str]) -> "Neo4jStore":
    """The Neo4j store at `url`, with the credentials that `environ` gives; see `StoreAddress.parse`.

    Nothing is sent yet. Raises StoreError where the URL is none of a store or there is no password.
    """
    from graph.store.bolt import StoreAddress, read_deadline
    from graph.store.neo4j_store import Neo4jStore

    return Neo4jStore(StoreAddress.parse(url, environ), deadline=read_deadline(environ))


@contextmanager
def connected(url: str, environ: Mapping[str, str]) -> Iterator["Bolt"]:
    """A connection to the store at `url`, to read a part of a version; otherwise like `open_neo4j`."""
    with closing(open_neo4j(url, environ)) as store:
        yield store.bolt
