"""Expands kinds of partners in formulas: `known_to: [kind:association]` is every association of the catalogue.

This happens when the catalogue is loaded. Spreadsheets and overlays name the partners themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not
from graph.model import Catalogue, Requirement, Service
from graph.network import listed_slug

PREFIX = "kind:"


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
    own = {service.slug, *(offer.organization for offer in service.organizations)}
    expander = _Expander({kind: slugs - own for kind, slugs in members.items()})
    return replace(service, requires=tuple(map(expander.in_requirement, service.requires)))


class _Expander:
    def __init__(self, members: Mapping[str, frozenset[str]]) -> None:
        self._of = members

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
            yield from self._of.get(value, {value})
