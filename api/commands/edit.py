"""`rete edit`, `rete history`, `rete inbox`, `rete copy`: corrections, and a catalogue of one's own to correct.

The inbox holds the corrections that people proposed from outside, for a person to accept or reject.
"""

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any, Literal

from api.commands.common import Common, output, print_json
from api.messages import Words
from api.render.field_text import field_text, value_text
from api.settings import SettingsError
from graph.errors import QuestionError, StoreError, UnknownCodeError, reason_of
from graph.message import Message
from graph.network import Network, suggest
from graph.opening_hours import today
from graph.vocabulary import AccessMode, ServiceStatus
from ingest.corrections import FILE, REACHING, Correction, PlacedCorrection, reached_by
from ingest.editing import CorrectionRequest
from ingest.inbox import Inbox, Proposal, ProposalKind


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
    curated/corrections.yaml once the whole catalogue is sound with it. Give no field to confirm that everything is
    unchanged.
    """
    from ingest.catalogue import read_country
    from ingest.editing import write_correction

    common = common or Common()
    folder = common.folder()
    if folder is None:
        raise SettingsError(Message.of("edit.read_only"))
    if source is None:
        raise QuestionError(Message.of("edit.source_option"), "source")
    request = CorrectionRequest(
        about=about,
        source=source,
        verified=_read_day(verified),
        phones=phone,
        emails=email,
        hours=hours,
        channel=AccessMode(channel) if channel else None,
        status=ServiceStatus(status) if status else None,
        closed_from=closed_from,
        closed_until=closed_until,
        reopened=reopened,
        places=places,
        free=free,
        full_until=full_until,
        waiting_days=waiting_days,
        why=why,
    )
    own = None if accepts is None else open_inbox()
    if own is not None and accepts is not None:
        own.get(accepts)
    prepared = write_correction(folder, request.read(read_country(folder), today()), dry_run=dry_run)
    console, words = output(), common.words()
    console.print(prepared.entry.rstrip(), soft_wrap=True)
    if prepared.reaches:
        console.print(words.say("edit.reaches", count=len(prepared.reaches), names=prepared.reaches), soft_wrap=True)
    if dry_run:
        return 0
    console.print(words.say("edit.added", file=str(folder / FILE)), soft_wrap=True)
    if own is not None and accepts is not None:
        own.remove(accepts)
        console.print(words.say("inbox.accepted", id=accepts))
    return 0


def _read_day(text: str) -> date:
    if text in ("today", "oggi"):
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(Message.of("edit.verified", given=text), "verified") from None


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
    whole = {slug for slug in network.organizations if about in reached_by(loaded.catalogue, slug)}
    found = [placed for placed in reversed(loaded.corrections) if _tells(placed.correction, about_it, whole)]
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


def _tells(correction: Correction, about_it: set[str], whole: set[str]) -> bool:
    """Whether a correction is about it, or about an organization with which it closes."""
    reaches = not set(REACHING).isdisjoint(correction.set.given())
    return correction.about in about_it or (reaches and correction.about in whole)


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
    try:
        shutil.copytree(folder, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    except OSError as error:
        raise StoreError.at(str(target), Message.of("file.unwritable", reason=reason_of(error))) from None
    output().print((common or Common()).words().say("edit.copied", place=str(target)), soft_wrap=True)
    return 0


def inbox(
    *,
    folder: Path | None = None,
    reject: str | None = None,
    common: Common | None = None,
) -> int:
    """What people say is wrong: `rete inbox`, and `rete inbox --reject 1a2b3c4d`.

    Nothing of it shows in an answer. To accept a proposal, find out what is right and say so:
    `rete edit residenzami --phone "02 1234567" --source "telefonata" --accepts 1a2b3c4d`.
    """
    common = common or Common()
    words, console = common.words(), output()
    own = open_inbox(folder)
    if reject is not None:
        removed = own.remove(reject)
        console.print(words.say("inbox.rejected", id=removed.id))
        return 0
    waiting = own.list_proposals()
    if common.json:
        print_json([_as_json(item) for item in waiting])
        return 0
    network = common.read_network()
    for item in waiting:
        for line in _lines(item, network, words):
            console.print(line)
    console.print(words.say("inbox.count", count=len(waiting)))
    return 0


def open_inbox(folder: Path | None = None) -> Inbox:
    """The inbox in `folder`, otherwise in RETE_INBOX. Raises SettingsError where neither names one."""
    place = folder or (Path(os.environ["RETE_INBOX"]) if os.environ.get("RETE_INBOX") else None)
    if place is None:
        raise SettingsError(Message.of("inbox.none"))
    return Inbox(place)


def _lines(item: Proposal, network: Network, words: Words) -> tuple[str, ...]:
    known = network.services.get(item.about) or network.organizations.get(item.about)
    kinds = ", ".join(words.say(f"inbox.is_{kind.replace('-', '_')}") for kind in item.kinds)
    said = f"{item.id}  {known.name if known else item.about}: {kinds}"
    times = words.say("inbox.times", count=item.times, day=item.last)
    return (said, *((f"    «{item.line}»",) if item.line else ()), f"    {times}", f"    {_remedy(item)}")


def _remedy(item: Proposal) -> str:
    """The command that would accept it."""
    options = {
        ProposalKind.CLOSED: "--closed-from ...",
        ProposalKind.PHONE_SILENT: "--phone ...",
        ProposalKind.MOVED: "...",
        ProposalKind.NOT_FOR_THEM: "...",
        ProposalKind.OTHER: "...",
    }
    return f"rete edit {item.about} {options[item.kinds[0]]} --source ... --accepts {item.id}"


def _as_json(item: Proposal) -> dict[str, object]:
    return {
        "id": item.id,
        "about": item.about,
        "kinds": [str(kind) for kind in item.kinds],
        "line": item.line,
        "last": item.last.isoformat(),
        "times": item.times,
    }
