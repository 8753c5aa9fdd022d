"""Coverage at a time, by GraphQL and on the command line."""

import json
from typing import Any

import pytest

from api.cli import run
from tests.api.conftest import Client

QUERY = """query($at: DateTime, $on: Date) {
  coverageMatrix(query: {needs: ["basic-needs.meals"], situations: ["release"]}) {
    layers { rows { statuses doors(at: $at, on: $on) } }
    doors(at: $at, on: $on) { code label(locale: EN) open unknown closed gaps }
  }
}"""


def test_every_cell_and_every_sum_says_whether_it_is_open_then(client: Client) -> None:
    for given in ({"at": "2026-11-29T19:00:00"}, {"on": "2026-11-30"}):
        matrix = client.ask(QUERY, given)["coverageMatrix"]
        (row,) = matrix["layers"][0]["rows"]
        assert row["statuses"] == ["COVERED"]
        (state,) = row["doors"]
        (summary,) = matrix["doors"]
        counts = {name: summary[name.lower()] for name in ("OPEN", "UNKNOWN", "CLOSED")}
        assert counts == {"OPEN": 0, "UNKNOWN": 0, "CLOSED": 0} | {state: 1}
        assert (summary["label"], summary["gaps"]) == ("meals", 0)


@pytest.mark.parametrize("given", [{}, {"at": "2026-11-29T19:00:00", "on": "2026-11-29"}], ids=["none", "both"])
def test_exactly_one_time_is_asked_for(client: Client, given: dict[str, str]) -> None:
    answer: Any = client.post(QUERY, given).json()
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_VARIABLES"}


def test_the_command_says_what_is_open_on_a_sunday_evening(capsys: pytest.CaptureFixture[str]) -> None:
    scope = ("--need", "basic-needs.meals", "--from", "release", "-f", "housing=street")
    assert run(["coverage", "--on", "2026-11-29 19:00", *scope, "--lang", "it"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Porte aperte: domenica 29/11/2026 19:00")
    assert run(["coverage", "--on", "2026-11-29", *scope, "--csv"]) == 0
    heads, cell = capsys.readouterr().out.splitlines()
    assert heads == "need,situation,profile,status,door"
    assert cell.startswith("basic-needs.meals,release,given,COVERED,")
    assert run(["coverage", "--on", "domenica", *scope, "--lang", "en"]) == 2
    assert "not a day or time" in capsys.readouterr().err


def test_the_command_prints_the_matrix_as_json(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    scope = ("--need", "basic-needs.meals", "--from", "release", "--profile", "rough-sleeper")
    for given, name, value in (("2026-11-29 19:00", "at", "2026-11-29T19:00:00"), ("2026-11-30", "on", "2026-11-30")):
        assert run(["coverage", "--on", given, *scope, "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        query = QUERY.replace('["release"]', '["release"], profiles: ["rough-sleeper"]')
        asked = client.ask(query, {name: value})["coverageMatrix"]
        (layer,), (expected,) = printed["layers"], asked["layers"]
        assert [row["doors"] for row in layer["rows"]] == [row["doors"] for row in expected["rows"]]
        assert layer["profile"]["code"] == "rough-sleeper"
        assert [situation["code"] for situation in printed["situations"]] == ["release"]


def test_what_is_open_is_printed_in_the_order_of_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["open", "basic-needs.meals", "--at", "2026-11-30T12:30"]
    listed = run(line)
    names = [row.split("\t")[1] for row in capsys.readouterr().out.splitlines()]
    assert run([*line, "--json"]) == listed
    printed = json.loads(capsys.readouterr().out)
    assert [service["name"] for service in printed] == names
    assert {service["state"] for service in printed} <= {"OPEN", "UNKNOWN", "CLOSED"}
    assert all(service["service"] for service in printed)
