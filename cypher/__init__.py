"""Cypher statements, one a file; a file's leading comment is its documentation, `$name` in it a parameter."""

import re
from functools import cache
from importlib.resources import files

SCHEMA = ("schema_key", "schema_load", "schema_collection", "schema_network", "schema_version", "schema_names",
          "schema_ready")  # fmt: skip
"""The statements that prepare an empty database, in their order; each may be run again."""


@cache
def load(name: str) -> str:
    """The statement in `<name>.cypher`, with its documentation. Raises FileNotFoundError."""
    return files(__name__).joinpath(f"{name}.cypher").read_text(encoding="utf-8")


def list_names() -> tuple[str, ...]:
    """Every statement, by name."""
    names = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".cypher") for name in names if name.endswith(".cypher")))


def parameters(name: str) -> frozenset[str]:
    """The parameters that a statement takes."""
    code = re.sub(r"//.*", "", load(name))
    return frozenset(re.findall(r"\$(\w+)", code))
