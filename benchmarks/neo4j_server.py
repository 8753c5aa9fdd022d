"""A real Neo4j Community on loopback, for tests and measures, without a container engine.

Maven copies the server's jars once into a cache, in the versions that `tests/neo4j/pom.xml` pins; a Java runtime starts
them in a folder of their own, with authentication on and a password drawn for this run.
"""

import hashlib
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neo4j import Driver

POM = Path(__file__).parent.parent / "tests" / "neo4j" / "pom.xml"
USER = "neo4j"
DATABASE = "neo4j"
PATIENCE = 180.0
"""Seconds that a start may take on a busy machine before it counts as failed."""

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JVM = (
    "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8",
    "-Dio.netty.tryReflectionSetAccessible=true", "-Dlog4j2.disable.jmx=true",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
)  # fmt: skip
_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.security.auth_max_failed_attempts=0
db.tx_log.preallocate=false
"""
_DEFAULTS = {
    "server.memory.pagecache.size": "64m",
    "db.transaction.timeout": "60s",
    "dbms.usage_report.enabled": "false",
}


class ServerError(RuntimeError):
    """The server could not be fetched or started; the message ends with what it said."""


def fetch_jars(environ: Mapping[str, str]) -> Path:
    """The folder of the server's jars: RETE_NEO4J_JARS, else the user's cache; filled by Maven on first use."""
    named = environ.get("RETE_NEO4J_JARS")
    caches = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    edition = hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    place = (Path(named) if named else caches / "rete-attiva" / "neo4j") / edition
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=place.parent))
        _copy_jars(partial)
        try:
            partial.rename(place)
        except OSError:
            # Another run was quicker.
            shutil.rmtree(partial)
    return place


def composed_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings that the server's image makes of its environment: `NEO4J_a_b__c` is `a.b_c`.

    >>> composed_settings({"NEO4J_server_memory_heap_max__size": "1g", "NEO4J_AUTH": "neo4j/x", "TZ": "UTC"})
    {'server.memory.heap.max_size': '1g'}
    """
    named = {name.removeprefix("NEO4J_"): value for name, value in environment.items() if name.startswith("NEO4J_")}
    named.pop("AUTH", None)
    named.pop("AUTH_FILE", None)
    return {"_".join(part.replace("_", ".") for part in name.split("__")): value for name, value in named.items()}


def _copy_jars(folder: Path) -> None:
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    command += ["-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise ServerError(f"Maven could not copy the server: {run.stdout[-2000:]}{run.stderr[-2000:]}")


class Neo4jServer:
    """One server process and its folder. `kill` leaves the data, `start` goes on with them on the same port.

    `settings` are further lines of its configuration; the server refuses to start with one that it does not know.
    """

    def __init__(self, jars: Path, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.password = secrets.token_urlsafe(16)
        self.port = _free_port()
        self._jars = jars
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("conf", "data", "logs", "run", "plugins", "import", "licenses"):
            (home / name).mkdir(parents=True)
        lines = [f"{name}={value}\n" for name, value in (_DEFAULTS | dict(settings or {})).items()]
        (home / "conf" / "neo4j.conf").write_text("".join([_CONF.format(port=self.port), *lines]), encoding="utf-8")

    @property
    def uri(self) -> str:
        """Where a driver finds it, with routing."""
        return f"neo4j://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process and wait until it takes queries. Raises ServerError."""
        command = ["java", *_JVM, "-cp", f"{self._jars}/*", "org.neo4j.server.CommunityEntryPoint"]
        command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        first_start = not (self.home / "ready").exists()
        self._await(_change_password if first_start else _verify)
        (self.home / "ready").touch()

    def kill(self) -> None:
        """End the process at once, as a power cut would; nothing is flushed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stall(self) -> None:
        """Let it stand still: it holds its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _await(self, attempt: Callable[[str, str], None]) -> None:
        from neo4j.exceptions import DriverError, Neo4jError

        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                attempt(self.uri, self.password)
                return
            except (DriverError, Neo4jError) as error:
                failure = error
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                said = (self.home / "server.log").read_text(encoding="utf-8", errors="replace")
                raise ServerError(f"The server did not start ({failure}).\n{said[-3000:]}")
            time.sleep(0.2)


def _change_password(uri: str, password: str) -> None:
    """A new server has a known first password, which it takes only to change it."""
    with _driver(uri, "neo4j") as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        driver.execute_query(change, old="neo4j", new=password, database_="system")
    _verify(uri, password)


def _verify(uri: str, password: str) -> None:
    with _driver(uri, password) as driver:
        components = driver.execute_query("CALL dbms.components() YIELD name RETURN name", database_=DATABASE)
    assert "Neo4j Kernel" in [record["name"] for record in components.records]


def _driver(uri: str, password: str) -> "Driver":
    from neo4j import GraphDatabase

    # Without routing and retries, a server that is still starting is one quick refusal.
    direct = uri.replace("neo4j://", "bolt://")
    return GraphDatabase.driver(direct, auth=(USER, password), max_transaction_retry_time=0)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
