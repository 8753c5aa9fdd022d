"""The replicas of docker-compose.yml behind its proxy, each command and file of it run outside a container."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.neo4j_server import USER, Neo4jServer
from graph.network import content_hash
from ingest.catalogue import load_catalogue
from tests.api.live.conftest import RETE, Served, await_, clients

pytestmark = [pytest.mark.java, pytest.mark.nginx, pytest.mark.slow]
REPLICAS = ("api-1", "api-2", "api-3")


@pytest.fixture
def secrets(database: Neo4jServer, tmp_path: Path) -> dict[str, str]:
    """What docker-compose.yml gives each of its services, with the secret as a file."""
    file = tmp_path / "secret"
    file.write_text(f"{USER}/{database.password}\n")
    return {"RETE_STORE": database.uri.replace("neo4j://", "bolt://"), "RETE_NEO4J_AUTH_FILE": str(file)}


@pytest.fixture
def publish(
    compose: Mapping[str, Any], secrets: dict[str, str], tmp_path: Path, project: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the publisher on a folder, as it stands in docker-compose.yml."""

    def run(catalogue: Path) -> subprocess.CompletedProcess[str]:
        places = {"/catalogue": str(catalogue), "/known/versions": str(tmp_path / "versions")}
        command = [places.get(part, part) for part in compose["services"]["publish"]["command"]]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RETE_")}
        return subprocess.run([RETE, *command], env=kept | secrets, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def replicas(compose: Mapping[str, Any], secrets: dict[str, str], serve: Callable[..., Served]) -> list[Served]:
    """The three, each with a cache of its own."""
    return [
        serve(*_options(compose["services"][name]["command"]), environ=_environment(compose, name, secrets), cache=name)
        for name in REPLICAS
    ]


def _options(command: list[str]) -> list[str]:
    first, *rest = command
    assert first == "serve"
    place = rest.index("--port")
    del rest[place : place + 2]  # each takes a free one here
    return ["127.0.0.1" if part == "0.0.0.0" else part for part in rest]  # noqa: S104


def _environment(compose: Mapping[str, Any], name: str, secrets: dict[str, str]) -> dict[str, str]:
    said = compose["services"][name]["environment"]
    assert said.keys() == secrets.keys() | {"RETE_CLIENT_HEADER", "XDG_CACHE_HOME"}
    return {"RETE_CLIENT_HEADER": said["RETE_CLIENT_HEADER"], **secrets}


@pytest.fixture
def proxy(project: Path, replicas: list[Served], tmp_path: Path) -> Iterator[str]:
    """nginx with deploy/nginx.conf, in which only addresses and the folder for its files are others."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    conf = (project / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for name, replica in zip(REPLICAS, replicas, strict=True):
        conf, found = re.subn(rf"server {name}:8765", f"server {replica.url.removeprefix('http://')}", conf)
        assert found == 1
    conf = conf.replace("listen 8765;", f"listen 127.0.0.1:{port};")
    conf = re.sub(r" /\w+/(?=\w+(\.pid)?;)", f" {tmp_path}/nginx-", conf)
    (tmp_path / "nginx.conf").write_text(conf, encoding="utf-8")
    command = ["nginx", "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]
    with (tmp_path / "nginx.log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            await_(lambda: _answers(f"http://127.0.0.1:{port}"))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGQUIT)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=30).status_code == 200
    except httpx.TransportError:
        return False


def ready(url: str) -> bool:
    return httpx.get(f"{url}/readyz", timeout=30).status_code == 200


def another(catalogue: Path, target: Path) -> Path:
    """A catalogue that differs in one name."""
    for file in catalogue.rglob("*.yaml"):
        copy = target / file.relative_to(catalogue)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8").replace("name: ResidenzaMi", "name: ResidenzaMi bis"))
    return target


def test_nobody_notices_what_happens_behind_the_proxy(
    database: Neo4jServer, replicas: list[Served], proxy: str, project: Path, tmp_path: Path,
    publish: Callable[..., subprocess.CompletedProcess[str]],
) -> None:  # fmt: skip
    """A version is published, a replica is killed, the store stands still: no request fails."""
    milan = project / "ingest" / "catalogues" / "milano"
    other = another(milan, tmp_path / "other")
    versions = [content_hash(load_catalogue(folder)) for folder in (milan, other)]
    assert versions[0] != versions[1]
    first = publish(milan)
    assert first.returncode == 0, first.stderr
    for replica in replicas:
        await_(lambda replica=replica: ready(replica.url))  # type: ignore[misc]
    with clients(proxy, each=4) as asking:
        await_(lambda: all(len(client.versions) > 10 for client in asking))
        assert publish(other).returncode == 0
        await_(lambda: all(replica.version() == versions[1] for replica in replicas))
        replicas[0].process.kill()
        await_(lambda: not _answers(replicas[0].url))
        database.stall()
        try:
            await_(lambda: all("stale" in replica.ready() for replica in replicas[1:]))
            counted = [len(client.versions) for client in asking]
            await_(lambda: all(len(client.versions) > count for client, count in zip(asking, counted, strict=True)))
        finally:
            database.resume()
        await_(lambda: all("stale" not in replica.ready() for replica in replicas[1:]))
    assert [client.failures for client in asking] == [[]] * len(asking)
    for client in asking:
        assert set(client.versions) <= set(versions)
    assert httpx.get(f"{proxy}/metrics", timeout=30).status_code == 404


def test_a_version_that_somebody_else_published_is_not_replaced(
    database: Neo4jServer, secrets: dict[str, str], project: Path, tmp_path: Path,
    publish: Callable[..., subprocess.CompletedProcess[str]],
) -> None:  # fmt: skip
    milan = project / "ingest" / "catalogues" / "milano"
    other, third = another(milan, tmp_path / "other"), another(milan, tmp_path / "third")
    (third / "catalogue.yaml").write_text((milan / "catalogue.yaml").read_text() + "\n")
    assert publish(milan).returncode == 0
    assert publish(milan).returncode == 0, "the same again"
    by_hand = subprocess.run(
        [RETE, "publish", str(other), "--no-cache"],
        env=os.environ | secrets,
        capture_output=True,
        text=True,
        check=False,
    )
    assert by_hand.returncode == 0, by_hand.stderr
    refused = publish(milan)
    assert refused.returncode == 1
    assert "not published from here" in refused.stderr
    assert content_hash(load_catalogue(other)) in refused.stderr
