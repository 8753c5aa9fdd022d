"""Reads the relevant part of the live version: what can matter for some needs in a territory.

The search starts from the services that meet the needs or help with them. It adds the services that provide what
these require, and repeats this until it finds nothing new (the relevant operators of Nebel, Dimopoulos & Koehler
1997, computed by the store). Then it adds the organizations that offer these services, those that may send people
there, and whatever else those offer, since that tells where they work. Planning on a part gives the same answer as
planning on the whole network. The size of a part depends on the question and the territory. A service that works in
further territories, or in none in particular, also brings in its senders from there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.atoms import KNOWN_TO
from graph.language.lexicon import Lexicon
from graph.language.name_book import NamedPartner, page_type
from graph.language.stored_lexicon import StoredLexicon, Understanding
from graph.model import Catalogue
from graph.network import Network
from graph.organizations import AlternateName, Organization
from graph.question import EntryKind, EntryPoint, Question
from graph.services import Listing, Offer, Service
from graph.store.bolt import Bolt, Rows
from graph.store.load_rows import EVERYWHERE, WORKS, variable_id
from graph.store.neo4j_views import read_around
from graph.store.reach import HELP, NEED, SENDER_KIND
from graph.store.records import decode
from graph.store.stored_version import NAMED, SAID, Records, StoredVersion, StoredVersions, either, situations_of
from graph.structs import replace
from graph.typed_graph import node_id
from graph.vocabulary import NodeKind

T = TypeVar("T")


@dataclass(slots=True)
class Rounds:
    """The findings of the backward rounds: services, what they read, their contacts, and their senders."""

    services: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)
    senders: set[str] = field(default_factory=set)
    """Nodes that stand for a kind of sender where a service works."""

    def take(self, rows: Rows, everywhere: Callable[[], tuple[str, ...]]) -> set[str]:
        """Add the services of `rows`. Returns the variables that they are the first to read."""
        for row in rows:
            kinds = [variable for variable in row["reads"] if _split(variable)[0] == SENDER_KIND]
            if kinds:
                self.senders |= _targets(kinds, row["covers"] or everywhere())
        self.services |= {row["id"] for row in rows}
        self.contacts |= {slug for row in rows for slug in row["contacts"]}
        new = {variable for row in rows for variable in row["reads"]} - self.read
        self.read |= new
        return new

    def partners(self) -> set[str]:
        """The organizations and services that these services name as senders or as contacts of the person."""
        return self.contacts | {code for sort, _, code in map(_split, self.read) if sort == KNOWN_TO}


class PartReader:
    """Reads parts of the live version of a Neo4j store. May be used from several threads."""

    def __init__(self, bolt: Bolt) -> None:
        self._bolt = bolt
        self._versions = StoredVersions(bolt)

    def part(self, question: Question) -> Network:
        """The part that can matter for `question`, without codes that the version does not have.

        Raises StoreError if nothing is published.
        """

        def read(stored: StoredVersion) -> Network:
            start = situations_of((question.start.code,)) if question.start.kind is EntryKind.SITUATION else ()
            started = stored.with_records(stored.find(start))
            found = self._rounds(stored, question, started)
            rows = self._bolt.read("part_senders", load=stored.live.load, targets=sorted(found.senders))
            partners = either(found.partners() | _named(question, started))
            return self._with_offers(stored, {*start, *found.services, *partners, *(row["id"] for row in rows)})

        return self._versions.whole(read)

    def territory(self, code: str | None) -> Network:
        """Everything that a territory has (None: all of them), as coverage reads it."""
        return self._versions.whole(lambda stored: self._read_territory(stored, code))

    def around(self, situations: Iterable[str]) -> Network:
        """The data of the territory that these entry situations share; of all territories if they share none."""

        def read(stored: StoredVersion) -> Network:
            known = stored.with_records(stored.find(situations_of(situations))).situations
            codes = {situation.territory for situation in known.values()}
            return self._read_territory(stored, codes.pop() if len(codes) == 1 else None)

        return self._versions.whole(read)

    def names(self) -> Network:
        """What reading words and codes needs of a version: what all parts share, and the names of all partners.

        Only the services that safety rules name are complete, with their organizations, so that a refusal can show whom
        to call.
        """

        def read(stored: StoredVersion) -> Network:
            rows = self._bolt.read("names", load=stored.live.load)
            whole = {node_id(NodeKind.SERVICE, slug) for slug in _named_by_safety(stored.network)}
            known = self._with_offers(stored, whole, stored.collect(("situations",))).catalogue
            return Network(named_catalogue(known, rows), stored.live.version, stored.cuts)

        return self._versions.whole(read)

    def few_words(self, text: str, read: Callable[[Network, Lexicon], T]) -> T:
        """What `read` makes of `text`, with the partners that it can name, by name alone.

        Raises UnreadError where these are too few.
        """
        return self._versions.whole(lambda stored: read(*self._words(stored, lambda lexicon: lexicon.few(text))))

    def all_words(self, text: str, read: Callable[[Network, Lexicon], T]) -> T:
        """What `read` makes of `text`, with the names of all partners."""
        return self._versions.whole(lambda stored: read(*self._words(stored, lambda lexicon: lexicon.all(text))))

    def partners(self, slugs: Iterable[str]) -> Network:
        """Some organizations and services, complete, with everything that is shown of them."""
        slugs = tuple(slugs)
        return self._versions.whole(lambda stored: stored.with_records(read_around(self._bolt, stored, slugs)))

    def vocabulary(self) -> Network:
        """What all parts share: needs, facts and areas. It has no organizations and no entry situations."""
        return self._versions.whole(lambda stored: stored.network)

    def situations(self) -> Network:
        """The vocabulary with every entry situation."""
        return self._versions.whole(lambda stored: stored.with_records(stored.collect(("situations",))))

    def count_meeting(self) -> Mapping[str, int]:
        """How many services meet each need, themselves or through a need below that counts."""

        def read(stored: StoredVersion) -> Mapping[str, int]:
            return {row["need"]: row["services"] for row in self._bolt.read("needs_met", load=stored.live.load)}

        return self._versions.whole(read)

    def find_entry(self, code: str) -> EntryPoint:
        """The entry situation, service or organization with this code; an entry situation if there is none."""

        def read(stored: StoredVersion) -> EntryPoint:
            found = {record.collection for record in stored.find((*situations_of((code,)), *either((code,))))}
            if "situations" in found or not found:
                return EntryPoint(EntryKind.SITUATION, code)
            kind = EntryKind.SERVICE if found & {"services", "listings"} else EntryKind.ORGANIZATION
            return EntryPoint(kind, code)

        return self._versions.whole(read)

    def _words(
        self, stored: StoredVersion, understand: Callable[[StoredLexicon], Understanding]
    ) -> tuple[Network, Lexicon]:
        shared = stored.network.catalogue
        safe = (node_id(NodeKind.SERVICE, slug) for slug in _named_by_safety(stored.network))
        situations = stored.entries("situations")
        pages = NamePages(self._bolt, stored.live.load)
        found = understand(StoredLexicon(shared.facts, shared.needs, situations, pages))
        known = replace(self._with_offers(stored, set(safe)).catalogue, situations=situations)
        network = Network(with_named(known, found.partners), stored.live.version, stored.cuts)
        return network, found.lexicon

    def _read_territory(self, stored: StoredVersion, code: str | None) -> Network:
        load = stored.live.load
        chosen = either(filter(None, (stored.network.catalogue.hub,)))
        if code is None:
            chosen |= {row["id"] for row in self._bolt.read("coverage", load=load)}
            return self._with_offers(stored, chosen, stored.collect((*SAID, *NAMED, "situations")))
        rows = self._bolt.read("situations_at", load=load, territory=code)
        situations = stored.find(row["id"] for row in rows)
        chosen |= self._here(stored, code, situations)
        return self._with_offers(stored, chosen, (*stored.collect(SAID), *situations))

    def _here(self, stored: StoredVersion, territory: str, situations: Records) -> set[str]:
        """The services that work in `territory`, and the partners that may know or send a person there."""
        load, found = stored.live.load, Rounds()
        found.take(self._bolt.read("part_round", load=load, targets=_works_in(territory), found=[]), stored.everywhere)
        known = _known_at_starts(stored.with_records(situations)) | _named_by_safety(stored.network)
        rows = self._bolt.read("part_senders", load=load, targets=sorted(found.senders))
        return found.services | either(found.partners() | known) | {row["id"] for row in rows}

    def _rounds(self, stored: StoredVersion, question: Question, network: Network) -> Rounds:
        """The backward rounds; `network` has the entry situation of `question`."""
        territory = network.territory_of(question.start)
        within = {code for need in question.needs if need in network.needs for code in network.within(need)}
        wanted = {f"{sort}:{code}" for code in within for sort in (NEED, HELP)}
        found = Rounds()
        while wanted:
            targets = _targets(wanted, (territory,) if territory else stored.everywhere())
            known = sorted(found.services)
            rows = self._bolt.read("part_round", load=stored.live.load, targets=sorted(targets), found=known)
            wanted = found.take(rows, stored.everywhere)
        return found

    def _with_offers(self, stored: StoredVersion, chosen: set[str], beside: Records = ()) -> Network:
        """What is chosen, the organizations that offer it, and what else these offer."""
        load = stored.live.load
        chosen = chosen | self._offering(load, chosen)
        rows = self._bolt.read("part_offered", load=load, organizations=sorted(chosen))
        chosen |= {row["id"] for row in rows}
        chosen |= self._offering(load, chosen)
        return stored.with_records((*stored.find(chosen), *beside))

    def _offering(self, load: str, services: set[str]) -> set[str]:
        return {row["id"] for row in self._bolt.read("part_offering", load=load, services=sorted(services))}


def _targets(variables: Iterable[str], territories: Iterable[str]) -> set[str]:
    """The nodes of `variables` in these territories, and in none in particular."""
    places = (*territories, EVERYWHERE)
    return {variable_id(variable, place) for variable in variables for place in places}


def _known_at_starts(network: Network) -> set[str]:
    """The partners that may know a person from the start: through an entry situation, or a published profile."""
    facts = (fact for profile in network.catalogue.profiles for fact in profile.facts if fact.name == KNOWN_TO)
    known = {slug for fact in facts for slug in fact.values}
    return known.union(*(situation.known_to for situation in network.situations.values()))


def _works_in(territory: str) -> list[str]:
    """The nodes of services that work in `territory`, or in none in particular."""
    return sorted(_targets((WORKS,), (territory,)))


def _split(variable: str) -> tuple[str, str, str]:
    return variable.partition(":")


def _named(question: Question, network: Network) -> set[str]:
    """The organizations and services that a question names, with the hub and the partners that know the person."""
    situation = network.situations.get(question.start.code)
    slugs = {*question.avoid, network.catalogue.hub or "", *(situation.known_to if situation else ())}
    slugs |= {value for fact in question.facts if fact.name == KNOWN_TO for value in fact.values}
    slugs |= _named_by_safety(network)
    if question.start.kind is not EntryKind.SITUATION:
        slugs.add(question.start.code)
    return slugs


def _named_by_safety(network: Network) -> set[str]:
    """The services that every answer must be able to show."""
    return {slug for rule in network.catalogue.safety for slug in (*rule.contacts, *rule.ask)}


def named_catalogue(known: Catalogue, rows: Iterable[dict[str, Any]]) -> Catalogue:
    """`known` with all organizations and services, of which those that it does not have come from `rows`, by name."""
    whole = {one.slug: one for one in known.organizations}, {one.slug: one for one in known.services}
    listed = {f"{one.organization}--{one.area}": one for one in known.listings if not one.service}
    organizations, services, listings = [], [], []
    for row in rows:
        slug = row["slug"]
        if row["collection"] == "organizations":
            organizations.append(whole[0].get(slug) or Organization(slug=slug, **_names(row)))
        elif row["collection"] == "services":
            offers = tuple(Offer(organization=each) for each in sorted(row["organizations"]))
            services.append(whole[1].get(slug) or Service(slug=slug, organizations=offers, **_names(row)))
        else:
            listings.append(listed.get(slug) or _listing(row))
    return replace(known, organizations=tuple(organizations), services=tuple(services), listings=tuple(listings))


def with_named(catalogue: Catalogue, partners: Iterable[NamedPartner]) -> Catalogue:
    """`catalogue` with further partners, which only have their names."""
    known = {one.slug for one in catalogue.organizations}, {one.slug for one in catalogue.services}
    organizations, services = list(catalogue.organizations), list(catalogue.services)
    for one in partners:
        if one.slug in known[one.is_service]:
            continue
        if one.is_service:
            offers = tuple(Offer(organization=slug) for slug in one.organizations)
            services.append(Service(slug=one.slug, name=one.name, organizations=offers))
        else:
            organizations.append(Organization(slug=one.slug, name=one.name))
    return replace(catalogue, organizations=tuple(organizations), services=tuple(services))


def _names(row: dict[str, Any]) -> dict[str, Any]:
    name, *others = row["names"]
    return {"name": name, "alternate_names": tuple(AlternateName(name=other) for other in others)}


def _listing(row: dict[str, Any]) -> Listing:
    """The listing that compiles to the service of `row`."""
    (organization,) = row["organizations"]
    area = row["slug"].removeprefix(f"{organization}--")
    return Listing(id=row["slug"], area=area, printed="", organization=organization)


class NamePages:
    """The pages of a `graph.language.name_book` in one version of a store."""

    def __init__(self, bolt: Bolt, load: str) -> None:
        self._bolt = bolt
        self._load = load

    def read(self, names: Iterable[str], /) -> Mapping[str, Any]:
        """Those of some pages that there are, by name."""
        wanted = sorted(set(names))
        return _decoded(self._bolt.read("pages", load=self._load, ids=wanted)) if wanted else {}

    def read_all(self) -> Mapping[str, Any]:
        """Every page of words and of names, by name."""
        return _decoded(self._bolt.read("all_pages", load=self._load))


def _decoded(rows: Rows) -> Mapping[str, Any]:
    return {row["id"]: decode(row["said"], page_type(row["id"])) for row in rows}
