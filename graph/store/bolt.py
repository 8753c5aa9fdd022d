"""Statements of `cypher` over Bolt: one driver a process, every failure a StoreError that says what to do.

`StoreAddress` says where the store is and who signs in. The password comes from the environment or a file, never from
a URL.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from neo4j import (
    Driver,
    GraphDatabase,
    NotificationDisabledClassification,
    NotificationMinimumSeverity,
    Query,
    RoutingControl,
)
from neo4j.exceptions import AuthError, DriverError, Forbidden, Neo4jError, ServiceUnavailable

import cypher
from graph.errors import StoreError, reason_of
from graph.message import Message

Rows = list[dict[str, Any]]

TIMEOUT = 30.0
"""Seconds after which the server ends a statement."""
PATIENCE = 2.0
"""Seconds for which a statement is tried again after a failure that may pass."""
CONNECTIONS = 20
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
            raise StoreError(Message.of("store.port")) from None
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise StoreError(Message.of("store.scheme", schemes=tuple(f"{name}://" for name in SCHEMES)))
        if parts.username is not None or parts.password is not None:
            raise StoreError(Message.of("store.credentials"))
        if parts.query or parts.fragment:
            raise StoreError(Message.of("store.query"))
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
        raise StoreError(Message.of("store.no_password"))
    try:
        # A file that was written by hand ends with a line break that is no part of the password.
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise StoreError(Message.of("store.password_file", reason=reason_of(error))) from None


class Bolt:
    """Runs statements by name. May be used from several threads; nothing is sent before the first statement.

    `warn` makes the server's notices Python warnings, for tests: a missing index, a cartesian product.
    """

    def __init__(self, address: StoreAddress, *, timeout: float = TIMEOUT, warn: bool = False) -> None:
        self.address = address
        self._timeout = timeout
        # The driver's own log would be a second voice beside the errors raised here.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        self._driver = _open(address, warn)

    def read(self, name: str, **parameters: Any) -> Rows:
        """The rows of a reading statement, which any member of a cluster may answer."""
        return self._run(name, RoutingControl.READ, parameters)

    def write(self, name: str, **parameters: Any) -> Rows:
        """The rows of a writing statement. It may be carried out again after a failure, so each is written for that."""
        return self._run(name, RoutingControl.WRITE, parameters)

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def _run(self, name: str, routing: RoutingControl, parameters: dict[str, Any]) -> Rows:
        # The driver asks for literal text against injection; a file of ours is as good, and parameters stay apart.
        statement = Query(cast(Any, cypher.load(name)), timeout=self._timeout)
        with self._explained(name):
            result = self._driver.execute_query(
                statement, parameters, routing_=routing, database_=self.address.database
            )
            return [record.data() for record in result.records]

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except (DriverError, Neo4jError) as error:
            raise StoreError.at(str(self.address), _explain(error, self.address, name, self._timeout)) from None


def _open(address: StoreAddress, warn: bool) -> Driver:
    return GraphDatabase.driver(
        address.uri,
        auth=(address.user, address.password),
        max_connection_pool_size=CONNECTIONS,
        connection_timeout=5.0,
        connection_acquisition_timeout=10.0,
        liveness_check_timeout=30.0,
        max_transaction_retry_time=PATIENCE,
        # A database in which nothing is published has none of our labels: that is no notice worth giving,
        # nor is a schema that is there already.
        notifications_disabled_classifications=[
            NotificationDisabledClassification.UNRECOGNIZED,
            NotificationDisabledClassification.SCHEMA,
        ],
        warn_notification_severity=NotificationMinimumSeverity.INFORMATION if warn else None,
        user_agent="rete-attiva",
    )


def _explain(error: DriverError | Neo4jError, address: StoreAddress, name: str, timeout: float) -> Message:
    code = getattr(error, "code", None) or ""
    if isinstance(error, AuthError):
        return Message.of("store.not_accepted", user=address.user)
    if "DatabaseNotFound" in code:
        return Message.of("store.no_database", database=address.database)
    if isinstance(error, Forbidden):
        return Message.of("store.forbidden", user=address.user, code=code)
    if "TransactionTimedOut" in code or "LockClientStopped" in code:
        return Message.of("store.too_long", statement=name, seconds=f"{timeout:g}")
    if isinstance(error, ServiceUnavailable) or not code:
        return Message.of("store.unreachable_tls" if "+s" in address.uri else "store.unreachable")
    return Message.of("store.failed", statement=name, code=code)
