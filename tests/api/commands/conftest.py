"""A catalogue of one's own, in which a service can be closed."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from graph.services import Closure
from ingest import bundled_folder
from ingest.corrections import Corrected, Correction
from ingest.editing import prepare_edit, write_edit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue of Milan, which the commands read."""
    target = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), target)
    monkeypatch.setenv("RETE_CATALOGUE", str(target))
    return target


def close(folder: Path) -> None:
    """Correct the catalogue: ResidenzaMi is closed."""
    closed = Corrected(closures=(Closure(),))
    correction = Correction(about="residenzami", told="visita", verified=date(2026, 11, 26), set=closed)
    write_edit(folder, prepare_edit(folder, correction))
