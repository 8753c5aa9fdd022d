"""Cypher statements, one a file; a file's leading comment is its documentation, `$name` in it a parameter."""

from functools import cache
from importlib.resources import files

SCHEMA = ("schema_key", "schema_load", "schema_collection", "schema_network", "schema_version", "schema_names",
          "schema_ready")  # fmt: skip
"""The statements that prepare an empty database, in their order; each may be run again."""


@cache
def load(name: str) -> str:
    """The statement in `<name>.cypher`, with its documentation. Raises FileNotFoundError."""
    return files(__name__).joinpath(f"{name}.cypher").read_text(encoding="utf-8")
