"""Who is known to be a victim of violence and asks for protection is not sent to the desk against discrimination."""

import pytest

from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.planner import ReferralPlanner


def _needs(planner: ReferralPlanner, need: str, *facts: GivenFact) -> tuple[str, ...]:
    question = Question(start=EntryPoint(EntryKind.SITUATION, "at-liberty"), needs=(need,), facts=facts)
    asked = planner.plan(question, first=1).interpretation.question
    assert asked is not None
    assert list(planner.task(question).goals) == [(f"need:{code}",) for code in asked.needs]
    return asked.needs


@pytest.mark.parametrize("harm", ["violence", "trafficking", "discrimination"])
def test_a_known_harm_narrows_protection(planner: ReferralPlanner, harm: str) -> None:
    assert _needs(planner, "protection", GivenFact(name="victim_of", values=(harm,))) == (f"protection.{harm}",)


def test_several_harms_are_several_needs(planner: ReferralPlanner) -> None:
    both = GivenFact(name="victim_of", values=("violence", "trafficking"))
    assert set(_needs(planner, "protection", both)) == {"protection.violence", "protection.trafficking"}


def test_what_is_unknown_or_asked_for_by_name_stays(planner: ReferralPlanner) -> None:
    violence = GivenFact(name="victim_of", values=("violence",))
    assert _needs(planner, "protection") == ("protection",)
    assert _needs(planner, "protection.discrimination", violence) == ("protection.discrimination",)
    assert _needs(planner, "work", violence) == ("work",)
