"""Where a Neo4j store is, and who one is there. A password comes from the environment or a file, never from a URL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import StoreError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""`neo4j` routes to the members of a cluster, `bolt` speaks to one server; `+s` asks for a verified TLS certificate."""
DATABASE = "neo4j"
USER = "neo4j"
PORT = 7687


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A database of a server, with credentials. Its text never holds the password."""

    uri: str
    database: str = DATABASE
    user: str = USER
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.uri}/{self.database}"

    @classmethod
    def parse(cls, url: str, environ: Mapping[str, str]) -> "StoreAddress":
        """The address that `neo4j://host:port/database` names; port and database may be left out.

        RETE_NEO4J_USER is the user, RETE_NEO4J_PASSWORD the password or RETE_NEO4J_PASSWORD_FILE the file that holds
        it. Raises StoreError where the URL is none of a store, holds credentials, or there is no password.
        """
        try:
            parts = urlsplit(url)
            port = parts.port or PORT
        except ValueError:
            raise StoreError("The store is a URL such as neo4j://127.0.0.1:7687, with a number as its port.") from None
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise StoreError(f"The store is a URL such as neo4j://127.0.0.1:7687; it begins with {_one_of(SCHEMES)}.")
        if parts.username is not None or parts.password is not None:
            raise StoreError(
                "The URL of the store holds credentials; give them as RETE_NEO4J_USER and RETE_NEO4J_PASSWORD or "
                "RETE_NEO4J_PASSWORD_FILE instead, where no list of processes shows them."
            )
        if parts.query or parts.fragment:
            raise StoreError("The URL of the store takes no query and no fragment.")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return cls(
            uri=f"{parts.scheme}://{host}:{port}",
            database=parts.path.strip("/") or DATABASE,
            user=environ.get("RETE_NEO4J_USER") or USER,
            password=_password(environ),
        )


def _password(environ: Mapping[str, str]) -> str:
    password, file = environ.get("RETE_NEO4J_PASSWORD"), environ.get("RETE_NEO4J_PASSWORD_FILE")
    if password:
        return password
    if not file:
        raise StoreError("The password of the store is missing; set RETE_NEO4J_PASSWORD or RETE_NEO4J_PASSWORD_FILE.")
    try:
        # A file that was written by hand ends with a line break that is no part of the password.
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise StoreError(f"RETE_NEO4J_PASSWORD_FILE cannot be read: {error.strerror}.") from None


def _one_of(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name}://" for name in names)
