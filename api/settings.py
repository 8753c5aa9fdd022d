"""How the program runs: read once from the environment and the command line, frozen, passed down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ReteError, reason_of
from graph.message import Message
from graph.structs import Struct

_ORIGIN = re.compile(r"\*|https?://[^/\s?#@;'\"]+")


class SettingsError(ReteError):
    """A setting with an invalid value; the message names the setting and the values that it takes."""


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of one request. The data are public and there is no login, so only these limits protect the server."""

    body_bytes: int = 100_000
    body_seconds: float = 10.0
    """Seconds within which a body must have arrived."""
    head_seconds: float = 10.0
    """Seconds within which the head of a request must have arrived."""
    write_seconds: float = 30.0
    """Seconds within which a client must go on reading an answer."""
    connections: int = 1_000
    """Connections that may be open at the same time, where the system has as many files."""
    json_depth: int = 32
    tokens: int = 3_000
    """Lexical tokens of a document."""
    selections: int = 300
    """Fields, spreads and inline fragments of a document; validation compares them in pairs."""
    depth: int = 20
    """Nested fields. The standard introspection query needs 15."""
    aliases: int = 50
    root_fields: int = 20
    cost: int = 200_000
    """Static cost of an operation: its fields, each times the page and list sizes around it."""
    values: int = 50_000
    """Fields that an answer may really hold; the static cost rests on assumed list sizes, this one does not."""
    page: int = 100
    default_page: int = 20
    cell_page: int = 1_000
    """Cells in one page of coverage."""
    cells: int = 4_000
    """Cells that one request may look at."""
    plans: int = 10
    default_plans: int = 3
    text_length: int = 2_000
    """Characters of a question in words."""
    code_length: int = 200
    """Characters of a code, a name, or the text of a filter."""
    list_length: int = 100
    """Items of a list in the input."""
    readers: int = 4
    """Requests executed at the same time, beside those that plan."""
    planners: int = 1
    """Requests that plan at the same time: in one process, two take longer together than one after the other."""
    changers: int = 16
    """Corrections at the same time: one is written after the other, and all wait together until they are served."""
    exporters: int = 1
    """Requests for much of the network (`/exports`, `/hsds`) that are executed at the same time."""
    waiting: int = 64
    """Requests that may wait in each queue; more are turned away."""
    waiting_seconds: float = 10.0
    """How long they may wait."""
    planning_seconds: float = 10.0
    """How long one of them may then take, if it plans."""
    client_requests: int = 16
    """Requests of one address that are inside at the same time; those of this machine are not counted."""
    versions: int = 2
    """Versions of the network at hand: the live one, and the one before it, in which walks over pages go on."""
    documents: int = 200
    """Validated documents that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every choice of how to run."""

    host: str = "127.0.0.1"
    port: int = 8765
    free_port: bool = False
    """Whether a free port may be used where `port` is taken; it may where nobody named one."""
    catalogue: Path | None = None
    """The folder of the catalogue; None is the bundled one of Milan."""
    documents: Path | None = None
    """The folder of the source documents, for excerpts; None where they are not at hand."""
    store: str | None = None
    """The URL of a Neo4j store; None keeps the network in this process."""
    origins: tuple[str, ...] = ()
    """Web origins whose pages may read the answers, such as https://example.org; those of this machine always may."""
    frame_ancestors: tuple[str, ...] = ()
    """Web origins whose pages may show `/embed/...` in a frame; none unless named."""
    client_header: str | None = None
    """The header in which a proxy that is trusted names whose request it passes on, such as X-Forwarded-For."""
    inbox: Path | None = None
    """The folder into which proposed corrections are taken; None takes none."""
    edit_token: str | None = field(default=None, repr=False)
    """What who corrects the catalogue has to show; None takes no corrections."""
    versions: Path | None = None
    """The folder in which the versions that were live are kept; None keeps the last few in memory."""
    workers: int = 1
    """Processes that serve."""
    worker: int = 0
    """Which of them this is, from 0."""
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(
        cls,
        environ: Mapping[str, str],
        *,
        host: str | None = None,
        port: int | None = None,
        catalogue: Path | None = None,
        documents: Path | None = None,
        store: str | None = None,
    ) -> "Settings":
        """The settings that `environ` gives; an argument that is not None wins.

        Variables: RETE_HOST, RETE_PORT, RETE_CATALOGUE, RETE_DOCUMENTS, RETE_STORE, RETE_ORIGINS,
        RETE_FRAME_ANCESTORS, RETE_CLIENT_HEADER, RETE_INBOX, RETE_EDIT_TOKEN, RETE_EDIT_TOKEN_FILE, RETE_VERSIONS.
        Raises SettingsError if a port, catalogue folder or origin is not valid, if a token is too short, and
        DocumentError if the documents are in no folder.
        """
        from ingest.documents import documents_folder

        default = cls()
        return cls(
            host=host or environ.get("RETE_HOST") or default.host,
            port=_port(environ.get("RETE_PORT"), default.port) if port is None else _port(str(port), port),
            free_port=port is None and not environ.get("RETE_PORT"),
            catalogue=named_catalogue(environ, catalogue),
            documents=documents or documents_folder(environ),
            store=store or environ.get("RETE_STORE") or None,
            origins=_origins(environ, "RETE_ORIGINS"),
            frame_ancestors=_origins(environ, "RETE_FRAME_ANCESTORS"),
            client_header=environ.get("RETE_CLIENT_HEADER") or None,
            inbox=Path(environ["RETE_INBOX"]) if environ.get("RETE_INBOX") else None,
            edit_token=_edit_token(environ),
            versions=Path(environ["RETE_VERSIONS"]) if environ.get("RETE_VERSIONS") else None,
        )


def named_catalogue(environ: Mapping[str, str], catalogue: Path | None) -> Path | None:
    """The folder of the catalogue that the command line or else RETE_CATALOGUE names; None is the bundled one.

    Raises SettingsError if it is not a folder.
    """
    named = environ.get("RETE_CATALOGUE")
    folder = catalogue or (Path(named) if named else None)
    if folder is not None and not folder.is_dir():
        raise SettingsError.at(str(folder), Message.of("setting.no_folder"))
    return folder


def named_store(environ: Mapping[str, str], store: str | None, catalogue: Path | None) -> str | None:
    """The store that the command line or RETE_STORE names; None where a catalogue is read.

    A catalogue on the command line wins over RETE_STORE. Raises SettingsError where the command line names both.
    """
    if store and catalogue is not None:
        raise SettingsError(Message.of("setting.two"))
    return store or (environ.get("RETE_STORE") or None if catalogue is None else None)


def _origins(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The web origins in variable `name`, separated by commas or spaces. Raises SettingsError where one is none."""
    origins = tuple(environ.get(name, "").replace(",", " ").split())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(Message.of("setting.origin", name=name, given=origin))
    return origins


SHORTEST_TOKEN = 16
"""Characters that a token has at least: a shorter one could be guessed."""


def _edit_token(environ: Mapping[str, str]) -> str | None:
    """The token in RETE_EDIT_TOKEN, or in the file that RETE_EDIT_TOKEN_FILE names; None where neither is set.

    Raises SettingsError where it is too short or not in ASCII without blanks, or the file cannot be read.
    """
    token, file = environ.get("RETE_EDIT_TOKEN"), environ.get("RETE_EDIT_TOKEN_FILE")
    if not token and file:
        try:
            token = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise SettingsError(Message.of("setting.token_file", reason=reason_of(error))) from None
        except UnicodeDecodeError as error:
            raise SettingsError.at(file, Message.of("file.encoding", byte=error.start)) from None
    if token is None or token == "":
        return None
    if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(Message.of("setting.token", least=SHORTEST_TOKEN))
    return token


def _port(text: str | None, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) <= 65_535):
        raise SettingsError(Message.of("setting.port", given=text))
    return int(text)
