"""The typed network: one immutable version of a catalogue, with the look-ups that the rest of the program reads.

A partner that is known only from the printed list is a service too (`as_service`).
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from types import MappingProxyType
from typing import Protocol, TypeVar

from graph.concepts import EntrySituation, FactDefinition, NeedArea, NetworkArea
from graph.errors import UnknownCodeError
from graph.formula import FactTest
from graph.model import Catalogue
from graph.organizations import Organization
from graph.provenance import Source
from graph.question import EntryKind, EntryPoint
from graph.services import Listing, NeedLink, Offer, Route, Service
from graph.vocabulary import Evidence, NodeKind, SenderKind

ANYWHERE = ""
"""Marks organizations with no territorial limit."""


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


class _Slugged(Protocol):
    @property
    def slug(self) -> str: ...


_MOST_SUGGESTED = 3
_ALIKE = 70.0
"""Percent of the letters that a suggestion has in common with what was written."""
_OF_A_PART = 10.0
"""How many percent more it must be where only a part is alike."""
_HASHED = 500
"""Entries that are turned into JSON at a time."""
_SHORTEST_PART = 4
"""Letters below which a part says nothing; with one more, it must be the same."""
C = TypeVar("C", bound=_Coded)
S = TypeVar("S", bound=_Slugged)
K = TypeVar("K")
V = TypeVar("V")


def content_hash(catalogue: Catalogue) -> str:
    """The version of a catalogue: the first 16 hexadecimal digits of the SHA-256 of its canonical JSON."""
    digest = hashlib.sha256()
    for part in _canonical_json(catalogue):
        digest.update(part)
    return digest.hexdigest()[:16]


def _canonical_json(catalogue: Catalogue) -> Iterator[bytes]:
    """The canonical JSON, some entries at a time: in one piece it would take the memory of the catalogue once more."""
    import msgspec

    encoder = msgspec.json.Encoder(order="deterministic")
    sign = b"{"
    for field in fields(catalogue):
        yield b'%b"%b":' % (sign, field.name.encode())
        sign = b","
        value = getattr(catalogue, field.name)
        if isinstance(value, tuple) and value:
            for first in range(0, len(value), _HASHED):
                yield (b"," if first else b"[") + encoder.encode(value[first : first + _HASHED])[1:-1]
            yield b"]"
        else:
            yield encoder.encode(value)
    yield b"}"


class Network:
    """One version of a network, with its look-ups.

    Its `services` are the described services, and one for each listing without a described service.

    Parameters
    ----------
    catalogue
        What the network holds.
    version
        Its version; by default the hash of the catalogue.
    cuts
        For a part of a version, the tests of numbers and countries in the whole version, so that a planner cuts these
        facts into the same cells.

    Examples
    --------
    >>> from ingest.catalogue import load_catalogue
    >>> network = Network(load_catalogue())
    >>> [service.slug for service in network.meeting["documents.registered-residence"]][:1]
    ['residenzami']
    >>> network.get_service("residenzami").name
    'ResidenzaMi'
    """

    def __init__(self, catalogue: Catalogue, version: str | None = None, cuts: tuple[FactTest, ...] = ()) -> None:
        self.catalogue = catalogue
        self.cuts = cuts
        self.version = version or content_hash(catalogue)
        self.sources: Mapping[str, Source] = _by_slug(catalogue.sources)
        self.facts: Mapping[str, FactDefinition] = MappingProxyType({fact.name: fact for fact in catalogue.facts})
        self.needs: Mapping[str, NeedArea] = _by_code(catalogue.needs)
        self.areas: Mapping[str, NetworkArea] = _by_code(catalogue.areas)
        self.situations: Mapping[str, EntrySituation] = _by_code(catalogue.situations)
        self.organizations: Mapping[str, Organization] = _by_slug(catalogue.organizations)
        listed = (as_service(listing, self.organizations) for listing in catalogue.listings if not listing.service)
        self.services: Mapping[str, Service] = _by_slug((*catalogue.services, *listed))

    @cached_property
    def children(self) -> Mapping[str, tuple[NeedArea, ...]]:
        """The need areas right below each need area, in catalogue order."""
        below: dict[str, list[NeedArea]] = {code: [] for code in self.needs}
        for need in self.needs.values():
            if need.parent is not None:
                below[need.parent].append(need)
        return MappingProxyType({code: tuple(needs) for code, needs in below.items()})

    @cached_property
    def services_of(self) -> Mapping[str, tuple[Service, ...]]:
        """The services that each organization offers."""
        return grouped((offer.organization, service) for service in self for offer in service.organizations)

    @cached_property
    def meeting(self) -> Mapping[str, tuple[Service, ...]]:
        """The services that meet each need: itself, or one below it that counts for it; by slug."""
        return self._by_need(lambda service: service.meets)

    @cached_property
    def helping(self) -> Mapping[str, tuple[Service, ...]]:
        """The services that help with each need, or with one below it that counts for it; by slug."""
        return self._by_need(lambda service: service.helps)

    def helping_in(self, need: str, territory: str | None) -> tuple[Service, ...]:
        """The services that help with `need` and cover `territory`; all of them where it is None; by slug."""
        if not territory:
            return self.helping.get(need, ())
        return self._helping_in.get((need, territory), self._helping_in.get((need, ANYWHERE), ()))

    @cached_property
    def _helping_in(self) -> Mapping[tuple[str, str], tuple[Service, ...]]:
        """By need and territory, so that a question about one territory passes over no others; ANYWHERE has those that
        cover every one, for territories that none covers by name."""
        found: dict[tuple[str, str], tuple[Service, ...]] = {}
        for need, services in self.helping.items():
            everywhere = tuple(service for service in services if not service.covers)
            found[need, ANYWHERE] = everywhere
            for place, named in grouped((place, service) for service in services for place in service.covers).items():
                found[need, place] = tuple(sorted((*everywhere, *named), key=lambda service: service.slug))
        return found

    def _by_need(self, links: Callable[[Service], tuple[NeedLink, ...]]) -> Mapping[str, tuple[Service, ...]]:
        return grouped(
            (need, service)
            for service in sorted(self, key=lambda service: service.slug)
            for need in dict.fromkeys(met for link in links(service) for met in self.met_by(link.need))
        )

    @cached_property
    def listings_of(self) -> Mapping[str, tuple[Listing, ...]]:
        """The entries of the partner list that name each organization."""
        return grouped((listing.organization, listing) for listing in self.catalogue.listings)

    @cached_property
    def listings_under(self) -> Mapping[str, tuple[Listing, ...]]:
        """The entries printed under each network area."""
        return grouped((listing.area, listing) for listing in self.catalogue.listings)

    def territory_of(self, start: EntryPoint) -> str | None:
        """The territory of the entry situation `start`; None if it has none. Services anywhere then count."""
        situation = self.situations.get(start.code) if start.kind is EntryKind.SITUATION else None
        return situation.territory if situation is not None else None

    def with_parts(self, slugs: Collection[str]) -> frozenset[str]:
        """`slugs`, and the organizations that are part of one of them at any depth, such as all houses of one owner."""
        found, queue = set(slugs), list(slugs)
        while queue:
            parts = {part for part in self._parts.get(queue.pop(), ()) if part not in found}
            found |= parts
            queue.extend(parts)
        return frozenset(found)

    def with_wholes(self, slugs: Collection[str]) -> frozenset[str]:
        """`slugs`, and the organizations that one of them is part of at any depth, such as the owner of a house."""
        found, queue = set(slugs), list(slugs)
        while queue:
            organization = self.organizations.get(queue.pop())
            wholes = {one.organization for one in organization.part_of} - found if organization else set()
            found |= wholes
            queue.extend(wholes)
        return frozenset(found)

    @cached_property
    def _parts(self) -> Mapping[str, tuple[str, ...]]:
        """The organizations that are right below each."""
        below = ((one.organization, item.slug) for item in self.organizations.values() for one in item.part_of)
        return grouped(below)

    def organizations_of(self, kind: str, covers: Collection[str] = ()) -> tuple[Organization, ...]:
        """The organizations of `kind` that work in one of the territories `covers` (empty: anywhere), in order.

        Where an organization works is what its described services cover; without a limit it works anywhere.
        """
        found = self._by_kind.get(kind, {})
        places = (*covers, ANYWHERE) if covers else found
        return tuple({item.slug: item for place in places for item in found.get(place, ())}.values())

    def list_senders(self, route: Route, covers: Collection[str] = ()) -> Iterator[tuple[NodeKind, str]]:
        """The organizations and services that `route` names as senders. A class of contact names none in particular."""
        for sender in route.senders:
            match sender.kind:
                case SenderKind.ORGANIZATION:
                    yield NodeKind.ORGANIZATION, sender.code
                case SenderKind.SERVICE:
                    yield NodeKind.SERVICE, sender.code
                case SenderKind.KIND:
                    for organization in self.organizations_of(sender.code, covers):
                        yield NodeKind.ORGANIZATION, organization.slug
                case SenderKind.CONTACT:
                    pass

    @cached_property
    def _by_kind(self) -> Mapping[str, Mapping[str, tuple[Organization, ...]]]:
        by_kind: dict[str, dict[str, tuple[Organization, ...]]] = {}
        for kind, organizations in grouped((item.kind, item) for item in self.organizations.values()).items():
            placed = ((place, item) for item in organizations for place in self._places(item))
            by_kind[kind] = dict(grouped(placed))
        return by_kind

    def _places(self, organization: Organization) -> Collection[str]:
        covers = [item.covers for item in self.services_of.get(organization.slug, ()) if item.listing is None]
        return dict.fromkeys(place for places in covers for place in places) if covers and all(covers) else (ANYWHERE,)

    def __iter__(self) -> Iterator[Service]:
        return iter(self.services.values())

    def met_by(self, need: str) -> tuple[str, ...]:
        """The needs that `need` meets: itself, and the needs above it for which it counts, nearest first."""
        codes = [need]
        area = self.get_need(need)
        while area.parent is not None and area.counts_for_parent:
            codes.append(area.parent)
            area = self.get_need(area.parent)
        return tuple(codes)

    def find_kind(self, need: str, slugs: Iterable[str]) -> str:
        """The kind of `need` by which all services `slugs` meet it; `need` itself if there is none or several."""
        links = (self.get_service(slug).meets for slug in slugs)
        kinds = [{link.need for link in each if need in self.met_by(link.need)} for each in links]
        common = set.intersection(*kinds) if kinds else set()
        return common.pop() if len(common) == 1 else need

    def get_topmost(self, need: str) -> str:
        """The need at the top of the hierarchy above `need`, which may be `need` itself."""
        area = self.get_need(need)
        while area.parent is not None:
            area = self.get_need(area.parent)
        return area.code

    def within(self, need: str) -> frozenset[str]:
        """The needs that each meet `need`: itself, and the needs below it that count for it."""
        return self._within.get(need, frozenset())

    @cached_property
    def _within(self) -> Mapping[str, frozenset[str]]:
        """The needs that meet each need."""
        meeting = grouped((met, code) for code in self.needs for met in self.met_by(code))
        return {need: frozenset(codes) for need, codes in meeting.items()}

    def get_need(self, code: str) -> NeedArea:
        """The need of this code. Raises UnknownCodeError, with suggestions, if the network has none."""
        return self._get("need", self.needs, code)

    def get_source(self, slug: str) -> Source:
        """The document of this slug. Raises UnknownCodeError, with suggestions, if the network has none."""
        return self._get("source", self.sources, slug)

    def get_area(self, code: str) -> NetworkArea:
        """The printed area of this code. Raises UnknownCodeError, with suggestions, if the network has none."""
        return self._get("network_area", self.areas, code)

    def get_situation(self, code: str) -> EntrySituation:
        """The entry situation of this code. Raises UnknownCodeError, with suggestions, if the network has none."""
        return self._get("entry_situation", self.situations, code)

    def get_organization(self, slug: str) -> Organization:
        """The organization of this code. Raises UnknownCodeError, with suggestions, if the network has none."""
        return self._get("organization", self.organizations, slug)

    def get_service(self, slug: str) -> Service:
        """The service of this code. Raises UnknownCodeError, with suggestions, if the network has none."""
        return self._get("service", self.services, slug)

    def get_fact(self, name: str) -> FactDefinition:
        """The fact of this code. Raises UnknownCodeError, with suggestions, if the vocabulary has none."""
        return self._get("fact", self.facts, name)

    def _get(self, kind: str, found: Mapping[str, V], code: str) -> V:
        try:
            return found[code]
        except KeyError:
            called = (key for key, item in found.items() if code.casefold() in _names_of(item))
            suggestions = dict.fromkeys((*called, *suggest(code, found)))
            raise UnknownCodeError(kind, code, tuple(suggestions)[:_MOST_SUGGESTED]) from None


def _names_of(item: object) -> frozenset[str]:
    """What people may write in place of the code of an entry: its name, its labels and further words."""
    label = getattr(item, "label", None)
    names = (getattr(item, "name", None), *((label.it, label.en) if label else ()), *getattr(item, "words", ()))
    return frozenset(name.casefold() for name in names if name)


def grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    """The second members of `pairs` under the first, in their order.

    >>> dict(grouped([("a", 1), ("b", 2), ("a", 3)]))
    {'a': (1, 3), 'b': (2,)}
    """
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return MappingProxyType({key: tuple(values) for key, values in groups.items()})


def suggest(code: str, known: Iterable[str], limit: int = _MOST_SUGGESTED) -> tuple[str, ...]:
    """Up to `limit` of the `known` codes that resemble `code` as a whole or in a part, the most similar first.

    What is far from it is worse than nothing, so there may be none.

    >>> suggest("housng", ["housing", "housing.emergency", "work"])
    ('housing', 'housing.emergency')
    """
    from rapidfuzz import fuzz, process

    code, codes = code.casefold(), sorted(known)
    whole = process.extract(code, codes, scorer=fuzz.ratio, limit=limit, score_cutoff=_ALIKE)
    found = {match: score for match, score, _ in whole}
    if len(code) >= _SHORTEST_PART:
        longer = [each for each in codes if len(each) >= _SHORTEST_PART]
        least = _ALIKE + _OF_A_PART if len(code) > _SHORTEST_PART + 1 else 100.0
        parts = process.extract(code, longer, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=least)
        for match, score, _ in parts:
            found[match] = max(found.get(match, 0.0), score - _OF_A_PART)
    return tuple(sorted(found, key=lambda match: (-found[match], match))[:limit])


def _by_slug(items: Iterable[S]) -> Mapping[str, S]:
    return MappingProxyType({item.slug: item for item in items})


def _by_code(items: Iterable[C]) -> Mapping[str, C]:
    return MappingProxyType({item.code: item for item in items})


def as_service(listing: Listing, organizations: Mapping[str, Organization]) -> Service:
    """The service that stands for `listing`, a partner that only the printed list mentions.

    It meets the needs that a reader inferred from its name, if any, and has the contacts of the partner. The list does
    not say how to get in: the planner lets the hub send the person to a partner of its network; otherwise, the plan
    assumes that the person asks first.
    """
    organization = organizations[listing.organization]
    offer = Offer(organization=listing.organization, cite=listing.cite, evidence=Evidence.LISTED, why=listing.why)
    return Service(
        slug=listed_slug(listing),
        name=organization.name,
        organizations=(offer,),
        meets=listing.meets,
        helps=listing.helps,
        requires=listing.requires,
        routes=listing.routes,
        phones=organization.phones,
        emails=organization.emails,
        addresses=organization.addresses,
        schedules=organization.schedules,
        status=listing.status,
        closures=listing.closures,
        listing=listing.id,
        cite=listing.cite,
        evidence=Evidence.LISTED,
        why=listing.why,
    )


def listed_slug(listing: Listing) -> str:
    """The slug of the service that a listing compiles to: `<organization>--<area>`."""
    return f"{listing.organization}--{listing.area}"
