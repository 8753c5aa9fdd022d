"""`rete diff` and `rete check-plan`."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.cli import run
from benchmarks.generated_networks import generate
from graph.coverage.analyst import CoverageAnalyst, compare_versions
from graph.coverage.scope import CoverageQuery
from graph.coverage.what_if import CellEffect
from graph.network import Network
from graph.services import Closure
from graph.vocabulary import ServiceStatus
from ingest import bundled_folder
from ingest.corrections import Corrected, Correction
from ingest.editing import prepare_edit, write_edit

Capture = pytest.CaptureFixture[str]
PLAN = ("plan", "--from", "release-san-vittore", "--need", "documents.registered-residence", "-f", "residence=none")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), target)
    monkeypatch.setenv("RETE_CATALOGUE", str(target))
    return target


def close(folder: Path) -> None:
    closed = Corrected(closures=(Closure(),))
    correction = Correction(about="residenzami", told="visita", verified=date(2026, 11, 26), set=closed)
    write_edit(folder, prepare_edit(folder, correction))


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.mark.slow
def test_what_changed_since_the_last_commit(folder: Path, capsys: Capture) -> None:
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
    assert run(["diff", "--no-coverage", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "No difference.\n"
    close(folder)
    assert run(["diff", "--no-coverage", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "~ ResidenzaMi (service: residenzami)" in out
    assert "closures: nothing → " in out


@pytest.mark.slow
def test_what_changed_since_another_folder_as_json(folder: Path, capsys: Capture) -> None:
    close(folder)
    assert run(["diff", str(bundled_folder()), "--no-coverage", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["differences"]
    assert [(item["kind"], item["key"]) for item in found] == [
        ("added", "told-2026-11-26-visita"),
        ("changed", "residenzami"),
    ]


def test_what_is_neither_a_folder_nor_a_revision_is_told(folder: Path, capsys: Capture) -> None:
    assert run(["diff", "nowhere"]) == 1
    assert "neither a folder nor a revision of git" in capsys.readouterr().err


@pytest.mark.slow
def test_who_loses_a_way_is_what_two_surveys_say() -> None:
    before = Network(generate(40, territories=1, seed=5))
    one = next(service for service in before.catalogue.services if service.meets)
    services = tuple(
        replace(service, status=ServiceStatus.DEFUNCT) if service.slug == one.slug else service
        for service in before.catalogue.services
    )
    after = Network(replace(before.catalogue, services=services))
    comparison = compare_versions(before, after)
    surveys = [CoverageAnalyst(network).survey(CoverageQuery()) for network in (before, after)]
    held, holds = ({cell for cell, each in s.examined.items() if each.outcome.holds} for s in surveys)
    assert {change.cell for change in comparison.with_effect(CellEffect.LOST)} == held - holds
    assert {change.cell for change in comparison.with_effect(CellEffect.GAINED)} == holds - held
    back = compare_versions(after, before)
    assert {change.cell for change in back.with_effect(CellEffect.GAINED)} == held - holds


def test_a_saved_plan_holds_until_what_it_rests_on_closes(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    saved = tmp_path / "plan.json"
    assert run([*PLAN, "--json"]) == 0
    saved.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["check-plan", str(saved), "--lang", "it"]) == 0
    assert "vale ancora" in capsys.readouterr().out
    close(folder)
    assert run(["check-plan", str(saved), "--lang", "it"]) == 1
    out = capsys.readouterr().out
    assert "non vale più" in out
    assert "ResidenzaMi è chiuso" in out


@pytest.mark.parametrize("text", ["{}", "no", '{"plans": [], "interpretation": {}}'])
def test_what_is_no_saved_plan_is_told(text: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "saved.json").write_text(text)
    assert run(["check-plan", str(tmp_path / "saved.json"), "--lang", "en"]) == 2
    assert "--json" in capsys.readouterr().err
