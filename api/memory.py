"""Memory that this process has freed."""

import ctypes


def give_back_memory() -> None:
    """Let the system have what this process has freed, where its C library can; glibc keeps it otherwise."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
