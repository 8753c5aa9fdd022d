"""Patterns for what is printed alike everywhere: e-mail addresses, streets, opening times. They find no sentences."""

import re
from dataclasses import dataclass

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_STREET = re.compile(
    r"(?P<street>(?:via|viale|piazza|piazzale|largo|corso)\s+[^\d\[\](),]{1,80}?,?\s*(?:n\.\s*)?\d+)"
    r"(?:\s*[-–]\s*(?P<postal>\d{5})\s+(?P<municipality>[A-Z]\w+))?",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?P<postal>\d{5})\s+(?P<municipality>[A-Z]\w+)")
_DAYS = {
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.,]\d{2}|pm|am)\b")


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A street with its number; the rest is None where it is not printed beside it."""

    street: str
    postal_code: str | None = None
    municipality: str | None = None


def find_emails(text: str) -> tuple[str, ...]:
    """E-mail addresses in their own spelling.

    >>> find_emails("A.b@example.org ; c@example.org.")
    ('A.b@example.org', 'c@example.org')
    """
    return tuple(_EMAIL.findall(text))


def find_address(text: str) -> PostalAddress | None:
    """The first street with a number, and the town where one follows.

    >>> find_address("Via Roma n. 7 – 20100 Milano")
    PostalAddress(street='Via Roma n. 7', postal_code='20100', municipality='Milano')
    """
    match = _STREET.search(text)
    return PostalAddress(match["street"], match["postal"], match["municipality"]) if match else None


def find_town(text: str) -> tuple[str, str] | None:
    """A postal code and the municipality after it."""
    match = _TOWN.search(text)
    return (match["postal"], match["municipality"]) if match else None


def tells_hours(text: str) -> bool:
    """Whether `text` names a day of the week and a time of day.

    >>> tells_hours("lunedì dalle 9:00"), tells_hours("20 giorni")
    (True, False)
    """
    lower = text.lower()
    named = any(re.search(rf"\b{day}\b", lower) for days in _DAYS.values() for day in days)
    return named and _CLOCK.search(lower) is not None
