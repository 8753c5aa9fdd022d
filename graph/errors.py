"""Every error that the program raises on purpose.

ReteError
├── CatalogueError          a catalogue with findings (carries all of them)
├── FormulaError            a requirement is not a formula over known facts
├── UserError               an error of the user, as a message that reads in every language
│   ├── UnknownCodeError    a code or slug that the network does not have (carries suggestions)
│   ├── QuestionError       a question of which a part must change first
│   └── ReadingError        a text, such as a cell, that is not what it should be
├── StoreError              a store cannot be read or written
└── DocumentError           a source document or a spreadsheet cannot be read
"""

from graph.message import Message


class ReteError(Exception):
    """Root of the errors whose message is meant for the user: what, where, and what to do.

    The message is a text, or a `Message` that reads in every language.
    """


class CatalogueError(ReteError):
    """A catalogue with findings; `findings` is the complete list, one line each."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class FormulaError(ReteError):
    """A requirement that is not a formula over the published facts."""


class UserError(ReteError):
    """An error of the user, with a message that reads in every language."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


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
