"""A planning task with what became of it, and what becomes of it when something closes."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.coverage.closures import Closure
from graph.coverage.outcome import GAP, CellStatus, Outcome, StepCandidates
from graph.coverage.plan_cuts import Ways
from graph.planning.plan import Link, Plan
from graph.planning.widening import widest_assumptions
from graph.referral.access_variables import AT_ONCE, KNOWN_TO
from graph.referral.domains import planning_fact
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
        assumptions=tuple(_assumptions(plan, situation)),
        referrals=tuple(sorted(set(_referrals(ways.compiled, plan)))),
        contacts=tuple(sorted(_contacts(plan))),
        cost=plan.cost,
        optimal=optimal,
        closures=ways.core.smallest_cut(),
        critical=ways.core.critical_services(),
    )
    return Examined(outcome, ways)


def _door(compiled: Compiled, name: str) -> StepCandidates:
    members = compiled.members[name]
    return StepCandidates(tuple(dict.fromkeys(member.service for member in members)), members[0].evidence)


def _assumptions(plan: Plan, situation: Situation) -> Iterator[tuple[str, tuple[str, ...]]]:
    variables = [assumption.variable for assumption in plan.assumptions]
    possible = {
        variable: [planning_fact(variable, cell) for cell in sorted(situation.possible(variable))]
        for variable in variables
    }
    for variable, facts in widest_assumptions(plan, possible).items():
        yield variable, tuple(fact.partition("=")[2] for fact in facts)


def _contacts(plan: Plan) -> set[str]:
    variables = {_variable(link) for step in plan.steps for link in step.because}
    return {variable for variable in variables if variable.startswith(f"{KNOWN_TO}:")}


def _variable(link: Link) -> str:
    return link.fact.partition("=")[0].removeprefix(AT_ONCE)


def _referrals(compiled: Compiled, plan: Plan) -> Iterator[tuple[str, str]]:
    """The contacts through which the plan enters, with each service that they open."""
    for step in plan.steps:
        for link in step.because:
            variable = _variable(link)
            if variable.startswith(f"{KNOWN_TO}:"):
                for member in compiled.members[step.name]:
                    if member.access and set(compiled.groups[member.access]) == set(link.group):
                        yield variable, member.service
