"""The committed schema is the schema of the code."""

from pathlib import Path

from graphql import build_schema as build_graphql_schema

from api.schema.build import print_sdl


def test_the_committed_schema_is_that_of_the_code(project: Path) -> None:
    committed = (project / "api" / "schema.graphql").read_text(encoding="utf-8")
    assert committed == print_sdl(), "write it again: rete schema > api/schema.graphql"


def test_the_text_is_a_schema_by_itself() -> None:
    schema = build_graphql_schema(print_sdl())
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    assert list(schema.mutation_type.fields) == ["correct"]
