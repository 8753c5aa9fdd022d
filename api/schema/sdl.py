"""The schema as text (SDL), as `api/schema.graphql` holds it."""

from api.schema.build import build_schema


def print_sdl() -> str:
    """The schema in the schema definition language, ending in a line feed."""
    return build_schema().as_str() + "\n"
