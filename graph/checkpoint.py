"""Where long work may be stopped: by a deadline, or because nobody waits for it any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_check: ContextVar[Callable[[], None] | None] = ContextVar("checkpoint", default=None)


@contextmanager
def checked_by(check: Callable[[], None]) -> Iterator[None]:
    """Within it, long work calls `check` again and again; what that raises stops the work."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


def checkpoint() -> None:
    """Called by long work between two of its parts; raises whatever stops it, and leaves nothing half done behind."""
    check = _check.get()
    if check is not None:
        check()
