"""The tables of HSDS 3 (Open Referral): what is known of services and organizations, as rows.

Identifiers are made of the city and the slugs. What HSDS demands and no document says is left out, never filled in;
`missing` counts it. What HSDS has no column for goes into `attribute`, with a taxonomy of our own for each kind, which
its `link_type` names: needs, conditions as formulas over facts, and ways in with who sends. A condition has an
attribute for each fact that it tests, so that a directory can filter by fact; each holds the whole condition.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from graph.formula import FactTest, notation, tests
from graph.message import Text
from graph.network import Network
from graph.organizations import Address, Organization, Phone, Schedule
from graph.services import Route, Service
from graph.vocabulary import RouteKind

TAXONOMIES: Mapping[str, tuple[str, str]] = {
    "need": ("Bisogni", "I bisogni a cui un servizio risponde."),
    "requirement": ("Condizioni", "I fatti che un servizio chiede; il valore di un attributo è tutta la condizione."),
    "route": ("Vie d'accesso", "Come si entra; il valore di un attributo dice chi invia e con quale canale."),
}
"""The taxonomies, by their codes: name and description."""
_NAMES = UUID("6f7b4c1e-6f0d-4a57-9f6e-2d1c6c8f3a10")
Row = dict[str, Any]
TABLES = (
    "service", "organization", "location", "address", "phone", "schedule", "required_document", "attribute", "taxonomy",
    "taxonomy_term", "service_at_location", "service_area",
)  # fmt: skip
_OPEN = re.compile(r"((?:Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,-]*) (\d\d:\d\d)-(\d\d:\d\d)((?:,\d\d:\d\d-\d\d:\d\d)*)")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DEMANDED: Mapping[str, tuple[str, ...]] = {
    "service": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "address": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "phone": ("id", "number"),
    "schedule": ("id",),
    "required_document": ("id",),
    "attribute": ("id",),
    "taxonomy": ("id", "name", "description"),
    "taxonomy_term": ("id", "name", "description"),
    "service_at_location": ("id",),
    "service_area": ("id",),
}
"""What HSDS 3 demands of each table."""


def identify(network: Network, kind: str, name: str) -> str:
    """The identifier of the record `name` of its kind in the city of `network`."""
    return str(uuid5(_NAMES, f"{network.catalogue.city}/{kind}/{name}"))


def list_taxonomies(network: Network) -> Iterator[dict[str, Any]]:
    """Rows of `taxonomy`."""
    for code, (name, description) in TAXONOMIES.items():
        yield {"id": identify(network, "taxonomy", code), "name": name, "description": description}


def list_terms(network: Network) -> Iterator[dict[str, Any]]:
    """Rows of `taxonomy_term`: every need, every fact, every kind of way in."""
    for need in network.needs.values():
        parent = identify(network, "need", need.parent) if need.parent else None
        yield _term(network, "need", need.code, need.label.it) | {"parent_id": parent}
    for fact in network.facts.values():
        yield _term(network, "requirement", fact.name, fact.label.it) | {"description": fact.question.it}
    for kind in RouteKind:
        yield _term(network, "route", str(kind), str(kind)) | {"description": kind.meaning, "language": "en"}


def _term(network: Network, taxonomy: str, code: str, name: str) -> dict[str, Any]:
    return {
        "id": identify(network, taxonomy, code), "code": code, "name": name, "language": "it",
        "taxonomy": TAXONOMIES[taxonomy][0], "taxonomy_id": identify(network, "taxonomy", taxonomy),
    }  # fmt: skip


def list_attributes(network: Network, service: Service) -> Iterator[dict[str, Any]]:
    """Rows of `attribute` for one service."""
    for link in service.meets:
        yield _attribute(network, service, "need", link.need, link.need)
    for item in service.requires:
        written = json.dumps(notation(item.when), ensure_ascii=False)
        for fact in sorted({test.fact for test in tests(item.when)}):
            yield _attribute(network, service, "requirement", fact, f"{item.id}/{fact}") | {"value": written}
    for place, route in enumerate(service.routes):
        yield _attribute(network, service, "route", str(route.kind), f"{place}") | {"value": _write_route(route)}


def _attribute(network: Network, service: Service, taxonomy: str, term: str, name: str) -> dict[str, Any]:
    # needs keep the identifiers that they had before there were other kinds
    kind = "attribute" if taxonomy == "need" else f"{taxonomy}-attribute"
    return {
        "id": identify(network, kind, f"{service.slug}/{name}"),
        "link_id": identify(network, "service", service.slug), "link_entity": "service", "link_type": taxonomy,
        "taxonomy_term_id": identify(network, taxonomy, term),
    }  # fmt: skip


def _write_route(route: Route) -> str:
    """Who sends, and by which channels, in codes: `organization:sspt, service:cps; report, interview`."""
    return "; ".join(filter(None, (", ".join(route.by), ", ".join(map(str, route.modes)))))


def hsds_tables(network: Network) -> dict[str, list[Row]]:
    """The tables of HSDS by name, each row without what is not known."""
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    for organization in network.organizations.values():
        _add_organization(tables, network, organization)
    tables["taxonomy"].extend(list_taxonomies(network))
    tables["taxonomy_term"].extend(list_terms(network))
    for service in network:
        _add_service(tables, network, service)
    return {name: [_known(row) for row in rows] for name, rows in tables.items() if rows}


def _add_organization(tables: dict[str, list[Row]], network: Network, organization: Organization) -> None:
    own = identify(network, "organization", organization.slug)
    parents = [identify(network, "organization", item.organization) for item in organization.part_of]
    tables["organization"].append({
        "id": own, "name": organization.name, "alternate_name": _names(organization),
        "description": _it(organization.note),
        "email": _first(email.address for email in organization.emails), "legal_status": organization.legal_form,
        "parent_organization_id": _first(parents),
    })  # fmt: skip
    _add_reachable(tables, network, organization, {"organization_id": own})


def _add_service(tables: dict[str, list[Row]], network: Network, service: Service) -> None:
    own = identify(network, "service", service.slug)
    offered_by = [identify(network, "organization", offer.organization) for offer in service.organizations]
    low, high = _ages(service)
    tables["service"].append({
        "id": own,
        "organization_id": _first(offered_by),
        "name": service.name, "alternate_name": _names(service), "description": _it(service.summary),
        "email": _first(email.address for email in service.emails),
        "status": str(service.status) if service.status else None,
        "application_process": "; ".join(filter(None, (_it(route.note) for route in service.routes))),
        "fees_description": _it(service.cost.note) if service.cost else None,
        "eligibility_description": "; ".join(item.label.it for item in service.requires),
        "minimum_age": low, "maximum_age": high,
        "assured_date": service.last_verified.isoformat() if service.last_verified else None,
        "alert": _it(service.doubt.text) if service.doubt else None,
    })  # fmt: skip
    _add_reachable(tables, network, service, {"service_id": own})
    tables["attribute"].extend(list_attributes(network, service))
    for paper in service.documents.items if service.documents else ():
        identifier = identify(network, "document", f"{service.slug}/{paper.label.it}")
        tables["required_document"].append({"id": identifier, "service_id": own, "document": paper.label.it})
    for code in service.covers:
        labels = {item.code: item.label.it for item in network.catalogue.territories}
        identifier = identify(network, "area", f"{service.slug}/{code}")
        tables["service_area"].append({"id": identifier, "service_id": own, "name": labels.get(code, code)})


def _add_reachable(
    tables: dict[str, list[Row]], network: Network, holder: Organization | Service, owner: Mapping[str, str]
) -> None:
    """Telephones, schedules and addresses of an organization or a service."""
    name = f"{type(holder).__name__}/{holder.slug}".lower()
    for phone in holder.phones:
        tables["phone"].append({"id": identify(network, "phone", f"{name}/{phone.printed}"), **owner, **_phone(phone)})
    for place, schedule in enumerate(holder.schedules):
        for number, row in enumerate(list_weeks(schedule)):
            identifier = identify(network, "schedule", f"{name}/{place}/{number}")
            tables["schedule"].append({"id": identifier, **owner, **row})
    for address in holder.addresses:
        _add_address(tables, network, address, name, owner)


def _add_address(
    tables: dict[str, list[Row]], network: Network, address: Address, holder: str, owner: Mapping[str, str]
) -> None:
    place = identify(network, "location", f"{holder}/{address.slug}")
    service = owner.get("service_id")
    tables["location"].append({
        "id": place, "location_type": "physical", "name": address.street,
        "organization_id": owner.get("organization_id"), "description": _it(address.note),
    })  # fmt: skip
    tables["address"].append({
        "id": identify(network, "address", f"{holder}/{address.slug}"), "location_id": place,
        "address_1": address.street, "city": address.municipality, "postal_code": address.postal_code,
        "address_type": "physical",
    })  # fmt: skip
    if service is not None:
        at = identify(network, "service_at_location", f"{holder}/{address.slug}")
        tables["service_at_location"].append({"id": at, "service_id": service, "location_id": place})


def _phone(phone: Phone) -> Row:
    return {"number": phone.number or phone.printed, "description": _it(phone.note)}


def list_weeks(schedule: Schedule) -> Iterator[Row]:
    """A row for each plain week in an OSM expression; otherwise the hours as they are printed."""
    parts = [part.strip() for part in (schedule.opening_hours or "").split(";")]
    matched = [_OPEN.fullmatch(part) for part in parts]
    if not all(matched):
        yield {"description": schedule.printed}
        return
    for match in matched:
        assert match is not None  # noqa: S101 - all matched
        spans = [f"{match[2]}-{match[3]}", *filter(None, match[4].split(","))]
        for span in spans:
            opens, _, closes = span.partition("-")
            days = ",".join(day.upper() for day in _list_days(match[1]))
            yield {
                "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes, "description": schedule.printed
            }  # fmt: skip


def _list_days(text: str) -> Iterator[str]:
    """Mo-We,Fr: Mo, Tu, We, Fr."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        yield from _DAYS[begin : end + 1]


def _ages(service: Service) -> tuple[int | None, int | None]:
    """The age limits of a condition on age alone. Conditions with other parts are only given in words."""
    for item in service.requires:
        if isinstance(item.when, FactTest) and item.when.fact == "age":
            return item.when.minimum, item.when.maximum
    return None, None


def _names(holder: Organization | Service) -> str:
    return "; ".join(name.name for name in holder.alternate_names)


def _it(text: Text | None) -> str | None:
    return None if text is None else text.it


def _first(items: Iterable[str]) -> str | None:
    return next(iter(items), None)


def _known(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in (None, "")}


def missing(tables: Mapping[str, list[Row]]) -> Counter[str]:
    """How often each thing is left out that HSDS demands, such as `service.status`."""
    return Counter(
        f"{name}.{column}"
        for name, rows in tables.items()
        for row in rows
        for column in DEMANDED[name]
        if row.get(column) in (None, "")
    )
