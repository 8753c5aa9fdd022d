"""Root fields that take time: each fails by itself, and computes what is selected."""

from typing import Any

import pytest

from graph.referral import planner
from graph.referral.solver import Solver

QUERY = {"from": {"situation": "release-san-vittore"}, "needs": ["housing", "work"]}


def test_a_refused_root_field_leaves_the_others(client: Any) -> None:
    answer = client.post('{ bad: coverage(query: {needs: ["wrok"]}) { cellCount } snapshot { version } }').json()
    assert answer["data"]["bad"] is None
    assert answer["data"]["snapshot"]["version"]
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["bad"], "UNKNOWN_CODE")


@pytest.mark.parametrize(
    ("selection", "alternatives", "questions"),
    [
        ("status", False, False),
        ("plans { id }", True, False),
        ("questions { fact }", False, True),
        ("...F ... { questions { fact } }", True, True),
    ],
)
def test_alternatives_and_questions_are_computed_when_they_are_selected(
    client: Any, monkeypatch: pytest.MonkeyPatch, selection: str, alternatives: bool, questions: bool
) -> None:
    done: dict[str, Any] = {"questions": False}
    list_plans, ask = Solver.list_plans, planner.list_open_questions

    def count(solver: Solver, best: Any, first: int) -> Any:
        done["alternatives"] = first > 1
        return list_plans(solver, best, first)

    def note(*given: Any) -> Any:
        done["questions"] = True
        return ask(*given)

    monkeypatch.setattr(Solver, "list_plans", count)
    monkeypatch.setattr(planner, "list_open_questions", note)
    fragment = "fragment F on ReferralPlanResult { plans { id } }" if "...F" in selection else ""
    answer = client.post(
        f"query($q: ReferralQuery!) {{ referralPlans(query: $q) {{ {selection} }} }} {fragment}", {"q": QUERY}
    )
    assert "errors" not in answer.json()
    assert done == {"alternatives": alternatives, "questions": questions}


def test_what_is_selected_does_not_change_what_is_answered(client: Any) -> None:
    def asked(selection: str) -> Any:
        document = f"query($q: ReferralQuery!) {{ referralPlans(query: $q) {{ {selection} }} }}"
        return client.post(document, {"q": QUERY}).json()["data"]["referralPlans"]

    whole = asked("status plans { id } questions { fact } problems { code }")
    for part in ("status", "plans { id }", "questions { fact }", "problems { code }"):
        assert asked(part).items() <= whole.items()


def test_looks_at_the_whole_network_are_priced_together(client: Any) -> None:
    look = 'coverage(query: {needs: ["work"], facts: [{name: "age", test: {is: "30"}}]}) { cellCount }'
    whole = 'coverage(query: {facts: [{name: "age", test: {is: "30"}}]}) { cellCount }'
    answer = client.post(f"{{ a: {look} b: {whole} c: {whole} d: {whole} }}").json()
    assert answer["data"]["a"]["cellCount"]
    assert answer["data"]["d"] is None
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"QUERY_TOO_COSTLY"}
