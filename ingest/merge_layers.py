"""Merges the layers of a catalogue, and expands kinds of partners.

A catalogue has two layers: what readers extracted and what people curated. Curated values win. Once merged,
`known_to: [kind:association]` becomes every association of the catalogue; spreadsheets and overlays name the partners
themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not
from graph.message import Finding, Message
from graph.model import Catalogue
from graph.network import listed_slug
from graph.organizations import Organization
from graph.services import Requirement, Service
from ingest.identifiers import identifier_of, slugify
from ingest.yaml_entries import Entry

Merged = list[tuple[Entry, dict[str, Any]]]
"""Each merged value with the entry that findings about it point to."""

_FROM_SHEET = ("phones", "emails", "addresses", "schedules", "cost", "documents")
PREFIX = "kind:"


def merge_listings(extracted: Iterable[Entry], curated: Iterable[Entry], findings: list[Finding]) -> Merged:
    """One value for each extracted entry, with what its curated entry adds.

    An entry without a curated one gets the organization that its name makes. Adds to `findings` if a curated entry
    judges something that was not extracted, or something that another entry judges.
    """
    judged: dict[str, Entry] = {}
    for entry in curated:
        name = entry.value.get("entry")
        if name is None:
            findings.extend(entry.findings)
            findings.append(entry.finding((), Message.of("finding.no_listing_named")))
            continue
        if name in judged:
            findings.append(entry.finding((), Message.of("finding.judged_twice", name=name)))
        judged[name] = entry
    merged: Merged = []
    for entry in extracted:
        identifier = entry.value.get("id")
        addition = judged.pop(identifier, None)
        value = {key: item for key, item in entry.value.items() if key != "name"}
        value["evidence"] = "listed"
        value["organization"] = slugify(str(entry.value.get("name")))
        if addition is not None:
            value |= {key: item for key, item in addition.value.items() if key != "entry"}
        merged.append((addition or entry, value))
    for name, entry in judged.items():
        findings.extend(entry.findings)
        message = Message.of("finding.no_extracted", name=name)
        findings.append(entry.finding(("entry",), message))
    return merged


def add_rows(merged: Merged, part: str, rows: Iterable[Entry]) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """`merged`, then the rows of a spreadsheet; a row with the identifier of a curated entry is left out."""
    known = {identifier_of(part, value) for _, value in merged}
    yield from merged
    yield from ((row, row.value) for row in rows if identifier_of(part, row.value) not in known)


def merge_sheets(
    services: Iterable[Entry],
    sheets: Iterable[Entry],
    organizations: Iterable[Organization],
    findings: list[Finding],
) -> Merged:
    """The curated services; a service that names a `sheet` takes the values that it lacks from that sheet.

    Adds to `findings` if a sheet does not exist, or a collaboration names no known organization.
    """
    by_name = {entry.value.get("sheet"): entry for entry in sheets}
    slugs = _slugs_by_name(organizations)
    merged: Merged = []
    for entry in services:
        value = {key: item for key, item in entry.value.items() if key != "sheet"}
        title = entry.value.get("sheet")
        if title is not None and title not in by_name:
            known = Message.of("reading.known", known=tuple(sorted(map(str, by_name))))
            findings.append(entry.finding(("sheet",), Message.of("finding.no_sheet", title=title, hint=known)))
        elif title is not None:
            sheet = by_name[title]
            for key in _FROM_SHEET:
                if key in sheet.value:
                    value.setdefault(key, sheet.value[key])
            own = value.get("collaborations") or []
            if isinstance(own, list):
                value["collaborations"] = own + _collaborations(sheet, slugs, findings)
        merged.append((entry, value))
    return merged


def _slugs_by_name(organizations: Iterable[Organization]) -> Mapping[str, str]:
    slugs = {}
    for organization in organizations:
        for name in (organization.name, *(item.name for item in organization.alternate_names)):
            slugs[name] = organization.slug
    return slugs


def _collaborations(sheet: Entry, slugs: Mapping[str, str], findings: list[Finding]) -> list[dict[str, Any]]:
    found = []
    listed = sheet.value.get("collaborations")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(item, dict):
            continue
        value = {key: item[key] for key in ("printed", "role", "cite") if key in item}
        name = str(item.get("name"))
        slug = slugs.get(name) or slugs.get(str(item.get("printed")))
        if slug is not None:
            value["organization"] = slug
        elif item.get("generic") != "yes":
            message = Message.of("finding.no_organization_called", name=name)
            findings.append(sheet.finding(("collaborations", index), message))
        found.append(value)
    return found


def expand_kinds(catalogue: Catalogue) -> Catalogue:
    """Replace each kind in the requirements of services by the organizations of that kind and their services.

    A service and its own organizations are left out of its requirements: they know their own visitors. A kind that no
    organization has is left as it is, for validation to report.
    """
    members = _list_members(catalogue)
    return replace(catalogue, services=tuple(_expand(service, members) for service in catalogue.services))


def _list_members(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """For each kind its organizations, what documents describe of them, and what they are only listed with."""
    found: dict[str, set[str]] = {}
    kinds = {organization.slug: PREFIX + organization.kind for organization in catalogue.organizations}
    for slug, kind in kinds.items():
        found.setdefault(kind, set()).add(slug)
    offers = [(offer.organization, service.slug) for service in catalogue.services for offer in service.organizations]
    listed = [(listing.organization, listed_slug(listing)) for listing in catalogue.listings if not listing.service]
    for organization, service in (*offers, *listed):
        if organization in kinds:
            found[kinds[organization]].add(service)
    return {kind: frozenset(slugs) for kind, slugs in found.items()}


def _expand(service: Service, members: Mapping[str, frozenset[str]]) -> Service:
    if not any(_names_kind(each) for one in service.requires for each in (one.when, one.lenient)):
        return service
    own = frozenset((service.slug, *(offer.organization for offer in service.organizations)))
    expander = _Expander(members, own)
    return replace(service, requires=tuple(map(expander.in_requirement, service.requires)))


def _names_kind(formula: Formula | None) -> bool:
    """Whether a test of `formula` names a kind of partners."""
    match formula:
        case FactTest(values=values):
            return any(value.startswith(PREFIX) for value in values)
        case AllOf(parts) | AnyOf(parts):
            return any(map(_names_kind, parts))
        case Not(part):
            return _names_kind(part)
        case IfThen(condition, consequence):
            return _names_kind(condition) or _names_kind(consequence)
    return False


class _Expander:
    def __init__(self, members: Mapping[str, frozenset[str]], own: frozenset[str]) -> None:
        self._of = members
        self._own = own

    def in_requirement(self, requirement: Requirement) -> Requirement:
        lenient = None if requirement.lenient is None else self._in_formula(requirement.lenient)
        return replace(requirement, when=self._in_formula(requirement.when), lenient=lenient)

    def _in_formula(self, formula: Formula) -> Formula:
        match formula:
            case FactTest(values=values) if any(value.startswith(PREFIX) for value in values):
                return replace(formula, values=frozenset(self._expanded(values)))
            case AllOf(parts):
                return AllOf(tuple(map(self._in_formula, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self._in_formula, parts)))
            case Not(part):
                return Not(self._in_formula(part))
            case IfThen(condition, consequence):
                return IfThen(self._in_formula(condition), self._in_formula(consequence))
        return formula

    def _expanded(self, values: frozenset[str]) -> Iterator[str]:
        for value in values:
            yield from self._of[value] - self._own if value in self._of else {value}
