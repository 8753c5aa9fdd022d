"""Supposed changes of a network, and checks that they are possible."""

from collections.abc import Collection, Iterator, Sized

from graph.atoms import BOOLEAN, KNOWN_TO, contact_with
from graph.errors import ReteError
from graph.formula import Formula, tests
from graph.message import Message, Text
from graph.network import Network, suggest
from graph.organizations import Organization
from graph.referral.access import RouteContacts
from graph.services import Listing, Service
from graph.structs import Struct
from graph.vocabulary import Described, FactKind, SenderKind

MOST_CHANGES = 50
"""Changes that are compared at a time."""


class CloseService(Struct, frozen=True, kw_only=True):
    """Close `service`: it takes nobody in and sends nobody."""

    service: str


class CloseOrganization(Struct, frozen=True, kw_only=True):
    """Close `organization`, with every service that depends on it (see `close_organizations`)."""

    organization: str


class EndReferral(Struct, frozen=True, kw_only=True):
    """`sender`, the slug of an organization or service, no longer sends to `service`."""

    sender: str
    service: str


class AddReferral(Struct, frozen=True, kw_only=True):
    """`sender`, the slug of an organization or service, may send to `service`."""

    sender: str
    service: str


class SetRequirement(Struct, frozen=True, kw_only=True):
    """The requirement `id` of `service` becomes `when` (tightened, or new if it does not exist); None drops it."""

    service: str
    id: str
    when: Formula | None = None
    label: Text | None = None


class Overlay(Struct, frozen=True, kw_only=True):
    """Add organizations, services and listings, or replace those with the same identifier."""

    organizations: tuple[Organization, ...] = ()
    services: tuple[Service, ...] = ()
    listings: tuple[Listing, ...] = ()


Change = CloseService | CloseOrganization | EndReferral | AddReferral | SetRequirement | Overlay


class ChangeCode(Described):
    """What is wrong with a hypothetical change."""

    NO_CHANGE = "NO_CHANGE", "There is nothing to compare, or there are too many changes."
    UNKNOWN_CODE = "UNKNOWN_CODE", "The change names something that the network does not contain."
    NO_SUCH_REFERRAL = "NO_SUCH_REFERRAL", "The change ends a referral that does not exist."
    NO_SUCH_REQUIREMENT = "NO_SUCH_REQUIREMENT", "The change drops a requirement that does not exist."
    INVALID_FORMULA = "INVALID_FORMULA", "A condition cannot be read, or uses an unknown fact or value."


class ChangeProblem(Struct, frozen=True, kw_only=True):
    """Why a change is not possible; `number` is its position among the changes, from 0."""

    code: ChangeCode
    number: int
    message: Message
    suggestions: tuple[str, ...] = ()


class ChangeError(ReteError):
    """Changes that cannot be applied; `problems` has every reason."""

    def __init__(self, problems: tuple[ChangeProblem, ...]) -> None:
        super().__init__(Message.of("error.changes", problems=tuple(problem.message for problem in problems)))
        self.problems = problems


def check_count(changes: Sized) -> None:
    """Raises ChangeError if there are no changes, or too many."""
    if not 1 <= len(changes) <= MOST_CHANGES:
        message = Message.of("change.count", most=MOST_CHANGES)
        raise ChangeError((ChangeProblem(code=ChangeCode.NO_CHANGE, number=0, message=message),))


def list_problems(network: Network, number: int, change: Change) -> Iterator[ChangeProblem]:
    """What is wrong with `change` on `network`."""
    check = _Check(network, number)
    match change:
        case CloseService(service=service):
            yield from check.service(service)
        case CloseOrganization(organization=organization):
            yield from check.code(organization, network.organizations)
        case AddReferral(sender=sender, service=service):
            yield from check.sender(sender)
            yield from check.service(service)
        case EndReferral(sender=sender, service=service):
            yield from check.referral(sender, service)
        case SetRequirement():
            yield from check.requirement(change)
        case Overlay():
            yield from check.overlay(change)


class _Check:
    def __init__(self, network: Network, number: int) -> None:
        self._network = network
        self._number = number

    def problem(self, code: ChangeCode, message: Message, suggestions: tuple[str, ...] = ()) -> ChangeProblem:
        return ChangeProblem(code=code, number=self._number, message=message, suggestions=suggestions)

    def code(self, slug: str, known: Collection[str]) -> Iterator[ChangeProblem]:
        if slug not in known:
            hints = suggest(slug, known)
            sentence = "change.unknown_code_near" if hints else "change.unknown_code"
            yield self.problem(ChangeCode.UNKNOWN_CODE, Message.of(sentence, code=slug, suggestions=hints), hints)

    def service(self, slug: str) -> Iterator[ChangeProblem]:
        yield from self.code(slug, self._network.services)

    def sender(self, slug: str) -> Iterator[ChangeProblem]:
        yield from self.code(slug, {*self._network.organizations, *self._network.services})

    def referral(self, sender: str, slug: str) -> Iterator[ChangeProblem]:
        unknown = [*self.sender(sender), *self.service(slug)]
        if unknown:
            yield from unknown
            return
        service = self._network.get_service(slug)
        contacts = RouteContacts(self._network)
        sends = any(contact_with(sender) in contacts.of(service, route) for route in service.routes)
        by_the_hub = service.listing is not None and sender == self._network.catalogue.hub
        if not sends and not by_the_hub:
            yield self.problem(
                ChangeCode.NO_SUCH_REFERRAL, Message.of("change.no_referral", sender=sender, service=slug)
            )

    def requirement(self, change: SetRequirement) -> Iterator[ChangeProblem]:
        unknown = list(self.service(change.service))
        if unknown:
            yield from unknown
            return
        known = [item.id for item in self._network.get_service(change.service).requires]
        if change.when is None and change.id not in known:
            has = tuple(known) or "-"
            message = Message.of("change.no_requirement", service=change.service, requirement=change.id, known=has)
            yield self.problem(ChangeCode.NO_SUCH_REQUIREMENT, message, tuple(known))
        if change.when is not None:
            yield from self.formula(change.when)

    def overlay(self, change: Overlay) -> Iterator[ChangeProblem]:
        if not (change.organizations or change.services or change.listings):
            yield self.problem(ChangeCode.NO_CHANGE, Message.of("change.empty_overlay"))
        organizations = {*self._network.organizations, *(item.slug for item in change.organizations)}
        services = {*self._network.services, *(item.slug for item in change.services)}
        for service in change.services:
            yield from self._added(service, organizations, services)
        for listing in change.listings:
            yield from self.code(listing.organization, organizations)
            yield from self.code(listing.area, self._network.areas)
            for link in listing.meets:
                yield from self.code(link.need, self._network.needs)

    def _added(self, service: Service, organizations: set[str], services: set[str]) -> Iterator[ChangeProblem]:
        for offer in service.organizations:
            yield from self.code(offer.organization, organizations)
        for link in (*service.meets, *service.helps):
            yield from self.code(link.need, self._network.needs)
        for requirement in service.requires:
            yield from self.formula(requirement.when)
        for effect in service.provides:
            yield from self._values(effect.fact, frozenset({effect.value}), organizations | services)
        known = {SenderKind.ORGANIZATION: organizations, SenderKind.SERVICE: services}
        for sender in (sender for route in service.routes for sender in route.senders):
            if sender.kind in known:
                yield from self.code(sender.code, known[sender.kind])

    def formula(self, formula: Formula) -> Iterator[ChangeProblem]:
        for test in sorted(tests(formula), key=lambda test: (test.fact, sorted(test.values))):
            yield from self._values(test.fact, test.values)
            fact = self._network.facts.get(test.fact)
            if test.is_range and fact is not None and fact.kind is not FactKind.INTEGER:
                yield self.problem(ChangeCode.INVALID_FORMULA, Message.of("change.not_a_number", fact=test.fact))

    def _values(
        self, name: str, values: frozenset[str], members: Collection[str] | None = None
    ) -> Iterator[ChangeProblem]:
        fact = self._network.facts.get(name)
        if fact is None:
            yield from self.code(name, self._network.facts)
            return
        if fact.kind is FactKind.COUNTRY:
            return
        known = () if fact.kind is FactKind.INTEGER else tuple(self._known(name, members))
        for value in sorted(values.difference(known)):
            message = Message.of("change.no_value", fact=name, given=value)
            yield self.problem(ChangeCode.INVALID_FORMULA, message, suggest(value, known))

    def _known(self, name: str, members: Collection[str] | None) -> Iterator[str]:
        fact = self._network.facts[name]
        if fact.kind is FactKind.BOOLEAN:
            yield from BOOLEAN
        elif name == KNOWN_TO:
            yield from members or (*self._network.organizations, *self._network.services)
        else:
            yield from (value.code for value in fact.values)
