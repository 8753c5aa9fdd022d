"""Finds critical parts: services, organizations and referrals that every plan of some cell uses.

A critical part is in every plan. So only the parts of one plan have to be tested, each exactly, by closing it.
"""

from collections.abc import Iterator, Mapping, Sequence

from graph.checkpoint import checkpoint
from graph.coverage.cells import Cell, CellOutcome, Examined
from graph.coverage.changed_network import ClosedParts, close_organizations, close_referral, close_service
from graph.coverage.survey import Survey
from graph.network import Network
from graph.structs import Struct
from graph.vocabulary import Described


class CriticalKind(Described):
    """The kind of critical element."""

    SERVICE = "SERVICE", "A service."
    ORGANIZATION = "ORGANIZATION", "An organization."
    # `slug` is the sender, `to` the service
    REFERRAL = "REFERRAL", "A referral from a partner to a service."


class Part(Struct, frozen=True, order=True):
    """A part of the network that can close."""

    kind: CriticalKind
    slug: str
    to: str = ""

    def closure(self, network: Network) -> ClosedParts:
        """What closing it takes away."""
        if self.kind is CriticalKind.SERVICE:
            return close_service(self.slug)
        if self.kind is CriticalKind.ORGANIZATION:
            return close_organizations(network, self.slug)
        return close_referral(self.slug, self.to)


class Criticality(Struct, frozen=True, kw_only=True):
    """The effect of closing `part`: the `cells` that it cuts off, and how many of them are `emergencies`."""

    part: Part
    cells: tuple[Cell, ...]
    emergencies: int

    @property
    def harm(self) -> int:
        """How many cells are cut off."""
        return len(self.cells)

    def needs(self) -> tuple[str, ...]:
        """The needs that can no longer be met in some cell."""
        return tuple(dict.fromkeys(cell.need for cell in self.cells))

    def situations(self) -> tuple[str, ...]:
        """The entry situations from which some need can no longer be met."""
        return tuple(dict.fromkeys(cell.situation for cell in self.cells))

    def profiles(self) -> tuple[str, ...]:
        """The profiles that are cut off somewhere."""
        return tuple(dict.fromkeys(cell.profile for cell in self.cells))


def list_critical(survey: Survey) -> tuple[Criticality, ...]:
    """Every critical part, by harm: by the cells that it cuts off, then the emergencies among them, kind and name."""
    return survey.derive(list_critical, _list_critical)


def _list_critical(survey: Survey) -> tuple[Criticality, ...]:
    found: dict[Part, list[Cell]] = {}
    parts: dict[int, tuple[Part, ...]] = {}
    closing = _Closing(survey.network)
    for cell, examined in survey.examined.items():
        if id(examined) not in parts:
            parts[id(examined)] = tuple(closing.critical(examined))
        for part in parts[id(examined)]:
            found.setdefault(part, []).append(cell)
    return sort_critical(survey.network, found)


def sort_critical(network: Network, found: Mapping[Part, Sequence[Cell]]) -> tuple[Criticality, ...]:
    """Parts with the cells that they cut off, sorted as `list_critical` has them."""
    emergency = {need.code for need in network.needs.values() if need.emergency}
    listed = (
        Criticality(part=part, cells=tuple(cells), emergencies=sum(cell.need in emergency for cell in cells))
        for part, cells in found.items()
    )
    return tuple(sorted(listed, key=lambda item: (-item.harm, -item.emergencies, item.part)))


class _Closing:
    """Computes once for each part of a network what closing it takes away."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._closures: dict[Part, ClosedParts] = {}

    def critical(self, examined: Examined) -> Iterator[Part]:
        """The parts without which the need can no longer be met."""
        checkpoint()
        outcome = examined.outcome
        if examined.ways is None or not outcome.holds:
            return
        yield from (Part(CriticalKind.SERVICE, slug) for slug in outcome.critical)
        for part in (*self._organizations(outcome), *_referrals(examined)):
            if not examined.stays_open(self._closure(part)):
                yield part

    def _closure(self, part: Part) -> ClosedParts:
        if part not in self._closures:
            self._closures[part] = part.closure(self._network)
        return self._closures[part]

    def _organizations(self, outcome: CellOutcome) -> Iterator[Part]:
        """The organizations that the cheapest plan depends on: those that offer or send, and those above them."""
        network = self._network
        services = {slug for step in outcome.steps for slug in step.services}
        offering = {offer.organization for slug in services for offer in network.get_service(slug).organizations}
        concerned = offering | (network.organizations.keys() & set(outcome.contacts))
        for organization in sorted(network.with_wholes(concerned)):
            part = Part(CriticalKind.ORGANIZATION, organization)
            closed = self._closure(part)
            cuts = any(closed.services.issuperset(step.services) for step in outcome.steps)
            if cuts or not closed.contacts.isdisjoint(outcome.contacts):
                yield part


def _referrals(examined: Examined) -> Iterator[Part]:
    alone = {step.services[0] for step in examined.outcome.steps if len(step.services) == 1}
    for sender, service in examined.outcome.referrals:
        if service in alone:
            yield Part(CriticalKind.REFERRAL, sender, service)
