"""One cell: from a value of the model to its text, and from text to the notation of catalogue files.

A short form holds several details in one cell, `housing.emergency; basic-needs.meals`, instead of two rows of a sheet
of details. Texts are read as people write them: dates as 31/01/2026, several telephones, hours in words.
"""

import json
import re
from datetime import date
from typing import Any

import yaml

from graph import concepts, organizations, services
from graph.errors import FormulaError, ReadingError
from graph.formula import Formula, notation
from graph.formula import parse as parse_formula
from graph.message import Message
from graph.vocabulary import RouteKind
from ingest.contacts import KIND_NOTES, SHORTEST, PhoneNumber, find_emails, list_phones, lost_zero
from ingest.decode import hint, parse_citation
from ingest.hours import read_hours
from ingest.identifiers import slugify
from ingest.spreadsheets.schema import CellKind, Column, short_field
from ingest.spreadsheets.tables import UNCOMPUTED

EMPTY_LIST = "[]"
_SEPARATOR = ";"
_SPAN = re.compile(r"[\s,;]+")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CLOCK = re.compile(r"[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?$")
_FIVE_DIGITS = frozenset(("IT", "DE", "ES", "FR", "US", "SM", "VA"))
"""Countries whose postal codes have five digits, of which the first may be 0."""
_PLACEHOLDERS = frozenset((
    "n.d.", "n.d", "nd", "n/d", "n.a.", "n/a", "n.p.", "-", "--", "—", "–", "?", "??", "tbd", "tba", "da definire",
    "da verificare", "non disponibile", "non pervenuto", "sconosciuto", "unknown", "not available",
))  # fmt: skip
"""What people write where they know nothing."""
_NONE_OF_IT = frozenset(
    ("no", "none", "nessuno", "nessuna", "no phone", "no telephone", "no email", "assente", "xxx", "x")
)
"""What they write besides where a contact is missing."""
_ERRORS = frozenset((
    "#n/a", "#n/d", "#ref!", "#rif!", "#value!", "#valore!", "#name?", "#nome?", "#div/0!", "#num!", "#null!",
    "#nullo!",
))  # fmt: skip
_CONTACTS = (organizations.Phone, organizations.Email, organizations.Address, organizations.Schedule)
_YES_NO = {"yes": "yes", "no": "no", "sì": "yes", "si": "yes", "true": "yes", "false": "no"}


def write_cell(column: Column, value: Any) -> str:
    """The text of `value` in `column`; empty if the value is unknown.

    >>> write_cell(Column(name="words", path=("words",), kind=CellKind.LIST), ("a; b", "c"))
    '["a; b", "c"]'
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Formula():
            return _condition(value)
        case tuple() if column.kind is CellKind.SPANS:
            return " ".join(map(str, value))
        case tuple():
            return _write_list([str(item) for item in value])
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _condition(formula: Formula) -> str:
    return str(
        yaml.dump(
            notation(formula), Dumper=yaml.CSafeDumper, allow_unicode=True, default_flow_style=True, width=1 << 20
        )
    ).strip()


def _write_list(items: list[str]) -> str:
    joined = f"{_SEPARATOR} ".join(items)
    return joined if items and _read_list(joined) == items else json.dumps(items, ensure_ascii=False)


def demand_readable(text: str) -> None:
    """Raises ReadingError if the cell holds an error of a spreadsheet program, or a control character."""
    if text.casefold() in _ERRORS:
        raise ReadingError(Message.of("reading.error_cell", text=text))
    if text == UNCOMPUTED:
        raise ReadingError(Message.of("reading.uncomputed"))
    marks = sorted({f"U+{ord(mark):04X}" for mark in text if ord(mark) < 32 and mark not in "\t\n\r"})
    if marks:
        raise ReadingError(Message.of("reading.control", marks=tuple(marks)))


def is_placeholder(column: Column, text: str) -> bool:
    """Whether `text` says that the value is unknown, such as `n.d.`"""
    plain = text.casefold().strip()
    is_unknown = tells_nothing(text, contact=column.item in _CONTACTS)
    return not column.required and plain not in column.choices and is_unknown


def tells_nothing(text: str, *, contact: bool) -> bool:
    """Whether `text` is what people write if they do not know a value or, for a contact, if there is none.

    >>> tells_nothing("n.d.", contact=False), tells_nothing("nessuno", contact=True)
    (True, True)
    """
    plain = text.casefold().strip()
    return plain in _PLACEHOLDERS or (contact and plain in _NONE_OF_IT)


def read_cell(column: Column, text: str, country: str | None = None) -> Any:
    """The notation of catalogue files for `text`.

    Parameters
    ----------
    column
        What the cell may hold.
    text
        Never empty.
    country
        The ISO 3166-1 code of the catalogue's country; None if it is not known.

    Raises
    ------
    ReadingError
        If the column cannot hold the text; the message gives the reason.
    """
    if column.path[-1] == "postal_code":
        return _postal_code(text, country)
    match column.kind:
        case CellKind.CHOICE:
            return _choice(column, text)
        case CellKind.YES_NO:
            if text.lower() not in _YES_NO:
                raise ReadingError(Message.of("reading.yes_no", text=text))
            return _YES_NO[text.lower()]
        case CellKind.INTEGER | CellKind.NUMBER:
            return _number(column, text)
        case CellKind.DATE:
            return _date(text, country)
        case CellKind.LIST:
            items = _read_list(text)
            return [_choice(column, item) for item in items] if column.choices else items
        case CellKind.SPANS:
            return _spans(text)
        case CellKind.FORMULA:
            return read_condition(text)
    return text


def _spans(text: str) -> list[str]:
    spans = [span for span in _SPAN.split(text) if span]
    for span in spans:
        if parse_citation(span) is None:
            raise ReadingError(Message.of("reading.span", text=span))
    return spans


def expand(column: Column, text: str, country: str | None) -> list[dict[str, Any]]:
    """The details, in notation, that the short form `text` abbreviates.

    A condition becomes one requirement, with the condition as its label. Modes of access become one route for people
    who come by themselves. An effect is written `fact=value`. Raises ReadingError if an item cannot be read.
    """
    item = column.item
    if item is services.Requirement:
        return [{"id": "requirement", "label": {"it": text, "en": text}, "when": read_condition(text)}]
    if item is organizations.Phone:
        return _phones(text, country)
    # Hours are read as a whole: what a semicolon parts may take back what stands before it, as "9-12; Aug off" does.
    items = [text] if item is organizations.Schedule and not text.startswith("[") else _read_list(text)
    if column.choices:
        items = [_choice(column, one) for one in items]
    if item is services.Route:
        return [{"kind": str(RouteKind.SELF), "modes": items}]
    assert item is not None  # noqa: S101 - a short form abbreviates something
    return [_expand(item, one) for one in items]


def _expand(item: type, text: str) -> dict[str, Any]:
    if item is concepts.Effect:
        fact, sign, holds = text.partition("=")
        if not sign:
            raise ReadingError(Message.of("reading.effect", text=text))
        return {"fact": fact.strip(), "value": holds.strip()}
    value: dict[str, Any] = {short_field(item): text}
    if item is organizations.Address:
        value["slug"] = slugify(text)
    elif item is organizations.Schedule and (hours := read_hours(text)) is not None:
        value["opening_hours"] = hours
    elif item is organizations.Email and find_emails(text) != (text,):
        raise ReadingError(Message.of("reading.email", text=text))
    return value


def _phones(text: str, country: str | None) -> list[dict[str, Any]]:
    if lost_zero(text) and country in (None, "IT"):
        raise ReadingError(Message.of("reading.phone_zero", text=text))
    found = list_phones("\n".join(_read_list(text)), country)
    if not found:
        raise ReadingError(Message.of("reading.phone", text=text))
    return [_phone(phone) for phone in found]


def _phone(phone: PhoneNumber) -> dict[str, Any]:
    value: dict[str, Any] = {"printed": phone.printed}
    if phone.number is not None:
        value["number"] = phone.number
    kind = KIND_NOTES.get(phone.kind)
    words = [(kind.it, kind.en)] if kind else []
    words += [(phone.words, phone.words)] if phone.words else []
    if words:
        value["note"] = {"it": "; ".join(it for it, _ in words), "en": "; ".join(en for _, en in words)}
    return value


def find_doubt(column: Column, details: list[dict[str, Any]], country: str | None) -> Message | None:
    """Why some details were only kept as printed; None if all of them were understood."""
    if column.item is organizations.Schedule and any("opening_hours" not in item for item in details):
        return Message.of("reading.hours_printed")
    dialled = [item for item in details if sum(map(str.isdigit, item.get("printed", ""))) >= SHORTEST]
    if column.item is organizations.Phone and any("number" not in item for item in dialled):
        if country is None:
            return Message.of("reading.phone_no_country")
        return Message.of("reading.phone_foreign", country=country)
    return None


def read_condition(text: str) -> Any:
    """A condition in the notation of formulas; its outer braces may be left out.

    >>> read_condition("residence: [milan, prison]")
    {'residence': ['milan', 'prison']}
    """
    for candidate in (text, f"{{{text}}}"):
        try:
            # Every scalar stays the text that it is: this loader builds nothing else.
            value = yaml.load(candidate, Loader=yaml.CBaseLoader)  # noqa: S506
        except (yaml.YAMLError, ValueError):
            continue
        if isinstance(value, dict) and not _has_blank(value):
            try:
                parse_formula(value)
            except FormulaError as error:
                raise ReadingError(error.message) from None
            return value
    raise ReadingError(Message.of("reading.condition", text=text))


def _has_blank(value: Any) -> bool:
    """Whether something inside was left out, as in `{adults}`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value == "" or any(map(_has_blank, inner))


def _read_list(text: str) -> list[str]:
    if text.startswith("["):
        try:
            items = json.loads(text)
        except ValueError:
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return items
    return [item.strip() for item in text.split(_SEPARATOR) if item.strip()]


def _choice(column: Column, text: str) -> str:
    value = text if text in column.choices else text.strip().lower().replace(" ", "-")
    if value not in column.choices:
        raise ReadingError(Message.of("reading.choice", text=text, hint=hint(text, column.choices)))
    return value


def _number(column: Column, text: str) -> str:
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        raise ReadingError(Message.of("reading.number", text=text)) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise ReadingError(Message.of("reading.number", text=text))
    if column.kind is CellKind.INTEGER and not number.is_integer():
        raise ReadingError(Message.of("reading.whole", text=text))
    return str(int(number)) if number.is_integer() else repr(number)


def _date(text: str, country: str | None) -> str:
    """A date in ISO 8601 or with its day first; the order of day and month is never guessed."""
    plain = _CLOCK.sub("", text.strip())
    match = _DAY_FIRST.fullmatch(plain)
    try:
        if match is None:
            return date.fromisoformat(plain).isoformat()
        first, second, year = map(int, match.groups())
        if first <= 12 and second <= 12 and first != second and country is None:
            raise ReadingError(Message.of("reading.two_dates", text=text, write=f"{year}-{second:02}-{first:02}"))
        month_first = second > 12 or (country == "US" and first <= 12)
        month, day = (first, second) if month_first else (second, first)
        return date(year, month, day).isoformat()
    except ReadingError:
        raise
    except ValueError:
        raise ReadingError(Message.of("reading.date", text=text)) from None


def _postal_code(text: str, country: str | None) -> str:
    if text.isdigit() and len(text) < 5 and (country in _FIVE_DIGITS or len(text) < 4):
        raise ReadingError(Message.of("reading.postal_zero", text=text, meant=f"{text:0>5}"))
    return text
