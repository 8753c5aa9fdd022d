"""GraphQL operations that travel with the program, one a file.

Those in this folder are trusted: a client may name one by `documentId` instead of sending it, and `docs/api.md` shows
them. Those in `cli` say what the commands print as JSON.
"""

from collections.abc import Mapping
from importlib.resources import files


def load_operations() -> Mapping[str, str]:
    """The trusted documents by the name of their operation, which is the name of their file."""
    folder = files(__name__)
    found = sorted(item.name for item in folder.iterdir() if item.name.endswith(".graphql"))
    return {name.removesuffix(".graphql"): folder.joinpath(name).read_text(encoding="utf-8") for name in found}


def load_command_operation(command: str) -> str:
    """The document that says what `rete <command> --json` prints."""
    return files(__name__).joinpath("cli", f"{command}.graphql").read_text(encoding="utf-8")
