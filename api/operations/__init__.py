"""GraphQL operations that travel with the program, one a file.

Those for `Query` are trusted: a client may name them by `documentId` instead of sending them. `docs/api.md` shows them.
"""

from collections.abc import Mapping
from importlib.resources import files

OWN = "answer.graphql"
"""The operation by which the command line prints an answer; its root is not `Query`."""


def load_operations() -> Mapping[str, str]:
    """The trusted documents by the name of their operation, which is the name of their file."""
    folder = files(__name__)
    found = sorted(item.name for item in folder.iterdir() if item.name.endswith(".graphql") and item.name != OWN)
    return {name.removesuffix(".graphql"): folder.joinpath(name).read_text(encoding="utf-8") for name in found}
