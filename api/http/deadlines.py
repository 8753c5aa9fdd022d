"""One deadline for many that wait, by one timer for all of them: a timer for each costs more than most answers here."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

Result = TypeVar("Result")
LOOKS = 10
"""Looks at who waits within the time that each may wait."""


class Deadlines:
    """Interrupts who waits longer than so many seconds, at most a tenth of them late."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._looking: asyncio.AbstractEventLoop | None = None
        """The loop that looks again after some time."""

    async def wait(self, awaited: Awaitable[Result]) -> Result:
        """What `awaited` gives. Raises TimeoutError where it takes too long."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - only tasks wait
        loop = task.get_loop()
        self._since[task] = loop.time()
        if self._looking is not loop:
            self._look_later(loop)
        try:
            return await awaited
        except asyncio.CancelledError:
            # Who was interrupted from elsewhere too ends, as with asyncio.timeout.
            if task in self._late and task.uncancel() == 0:
                raise TimeoutError from None
            raise
        finally:
            del self._since[task]
            self._late.discard(task)

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        self._looking = loop
        loop.call_later(self._seconds / LOOKS, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._looking is not loop:
            return
        self._looking = None
        for task, since in self._since.items():
            if loop.time() - since >= self._seconds and task not in self._late:
                self._late.add(task)
                task.cancel()
        if self._since:
            self._look_later(loop)
