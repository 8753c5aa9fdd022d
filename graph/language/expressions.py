"""Regular expressions that are compiled when a text first needs them: long ones take longer than a text to be read."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property


class Expression:
    """A regular expression, which is compiled when it is first used.

    >>> Expression("[0-9]+").search("aged 12")[0]
    '12'
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The numbers of the groups, by name."""
        return self._compiled.groupindex

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where it matches."""
        return self._compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where it matches."""
        return self._compiled.finditer(text)
