from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.store.bolt import StoreAddress
from tests.told import refuses

SECRET = {"RETE_NEO4J_PASSWORD": "hush"}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("neo4j://127.0.0.1", "neo4j://127.0.0.1:7687/neo4j"),
        ("bolt+s://db.example:7000/milano", "bolt+s://db.example:7000/milano"),
        ("neo4j://[::1]:1/", "neo4j://[::1]:1/neo4j"),
    ],
)
def test_url(url: str, shown: str) -> None:
    assert str(StoreAddress.parse(url, SECRET)) == shown


def test_the_password_is_never_shown() -> None:
    address = StoreAddress.parse("neo4j://127.0.0.1", SECRET)
    assert SECRET["RETE_NEO4J_PASSWORD"] == address.password
    assert address.password not in f"{address} {address!r}"


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from a file\n", encoding="utf-8")
    environ = {"RETE_NEO4J_PASSWORD_FILE": str(file), "RETE_NEO4J_USER": "rete"}
    address = StoreAddress.parse("neo4j://127.0.0.1", environ)
    assert (address.user, address.password) == ("rete", "from a file")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1", "127.0.0.1:7687", "neo4j://", "neo4j://h:port", "neo4j://h:99999", "neo4j://h?x=1", ""],
)
def test_what_is_no_store_is_refused(url: str) -> None:
    with refuses(StoreError, "URL"):
        StoreAddress.parse(url, SECRET)


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with refuses(StoreError, "credentials") as refusal:
        StoreAddress.parse("neo4j://someone:tell-nobody@127.0.0.1", SECRET)
    assert "tell-nobody" not in str(refusal.value)


def test_a_missing_password_is_said(tmp_path: Path) -> None:
    with refuses(StoreError, "RETE_NEO4J_PASSWORD"):
        StoreAddress.parse("neo4j://127.0.0.1", {})
    with refuses(StoreError, "cannot be read"):
        StoreAddress.parse("neo4j://127.0.0.1", {"RETE_NEO4J_PASSWORD_FILE": str(tmp_path / "missing")})
