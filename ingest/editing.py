"""Corrections by people: read as somebody writes them, checked with the whole catalogue, and written.

A correction is a few lines at the end of `curated/corrections.yaml`; the comments of the file and its order stay.
Deleting the lines undoes the correction.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import CatalogueError, QuestionError, UnknownCodeError
from graph.message import Message
from graph.model import Catalogue
from graph.network import listed_slug, suggest
from graph.organizations import Email, Organization, Phone, Schedule
from graph.services import Capacity, Closure, Listing, Service, Waiting
from graph.vocabulary import AccessMode, ServiceStatus
from ingest.catalogue import LoadedCatalogue, load_with_places
from ingest.corrections import FILE, REACHING, Corrected, Correction, join_closures, reached_by
from ingest.transaction import alone, locate, publish
from ingest.yaml_entries import notation_of, write_plain

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


HEADING = """Corrections: what people learned, on top of what documents say; the newest wins and stands last.
See docs/upkeep.md. Written by `rete edit`; take an entry away to undo it."""
ON_ORGANIZATION = ("phones", "emails", "addresses", "schedules")
"""What is set on the organization of a partner that is only listed."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A checked correction: its entry, and the whole text of the file with it."""

    correction: Correction
    entry: str
    text: str
    reaches: tuple[str, ...] = ()
    """The services that a closing or reopening of their organization reaches, by slug."""


def prepare_edit(folder: Path, correction: Correction) -> Edit:
    """Check a correction without writing it.

    Parameters
    ----------
    folder
        The folder of the catalogue.
    correction
        The correction. The values that it replaces are filled in from the catalogue.

    Returns
    -------
    Edit
        The correction as it can be written.

    Raises
    ------
    UnknownCodeError
        If it is about no service or organization of the catalogue.
    QuestionError
        If it changes nothing, or sets a field that cannot be set there.
    CatalogueError
        With every finding that it would add to the catalogue.
    """
    loaded = load_with_places(folder)
    correction = _placed(loaded.catalogue, correction)
    item = _find(loaded.catalogue, correction.about)
    correction = _with_closures(item, _with_places(item, correction))
    reached = _reached(loaded.catalogue, item, correction)
    replaced = _replaced(item, correction, reached)
    correction = replace(correction, replaces=Corrected(**replaced))
    entry = write_plain([_notation(correction)], "")
    file = locate(folder, FILE)
    before = file.read_text(encoding="utf-8") if file.is_file() else write_plain([], HEADING).removesuffix("[]\n")
    text = before + ("" if not before or before.endswith("\n") else "\n") + entry
    _check(load_with_places(folder, drafts={FILE: text}), loaded)
    return Edit(correction, entry, text, tuple(reached))


def write_edit(folder: Path, edit: Edit) -> None:
    """Write a prepared edit, whole or not at all. Raises StoreError if the folder cannot be written."""
    publish({FILE: edit.text}, folder)


def write_correction(folder: Path, correction: Correction, *, dry_run: bool = False) -> Edit:
    """Check a correction, and write it unless `dry_run` is true.

    Corrections are written one at a time, also by several processes, so that none is lost. Raises the errors of
    `prepare_edit` and `write_edit`.
    """
    with alone(folder):
        edit = prepare_edit(folder, correction)
        if not dry_run:
            write_edit(folder, edit)
        return edit


def _check(loaded: LoadedCatalogue, before: LoadedCatalogue) -> None:
    """Raises CatalogueError with the findings that the edit adds; earlier findings are ignored."""
    from ingest.validation.report import validate  # of much weight, and few servers take corrections

    known = {finding.message for finding in validate(before, {}, look_alikes=False).findings}
    found = [item for item in validate(loaded, {}, look_alikes=False).findings if item.message not in known]
    if found:
        raise CatalogueError(tuple(found))


def _placed(catalogue: Catalogue, correction: Correction) -> Correction:
    """Redirect the contacts of a partner that is only listed to its organization."""
    found = _find(catalogue, correction.about)
    given = correction.set.given()
    if isinstance(found, Listing) and given and set(given) <= set(ON_ORGANIZATION):
        return replace(correction, about=found.organization)
    return correction


def _with_places(item: Service | Organization | Listing, correction: Correction) -> Correction:
    """Add the known number of places to a correction that only says how many are free, or until when none are.

    Raises QuestionError if more places are free than there are.
    """
    known, said = getattr(item, "capacity", None), correction.set.capacity
    if known is None or known.places is None or said is None or said.places is not None:
        return correction
    if said.free is not None and said.free > known.places:
        raise QuestionError(Message.of("edit.places"), "free")
    return replace(correction, set=replace(correction.set, capacity=replace(said, places=known.places)))


def _with_closures(item: Service | Organization | Listing, correction: Correction) -> Correction:
    """Add the known closures at other times to a correction that closes a service."""
    if isinstance(item, Organization) or not correction.set.closures:
        return correction
    closures = join_closures(item.closures, correction.set.closures)
    return replace(correction, set=replace(correction.set, closures=closures))


def _find(catalogue: Catalogue, about: str) -> Service | Organization | Listing:
    known: dict[str, Service | Organization | Listing] = {item.slug: item for item in catalogue.organizations}
    known |= {listed_slug(item): item for item in catalogue.listings if item.service is None}
    known |= {item.slug: item for item in catalogue.services}
    if about not in known:
        raise UnknownCodeError("node", about, suggest(about, known))
    return known[about]


def _reached(
    catalogue: Catalogue, item: Service | Organization | Listing, correction: Correction
) -> dict[str, Service | Listing]:
    """The services that a correction of a whole organization reaches, by slug.

    Raises QuestionError if there are none.
    """
    if not isinstance(item, Organization) or not set(REACHING) & correction.set.given().keys():
        return {}
    reached = reached_by(catalogue, item.slug)
    if not reached:
        raise QuestionError(Message.of("edit.no_services", about=item.slug), "about")
    return reached


def _replaced(
    item: Service | Organization | Listing, correction: Correction, reached: Mapping[str, Service | Listing]
) -> dict[str, Any]:
    """The present values of the fields that a correction sets on `item` itself.

    Raises QuestionError if a field cannot be set there, or if no value changes.
    """
    given = correction.set.given()
    whole = {name: value for name, value in given.items() if name in REACHING and reached}
    allowed = {field.name for field in fields(item)} | whole.keys()
    wrong = [name for name in given if name not in allowed]
    if wrong:
        names = tuple(Message.of(f"field.{name}") for name in wrong)
        message = Message.of("edit.elsewhere", fields=names, about=correction.about, place=_place_of(item))
        raise QuestionError(message, wrong[0])
    before = {name: getattr(item, name) for name in given if name not in whole}
    own = all(_plain(before[name]) == _plain(given[name]) for name in before)
    if (
        given
        and own
        and all(_plain(getattr(one, n)) == _plain(v) for one in reached.values() for n, v in whole.items())
    ):
        raise QuestionError(Message.of("edit.nothing_new", about=correction.about), "about")
    return {name: value for name, value in before.items() if value not in (None, ())}


def _place_of(item: Service | Organization | Listing) -> Message:
    """Where to set a field that `item` does not have."""
    if isinstance(item, Listing):
        return Message.of("edit.of_organization", slug=item.organization)
    return Message.of("edit.of_service")


def _plain(value: Any) -> Any:
    """What a correction sets or replaces, in notation without citations."""
    return _without_cites(notation_of(value)) if value is not None else None


def _without_cites(notation: Any) -> Any:
    if isinstance(notation, list):
        return [_without_cites(item) for item in notation]
    if isinstance(notation, Mapping):
        return {key: _without_cites(item) for key, item in notation.items() if key not in ("cite", "evidence", "why")}
    return notation


def _notation(correction: Correction) -> dict[str, Any]:
    """The entry. Unlike elsewhere in a catalogue, an empty list is written, because it empties the field."""
    entry = {"about": correction.about, "told": correction.told, "verified": correction.verified.isoformat()}
    parts = {"set": correction.set, "replaces": correction.replaces}
    written = {
        name: {field: notation_of(value) for field, value in part.given().items()} for name, part in parts.items()
    }
    return entry | {name: part for name, part in written.items() if part} | _reason(correction)


def _reason(correction: Correction) -> dict[str, str]:
    return {"why": correction.why} if correction.why else {}
