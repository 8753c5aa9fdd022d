"""Texts for people: those of the catalogue, and messages that `api/messages` puts into words."""

from datetime import date

from graph.structs import Struct


class Text(Struct, frozen=True, gc=False):
    """The same words in Italian and in English."""

    it: str
    en: str


class Message(Struct, frozen=True):
    """A sentence as a code with its values; `api/messages/<language>.toml` has the words for every code.

    Examples
    --------
    >>> Message.of("error.too_long", length=2001, most=2000)
    Message(code='error.too_long', values=(('length', 2001), ('most', 2000)))
    """

    code: str
    values: tuple[tuple[str, "Value"], ...] = ()

    @classmethod
    def of(cls, code: str, /, **values: "Value") -> "Message":
        """The message `code` with `values` by name."""
        return cls(code, tuple(values.items()))

    def __str__(self) -> str:
        """The code and its values, for logs and tracebacks."""
        values = ", ".join(f"{name}={value}" for name, value in self.values)
        return f"{self.code}({values})"


Phrase = Text | Message
"""Anything that reads in every language."""
Told = str | Phrase
"""What a person is told: a phrase, or a place or a code that reads the same in every language."""
Value = str | int | date | Text | Message | tuple[str | int | Text | Message, ...]
"""What a message may be filled in with: a name or code, a number, a day, a phrase, or several of them."""


class Finding(Struct, frozen=True):
    """An error: its place, which may be empty, and a message that says what to do about it."""

    place: str | Message
    message: Message

    @property
    def told(self) -> Message:
        """Place and message as one sentence."""
        return Message.of("finding.at", place=self.place, message=self.message) if self.place else self.message
