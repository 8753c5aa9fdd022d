"""Questions over GraphQL: the planner's answer, whole and unchanged."""

from typing import Any

import pytest

from graph.opening_hours import today
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale

RESULT = """
fragment Lines on Citation { source { slug file title } firstLine lastLine evidence note excerpt }
fragment Plan on ReferralPlan {
  id explanation(locale: EN) assumptions { question(locale: EN) fact { variable cells text(locale: EN) } }
  met { need { code } step } unmet { need { code } }
  cost { total steps assumptions listedSteps inferredSteps optimal lowerBound }
  steps {
    order after cost evidence
    candidates { service { slug name } organizations { slug } evidence doubtful citations { ...Lines } }
    service { slug contacts { phones { printed } } } meets { code } unlocks { variable text } support { slug }
    via {
      route modes note evidence citations { ...Lines }
      senders { kind slug label step organization { slug } service { slug } }
    }
    because { requirement label by step evidence fact { text } citations { ...Lines } }
    verify(locale: EN) citations { ...Lines }
  }
}
fragment Result on ReferralPlanResult {
  status snapshot { version }
  interpretation {
    locale from { kind code label(locale: EN) } needs { code } facts { origin fact { variable cells } } avoid
    readWords { words begin end kind code corrected } unknownWords { words begin end suggestions }
  }
  plans { ...Plan }
  questions { fact variable ask(locale: EN) answers { value values label(locale: EN) status plan { ...Plan } } }
  problems {
    code inputField message(locale: EN) need { code } sourcesSilent suggestions
    repairs { kind text services { slug } citations { ...Lines } } citations { ...Lines }
  }
}
"""
ASK = f"""{RESULT} query($text: String!, $facts: [FactInput!], $first: Int) {{
  answer: ask(text: $text, facts: $facts, first: $first) {{ ...Result }}
}}"""
PLAN = f"""{RESULT} query($query: ReferralQuery!, $first: Int) {{
  answer: referralPlans(query: $query, first: $first) {{ ...Result }}
}}"""


@pytest.fixture(scope="module")
def planner(network: Any) -> ReferralPlanner:
    return ReferralPlanner(network)


def test_a_question_in_words_is_answered_as_the_planner_answers(client: Any, planner: ReferralPlanner) -> None:
    text = "from San Vittore release to housing plus work"
    expected = planner.ask(text, on=today())
    answer = client.ask(ASK, {"text": text})["answer"]
    assert answer["status"] == expected.status == "PLANNED"
    assert answer["interpretation"]["needs"] == [{"code": "housing"}, {"code": "work"}]
    assert answer["interpretation"]["locale"] == Locale.EN.name
    assert [plan["id"] for plan in answer["plans"]] == [plan.id for plan in expected.plans]
    assert [question["variable"] for question in answer["questions"]] == [q.name for q in expected.questions]
    for shown, plan in zip(answer["plans"], expected.plans, strict=True):
        assert shown["cost"]["total"] == plan.cost.total
        assert [step["order"] for step in shown["steps"]] == [step.order for step in plan.steps]
        for given, step in zip(shown["steps"], plan.steps, strict=True):
            assert given["after"] == list(step.after)
            assert given["evidence"] == step.evidence.name
            assert given["via"]["route"] == step.via.route.name
            assert [item["service"]["slug"] for item in given["candidates"]] == [c.service for c in step.candidates]
            assert (given["service"] is not None) == (len(step.candidates) == 1)
            assert len(given["because"]) == len(step.because)
            assert given["citations"]


def test_an_explanation_names_every_step_in_both_languages(client: Any) -> None:
    query = """{ ask(text: "from San Vittore release to housing plus work") { plans {
      it: explanation en: explanation(locale: EN) steps { order candidates { service { name } } } } } }"""
    for plan in client.ask(query)["ask"]["plans"]:
        assert plan["it"] != plan["en"]
        for lines in (plan["it"].split("\n"), plan["en"].split("\n")):
            for step, line in zip(plan["steps"], lines, strict=False):
                assert line.startswith(f"{step['order']}. ")
                assert step["candidates"][0]["service"]["name"] in line


def test_the_same_question_has_the_same_answer_to_the_byte(client: Any) -> None:
    variables = {"text": "dall'uscita da San Vittore a casa e lavoro", "first": 2}
    first, second = (client.post(ASK, variables).content for _ in range(2))
    assert first == second


def test_a_question_in_codes_is_answered_as_the_planner_answers(client: Any, planner: ReferralPlanner) -> None:
    question = Question(
        start=EntryPoint(EntryKind.SITUATION, "release-san-vittore"),
        needs=("housing", "work"),
        facts=(
            GivenFact(name="age", minimum=25, maximum=40),
            GivenFact(name="residence", values=("milan", "prison")),
            GivenFact(name="housing", values=("dwelling",), negated=True),
            GivenFact(name="gender", values=("man",)),
        ),
        avoid=("fondazione-san-carlo",) if "fondazione-san-carlo" in planner.network.organizations else (),
        on=today(),
    )
    query = {
        "from": {"situation": "release-san-vittore"},
        "needs": ["housing", "work", "housing"],
        "facts": [
            {"name": "age", "test": {"range": {"min": 25, "max": 40}}},
            {"name": "residence", "test": {"in": ["milan", "prison"]}},
            {"name": "housing", "test": {"not": "dwelling"}},
            {"name": "gender", "test": {"is": "man"}},
        ],
        "avoid": list(question.avoid),
    }
    expected = planner.plan(question, first=2)
    answer = client.ask(PLAN, {"query": query, "first": 2})["answer"]
    assert answer["status"] == expected.status
    assert [plan["id"] for plan in answer["plans"]] == [plan.id for plan in expected.plans]
    known = {fact["fact"]["variable"]: fact["origin"] for fact in answer["interpretation"]["facts"]}
    assert known["residence"] == known["age"] == "GIVEN"


def test_preferences_reach_the_planner(client: Any) -> None:
    query = {
        "from": {"situation": "release-san-vittore"},
        "needs": ["housing", "work"],
        "preferences": {"minEvidence": "STATED", "allowAssumptions": False},
    }
    answer = client.ask(PLAN, {"query": query})["answer"]
    assert answer["problems"]
    steps = [step for plan in answer["plans"] for step in plan["steps"]]
    assert {step["evidence"] for step in steps} <= {"STATED"}
    assert all(plan["assumptions"] == [] for plan in answer["plans"])


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"from": {"situation": "moon"}}, "UNKNOWN_CODE", "from"),
        ({"from": {"organization": "moon"}}, "UNKNOWN_CODE", "from"),
        ({"from": {"need": "work"}}, "MISSING_ENTRY", "from"),
        ({"needs": ["howsing"]}, "UNKNOWN_CODE", "needs"),
        ({"needs": []}, "MISSING_NEED", "needs"),
        ({"avoid": ["moon"]}, "UNKNOWN_CODE", "avoid"),
        ({"facts": [{"name": "shoe", "test": {"is": "42"}}]}, "UNKNOWN_CODE", "facts"),
        ({"facts": [{"name": "residence", "test": {"is": "moon"}}]}, "INVALID_FACT", "facts"),
    ],
)
def test_a_faulty_question_is_answered_with_the_part_to_change(
    client: Any, change: dict[str, Any], code: str, field: str
) -> None:
    query = {"from": {"situation": "release-san-vittore"}, "needs": ["work"]} | change
    answer = client.ask(PLAN, {"query": query})["answer"]
    assert answer["status"] == "INVALID_QUERY"
    assert answer["plans"] == []
    assert (code, field) in {(problem["code"], problem["inputField"]) for problem in answer["problems"]}


def test_words_that_are_not_understood_are_reported(client: Any) -> None:
    answer = client.ask(ASK, {"text": "from San Vittore release to xylophones"})["answer"]
    assert answer["status"] == "INVALID_QUERY"
    assert "xylophones" in {unknown["words"] for unknown in answer["interpretation"]["unknownWords"]}
    assert answer["problems"]


@pytest.mark.parametrize("first", [0, 11, -3])
def test_a_number_of_plans_out_of_range_is_refused(client: Any, first: int) -> None:
    assert client.fail(ASK, {"text": "to work", "first": first})["extensions"]["code"] == "BAD_PAGE"


@pytest.mark.parametrize(
    "variables",
    [
        {"text": "a" * 2_001},
        {"text": "to work", "facts": [{"name": "age", "test": {"is": "1"}}] * 101},
        {"text": "to work", "facts": [{"name": "a" * 201, "test": {"is": "1"}}]},
        {"text": "to work", "facts": [{"name": "age", "test": {"in": ["1"] * 101}}]},
    ],
)
def test_input_that_is_too_long_is_refused(client: Any, variables: dict[str, Any]) -> None:
    assert client.fail(ASK, variables)["extensions"]["code"] == "INPUT_TOO_LONG"


@pytest.mark.parametrize("test", [{}, {"is": "1", "not": "2"}, {"is": None}, {"range": {"min": "x"}}])
def test_a_fact_has_exactly_one_test(client: Any, test: dict[str, Any]) -> None:
    response = client.post(ASK, {"text": "to work", "facts": [{"name": "age", "test": test}]})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_VARIABLES"


ELIGIBILITY = """query($service: String!, $facts: [FactInput!]!) { eligibility(service: $service, facts: $facts) {
  verdict described service { slug } questions(locale: EN)
  requirements { requirement label verdict contested evidence missing { variable cells text } citations { firstLine } }
} }"""


def test_eligibility_is_told_by_requirement(client: Any, planner: ReferralPlanner) -> None:
    expected = planner.assess("residenzami", (GivenFact(name="housing", values=("dwelling",)),))
    facts = [{"name": "housing", "test": {"is": "dwelling"}}]
    found = client.ask(ELIGIBILITY, {"service": "residenzami", "facts": facts})["eligibility"]
    assert found["verdict"] == expected.verdict == "INELIGIBLE"
    assert [check["verdict"] for check in found["requirements"]] == [check.verdict for check in expected.requirements]
    unknown = client.ask(ELIGIBILITY, {"service": "residenzami", "facts": []})["eligibility"]
    assert unknown["verdict"] == "UNKNOWN"
    assert unknown["questions"]


def test_eligibility_for_what_the_network_does_not_have_is_an_error(client: Any) -> None:
    error = client.fail(ELIGIBILITY, {"service": "residenzamy", "facts": []})
    assert error["extensions"]["code"] == "UNKNOWN_CODE"
    assert "residenzami" in error["extensions"]["suggestions"]
    facts = [{"name": "residence", "test": {"is": "moon"}}]
    error = client.fail(ELIGIBILITY, {"service": "residenzami", "facts": facts})
    assert error["extensions"] == {"code": "INVALID_QUESTION", "inputField": "facts"}


def test_a_plan_is_no_node_and_its_id_tells_what_it_shows(client: Any) -> None:
    """Clients keep objects by id: what two plans of one id show must agree."""
    shown = """id assumptions { label } steps { order after candidates { service { slug } } } met { need { code } step }
      unmet { need { code } }"""
    query = f"""query($facts: [FactInput!]) {{
      ask(text: "from San Vittore release to housing plus work", facts: $facts, first: 5) {{
        plans {{ {shown} }} questions {{ answers {{ plan {{ {shown} }} }} }} }} }}"""
    by_id: dict[str, Any] = {}
    for facts in ([], [{"name": "age", "test": {"is": "40"}}], [{"name": "residence", "test": {"is": "milan"}}]):
        answer = client.ask(query, {"facts": facts})["ask"]
        leading = [answer["plan"] for question in answer["questions"] for answer in question["answers"]]
        for plan in (*answer["plans"], *filter(None, leading)):
            assert by_id.setdefault(plan["id"], plan) == plan
    assert len(by_id) > 1
    for identifier in by_id:
        assert client.fail("query($id: ID!) { node(id: $id) { id } }", {"id": identifier})["extensions"] == {
            "code": "BAD_ID",
            "argument": "id",
        }


def test_a_short_answer_without_an_open_question_asks_nothing(client: Any) -> None:
    query = """query($text: String!) { ask(text: $text) { brief { question(locale: IT) } } }"""
    assert client.ask(query, {"text": "from release-san-vittore to housing"})["ask"]["brief"] == {"question": None}


def test_conditions_that_stand_in_the_way_come_one_by_one(client: Any) -> None:
    asked = "under house arrest, needs work, without Celav"
    query = "query ($text: String!) { ask(text: $text) { interpretation { avoid avoidNames }"
    query += " problems { message(locale: EN) conditions(locale: EN) } } }"
    result = client.ask(query, {"text": asked})["ask"]
    assert result["interpretation"] == {"avoid": ["celav"], "avoidNames": ["Celav – Centro di Mediazione al Lavoro"]}
    told = [each for problem in result["problems"] for each in problem["conditions"]]
    assert told
    assert all(each in problem["message"] for problem in result["problems"] for each in problem["conditions"])
