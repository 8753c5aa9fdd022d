"""How to reach a service, as pages say it: telephones to dial, in texts too, and hours in words.

Hours read on a page as on the terminal, on a sheet in its own language.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from api.render.answer_text import hours_texts
from api.render.contact_lines import whole_number
from api.web.languages import PageTexts
from graph.availability import ALWAYS, REMOTE
from graph.organizations import Phone, Schedule
from graph.vocabulary import AccessMode

_SHORT = 7
"""A number without a prefix and with fewer digits is a short one, such as those for emergencies."""
_EMERGENCY = r"11[0-9]"
"""Emergency numbers, such as 112, have no partner behind them: a text alone names them."""
Json = Mapping[str, Any]
_TIMES = re.compile(r"\d+:\d\d-\d+:\d\d")


def dialled(phone: Mapping[str, Any]) -> str:
    """The number to dial for a telephone; a short one as printed. Empty where only a part of the number is printed."""
    printed = phone["printed"]
    short = printed if printed.isdigit() and len(printed) < _SHORT else ""
    return str(phone["number"] or short).replace(" ", "")


def spell_out(phones: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """`phones`, those of which a document prints only the last digits with the beginning that they share."""
    known = [Phone(printed=phone["printed"], number=phone["number"]) for phone in phones]
    return [{**phone, "printed": whole_number(model, known)} for phone, model in zip(phones, known, strict=True)]


def list_emergency(text: str) -> tuple[str, ...]:
    """The emergency numbers in `text`, each once.

    >>> list_emergency("Call 112 now. Law 112/1990, page 1125.")
    ('112',)
    """
    return tuple(dict.fromkeys(re.findall(_whole(_EMERGENCY), text)))


def link_telephones(text: str, services: Iterable[Mapping[str, Any]] = ()) -> Markup:
    """`text` with links that dial its emergency numbers and the telephones of `services`.

    >>> link_telephones("Call 112 & wait")
    Markup('Call <a class="phone" href="tel:112">112</a> &amp; wait')
    """
    phones = [phone for service in services for phone in service["contacts"]["phones"] if dialled(phone)]
    known = {phone["printed"]: dialled(phone) for phone in phones}
    found = re.compile(_whole("|".join((*map(re.escape, sorted(known, key=len, reverse=True)), _EMERGENCY))))
    parts, end = [], 0
    for number in found.finditer(text):
        printed = number[0]
        parts.append(escape(text[end : number.start()]))
        parts.append(Markup('<a class="phone" href="tel:{}">{}</a>').format(known.get(printed, printed), printed))
        end = number.end()
    return Markup("").join([*parts, escape(text[end:])])


def _whole(pattern: str) -> str:
    """`pattern` where no digit or letter, and no sign that joins digits, goes on."""
    return rf"(?<![\w/])(?<!\d[.,-])(?:{pattern})(?![\w/])(?![.,-]\d)"


@dataclass(frozen=True, slots=True)
class TimeTable:
    """Hours in words, each with its note; `printed`: what the documents print in its place, where they differ."""

    lines: tuple[tuple[str, str], ...]
    printed: tuple[str, ...]


def tell_hours(record: Json, t: PageTexts) -> TimeTable:
    """The hours of a service or partner; none where no document gives any.

    Notes stand beside hours that are told one by one. Seasons that agree are told once, without their notes.
    """
    schedule, told = record["schedule"], list_texts(record, t.words.say)
    notes = [each["note"] if each["note"] and not _is_helpline(each) else "" for each in schedule]
    beside = notes if len(notes) == len(told) else [""] * len(told)
    printed = tuple(dict.fromkeys(each["printed"] for each in schedule))
    return TimeTable(tuple(zip(told, beside, strict=True)), () if set(printed) == set(told) else printed)


def keep_times(text: str) -> Markup:
    """`text` with times that no line breaks.

    >>> keep_times("Mon 9:00-13:00")
    Markup('Mon <span class="time">9:00-13:00</span>')
    """
    return Markup(_TIMES.sub(r'<span class="time">\g<0></span>', str(escape(text))))  # noqa: S704 - the text is escaped


def list_texts(record: Json, say: Callable[[str], str]) -> list[str]:
    """The hours of a service or partner, line by line; `say` has the words of a language by code."""
    return hours_texts([_read(each) for each in record["schedule"]], list_helplines(record), say)


def list_helplines(record: Json) -> list[str]:
    """The numbers that are answered at any hour, whatever the door of a service does; see `graph/availability.py`."""
    if is_remote(record):  # its hours are those of its telephone
        return []
    lines = [cite for each in record["schedule"] if _is_helpline(each) for cite in _places(each["citations"])]
    phones = record["contacts"]["phones"]
    return [phone["printed"] for phone in phones if any(cite in lines for cite in _places(phone["citations"]))]


def is_remote(record: Json) -> bool:
    """Whether one reaches a service by telephone or in writing alone: it has no door."""
    ways = {mode for way in record.get("access", ()) if way["kind"] == "SELF" for mode in way["modes"]}
    return bool(ways) and ways <= {mode.name for mode in REMOTE}


def _is_helpline(schedule: Json) -> bool:
    return bool(schedule["channel"] == "PHONE" and schedule["openingHours"] == ALWAYS)


def _places(citations: Iterable[Json]) -> list[tuple[str, int | None, int | None]]:
    return [(cite["source"]["slug"], cite["firstLine"], cite["lastLine"]) for cite in citations]


def _read(schedule: Json) -> Schedule:
    channel = schedule["channel"]
    return Schedule(
        printed=schedule["printed"],
        opening_hours=schedule["openingHours"],
        channel=AccessMode[channel] if channel else None,
    )
