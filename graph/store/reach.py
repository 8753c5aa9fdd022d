"""What each service reads and provides, as names of variables: the edges of the backward rounds.

A part of a network that holds every service on some backward way from the needs holds everything that a plan can use.
Variables are coarser than the planner's cells, so the part is never smaller than what the planner itself takes. What is
met or helped with is provided too: `need:<code>`, `help:<code>`.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from graph.atoms import IN_CHARGE_OF, Variable, contact_with
from graph.concepts import Effect
from graph.formula import FactTest, Formula, tests
from graph.network import Network
from graph.services import Requirement, SenderReference, Service
from graph.vocabulary import FactKind, SenderKind

NEED = "need"
HELP = "help"
SENDER_KIND = "sender-kind"
"""Stands for being known to any organization of a kind, or to a service of one."""


class Reach:
    """The variables of the services of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def reads(self, service: Service) -> tuple[str, ...]:
        """The variables that the requirements and routes of `service` read, sorted."""
        read = {name for formula in _formulas(service.requires) for name in self._tested(formula)}
        read |= {_sender(sender) for route in service.routes for sender in route.senders}
        hub = self._network.catalogue.hub
        if not service.routes and service.listing is not None and hub is not None:
            read.add(str(contact_with(hub)))
        return tuple(sorted(read))

    def provides(self, service: Service) -> tuple[str, ...]:
        """The variables that `service` changes, with the needs that it meets or helps with, sorted."""
        changed = {self._changed(effect) for effect in service.provides}
        needs = (self._network.get_need(link.need) for link in service.meets)
        changed |= {self._changed(effect) for need in needs for effect in need.implies}
        changed |= {name for variable in tuple(changed) for name in self._sender_kinds.get(variable, ())}
        changed |= {f"{NEED}:{link.need}" for link in service.meets} | {f"{HELP}:{link.need}" for link in service.helps}
        return tuple(sorted(changed))

    def cuts(self) -> tuple[FactTest, ...]:
        """The distinct tests of numbers and countries in the network, which cut these facts into cells."""
        cut = {
            test
            for formula in self._all_formulas()
            for test in tests(formula)
            if test.is_range or self._kind(test.fact) is FactKind.COUNTRY
        }
        return tuple(
            sorted(cut, key=lambda test: (test.fact, sorted(test.values), str(test.minimum), str(test.maximum)))
        )

    def _all_formulas(self) -> Iterator[Formula]:
        for need in self._network.needs.values():
            yield from (formula for formula in (need.met_when, need.meant_when) if formula is not None)
        yield from (rule.when for rule in self._network.catalogue.safety if rule.when is not None)
        for service in self._network:
            yield from _formulas(service.requires)

    def _tested(self, formula: Formula) -> Iterator[str]:
        for test in tests(formula):
            if self._kind(test.fact) is FactKind.SET:
                yield from (str(Variable(test.fact, member)) for member in test.values)
            else:
                yield test.fact

    def _changed(self, effect: Effect) -> str:
        is_set = self._kind(effect.fact) is FactKind.SET
        return str(Variable(effect.fact, effect.value) if is_set else Variable(effect.fact))

    def _kind(self, fact: str) -> FactKind:
        return self._network.get_fact(fact).kind

    @cached_property
    def _sender_kinds(self) -> dict[str, set[str]]:
        """For each contact variable, the kinds of sender that the contact is with."""
        kinds: dict[str, set[str]] = {}
        for organization in self._network.organizations.values():
            described = (s.slug for s in self._network.services_of.get(organization.slug, ()) if s.listing is None)
            for slug in (organization.slug, *described):
                kinds.setdefault(str(contact_with(slug)), set()).add(f"{SENDER_KIND}:{organization.kind}")
        return kinds


def _formulas(requirements: Iterable[Requirement]) -> Iterator[Formula]:
    for requirement in requirements:
        yield requirement.when
        if requirement.lenient is not None:
            yield requirement.lenient


def _sender(sender: SenderReference) -> str:
    if sender.kind is SenderKind.KIND:
        return f"{SENDER_KIND}:{sender.code}"
    return str(Variable(IN_CHARGE_OF, sender.code) if sender.kind is SenderKind.CONTACT else contact_with(sender.code))
