"""A planning task with what became of it, and what becomes of it when something closes."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.atoms import KNOWN_TO
from graph.coverage.closures import Closure
from graph.coverage.outcome import GAP, CellStatus, Outcome, StepCandidates
from graph.coverage.plan_cuts import Ways
from graph.planning.plan import Link, Plan
from graph.referral.initial_state import Situation
from graph.referral.task_compiler import Compiled


@dataclass(frozen=True, slots=True)
class Examined:
    """A planning task with what became of it; `ways` is None where nothing has to be planned."""

    outcome: Outcome
    ways: Ways | None = None

    def stays_open(self, closure: Closure) -> bool:
        """Whether the need is or can still be met after `closure`, exactly."""
        return self.outcome.holds and (self.ways is None or self.ways.is_open(closure))


def examine(ways: Ways, situation: Situation) -> Examined:
    """What becomes of the task of a cell in `situation`."""
    cheapest = ways.cheapest()
    if cheapest is None or ways.core is None:
        return Examined(GAP, ways)
    plan, optimal = cheapest
    outcome = Outcome(
        status=CellStatus.COVERED,
        doors=tuple(_door(ways.compiled, step.name) for step in plan.steps),
        assumptions=tuple(ways.compiled.assumed(plan, situation).items()),
        referrals=tuple(sorted(set(_referrals(ways.compiled, plan)))),
        contacts=tuple(sorted(set(_contacts(ways.compiled, plan)))),
        cost=plan.cost,
        optimal=optimal,
        closures=ways.core.smallest_cut(),
        critical=ways.core.critical_services(),
    )
    return Examined(outcome, ways)


def _door(compiled: Compiled, name: str) -> StepCandidates:
    members = compiled.members[name]
    return StepCandidates(tuple(dict.fromkeys(member.service for member in members)), members[0].evidence)


def _contacts(compiled: Compiled, plan: Plan) -> Iterator[str]:
    """Whom the plan relies on knowing the person."""
    for step in plan.steps:
        for link in step.because:
            contact = _find_contact(compiled, link)
            if contact is not None:
                yield contact


def _find_contact(compiled: Compiled, link: Link) -> str | None:
    variable = compiled.atom(link.fact).variable
    return variable.member if variable.name == KNOWN_TO else None


def _referrals(compiled: Compiled, plan: Plan) -> Iterator[tuple[str, str]]:
    """The contacts through which the plan enters, with each service that they open."""
    for step in plan.steps:
        for link in step.because:
            contact = _find_contact(compiled, link)
            if contact is not None:
                for member in compiled.members[step.name]:
                    if member.access and set(compiled.groups[member.access]) == set(link.group):
                        yield contact, member.service
