"""Facts that contradict each other are said to, also where no service could tell them apart."""

import pytest

from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import PlanStatus
from graph.referral.compiled_network import CompiledNetwork
from graph.referral.planner import ReferralPlanner

AGE, COUNTRY = "age", "nationality"


def _status(planner: ReferralPlanner, *facts: GivenFact) -> PlanStatus:
    start = EntryPoint(EntryKind.SITUATION, "at-liberty")
    answer = planner.plan(Question(start=start, needs=("basic-needs.meals",), facts=facts), first=1)
    if answer.status is PlanStatus.INVALID_QUERY:
        assert answer.problems[0].input_field == "facts"
        assert answer.problems[0].message.code == "error.contradiction"
    return answer.status


def test_the_cells_do_not_tell_them_apart(milan: Network) -> None:
    domains = CompiledNetwork(milan).domains
    assert domains.range_cells(AGE, 40, 40) == domains.range_cells(AGE, 41, 41)
    assert domains.country_cell(COUNTRY, "PE") == domains.country_cell(COUNTRY, "CL")


@pytest.mark.parametrize(
    "facts",
    [
        (GivenFact(name=AGE, values=("40",)), GivenFact(name=AGE, values=("41",))),
        (GivenFact(name=AGE, minimum=44), GivenFact(name=AGE, maximum=43)),
        (GivenFact(name=AGE, values=("44",)), GivenFact(name=AGE, minimum=45, maximum=50)),
        (GivenFact(name=COUNTRY, values=("PE",)), GivenFact(name=COUNTRY, values=("CL", "BO"))),
        (GivenFact(name=COUNTRY, values=("PE",)), GivenFact(name=COUNTRY, values=("PE",), negated=True)),
        (GivenFact(name=AGE, values=("40",)), GivenFact(name=AGE, minimum=30, maximum=50, negated=True)),
        (GivenFact(name=AGE, values=("40",)), GivenFact(name=AGE, values=("40",), negated=True)),
    ],
)
def test_no_value_is_left(planner: ReferralPlanner, facts: tuple[GivenFact, ...]) -> None:
    assert _status(planner, *facts) is PlanStatus.INVALID_QUERY


@pytest.mark.parametrize(
    "facts",
    [
        (GivenFact(name=AGE, values=("40",)), GivenFact(name=AGE, values=("40",))),
        (GivenFact(name=AGE, minimum=40), GivenFact(name=AGE, maximum=40)),
        (GivenFact(name=COUNTRY, values=("PE", "CL")), GivenFact(name=COUNTRY, values=("CL", "BO"))),
        (GivenFact(name=COUNTRY, values=("PE",)), GivenFact(name=COUNTRY, values=("CL",), negated=True)),
        (GivenFact(name=COUNTRY, values=("PE", "CL")), GivenFact(name=COUNTRY, values=("CL",), negated=True)),
        (GivenFact(name=AGE, values=("50",)), GivenFact(name=AGE, values=("40",), negated=True)),
    ],
)
def test_some_value_is_left(planner: ReferralPlanner, facts: tuple[GivenFact, ...]) -> None:
    assert _status(planner, *facts) is PlanStatus.PLANNED
