"""HSDS 3 (Open Referral): services with what belongs to them, as JSON and as the tables of a datapackage.

Identifiers are made of the city and the slugs, so that they stay. What HSDS demands and no document says is left out,
and `missing` counts it: nothing is filled in. What HSDS has no place for (conditions as formulas, referrals, evidence,
lines) stays in the other exports.
"""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from graph.formula import FactTest
from graph.message import Text
from graph.network import Network
from graph.organizations import Address, Organization, Phone, Schedule
from graph.services import Service

Row = dict[str, Any]
DEMANDED: Mapping[str, tuple[str, ...]] = {
    "service": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "address": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "phone": ("id", "number"),
    "schedule": ("id",),
    "required_document": ("id",),
    "attribute": ("id", "taxonomy_term_id"),
    "taxonomy_term": ("id", "code", "name"),
    "service_at_location": ("id", "service_id", "location_id"),
    "service_area": ("id",),
}
"""What HSDS 3 demands of each table."""
_NAMES = UUID("6f7b4c1e-6f0d-4a57-9f6e-2d1c6c8f3a10")
_OPEN = re.compile(r"((?:Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,-]*) (\d\d:\d\d)-(\d\d:\d\d)((?:,\d\d:\d\d-\d\d:\d\d)*)")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def write_hsds_json(network: Network) -> bytes:
    """Every organization and service with what belongs to it, nested as the API of HSDS gives it."""
    tables = hsds_tables(network)
    nested = {"organizations": _nest(tables, "organization"), "services": _nest(tables, "service")}
    return (json.dumps(nested, ensure_ascii=False, indent=1) + "\n").encode()


def write_hsds_zip(network: Network) -> bytes:
    """One CSV file a table, and `datapackage.json`, which lists them."""
    stream = io.BytesIO()
    tables = hsds_tables(network)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        described = [
            {"name": f"{name}s", "path": f"{name}s.csv", "schema": {"fields": [{"name": f} for f in _columns(rows)]}}
            for name, rows in tables.items()
        ]
        package = {"name": f"hsds-{network.catalogue.city}", "version": network.version, "resources": described}
        _add(archive, "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1))
        for name, rows in tables.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, _columns(rows), lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
            _add(archive, f"{name}s.csv", text.getvalue())
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """A file without the time of writing, so that the same network gives the same bytes."""
    archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for row in rows for key in row))


def missing(tables: Mapping[str, list[Row]]) -> Counter[str]:
    """How often each thing is left out that HSDS demands, such as `service.status`."""
    return Counter(
        f"{name}.{column}"
        for name, rows in tables.items()
        for row in rows
        for column in DEMANDED[name]
        if row.get(column) in (None, "")
    )


def hsds_tables(network: Network) -> dict[str, list[Row]]:
    """The tables of HSDS by name, each row without what is not known."""
    tables: dict[str, list[Row]] = {name: [] for name in DEMANDED}
    for organization in network.organizations.values():
        _add_organization(tables, network, organization)
    for need in network.needs.values():
        term = {"id": _id(network, "need", need.code), "code": need.code, "name": need.label.it, "language": "it"}
        tables["taxonomy_term"].append(term)
    for service in network:
        _add_service(tables, network, service)
    return {name: [_known(row) for row in rows] for name, rows in tables.items() if rows}


def _add_organization(tables: dict[str, list[Row]], network: Network, organization: Organization) -> None:
    own = _id(network, "organization", organization.slug)
    parents = [_id(network, "organization", item.organization) for item in organization.part_of]
    tables["organization"].append({
        "id": own, "name": organization.name, "alternate_name": _names(organization),
        "description": _it(organization.note),
        "email": _first(email.address for email in organization.emails), "legal_status": organization.legal_form,
        "parent_organization_id": _first(parents),
    })  # fmt: skip
    _add_reachable(tables, network, organization, {"organization_id": own})


def _add_service(tables: dict[str, list[Row]], network: Network, service: Service) -> None:
    own = _id(network, "service", service.slug)
    low, high = _ages(service)
    tables["service"].append({
        "id": own,
        "organization_id": _first(_id(network, "organization", offer.organization) for offer in service.organizations),
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
    for link in service.meets:
        tables["attribute"].append({
            "id": _id(network, "attribute", f"{service.slug}/{link.need}"), "link_id": own, "link_entity": "service",
            "taxonomy_term_id": _id(network, "need", link.need),
        })  # fmt: skip
    for paper in service.documents.items if service.documents else ():
        identifier = _id(network, "document", f"{service.slug}/{paper.label.it}")
        tables["required_document"].append({"id": identifier, "service_id": own, "document": paper.label.it})
    for code in service.covers:
        labels = {item.code: item.label.it for item in network.catalogue.territories}
        identifier = _id(network, "area", f"{service.slug}/{code}")
        tables["service_area"].append({"id": identifier, "service_id": own, "name": labels.get(code, code)})


def _add_reachable(
    tables: dict[str, list[Row]], network: Network, holder: Organization | Service, owner: Mapping[str, str]
) -> None:
    """Telephones, schedules and addresses of an organization or a service."""
    name = f"{type(holder).__name__}/{holder.slug}".lower()
    for phone in holder.phones:
        tables["phone"].append({"id": _id(network, "phone", f"{name}/{phone.printed}"), **owner, **_phone(phone)})
    for place, schedule in enumerate(holder.schedules):
        for number, row in enumerate(list_weeks(schedule)):
            identifier = _id(network, "schedule", f"{name}/{place}/{number}")
            tables["schedule"].append({"id": identifier, **owner, **row})
    for address in holder.addresses:
        _add_address(tables, network, address, name, owner)


def _add_address(
    tables: dict[str, list[Row]], network: Network, address: Address, holder: str, owner: Mapping[str, str]
) -> None:
    place = _id(network, "location", f"{holder}/{address.slug}")
    service = owner.get("service_id")
    tables["location"].append({
        "id": place, "location_type": "physical", "name": address.street,
        "organization_id": owner.get("organization_id"), "description": _it(address.note),
    })  # fmt: skip
    tables["address"].append({
        "id": _id(network, "address", f"{holder}/{address.slug}"), "location_id": place, "address_1": address.street,
        "city": address.municipality, "postal_code": address.postal_code,
        "address_type": "physical",
    })  # fmt: skip
    if service is not None:
        at = _id(network, "service_at_location", f"{holder}/{address.slug}")
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
    """The ages that a condition of its own sets; conditions with other parts are told in words alone."""
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


def _id(network: Network, kind: str, name: str) -> str:
    return str(uuid5(_NAMES, f"{network.catalogue.city}/{kind}/{name}"))


def _known(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in (None, "")}


def _nest(tables: Mapping[str, list[Row]], kind: str) -> list[Row]:
    """The rows of `kind`, each with the rows of other tables that belong to it."""
    key = f"{kind}_id"
    terms = {row["id"]: row for row in tables.get("taxonomy_term", ())}
    addresses = _group(tables.get("address", ()), "location_id")
    places = {row["id"]: {**row, "addresses": addresses.get(row["id"], [])} for row in tables.get("location", ())}
    owners = {row["id"]: {"id": row["id"], "name": row["name"]} for row in tables["organization"]}
    own = {
        name: _group(tables.get(name, ()), key) for name in ("phone", "schedule", "required_document", "service_area")
    }
    attributes = _group(tables.get("attribute", ()), "link_id")
    at = _group(tables.get("service_at_location", ()), "service_id")
    found = []
    for row in tables[kind]:
        below: Row = {f"{name}s": rows[row["id"]] for name, rows in own.items() if row["id"] in rows}
        if row["id"] in attributes:
            below["attributes"] = [
                {**item, "taxonomy_term": terms[item["taxonomy_term_id"]]} for item in attributes[row["id"]]
            ]
        if kind == "service" and row["id"] in at:
            below["service_at_locations"] = [
                {**item, "location": places[item["location_id"]]} for item in at[row["id"]]
            ]
        if kind == "service" and "organization_id" in row:
            below["organization"] = owners[row["organization_id"]]
        if kind == "organization":
            below["locations"] = [place for place in places.values() if place.get("organization_id") == row["id"]]
        found.append({**row, **{name: value for name, value in below.items() if value}})
    return found


def _group(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if key in row:
            found.setdefault(row[key], []).append(row)
    return found
