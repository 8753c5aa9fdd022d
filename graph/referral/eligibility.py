"""Whether one service is open to a person of whom some facts are known: requirement by requirement."""

from dataclasses import dataclass
from enum import StrEnum

from graph.atoms import YES, Cells, OneOf, Variable
from graph.formula import Formula, tests
from graph.message import Phrase, Text
from graph.model import Requirement, Service
from graph.provenance import Citation
from graph.referral.answer import FactText
from graph.referral.domains import Domains
from graph.referral.initial_state import Situation
from graph.referral.wording import Wording
from graph.vocabulary import Evidence, FactKind


class Verdict(StrEnum):
    """What can be said of a requirement, or of a service."""

    ELIGIBLE = "ELIGIBLE"
    INELIGIBLE = "INELIGIBLE"
    UNKNOWN = "UNKNOWN"
    """A fact is missing, or it hangs on how a contested sentence is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementCheck:
    """One requirement. `missing` are the unknown facts that it hangs on; `contested`: it hangs on a reading."""

    requirement: str
    label: Text
    verdict: Verdict
    missing: tuple[FactText, ...]
    contested: bool
    evidence: Evidence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The verdict on a service: ineligible where one requirement fails, eligible where all hold, else unknown.

    `described` is False for a partner that is only listed: no document tells what it requires.
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
