"""The GraphQL documents behind the pages, one a file. They are read like any client's."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any


def load_document(name: str) -> str:
    """The text of the document of this name. Raises FileNotFoundError where there is none."""
    return files(__name__).joinpath(f"{name}.graphql").read_text(encoding="utf-8")


def load_examples() -> Mapping[str, Any]:
    """Variables with which the trusted operations (`api.operations`) can be tried, by operation."""
    examples: Mapping[str, Any] = json.loads(files(__name__).joinpath("examples.json").read_text(encoding="utf-8"))
    return examples
