"""A Neo4j Community on loopback without a container engine: that of `rete store`, and that of the tests.

Maven copies the server's jars once into a cache, in the version that `local_server.pom.xml` pins. A Java runtime
starts them in a folder that holds the data, the configuration, the log and the password. The server is GPLv3: a
process of its own, and no part of this program.
"""

import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from graph.errors import StoreError, reason_of
from graph.message import Message
from graph.store.bolt import DATABASE, USER
from graph.store.driver import AuthError, Driver, DriverError, GraphDatabase, Neo4jError

PATIENCE = 180.0
"""Seconds that a start may take on a busy machine before it counts as failed."""
GRACE = 60.0
"""Seconds that the server has to write what it holds and end."""
JAVA = (17, 21)
"""The versions of Java that the server runs on."""
SAID = 2_000
"""Characters of a program's last words that an error repeats."""
SIZE = re.compile(r"[1-9]\d*[mg]", re.IGNORECASE)
HEAP = "512m"

_FIRST_PASSWORD = "neo4j"  # noqa: S105 - of every new server, which takes it only to have it changed
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JVM = (
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8",
    "-Dio.netty.tryReflectionSetAccessible=true", "-Dlog4j2.disable.jmx=true",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
)  # fmt: skip
_SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.retention_policy": "1 files",
    "db.transaction.timeout": "60s",
    "server.memory.pagecache.size": "256m",
}


def fetch_jars(environ: Mapping[str, str]) -> Path:
    """The folder of the server's jars: under RETE_NEO4J_JARS, else in the user's cache; Maven fills it on first use.

    Raises StoreError if Maven is missing or cannot copy them.
    """
    named = environ.get("RETE_NEO4J_JARS")
    pom = files(__package__).joinpath("local_server.pom.xml").read_bytes()
    folder = Path(named) if named else _home(environ, "XDG_CACHE_HOME", ".cache") / "neo4j"
    place = folder / hashlib.sha256(pom).hexdigest()[:12]
    if place.is_dir():
        return place
    if shutil.which("mvn") is None:
        raise StoreError(Message.of("local_store.no_maven"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder))
        try:
            _copy_jars(pom, partial)
            try:
                partial.rename(place)
            except OSError:
                if not place.is_dir():  # else another run was quicker
                    raise
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise StoreError.at(str(folder), Message.of("file.unwritable", reason=reason_of(error))) from None
    return place


def data_folder(environ: Mapping[str, str]) -> Path:
    """Where a server keeps its data unless told otherwise, after the XDG Base Directory Specification."""
    return _home(environ, "XDG_DATA_HOME", ".local/share") / "store"


def _home(environ: Mapping[str, str], variable: str, default: str) -> Path:
    named = Path(environ.get(variable, ""))
    return (named if named.is_absolute() else Path.home() / default) / "rete-attiva"


def _copy_jars(pom: bytes, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as project:
        file = Path(project) / "pom.xml"
        file.write_bytes(pom)
        command = ["mvn", "-q", "-B", "-f", str(file), "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, our own words
    if run.returncode:
        raise StoreError(Message.of("local_store.not_copied", said=f"{run.stdout}{run.stderr}".strip()[-SAID:]))


def get_java(environ: Mapping[str, str]) -> str:
    """The command of a Java that the server runs on: that of JAVA_HOME, else that of the path. Raises StoreError."""
    home = environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    if java is None:
        raise StoreError(Message.of("local_store.no_java", versions=tuple(map(str, JAVA))))
    run = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    found = re.search(r'version "(\d+)', run.stderr + run.stdout)
    if found is None or int(found[1]) not in JAVA:
        version = found[1] if found else "?"
        raise StoreError(Message.of("local_store.other_java", java=java, found=version, versions=tuple(map(str, JAVA))))
    return java


class LocalServer:
    """One server process and its folder; the same folder has the same data and password whenever it is started.

    Parameters
    ----------
    java, jars
        See `get_java` and `fetch_jars`.
    folder
        Its home. What is missing there is made, the password in a file that its owner alone reads.
    port
        Where it speaks Bolt; 0 takes any free port.
    heap
        The most memory for what it computes, such as 512m; the page cache comes beside it.
    settings
        Further settings. The server refuses to start with one that it does not know.
    """

    def __init__(
        self,
        java: str,
        jars: Path,
        folder: Path,
        *,
        port: int = 0,
        heap: str = HEAP,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        if not SIZE.fullmatch(heap):
            raise StoreError(Message.of("local_store.heap", given=heap))
        self.home = folder.absolute()
        self.port = port or _free_port()
        self.password_file = self.home / "password"
        self._process: subprocess.Popen[bytes] | None = None
        self._command = [java, f"-Xmx{heap}", *_JVM, "-cp", f"{jars}/*", "org.neo4j.server.CommunityEntryPoint"]
        self._command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        address = {f"server.bolt.{name}_address": f"127.0.0.1:{self.port}" for name in ("listen", "advertised")}
        try:
            self._prepare(_SETTINGS | address | dict(settings or {}))
            self.password = self.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise StoreError.at(str(self.home), Message.of("file.unwritable", reason=reason_of(error))) from None

    def _prepare(self, settings: Mapping[str, str]) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("conf", "data", "logs", "run", "plugins", "import", "licenses"):
            (self.home / name).mkdir(exist_ok=True)
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        (self.home / "conf" / "neo4j.conf").write_text("".join(lines), encoding="utf-8")
        with suppress(FileExistsError):
            # Made with its mode, so that nobody else can read it even for a moment.
            made = os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="utf-8") as file:
                file.writelines((secrets.token_urlsafe(16), "\n"))

    @property
    def uri(self) -> str:
        """Where a driver finds it, with routing."""
        return f"neo4j://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process and wait until it takes queries. Raises StoreError."""
        if _is_taken(self.port):
            raise StoreError(Message.of("local_store.port_taken", port=str(self.port)))
        with (self.home / "server.log").open("wb") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)  # noqa: S603
        try:
            self._await()
        except BaseException:
            self.stop()
            raise

    def wait(self) -> None:
        """Wait until the process ends. Raises StoreError, because nobody told it to."""
        if self._process is not None:
            self._process.wait()
            self._process = None
            raise self._failed("local_store.ended")

    def stop(self) -> None:
        """Let the process write what it holds and end; one that does not in time is killed."""
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE)
        self.kill()

    def kill(self) -> None:
        """End the process at once, as a power cut would; nothing is flushed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _await(self) -> None:
        assert self._process is not None  # noqa: S101 - just started
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                try:
                    self._verify()
                    return
                except AuthError:
                    self._change_password()
            except (DriverError, Neo4jError):
                # It is not there yet.
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise self._failed("local_store.not_started") from None
                time.sleep(0.2)

    def _change_password(self) -> None:
        """A new server has a known first password. Raises StoreError where it has another one by now."""
        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        try:
            with self._driver(_FIRST_PASSWORD) as driver:
                driver.execute_query(change, old=_FIRST_PASSWORD, new=self.password, database_="system")
        except AuthError:
            raise StoreError.at(str(self.password_file), Message.of("local_store.password")) from None

    def _verify(self) -> None:
        with self._driver(self.password) as driver:
            driver.execute_query("RETURN 1", database_=DATABASE)

    def _driver(self, password: str) -> Driver:
        # Without routing and retries, a server that is still starting is one quick refusal.
        return GraphDatabase.driver(
            f"bolt://127.0.0.1:{self.port}", auth=(USER, password), max_transaction_retry_time=0
        )

    def _failed(self, code: str) -> StoreError:
        log = self.home / "server.log"
        said = log.read_text(encoding="utf-8", errors="replace").strip()[-SAID:]
        return StoreError.at(str(log), Message.of(code, said=said))


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
