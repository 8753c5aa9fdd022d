"""The GraphQL documents behind the pages, one a file. They are read like any client's."""

from importlib.resources import files


def load_document(name: str) -> str:
    """The text of the document of this name. Raises FileNotFoundError where there is none."""
    return files(__name__).joinpath(f"{name}.graphql").read_text(encoding="utf-8")
