"""Child processes that end with their parent, and the lines of JSON that they send.

A process can also leave the machine to others half of the time, and give back the memory that it has freed.
"""

import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from select import select
from threading import Thread
from typing import Any


class Lifeline:
    """Ends the children of a process when that process is gone, however it went.

    Each child waits for the end of a pipe of which only the parent holds the other end.
    """

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self._held = False

    def close_writing(self) -> None:
        """Called in a child before it has children of its own, which would hold on to the parent's end."""
        if not self._held:
            self._held = True
            os.close(self._write)

    def is_cut(self, seconds: float) -> bool:
        """Whether the parent is gone, looked at for so long."""
        found, _, _ = select([self._read], (), (), seconds)
        return bool(found)

    def hold(self) -> None:
        """In a child process, make it end when the parent ends."""
        self.close_writing()

        def wait() -> None:
            while os.read(self._read, 1):
                pass
            os.kill(os.getpid(), signal.SIGTERM)

        Thread(target=wait, daemon=True, name="lifeline").start()


def fork(run: Callable[[], None], lifeline: Lifeline, *, threads: bool = True) -> int:
    """A process that does `run`, and ends with this one; its number. Nothing after the call happens in it.

    Without `threads` it has none at first, because it forks in its turn; it then holds on to `lifeline` itself.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGUSR1):
            signal.signal(each, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        # Ctrl-C reaches every process of a terminal; only the first of them acts on it, and tells the others.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        lifeline.close_writing()
        if threads:
            lifeline.hold()
        run()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


class Line:
    """Sends values from a process to another, one JSON document a line; both make it before they part."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)
        self._rest = b""

    def send(self, **values: Any) -> None:
        """Send one value; nobody may be there to take it."""
        with suppress(OSError):
            os.write(self.writing, json.dumps(values).encode() + b"\n")

    def keep_reading_end(self) -> None:
        """Close the writing end, in the process that reads: otherwise it would not notice when the other ends."""
        os.close(self.writing)

    def take(self) -> tuple[list[dict[str, Any]], bool]:
        """The messages that have arrived, and whether the other end is closed."""
        ended = False
        with suppress(BlockingIOError):
            while not ended:
                piece = os.read(self.reading, 65_536)
                self._rest += piece
                ended = not piece
        *lines, self._rest = self._rest.split(b"\n")
        return [json.loads(line) for line in lines], ended

    def close(self) -> None:
        """Close the reading end."""
        os.close(self.reading)


WORK = 0.005
"""Seconds of processor time after which it pauses. A longer step of C code, such as a sort, is not interrupted."""
PAUSE = 0.005
"""Seconds of a pause."""


class SteppingAside:
    """Leaves the machine to others half of the time: the process pauses over and over, from `begin` to `end`.

    A process that loads a version becomes the one that serves it, so it cannot lower its priority: it could not raise
    it again. Both methods are called in the main thread.
    """

    def begin(self) -> None:
        """Pause from now on."""
        signal.signal(signal.SIGPROF, lambda *_: time.sleep(PAUSE))
        signal.setitimer(signal.ITIMER_PROF, WORK, WORK)

    def end(self) -> None:
        """Pause no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)


def give_back_memory() -> None:
    """Let the system have what this process has freed, where its C library can; glibc keeps it otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
