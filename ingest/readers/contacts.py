"""Patterns for what is printed alike everywhere: telephones, e-mail addresses, streets, opening times.

They find facts, never sentences. Telephone numbers become E.164 by `phonenumbers` (ITU-T E.164, region IT).
"""

import re
from dataclasses import dataclass

import phonenumbers

from graph.errors import DocumentError

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_STREET = re.compile(
    r"(?P<street>(?:via|viale|piazza|piazzale|largo|corso)\s+[^\d\[\](),]{1,80}?,?\s*(?:n\.\s*)?\d+)"
    r"(?:\s*[-–]\s*(?P<postal>\d{5})\s+(?P<municipality>[A-Z]\w+))?",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?P<postal>\d{5})\s+(?P<municipality>[A-Z]\w+)")
_NUMBER = re.compile(r"\+?\d[\d .]*\d")
_DAYS = {
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
_CLOCK = re.compile(r"\b\d{1,2}(?::\d{2}|pm|am)\b")
_SHORTEST = 6
"""Digits from which on a number is dialled in full; fewer make a short number such as 1522, which E.164 has not."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone number as printed; `number` in E.164, None for a short number."""

    printed: str
    number: str | None


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


def find_number(text: str, at: str) -> PhoneNumber | None:
    """The first telephone number in `text`; `at` says where it stands.

    >>> find_number("Tel: 02.1234567", "x:1")
    PhoneNumber(printed='02.1234567', number='+39021234567')

    Raises DocumentError where no Italian telephone has the number.
    """
    match = _NUMBER.search(text)
    return _phone(match[0], match[0], at) if match else None


def lost_zero(text: str) -> bool:
    """Whether `text` is digits that only a 0 in front makes a number; a spreadsheet drops it from what is no text.

    >>> lost_zero("111234567"), lost_zero("3331234567"), lost_zero("1522")
    (True, False, False)
    """
    if not text.isdigit() or len(text) < _SHORTEST or text.startswith("0"):
        return False
    as_written, as_meant = (phonenumbers.parse(digits, "IT") for digits in (text, f"0{text}"))
    return not phonenumbers.is_valid_number(as_written) and phonenumbers.is_valid_number(as_meant)


def list_numbers(text: str, at: str) -> tuple[PhoneNumber, ...]:
    """A number with its alternatives: each after a stroke replaces as many last digits of the first as it has.

    >>> [phone.number for phone in list_numbers("02 123.45678 / 87654", "x:1")]
    ['+390212345678', '+390212387654']
    """
    first, *others = text.split("/")
    whole = find_number(first, at)
    if whole is None:
        return ()
    return (whole, *(_phone(tail.strip(), _replace_tail(whole.printed, tail), at) for tail in others))


def _replace_tail(printed: str, tail: str) -> str:
    digits = re.sub(r"\D", "", printed)
    ending = re.sub(r"\D", "", tail)
    return digits[: len(digits) - len(ending)] + ending


def _phone(printed: str, dialled: str, at: str) -> PhoneNumber:
    if len(re.sub(r"\D", "", dialled)) < _SHORTEST:
        return PhoneNumber(printed, None)
    try:
        parsed = phonenumbers.parse(dialled, "IT")
    except phonenumbers.NumberParseException as error:
        raise DocumentError(f"{at}: '{printed}' is no telephone number ({error}).") from None
    if not phonenumbers.is_possible_number(parsed):
        raise DocumentError(f"{at}: '{printed}' has not the length of a telephone number.")
    return PhoneNumber(printed, phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
