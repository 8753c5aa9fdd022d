"""The source documents where they are at hand, and the bundled catalogue's folders."""

import os
import shutil
from pathlib import Path

import pytest

from ingest.catalogue import create_catalogue
from ingest.documents import Document, documents_folder, read_documents
from ingest.yaml_entries import read_entries


@pytest.fixture(scope="session")
def milano(project: Path) -> Path:
    return project / "ingest" / "catalogues" / "milano"


@pytest.fixture(scope="session")
def documents(milano: Path) -> dict[str, Document]:
    """Every source document by its slug; for tests marked `documents`."""
    folder = documents_folder(os.environ)
    assert folder is not None
    sources = read_entries(milano / "curated" / "sources.yaml", "curated/sources.yaml")
    return read_documents(folder, {entry.value["slug"]: entry.value["file"] for entry in sources})


@pytest.fixture(scope="session")
def examples(project: Path) -> Path:
    """Documents written to be read without the real ones, and the judgements on them."""
    return project / "docs" / "examples"


@pytest.fixture
def city(tmp_path: Path, examples: Path) -> Path:
    """A new catalogue with the judgements that the example documents need."""
    folder = create_catalogue("Esempio", tmp_path / "esempio", country="IT")
    for file in (examples / "judgements").iterdir():
        shutil.copy(file, folder / "curated")
    return folder
