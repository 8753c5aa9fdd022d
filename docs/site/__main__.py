"""`python -m docs.site [FOLDER]` writes the site into a folder, `build/site` if none is named.

A link that leads nowhere, an anchor that is not there, or a page outside the navigation ends the build.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from docs.site.command_pages import command_pages
from docs.site.links import place_on_site, rewrite
from docs.site.schema_pages import schema_pages

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", *sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md") if "examples" not in path.parts
))  # fmt: skip
"""The pages that somebody wrote."""


class NavigationError(Exception):
    """The navigation and the pages are not the same."""


def build(out: Path) -> None:
    """Write the site into `out`. Raises BrokenLinkError and NavigationError; CalledProcessError as the builder says."""
    work = out.with_name(f"{out.name}-pages")
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    write_pages(work / "docs")
    settings = work / "mkdocs.yml"
    settings.write_text(yaml.safe_dump(site_settings(), allow_unicode=True, sort_keys=False), encoding="utf-8")
    builder = Path(sys.executable).with_name("zensical")
    subprocess.run([builder, "build", "--strict", "--clean", "-f", settings], check=True)  # noqa: S603 - our own words
    (work / "site").rename(out)
    shutil.rmtree(work)


def write_pages(target: Path) -> None:
    """Write the pages, those that are made, and the files that they lead to."""
    wanted: list[str] = []
    for path in PAGES:
        text = (ROOT / path).read_text(encoding="utf-8")
        _put(target / place_on_site(path, folder=False), rewrite(text, path, ROOT, wanted.append))
    for place, _, text in _made():
        _put(target / place, text)
    for path in dict.fromkeys(wanted):
        if path in PAGES:
            continue
        if (ROOT / path).is_dir():
            _put(target / place_on_site(path, folder=True), _list_folder(path, target))
        else:
            _copy(path, target)


def _list_folder(path: str, target: Path) -> str:
    """A page that lists the files of a folder, which are copied."""
    names = sorted(item.name for item in (ROOT / path).iterdir() if item.is_file())
    for name in names:
        _copy(f"{path}/{name}", target)
    return "\n".join((f"# {path}/", "", *(f"- [{name}]({name})" for name in names), ""))


def _copy(path: str, target: Path) -> None:
    place = target / place_on_site(path, folder=False)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / path, place)


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@cache
def _made() -> list[tuple[str, str, str]]:
    """Place, title and text of the pages that are made from the program."""
    sdl = (ROOT / "api" / "schema.graphql").read_text(encoding="utf-8")
    return [*command_pages(), *schema_pages(sdl)]


def site_settings() -> dict[str, Any]:
    """The settings of the builder, with the pages that are made in the navigation. Raises NavigationError."""
    settings: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("mkdocs.yml").read_text(encoding="utf-8"))
    made = _made()
    for part in settings["nav"]:
        for entries in part.values():
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict):
                    entry.update({
                        title: [{name: place} for place, name, _ in made if place.startswith(f"{folder}/")]
                        for title, folder in entry.items() if folder in ("commands", "schema")
                    })  # fmt: skip
    shown = list(_leaves(settings["nav"]))
    pages = [place_on_site(path, folder=False) for path in PAGES] + [place for place, _, _ in made]
    if sorted(shown) != sorted(pages):
        raise NavigationError(f"without a page or twice: {_more(shown, pages)}; not shown: {_more(pages, shown)}")
    return {**settings, "docs_dir": "docs", "site_dir": "site"}


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for item in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else ():
        yield from _leaves(item)


def _more(those: list[str], these: list[str]) -> str:
    rest = list(those)
    for item in these:
        if item in rest:
            rest.remove(item)
    return ", ".join(rest) or "none"


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site"))
