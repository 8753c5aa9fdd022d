"""What a step of a plan says: why it is possible for this person, and what is true for anyone.

A reason links a requirement of the service to what satisfies it. What is true for anyone (when services open, how one
gets in, what is cited, what to check) depends on the network, the day and the needs. So it is described once, and the
last thousand descriptions are kept.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from graph.atoms import Variable
from graph.availability import Opening, opening_of, room_of
from graph.message import Phrase
from graph.network import Network
from graph.planning.plan import Link, LinkOrigin
from graph.provenance import Citation
from graph.referral.access import Contact, RouteFinder
from graph.referral.compiled_task import CompiledTask
from graph.referral.initial_state import Origin, Situation
from graph.referral.operators import Condition, Operator
from graph.referral.plan import Candidate, FactText, Justification, Via
from graph.referral.wording import Wording
from graph.services import Service
from graph.structs import replace
from graph.verification import list_checks, verified_step

T = TypeVar("T")

MOST_KEPT = 1_000
"""Descriptions that are kept. When there are more, all are dropped and made again when needed."""

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
        reasons: dict[tuple[str, ...], dict[object, tuple[Condition, Link]]] = {}
        for condition in operator.conditions:
            if condition.requirement is not None:
                link = links[self._compiled.group(condition.alternatives)]
                atom = self._compiled.atom(link.fact)
                variable = atom.variable.settled
                unsaid = (variable.name,) if self._is_unsaid(link, variable) else ()
                alike = reasons.setdefault((condition.requirement.id, *unsaid), {})
                alike.setdefault((variable, atom.cells, link.origin, link.step), (condition, link))
        for (_, *names), alike in reasons.items():
            some = alike.values()
            if names and len(some) > MOST_UNSAID:  # of hundreds, only one is put into words
                yield replace(self._justify(*next(iter(some))), fact=self._wording.none_of(names[0], len(some)))
            else:
                yield from (self._justify(condition, link) for condition, link in some)

    def _is_unsaid(self, link: Link, variable: Variable) -> bool:
        return link.origin is LinkOrigin.INIT and variable not in self._situation.known

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


class ServiceDetails:
    """Describes the services of one network, for any person. Threads may share it."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._routes = RouteFinder(network)
        self._kept: dict[Hashable, Any] = {}

    def _once(self, key: Hashable, tell: Callable[[], T]) -> T:
        told: T | None = self._kept.get(key)
        if told is None:
            told = tell()
            if len(self._kept) >= MOST_KEPT:
                self._kept = {}
            self._kept[key] = told
        return told

    def opening(self, service: Service, day: date) -> Opening:
        """When `service` opens on `day`."""
        city = self._network.catalogue.city
        return self._once(("opening", service.slug, day), lambda: opening_of(service, city, day))

    def via(self, service: Service, contact: Contact | None) -> Via:
        """The way into `service` through `contact`."""
        return self._once(("via", service.slug, contact), lambda: self._routes.via(service, contact))

    def checks(self, service: Service, day: date | None) -> tuple[Phrase, ...]:
        """What to verify about `service`."""
        return self._once(("checks", service.slug, day), lambda: tuple(list_checks(self._network, service, day)))

    def candidate(self, operator: Operator, meets: tuple[str, ...], day: date | None) -> Candidate:
        """The service of `operator`, which meets the needs `meets` of a question about `day`."""
        key = "candidate", operator.service, operator.evidence, meets, day
        return self._once(key, lambda: self._candidate(operator, meets, day))

    def _candidate(self, operator: Operator, meets: tuple[str, ...], day: date | None) -> Candidate:
        service = self._network.get_service(operator.service)
        links = [link for link in service.meets if set(self._network.met_by(link.need)) & set(meets)]
        citations = unique(c for link in links for c in link.cite) or service.cite
        return Candidate(
            service=service.slug,
            organizations=tuple(offer.organization for offer in service.organizations),
            evidence=operator.evidence,
            doubtful=service.doubt is not None,
            opening=None if day is None else self.opening(service, day),
            room=room_of(service, day),
            verified=verified_step(self._network, service, citations, day),
            citations=citations,
        )


def unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """`citations` without repetitions, in their order."""
    return tuple(dict.fromkeys(citations))
