"""`rete diff`."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli import run
from benchmarks.generated_networks import generate
from graph.coverage.analyst import CoverageAnalyst, compare_versions
from graph.coverage.cells import CoverageQuery
from graph.coverage.summaries import CellEffect
from graph.network import Network
from graph.vocabulary import ServiceStatus
from ingest import bundled_folder
from tests.api.commands.conftest import close

Capture = pytest.CaptureFixture[str]


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
