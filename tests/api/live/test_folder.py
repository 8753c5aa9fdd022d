"""A catalogue's folder that changes while it is served: no request fails, none waits for the new version."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from graph.network import content_hash
from graph.vocabulary import ServiceStatus
from ingest import bundled_folder
from ingest.catalogue import load_catalogue
from ingest.corrections import FILE, Corrected, Correction
from ingest.editing import prepare_edit, write_edit
from tests.api.live.conftest import RETE, Served, await_, clients

CLOSED = Correction(
    about="residenzami", told="visita", verified=date(2026, 11, 26), set=Corrected(status=ServiceStatus.DEFUNCT)
)
Serve = Callable[..., Served]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "milano"
    shutil.copytree(str(bundled_folder()), target)
    return target


def version_in(folder: Path) -> str:
    return content_hash(load_catalogue(folder))


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_new_version_is_served_without_a_request_that_fails(serve: Serve, folder: Path, workers: str) -> None:
    before = version_in(folder)
    served = serve("--catalogue", str(folder), "--workers", workers)
    with clients(served.url) as asking:
        await_(lambda: all(client.versions for client in asking))
        write_edit(folder, prepare_edit(folder, CLOSED))
        await_(lambda: "loading" in served.ready())
        meanwhile = [len(client.versions) for client in asking]
        after = version_in(folder)
        await_(lambda: served.version() == after)
    assert [client.failures for client in asking] == [[]] * len(asking)
    for client, count in zip(asking, meanwhile, strict=True):
        assert set(client.versions) <= {before, after}
        assert client.versions[:count] == [before] * count
        assert client.versions == sorted(client.versions, key=(before, after).index), "never back to the old one"
    await_(lambda: f"Version {after} is served in place of {before}" in served.log.read_text())
    query = f'{{ versions {{ version }} versionChanges(before: "{before}") {{ after {{ version }} }} }}'
    told = httpx.post(f"{served.url}/graphql", json={"query": query}, timeout=60).json()["data"]
    assert [each["version"] for each in told["versions"]] == [after, before], "what was live is still known"
    assert told["versionChanges"] is not None


@pytest.mark.slow
def test_a_version_with_findings_is_told_and_not_served(serve: Serve, folder: Path) -> None:
    before = version_in(folder)
    served = serve("--catalogue", str(folder), "--no-cache")
    (folder / FILE).write_text("- {about: nobody, told: x, verified: 2026-11-26}\n")
    await_(lambda: "refused" in served.ready())
    ready = served.ready()
    assert (ready["code"], ready["version"]) == (200, before)
    assert ready["refused"]["first"].startswith(f"{FILE}:1: ")
    assert served.version() == before
    assert "nobody" in served.log.read_text()
    (folder / FILE).unlink()
    await_(lambda: "refused" not in served.ready())
    assert served.version() == before
    write_edit(folder, prepare_edit(folder, replace(CLOSED, told="telefonata")))
    await_(lambda: served.version() == version_in(folder))


@pytest.mark.slow
def test_the_process_that_serves_is_replaced(serve: Serve, folder: Path) -> None:
    served = serve("--catalogue", str(folder))
    version = served.version()
    children = subprocess.check_output(["pgrep", "-P", str(served.process.pid)], text=True).split()
    os.kill(int(children[0]), signal.SIGKILL)
    await_(lambda: "another one takes its place" in served.log.read_text())
    assert served.version() == version


@pytest.mark.slow
def test_nothing_is_left_of_a_server_that_is_killed(serve: Serve, folder: Path) -> None:
    served = serve("--catalogue", str(folder), "--workers", "2")
    served.version()
    found = subprocess.check_output(["pgrep", "-g", "0", "-f", str(folder)], text=True).split()
    assert len(found) > 3
    served.process.kill()
    await_(lambda: not subprocess.run(["pgrep", "-g", "0", "-f", str(folder)], stdout=subprocess.PIPE).stdout)


def test_a_catalogue_that_is_none_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("city: [")
    command = [RETE, "serve", "--port", "0", "--catalogue", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 3
    assert "catalogue.yaml" in done.stderr


@pytest.mark.slow
def test_a_first_start_reads_the_catalogue_aside_and_leaves_it_on_the_shelf(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    served = serve()
    kept = {path.name.partition("-")[0] for path in (tmp_path / "cache" / "rete-attiva").iterdir()}
    assert {"version", "network", "lexicon"} <= kept
    assert serve().version() == served.version()
