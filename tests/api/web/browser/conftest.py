"""A real server with all that it says in a log, and Debian's Chromium."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.versions import VersionHistory
from graph.network import Network
from ingest.catalogue import load_catalogue
from tests.api.conftest import SERVER
from tests.api.web.browser.visits import ARGUMENTS, CHROMIUM


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def origin(log: Path) -> Iterator[str]:
    """A real server with an inbox and an older version, all of whose output goes to `log`."""
    server_with_inbox = SERVER.replace("Settings(port=0)", "Settings.from_environment(os.environ, port=0)")
    catalogue, versions = load_catalogue(), log.parent / "versions"
    VersionHistory(versions).note(Network(replace(catalogue, services=catalogue.services[:-3])))
    environment = os.environ | {"RETE_INBOX": str(log.parent / "inbox"), "RETE_VERSIONS": str(versions)}
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "-c", f"import os\n{server_with_inbox}"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        ) as server,
    ):
        try:
            yield _wait(log)
        finally:
            server.terminate()


def _wait(log: Path) -> str:
    while not (url := log.read_text().strip()).startswith("http"):
        time.sleep(0.05)
    url = url.splitlines()[0]
    while httpx.get(f"{url}/readyz").status_code != 200:
        time.sleep(0.05)
    return url


@pytest.fixture(scope="module")
def browsers() -> Iterator[Any]:
    """Starts browsers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def chromium(browsers: Any) -> Iterator[Any]:
    browser = browsers.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()
