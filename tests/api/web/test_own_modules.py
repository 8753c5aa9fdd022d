"""The pages' own modules are checked by TypeScript, from the types that their comments declare."""

import subprocess
from pathlib import Path

import pytest

PACKAGE = "typescript@5.9.3"
OPTIONS = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2022", "--module", "es2022"]
LIBRARIES = ["--lib", "es2022,dom,dom.iterable"]


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "node_modules" / ".bin" / "tsc"


def check(compiler: Path, *modules: Path) -> str:
    command = [str(compiler), *OPTIONS, *LIBRARIES, *map(str, modules)]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


@pytest.mark.slow
@pytest.mark.node
def test_own_modules_have_the_types_that_they_declare(compiler: Path, project: Path, tmp_path: Path) -> None:
    modules = sorted((project / "api" / "web" / "static").glob("*.js"))
    assert modules
    assert check(compiler, *modules) == ""
    wrong = tmp_path / "wrong.js"
    wrong.write_text("// @ts-check\n/** @type {number} */\nexport const one = 'one';\n", encoding="utf-8")
    assert "TS2322" in check(compiler, wrong)
