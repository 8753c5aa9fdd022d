"""Assesses whether a service admits a person, and finds services that help without meeting a need.

Helpers are shown beside a step and never counted as meeting the need.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from graph.atoms import YES, Atom, Cells, OneOf, Variable
from graph.availability import is_closed
from graph.formula import FactTest, Formula, evaluate, read_facts, tests
from graph.message import Phrase, Text
from graph.network import Network
from graph.provenance import Citation
from graph.referral.domains import Domains
from graph.referral.initial_state import Situation, is_presumable
from graph.referral.plan import FactText
from graph.referral.wording import Wording
from graph.services import Requirement, Service
from graph.structs import Struct
from graph.vocabulary import EVIDENCE_RANK, Described, Evidence, FactKind

MOST_AREAS = 2
"""Who helps in more areas of need than these is a general helper."""


class Verdict(Described):
    """The verdict on a requirement or a service."""

    ELIGIBLE = "ELIGIBLE", "It certainly holds."
    INELIGIBLE = "INELIGIBLE", "It certainly fails."
    UNKNOWN = "UNKNOWN", "A fact is missing, or the verdict depends on the reading of a contested sentence."


class RequirementCheck(Struct, frozen=True, kw_only=True):
    """The verdict on one requirement. `missing` are the unknown facts that decide it; if `contested`, a reading."""

    requirement: str
    label: Text
    verdict: Verdict
    missing: tuple[FactText, ...]
    contested: bool
    evidence: Evidence
    citations: tuple[Citation, ...]


class Assessment(Struct, frozen=True, kw_only=True):
    """The verdict on a service: ineligible if one requirement fails, eligible if all hold, otherwise unknown.

    `described` is False for a partner that is only listed: no document states its requirements.
    """

    service: str
    verdict: Verdict
    described: bool
    requirements: tuple[RequirementCheck, ...]
    questions: tuple[Phrase, ...]


class EligibilityCheck:
    """Assesses services of one network."""

    def __init__(self, domains: Domains, wording: Wording) -> None:
        self._domains = domains
        self._wording = wording

    def assess(self, service: Service, situation: Situation) -> Assessment:
        """The verdict on the requirements of `service` in `situation`; how one gets in is not considered."""
        checks = tuple(self._check(requirement, situation) for requirement in service.requires)
        verdicts = {check.verdict for check in checks}
        if Verdict.INELIGIBLE in verdicts:
            verdict = Verdict.INELIGIBLE
        elif Verdict.UNKNOWN in verdicts or service.listing is not None:
            verdict = Verdict.UNKNOWN
        else:
            verdict = Verdict.ELIGIBLE
        variables = dict.fromkeys(fact.variable for check in checks for fact in check.missing)
        questions = tuple(text for variable in variables if (text := self._wording.question(variable)))
        return Assessment(
            service=service.slug,
            verdict=verdict,
            described=service.listing is None,
            requirements=checks,
            questions=tuple(dict.fromkeys(questions)),
        )

    def _check(self, requirement: Requirement, situation: Situation) -> RequirementCheck:
        strict = situation.truth(requirement.when)
        lenient = situation.truth(requirement.lenient) if requirement.lenient is not None else strict
        best = strict if strict is True else lenient
        contested = strict is not True and requirement.lenient is not None and lenient is not False
        verdict = Verdict.INELIGIBLE if best is False else Verdict.UNKNOWN
        if strict is True:
            verdict = Verdict.ELIGIBLE
        missing: tuple[FactText, ...] = ()
        if verdict is Verdict.UNKNOWN:
            missing = self._missing(requirement.when, situation)
        return RequirementCheck(
            requirement=requirement.id,
            label=requirement.label,
            verdict=verdict,
            missing=missing,
            contested=contested,
            evidence=requirement.evidence,
            citations=requirement.cite,
        )

    def _missing(self, formula: Formula, situation: Situation) -> tuple[FactText, ...]:
        wanted: dict[Variable, Cells] = {}
        for test in sorted(tests(formula), key=lambda test: (test.fact, sorted(test.values))):
            definition = self._wording.definition(test.fact)
            if definition.kind is FactKind.SET:
                asked = [OneOf(Variable(test.fact, value), YES) for value in sorted(test.values)]
            else:
                asked = [OneOf(Variable(test.fact), self._domains.test_cells(test))]
            wanted.update({variable: cells for variable, cells in asked if len(situation.possible(variable)) > 1})
        return tuple(self._wording.fact(variable, cells) for variable, cells in wanted.items())


def list_supporters(network: Network, needs: Collection[str], situation: Situation) -> tuple[str, ...]:
    """Slugs of the services that help with `needs` or what is below them, are open, and exclude neither the person
    nor the territory.

    Those that help with little else or can be reached come before general helpers, then those with a telephone or an
    address, those whose requirements hold, those that name the need itself, and the best founded.
    """
    return situation.remember((list_supporters, tuple(needs)), lambda: _list_supporters(network, needs, situation))


def _list_supporters(
    network: Network, needs: Collection[str], situation: Situation
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The supporters, and the facts that decide who they are."""
    within = frozenset().union(*(network.within(need) for need in needs))
    admission = _Admission(network, needs, situation)

    def rank(service: Service) -> tuple[bool, bool, bool, bool, int, str]:
        links = [link for link in service.helps if link.need in within]
        names_it = any(link.need in needs for link in links)
        founded = min(EVIDENCE_RANK[link.evidence] for link in links)
        return *remoteness(network, service), admitted[service.slug] is None, not names_it, founded, service.slug

    near = {service.slug: service for need in needs for service in network.helping_in(need, situation.territory)}
    taking = [service for service in near.values() if not is_closed(service, situation.on)]
    asked = {service.slug: _list_required_facts(service) for service in taking}
    admitted = {service.slug: admission.remembered(service, asked[service.slug]) for service in taking}
    open_to = [service for service in taking if admitted[service.slug] is not False]
    return tuple(service.slug for service in sorted(open_to, key=rank)), frozenset().union(*asked.values())


def _list_required_facts(service: Service) -> frozenset[str]:
    """The names of the facts that the requirements of `service` test."""
    formulas = (formula for each in service.requires for formula in (each.when, each.lenient))
    return frozenset().union(*(read_facts(formula) for formula in formulas if formula is not None))


def is_reachable(service: Service) -> bool:
    """Whether a document gives a telephone, an e-mail or a place of `service`."""
    return bool(service.phones or service.emails or service.addresses)


def remoteness(network: Network, service: Service) -> tuple[bool, bool]:
    """A key that sorts services to turn to: whether it is a general helper without a contact, and whether it has no
    contact at all."""
    remote = not is_reachable(service)
    areas = {network.get_topmost(link.need) for link in (*service.meets, *service.helps)}
    return remote and len(areas) > MOST_AREAS, remote


def is_excluded(service: Service, situation: Situation) -> bool:
    """Whether some requirement of `service` is known to fail for the person, in each of its readings."""
    return any(_truth(requirement, situation.truth) is False for requirement in service.requires)


def list_open_to(network: Network, slugs: Iterable[str], situation: Situation) -> Iterator[Service]:
    """The services of `slugs` that this network has, that are not closed and do not exclude the person."""
    for slug in slugs:
        service = network.services.get(slug)
        if service is not None and not is_closed(service, situation.on) and not is_excluded(service, situation):
            yield service


def _truth(requirement: Requirement, truth: Callable[[Formula], bool | None]) -> bool | None:
    strict = truth(requirement.when)
    lenient = strict if requirement.lenient is None else truth(requirement.lenient)
    return None if strict is False and lenient is not False else strict


class _Admission:
    """Decides whether services take the person. Facts that the vocabulary bars from being presumed are not presumed."""

    def __init__(self, network: Network, needs: Collection[str], situation: Situation) -> None:
        self._network = network
        self._needs = needs
        self._situation = situation

    def remembered(self, service: Service, facts: frozenset[str]) -> bool | None:
        """What `of` says, found once for the `facts` that the service asks about."""
        key = (_Admission, tuple(self._needs), service.slug)
        return self._situation.remember(key, lambda: (self.of(service), facts))

    def of(self, service: Service) -> bool | None:
        """Whether every requirement holds (True), one fails in each reading (False), or something is unknown (None)."""
        truths = [_truth(requirement, self._situation.truth) for requirement in service.requires]
        if None in truths and not self._is_known_to_be_meant(service):
            truths = [self._presumed_truth(requirement) for requirement in service.requires]
        return False if False in truths else None if None in truths else True

    def _presumed_truth(self, requirement: Requirement) -> bool | None:
        """Like `_truth`, but a formula fails if it rests only on facts that are not presumed, such as nationality."""
        unknown = [test for test in tests(requirement.when) if self._situation.truth(test) is None]
        if unknown and all(map(self._is_barred, unknown)):
            return _truth(requirement, self._situation.truth) or False
        return _truth(requirement, self._presumed)

    def _is_barred(self, test: FactTest) -> bool:
        """Whether no value of the fact may be presumed for these needs, neither this one nor any other."""
        limit = self._network.get_fact(test.fact).assumed_for
        return limit is not None and not any(need in limit for need in self._needs)

    def _is_known_to_be_meant(self, service: Service) -> bool:
        """Whether the person is known to have a fact that the service requires and that is never presumed."""
        return any(
            self._situation.truth(test) is True and not self._may_hold(test) and self._sets_apart(test)
            for requirement in service.requires
            for test in tests(requirement.when)
        )

    def _sets_apart(self, test: FactTest) -> bool:
        """Whether the fact says more than a gender does: being a woman is not being a victim."""
        definition = self._network.get_fact(test.fact)
        return definition.sensitive or definition.kind is not FactKind.CHOICE

    def _presumed(self, formula: Formula) -> bool | None:
        return evaluate(formula, self._read)

    def _read(self, test: FactTest) -> bool | None:
        truth = self._situation.truth(test)
        return False if truth is None and not self._may_hold(test) else truth

    def _may_hold(self, test: FactTest) -> bool:
        if test.is_range:
            return True
        if self._network.get_fact(test.fact).kind is FactKind.SET:
            atoms = [Atom(Variable(test.fact, value), "yes") for value in test.values]
        else:
            atoms = [Atom(Variable(test.fact), value) for value in test.values]
        return any(is_presumable(self._network, self._needs, variable, cell) for variable, cell in atoms)


def is_for_others(network: Network, service: Service, need: str, situation: Situation) -> bool:
    """Whether `service` is for a group, such as victims of trafficking, that neither `need` nor a known fact names."""
    unknown = (requirement for requirement in service.requires if situation.truth(requirement.when) is None)
    for test in (test for requirement in unknown for test in tests(requirement.when)):
        definition = network.get_fact(test.fact)
        limits = [definition.assumed_for, *(v.assumed_for for v in definition.values if v.code in test.values)]
        if situation.truth(test) is None and any(limit and need not in limit for limit in limits):
            return True
    return False
