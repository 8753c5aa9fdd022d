"""The driver of Neo4j, without the libraries for tables that it imports wherever they are installed.

They would only turn results into tables, and cost each command more time than the driver itself.
"""

import sys

from graph.store.computed_tables import compute_tables

_FOR_TABLES = ("numpy", "pandas", "pyarrow")
_hidden = [name for name in _FOR_TABLES if name not in sys.modules]
for _name in _hidden:
    sys.modules[_name] = None  # type: ignore[assignment] # so is said that a module is not there
try:
    from neo4j import Driver as Driver
    from neo4j import GraphDatabase as GraphDatabase
    from neo4j import NotificationDisabledClassification as NotificationDisabledClassification
    from neo4j import NotificationMinimumSeverity as NotificationMinimumSeverity
    from neo4j import Query as Query
    from neo4j import RoutingControl as RoutingControl
    from neo4j.exceptions import AuthError as AuthError
    from neo4j.exceptions import DriverError as DriverError
    from neo4j.exceptions import Forbidden as Forbidden
    from neo4j.exceptions import Neo4jError as Neo4jError
    from neo4j.exceptions import ServiceUnavailable as ServiceUnavailable
finally:
    for _name in _hidden:
        del sys.modules[_name]

compute_tables()
