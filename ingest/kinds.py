"""Formulas that name a kind of partner: `known_to: [kind:association]` is every association of the catalogue."""

from collections.abc import Iterator
from dataclasses import replace

from graph.formula import AllOf, AnyOf, FactTest, Formula, IfThen, Not
from graph.model import Catalogue, Requirement

PREFIX = "kind:"


def expand_kinds(catalogue: Catalogue) -> Catalogue:
    """`catalogue` with the partners in the place of each kind: organizations, and what documents describe of them.

    A kind that no organization has stands for nobody, and is left for validation to report.
    """
    members = _Members(catalogue)
    services = tuple(
        replace(service, requires=tuple(map(members.in_requirement, service.requires)))
        for service in catalogue.services
    )
    return replace(catalogue, services=services)


class _Members:
    def __init__(self, catalogue: Catalogue) -> None:
        self._of: dict[str, set[str]] = {}
        kinds = {organization.slug: organization.kind for organization in catalogue.organizations}
        for slug, kind in kinds.items():
            self._of.setdefault(PREFIX + kind, set()).add(slug)
        for service in catalogue.services:
            for offer in service.organizations:
                if offer.organization in kinds:
                    self._of[PREFIX + kinds[offer.organization]].add(service.slug)

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
