"""The page on the house names every room, and the files that it names are there."""

import re
from pathlib import Path

import pytest


@pytest.mark.parametrize("package", ["graph", "ingest", "api"])
def test_every_room_and_module_of_a_package_has_a_row(project: Path, package: str) -> None:
    page = (project / "docs" / "house.md").read_text(encoding="utf-8")
    rows = "\n".join(line for line in page.splitlines() if line.startswith(f"| `{package}/"))
    rooms = [path.parent.name for path in (project / package).glob("*/__init__.py")]
    modules = [path.stem for path in (project / package).glob("*.py") if not path.stem.startswith("__")]
    assert [name for name in (*rooms, *modules) if not re.search(rf"\b{name}\b", rows)] == []


@pytest.mark.parametrize("page", ["house.md", "dictionary.md"])
def test_every_path_that_a_page_names_is_there(project: Path, page: str) -> None:
    text = (project / "docs" / page).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:graph|ingest|api|cypher|docs|tests|benchmarks)/[\w/.]*)`", text)
    assert paths
    assert [path for path in paths if not (project / path).exists()] == []


def test_every_term_of_the_dictionary_occurs_in_its_module_and_only_once(project: Path) -> None:
    page = (project / "docs" / "dictionary.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.count("|") == 6]
    terms = [(term.strip(), modules) for first, *_, modules in rows for term in first.split(",") if "`" in modules]
    assert len(terms) > 70
    assert len({term for term, _ in terms}) == len(terms)
    strangers = []
    for term, modules in terms:
        named = [project / path for path in re.findall(r"`([^`]+)`", modules)]
        files = [file for path in named for file in (path.rglob("*.py") if path.is_dir() else [path])]
        text = " ".join(f"{file} {file.read_text(encoding='utf-8')}" for file in files).lower()
        words = re.sub(r"\(.*\)", "", term).split()
        strangers += [term for word in words if word.removesuffix("s") not in text]
    assert strangers == []
