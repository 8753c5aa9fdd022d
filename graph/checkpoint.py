"""Points at which long work can be stopped, by a deadline or because its client has left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_check: ContextVar[Callable[[], None] | None] = ContextVar("checkpoint", default=None)


@contextmanager
def checked_by(check: Callable[[], None]) -> Iterator[None]:
    """In this context, long work calls `check` repeatedly. An exception from `check` stops the work."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


def checkpoint() -> None:
    """Called by long work between two parts. It raises the exception that stops the work, with no part half done."""
    check = _check.get()
    if check is not None:
        check()
