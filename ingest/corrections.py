"""Corrections: what people learned after the documents were written.

`curated/corrections.yaml` holds one entry for each correction, the newest last. A correction names its own source, such
as a telephone call, and every value that it sets cites that source. It overrides documents, curated entries and earlier
corrections, and keeps the values that it replaces.

The status and the closures of an organization apply to every service that depends on it, and to the services of its
parts. A later correction of one service takes precedence there. A later correction of the organization replaces its
earlier one: reopening it restores the former state of each service.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from graph.message import Finding, Message, Text
from graph.model import Catalogue
from graph.network import listed_slug, suggest
from graph.organizations import Address, Email, Organization, Phone, Schedule
from graph.provenance import Citation, Cited, Source
from graph.services import Capacity, Closure, Cost, Listing, Papers, Service, Waiting
from graph.vocabulary import ServiceStatus
from ingest.decode import find_decoded
from ingest.identifiers import slugify
from ingest.yaml_entries import Entry, read_entries

REACHING = ("status", "closures")
"""What is said of an organization for all its services."""


def join_closures(before: Iterable[Closure], new: Iterable[Closure]) -> tuple[Closure, ...]:
    """`new` closures, after those from before at other times: closing for Christmas does not open in August.

    >>> from datetime import date
    >>> august = Closure(closed_from=date(2027, 8, 1), closed_until=date(2027, 8, 31))
    >>> winter = Closure(closed_until=date(2027, 1, 10))
    >>> join_closures([august, winter], [Closure(closed_until=date(2027, 1, 20))]) == (
    ...     august,
    ...     Closure(closed_until=date(2027, 1, 20)),
    ... )
    True
    """
    added = tuple(new)
    return (*(one for one in before if not any(_overlap(one, other) for other in added)), *added) if added else ()


def _overlap(one: Closure, other: Closure) -> bool:
    begins = max(one.closed_from or date.min, other.closed_from or date.min)
    return begins <= min(one.closed_until or date.max, other.closed_until or date.max)


def reached_by(catalogue: Catalogue, organization: str) -> dict[str, Service | Listing]:
    """The services that close with an organization, and the listings of it and its parts, by slug."""
    closed = _with_parts(catalogue.organizations, organization)
    services = (item for item in catalogue.services if item.depends_on(closed))
    listings = (item for item in catalogue.listings if item.service is None and item.organization in closed)
    return {item.slug: item for item in services} | {listed_slug(item): item for item in listings}


def _with_parts(organizations: tuple[Organization, ...], whole: str) -> frozenset[str]:
    found, grown = frozenset[str](), frozenset({whole})
    while found != grown:
        found = grown
        parts = (one.slug for one in organizations if any(member.organization in found for member in one.part_of))
        grown = found.union(parts)
    return found


@dataclass(slots=True)
class WholeClosures:
    """The corrections of whole organizations so far. `before` holds the state of each service without them."""

    before: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def apply(self, organization: str, said: Mapping[str, Any], slug: str, item: Any) -> Any:
        """Apply what `organization` says of all its services to `item`, the service or listing with the slug `slug`."""
        # Its own earlier correction is undone first; if it reopens, that is all.
        own = self.before.pop((organization, slug), None)
        item = replace(item, **own) if own is not None else item
        if said.get("status") is ServiceStatus.ACTIVE and not said.get("closures"):
            return item
        self.before[organization, slug] = {name: getattr(item, name) for name in REACHING}
        closures = {"closures": join_closures(item.closures, said["closures"])} if "closures" in said else {}
        return replace(item, **{**said, **closures})

    def forget(self, slug: str, said: Mapping[str, Any]) -> None:
        """Keep what a correction says of the service itself when an organization reopens."""
        if any(name in said for name in REACHING):
            self.before = {key: value for key, value in self.before.items() if key[1] != slug}


FILE = "curated/corrections.yaml"
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The fields that a correction sets, or replaced. None does not change a field; an empty list empties it."""

    phones: tuple[Phone, ...] | None = None
    emails: tuple[Email, ...] | None = None
    addresses: tuple[Address, ...] | None = None
    schedules: tuple[Schedule, ...] | None = None
    status: ServiceStatus | None = None
    closures: tuple[Closure, ...] | None = None
    capacity: Capacity | None = None
    waiting: Waiting | None = None
    documents: Papers | None = None
    cost: Cost | None = None
    note: Text | None = None

    def given(self) -> dict[str, Any]:
        """The fields that are given, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction. `about` is the slug of a service or organization; `told` names the source.

    `verified` is the day on which it was learned. A correction that sets nothing confirms the present data.
    """

    about: str
    told: str
    verified: date
    set: Corrected = Corrected()
    replaces: Corrected = Corrected()
    why: str | None = None

    @property
    def source(self) -> Source:
        """Its source, a text of one line."""
        words = f"{self.told} ({self.verified.isoformat()})"
        slug = slugify(f"told-{self.verified.isoformat()}-{self.told}")
        if len(slug) > _LONGEST_SLUG:
            # Two long texts may begin alike, and are two sources all the same.
            slug = f"{slug[: _LONGEST_SLUG - 7].strip('-')}-{hashlib.sha256(slug.encode()).hexdigest()[:6]}"
        return Source(
            slug=slug,
            file=FILE,
            title=self.told,
            publisher="",
            language="it",
            sha256=hashlib.sha256(words.encode()).hexdigest(),
            lines=1,
            updated=self.verified,
            told=True,
        )


@dataclass(frozen=True, slots=True)
class PlacedCorrection:
    """A correction with the entry of the file that holds it."""

    entry: Entry
    correction: Correction


def read_corrections(folder: Path) -> list[Correction]:
    """The corrections written in the catalogue `folder`, the newest first; none where nothing was corrected."""
    file = folder / FILE
    if not file.is_file():
        return []
    placed = decode_corrections(read_entries(file, FILE), [])
    return sorted((each.correction for each in reversed(placed)), key=lambda each: each.verified, reverse=True)


def decode_corrections(entries: Iterable[Entry], findings: list[Finding]) -> tuple[PlacedCorrection, ...]:
    """The corrections that `entries` describe. Errors in them are added to `findings`."""
    decoded = [(entry, find_decoded(entry, Correction)) for entry in entries]
    findings.extend(finding for _, item in decoded for finding in item.findings)
    return tuple(PlacedCorrection(entry, item.value) for entry, item in decoded if item.value is not None)


def apply_corrections(
    catalogue: Catalogue, corrections: Sequence[PlacedCorrection], findings: list[Finding]
) -> Catalogue:
    """Apply corrections to a catalogue, in their order.

    Parameters
    ----------
    catalogue
        The catalogue without them.
    corrections
        The corrections, the newest last.
    findings
        Gets a finding for each correction about an unknown service or organization, or of a field that cannot be set
        there.

    Returns
    -------
    Catalogue
        The catalogue with the corrections and their sources.
    """
    if not corrections:
        return catalogue
    services = {service.slug: service for service in catalogue.services}
    organizations = {organization.slug: organization for organization in catalogue.organizations}
    listings = {listed_slug(listing): listing for listing in catalogue.listings if listing.service is None}
    whole = WholeClosures()
    for placed in corrections:
        about = placed.correction.about
        if about not in organizations or about in services:
            whole.forget(about, placed.correction.set.given())
        if about in services:
            services[about] = _verified(_correct(services[about], placed, findings), placed.correction)
        elif about in listings:
            listings[about] = _correct(listings[about], placed, findings)
        elif about in organizations:
            organizations[about] = _correct(organizations[about], placed, findings, REACHING)
            said = _said_of_all(placed.correction)
            for slug in reached_by(catalogue, about) if said else ():
                own = services if slug in services else listings
                own[slug] = whole.apply(about, said, slug, own[slug])
        else:
            near = suggest(about, (*services, *organizations, *listings))
            findings.append(placed.entry.finding(("about",), _nobody(about, near)))
    changed = {id(old): new for old, new in zip(_open_listings(catalogue), listings.values(), strict=True)}
    return replace(
        catalogue,
        sources=(*catalogue.sources, *_new_sources(catalogue, corrections)),
        services=tuple(services.values()),
        organizations=tuple(organizations.values()),
        listings=tuple(changed.get(id(listing), listing) for listing in catalogue.listings),
    )


def _open_listings(catalogue: Catalogue) -> Iterator[Listing]:
    yield from {listed_slug(listing): listing for listing in catalogue.listings if listing.service is None}.values()


def _new_sources(catalogue: Catalogue, corrections: Iterable[PlacedCorrection]) -> Iterator[Source]:
    known = {source.slug for source in catalogue.sources}
    sources = {placed.correction.source.slug: placed.correction.source for placed in corrections}
    yield from (source for slug, source in sources.items() if slug not in known)


def _said_of_all(correction: Correction) -> dict[str, Any]:
    """The fields that a correction of an organization sets on all its services."""
    cite = Citation(correction.source.slug, 1, 1)
    return {name: cited(value, cite) for name, value in correction.set.given().items() if name in REACHING}


def _correct(item: Any, placed: PlacedCorrection, findings: list[Finding], elsewhere: Collection[str] = ()) -> Any:
    """`item` with what the correction sets; a field that it does not have, and that is not set elsewhere, is a
    finding."""
    allowed = {field.name for field in fields(item)}
    values = {}
    for name, value in placed.correction.set.given().items():
        if name in elsewhere:
            continue
        if name in allowed:
            values[name] = cited(value, Citation(placed.correction.source.slug, 1, 1))
        else:
            about, instead = placed.correction.about, _instead(item)
            message = Message.of("finding.not_set", field=name, about=about, instead=instead)
            findings.append(placed.entry.finding(("set", name), message))
    return replace(item, **values)


def _nobody(about: str, near: tuple[str, ...]) -> Message:
    nobody = Message.of("finding.corrects_nobody", code=about)
    return Message.of("finding.nobody_near", nobody=nobody, near=near) if near else nobody


def _instead(item: Service | Organization | Listing) -> Message:
    if isinstance(item, Listing):
        return Message.of("finding.set_organization", slug=item.organization)
    return Message.of("finding.set_service")


def _verified(service: Service, correction: Correction) -> Service:
    return replace(service, last_verified=correction.verified, verified_by=correction.source.slug)


def cited(value: Any, cite: Citation) -> Any:
    """`value` with the citation `cite`, unless it has citations; the same for each item of a list."""
    if isinstance(value, tuple):
        return tuple(cited(item, cite) for item in value)
    if isinstance(value, Papers):
        value = replace(value, items=cited(value.items, cite))
    if isinstance(value, Cited) and not value.cite:
        return replace(value, cite=(cite,))
    return value
