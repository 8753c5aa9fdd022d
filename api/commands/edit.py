"""`rete edit`, `rete history`, `rete copy`: a person's correction, what was corrected, and a catalogue of one's own."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any, Literal

from api.commands.common import Common, output, print_json
from api.commands.inbox import open_inbox
from api.messages import Words
from api.render.field_text import field_text, value_text
from api.settings import SettingsError
from graph.errors import QuestionError, UnknownCodeError
from graph.message import Message
from graph.network import suggest
from graph.opening_hours import COUNTRY, today
from graph.organizations import Email, Phone, Schedule
from graph.services import Capacity, Closure, Waiting
from graph.vocabulary import AccessMode, ServiceStatus
from ingest.corrections import FILE, Corrected, Correction, PlacedCorrection


def edit(
    about: str,
    /,
    *,
    source: str | None = None,
    verified: str = "today",
    phone: tuple[str, ...] = (),
    email: tuple[str, ...] = (),
    hours: tuple[str, ...] = (),
    channel: Literal["walk-in", "appointment", "phone"] | None = None,
    status: Literal["active", "inactive", "defunct", "temporarily closed"] | None = None,
    closed_from: date | None = None,
    closed_until: date | None = None,
    reopened: bool = False,
    places: int | None = None,
    free: int | None = None,
    full_until: date | None = None,
    waiting_days: int | None = None,
    why: str | None = None,
    accepts: str | None = None,
    dry_run: bool = False,
    common: Common | None = None,
) -> int:
    """Correct what the catalogue says: `rete edit residenzami --phone "02 1234567" --source "telefonata del 26/11"`.

    The correction wins over the documents, names its own source and keeps what it replaces. It is added to
    curated/corrections.yaml once the whole catalogue is sound with it. Give neither field to confirm that all is as it
    was.
    """
    from ingest.editing import prepare_edit, write_edit

    folder = (common or Common()).folder()
    if folder is None:
        raise SettingsError(Message.of("edit.read_only"))
    if not source or not source.strip():
        raise QuestionError(Message.of("edit.source_missing"), "source")
    day = _read_day(verified)
    values: dict[str, Any] = {
        "phones": tuple(map(_read_phone, phone)) or None,
        "emails": tuple(Email(address=address) for address in email) or None,
        "schedules": tuple(_read_schedule(text, channel) for text in hours) or None,
        "status": _status(status, reopened),
        "closures": _closures(closed_from, closed_until, reopened),
        "capacity": _capacity(places, free, full_until, day),
        "waiting": None if waiting_days is None else Waiting(days=waiting_days, as_of=day),
    }
    own = None if accepts is None else open_inbox()
    if own is not None and accepts is not None:
        own.get(accepts)
    correction = Correction(about=about, told=source.strip(), verified=day, set=Corrected(**values), why=why)
    prepared = prepare_edit(folder, correction)
    console = output()
    console.print(prepared.entry.rstrip())
    if dry_run:
        return 0
    write_edit(folder, prepared)
    console.print((common or Common()).words().say("edit.added", file=str(folder / FILE)), soft_wrap=True)
    if own is not None and accepts is not None:
        own.remove(accepts)
        console.print((common or Common()).words().say("inbox.accepted", id=accepts))
    return 0


def _read_day(text: str) -> date:
    if text in ("today", "oggi"):
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(Message.of("edit.verified", given=text), "verified") from None


def _read_phone(text: str) -> Phone:
    """A number as it was given, and in E.164 where it is a whole one; a short one such as 112 has no such form."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise QuestionError(Message.of("edit.phone", given=text), "phone") from None
    if phonenumbers.is_valid_number(parsed):
        return Phone(printed=text, number=phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    if phonenumbers.is_possible_short_number(parsed):
        return Phone(printed=text)
    raise QuestionError(Message.of("edit.phone_digits", given=text), "phone")


def _read_schedule(text: str, channel: str | None) -> Schedule:
    from ingest.hours import read_hours

    expression = read_hours(text)
    if expression is None:
        raise QuestionError(Message.of("edit.hours", given=text), "hours")
    return Schedule(printed=text, opening_hours=expression, channel=AccessMode(channel) if channel else None)


def _status(status: str | None, reopened: bool) -> ServiceStatus | None:
    if reopened and status not in (None, "active"):
        raise QuestionError(Message.of("edit.reopened_status"), "status")
    return ServiceStatus.ACTIVE if reopened else ServiceStatus(status) if status else None


def _closures(first: date | None, last: date | None, reopened: bool) -> tuple[Closure, ...] | None:
    if reopened and (first or last):
        raise QuestionError(Message.of("edit.reopened_closures"), "reopened")
    if first and last and last < first:
        raise QuestionError(Message.of("edit.closure_order", first=first, last=last), "closed_until")
    if first or last:
        return (Closure(closed_from=first, closed_until=last),)
    return () if reopened else None


def _capacity(places: int | None, free: int | None, full_until: date | None, day: date) -> Capacity | None:
    if places is None and free is None and full_until is None:
        return None
    if min(places or 0, free or 0) < 0 or (places is not None and (free or 0) > places):
        raise QuestionError(Message.of("edit.places"), "free")
    return Capacity(places=places, free=free, full_until=full_until, as_of=day)


def history(about: str, /, *, common: Common | None = None) -> int:
    """What was corrected about a service or organization, the newest first: `rete history residenzami`."""
    from graph.network import Network
    from ingest.catalogue import load_with_places
    from ingest.yaml_entries import notation_of

    common = common or Common()
    loaded = load_with_places(common.folder())
    network = Network(loaded.catalogue)
    item = network.services.get(about) or network.organizations.get(about)
    if item is None:
        known = (*network.services, *network.organizations)
        raise UnknownCodeError("node", about, suggest(about, known))
    about_it = {about, *(offer.organization for offer in getattr(item, "organizations", ()) if _is_listed(item))}
    found = [placed for placed in reversed(loaded.corrections) if placed.correction.about in about_it]
    if common.json:
        print_json([notation_of(placed.correction) for placed in found])
        return 0
    words, console = common.words(), output()
    console.print(item.name)
    for placed in found:
        _show_correction(placed, words)
    documents = dict.fromkeys(cite.source for cite in item.cite)
    titles = "; ".join(network.sources[slug].title for slug in documents)
    console.print(f"  {words.say('history.start', titles=titles)}")
    return 0


def _is_listed(item: Any) -> bool:
    return getattr(item, "listing", None) is not None


def _show_correction(placed: PlacedCorrection, words: Words) -> None:
    console = output()
    correction = placed.correction
    console.print(f"  {correction.verified.isoformat()} · {correction.told} · {placed.entry.at()}")
    new, old = correction.set.given(), correction.replaces.given()
    for name, value in new.items():
        before, after = value_text(old.get(name), words), value_text(value, words)
        console.print(f"    {field_text(name, words)}: {before} → {after}")
    if not new:
        console.print(f"    {words.say('history.confirmed')}")
    if correction.why:
        console.print(f"    {correction.why}")


def copy(target: Path, /, *, common: Common | None = None) -> int:
    """Copy a catalogue to a folder of your own, to edit it there: `rete copy my-network`."""
    from ingest import bundled_folder

    folder = (common or Common()).folder() or Path(str(bundled_folder()))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SettingsError(Message.of("edit.taken", place=str(target)))
    shutil.copytree(folder, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    output().print((common or Common()).words().say("edit.copied", place=str(target)), soft_wrap=True)
    return 0
