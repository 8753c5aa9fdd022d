"""From a plan over planning facts to a cited referral plan.

Writing a plan out takes longer than finding it. Plans that are only compared are therefore not written: `PlanDraft`
knows what the person would do, and writes the rest when it is asked for.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, datetime
from functools import cached_property

from graph.atoms import Variable
from graph.availability import Opening, rank_opening
from graph.message import Message, Phrase, Text
from graph.network import Network
from graph.opening_hours import OpenState
from graph.planning.plan import Link, Plan
from graph.question import Question
from graph.referral.access import Contact
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.compiled_task import CompiledTask
from graph.referral.eligibility import list_supporters
from graph.referral.initial_state import Situation
from graph.referral.operators import Operator
from graph.referral.plan import Assumption, Candidate, FactText, MetNeed, PlanCost, PlanStep, ReferralPlan, Via
from graph.referral.safety import list_first_support, list_step_cautions
from graph.referral.step_details import Reasons, ServiceDetails, unique
from graph.referral.wording import Wording
from graph.services import Service
from graph.structs import Struct
from graph.vocabulary import Evidence


class Case(Struct, frozen=True):
    """One question in one situation, compiled."""

    question: Question
    situation: Situation
    compiled: CompiledTask


class Assembler:
    """Writes out the plans of one network."""

    def __init__(self, compiled: CompiledNetwork, wording: Wording) -> None:
        self._network = compiled.network
        self._costs = compiled.costs
        self._details = ServiceDetails(compiled.network)
        self._wording = wording

    def draft(self, case: Case, plan: Plan, optimal: bool, lower_bound: int) -> "PlanDraft":
        """The referral plan that `plan` stands for, as a draft."""
        proof = Proof(optimal, lower_bound, self._costs.give_up)
        return PlanDraft(self._network, self._details, self._wording, case, plan, proof)


class Proof(Struct, frozen=True):
    """What a search proved of a plan; `give_up` is the price of an unmet need."""

    optimal: bool
    lower_bound: int
    give_up: int


class PlanDraft:
    """A plan of the planner as a referral plan. It is written out when somebody first asks for it."""

    def __init__(
        self, network: Network, details: ServiceDetails, wording: Wording, case: Case, plan: Plan, proof: Proof
    ) -> None:
        self._network = network
        self._details = details
        self._wording = wording
        self._case = case
        self._plan = plan
        self._proof = proof
        numbers = [step.number for step in plan.steps if step.name not in case.compiled.given_up]
        self._steps = {step.number: step for step in plan.steps}
        self._numbers = _in_reading_order(numbers, plan, self._is_emergency)
        self._order = {number: place for place, number in enumerate(self._numbers, start=1)}
        self._ways: dict[int, _Way] = {}

    def for_case(self, case: Case) -> "PlanDraft":
        """The same plan for `case`: the same question in another situation, in which the person would do the same.

        The two situations must agree on the variables that it assumes, and on the facts that its steps read.
        """
        other = copy(self)
        other._case = case
        for name in ("written", "_reasons"):
            other.__dict__.pop(name, None)
        return other

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self._wording, self._case.situation, self._case.compiled, self._assumed, self._place)

    def __eq__(self, other: object) -> bool:
        return self.written == other.written if isinstance(other, PlanDraft) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.written)

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """The needs that stay unmet."""
        given_up = {self._case.compiled.given_up.get(step.name) for step in self._plan.steps}
        return tuple(need for need in self._case.question.needs if need in given_up)

    @cached_property
    def met(self) -> tuple[MetNeed, ...]:
        """The needs that are met, each with its step."""
        return tuple(self._list_met())

    @cached_property
    def steps_key(self) -> tuple[object, ...]:
        """The steps, their order and the unmet needs. Drafts with the same value ask the person to do the same."""
        ways = ((number, self._way(number)) for number in self._numbers)
        return tuple((way.candidates, self._after(number), way.via.route) for number, way in ways), self.unmet

    @property
    def assumptions_key(self) -> tuple[object, ...]:
        """The assumptions. Drafts with the same value rest on the same ones."""
        return tuple((fact.variable, fact.cells) for fact in self._assumed.values())

    @cached_property
    def written(self) -> ReferralPlan:
        """The whole plan."""
        steps = tuple(self._step(number) for number in self._numbers)
        unmet, met, assumptions = self.unmet, self.met, tuple(self._assumptions())
        optimal, lower_bound, give_up = self._proof.optimal, self._proof.lower_bound, self._proof.give_up
        return ReferralPlan(
            id=_plan_id(self._network.version, self._case.question.on, steps, assumptions, met, unmet),
            assumptions=assumptions,
            steps=steps,
            met=met,
            unmet=unmet,
            cost=PlanCost(
                total=self._plan.cost - give_up * len(unmet),
                steps=len(steps),
                assumptions=len(self._plan.assumptions),
                listed_steps=sum(step.evidence is Evidence.LISTED for step in steps),
                inferred_steps=sum(step.evidence is Evidence.INFERRED for step in steps),
                optimal=optimal,
                lower_bound=max(0, lower_bound - give_up * len(unmet)),
            ),
            first=_list_first(steps),
        )

    def _list_met(self) -> Iterator[MetNeed]:
        for link in self._plan.goals:
            need = self._case.compiled.need(link.fact)
            if need not in self.unmet:
                yield MetNeed(need=need, step=self._place(link))

    def _place(self, link: Link) -> int | None:
        return None if link.step is None else self._order[link.step]

    @cached_property
    def _assumed(self) -> dict[Variable, FactText]:
        """For each assumed variable, every cell under which the same steps can be carried out."""
        assumed = self._case.compiled.assumed(self._plan, self._case.situation)
        return {variable: self._wording.fact(variable, cells) for variable, cells in assumed.items()}

    def _assumptions(self) -> Iterator[Assumption]:
        for variable, fact in self._assumed.items():
            yield Assumption(fact=fact, question=self._wording.question(variable))

    def _is_emergency(self, number: int) -> bool:
        return any(self._network.get_need(need).emergency for need in self._needs_met(number))

    def _is_kept_waiting(self, number: int) -> bool:
        """Whether emergency help stands after a step that is none, such as a paper."""
        waited = (before for before in self._steps[number].after if before in self._steps)
        return self._is_emergency(number) and not all(map(self._is_emergency, waited))

    def _needs_met(self, number: int) -> tuple[str, ...]:
        """The needs of the question that the plan meets by this step, in the order of the question."""
        met = {self._case.compiled.need(link.fact) for link in self._plan.goals if link.step == number}
        return tuple(need for need in self._case.question.needs if need in met)

    def _after(self, number: int) -> tuple[int, ...]:
        return tuple(sorted(self._order[before] for before in self._steps[number].after if before in self._order))

    def _way(self, number: int) -> "_Way":
        """Who a step leads to, and how one gets in."""
        if number not in self._ways:
            step = self._steps[number]
            operators = self._in_opening_order(self._case.compiled.members[step.name])
            links = {link.group: link for link in step.because}
            meets = self._needs_met(number)
            candidates = tuple([self._details.candidate(each, meets, self._case.question.on) for each in operators])
            self._ways[number] = _Way(operators, self._via(operators[0], links), candidates, meets)
        return self._ways[number]

    def _step(self, number: int) -> PlanStep:
        step, way = self._steps[number], self._way(number)
        operators, via, candidates, meets = way.operators, way.via, way.candidates, way.meets
        cited = [citation for candidate in candidates for citation in candidate.citations]
        because = tuple(self._reasons.of(operators[0], step.because))
        cautions = self._cautions([candidate.service for candidate in candidates])
        urgent = (Message.of("check.do_not_wait"),) if self._is_kept_waiting(number) else ()
        return PlanStep(
            order=self._order[number],
            after=self._after(number),
            candidates=candidates,
            via=via,
            meets=meets,
            kinds=tuple(self._network.find_kind(need, [one.service for one in candidates]) for need in meets),
            unlocks=tuple(self._unlocks(number)),
            because=because,
            support=self._support(meets, {candidate.service for candidate in candidates}),
            cautions=cautions,
            verify=tuple(dict.fromkeys((*urgent, *cautions, *self._verify(operators)))),
            evidence=operators[0].evidence,
            citations=unique([*cited, *via.citations, *(c for item in because for c in item.citations)]),
            cost=operators[0].cost,
        )

    def _opening(self, service: Service) -> Opening | None:
        """When `service` opens on the day of the question; None without a day."""
        day = self._case.question.on
        if day is None:
            return None
        return self._details.opening(service, day)

    def _in_opening_order(self, operators: tuple[Operator, ...]) -> tuple[Operator, ...]:
        """Interchangeable operators: first those of services that open on the day, then those that open soonest.

        The plan and its cost are the same for each of them, so the order changes no proof.
        """
        if len(operators) == 1 or self._case.question.on is None:
            return operators

        def rank(operator: Operator) -> tuple[int, datetime]:
            return rank_opening(self._opening(self._network.get_service(operator.service)))

        return tuple(sorted(operators, key=rank))

    def _via(self, operator: Operator, links: dict[tuple[str, ...], Link]) -> Via:
        service = self._network.get_service(operator.service)
        contact = None
        if operator.access:
            link = links[self._case.compiled.group(operator.access)]
            contact = Contact(self._case.compiled.atom(link.fact).variable.settled, self._place(link))
        return self._details.via(service, contact)

    def _unlocks(self, number: int) -> Iterator[FactText]:
        later = [link for step in self._plan.steps for link in step.because if link.step == number]
        for fact in dict.fromkeys(link.fact for link in later):
            atom = self._case.compiled.atom(fact)
            yield self._wording.fact(atom.variable, atom.cells)

    def _support(self, meets: tuple[str, ...], candidates: set[str]) -> tuple[str, ...]:
        needs, situation = self._case.question.needs, self._case.situation
        first = list_first_support(self._network, needs, situation)
        found = dict.fromkeys((*first, *list_supporters(self._network, meets, situation)))
        return tuple(slug for slug in found if slug not in candidates)

    def _cautions(self, services: Sequence[str]) -> tuple[Text, ...]:
        return list_step_cautions(self._network, self._case.question.needs, self._case.situation, services)

    def _verify(self, operators: Sequence[Operator]) -> Iterator[Phrase]:
        for operator in operators:
            yield from self._details.checks(self._network.get_service(operator.service), self._case.question.on)


class _Way(Struct, frozen=True):
    """Who a step leads to, how one gets in, and the needs of the question that it meets."""

    operators: tuple[Operator, ...]
    via: Via
    candidates: tuple[Candidate, ...]
    meets: tuple[str, ...]


def _list_first(steps: Sequence[PlanStep]) -> tuple[int, ...]:
    """The steps to begin with on the day: those that wait for no other step and are not closed, open ones first."""
    openings = {step.order: step.candidates[0].opening for step in steps if not step.after}
    able = {
        order: rank_opening(opening)
        for order, opening in openings.items()
        if opening is not None and opening.state is not OpenState.CLOSED
    }
    return tuple(sorted(able, key=lambda order: (able[order], order)))


def _in_reading_order(numbers: list[int], plan: Plan, is_emergency: Callable[[int], bool]) -> list[int]:
    """A topological order of the steps, emergency help first among those that are free (Kahn 1962)."""
    after = {step.number: step.after for step in plan.steps}
    left = list(numbers)
    placed: list[int] = []
    while left:
        free = [number for number in left if not any(before in left for before in after[number])]
        chosen = min(free, key=lambda number: (not is_emergency(number), number))
        placed.append(chosen)
        left.remove(chosen)
    return placed


def _plan_id(
    version: str,
    on: date | None,
    steps: Sequence[PlanStep],
    assumptions: Sequence[Assumption],
    met: Sequence[MetNeed],
    unmet: Sequence[str],
) -> str:
    """Equal for the same steps, assumptions, needs and day on the same version; never made of the facts given.

    Clients keep what they receive by its id: two plans that differ in what they assume must not be taken for one.
    """
    shown = [
        (step.order, step.after, [c.service for c in step.candidates], step.via.route, step.meets) for step in steps
    ]
    assumed = [(str(item.fact.variable), item.fact.cells) for item in assumptions]
    reached = [(item.need, item.step) for item in met]
    parts = (version, on and on.isoformat(), shown, assumed, reached, list(unmet))
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
