"""The words of spreadsheets about partners: what a column means, and the values to choose from, in both languages.

`headings.toml` holds the words; the first of each list is how the program itself writes it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from graph.vocabulary import Locale

_NUMBERED = re.compile(r"^(.*\D)\s*[(#]?\d{1,2}\)?$")


class Field(StrEnum):
    """What a column of a sheet about partners says."""

    PARTNER = "partner"
    KIND = "kind"
    AREA = "area"
    PART_OF = "part_of"
    ALSO_KNOWN_AS = "also_known_as"
    LEGAL_FORM = "legal_form"
    SERVICE = "service"
    SUMMARY = "summary"
    MEETS = "meets"
    HELPS = "helps"
    CONDITION = "condition"
    CONFIRMED = "confirmed"
    ACCESS = "access"
    SENDER = "sender"
    PAPERS = "papers"
    FREE = "free"
    COST = "cost"
    COVERS = "covers"
    STATUS = "status"
    CLOSED_FROM = "closed_from"
    CLOSED_UNTIL = "closed_until"
    PLACES = "places"
    FREE_PLACES = "free_places"
    COUNTED = "counted"
    FULL_UNTIL = "full_until"
    VERIFIED = "verified"
    HUB = "hub"
    PHONE = "phone"
    PHONE_NOTE = "phone_note"
    FAX = "fax"
    TEXT_PHONE = "text_phone"
    EMAIL = "email"
    CONTACTS = "contacts"
    """Telephones and e-mail addresses in one cell."""
    STREET = "street"
    POSTAL_CODE = "postal_code"
    TOWN = "town"
    HOURS = "hours"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    WEBSITE = "website"
    NOTE = "note"
    CHECK = "check"
    CODE = "code"
    PERSON = "person"
    """Names and numbers of persons: left out, because nothing of them is kept."""
    FREE_FIELD = "free_field"
    """Goes into the note, with its heading."""
    SKIP = "skip"


WEEK = (
    Field.MONDAY, Field.TUESDAY, Field.WEDNESDAY, Field.THURSDAY, Field.FRIDAY, Field.SATURDAY, Field.SUNDAY,
)  # fmt: skip
CHOICES: Mapping[Field, str] = {
    Field.KIND: "kind", Field.ACCESS: "access", Field.STATUS: "status", Field.CONFIRMED: "confirmed",
    Field.FREE: "free", Field.HUB: "hub",
}  # fmt: skip
"""Fields whose values are of a fixed list: the section of their words."""


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    return tomllib.loads(files("ingest.spreadsheets").joinpath("headings.toml").read_text(encoding="utf-8"))


def word(section: str, code: str, locale: Locale) -> str:
    """How the program writes `code` of a section of `headings.toml`."""
    return _words()[section][code][locale][0]


def own_words(section: str, code: str) -> tuple[str, ...]:
    """How the program writes `code`, in every language."""
    return tuple(word(section, code, locale) for locale in Locale)


def synonyms(section: str) -> Mapping[str, str]:
    """The codes of a section by every way to write them, in both languages, as `plain` has it.

    >>> synonyms("access")["su appuntamento"]
    'appointment'
    """
    return _synonyms(section)


@cache
def _synonyms(section: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, by_language in _words()[section].items():
        for name in (code, *(one for listed in by_language.values() for one in listed)):
            found.setdefault(plain(name), code)
    return found


def choices(section: str, locale: Locale) -> tuple[str, ...]:
    """The values of a section as the program writes them."""
    return tuple(word(section, code, locale) for code in _words()[section])


def read_choice(section: str, text: str) -> str | None:
    """The code of a section that `text` writes; None where it is none."""
    return synonyms(section).get(plain(text))


def plain(text: str) -> str:
    """`text` in lower case, without accents and marks, with one blank between words.

    >>> plain("N° di Telefono:"), plain("E-mail")
    ('n di telefono', 'e mail')
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(mark for mark in apart if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[^\W_]+", letters))


def find_own_field(heading: str) -> Field | None:
    """The field of a heading that the program writes itself, numbered or not; None for any other.

    >>> find_own_field("Telefono"), find_own_field("Meets the need 2"), find_own_field("Recapito")
    (<Field.PHONE: 'phone'>, <Field.MEETS: 'meets'>, None)
    """
    numbered = _NUMBERED.match(heading.strip())
    for text in (heading, numbered[1] if numbered else heading):
        if plain(text) in _own_fields():
            return _own_fields()[plain(text)]
    return None


@cache
def _own_fields() -> Mapping[str, Field]:
    return {plain(word("fields", code, locale)): Field(code) for code in _words()["fields"] for locale in Locale}


def find_field(heading: str) -> tuple[Field, int] | None:
    """The field that a heading of somebody else means, and how sure that is, of 100; None where nothing is like it.

    >>> find_field("N. Telefono (centralino)"), find_field("Orari al pubblico"), find_field("Colore")
    ((<Field.PHONE: 'phone'>, 80), (<Field.HOURS: 'hours'>, 80), None)
    """
    from rapidfuzz import fuzz, process

    numbered = _NUMBERED.match(heading.strip())
    known = synonyms("fields")
    text = plain(numbered[1] if numbered else heading)
    for whole in (plain(heading), text):
        if whole in known:
            return Field(known[whole]), 100
    words = text.split()
    inside = [name for name in known if _stands_in(name.split(), words)]
    if inside:
        return Field(known[max(inside, key=lambda name: (len(name.split()), len(name)))]), 80
    close = process.extractOne(text, list(known), scorer=fuzz.ratio, score_cutoff=86) if len(text) > 4 else None
    return (Field(known[close[0]]), 70) if close else None


def _stands_in(name: list[str], words: list[str]) -> bool:
    starts = range(len(words) - len(name) + 1)
    return len("".join(name)) > 2 and any(words[start : start + len(name)] == name for start in starts)
