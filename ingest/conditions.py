"""Conditions as people write them, "maggiorenni", "solo uomini", "18-35 anni", in the notation of formulas, and back.

A reading is a proposal: nobody is turned away by it until a person has confirmed it. Every word must be understood,
otherwise there is no reading.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph.concepts import FactDefinition
from graph.message import Message
from graph.vocabulary import FactKind

_PIECES = re.compile(r"[;,\n/+&]|\be\b|\bed\b|\band\b|\bcon\b|\bwith\b")
_NUMBER = r"(\d{1,3})"
_YEARS = r"(?:\s*(?:anni|years?|yrs?|y/?o)(?:\s*old)?)?"
_AGES: tuple[tuple[str, str], ...] = (
    (rf"(?:(?:dai|da|tra i|tra|fra i|fra|from|between|aged|ages|eta|age)\s+)*{_NUMBER}{_YEARS}\s*(?:-|–|a|ai|e|to|and)"
     rf"\s*{_NUMBER}{_YEARS}", "{0} {1}"),
    (rf"(?:eta )?(?:oltre i|oltre|maggiori di|older than)\s*{_NUMBER}{_YEARS}", "{0}+1 "),
    (rf"over\s*{_NUMBER}{_YEARS}", "{0} "),
    (rf"(?:dai|da|almeno|from|at least|aged)\s*{_NUMBER}{_YEARS}(?:\s*(?:in su|and over|and older|in poi|compiuti))?",
     "{0} "),
    (rf"{_NUMBER}\s*\+{_YEARS}|{_NUMBER}{_YEARS}\s*(?:in su|and over|and older|or older|compiuti)", "{0} "),
    (rf"(?:under|sotto i|minori di|younger than)\s*{_NUMBER}{_YEARS}", " {0}-1"),
    (rf"(?:fino a|fino ai|up to|max|massimo)\s*{_NUMBER}{_YEARS}", " {0}"),
    (r"maggiorenni?|adulti|adulta|adulto|adults?|maggiore eta|di maggiore eta", "18 "),
    (r"minori|minorenni?|minors?", " 17"),
)  # fmt: skip
_GENDERS = (
    (r"uomini|uomo|maschi|maschile|maschio|men|males?|man", "man"),
    (r"donne|donna|femmine|femminile|women|females?|woman", "woman"),
)
_ANYBODY = re.compile(r"tutti|tutte|chiunque|anyone|everyone|all|aperto a tutti|nessuno|nessuna|none|open to all")
_NOISE = re.compile(
    r"\b(?:solo|soltanto|esclusivamente|only|persone|persona|people|individuals|riservato a|per|anni di eta|di eta"
    r"|singles?|singoli|soli|sole|eta compresa|compresa)\b|[():.]"
)  # fmt: skip


def read_condition_words(text: str, facts: Iterable[FactDefinition]) -> dict[str, Any] | None:
    """The condition that `text` means, in the notation of formulas; empty where it takes anybody, None if unclear.

    >>> read_condition_words("solo uomini, 18-35 anni", ())
    {'gender': 'man', 'age': {'min': '18', 'max': '35'}}
    >>> read_condition_words("maggiorenni", ()), read_condition_words("di buona volontà", ())
    ({'age': {'min': '18'}}, None)
    """
    whole = _read_piece(text, facts)
    if whole is not None:
        return whole
    found: dict[str, Any] = {}
    for piece in _PIECES.split(_plain(text)):
        if not piece.strip():
            continue
        read = _read_piece(piece, facts)
        if read is None or found.keys() & read.keys():
            return None
        found |= read
    return found or None


def _read_piece(text: str, facts: Iterable[FactDefinition]) -> dict[str, Any] | None:
    plain = _plain(text)
    words = " ".join(_NOISE.sub(" ", plain).split())
    if _ANYBODY.fullmatch(words):
        return {}
    genders = {code: re.compile(rf"\b(?:{pattern})\b") for pattern, code in _GENDERS}
    named = [code for code, pattern in genders.items() if pattern.search(words)]
    rest = words
    for code in named:
        rest = genders[code].sub(" ", rest)
    rest = " ".join(re.sub(r"^\s*(?:(?:e|ed|and|o|or)\b|[,/&])|(?:\b(?:e|ed|and|o|or)|[,/&])\s*$", " ", rest).split())
    gender = {"gender": named[0]} if len(named) == 1 else {}
    if named and not rest:
        return gender
    age = _read_age(rest)
    if age is not None:
        return gender | {"age": age}
    return None if named else _read_value(" ".join(plain.split()), facts)


def _read_age(words: str) -> dict[str, str] | None:
    for pattern, limits in _AGES:
        match = re.fullmatch(pattern, words)
        if match is not None:
            numbers = [number for number in match.groups() if number]
            low, high = (_limit(limit, numbers) for limit in limits.split(" "))
            if low is not None and high is not None and high < low:
                return None
            found = {"min": low, "max": high}
            return {name: str(value) for name, value in found.items() if value is not None}
    return None


def _limit(limit: str, numbers: list[str]) -> int | None:
    """A limit such as `18`, or `{0}-1` over the numbers that were found."""
    if not limit:
        return None
    number, sign, more = re.fullmatch(r"(\{\d\}|\d+)([+-]?)(\d*)", limit).groups()  # type: ignore[union-attr]
    value = int(number.format(*numbers))
    return value + int(f"{sign}{more}") if sign else value


def _read_value(words: str, facts: Iterable[FactDefinition]) -> dict[str, Any] | None:
    """The value of a fact of the catalogue that has exactly these words."""
    found = {
        (fact.name, value.code)
        for fact in facts
        if fact.kind is not FactKind.INTEGER
        for value in fact.values
        if words in {_plain(name) for name in (value.label.it, value.label.en, *value.words)}
    }
    return dict(found) if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("à", "a").replace("'", " ").replace("’", " ").split())


def written_condition(when: Mapping[str, Any], facts: Iterable[FactDefinition]) -> Message:
    """A condition in words for people."""
    values = {
        (fact.name, value.code): Message.of("condition.fact", fact=fact.label, value=value.label)
        for fact in facts
        for value in fact.values
    }
    if not when:
        return Message.of("condition.anybody")
    parts: list[Message | str] = []
    for fact, test in when.items():
        if fact == "age" and isinstance(test, dict):
            low, high = test.get("min"), test.get("max")
            code = "age_between" if low and high else "age_from" if low else "age_to"
            parts.append(Message.of(f"condition.{code}", low=low or "", high=high or ""))
        elif fact == "gender":
            parts.append(Message.of(f"condition.{test}"))
        else:
            parts.append(values.get((fact, str(test)), f"{fact}: {test}"))
    return Message.of("condition.parts", parts=tuple(parts))
