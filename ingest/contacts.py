"""Finds contacts as people print them: telephone numbers, e-mail addresses, streets and opening times.

A telephone number gets its form in E.164 (ITU-T) if the country is known. A number without `+` belongs to the country
that is given. Without a country, or if the country has no such number, it is kept as printed and has no international
form: nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import phonenumbers

from graph.errors import ReadingError
from graph.message import Message, Text

SHORTEST = 6
"""Digits from which on a number is dialled in full; fewer make a short number such as 1522, which E.164 lacks."""
_LONGEST = 13
_FEWEST = 3
"""Digits of the shortest number; fewer are an hour or a house number."""
_PIECES = re.compile(r"[;,\n|]")
_RUN = re.compile(r"(?:\+\s?|\(\+?)?\d(?:[\d\s.\-–/()]*\d)?\)?(?:[\d\s.\-–/]*\d)?")
_JOINTS = tuple(map(re.compile, (r"\s+[-–/]\s+", r"\s*/\s*", r"\s*[-–]\s*", r"\s{2,}")))
"""What may separate two numbers, the clearest first."""
_TAILS = tuple(map(re.compile, (r"\s*/\s*", r"-(?=\d$)")))
"""What introduces the other last digits of a number with several lines."""
_LONG = 8
"""Digits that a number with several lines has at least."""
_EXTENSION = re.compile(r"\b(?:ext|int|interno|extension)\b\.?\s*(\d{1,5})\b", re.IGNORECASE)
_FAX = re.compile(r"\bfax\b", re.IGNORECASE)
_TEXT = re.compile(r"\b(?:tty|tdd|dts)\b", re.IGNORECASE)
_VOICE = re.compile(r"\b(?:tel|telefono|telephone|phone|cell|cellulare|mobile|voce|voice)\b", re.IGNORECASE)
_ALSO_FAX = re.compile(r"(?:\b(?:e|ed|and|anche|also)\b|[/&+])\s*fax\b", re.IGNORECASE)
"""Says after a number that a fax answers it too."""
_SHORTENED = re.compile(r"\s*\d[.,]\d+E\+?\d+\s*", re.IGNORECASE)
"""A number as a spreadsheet shows one that is too long for its cell."""
_BEFORE_HOURS = re.compile(
    r"\b(?:ore|orari[oe]?|dalle|alle|dopo le|prima delle|entro le|fino alle|h|from|to|until|after|before|at"
    r"|(?:lun|mar|mer|gio|ven|sab|dom|mon|tue|wed|thu|fri|sat|sun)[a-zì]*)\b['’]?[\s.:]*$",
    re.IGNORECASE,
)
_HOURS = re.compile(r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?(?:\s*[-–/]\s*(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?)*")
_LABELS = re.compile(
    r"\b(?:tel|telefono|telephone|phone|cell|cellulare|mobile|voce|voice|fax|tty|tdd|dts|numero(?!\s+verde)|number|no|nr"
    r"|n|e|o|or"
    r"|and|oppure)\b\.?",
    re.IGNORECASE,
)


class PhoneKind(StrEnum):
    """What answers: a person, a fax, or a text telephone for deaf people."""

    VOICE = "voice"
    FAX = "fax"
    TEXT = "text"


KIND_NOTES = MappingProxyType({
    PhoneKind.FAX: Text(it="fax", en="fax"),
    PhoneKind.TEXT: Text(it="telefono testuale (DTS)", en="text telephone (TTY)"),
})  # fmt: skip
"""What to say beside a number that nobody answers by voice."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as printed and in E.164; `words` is what else is written beside it."""

    printed: str
    number: str | None
    kind: PhoneKind = PhoneKind.VOICE
    words: str = ""


def list_phones(text: str, country: str | None) -> tuple[PhoneNumber, ...]:
    """The telephones that a cell or a line holds, voice before text telephones before fax.

    Parameters
    ----------
    text
        One or several numbers, with or without labels.
    country
        The ISO 3166-1 code of the country whose numbers are written without `+`; None where it is not known.

    Returns
    -------
    tuple[PhoneNumber, ...]
        Empty where the text has no digits.

    Raises
    ------
    ReadingError
        Where digits are no telephone number, or a spreadsheet has cut them off.

    >>> [phone.number for phone in list_phones("Tel. 011-1234567, 333 1234567", "IT")]
    ['+390111234567', '+393331234567']
    >>> [(phone.printed, phone.number) for phone in list_phones("011/1234567", None)]
    [('011/1234567', None)]
    """
    if _SHORTENED.fullmatch(text):
        raise ReadingError(Message.of("reading.phone_shortened", text=text.strip()))
    found: list[PhoneNumber] = []
    words: list[str] = []
    for piece in _PIECES.split(text):
        phones = list(_phones_in(piece, country))
        if not phones:
            words.extend(filter(None, [_words(piece, "")]))
            continue
        # Words before the first number are about it, others about the number before them.
        found = _with_words(found, words) if found else found
        found.extend(phones if found else _with_words(phones[:1], words) + phones[1:])
        words = []
    found = _with_words(found, words)
    order = (PhoneKind.VOICE, PhoneKind.TEXT, PhoneKind.FAX)
    return tuple(sorted(found, key=lambda phone: order.index(phone.kind)))


def is_country(code: str) -> bool:
    """Whether `code` is the ISO 3166-1 code of a country with telephones.

    >>> is_country("IT"), is_country("it")
    (True, False)
    """
    return code in phonenumbers.SUPPORTED_REGIONS


def lost_zero(text: str) -> bool:
    """Whether Italian digits make a number only with a 0 in front; a spreadsheet drops it from a cell of numbers.

    >>> lost_zero("111234567"), lost_zero("3331234567"), lost_zero("1522")
    (True, False, False)
    """
    if not text.isdigit() or len(text) < SHORTEST or text.startswith("0"):
        return False
    as_written, as_meant = (phonenumbers.parse(digits, "IT") for digits in (text, f"0{text}"))
    return not phonenumbers.is_valid_number(as_written) and phonenumbers.is_valid_number(as_meant)


def _with_words(phones: list[PhoneNumber], words: list[str]) -> list[PhoneNumber]:
    """The numbers, the last of them with more words beside it."""
    if not phones or not words:
        return phones
    *others, last = phones
    return [*others, replace(last, words=", ".join(filter(None, (last.words, *words))))]


def _phones_in(piece: str, country: str | None) -> Iterator[PhoneNumber]:
    """The telephones in a piece of text; the words before a number, or in brackets after it, tell its kind."""
    plain = _EXTENSION.sub(lambda found: " " * len(found[0]), piece)
    runs = [run for run in _RUN.finditer(plain) if len(_digits(run[0])) >= _FEWEST and not _are_hours(plain, run)]
    ends = [0, *(run.end() for run in runs)]
    starts = [*(run.start() for run in runs), len(plain)]
    for index, run in enumerate(runs):
        before, after = plain[ends[index] : starts[index]], plain[ends[index + 1] : starts[index + 1]]
        extension = _EXTENSION.search(piece, run.end(), starts[index + 1])
        bracketed = after if index == len(runs) - 1 or after.lstrip().startswith("(") else ""
        words = _words(f"{before} {bracketed}", extension[0] if extension else "")
        for printed, dialled in _numbers(run[0].strip(" -–/."), country):
            yield PhoneNumber(printed.strip(), _international(dialled, country), _kind(before, bracketed), words)


def _are_hours(text: str, run: re.Match[str]) -> bool:
    """Whether digits are the hours in which somebody answers, as in `02 1234567 ore 9-12`."""
    return _HOURS.fullmatch(run[0].strip()) is not None and _BEFORE_HOURS.search(text[: run.start()]) is not None


def _kind(before: str, after: str) -> PhoneKind:
    label = f"{before} {after}"
    if _TEXT.search(label):
        return PhoneKind.TEXT
    is_fax = _FAX.search(label) and not _VOICE.search(label) and not _ALSO_FAX.search(after)
    return PhoneKind.FAX if is_fax else PhoneKind.VOICE


def _words(label: str, extension: str) -> str:
    words = re.sub(r"\s+", " ", _LABELS.sub(" ", label)).strip(" .:()/-–")
    return ", ".join(filter(None, (words, extension)))


def _numbers(run: str, country: str | None) -> Iterator[tuple[str, str]]:
    """Each number in a run of digits and marks: as printed, and as one dials it."""
    first, *tails = _split_tails(run)
    if tails and _is_number(first, country) and all(_is_tail(tail) for tail in tails):
        yield first, first
        yield from ((tail, _replace_tail(first, tail)) for tail in tails)
        return
    if _is_number(run, country):
        yield run, run
        return
    for joint in _JOINTS:
        parts = joint.split(run)
        if len(parts) > 1 and all(len(_digits(part)) >= SHORTEST and _is_number(part, country) for part in parts):
            yield from ((part, part) for part in parts)
            return
    if len(_digits(run)) > _LONGEST or not _is_possible(run, country):
        raise ReadingError(Message.of("reading.phone_digits", text=run, count=len(_digits(run))))
    yield run, run


def _split_tails(run: str) -> list[str]:
    """The number and the other endings after it, if it is long enough to have any."""
    for joint in _TAILS:
        first, *tails = joint.split(run)
        if tails and len(_digits(first)) >= _LONG:
            return [first, *tails]
    return [run]


def _is_tail(text: str) -> bool:
    return 0 < len(_digits(text)) < SHORTEST


def _replace_tail(printed: str, tail: str) -> str:
    """The number whose last digits are `tail`, as in `02 12345678 / 79`."""
    digits, ending = _digits(printed), _digits(tail)
    return digits[: len(digits) - len(ending)] + ending


def _is_number(text: str, country: str | None) -> bool:
    digits = len(_digits(text))
    if _FEWEST <= digits < SHORTEST:
        return True
    parsed = _parse(text, country)
    if parsed is not None:
        return phonenumbers.is_valid_number(parsed)
    return country is None and not text.startswith("+") and SHORTEST <= digits <= _LONGEST


def _is_possible(text: str, country: str | None) -> bool:
    parsed = _parse(text, country)
    return phonenumbers.is_possible_number(parsed) if parsed is not None else country is None and text[0] != "+"


def _international(text: str, country: str | None) -> str | None:
    parsed = _parse(text, country)
    if parsed is None or len(_digits(text)) < SHORTEST or not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _parse(text: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    plain = re.sub(r"^\(\+", "+", text)
    try:
        return phonenumbers.parse(f"+{plain[2:]}" if plain.startswith("00") else plain, country)
    except phonenumbers.NumberParseException:
        return None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


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
    """A street with its number; the other parts are None if they are not printed beside it."""

    street: str
    postal_code: str | None = None
    municipality: str | None = None


def find_emails(text: str) -> tuple[str, ...]:
    """The e-mail addresses in `text`, as printed.

    >>> find_emails("A.b@example.org ; c@example.org.")
    ('A.b@example.org', 'c@example.org')
    """
    return tuple(_EMAIL.findall(text))


def find_address(text: str) -> PostalAddress | None:
    """The first street with a number, and its town if one follows; None if there is no street.

    >>> find_address("Via Roma n. 7 – 20100 Milano")
    PostalAddress(street='Via Roma n. 7', postal_code='20100', municipality='Milano')
    """
    match = _STREET.search(text)
    return PostalAddress(match["street"], match["postal"], match["municipality"]) if match else None


def find_town(text: str) -> tuple[str, str] | None:
    """The first postal code and the municipality after it; None if there is none.

    >>> find_town("via Ferrari 20, 20142 Milano (MI)")
    ('20142', 'Milano')
    """
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
