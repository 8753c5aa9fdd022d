"""Checks the form of telephone numbers, e-mail addresses and opening hours."""

import re
from collections.abc import Iterator

from graph.model import Email, Phone, Requirement, Schedule
from ingest.validation.context import Context, walk
from ingest.yaml_entries import Finding

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def check_formats(context: Context) -> Iterator[Finding]:
    """Check identifiers, telephone numbers, e-mail addresses, opening hours and contested requirements."""
    for part in ("organizations", "services"):
        for index, item in context.listed(part):
            slug = getattr(item, "slug", "")
            if not _SLUG.fullmatch(slug):
                yield context.finding(
                    part, index, ("slug",),
                    f"'{slug}' is no identifier: write in 'slug' lower-case ASCII letters and digits with hyphens.",
                )  # fmt: skip
            for path, value in walk(item):
                reason = _malformed(value)
                if reason is not None:
                    yield context.finding(part, index, path, reason)


def _malformed(value: object) -> str | None:
    match value:
        case Phone() if value.number is not None:
            return _malformed_number(value.number)
        case Email() if not _EMAIL.fullmatch(value.address):
            return f"'{value.address}' is no e-mail address."
        case Schedule() if value.opening_hours is not None:
            return _malformed_hours(value.opening_hours)
        case Requirement() if (value.lenient is None) != (value.reading is None):
            return "a contested requirement has both 'lenient:' and 'reading:'."
    return None


def _malformed_number(number: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return f"'{number}' is not in E.164; write +39 and the number without spaces."
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != number:
        return f"'{number}' is not in E.164; write +39 and the number without spaces."
    return None


def _malformed_hours(expression: str) -> str | None:
    from opening_hours import OpeningHours

    try:
        OpeningHours(expression)
    except Exception as error:  # the library raises classes of its own that it does not export
        return f"'{expression}' is not an opening_hours expression: {error}."
    return None
