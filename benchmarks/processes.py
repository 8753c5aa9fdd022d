"""Whole processes: the command from cold, the server until it is ready, and what it keeps in memory.

Compiled modules are written to a folder of the benchmark's own by a first process that is not counted, as an
installation would have them; whatever the environment says about bytecode does not matter.
"""

import http.client
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.measure import Measure, Timing
from benchmarks.planning import SENTENCES

QUESTION = SENTENCES[0]
SERVING = 3
"""The processes of a server of the bundled catalogue: one that watches, one that answers, and one that plans for it."""
RESTING = 30.0
"""Milliseconds of processor time in a second, of a server that has nothing to do."""
MEMORY = 200.0
"""Most megabytes that all processes of a server of the bundled catalogue hold."""
PATIENCE = 120.0
"""Seconds after which a process is given up."""
ASK = "query Ask($text: String!) { ask(text: $text) { status plans { id steps { order } } problems { code } } }"
WORDS = (
    *SENTENCES,
    "from Opera release to registered residence and work",
    "dagli arresti domiciliari a casa",
    "from probation to addiction treatment",
    "dall'uscita da Bollate a pasti e doccia",
)


class NotReadyError(RuntimeError):
    """A process that ended, or did not get ready in time."""


def rete(*arguments: str) -> list[str]:
    """The command line of `rete` in this interpreter's environment."""
    return [sys.executable, "-c", "from api.__main__ import main; main()", *arguments]


@contextmanager
def bytecode() -> Iterator[Mapping[str, str]]:
    """An environment in which compiled modules, and what the program keeps, are in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="rete-bytecode-") as folder:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield {**kept, "PYTHONPYCACHEPREFIX": folder, "XDG_CACHE_HOME": f"{folder}/cache"}


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that has ended: milliseconds from start to end, of processor time, and what it printed."""

    wall: float
    cpu: float
    output: str


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None, folder: str | None = None) -> Finished:
    """Run a process in `folder` to its end. Raises CalledProcessError or TimeoutExpired where it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(
        arguments, check=True, capture_output=True, text=True, timeout=PATIENCE, env=environment, cwd=folder
    )
    wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Finished(1000 * wall, 1000 * cpu, done.stdout)


def timing(finished: Sequence[Finished]) -> Timing:
    """The times of several processes."""
    return Timing(tuple(each.wall for each in finished), tuple(each.cpu for each in finished))


COMMANDS: Mapping[tuple[str, ...], float] = {
    ("--version",): 150,
    ("--help",): 300,
    ("ask", QUESTION): 350,
    ("coverage",): 400,
    ("critical",): 400,
    ("quality",): 400,
    ("measures",): 400,
}
"""Commands, each with the most milliseconds that it may take once what it asks for is kept."""


def measure_cold(runs: int = 7) -> Iterator[Measure]:
    """Commands in a new process, from its start to its end: the first ever, and those after it."""
    with bytecode() as environment:
        bare = timing([run([sys.executable, "-c", ""], environment) for _ in range(runs)])
        yield bare.median("cold", "an interpreter that does nothing")
        anew = timing([run(rete("ask", QUESTION, "--no-cache"), environment) for _ in range(runs)])
        yield anew.median("cold", "rete ask, nothing kept", 1_000)
        for command, most in COMMANDS.items():
            first = run(rete(*command), environment)
            again = timing([run(rete(*command), environment) for _ in range(runs)])
            note = f"{runs} runs, best {min(again.wall):.0f}; the first {first.wall:.0f}, cpu {first.cpu:.0f}"
            yield again.median("cold", f"rete {command[0]} again", most, note=note)


@dataclass(frozen=True, slots=True)
class Server:
    """A server process on loopback. `ready_after` is in milliseconds from its start, `cpu` what it used until then."""

    pid: int
    host: str
    port: int
    ready_after: float
    cpu: float

    def ask(self, text: str) -> None:
        """One question in words. Raises NotReadyError where the answer is neither a plan nor a reason."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        body = json.dumps({"query": ASK, "variables": {"text": text}})
        connection.request("POST", "/graphql", body, {"Content-Type": "application/json", "Accept": "application/json"})
        answer = json.loads(connection.getresponse().read())
        connection.close()
        if answer.get("errors") or not (answer["data"]["ask"]["plans"] or answer["data"]["ask"]["problems"]):
            raise NotReadyError(f"The server answered {answer!r}.")

    def used(self) -> float:
        """Milliseconds of processor time so far, of all its processes."""
        return cpu_of(self.pid)

    def resident(self) -> tuple[float, float]:
        """Megabytes in memory now, and at most in one of its processes so far.

        Raises FileNotFoundError where there is no /proc.
        """
        peaks = (int(found) for status in _each(self.pid, "status") for found in re.findall(r"VmHWM:\s+(\d+)", status))
        return held_by(self.pid), max(peaks) / 1024

    def await_survey(self) -> float:
        """Wait until the process that surveys the network has ended; the most megabytes that all of them held."""
        most, deadline = held_by(self.pid), perf_counter() + PATIENCE
        while len(processes_of(self.pid)) > SERVING and perf_counter() < deadline:
            most = max(most, held_by(self.pid))
            sleep(0.2)
        return most

    def await_rest(self) -> None:
        """Wait until it has nothing to do: for a second it uses next to no processor time."""
        deadline, before = perf_counter() + PATIENCE, -RESTING
        while (now := self.used()) - before >= RESTING and perf_counter() < deadline:
            before = now
            sleep(1)


@contextmanager
def serving(environment: Mapping[str, str], command: Sequence[str] = (), given: str = "") -> Iterator[Server]:
    """`rete serve` on a free port of loopback, ready; it is stopped at the end.

    Another `command` may serve instead, with `given` as its standard input.
    """
    start = perf_counter()
    process = subprocess.Popen(
        command or rete("serve", "--port", "0"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    try:
        assert process.stdin is not None
        process.stdin.write(given)
        process.stdin.close()
        host, port = _announced(process)
        while not _is_ready(host, port):
            if perf_counter() - start > PATIENCE or process.poll() is not None:
                raise NotReadyError("The server did not get ready.")
            sleep(0.005)
        ready = 1000 * (perf_counter() - start)
        yield Server(process.pid, host, port, ready, cpu_of(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def _announced(process: "subprocess.Popen[str]") -> tuple[str, int]:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://([\d.]+):(\d+)", line)
        if found:
            return found[1], int(found[2])
    raise NotReadyError("The server ended without saying where it listens.")


def _is_ready(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def processes_of(pid: int) -> list[int]:
    """A process and all below it."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return [pid, *(each for child in children for each in processes_of(int(child)))]


def cpu_of(pid: int) -> float:
    """Milliseconds of processor time of a process and all below it."""
    ticks = os.sysconf("SC_CLK_TCK")
    found = (text.rpartition(")")[2].split() for text in _each(pid, "stat"))
    return sum(1000 * (int(fields[11]) + int(fields[12])) / ticks for fields in found)


def held_by(pid: int) -> float:
    """Megabytes that a process and all below it hold; what they share is counted once (proportional set size)."""
    lines = (line for text in _each(pid, "smaps_rollup") for line in text.splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _each(pid: int, name: str) -> Iterator[str]:
    """What the system tells under `name` of a process and all below it, but for those that have just ended."""
    for each in processes_of(pid):
        with suppress(OSError):
            yield Path(f"/proc/{each}/{name}").read_text()


def measure_server(runs: int = 5) -> Iterator[Measure]:
    """The server from its start until /readyz says so."""
    with bytecode() as environment:
        with serving(environment) as server:
            first = server.ready_after
        wall, cpu = list[float](), list[float]()
        for _ in range(runs):
            with serving(environment) as server:
                wall.append(server.ready_after)
                cpu.append(server.cpu)
    note = f"{runs} starts, best {min(wall):.0f}; the very first, which compiles the modules, {first:.0f}"
    yield Timing(tuple(wall), tuple(cpu)).median("server", "server ready", 2_000, note=note)


def measure_memory(asked: int = 100) -> Iterator[Measure]:
    """What all processes of the server hold after they have answered questions, once none surveys the network any more.

    That one takes memory for some seconds after the first start only; it is told apart.
    """
    with bytecode() as environment, serving(environment) as server:
        before, _ = server.resident()
        surveying = server.await_survey()
        for number in range(asked):
            server.ask(WORDS[number % len(WORDS)])
        now, peak = server.resident()
    note = f"when ready {before:.0f}; while it surveys {surveying:.0f}; one process at most {peak:.0f}"
    name = f"memory of all processes of the server after {asked} answers"
    yield Measure(part="memory", name=name, figure=now, unit="MB", target=MEMORY, note=note)
