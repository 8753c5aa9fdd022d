"""`rete store`: a real server of one's own, started, used, ended by a signal and started again."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.messages import Words
from graph.vocabulary import Locale

RETE = str(Path(sys.executable).parent / "rete")
KEPT = ("RETE_NEO4J_JARS", "XDG_CACHE_HOME")
BEHIND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
"""As a shell starts what runs behind: Ctrl-C is ignored until the program asks for it."""


def environment(**environ: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RETE_") or name in KEPT}
    return kept | environ


def rete(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RETE, *arguments], env=environment(**environ), capture_output=True, text=True, check=False, timeout=240
    )


@contextmanager
def running(*arguments: str, ends: int = signal.SIGTERM, **environ: str) -> Iterator[Mapping[str, Any]]:
    """What `rete store --json` says once it is ready; it is ended by the signal, and ends well."""
    command = [*BEHIND, RETE, "store", "--json", *arguments]
    with subprocess.Popen(command, env=environment(**environ), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            lines = []
            while not lines or lines[-1] != "}\n":
                lines.append(process.stdout.readline())
                assert lines[-1], "it ended before it was ready"
            yield json.loads("".join(lines))
        finally:
            process.send_signal(ends)
            try:
                assert process.wait(120) == 0
            finally:
                process.kill()


def listeners(port: int) -> set[str]:
    """The addresses at which a port is listened on, as the system writes them."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                found.add(local.rpartition(":")[0])
    return found


@pytest.mark.java
def test_a_store_is_started_published_to_ended_and_found_again(tmp_path: Path) -> None:
    with running("--port", "0", XDG_DATA_HOME=str(tmp_path)) as first:
        password = Path(first["passwordFile"])
        assert password == tmp_path / "rete-attiva" / "store" / "password"
        assert stat.S_IMODE(password.stat().st_mode) == 0o600
        assert stat.S_IMODE(password.parent.stat().st_mode) == 0o700
        port = int(first["store"].rpartition(":")[2])
        # 127.0.0.1, alone or as an address of IPv6
        assert listeners(port) <= {"0100007F", "0000000000000000FFFF00000100007F"}
        secret = password.read_text().strip()
        processes = subprocess.run(["ps", "-ewwo", "args"], capture_output=True, text=True, check=True).stdout
        assert "CommunityEntryPoint" in processes
        assert secret not in processes
        reached = {"RETE_STORE": first["store"], "RETE_NEO4J_PASSWORD_FILE": str(password)}
        assert rete("publish", "--no-cache", **reached).returncode == 0
        before = rete("needs", **reached)
    with running("--port", str(port), XDG_DATA_HOME=str(tmp_path), ends=signal.SIGINT) as again:
        assert again == first
        after = rete("needs", **reached)
        taken = rete("store", "--port", str(port), "--folder", str(tmp_path / "other"))
    assert (before.returncode, after.returncode, after.stdout) == (0, 0, before.stdout)
    assert taken.returncode == 1
    assert taken.stderr == f"rete: {Words(Locale.EN).say('local_store.port_taken', port=str(port))}\n"


@pytest.mark.java
def test_a_password_that_does_not_fit_the_data_is_said(tmp_path: Path) -> None:
    with running("--port", "0", "--folder", str(tmp_path / "own")) as said:
        Path(said["passwordFile"]).write_text("another\n")
    refused = rete("store", "--port", "0", "--folder", str(tmp_path / "own"))
    assert refused.returncode == 1
    assert refused.stderr == f"rete: {said['passwordFile']}: {Words(Locale.EN).say('local_store.password')}\n"


def test_without_java_or_with_another_one_it_says_which_is_needed(tmp_path: Path) -> None:
    words = Words(Locale.IT)
    missing = rete("store", "--lang", "it", PATH="", JAVA_HOME="")
    assert missing.stderr == f"rete: {words.say('local_store.no_java', versions=('17', '21'))}\n"
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    other = rete("store", "--lang", "it", JAVA_HOME=str(tmp_path))
    told = words.say("local_store.other_java", java=str(java), found="11", versions=("17", "21"))
    assert (other.returncode, other.stderr) == (1, f"rete: {told}\n")


@pytest.mark.java
def test_what_is_wrong_with_the_options_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        taken = rete("store", "--port", port, "--folder", str(tmp_path))
    assert Words(Locale.EN).say("local_store.port_taken", port=port) in taken.stderr
    assert "512m" in rete("store", "--heap", "lots", "--folder", str(tmp_path)).stderr
    assert "65535" in rete("store", "--port", "70000").stderr
    (tmp_path / "file").touch()
    assert "file" in rete("store", "--port", "0", "--folder", str(tmp_path / "file")).stderr
