"""What is kept is what was written, or nothing; and nothing about a person is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import api.shelf as module
from api.shelf import MOST_SURVEYED, KnownCatalogue, Shelf, content_of, has_catalogue, know_catalogue, read_catalogue
from graph.coverage.analyst import CoverageAnalyst
from graph.coverage.cells import CoverageQuery
from graph.network import Network
from graph.question import GivenFact
from ingest import bundled_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "rete-attiva"


@pytest.fixture
def shelf(folder: Path) -> Shelf:
    return Shelf.of({"XDG_CACHE_HOME": str(folder.parent)})


def entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.exists() else iter(())


def test_an_entry_is_named_by_kind_content_and_program(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("survey", "one", {"cells": (1, 2)})
    assert shelf.read("survey", "one") == {"cells": (1, 2)}
    assert shelf.read("survey", "other") is None
    assert shelf.read("catalogue", "one") is None
    monkeypatch.setattr(module, "program_version", lambda: "another")
    assert shelf.read("survey", "one") is None


def test_a_torn_entry_is_none(shelf: Shelf, folder: Path) -> None:
    shelf.write("survey", "one", list(range(1000)))
    (entry,) = entries(folder)
    entry.write_bytes(entry.read_bytes()[:-1])
    assert shelf.read("survey", "one") is None
    entry.write_bytes(b"")
    assert shelf.read("survey", "one") is None


def test_of_what_cannot_be_written_nothing_is_left(shelf: Shelf, folder: Path) -> None:
    shelf.write("survey", "one", 1)
    with pytest.raises(AttributeError):
        shelf.write("survey", "two", [0] * 100_000 + [lambda: None])
    assert [shelf.read("survey", each) for each in ("one", "two")] == [1, None]
    assert len(list(entries(folder))) == 1


def test_only_the_owner_reads_and_writes(shelf: Shelf, folder: Path) -> None:
    shelf.write("survey", "one", 1)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(entry.stat().st_mode & 0o077 == 0 for entry in entries(folder))
    folder.chmod(0o777)
    assert shelf.read("survey", "one") is None


def test_it_tells_whether_anything_would_be_kept(shelf: Shelf, folder: Path) -> None:
    assert shelf.is_writable()
    folder.chmod(0o777)
    assert not shelf.is_writable(), "others may write to it"
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.write_text("a file where the folder should be")
    assert not shelf.is_writable()
    assert not Shelf(None).is_writable()


def test_it_tells_whether_a_catalogue_was_read(shelf: Shelf, tmp_path: Path) -> None:
    assert not has_catalogue(None, shelf)
    read_catalogue(None, shelf)
    assert has_catalogue(None, shelf)
    assert not has_catalogue(tmp_path / "nothing", shelf)
    assert not has_catalogue(None, Shelf(None))


def test_what_is_known_of_a_catalogue_is_that_of_its_files(
    shelf: Shelf, tmp_path: Path, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "catalogue"
    shutil.copytree(str(bundled_folder()), place)
    assert know_catalogue(place, shelf) is None
    read_catalogue(place, shelf)
    monkeypatch.setattr("ingest.catalogue.load_catalogue", None)  # it is not read again
    assert know_catalogue(place, shelf) == KnownCatalogue(network.version, "milano")
    assert know_catalogue(place, Shelf(None)) is None
    assert know_catalogue(tmp_path / "nothing", shelf) is None
    with (place / "curated" / "gaps.yaml").open("a", encoding="utf-8") as file:
        file.write("# another byte\n")
    assert know_catalogue(place, shelf) is None


def test_the_oldest_entries_go(shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 3_000)
    known: set[Path] = set()
    for day, name in enumerate("abc"):
        shelf.write("survey", name, bytes(1_000))
        (new,) = set(entries(folder)) - known
        os.utime(new, (day, day))
        known.add(new)
    assert [shelf.read("survey", name) is None for name in "abc"] == [True, False, False]


def test_without_a_folder_nothing_is_kept(folder: Path) -> None:
    folder.parent.mkdir()
    nothing = Shelf.of({"XDG_CACHE_HOME": str(folder.parent)}, wanted=False)
    nothing.write("survey", "one", 1)
    assert nothing.read("survey", "one") is None
    assert not list(entries(folder))
    folder.write_text("in the way")
    inside = Shelf.of({"XDG_CACHE_HOME": str(folder.parent)})
    inside.write("survey", "one", 1)
    assert inside.read("survey", "one") is None


def test_content_is_that_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "curated").mkdir()
    (tmp_path / "curated" / "a.yaml").write_text("[]")
    before = content_of(tmp_path)
    (tmp_path / "curated" / "a.yaml").rename(tmp_path / "curated" / "b.yaml")
    assert content_of(tmp_path) != before
    assert content_of(bundled_folder()) == content_of(bundled_folder())


def test_facts_that_somebody_gave_are_never_kept(shelf: Shelf, folder: Path, network: Network) -> None:
    analyst = CoverageAnalyst(network, shelf=shelf)
    facts = (GivenFact(name="residence", values=("none",)),)
    for query in (CoverageQuery(needs=("work",)), CoverageQuery(needs=("work",), facts=facts)):
        analyst.keep(analyst.survey(query))
    assert not list(entries(folder))


def test_of_what_is_read_once_only_the_version_is_kept(shelf: Shelf, folder: Path) -> None:
    network = read_catalogue(None, shelf, once=True)
    assert not has_catalogue(None, shelf)
    assert know_catalogue(None, shelf) == KnownCatalogue(network.version, "milano")
    assert len(list(entries(folder))) == 1


def test_word_lists_are_part_of_the_program() -> None:
    found = {Path(entry.path).name for entry in module._modules(str(Path(module.__file__).parents[1] / "graph"))}
    assert {"countries.txt", "parse.py"} <= found


@pytest.mark.parametrize("services", [10, MOST_SURVEYED + 1])
def test_what_is_shared_comes_back_whatever_the_size(tmp_path: Path, services: int) -> None:
    shelf = Shelf(tmp_path)
    shelf.write_shared("network", "v1", (("a", 1), ("a", 1)), services)
    assert shelf.read_shared("network", "v1") == (("a", 1), ("a", 1))
    assert shelf.read_shared("network", "v2") is None
