"""What people corrected, as a page."""

import shutil
from pathlib import Path

import pytest

from api.app import create_app
from api.cli import run
from api.settings import Settings
from graph.store.base import NetworkXStore
from ingest import bundled_folder
from ingest.catalogue import load_catalogue
from tests.api.conftest import Client
from tests.api.web.conftest import Pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("own") / "milano"
    shutil.copytree(str(bundled_folder()), copied)
    told = ["--source", "telefonata allo sportello", "--catalogue", str(copied)]
    assert run(["edit", "residenzami", "--status", "inactive", *told]) == 0
    return copied


def test_a_correction_is_shown_with_its_day_its_source_and_what_it_replaces(folder: Path) -> None:
    own = Pages(Client(create_app(Settings(catalogue=folder), NetworkXStore(load_catalogue(folder)))))
    entry = own.get("/changes", lang="en").select_one("#corrections article")
    assert entry.select_one("h3 a")["href"] == "/services/residenzami"
    assert "telefonata allo sportello" in entry.get_text()
    assert entry.select_one("ins").get_text() == "not active"
    assert entry.select_one("time")["datetime"]


def test_the_schema_tells_of_a_correction(folder: Path) -> None:
    client = Client(create_app(Settings(catalogue=folder), NetworkXStore(load_catalogue(folder))))
    query = """{ corrections(first: 5) { about source why service { slug } organization { slug }
      fields { name label before after(locale: EN) } } }"""
    (told,) = client.ask(query)["corrections"]
    assert (told["about"], told["source"]) == ("residenzami", "telefonata allo sportello")
    assert told["service"] == {"slug": "residenzami"}
    assert told["organization"] is None
    assert [(each["name"], each["after"]) for each in told["fields"]] == [("status", "not active")]
    bundled = Client(create_app(Settings(), NetworkXStore(load_catalogue())))
    assert bundled.ask("{ corrections { about } }") == {"corrections": []}
    assert client.fail("{ corrections(first: 0) { about } }")["extensions"]["code"] == "BAD_PAGE"


def test_a_correction_that_is_not_served_yet_is_not_shown(folder: Path) -> None:
    older = Pages(Client(create_app(Settings(catalogue=folder), NetworkXStore(load_catalogue()))))
    assert not older.get("/changes").select("article")
