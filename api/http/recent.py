"""What was used last, within a bound of bytes."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values by their keys, which together have at most so many bytes; what was not asked for the longest goes first.

    Examples
    --------
    >>> recent = Recent[str](most=10)
    >>> for name in ("a", "b", "c"):
    ...     recent.keep(name.encode(), name, size=4)
    >>> recent.find(b"a"), recent.find(b"c")
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
