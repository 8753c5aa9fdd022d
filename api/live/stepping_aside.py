"""Work that leaves the machine to others half of the time.

A process that loads a version becomes the one that serves it, so it cannot lower its priority: it could not raise it
again. It pauses instead.
"""

import signal
import time

WORK = 0.005
"""Seconds of processor time after which it pauses. A longer step of C code, such as a sort, is not interrupted."""
PAUSE = 0.005
"""Seconds of a pause."""


class SteppingAside:
    """Lets this process pause over and over, from `begin` to `end`; both are called in its main thread."""

    def begin(self) -> None:
        """Pause from now on."""
        signal.signal(signal.SIGPROF, lambda *_: time.sleep(PAUSE))
        signal.setitimer(signal.ITIMER_PROF, WORK, WORK)

    def end(self) -> None:
        """Pause no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
