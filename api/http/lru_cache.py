"""A cache of the values that were used last, bounded by their bytes."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class LruCache(Generic[Value]):
    """Values by their keys, with at most `most` bytes together. The least recently used value is dropped first.

    Examples
    --------
    >>> cache = LruCache[str](most=10)
    >>> for name in ("a", "b", "c"):
    ...     cache.keep(name.encode(), name, size=4)
    >>> cache.find(b"a"), cache.find(b"c")
    (None, 'c')
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[bytes, tuple[Value, int]] = OrderedDict()
        self._held = 0

    def __len__(self) -> int:
        return len(self._values)

    def find(self, key: bytes) -> Value | None:
        """The value of this key; None where it is not kept."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def keep(self, key: bytes, value: Value, size: int) -> None:
        """Keep `value`, of so many bytes, and drop what is beyond the bound."""
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._held += size - before
            self._values[key] = value, size
            while self._held > self._most:
                _, (_, dropped) = self._values.popitem(last=False)
                self._held -= dropped
