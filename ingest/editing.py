"""Checks a correction with the whole catalogue, and writes it as a few lines of `curated/corrections.yaml`.

The lines are added at the end of the file; its comments and its order stay. Deleting them undoes the correction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from graph.errors import CatalogueError, QuestionError, UnknownCodeError
from graph.message import Message
from graph.model import Catalogue
from graph.network import listed_slug, suggest
from graph.organizations import Organization
from graph.services import Listing, Service
from ingest.catalogue import LoadedCatalogue, load_with_places
from ingest.corrections import FILE, REACHING, Corrected, Correction, join_closures, reached_by
from ingest.transaction import alone, locate, publish
from ingest.yaml_entries import notation_of, write_plain

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
