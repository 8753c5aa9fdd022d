"""Statements of `cypher` over Bolt: one driver a process, every failure a StoreError that says what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

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
from graph.errors import StoreError
from graph.store.address import StoreAddress

Rows = list[dict[str, Any]]

TIMEOUT = 30.0
"""Seconds after which the server ends a statement."""
PATIENCE = 2.0
"""Seconds for which a statement is tried again after a failure that may pass."""
CONNECTIONS = 20


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
            raise StoreError(_explain(error, self.address, name, self._timeout)) from None


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


def _explain(error: DriverError | Neo4jError, address: StoreAddress, name: str, timeout: float) -> str:
    code = getattr(error, "code", None) or ""
    if isinstance(error, AuthError):
        return f"{address}: user '{address.user}' and the password given are not accepted."
    if "DatabaseNotFound" in code:
        return f"{address}: the server has no database '{address.database}'."
    if isinstance(error, Forbidden):
        return f"{address}: user '{address.user}' may not do this ({code})."
    if "TransactionTimedOut" in code or "LockClientStopped" in code:
        return f"{address}: '{name}' took longer than {timeout:g} seconds and was ended."
    if isinstance(error, ServiceUnavailable) or not code:
        trusted = " Does it speak TLS, with a certificate that is trusted here?" if "+s" in address.uri else ""
        return f"{address}: the store cannot be reached; is the server running, and is the address right?{trusted}"
    return f"{address}: '{name}' failed ({code})."
