"""Every part of the benchmarks runs, on tiny sizes; what it measures is not judged here."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.graphql_http import measure_http, measure_mixed
from benchmarks.latency import measure_latency
from benchmarks.measure import Measure, Stopwatch, calibrate, percentile
from benchmarks.pages import measure_pages
from benchmarks.peers import measure_peers
from benchmarks.planning import measure_answer, measure_optimum
from benchmarks.processes import measure_cold, measure_memory, measure_server
from benchmarks.referrals import measure_referrals
from benchmarks.report import as_json, line, verdict
from benchmarks.scale import measure_scale
from benchmarks.sheets import measure_sheets


def by_name(measures: Iterator[Measure]) -> dict[str, Measure]:
    found = list(measures)
    assert len({measure.name for measure in found}) == len(found)
    assert all(measure.figure >= 0 for measure in found)
    return {measure.name: measure for measure in found}


def test_optimum() -> None:
    measured = by_name(measure_optimum(count=4))
    assert measured["optima not proved"].figure == 0
    assert measured["one optimum, from the question, median"].target == 1.5


@pytest.mark.slow
def test_answer() -> None:
    assert by_name(measure_answer(count=3))["plans, questions and problems, median"].target == 10


@pytest.mark.slow
def test_sheets_are_measured_from_the_start_of_a_process_to_its_end() -> None:
    measured = by_name(measure_sheets(services=6))
    assert measured["ingest of an unchanged file, 6 services"].target == 3_000


def test_scale_compares_the_largest_with_the_smallest() -> None:
    measured = by_name(measure_scale((60, 130), count=3, answers=1))
    ratio = measured["one optimum, 130 to 60 services"]
    first = measured["one optimum among 60 services, median"].figure
    last = measured["one optimum among 130 services, median"].figure
    assert ratio.figure == pytest.approx(last / first)


@pytest.mark.slow
@pytest.mark.x86_64
def test_peers_agree() -> None:
    measured = by_name(measure_peers(count=2))
    assert measured["optima that differ from SymK's"].figure == 0
    assert measured["optima that differ from Fast Downward's"].figure == 0
    assert measured["reachable facts that differ from networkx"].figure == 0


def test_chains_of_referrals_are_those_of_the_peers() -> None:
    measured = by_name(measure_referrals(count=200))
    assert int(measured["chains of at most 3 referrals by us, median"].note.split()[0]) > 50
    for peer in ("networkx", "rustworkx", "SQLite"):
        assert measured[f"searches that differ from {peer}"].figure == 0


@pytest.mark.slow
def test_processes() -> None:
    by_name(measure_cold(runs=1))
    by_name(measure_server(runs=1))
    assert by_name(measure_memory(asked=2))["memory of all processes of the server after 2 answers"].figure > 0


@pytest.mark.slow
def test_http() -> None:
    measured = by_name(measure_http(asked=200, rounds=2))
    assert "62 objects" in measured["one GraphQL request"].note


@pytest.mark.slow
@pytest.mark.chromium
@pytest.mark.xdist_group("chromium")
def test_pages() -> None:
    measured = by_name(measure_pages(visits=1, services=400))
    assert measured["first contentful paint, Milan, slowest page"].target == 300
    assert measured["own script, gzip"].verdict == "pass"


@pytest.mark.slow
def test_latency_and_memory() -> None:
    measured = by_name(measure_latency(asked=5, clients=2, rounds=1))
    for what in ("plans", "the dearest"):
        assert measured[f"a list, quiet, before {what}, median"].figure < 1_000
        assert "times quiet" in measured[f"a list beside 2 clients that ask for {what}, p99"].note
    assert by_name(measure_mixed(asked=30))["memory after 30 mixed requests"].figure > 0


def test_percentile_is_a_nearest_rank() -> None:
    values = [float(value) for value in range(1, 201)]
    assert percentile(values, 99) == 198
    assert percentile(values, 100) == 200
    assert percentile([7.0], 99) == 7


def test_stopwatch_passes_arguments_on() -> None:
    watch = Stopwatch()
    assert watch.time(int, "11", base=2) == 3
    assert len(watch.timing.wall) == len(watch.timing.cpu) == 1


def test_calibration_runs_as_often_as_asked() -> None:
    assert len(calibrate(rounds=2).wall) == 2


@pytest.mark.parametrize(
    ("figure", "cpu", "loop", "expected"),
    [(3, 2, 10, "pass"), (5, 2, 10, "short"), (5, 2, 20, "busy"), (5, 4.5, 20, "short"), (5, None, 20, "short")],
)
def test_verdict(figure: float, cpu: float | None, loop: float, expected: str) -> None:
    measure = Measure(part="milan", name="x", figure=figure, cpu=cpu, target=4)
    assert verdict((measure, Measure(part="milan", name="loop", figure=loop, cpu=10))) == expected


def test_at_least() -> None:
    loop = Measure(part="oracle", name="loop", figure=10, cpu=10)
    quick = Measure(part="oracle", name="x", figure=120, unit="times", target=100, at_least=True)
    slow = Measure(part="oracle", name="x", figure=80, unit="times", target=100, at_least=True)
    assert (verdict((quick, loop)), verdict((slow, loop))) == ("pass", "short")
    assert "120 times" in line((quick, loop))


def test_command_prints_a_table_and_writes_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    parts = {"milan": lambda: iter([Measure(part="milan", name="one", figure=5, cpu=4, target=2)])}
    monkeypatch.setattr(command, "PARTS", parts)
    file = tmp_path / "figures.json"
    assert command.main(["milan", "--json", str(file)]) == 1
    printed = capsys.readouterr().out
    assert "short" in printed
    assert "1 missed" in printed
    written = json.loads(file.read_text())
    assert [measure["verdict"] for measure in written["measures"]] == [None, "short"]
    assert written["machine"]["cores"] >= 1


def test_command_knows_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["no-such-part"])
    assert "no-such-part" in capsys.readouterr().err


def test_json_holds_the_ratio_to_the_loop() -> None:
    loop = Measure(part="milan", name="loop", figure=20, cpu=10)
    rows = [(Measure(part="milan", name="x", figure=9, cpu=5), loop), (Measure(part="scale", name="y", figure=4), loop)]
    assert [each["times_the_loop"] for each in as_json(rows)["measures"]] == [0.5, 0.2]
