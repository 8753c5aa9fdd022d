"""Telephones on the pages: what one dials for a number, and the numbers in a text as links."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from api.render.brief_record import whole_number
from graph.organizations import Phone

_SHORT = 7
"""A number without a prefix and with fewer digits is a short one, such as those for emergencies."""
_EMERGENCY = r"11[0-9]"
"""Emergency numbers, such as 112, have no partner behind them: a text alone names them."""


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
