"""Why a step is possible: the way in, what satisfies each requirement, and what to check before the person goes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.atoms import ASK_FIRST, IN_CHARGE_OF, Variable
from graph.availability import Knowledge, Room, is_closed, room_of, waiting_of
from graph.message import Message, Phrase, Text
from graph.network import Network
from graph.planning.plan import Link, LinkOrigin
from graph.provenance import Source
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Origin, Situation
from graph.referral.operators import Condition, Operator
from graph.referral.plan import FactText, Justification, Sender, Via
from graph.referral.route_contacts import RouteContacts
from graph.referral.wording import Wording
from graph.referral_links import SENT_BY_HUB
from graph.services import Service
from graph.verification import verified_step
from graph.vocabulary import Evidence, NodeKind, RouteKind, ServiceStatus

MOST_UNSAID = 3
"""Up to so many contacts that the question does not mention are named one by one."""


class Reasons:
    """Justifies the steps of one plan. `assumed`: what it assumes, by variable; `place`: the step of a link."""

    def __init__(
        self,
        wording: Wording,
        situation: Situation,
        compiled: CompiledTask,
        assumed: Mapping[Variable, FactText],
        place: Callable[[Link], int | None],
    ) -> None:
        self._wording = wording
        self._situation = situation
        self._compiled = compiled
        self._assumed = assumed
        self._place = place

    def of(self, operator: Operator, because: Iterable[Link]) -> Iterator[Justification]:
        """The requirements of `operator`, each with what satisfies it.

        Contacts that the question does not mention are one reason together if they are more than `MOST_UNSAID`.
        """
        links = {link.group: link for link in because}
        reasons: dict[tuple[str, ...], dict[Justification, None]] = {}
        for condition in operator.conditions:
            if condition.requirement is not None:
                reason = self._justify(condition, links[self._compiled.groups[condition.alternatives]])
                unsaid = (reason.fact.variable.name,) if reason.by is Origin.DEFAULT else ()
                reasons.setdefault((reason.requirement, *unsaid), {})[reason] = None
        for (_, *names), alike in reasons.items():
            if names and len(alike) > MOST_UNSAID:
                yield replace(next(iter(alike)), fact=self._wording.none_of(names[0], len(alike)))
            else:
                yield from alike

    def _justify(self, condition: Condition, link: Link) -> Justification:
        requirement = condition.requirement
        assert requirement is not None  # noqa: S101 - the caller leaves access out
        by, fact = self._origin(link)
        return Justification(
            requirement=requirement.id,
            label=requirement.label,
            by=by,
            fact=fact,
            step=self._place(link),
            evidence=requirement.evidence,
            citations=requirement.cite,
        )

    def _origin(self, link: Link) -> tuple[Origin, FactText]:
        atom = self._compiled.atom(link.fact)
        variable = atom.variable.settled
        fact = self._wording.fact(variable, atom.cells)
        if link.origin is LinkOrigin.STEP:
            return Origin.STEP, fact
        if link.origin is LinkOrigin.ASSUMPTION:
            return Origin.ASSUMPTION, self._assumed[variable]
        known = self._situation.known.get(variable)
        return (Origin.DEFAULT if known is None else known.origin), fact


def list_checks(network: Network, service: Service, on: date | None = None) -> Iterator[Phrase]:
    """What to verify about `service` on the day `on`, the most important first."""
    if service.doubt is not None:
        yield service.doubt.text
    yield from _room(service, on)
    if service.listing is not None:
        yield Message.of("check.listed_only")
    else:
        yield from service.verify
        yield from _unknown(service)
    yield from _age(network, service, on)


def _age(network: Network, service: Service, on: date | None) -> Iterator[Phrase]:
    """The age of the data, stated once; empty if it was verified recently."""
    if on is not None and verified_step(network, service, service.cite, on).knowledge is Knowledge.KNOWN:
        return
    if service.last_verified is not None:
        yield last_verified(service.last_verified)
    else:
        yield from _age_of_sources(network, service)


def _room(service: Service, on: date | None) -> Iterator[Phrase]:
    """Notes on room: it is full, it was closed, or the last statement is out of date."""
    if service.status is ServiceStatus.TEMPORARILY_CLOSED and not is_closed(service, on):
        yield Message.of("check.was_closed")
    room, capacity = room_of(service, on), service.capacity
    if room is Room.FULL and capacity is not None and capacity.full_until is not None:
        yield Message.of("check.full_until", day=capacity.full_until)
    elif room is Room.FULL:
        yield Message.of("check.full")
    elif room is Room.STALE:
        yield Message.of("check.places_stale")
    if waiting_of(service, on) is Knowledge.STALE:
        yield Message.of("check.waiting_stale")


def _unknown(service: Service) -> Iterator[Phrase]:
    if not service.routes:
        yield Message.of("check.no_route")
    if not (service.phones or service.emails or service.addresses):
        yield Message.of("check.no_contact")
    if service.documents is None:
        yield Message.of("check.no_papers")
    if service.cost is None:
        yield Message.of("check.no_cost")


def _age_of_sources(network: Network, service: Service) -> Iterator[Phrase]:
    for slug in dict.fromkeys(citation.source for citation in service.cite):
        yield age_of_source(network.sources[slug])


def age_of_source(source: Source) -> Message:
    """The age that a source gives for itself."""
    if source.updated is None:
        return Message.of("check.source_undated", title=source.title)
    return Message.of("check.source_updated", title=source.title, day=source.updated)


def last_verified(day: date) -> Message:
    """When a person last verified a service."""
    return Message.of("check.last_verified", day=day)


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact that opens a service, and the step that brings it about (None: the person has it from the start)."""

    variable: Variable
    step: int | None


class RouteFinder:
    """Describes the way into services of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._contacts = RouteContacts(network)

    def via(self, service: Service, contact: Contact | None) -> Via:
        """The way into `service` through `contact`; without one, people come by themselves."""
        if contact is None:
            return self._by_oneself(service)
        if contact.variable == ASK_FIRST:
            return Via(
                route=RouteKind.ASK_FIRST, modes=(), senders=(), note=None,
                evidence=Evidence.INFERRED, citations=service.cite,
            )  # fmt: skip
        routes = [route for route in service.routes if contact.variable in self._contacts.of(service, route)]
        return Via(
            route=RouteKind.REFERRAL,
            modes=tuple(dict.fromkeys(mode for route in routes for mode in route.modes)),
            senders=(self._sender(contact),),
            note=next((route.note for route in routes if route.note), None) if routes else SENT_BY_HUB,
            evidence=routes[0].evidence if routes else Evidence.INFERRED,
            citations=tuple(dict.fromkeys(cited for route in routes for cited in route.cite)) or service.cite,
        )

    def _by_oneself(self, service: Service) -> Via:
        routes = [route for route in service.routes if route.kind is RouteKind.SELF]
        stated = [route for route in routes if route.evidence is Evidence.STATED]
        return Via(
            route=RouteKind.SELF,
            modes=tuple(dict.fromkeys(mode for route in routes for mode in route.modes)),
            senders=(),
            note=next((route.note for route in routes if route.note), None),
            evidence=Evidence.STATED if stated or not routes else Evidence.INFERRED,
            citations=tuple(dict.fromkeys(cited for route in routes for cited in route.cite)),
        )

    def _sender(self, contact: Contact) -> Sender:
        member = contact.variable.member or ""
        if contact.variable.name == IN_CHARGE_OF:
            values = self._network.get_fact(IN_CHARGE_OF).values
            label = next((value.label for value in values if value.code == member), Text(member, member))
            return Sender(kind=NodeKind.ORGANIZATION, slug=member, label=label, step=contact.step)
        service = self._network.services.get(member)
        if service is not None:
            return Sender(kind=NodeKind.SERVICE, slug=member, label=Text(service.name, service.name), step=contact.step)
        name = self._network.get_organization(member).name
        return Sender(kind=NodeKind.ORGANIZATION, slug=member, label=Text(name, name), step=contact.step)
