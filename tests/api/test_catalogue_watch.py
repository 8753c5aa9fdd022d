"""A server takes a sound version of its catalogue's folder, keeps the old one otherwise, and says so."""

import logging
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.app import create_app
from api.catalogue_watch import CatalogueWatch
from api.settings import Settings
from graph.store.base import NetworkXStore
from graph.vocabulary import ServiceStatus
from ingest import bundled_folder
from ingest.catalogue import load_catalogue
from ingest.corrections import FILE, Corrected, Correction
from ingest.editing import prepare_edit, write_edit
from tests.api.conftest import Client

CLOSED = Correction(
    about="residenzami", told="visita", verified=date(2026, 11, 26), set=Corrected(status=ServiceStatus.DEFUNCT)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), target)
    return target


@pytest.fixture
def store(folder: Path) -> NetworkXStore:
    return NetworkXStore(load_catalogue(folder))


@pytest.fixture
def watch(folder: Path, store: NetworkXStore) -> CatalogueWatch:
    return CatalogueWatch(folder, store)


def look_twice(watch: CatalogueWatch) -> bool:
    """Whether a version becomes live; the first look only sees that something changes."""
    return watch.look() or watch.look()


def test_a_sound_version_becomes_live(folder: Path, store: NetworkXStore, watch: CatalogueWatch) -> None:
    before = store.current()
    assert not look_twice(watch)
    write_edit(folder, prepare_edit(folder, CLOSED))
    assert not watch.look(), "it may still be written"
    assert watch.look()
    assert store.version() != before.version
    assert store.current().get_service("residenzami").status is ServiceStatus.DEFUNCT
    assert before.get_service("residenzami").status is None, "an answer that has begun keeps its version"
    assert not look_twice(watch)


@pytest.mark.slow
def test_a_version_with_findings_is_told_and_not_taken(
    folder: Path, store: NetworkXStore, watch: CatalogueWatch, caplog: pytest.LogCaptureFixture
) -> None:
    version = store.version()
    (folder / FILE).write_text("- {about: nobody, told: x, verified: 2026-11-26}\n")
    with caplog.at_level(logging.ERROR, "rete.api"):
        assert not look_twice(watch)
    assert store.version() == version
    assert watch.refused is not None
    assert watch.refused.first.startswith(f"{FILE}:1: ")
    assert version in caplog.text
    assert "nobody" in caplog.text
    client = Client(create_app(Settings(catalogue=folder), store, watch=watch))
    assert client.request("GET", "/readyz").json() == {
        "status": "ready",
        "version": version,
        "refused": {"findings": watch.refused.findings, "first": watch.refused.first},
    }
    (folder / FILE).unlink()
    assert not look_twice(watch)
    assert watch.refused is None
    assert client.request("GET", "/readyz").json() == {"status": "ready", "version": version}


def test_what_git_keeps_beside_a_catalogue_is_no_version(folder: Path, watch: CatalogueWatch) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")
    assert not look_twice(watch)
    assert watch.refused is None


@pytest.mark.slow
def test_each_version_is_taken_once(folder: Path, store: NetworkXStore, watch: CatalogueWatch) -> None:
    versions = {store.version()}
    for told in ("a", "b"):
        write_edit(folder, prepare_edit(folder, replace(CLOSED, told=told, set=Corrected())))
        assert look_twice(watch)
        versions.add(store.version())
    assert len(versions) == 3
