"""What `--json` prints: everything that the network holds, by the schema's own names."""

import dataclasses
import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from api.cli import run
from api.json_output import command_json
from api.operations import load_command_operation
from api.schema.build import core_schema
from api.schema.lookup import collections_of, list_ids
from graph.formula import Formula, notation
from graph.language.day import day_named
from graph.message import Text
from graph.network import Network
from graph.opening_hours import today
from graph.provenance import Citation
from graph.vocabulary import Locale

FOLDER = Path(__file__).parents[2] / "api" / "operations" / "cli"
COMMANDS = sorted(file.stem for file in FOLDER.glob("*.graphql"))


def leaves(value: Any) -> Iterator[str]:
    """Everything that a record says, as JSON would write it in English."""
    match value:
        case None | bool():
            return
        case Text():
            yield value.en
        case Formula():
            yield json.dumps(notation(value), ensure_ascii=False)
        case Citation():
            yield from map(str, filter(None, (value.source, value.first, value.last)))
        case Enum():
            yield value.name
        case datetime.date():
            yield value.isoformat()
        case tuple() | list() | frozenset():
            for item in value:
                yield from leaves(item)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from leaves(getattr(value, field.name))
        case str() if value.startswith(("organization:", "service:", "kind:", "contact:")):
            yield (
                value.partition(":")[2].upper().replace("-", "_")
                if value.startswith("kind:")
                else value.partition(":")[2]
            )
        case _:
            yield str(value)


def printed(value: Any) -> Iterator[str]:
    """Every value of an answer."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from printed(item)
    elif value is not None:
        yield str(value)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_operation_fits_the_schema(command: str) -> None:
    assert validate(core_schema(), parse(load_command_operation(command))) == []


def test_show_leaves_nothing_out(network: Network) -> None:
    for _, models in collections_of(network).values():
        ids = [identifier for key in models for identifier in list_ids(network, key)]
        shown = command_json("show", network, Locale.EN, ids=list(dict.fromkeys(ids)))["nodes"]
        by_name = {}
        for node in shown:
            by_name.setdefault(node.get("slug") or node.get("code") or node["name"], set()).update(printed(node))
        for key, record in models.items():
            assert set(leaves(record)) - by_name[key] == set(), key


@pytest.mark.parametrize(("command", "kind"), [("needs", "needs"), ("situations", "situations"), ("facts", "facts")])
def test_a_list_leaves_nothing_out(network: Network, command: str, kind: str) -> None:
    (entries,) = command_json(command, network, Locale.EN).values()
    for record, entry in zip(getattr(network, kind).values(), entries, strict=True):
        assert set(leaves(record)) - set(printed(entry)) == set()


def test_graphql_is_loaded_for_json_alone() -> None:
    script = (
        "import sys\nfrom api.cli import run\nrun(('facts',))\nassert 'strawberry' not in sys.modules\n"
        "run(('facts', '--json'))\nassert 'strawberry' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_the_answer_is_not_planned_twice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from api.schema.context import RequestContext

    monkeypatch.delattr(RequestContext, "ask")
    assert run(("plan", "--from", "release-opera", "--need", "work", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["plans"]


@pytest.mark.parametrize(
    ("words", "record", "day"),
    [
        ("Casa Jannacci è aperta domani?", {"slugs": ["casa-accoglienza-enzo-jannacci"], "parts": ["HOURS"]}, "domani"),
        ("esce venerdì da Opera, cerca lavoro", None, "venerdì"),
        ("from San Vittore release to work", None, None),
    ],
)
def test_an_answer_tells_the_record_and_the_day_that_were_asked_for(
    capsys: pytest.CaptureFixture[str], words: str, record: Any, day: str | None
) -> None:
    run(("ask", words, "--json"))
    answer = json.loads(capsys.readouterr().out)
    read = answer["interpretation"]
    assert (read["record"] and {key: read["record"][key] for key in ("slugs", "parts")}) == record
    assert (read["day"], read["back"]) == (day, None)
    assert datetime.date.fromisoformat(answer["on"]) == (today() if day is None else day_named(words, today()))


def test_an_answer_tells_the_question_that_goes_back(capsys: pytest.CaptureFixture[str]) -> None:
    run(("ask", "esce da San Vittore", "--json"))
    back = json.loads(capsys.readouterr().out)["interpretation"]["back"]
    assert back["text"]
    assert all(choice["code"] and choice["label"] for choice in back["choices"])
