"""CPSV-AP 3.2 (the EU's vocabulary of public services) as statements of RDF, in JSON-LD and Turtle.

A service is a `cpsv:PublicService` where a document describes it and a public body provides it; the others are left
out. What CPSV-AP demands and no document says (such as where a body is competent) is left out too. `missing` counts
both: nothing is filled in. Supertypes are stated, since the shapes are checked without inference. The same statements
give the same bytes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.graph_export.hsds_tables import identify
from graph.message import Text
from graph.network import Network
from graph.organizations import Organization
from graph.services import Offer, Route, Service
from graph.structs import Struct
from graph.vocabulary import AccessMode, OrganizationKind, RouteKind, SenderKind

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PUBLIC = frozenset({
    OrganizationKind.MUNICIPALITY, OrganizationKind.PUBLIC_OFFICE, OrganizationKind.SOCIAL_SERVICE,
    OrganizationKind.ASST, OrganizationKind.ATS, OrganizationKind.SERD, OrganizationKind.POLICE,
    OrganizationKind.COURT, OrganizationKind.PRISON, OrganizationKind.PENAL_OFFICE, OrganizationKind.OMBUDSMAN,
})  # fmt: skip
"""Kinds of organization that are public by what they are."""
DEMANDED: Mapping[str, tuple[str, ...]] = {
    "cpsv:PublicService": ("dct:identifier", "dct:title", "dct:description", "cv:hasCompetentAuthority"),
    "cv:PublicOrganisation": ("skos:prefLabel", "dct:spatial"),
    "cv:Requirement": ("dct:identifier", "dct:title"),
    "cv:EvidenceType": ("dct:identifier",),
    "cv:Channel": ("dct:identifier",),
    "cv:Cost": ("dct:identifier",),
    "cv:Participation": ("dct:identifier", "dct:description", "cv:hasParticipant", "cv:role"),
    "foaf:Agent": ("dct:identifier", "dct:title"),
    "cv:Event": ("dct:identifier", "dct:title"),
}
"""What CPSV-AP 3.2 demands of each class that is written here."""
EURO = "http://publications.europa.eu/resource/authority/currency/EUR"
_ROLES = {
    "manager": Text("gestore", "manager"),
    "partner": Text("partner", "partner"),
    "provider": Text("erogatore", "provider"),
}
RDF_TYPE = "rdf:type"


class Iri(Struct, frozen=True, order=True):
    """A resource: an IRI, or a name with a prefix."""

    name: str


class Literal(Struct, frozen=True, order=True):
    """A text with its language, or a value with its datatype (a name with a prefix); a plain string has neither."""

    text: str
    language: str = ""
    datatype: str = ""


Statement = tuple[str, str, Iri | Literal]
"""Subject (an IRI), predicate (a name with a prefix), object."""


def write_cpsv_json_ld(network: Network) -> bytes:
    """The public services as JSON-LD."""
    return write_json_ld(list_statements(network), PREFIXES)


def write_cpsv_turtle(network: Network) -> bytes:
    """The public services as Turtle."""
    return write_turtle(list_statements(network), PREFIXES)


def missing(network: Network) -> Counter[str]:
    """How often each thing is left out that CPSV-AP demands; a service that is left out counts by why."""
    statements = list(list_statements(network))
    said = {(subject, name) for subject, name, _ in statements}
    left = Counter(
        f"{value.name}.{name}"
        for subject, kind, value in statements
        if kind == RDF_TYPE and isinstance(value, Iri)
        for name in DEMANDED.get(value.name, ())
        if (subject, name) not in said
    )
    written = list_public(network)
    listed = sum(service.listing is not None for service in network)
    left["cpsv:PublicService (only a name on a list)"] = listed
    left["cpsv:PublicService.cv:hasCompetentAuthority"] = sum(1 for _ in network) - listed - len(written)
    return +left


def list_public(network: Network) -> dict[str, Service]:
    """The described services that a public body provides."""
    return {
        service.slug: service for service in network if service.listing is None and any(_authorities(network, service))
    }


def list_statements(network: Network) -> Iterator[Statement]:
    """Every statement, service by service, then the bodies, needs and situations that they name."""
    public = list_public(network)
    for service in public.values():
        yield from _describe_service(network, service, public)
    offers = [offer for service in public.values() for offer in service.organizations]
    for slug in dict.fromkeys(offer.organization for offer in offers):
        yield from _describe_organization(network, network.organizations[slug])
    for code in dict.fromkeys(link.need for service in public.values() for link in service.meets):
        yield from _concept(_iri(network, "need", code), network.needs[code].label)
    for situation in network.situations.values():
        related = [slug for slug, service in public.items() if _is_entered_from(service, situation.known_to)]
        event = _iri(network, "situation", situation.code)
        if related:
            yield from _types(event, "cv:LifeEvent", "cv:Event")
            yield event, "dct:identifier", Literal(situation.code)
            yield from _texts(event, "dct:title", situation.label)
        for slug in related:
            yield event, "cv:hasRelatedService", Iri(_iri(network, "service", slug))
            yield _iri(network, "service", slug), "cv:isGroupedBy", Iri(event)


def _describe_service(network: Network, service: Service, public: Mapping[str, Service]) -> Iterator[Statement]:
    own = _iri(network, "service", service.slug)
    yield own, RDF_TYPE, Iri("cpsv:PublicService")
    yield own, "dct:identifier", Literal(service.slug)
    yield own, "dct:title", Literal(service.name, "it")
    yield from _texts(own, "dct:description", service.summary)
    for offer in _authorities(network, service):
        yield own, "cv:hasCompetentAuthority", Iri(_iri(network, "organization", offer.organization))
    for offer in service.organizations:
        if offer.role != "provider":
            yield from _describe_part(network, service, offer, own)
    for link in service.meets:
        yield own, "cv:thematicArea", Iri(_iri(network, "need", link.need))
    if service.status is not None:
        concept = _iri(network, "status", service.status)
        yield own, "adms:status", Iri(concept)
        yield from _concept(concept, Text(str(service.status), str(service.status)))
    yield from _describe_conditions(network, service, own)
    yield from _describe_ways(network, service, own, public)
    yield from _describe_contact(network, service, own)
    for code in service.covers:
        labels = {item.code: item.label for item in network.catalogue.territories}
        place = _iri(network, "territory", code)
        yield own, "dct:spatial", Iri(place)
        yield place, RDF_TYPE, Iri("dct:Location")
        yield from _texts(place, "rdfs:label", labels.get(code))


def _describe_conditions(network: Network, service: Service, own: str) -> Iterator[Statement]:
    """Requirements, papers and cost."""
    for item in service.requires:
        requirement = _iri(network, "requirement", f"{service.slug}/{item.id}")
        yield own, "cv:holdsRequirement", Iri(requirement)
        yield requirement, RDF_TYPE, Iri("cv:Requirement")
        yield requirement, "dct:identifier", Literal(f"{service.slug}/{item.id}")
        yield from _texts(requirement, "dct:title", item.label)
    for paper in service.documents.items if service.documents else ():
        kind = _iri(network, "paper", paper.label.it)
        yield own, "cv:hasInputType", Iri(kind)
        yield kind, RDF_TYPE, Iri("cv:EvidenceType")
        yield kind, "dct:identifier", Literal(paper.label.it)
        concept = _iri(network, "kind of paper", paper.label.it)
        yield kind, "cv:evidenceTypeClassification", Iri(concept)
        yield from _concept(concept, paper.label)
    if service.cost is not None:
        cost = _iri(network, "cost", service.slug)
        yield own, "cv:hasCost", Iri(cost)
        yield cost, RDF_TYPE, Iri("cv:Cost")
        yield cost, "dct:identifier", Literal(f"{service.slug}/cost")
        yield from _texts(cost, "dct:description", service.cost.note)
        if service.cost.free:
            yield cost, "cv:hasValue", Literal("0.0", datatype="xsd:double")
            yield cost, "cv:currency", Iri(EURO)
            yield from _concept(EURO, Text("euro", "euro"))


def _describe_ways(network: Network, service: Service, own: str, public: Mapping[str, Service]) -> Iterator[Statement]:
    """Channels, and the services that send here: required where nothing else leads in, else related."""
    for place, route in enumerate(service.routes):
        channel = _iri(network, "channel", f"{service.slug}/{place}")
        yield own, "cv:hasChannel", Iri(channel)
        yield channel, RDF_TYPE, Iri("cv:Channel")
        yield channel, "dct:identifier", Literal(f"{service.slug}/{place}")
        yield from _texts(channel, "dct:description", route.note)
        if len(route.modes) == 1 and route.modes[0] is not AccessMode.UNKNOWN:
            concept = _iri(network, "mode", route.modes[0])
            yield channel, "dct:type", Iri(concept)
            yield concept, RDF_TYPE, Iri("skos:Concept")
            yield concept, "skos:prefLabel", Literal(str(route.modes[0]), "en")
    senders = [sender for route in service.routes for sender in route.senders]
    alone = len(senders) == 1 and all(route.kind is RouteKind.REFERRAL for route in service.routes)
    for sender in dict.fromkeys(senders):
        if sender.kind is SenderKind.SERVICE and sender.code in public and sender.code != service.slug:
            name = "dct:requires" if alone else "cv:relatedService"
            yield own, name, Iri(_iri(network, "service", sender.code))


def _describe_contact(network: Network, service: Service, own: str) -> Iterator[Statement]:
    if not (service.phones or service.emails or service.schedules):
        return
    contact = _iri(network, "contact", service.slug)
    yield own, "cv:contactPoint", Iri(contact)
    yield contact, RDF_TYPE, Iri("cv:ContactPoint")
    for phone in service.phones:
        yield contact, "cv:telephone", Literal(phone.number or phone.printed)
    for email in service.emails:
        yield contact, "cv:email", Literal(email.address)
    for place, schedule in enumerate(service.schedules):
        hours = _iri(network, "hours", f"{service.slug}/{place}")
        yield contact, "cv:openingHours", Iri(hours)
        yield hours, RDF_TYPE, Iri("time:TemporalEntity")
        yield hours, "dct:description", Literal(schedule.printed, "it")


def _describe_part(network: Network, service: Service, offer: Offer, own: str) -> Iterator[Statement]:
    """Who takes part without being the authority."""
    part = _iri(network, "participation", f"{service.slug}/{offer.organization}/{offer.role}")
    role = _iri(network, "role", offer.role)
    label = _ROLES.get(offer.role, Text(offer.role, offer.role))
    yield own, "cv:hasParticipation", Iri(part)
    yield part, RDF_TYPE, Iri("cv:Participation")
    yield part, "dct:identifier", Literal(f"{service.slug}/{offer.organization}/{offer.role}")
    yield from _texts(part, "dct:description", label)
    yield part, "cv:hasParticipant", Iri(_iri(network, "organization", offer.organization))
    yield part, "cv:role", Iri(role)
    yield from _concept(role, label)


def _describe_organization(network: Network, organization: Organization) -> Iterator[Statement]:
    own = _iri(network, "organization", organization.slug)
    public = ("cv:PublicOrganisation",) if organization.kind in PUBLIC else ()
    yield from _types(own, *public, "org:Organization", "foaf:Agent")
    yield own, "dct:identifier", Literal(organization.slug)
    yield own, "dct:title", Literal(organization.name, "it")
    yield own, "skos:prefLabel", Literal(organization.name, "it")
    for address in organization.addresses:
        if address.municipality:
            place = _iri(network, "municipality", address.municipality)
            yield own, "dct:spatial", Iri(place)
            yield place, RDF_TYPE, Iri("dct:Location")
            yield place, "rdfs:label", Literal(address.municipality, "it")


def _authorities(network: Network, service: Service) -> Iterator[Offer]:
    for offer in service.organizations:
        if offer.role == "provider" and network.organizations[offer.organization].kind in PUBLIC:
            yield offer


def _is_entered_from(service: Service, known_to: tuple[str, ...]) -> bool:
    """Whether a way in names somebody to whom a person is known where a path starts."""
    return any(_names_one_of(route, known_to) for route in service.routes)


def _names_one_of(route: Route, known_to: tuple[str, ...]) -> bool:
    return any(sender.kind is SenderKind.ORGANIZATION and sender.code in known_to for sender in route.senders)


def _types(subject: str, *names: str) -> Iterator[Statement]:
    for name in names:
        yield subject, RDF_TYPE, Iri(name)


def _concept(subject: str, label: Text) -> Iterator[Statement]:
    yield subject, RDF_TYPE, Iri("skos:Concept")
    yield from _texts(subject, "skos:prefLabel", label)


def _texts(subject: str, name: str, text: Text | None) -> Iterator[Statement]:
    if text is not None:
        yield subject, name, Literal(text.it, "it")
        yield subject, name, Literal(text.en, "en")


def _iri(network: Network, kind: str, name: str) -> str:
    return f"urn:uuid:{identify(network, kind, name)}"


def write_turtle(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> bytes:
    """The statements as Turtle (RDF 1.1), subject by subject in the order in which they come first."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in prefixes.items()]
    for subject, values in _by_subject(statements).items():
        parts = [
            f"{'a' if name == RDF_TYPE else name} {', '.join(_turtle(value, prefixes) for value in many)}"
            for name, many in values.items()
        ]
        lines += ["", f"<{subject}> " + " ;\n    ".join(parts) + " ."]
    return ("\n".join(lines) + "\n").encode()


def write_json_ld(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> bytes:
    """The statements as JSON-LD 1.1: a context of prefixes, and a node for each subject."""
    nodes = []
    for subject, values in _by_subject(statements).items():
        node: dict[str, Any] = {"@id": subject}
        for name, many in values.items():
            if name == RDF_TYPE:
                node["@type"] = [value.name for value in many if isinstance(value, Iri)]
            else:
                written = [_json(value) for value in many]
                node[name] = written[0] if len(written) == 1 else written
        nodes.append(node)
    return (json.dumps({"@context": dict(prefixes), "@graph": nodes}, ensure_ascii=False, indent=1) + "\n").encode()


def _by_subject(statements: Iterable[Statement]) -> dict[str, dict[str, list[Iri | Literal]]]:
    found: dict[str, dict[str, list[Iri | Literal]]] = {}
    for subject, name, value in dict.fromkeys(statements):
        found.setdefault(subject, {}).setdefault(name, []).append(value)
    return found


def _turtle(value: Iri | Literal, prefixes: Mapping[str, str]) -> str:
    if isinstance(value, Iri):
        return value.name if _is_short(value.name, tuple(prefixes)) else f"<{value.name}>"
    text = json.dumps(value.text, ensure_ascii=False).replace("\x7f", "\\u007F")
    return text + (f"@{value.language}" if value.language else f"^^{value.datatype}" if value.datatype else "")


def _json(value: Iri | Literal) -> Any:
    if isinstance(value, Iri):
        return {"@id": value.name}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text, "@type": value.datatype} if value.datatype else value.text


def _is_short(name: str, prefixes: Sequence[str]) -> bool:
    return name.partition(":")[0] in prefixes
