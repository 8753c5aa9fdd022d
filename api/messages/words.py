"""Messages, texts and days in one language."""

import re
import string
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.message import Message, Phrase, Text, Value
from graph.structs import Struct
from graph.vocabulary import Evidence, Locale

SIGNS = {Evidence.STATED: "●", Evidence.INFERRED: "◐", Evidence.LISTED: "○"}

Templates = Mapping[str, str | Mapping[str, str]]
"""The words of each code; for a sentence that counts, those of each plural category of CLDR, and of exact numbers."""


_TABLE = re.compile(r"^\[(\w+)", re.MULTILINE)
"""The line that begins a table, with the first part of its name."""


@cache
def read_templates(language: str) -> Templates:
    """The templates of `<language>.toml` by code, such as `error.too_long`.

    A table that has the key `other` is one sentence by its plural categories; any other table is a section.
    """
    return {code: said for part in _parts(language) for code, said in _read_part(language, part).items()}


@cache
def _read_part(language: str, part: str) -> Templates:
    """The templates whose codes begin with `part`: a command says few of them, and reading all of them takes longer."""
    return dict(_flatten("", tomllib.loads(_parts(language).get(part, ""))))


@cache
def _parts(language: str) -> Mapping[str, str]:
    """The tables of `<language>.toml` as text, by the first part of their names."""
    text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    begins = [(found.start(), found[1]) for found in _TABLE.finditer(text)]
    parts: dict[str, str] = {}
    for (begin, name), (end, _) in pairwise([*begins, (len(text), "")]):
        parts[name] = parts.get(name, "") + text[begin:end]
    return parts


def _flatten(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        is_section = isinstance(value, dict) and "other" not in value
        found.extend(_flatten(f"{prefix}{key}.", value) if is_section else [(f"{prefix}{key}", value)])
    return found


class Words(Struct, frozen=True):
    """Everything that the program says, in the language `locale`."""

    locale: Locale

    def __call__(self, phrase: Phrase) -> str:
        """`phrase` in this language.

        Raises
        ------
        KeyError
            If the language has no such message, or the message lacks a value that its template names.

        Examples
        --------
        >>> Words(Locale.EN)(Message.of("check.last_verified", day=date(2026, 11, 3)))
        'Last verified on 2026-11-03: verify that it still holds.'
        """
        if isinstance(phrase, Text):
            return phrase.it if self.locale is Locale.IT else phrase.en
        return self.say(phrase.code, **dict(phrase.values))

    def say(self, code: str, /, **values: Value) -> str:
        """The message `code`, filled in with `values`; `count` chooses the plural form."""
        template = _read_part(self.locale, code.partition(".")[0])[code]
        if not isinstance(template, str):
            count = values["count"]
            template = template.get(str(count)) or template.get(find_plural(self.locale, count)) or template["other"]
        return _Filler(self).vformat(template, (), values)

    def decimal(self, number: float, places: int) -> str:
        """`number` with so many decimal places, after the decimal mark of this language.

        >>> Words(Locale.IT).decimal(30.25, places=1)
        '30,2'
        """
        return f"{number:.{places}f}".replace(".", self.say("format.decimal"))

    def percent(self, share: float, places: int = 1) -> str:
        """`share`, where 1 is the whole, as a percentage.

        >>> Words(Locale.IT).percent(0.302)
        '30,2%'
        """
        return f"{self.decimal(share * 100, places)}%"

    def tell(self, told: Phrase | str) -> str:
        """`told` in this language, where it is a phrase; a text stays as it is."""
        return told if isinstance(told, str) else self(told)

    def fill(self, value: Value, joint: str = "list") -> str:
        """A value as it reads; several are joined by the message `joint.<joint>`."""
        if isinstance(value, Text | Message):
            return self(value)
        if isinstance(value, tuple):
            return self.say(f"joint.{joint}").join(self.fill(item) for item in value)
        return value.strftime(self.say("format.day")) if isinstance(value, date) else str(value)


class _Filler(string.Formatter):
    """Fills in a template: `{names}`, `{names:or}` (how several are joined), `{name:first}` (begins a sentence)."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "first":
            text = self._words.fill(value)
            return text[:1].upper() + text[1:]
        return self._words.fill(value, format_spec or "list")


@cache
def find_plural(language: str, count: Any) -> str:
    """The plural category of `count` by the rules of the language."""
    from babel.plural import PluralRule

    rules = str(_read_part(language, "plural")["plural.rules"])
    return str(PluralRule(dict(rule.split(": ") for rule in rules.split("; ")))(count))
