"""Every error that the program raises on purpose.

ReteError
├── CatalogueError          a catalogue with findings (carries all of them)
├── FormulaError            a requirement is not a formula over known facts
├── UserError               an error of the user
│   ├── UnknownCodeError    a code or slug that the network does not have (carries suggestions)
│   ├── QuestionError       a question of which a part must change first
│   └── ReadingError        a text, such as a cell, that is not what it should be
├── StoreError              a store cannot be read or written
└── DocumentError           a source document or a spreadsheet cannot be read
"""

import errno
from typing import Self

from graph.message import Finding, Message


class ReteError(Exception):
    """Root of the errors whose message is meant for the user: what, where, and what to do.

    It reads in every language.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    @classmethod
    def at(cls, place: str | Message, message: Message) -> Self:
        """The error that `message` is about `place`, such as a file or `file:line`."""
        return cls(Finding(place, message).told)


class CatalogueError(ReteError):
    """A catalogue with findings; `findings` is the complete list."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(Message.of("finding.all", findings=tuple(finding.told for finding in findings)))
        self.findings = findings

    @classmethod
    def at(cls, place: str | Message, message: Message) -> Self:
        """The error with one finding."""
        return cls((Finding(place, message),))


class FormulaError(ReteError):
    """A requirement that is not a formula over the published facts."""


class UserError(ReteError):
    """An error of the user."""


class UnknownCodeError(UserError):
    """A code that the network does not have. `kind` names what was looked for, such as `service`."""

    def __init__(self, kind: str, code: str, suggestions: tuple[str, ...] = ()) -> None:
        sentence = "error.unknown_code_near" if suggestions else "error.unknown_code"
        super().__init__(Message.of(sentence, kind=Message.of(f"kind.{kind}"), code=code, suggestions=suggestions))
        self.kind = kind
        self.code = code
        self.suggestions = suggestions


class QuestionError(UserError):
    """A question that cannot be answered until a part of it changes; `input_field` names that part."""

    def __init__(self, message: Message, input_field: str) -> None:
        super().__init__(message)
        self.input_field = input_field


class ReadingError(UserError, ValueError):
    """A text that cannot be read as what it should be, such as the telephone number in a cell."""


class StoreError(ReteError):
    """A store cannot be read or written."""


class EmptyStoreError(StoreError):
    """A store can be read, and nothing has been published there yet."""


class DocumentError(ReteError):
    """A source document or a spreadsheet cannot be read."""


_KNOWN = ("ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "ENOSPC", "EROFS", "ENAMETOOLONG", "ELOOP")
"""What the system says most often of a file, by its name in POSIX."""


def reason_of(error: OSError) -> Message:
    """Why the system refused, in every language."""
    name = errno.errorcode.get(error.errno or 0, "")
    return Message.of(f"system.{name}") if name in _KNOWN else Message.of("system.unknown", number=error.errno or 0)
