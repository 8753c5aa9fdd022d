"""Opening hours as people write them, `lun-ven 9-12,30`, as an opening_hours expression."""

import re

from opening_hours import validate

_DAYS = {
    "lun": "Mo", "mar": "Tu", "mer": "We", "gio": "Th", "ven": "Fr", "sab": "Sa", "dom": "Su",
    "mon": "Mo", "tue": "Tu", "wed": "We", "thu": "Th", "fri": "Fr", "sat": "Sa", "sun": "Su",
}  # fmt: skip
_DAY = rf"(?:{'|'.join(_DAYS)})\w*[ìi]?"
_DAY_LIST = re.compile(
    rf"(?:dal\s+|dalla\s+|da\s+|from\s+)?({_DAY})\s*(?:-|–|al|alla|a|to)\s*({_DAY})|({_DAY})", re.IGNORECASE
)
_TIME = r"(\d{1,2})(?:[.,:](\d{2}))?"
_SPAN = re.compile(rf"(?:dalle\s+|h\.?\s*|from\s+)?{_TIME}\s*(?:-|–|/|alle|a|to)\s*{_TIME}", re.IGNORECASE)
_LONGEST = 15
"""Hours of a span; a longer one is a slip, such as "9-5" for nine to five in the afternoon."""
_JOIN = re.compile(r"\s*(?:,|\be\b|\band\b|ore|h\.?|:)\s*", re.IGNORECASE)
_ALWAYS = re.compile(r"\s*(?:h\s?\.?\s?24|24\s?/\s?7|24 ore su 24|sempre aperto|always open)\s*", re.IGNORECASE)


def read_hours(text: str) -> str | None:
    """The opening_hours expression that `text` is or means; None where it is not understood.

    >>> read_hours("lun-ven 9-12,30")
    'Mo-Fr 09:00-12:30'
    >>> read_hours("dal lunedì al venerdì 9.00/13.00; sabato 10-12")
    'Mo-Fr 09:00-13:00; Sa 10:00-12:00'
    >>> read_hours("mar e gio 9-12 e 14-16")
    'Tu,Th 09:00-12:00,14:00-16:00'
    >>> read_hours("quando capita") is None
    True
    """
    if _ALWAYS.fullmatch(text):
        return "24/7"
    rules = [_read_rule(part) for part in text.split(";") if part.strip()]
    if rules and None not in rules:
        expression = "; ".join(rule for rule in rules if rule is not None)
        return expression if validate(expression) else None
    # an expression that is one already; a bare word such as "mar" would be read as a month
    return text if re.search(r'[\d"]', text) and validate(text) else None


def _read_rule(text: str) -> str | None:
    """One rule: days, then times. Anything that is neither makes it none."""
    spans = [_span(found) for found in _SPAN.finditer(text)]
    rest = _SPAN.sub(" ", text)
    days = [_days(found) for found in _DAY_LIST.finditer(rest)]
    rest = _JOIN.sub(" ", _DAY_LIST.sub(" ", rest))
    if rest.strip() or not spans or None in spans:
        return None
    times = ",".join(span for span in spans if span is not None)
    return f"{','.join(days)} {times}" if days else times


def _days(found: re.Match[str]) -> str:
    first, last, alone = found.groups()
    return _DAYS[alone[:3].lower()] if alone else f"{_DAYS[first[:3].lower()]}-{_DAYS[last[:3].lower()]}"


def _span(found: re.Match[str]) -> str | None:
    first_hour, first_minute, last_hour, last_minute = (int(part or 0) for part in found.groups())
    if first_hour > 24 or last_hour > 24 or first_minute > 59 or last_minute > 59:
        return None
    if (last_hour - first_hour) % 24 > _LONGEST:
        return None
    return f"{first_hour:02}:{first_minute:02}-{last_hour:02}:{last_minute:02}"
