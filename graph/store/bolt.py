"""Statements of `cypher` over Bolt: one driver a process, every failure a StoreError that says what to do.

`StoreAddress` says where the store is and who signs in. The password comes from the environment or a file, never from
a URL.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import cypher
from graph.errors import StoreError, reason_of
from graph.message import Message
from graph.store.driver import (
    AuthError,
    Driver,
    DriverError,
    Forbidden,
    GraphDatabase,
    Neo4jError,
    NotificationDisabledClassification,
    NotificationMinimumSeverity,
    Query,
    RoutingControl,
    ServiceUnavailable,
)

Rows = list[dict[str, Any]]
T = TypeVar("T")

TIMEOUT = 30.0
"""Seconds after which the server ends a statement."""
DEADLINE = 10.0
"""Seconds within which a server must say who it is, or which version is live; RETE_NEO4J_DEADLINE sets others."""
PATIENCE = 2.0
"""Seconds for which a statement is tried again after a failure that may pass."""
CONNECTIONS = 20
POINTER = ("live",)
"""Statements that answer at once, whatever the size of the network."""
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
        user, password = _credentials(environ)
        return cls(
            uri=f"{parts.scheme}://{host}:{port}",
            database=parts.path.strip("/") or DATABASE,
            user=user,
            password=password,
        )


def read_deadline(environ: Mapping[str, str], default: float = DEADLINE) -> float:
    """The seconds that RETE_NEO4J_DEADLINE gives. Raises StoreError where it is no number above 0."""
    given = environ.get("RETE_NEO4J_DEADLINE")
    try:
        seconds = float(given) if given else default
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise StoreError(Message.of("store.deadline", given=given or ""))
    return seconds


def _credentials(environ: Mapping[str, str]) -> tuple[str, str]:
    """User and password. A file of both is one that the server's own image reads too: `neo4j/password`."""
    both, user = environ.get("RETE_NEO4J_AUTH_FILE"), environ.get("RETE_NEO4J_USER") or USER
    password, file = environ.get("RETE_NEO4J_PASSWORD"), environ.get("RETE_NEO4J_PASSWORD_FILE")
    if password:
        return user, password
    if file:
        return user, _read("RETE_NEO4J_PASSWORD_FILE", file)
    if not both:
        raise StoreError(Message.of("store.no_password"))
    named, slash, secret = _read("RETE_NEO4J_AUTH_FILE", both).partition("/")
    if not (named and slash and secret):
        raise StoreError(Message.of("store.auth_file"))
    return named, secret


def _read(name: str, file: str) -> str:
    try:
        # A file that was written by hand ends with a line break that is no part of the password.
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise StoreError(Message.of("store.file", name=name, reason=reason_of(error))) from None


class Bolt:
    """Runs statements by name. May be used from several threads; nothing is sent before the first statement.

    The server ends a statement after `timeout` seconds. A server that has stopped does not, so callers wait at
    most for that time and `deadline` seconds; for the pointer to the live version, only `deadline` seconds.

    `warn` makes the server's notices Python warnings, for tests: a missing index, a cartesian product.
    """

    def __init__(
        self, address: StoreAddress, *, timeout: float = TIMEOUT, deadline: float = DEADLINE, warn: bool = False
    ) -> None:
        self.address = address
        self._timeout = timeout
        self._deadline = deadline
        # The driver's own log would be a second voice beside the errors raised here.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        self._driver = _open(address, deadline, warn)

    def read(self, name: str, /, **parameters: Any) -> Rows:
        """The rows of a reading statement, which any member of a cluster may answer."""
        return self._run(name, RoutingControl.READ, parameters)

    def write(self, name: str, /, **parameters: Any) -> Rows:
        """The rows of a writing statement. It must be safe to repeat, because it may run again after a failure."""
        return self._run(name, RoutingControl.WRITE, parameters)

    def server(self) -> str:
        """The server that answers, as it names itself: `Neo4j/5.26.29`."""
        with self._explained("server"):
            return self._within(self._deadline, lambda: str(self._driver.get_server_info().agent))

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def _run(self, name: str, routing: RoutingControl, parameters: dict[str, Any]) -> Rows:
        # The driver asks for literal text against injection; a file of ours is as good, and parameters stay apart.
        statement = Query(cast(Any, cypher.load(name)), timeout=self._timeout)

        def run() -> Rows:
            result = self._driver.execute_query(
                statement, parameters, routing_=routing, database_=self.address.database
            )
            return [record.data() for record in result.records]

        with self._explained(name):
            return self._within(self._deadline + (0 if name in POINTER else self._timeout), run)

    def _within(self, seconds: float, call: Callable[[], T]) -> T:
        """The result of `call`. Raises StoreError if it takes too long; the driver has no deadline for answers."""
        answer: Future[T] = Future()

        def run() -> None:
            try:
                answer.set_result(call())
            except BaseException as error:
                answer.set_exception(error)

        Thread(target=run, daemon=True, name="bolt").start()
        try:
            return answer.result(seconds)
        except TimeoutError:
            raise StoreError.at(str(self.address), Message.of("store.late", seconds=f"{seconds:g}")) from None

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except (DriverError, Neo4jError) as error:
            raise StoreError.at(str(self.address), _explain(error, self.address, name, self._timeout)) from None


def _open(address: StoreAddress, deadline: float, warn: bool) -> Driver:
    # What the driver itself finds out, such as that nobody listens, it shall say before the deadline.
    return GraphDatabase.driver(
        address.uri,
        auth=(address.user, address.password),
        max_connection_pool_size=CONNECTIONS,
        connection_timeout=min(5.0, deadline / 2),
        connection_acquisition_timeout=min(10.0, deadline),
        liveness_check_timeout=30.0,
        max_transaction_retry_time=min(PATIENCE, deadline / 4),
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
