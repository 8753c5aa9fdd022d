"""An independent replay of referral plans: from the catalogue's own statements, step by step, in every order.

It shares no code with the compilation or the planner; of the program it uses the catalogue and `formula.evaluate`.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from acceptance_persons import Holds, Known, Supposed, change_of, known_of, truth, worlds_of

from graph.concepts import Effect
from graph.formula import FactTest, evaluate
from graph.network import Network
from graph.question import Question
from graph.referral.plan import PlanStep, ReferralPlan
from graph.services import NeedLink, Requirement, Route, Service
from graph.vocabulary import Evidence, RouteKind

MOST_ORDERS = 24


def find_faults(
    network: Network, question: Question, plan: ReferralPlan, supposed: Supposed | None = None
) -> list[str]:
    """What is wrong with `plan`; empty if every order of its steps can be carried out and meets what it claims."""
    faults = list(_wrong_cost(network, plan))
    known = known_of(network, question, plan, supposed)
    orders = list(_orders(plan))
    for world in worlds_of(network, known, plan):
        for number in range(max((len(step.candidates) for step in plan.steps), default=1)):
            chosen = {step.order: step.candidates[number % len(step.candidates)].service for step in plan.steps}
            for cautious in (False, True):
                faults += _Replay(network, known, plan, chosen, cautious).run(world, orders)
    return list(dict.fromkeys(faults))


# ── Orders and cost ──────────────────────────────────────────────────────────────────────────────────────────────


def _orders(plan: ReferralPlan) -> Iterator[tuple[int, ...]]:
    """Every order that respects `after`, or `MOST_ORDERS` drawn ones where there are more."""
    after = {step.order: set(step.after) for step in plan.steps}
    few = list(islice(_extensions(after), MOST_ORDERS + 1))
    if len(few) <= MOST_ORDERS:
        return iter(few)
    drawing = random.Random(0)  # noqa: S311 - a choice of tests
    return (_draw(after, drawing) for _ in range(MOST_ORDERS))


def _extensions(after: Mapping[int, set[int]], done: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    left = [number for number in after if number not in done]
    if not left:
        yield done
    for number in left:
        if after[number] <= set(done):
            yield from _extensions(after, (*done, number))


def _draw(after: Mapping[int, set[int]], drawing: random.Random) -> tuple[int, ...]:
    done: list[int] = []
    while len(done) < len(after):
        done.append(drawing.choice([n for n in after if n not in done and after[n] <= set(done)]))
    return tuple(done)


def _wrong_cost(network: Network, plan: ReferralPlan) -> Iterator[str]:
    """The published prices: a step 10, inferred 2 more, listed 10 more, doubtful 20 more, an assumption 3."""
    extra = {Evidence.STATED: 0, Evidence.INFERRED: 2, Evidence.LISTED: 10}
    total = 3 * len(plan.assumptions)
    for step in plan.steps:
        doubtful = {network.services[one.service].doubt is not None for one in step.candidates}
        price = 10 + extra[step.evidence] + (20 if True in doubtful else 0)
        if doubtful == {True, False} or step.cost != price:
            yield f"step {step.order} costs {step.cost}, not {price}"
        total += price
    if total != plan.cost.total:
        yield f"the plan costs {total}, not {plan.cost.total}"


# ── One replay ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Replay:
    """Carries out a plan with one candidate a step.

    `cautious`: a judged effect counts also after a step that rests on documents alone, because it may close a door.
    """

    def __init__(
        self, network: Network, known: Known, plan: ReferralPlan, chosen: Mapping[int, str], cautious: bool
    ) -> None:
        self._network = network
        self._known = known
        self._plan = plan
        self._services = {number: network.services[slug] for number, slug in chosen.items()}
        self._steps = {step.order: step for step in plan.steps}
        self._cautious = cautious

    def run(self, world: Holds, orders: Iterable[tuple[int, ...]]) -> list[str]:
        """What goes wrong, whichever of its uses a step is given; empty if some assignment of uses always works."""
        uses = [self._uses(step) for step in self._plan.steps]
        if not all(uses):
            return [
                f"step {step.order} cannot meet {step.meets}"
                for step, use in zip(self._plan.steps, uses, strict=True)
                if not use
            ]
        orders = list(orders)
        faults: list[str] = []
        for assignment in product(*uses):
            changes = dict(zip(self._steps, assignment, strict=True))
            faults = [fault for order in orders for fault in self._carry_out(dict(world), order, changes)]
            if not faults:
                break
        return faults + self._unmet(world)

    def _uses(self, step: PlanStep) -> list[tuple[Effect, ...]]:
        """The changes that one use of the service may bring with what the step claims to meet and to make possible."""
        service = self._services[step.order]
        links = [link for link in service.meets if step.evidence is not Evidence.STATED or _is_stated(link)]
        plain = [link for link in links if not self._network.needs[link.need].implies]
        own = self._own_effects(service, step.evidence)
        uses: list[tuple[Effect, ...]] = []
        for extra in (None, *(link for link in links if link not in plain)):
            met = {need for link in [*plain, *([extra] if extra else [])] for need in self._network.met_by(link.need)}
            effects = (*own, *(self._network.needs[extra.need].implies if extra else ()))
            if met >= set(step.meets) and self._makes(effects, step):
                uses.append(effects)
        return uses

    def _own_effects(self, service: Service, evidence: Evidence) -> tuple[Effect, ...]:
        if self._cautious or evidence is not Evidence.STATED:
            return service.provides
        return tuple(effect for effect in service.provides if effect.evidence is Evidence.STATED)

    def _makes(self, effects: Iterable[Effect], step: PlanStep) -> bool:
        made = dict(change_of(self._network, effect) for effect in effects)
        for fact in step.unlocks:
            cells = {True} if ":" in fact.name else set(fact.cells)
            if made.get(fact.name) != cells:
                return False
        return True

    def _carry_out(
        self, holds: Holds, order: Iterable[int], changes: Mapping[int, tuple[Effect, ...]]
    ) -> Iterator[str]:
        for number in order:
            yield from self._closed(holds, self._steps[number])
            for effect in changes[number]:
                variable, (value,) = change_of(self._network, effect)
                holds[variable] = value

    def _closed(self, holds: Holds, step: PlanStep) -> Iterator[str]:
        """Why the door of `step` is closed."""
        service = self._services[step.order]
        for requirement in service.requires:
            if not self._is_satisfied(requirement, holds):
                yield f"step {step.order}: {service.slug} requires {requirement.id}"
        if not self._is_entered(service, step, holds):
            yield f"step {step.order}: nobody opens {service.slug} ({step.via.route.value})"

    def _is_satisfied(self, requirement: Requirement, holds: Holds) -> bool:
        def read(test: FactTest) -> bool | None:
            return truth(self._network, test, holds)

        if evaluate(requirement.when, read) is True:
            return True
        may_widen = requirement.lenient is not None and requirement.reading in self._known.readings
        return may_widen and requirement.lenient is not None and evaluate(requirement.lenient, read) is True

    def _is_entered(self, service: Service, step: PlanStep, holds: Holds) -> bool:
        routes = [route for route in service.routes if step.evidence is not Evidence.STATED or _is_stated(route)]
        if step.via.route is RouteKind.SELF:
            return any(route.kind is RouteKind.SELF for route in routes)
        if step.via.route is RouteKind.ASK_FIRST:
            may_ask = not routes or any(route.kind is RouteKind.ASK_FIRST for route in routes)
            return self._known.ask_first and may_ask
        senders = {sender.slug for sender in step.via.senders}
        return bool(senders) and all(self._may_send(service, routes, slug, holds) for slug in senders)

    def _may_send(self, service: Service, routes: Iterable[Route], slug: str, holds: Holds) -> bool:
        known = holds.get(f"known_to:{slug}") is True
        in_charge = holds.get(f"in_charge_of:{slug}") is True
        if service.listing is not None:
            return known and slug == self._network.catalogue.hub
        tokens = {token for route in routes for token in route.by}
        kinds = {f"kind:{self._network.organizations[org].kind.value}" for org in self._organizations(slug)}
        by_contact = in_charge and f"contact:{slug}" in tokens
        return by_contact or (known and bool(tokens & {f"organization:{slug}", f"service:{slug}", *kinds}))

    def _organizations(self, slug: str) -> set[str]:
        """The organization of this slug, or those that offer the service of this slug."""
        service = self._network.services.get(slug)
        offered = {offer.organization for offer in service.organizations} if service else set()
        return offered | ({slug} & set(self._network.organizations))

    def _unmet(self, world: Holds) -> list[str]:
        faults = []
        for met in self._plan.met:
            if met.step is None:
                formula = self._network.needs[met.need].met_when
                if formula is None or evaluate(formula, lambda test: truth(self._network, test, world)) is not True:
                    faults.append(f"{met.need} is not met already")
            elif met.need not in self._steps[met.step].meets:
                faults.append(f"step {met.step} does not meet {met.need}")
        return faults


def _is_stated(statement: NeedLink | Route) -> bool:
    return statement.evidence is Evidence.STATED
