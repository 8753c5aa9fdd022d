"""The site: four parts, every command and every type, and no link that leads nowhere."""

import doctest
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import graphql
import pytest

from api.cli import run
from api.commands import COMMANDS
from docs.site import __main__ as site
from docs.site import links
from docs.site.command_pages import command_pages
from docs.site.schema_pages import schema_pages

LINK = re.compile(r'(?:href|src)="([^"]*)"')
ANCHOR = re.compile(r'id="([^"]*)"')


def test_the_navigation_has_four_parts_and_every_page() -> None:
    settings = site.site_settings()  # raises where a page is missing
    parts = [title for part in settings["nav"] for title in part]
    assert parts == ["Home", "Tutorials", "How-to guides", "Reference", "Explanation", "Project"]


def test_a_page_outside_the_navigation_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "PAGES", (*site.PAGES, "docs/forgotten.md"))
    with pytest.raises(site.NavigationError, match=r"forgotten\.md"):
        site.site_settings()


@pytest.mark.slow
def test_every_command_has_its_help_in_both_languages() -> None:
    pages = {place: text for place, _, text in command_pages()}
    assert set(pages) == {"commands/index.md", *(f"commands/{name}.md" for name in COMMANDS)}
    for name in COMMANDS:
        page, usages = pages[f"commands/{name}.md"], ("Usage:", "Uso:")
        assert all(re.search(rf"^{usage} +rete {name}\b", page, re.MULTILINE) for usage in usages)


def test_every_type_and_field_of_the_schema_is_described(project: Path) -> None:
    sdl = (project / "api" / "schema.graphql").read_text(encoding="utf-8")
    pages = {place: text for place, _, text in schema_pages(sdl)}
    schema = graphql.build_schema(sdl)
    written = "\n".join(pages.values())
    assert schema.query_type is not None
    assert [name for name in schema.query_type.fields if f"\n## {name}\n" not in pages["schema/index.md"]] == []
    for name, named in schema.type_map.items():
        if not name.startswith("__") and named is not schema.query_type:
            assert f"\n## {name}\n" in written
            members = getattr(named, "fields", getattr(named, "values", {}))
            assert [member for member in members if f"| `{member}` |" not in written] == []


def test_links_go_through_the_site(tmp_path: Path) -> None:
    assert doctest.testmod(links).failed == 0
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").touch()
    taken: list[str] = []
    text = "[a](../README.md#start)\n```md\n[b](../nothing.md)\n```\n[c](https://example.org)\n"
    assert links.rewrite(text, "docs/a.md", tmp_path, taken.append) == text.replace("../README.md", "project/readme.md")
    assert taken == ["README.md"]
    with pytest.raises(links.BrokenLinkError, match=r"docs/a\.md"):
        links.rewrite("[b](../nothing.md)", "docs/a.md", tmp_path, taken.append)


@pytest.fixture(scope="module")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "docs.site", str(out)], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.mark.slow
def test_the_site_is_built_and_every_link_of_it_leads_somewhere(built: Path) -> None:
    pages = {page: page.read_text(encoding="utf-8") for page in built.rglob("*.html") if page.name != "404.html"}
    assert len(pages) > len(COMMANDS) + 30
    anchors = {page: set(ANCHOR.findall(text)) for page, text in pages.items()}
    astray = []
    for page, text in pages.items():
        for link in LINK.findall(text):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            aim = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
            aim = aim / "index.html" if aim.is_dir() else aim
            if not aim.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors.get(aim, set())):
                astray.append((str(page.relative_to(built)), link))
    assert astray == []


@pytest.mark.slow
def test_the_site_loads_nothing_from_elsewhere(built: Path) -> None:
    for page in built.rglob("*.html"):
        assert re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="https?://', page.read_text(encoding="utf-8")) == []


@pytest.mark.slow
def test_an_anchor_that_is_not_there_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = site.write_pages

    def with_a_fault(target: Path) -> None:
        write(target)
        page = target / "tools.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n[nowhere](api.md#nowhere)\n", encoding="utf-8")

    monkeypatch.setattr(site, "write_pages", with_a_fault)
    with pytest.raises(subprocess.CalledProcessError):
        site.build(tmp_path / "site")


def tutorial(project: Path) -> list[str]:
    text = (project / "docs" / "tutorial.md").read_text(encoding="utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]


def test_the_commands_of_the_tutorial_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tutorial(project)
    assert lines[-1] == "rete serve"
    printed = []
    for line in lines[:-1]:
        program, *arguments = line.split()
        assert program == "rete"
        assert run((*arguments, "--lang", "en")) == 0, line
        printed.append(capsys.readouterr().out)
    assert "Celav" in printed[0]
    assert "(after 3)" in printed[1]
    assert "charter:" in printed[3]
    assert "Lose every way" in printed[5]


def test_what_the_tutorial_shows_is_what_is_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (project / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    assert run((*tutorial(project)[0].split()[1:], "--lang", "en")) == 0
    printed = capsys.readouterr().out
    for line in shown.splitlines():
        assert line.removesuffix("...").rstrip() in printed
