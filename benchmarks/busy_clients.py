"""Clients that ask one thing after the other, in a process of their own: `python -m benchmarks.busy_clients`.

Standard input holds where the server is, and what is asked, as JSON.
"""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from time import sleep

PATIENCE = 120.0
"""Seconds after which an answer is given up."""
SETTLED = 0.5
"""Seconds until the queues are full."""


@contextmanager
def busy(host: str, port: int, clients: int, bodies: Sequence[bytes], headers: dict[str, str]) -> Iterator[None]:
    """Within it, `clients` ask; at its end all of them leave, whatever they wait for."""
    told = [host, port, clients, [body.decode() for body in bodies], headers]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.busy_clients"], stdin=subprocess.PIPE, text=True)
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps(told))
        process.stdin.close()
        sleep(SETTLED)
        yield
    finally:
        process.kill()
        process.wait()


def ask(host: str, port: int, body: str, headers: dict[str, str]) -> None:
    """Ask without end; who is turned away asks again after a moment."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    while True:
        connection.request("POST", "/graphql", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            sleep(1)


if __name__ == "__main__":
    host, port, clients, bodies, headers = json.load(sys.stdin)
    for number in range(clients):
        Thread(target=ask, args=[host, port, bodies[number % len(bodies)], headers]).start()
