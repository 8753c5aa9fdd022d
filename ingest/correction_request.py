"""A correction as somebody writes it: words of a command or a form, not yet read."""

import re
from dataclasses import dataclass
from datetime import date

from graph.errors import QuestionError
from graph.message import Message
from graph.organizations import Email, Phone, Schedule
from graph.services import Capacity, Closure, Waiting
from graph.vocabulary import AccessMode, ServiceStatus
from ingest.corrections import Corrected, Correction

_MAYBE_PHONE = re.compile(r"[(\d][\d\s().\-–/]{1,18}\d")
"""What may be a telephone number where no country tells."""
_HELPLINE = re.compile(r"116\s?\d{3}")
"""A European helpline (116 xyz), which not every list of short numbers has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRequest:
    """What is said to be right about `about`, by `source`, on the day `verified`.

    An empty tuple and None leave a field as it is. `channel` is how one is reached in these hours. `reopened` says that
    it is open again and takes its closures away.
    """

    about: str
    source: str
    verified: date
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    channel: AccessMode | None = None
    status: ServiceStatus | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    reopened: bool = False
    places: int | None = None
    free: int | None = None
    full_until: date | None = None
    waiting_days: int | None = None
    why: str | None = None

    def read(self, country: str | None, today: date) -> Correction:
        """Read what was given.

        Parameters
        ----------
        country
            The ISO 3166-1 code of the catalogue's country: telephone numbers without `+` belong to it. None if it is
            not known; such numbers then have no international form.
        today
            The last day on which something can have been learned.

        Returns
        -------
        Correction
            The correction, which nothing has been compared with yet.

        Raises
        ------
        QuestionError
            If a part is missing, cannot be read, or contradicts another. Its `input_field` is the name of a field of
            this class.
        """
        if not self.source.strip():
            raise QuestionError(Message.of("edit.source_missing"), "source")
        if self.verified > today:
            raise QuestionError(Message.of("edit.future", day=self.verified), "verified")
        if self.channel is not None and not self.hours:
            raise QuestionError(Message.of("edit.channel_alone"), "channel")
        corrected = Corrected(
            phones=tuple(_read_phone(text, country) for text in dict.fromkeys(self.phones)) or None,
            emails=tuple(map(_read_email, dict.fromkeys(self.emails))) or None,
            schedules=tuple(_read_schedule(text, self.channel) for text in self.hours) or None,
            status=self._status(),
            closures=self._closures(),
            capacity=self._capacity(),
            waiting=self._waiting(),
        )
        told = " ".join(self.source.split())
        return Correction(about=self.about, told=told, verified=self.verified, set=corrected, why=self.why)

    def _status(self) -> ServiceStatus | None:
        if self.reopened and self.status not in (None, ServiceStatus.ACTIVE):
            raise QuestionError(Message.of("edit.reopened_status"), "status")
        return ServiceStatus.ACTIVE if self.reopened else self.status

    def _closures(self) -> tuple[Closure, ...] | None:
        first, last = self.closed_from, self.closed_until
        if self.reopened and (first or last):
            raise QuestionError(Message.of("edit.reopened_closures"), "reopened")
        if first and last and last < first:
            raise QuestionError(Message.of("edit.closure_order", first=first, last=last), "closed_until")
        if first or last:
            return (Closure(closed_from=first, closed_until=last),)
        return () if self.reopened else None

    def _capacity(self) -> Capacity | None:
        places, free = self.places, self.free
        if places is None and free is None and self.full_until is None:
            return None
        for name, number in (("places", places), ("free", free)):
            _demand_count(number, name)
        if places is not None and (free or 0) > places:
            raise QuestionError(Message.of("edit.places"), "free")
        return Capacity(places=places, free=free, full_until=self.full_until, as_of=self.verified)

    def _waiting(self) -> Waiting | None:
        _demand_count(self.waiting_days, "waiting_days")
        return None if self.waiting_days is None else Waiting(days=self.waiting_days, as_of=self.verified)


def _demand_count(number: int | None, name: str) -> None:
    if number is not None and number < 0:
        raise QuestionError(Message.of("edit.negative", number=number), name)


def _read_phone(text: str, country: str | None) -> Phone:
    """A number as it was given, and in E.164 where it is a whole one; a short one such as 112 has no such form."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        if country is None and _MAYBE_PHONE.fullmatch(text):
            return Phone(printed=text)
        raise QuestionError(Message.of("edit.phone", given=text), "phones") from None
    if phonenumbers.is_valid_number(parsed):
        return Phone(printed=text, number=phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    # a number that begins with 0 is a long one of which digits are missing
    if (phonenumbers.is_valid_short_number(parsed) and not text.startswith("0")) or _HELPLINE.fullmatch(text):
        return Phone(printed=text)
    raise QuestionError(Message.of("edit.phone_digits", given=text), "phones")


def _read_email(text: str) -> Email:
    from ingest.contacts import find_emails

    if find_emails(text) != (text,):
        raise QuestionError(Message.of("reading.email", text=text), "emails")
    return Email(address=text)


def _read_schedule(text: str, channel: AccessMode | None) -> Schedule:
    from ingest.hours import read_hours

    expression = read_hours(text)
    if expression is None:
        raise QuestionError(Message.of("edit.hours", given=text), "hours")
    return Schedule(printed=text, opening_hours=expression, channel=channel)
