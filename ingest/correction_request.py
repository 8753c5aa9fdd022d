"""A correction as somebody writes it: words of a command or a form, not yet read."""

from dataclasses import dataclass
from datetime import date

from graph.errors import QuestionError
from graph.message import Message
from graph.opening_hours import COUNTRY
from graph.organizations import Email, Phone, Schedule
from graph.services import Capacity, Closure, Waiting
from graph.vocabulary import AccessMode, ServiceStatus
from ingest.corrections import Corrected, Correction


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

    def read(self) -> Correction:
        """The correction.

        Raises QuestionError where a part is missing, cannot be read, or contradicts another; its `input_field` is the
        name of a field of this class.
        """
        if not self.source.strip():
            raise QuestionError(Message.of("edit.source_missing"), "source")
        waiting = None if self.waiting_days is None else Waiting(days=self.waiting_days, as_of=self.verified)
        corrected = Corrected(
            phones=tuple(map(_read_phone, self.phones)) or None,
            emails=tuple(Email(address=address) for address in self.emails) or None,
            schedules=tuple(_read_schedule(text, self.channel) for text in self.hours) or None,
            status=self._status(),
            closures=self._closures(),
            capacity=self._capacity(),
            waiting=waiting,
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
        if min(places or 0, free or 0) < 0 or (places is not None and (free or 0) > places):
            raise QuestionError(Message.of("edit.places"), "free")
        return Capacity(places=places, free=free, full_until=self.full_until, as_of=self.verified)


def _read_phone(text: str) -> Phone:
    """A number as it was given, and in E.164 where it is a whole one; a short one such as 112 has no such form."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise QuestionError(Message.of("edit.phone", given=text), "phones") from None
    if phonenumbers.is_valid_number(parsed):
        return Phone(printed=text, number=phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    if phonenumbers.is_possible_short_number(parsed):
        return Phone(printed=text)
    raise QuestionError(Message.of("edit.phone_digits", given=text), "phones")


def _read_schedule(text: str, channel: AccessMode | None) -> Schedule:
    from ingest.hours import read_hours

    expression = read_hours(text)
    if expression is None:
        raise QuestionError(Message.of("edit.hours", given=text), "hours")
    return Schedule(printed=text, opening_hours=expression, channel=channel)
