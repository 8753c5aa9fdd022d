"""What a test may need beside Python. What is missing is a loud skip; under RETE_REQUIRE_ALL=1 it is a failure."""

import gc
import os
import platform
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.nodeid import NodeId
from hypothesis import settings
from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    from benchmarks.neo4j_server import Neo4jServer


# The same examples in every run, so that a build tells of the change and not of its luck; `make soak` draws new ones.
# Whoever runs the tests by hand waits for fewer examples; the build tries as many as a proof of this kind wants.
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=30)
settings.register_profile("build", derandomize=True, deadline=None, max_examples=250)
settings.register_profile("soak", derandomize=False, deadline=None, max_examples=250)
settings.load_profile(os.environ.get("RETE_HYPOTHESIS", "quick"))


def _documents() -> str | None:
    folder = os.environ.get("RETE_DOCUMENTS")
    if not folder:
        return "RETE_DOCUMENTS does not name the folder of the source documents"
    return None if Path(folder).is_dir() else "RETE_DOCUMENTS names a folder that is not there"


def _standards() -> str | None:
    folder = os.environ.get("RETE_STANDARDS")
    return None if folder and Path(folder).is_dir() else "RETE_STANDARDS names no folder of published standards"


def _commands(*names: str) -> Callable[[], str | None]:
    def check() -> str | None:
        missing = [name for name in names if shutil.which(name) is None]
        return f"not installed: {', '.join(missing)}" if missing else None

    return check


def _find_compose() -> list[str] | None:
    """Docker Compose: the plugin, else the command of its own; None where there is neither."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and subprocess.run([*command, "version"], capture_output=True).returncode == 0:
            return command
    return None


def _compose() -> str | None:
    return None if _find_compose() else "not installed: docker compose, docker-compose"


def _x86_64() -> str | None:
    machine = platform.machine()
    return None if machine in ("x86_64", "AMD64") else f"this processor is {machine}"


NEEDS: dict[str, Callable[[], str | None]] = {
    "documents": _documents,
    "standards": _standards,
    "java": _commands("java", "mvn"),
    "openssl": _commands("openssl"),
    "node": _commands("node", "npm"),
    "chromium": _commands("chromium"),
    "compose": _compose,
    "nginx": _commands("nginx"),
    "x86_64": _x86_64,
}


GIVEN = ("standards",)
"""What no registry serves: a loud skip in the build too, where nobody laid it down."""
HEAVY = ("java", "node", "chromium", "nginx")
"""What starts a program beside Python that takes seconds to be there: tests of these are for the build."""
SHARED = {"java": "neo4j", "tour": "readme"}
"""The marker or fixture that asks for a server or an installation, and the worker group whose tests share it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests are slow, and keep those of one server on one worker."""
    seen: Counter[str] = Counter()
    for item in items:
        sample = item.get_closest_marker("sample")
        if sample is not None:
            name = item.nodeid.partition("[")[0]
            seen[name] += 1
            if seen[name] > sample.args[0]:
                item.add_marker("slow")
        if any(item.get_closest_marker(marker) for marker in HEAVY):
            item.add_marker("slow")
        for needed, group in SHARED.items():
            if item.get_closest_marker(needed) or needed in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(group))
        for mark in item.iter_markers("xdist_group"):
            # By this ending xdist knows a group; xdist 3.8 writes it where pytest 9.2 does not read it any more.
            item._id = NodeId.parse(f"{item.nodeid}@{mark.args[0]}")


class ByFile(LoadGroupScheduling):
    """Gives a worker all tests of a group or of a file, so that what these share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return super()._split_scope(nodeid).partition("::")[0]


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """Let the collector leave alone what was collected, and look seldom: it took a fifth of the time."""
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, missing in NEEDS.items():
        if item.get_closest_marker(marker) is None:
            continue
        reason = missing()
        if reason is None:
            continue
        if os.environ.get("RETE_REQUIRE_ALL") == "1" and marker not in GIVEN:
            pytest.fail(f"every test must run here, but {reason}", pytrace=False)
        pytest.skip(f"{marker}: {reason}")


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory, compose: Mapping[str, Any]) -> Iterator["Neo4jServer"]:
    """A real Neo4j Community on loopback, with authentication; tests that use it are marked `java`.

    It runs with the settings of docker-compose.yml, and starts only if it knows each of them; who asks for TLS gets it,
    with a certificate that nobody trusts unasked.
    """
    from benchmarks.neo4j_server import Neo4jServer, composed_settings

    folder = tmp_path_factory.mktemp("neo4j")
    settings = composed_settings(compose["services"]["neo4j"]["environment"])
    if shutil.which("openssl"):
        settings |= _certified(folder)
    server = Neo4jServer(folder / "home", settings)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def _certified(folder: Path) -> dict[str, str]:
    """The settings of TLS, for a certificate that is made and laid down in `folder`."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "private.key", "-out", "public.crt"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    policy = "dbms.ssl.policy.bolt"
    return {
        f"{policy}.enabled": "true",
        f"{policy}.base_directory": str(folder),
        f"{policy}.client_auth": "NONE",
        "server.bolt.tls_level": "OPTIONAL",
    }


@pytest.fixture(scope="session")
def compose(project: Path) -> Mapping[str, Any]:
    """What docker-compose.yml says."""
    import yaml

    said: Mapping[str, Any] = yaml.safe_load((project / "docker-compose.yml").read_text(encoding="utf-8"))
    return said


@pytest.fixture(scope="session")
def compose_command() -> list[str]:
    """Docker Compose, as it is called here; tests that use it are marked `compose`."""
    found = _find_compose()
    assert found is not None
    return found


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps, it keeps in a folder of the tests; but a server's jars are copied only once."""
    with pytest.MonkeyPatch.context() as patch:
        if not os.environ.get("RETE_NEO4J_JARS"):
            caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
            patch.setenv("RETE_NEO4J_JARS", str(caches / "rete-attiva" / "neo4j"))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the checkout."""
    return Path(__file__).parent.parent
