"""A real server on a loopback port, and clients that do not behave."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.cli import run
from api.listening import listen, url_of
from api.server import DrainingServer
from api.settings import SettingsError
from tests.told import refuses

WRITE_SECONDS = 0.5
SERVER = """
import sys
from contextlib import suppress
from api.app import create_app
from api.listening import listen, url_of
from api.server import serve_on
from api.settings import Limits, Settings
from graph.store.base import NetworkXStore
from ingest.catalogue import load_catalogue
settings = Settings(port=int(sys.argv[1]), limits=Limits(write_seconds=WRITE_SECONDS))
with listen(settings.host, settings.port, free=True) as listener, suppress(KeyboardInterrupt):
    print(url_of(listener), flush=True)
    serve_on(listener, create_app(settings, NetworkXStore(load_catalogue())), settings)
print("stopped", flush=True)
""".replace("WRITE_SECONDS", str(WRITE_SECONDS))


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    """A port that is taken."""
    with listen("127.0.0.1", 0) as listener:
        yield int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def server(taken: int) -> Iterator[tuple[str, int]]:
    """The URL and port of a server that was told to use a port that is taken."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(taken)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().strip()
        try:
            yield url, int(url.rpartition(":")[2])
        finally:
            process.send_signal(signal.SIGINT)
            assert process.stdout.read() == "stopped\n"
            assert "secret-of-a-person" not in process.stderr.read()


def test_a_port_that_is_taken_is_replaced_by_a_free_one(server: tuple[str, int], taken: int) -> None:
    url, port = server
    assert url == f"http://127.0.0.1:{port}"
    assert port != taken
    while (answer := httpx.get(f"{url}/readyz")).status_code == 503:
        assert answer.json() == {"status": "getting ready"}
    assert answer.json()["status"] == "ready"


def test_it_answers_graphql(server: tuple[str, int]) -> None:
    query = '{ ask(text: "to work, secret-of-a-person") { interpretation { needs { code } } } }'
    answer = httpx.post(f"{server[0]}/graphql", json={"query": query}, timeout=30)
    assert answer.json()["data"] == {"ask": {"interpretation": {"needs": [{"code": "work"}]}}}


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\xff\xfe" * 100,
        b"GET /graphql?query=secret-of-a-person HTTP/9.9\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}",
        b"POST /graphql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /graphql HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000,
        b"GET /graphql?query=%7B%00%ff HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_a_client_that_does_not_behave_does_no_harm(server: tuple[str, int], sent: bytes) -> None:
    url, port = server
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
        answer = b""
        with suppress(OSError):  # the server may hang up while it is being written to
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(4096):
                answer += piece
    assert b" 500 " not in answer.split(b"\r\n", 1)[0]
    assert httpx.get(f"{url}/healthz").status_code == 200


@pytest.mark.slow
def test_a_client_that_asks_and_never_reads_is_given_up(server: tuple[str, int]) -> None:
    url, port = server
    assert httpx.get(f"{url}/exports/hsds.json", timeout=60).status_code == 200
    answers = b""
    with closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", port))
        connection.sendall(b"GET /exports/hsds.json HTTP/1.1\r\nHost: a\r\n\r\n" * 40)
        time.sleep(6 * WRITE_SECONDS)
        with suppress(OSError):
            while piece := connection.recv(1_000_000):
                answers += piece
    assert 0 < answers.count(b"HTTP/1.1 200 OK") < 40


def test_a_port_that_somebody_named_is_not_replaced(taken: int) -> None:
    with refuses(SettingsError, f"Port {taken} is taken"):
        listen("127.0.0.1", taken)


def test_a_host_that_is_not_this_machine_is_refused() -> None:
    with refuses(SettingsError, r"203\.0\.113\.7"):
        listen("203.0.113.7", 0)


def test_the_url_of_a_socket() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_answer_leaves_at_once() -> None:
    """Header and body are two writes; TCP_NODELAY keeps the second from waiting for an acknowledgement."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


HALF_OPEN = 160


@pytest.mark.slow
def test_connections_that_say_nothing_neither_stop_the_server_nor_fill_its_log(tmp_path: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))\n" + SERVER
    log = tmp_path / "log"
    with log.open("w") as errors, subprocess.Popen(
        [sys.executable, "-c", limited, "0"], stdout=subprocess.PIPE, stderr=errors, text=True
    ) as process:  # fmt: skip
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        port = int(url.rpartition(":")[2])
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(HALF_OPEN)]
        try:
            for connection in silent:
                with suppress(OSError):
                    connection.sendall(b"POST /graphql HTTP/1.1\r\nHost: a\r\n")
            assert [httpx.get(f"{url}/healthz", timeout=5).status_code for _ in range(5)] == [200] * 5
        finally:
            for connection in silent:
                connection.close()
            process.send_signal(signal.SIGINT)
            process.stdout.read()
    assert len(log.read_text().splitlines()) < 100


def test_a_body_too_large_is_refused_before_it_is_sent(server: tuple[str, int]) -> None:
    head = b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n{"
    with closing(socket.create_connection(("127.0.0.1", server[1]), timeout=5)) as connection:
        connection.sendall(head)
        assert connection.recv(12) == b"HTTP/1.1 413"


@pytest.mark.slow
def test_several_processes_share_a_port(project: Path) -> None:
    command = [sys.executable, "-m", "api", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stdout.readline().split()[1].rstrip("/")
        try:
            seen: set[str] = set()
            deadline = time.monotonic() + 30
            while len(seen) < 2 and time.monotonic() < deadline:
                with suppress(httpx.TransportError):
                    seen |= set(re.findall(r'worker="(\d)"', httpx.get(f"{url}/metrics", timeout=5).text))
            assert seen == {"0", "1"}
            answer = httpx.post(f"{url}/graphql", json={"query": "{ snapshot { city } }"}, timeout=30)
            assert answer.json()["data"] == {"snapshot": {"city": "milano"}}
            killed = int(subprocess.check_output(["pgrep", "-P", str(process.pid)], text=True).split()[0])
            os.kill(killed, signal.SIGKILL)
            told = (line for line in process.stderr if "another one takes its place" in line)
            assert next(told, None) is not None
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0


def test_less_than_one_process_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("serve", "--workers", "0")) == 1
    assert "--workers must be a whole number of at least 1" in capsys.readouterr().err


REQUEST = b"GET / HTTP/1.1\r\nHost: rete\r\n\r\n"
LEFT = b"left to the next process"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def ask_while_it_drains(turns: int) -> bytes:
    """The first bytes of an answer on a connection that is made while the place is given up.

    It is made `turns` of the loop before; with fewer than none, that many after.
    """
    with listen("127.0.0.1", 0) as listener, listener.dup() as further:
        begun = asyncio.Event()
        server = DrainingServer(uvicorn.Config(answer, ws="none", lifespan="off", log_level="error"), begun.set)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await begun.wait()
        if turns < 0:
            signal.raise_signal(signal.SIGUSR1)
        for _ in range(-1 - turns):
            await asyncio.sleep(0)
        with socket.create_connection(further.getsockname()) as client:
            for _ in range(turns):
                await asyncio.sleep(0)
            if turns >= 0:
                signal.raise_signal(signal.SIGUSR1)
            answered = await ask(client, further)
        await serving
        return answered


async def ask(client: socket.socket, further: socket.socket) -> bytes:
    await asyncio.sleep(0.3)
    client.setblocking(False)
    further.setblocking(False)
    try:
        further.accept()[0].close()
    except BlockingIOError:
        await asyncio.get_running_loop().sock_sendall(client, REQUEST)
        return await asyncio.get_running_loop().sock_recv(client, 100)
    return LEFT


@pytest.mark.parametrize("turns", range(-4, 5))
def test_a_connection_is_answered_or_left_to_the_next_process(turns: int) -> None:
    answered = asyncio.run(ask_while_it_drains(turns))
    assert answered == LEFT or answered.startswith(b"HTTP/1.1 204")
