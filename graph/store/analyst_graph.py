"""Data for analysts in a Neo4j store beside the typed graph: properties, further relations, a name on every node.

The program itself reads records, and none of this. People who open the database with Cypher, Browser or Bloom find
telephones, hours and dates of verification as properties. An unknown value is an absent property.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from graph.atoms import IN_CHARGE_OF
from graph.concepts import Effect, EntrySituation, FactDefinition, NeedArea
from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not, notation
from graph.message import Text
from graph.model import Contradiction, Figure, Judgement, StatedGap
from graph.network import Network
from graph.organizations import Address, Organization
from graph.provenance import Cited, Source
from graph.referral_links import list_by_hub
from graph.services import Listing, Requirement, Service
from graph.structs import Struct, field
from graph.typed_graph import node_id, requirement_identifier
from graph.verification import verified
from graph.vocabulary import NodeKind, Relation, RouteKind, SenderKind

Properties = dict[str, Any]
TESTS = "TESTS"
"""From a requirement to each fact that it tests, with the `values` or limits; `negated` where it must not hold."""
VALUE_OF = "VALUE_OF"
"""From a fact with one of its values to the fact."""
STARTS_AT = "STARTS_AT"
"""From an entry situation to who knows the person there."""
IMPLIES = "IMPLIES"
"""From an entry situation to the facts that it implies."""
ABOUT = "ABOUT"
"""From a judgement, figure, gap or contradiction to what it speaks of."""
CONTACTS = "CONTACTS"
"""From a safety rule to the services to call."""


class ExtraEdge(Struct, frozen=True):
    """A relation that the typed graph does not draw."""

    start: str
    type: str
    end: str
    cited: Cited | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """The row that loads it."""
        said = {} if self.cited is None else _said(self.cited)
        about = {name: value for name, value in self.about.items() if value is not None}
        return {"start": self.start, "end": self.end, "type": self.type, **said, "about": about}


def _said(cited: Cited) -> dict[str, Any]:
    return {"evidence": str(cited.evidence), "citations": " ".join(map(str, cited.cite))}


def name_of(entry: Any) -> tuple[str, str]:
    """The name of an entry in Italian and English; without one, its text."""
    if isinstance(entry, Judgement):
        name = f"{entry.left} / {entry.right}: {entry.verdict}"
        return name, name
    found = (getattr(entry, field, None) for field in ("label", "name", "printed", "title", "text", "code", "id"))
    said = next((value for value in found if value), type(entry).__name__)
    return (said.it, said.en) if isinstance(said, Text) else (str(said), str(said))


def describe(network: Network, entry: Any) -> Properties:
    """The properties of an entry; those that are unknown are left out."""
    about: Properties = {}
    if isinstance(entry, Cited):
        about = {**_said(entry), "why": None if entry.why is None else entry.why.en}
    match entry:
        case Service():
            about |= _reached(entry) | _service(network, entry)
        case Organization():
            about |= _reached(entry) | {"kind": str(entry.kind), "legal_form": entry.legal_form}
            about["last_verified"] = verified(network, entry, None).day
        case Requirement():
            about["condition"] = msgspec.json.encode(notation(entry.when)).decode()
        case FactDefinition():
            values = [value.code for value in entry.values]
            about |= {"slug": entry.name, "kind": str(entry.kind), "values": values, "sensitive": entry.sensitive}
        case NeedArea():
            about |= {"counts_for_parent": entry.counts_for_parent, "emergency": entry.emergency}
            about["services"] = len(network.meeting.get(entry.code, ()))
        case Listing():
            about |= {"printed": entry.printed}
        case Figure():
            about |= {"value": entry.value, "unit": entry.unit.en, "kind": str(entry.kind), "period": entry.period}
        case Judgement():
            about |= {"verdict": str(entry.verdict)}
        case Source():
            about |= {"file": entry.file, "publisher": entry.publisher, "language": entry.language}
            about["updated"] = entry.updated
        case Address():
            about |= {"street": entry.street, "municipality": entry.municipality, "postal_code": entry.postal_code}
    return {name: value for name, value in about.items() if value is not None and value != []}


def _reached(partner: Organization | Service) -> Properties:
    towns = [address.municipality for address in partner.addresses if address.municipality]
    return {
        "phones": [phone.printed for phone in partner.phones],
        "phone_numbers": [phone.number for phone in partner.phones if phone.number],
        "emails": [email.address for email in partner.emails],
        "hours": [schedule.printed for schedule in partner.schedules],
        "opening_hours": [schedule.opening_hours for schedule in partner.schedules if schedule.opening_hours],
        "municipality": towns[0] if towns else None,
    }


def _service(network: Network, service: Service) -> Properties:
    day: date | None = verified(network, service, None, service).day
    return {
        "summary": None if service.summary is None else service.summary.it,
        "summary_en": None if service.summary is None else service.summary.en,
        "status": None if service.status is None else str(service.status),
        "free": None if service.cost is None else service.cost.free,
        "listed_only": service.listing is not None,
        "last_verified": day,
    }


def list_addresses(network: Network) -> Iterator[Address]:
    """Every address; some may be the same place."""
    for holder in (*network, *network.organizations.values()):
        yield from holder.addresses


def list_contact_values(network: Network) -> Iterator[Effect]:
    """The classes of contact that may send to a service, each once, as the fact that somebody is in their charge."""
    yield from dict.fromkeys(effect for _, effect in _contacts(network))


def list_links(network: Network, carriers: Mapping[int, str]) -> Iterator[ExtraEdge]:
    """The further relations; `carriers` gives the node of each entry of the catalogue, by its identity."""
    for fact, value in sorted({(one.fact, one.value) for one in _values(network)}):
        yield ExtraEdge(value_node(Effect(fact=fact, value=value)), VALUE_OF, node_id(NodeKind.FACT, fact))
    for situation in network.situations.values():
        yield from _starts(network, situation)
    for service in network:
        yield from _of_service(network, service)
    for service, effect in _contacts(network):
        for route in service.routes:
            if f"{SenderKind.CONTACT}:{effect.value}" in route.by:
                yield ExtraEdge(value_node(effect), str(Relation.REFERS_TO), _service_node(service.slug), route)
    for sending in list_by_hub(network):
        hub = node_id(*sending.sender)
        yield ExtraEdge(hub, str(Relation.REFERS_TO), _service_node(sending.service.slug), sending.route)
    yield from _statements(network, carriers)


def _starts(network: Network, situation: EntrySituation) -> Iterator[ExtraEdge]:
    here = node_id(NodeKind.ENTRY_SITUATION, situation.code)
    for slug in situation.known_to:
        partner = _partner(network, slug)
        if partner is not None:
            yield ExtraEdge(here, STARTS_AT, partner, situation)
    if situation.territory is not None:
        yield ExtraEdge(here, str(Relation.LOCATED_IN), node_id(NodeKind.PLACE, situation.territory), situation)
    for fact, values in _by_fact(situation.facts).items():
        yield ExtraEdge(here, IMPLIES, node_id(NodeKind.FACT, fact), situation, {"values": values})


def _of_service(network: Network, service: Service) -> Iterator[ExtraEdge]:
    here = _service_node(service.slug)
    for requirement in service.requires:
        node = node_id(NodeKind.REQUIREMENT, requirement_identifier(service, requirement.id))
        for test, negated in dict.fromkeys(_list_tests(requirement.when)):
            about = {"values": sorted(test.values), "minimum": test.minimum, "maximum": test.maximum}
            yield ExtraEdge(node, TESTS, node_id(NodeKind.FACT, test.fact), requirement, {**about, "negated": negated})
    for fact, values in _by_fact(_effects(network, service)).items():
        cited = next(effect for effect in _effects(network, service) if effect.fact == fact)
        yield ExtraEdge(here, str(Relation.PROVIDES), node_id(NodeKind.FACT, fact), cited, {"values": values})


def _list_tests(formula: Formula, negated: bool = False) -> Iterator[tuple[FactTest, bool]]:
    """Every test of `formula`, and whether it occurs negated."""
    match formula:
        case FactTest():
            yield formula, negated
        case Not(part):
            yield from _list_tests(part, not negated)
        case IfThen(condition, consequence):
            yield from _list_tests(condition, not negated)
            yield from _list_tests(consequence, negated)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _list_tests(part, negated)


def _statements(network: Network, carriers: Mapping[int, str]) -> Iterator[ExtraEdge]:
    """The relations from judgements, figures, gaps, contradictions, listings and safety rules to their subjects."""
    catalogue = network.catalogue
    listings = {listing.id: listing for listing in catalogue.listings}
    for listing in catalogue.listings:
        if listing.service is not None:  # otherwise it is a service itself, which the organization offers
            yield ExtraEdge(carriers[id(listing)], ABOUT, node_id(NodeKind.ORGANIZATION, listing.organization), listing)
    for entry in (*catalogue.judgements, *catalogue.figures, *catalogue.gaps, *catalogue.contradictions):
        for end in dict.fromkeys(_subjects(entry)):
            node = _partner(network, end) or (carriers[id(listings[end])] if end in listings else None)
            if node is not None:
                yield ExtraEdge(carriers[id(entry)], ABOUT, node, entry)
    for gap in catalogue.gaps:
        for need in gap.needs:
            yield ExtraEdge(carriers[id(gap)], ABOUT, node_id(NodeKind.NEED_AREA, need), gap)
    for rule in catalogue.safety:
        for slug in rule.contacts:
            yield ExtraEdge(carriers[id(rule)], CONTACTS, _service_node(slug), rule)


def _subjects(entry: Cited) -> tuple[str, ...]:
    match entry:
        case Judgement(left=left, right=right):
            return left, right
        case Figure(about=about):
            return (about,)
        case StatedGap(about=names) | Contradiction(about=names):
            return names
    return ()


def _values(network: Network) -> Iterator[Effect]:
    yield from _all_effects(network)
    yield from (effect for _, effect in _contacts(network))


def _all_effects(network: Network) -> Iterator[Effect]:
    for service in network:
        yield from _effects(network, service)


def _effects(network: Network, service: Service) -> tuple[Effect, ...]:
    """What is true of a person whom `service` has taken in."""
    implied = (effect for link in service.meets for effect in network.get_need(link.need).implies)
    return (*service.provides, *implied)


def _contacts(network: Network) -> Iterator[tuple[Service, Effect]]:
    """The classes of contact that may send to each service, as the fact that somebody is in their charge."""
    for service in network:
        senders = (one for route in service.routes if route.kind is RouteKind.REFERRAL for one in route.senders)
        for code in dict.fromkeys(one.code for one in senders if one.kind is SenderKind.CONTACT):
            yield service, Effect(fact=IN_CHARGE_OF, value=code)


def _by_fact(effects: Iterable[Effect]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for effect in effects:
        found.setdefault(effect.fact, [])
        if effect.value not in found[effect.fact]:
            found[effect.fact].append(effect.value)
    return found


def value_node(effect: Effect) -> str:
    """The node of a fact with one of its values."""
    return node_id(NodeKind.FACT, f"{effect.fact}={effect.value}")


def name_of_value(network: Network, effect: Effect) -> dict[str, str]:
    """The name of a fact with one of its values, in both languages."""
    fact = network.get_fact(effect.fact)
    value = next((one.label for one in fact.values if one.code == effect.value), Text(effect.value, effect.value))
    return {"name": f"{fact.label.it}: {value.it}", "name_en": f"{fact.label.en}: {value.en}"}


def _service_node(slug: str) -> str:
    return node_id(NodeKind.SERVICE, slug)


def _partner(network: Network, slug: str) -> str | None:
    if slug in network.organizations:
        return node_id(NodeKind.ORGANIZATION, slug)
    return _service_node(slug) if slug in network.services else None
