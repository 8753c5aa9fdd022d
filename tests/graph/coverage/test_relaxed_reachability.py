"""The relaxed pass equals the closure of each task by itself, and never denies a need that has a plan."""

import random

import pytest

from graph.coverage.initial_states import Placement
from graph.coverage.relaxed_reachability import relaxed_reach
from graph.coverage.scope import CoverageQuery, Scope, resolve
from graph.coverage.survey import Survey
from graph.coverage.tasks import TaskBook
from graph.network import Network
from graph.planning.relevance import reachable
from graph.planning.task import Task
from graph.question import Preferences
from graph.referral.task_compiler import GIVE_UP, NEED, CompiledNetwork


def reached(compiled: CompiledNetwork, task: Task, members: object, closed: str | None, need: str) -> bool:
    gone = {
        name
        for name, operators in members.items()  # type: ignore[attr-defined]
        if {operator.service for operator in operators} == {closed}
    }
    kept = tuple(a for a in task.actions if a.name not in gone and not a.name.startswith(GIVE_UP))
    facts = reachable(Task(init=task.init, goals=task.goals, actions=kept, assumptions=task.assumptions))
    return NEED + need in facts


@pytest.mark.parametrize("preferences", [Preferences(), Preferences(allow_assumptions=False)], ids=["any", "certain"])
def test_lanes_equal_one_closure_after_another(
    milan: Network, compiled: CompiledNetwork, preferences: Preferences
) -> None:
    scope: Scope = resolve(milan, CoverageQuery(preferences=preferences))
    book = TaskBook(compiled, scope)
    places = [(entry, profile) for entry in scope.situations for profile in scope.profiles]
    placed = [(e, p, s) for e, p in places if (s := book.find_situation(e, p)) is not None]
    found = relaxed_reach(compiled, scope.needs, [Placement(e.code, s) for e, _, s in placed], preferences)
    draw = random.Random(7)  # noqa: S311 - a sample, not a secret
    services = sorted({operator.service for operator in compiled.operators})
    for number, need in [(draw.randrange(len(placed)), draw.choice(scope.needs)) for _ in range(700)]:
        entry, profile, situation = placed[number]
        task = compiled.compile(book.question(need, entry, profile), situation)
        for closed in (None, *draw.sample(services, 8)):
            lanes = found[need].open if closed is None else found[need].closed.get(closed, found[need].open)
            expected = reached(compiled, task.task, task.members, closed, need)
            assert bool(lanes >> number & 1) == expected, (need, entry.code, profile.code, closed)


def test_what_has_a_plan_is_in_reach_and_what_is_cut_off_in_reach_is_critical(
    milan_survey: Survey, compiled: CompiledNetwork
) -> None:
    scope = milan_survey.scope
    book = TaskBook(compiled, scope)
    placed = [(e, p, s) for e in scope.situations for p in scope.profiles if (s := book.find_situation(e, p))]
    found = relaxed_reach(compiled, scope.needs, [Placement(e.code, s) for e, _, s in placed], scope.preferences)
    number = {(entry.code, profile.code): bit for bit, (entry, profile, _) in enumerate(placed)}
    for cell, examined in milan_survey.examined.items():
        outcome = examined.outcome
        if outcome.holds:
            bit = number[cell.situation, cell.profile]
            reach = found[cell.need]
            assert reach.open >> bit & 1
            assert {s for s in reach.closed if reach.cut_off(s) >> bit & 1} <= set(outcome.critical)
