"""No answer puts somebody at risk: the safety rules hold in every answer, over generated questions."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.messages import Words
from graph.network import Network
from graph.question import EntryKind, EntryPoint, GivenFact, Question
from graph.referral.answer import Answer, PlanStatus
from graph.referral.plan import PlanStep, ReferralPlan
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale, Severity
from ingest.catalogue import load_catalogue

CATALOGUE = load_catalogue()
NEEDS = [need.code for need in CATALOGUE.needs]
STARTS = [situation.code for situation in CATALOGUE.situations]
BEDS = ("housing", "housing.emergency", "housing.temporary")
VICTIMS = {"violence": ("1522", "numero-1522"), "trafficking": ("800.290.290", "numero-antitratta")}


def _fact(name: str, *values: str) -> GivenFact:
    return GivenFact(name=name, values=values)


def _ask(planner: ReferralPlanner, need: str, *facts: GivenFact, start: str = "unspecified") -> Answer:
    question = Question(start=EntryPoint(EntryKind.SITUATION, start), needs=(need,), facts=facts)
    return planner.plan(question, first=2)


def _plans(answer: Answer) -> Iterator[ReferralPlan]:
    yield from answer.plans
    yield from (one.plan for question in answer.questions for one in question.answers if one.plan is not None)


def _steps(answer: Answer) -> Iterator[PlanStep]:
    yield from (step for plan in _plans(answer) for step in plan.steps)


# ── Victims ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("harm", VICTIMS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    need=st.sampled_from(NEEDS),
    start=st.sampled_from(STARTS),
    gender=st.sampled_from(["woman", "man", None]),
    residence=st.sampled_from(["milan", "elsewhere", "none", None]),
    housing=st.sampled_from(["hosted", "dwelling", "street", None]),
)
@example(need="housing", start="unspecified", gender="man", residence="milan", housing="dwelling")
@example(need="housing.emergency", start="unspecified", gender="woman", residence="elsewhere", housing="hosted")
def test_a_victim_is_told_whom_to_call_and_gets_protected_housing_first(
    milan: Network,
    planner: ReferralPlanner,
    harm: str,
    need: str,
    start: str,
    gender: str | None,
    residence: str | None,
    housing: str | None,
) -> None:
    said = {"gender": gender, "residence": residence, "housing": housing}
    facts = [_fact(name, value) for name, value in said.items() if value is not None]
    answer = _ask(planner, need, _fact("victim_of", harm), *facts, start=start)
    printed, number = VICTIMS[harm]
    top = answer.notices[0]
    assert (top.code, top.severity) == (harm, Severity.URGENT)
    assert top.contacts[0] == number
    assert milan.services[number].phones[0].printed == printed
    assert printed in top.text.it
    assert printed in top.text.en
    assert top.citations
    if need in BEDS and answer.status is not PlanStatus.INVALID_QUERY:
        asked = answer.interpretation.question
        assert asked is not None
        assert asked.needs[0] == "housing.protected"
        for plan in _plans(answer):
            assert all(met.step is not None for met in plan.met), "the home that the person has is no answer"
            assert not any(fact.fact.name == "housing" for fact in plan.assumptions if fact.fact.cells == ("hosted",))
    _check_no_way_back(answer)


def _check_no_way_back(answer: Answer) -> None:
    for plan in _plans(answer):
        for assumption in plan.assumptions:
            if assumption.fact.name == "housing":
                assert {"hosted", "dwelling"}.isdisjoint(assumption.fact.cells)
    for problem in answer.problems:
        assert not any("hosted by" in Words(Locale.EN)(repair.text) for repair in problem.repairs)


def test_protected_housing_alone_where_it_can_be_had(planner: ReferralPlanner) -> None:
    facts = [_fact("gender", "woman"), _fact("residence", "milan"), _fact("victim_of", "violence")]
    answer = _ask(planner, "housing.emergency", *facts)
    assert [met.need for met in answer.plans[0].met] == ["housing.protected"]
    assert answer.plans[0].steps[0].candidates[0].service == "contrasto-violenza"


@pytest.mark.parametrize(
    "text", ["egiziano richiedente asilo vuole il passaporto, consolato?", "a refugee from Egypt needs a passport"]
)
def test_nobody_who_fled_a_country_is_sent_to_its_consulate(text: str, planner: ReferralPlanner) -> None:
    answer = planner.ask(text)
    services = {one.service for step in _steps(answer) for one in step.candidates}
    assert not any("consolato" in service for service in services)
    assert all(step.cautions for step in answer.plans[0].steps)


@pytest.mark.parametrize(
    "text",
    ["evitare la casa Jannacci, c'è il suo nemico, serve un letto", "non a Jannacci, un letto", "a bed, not Jannacci"],
)
def test_a_place_to_keep_away_from_is_no_answer(text: str, planner: ReferralPlanner) -> None:
    answer = planner.ask(text)
    assert answer.interpretation.question is not None
    assert answer.interpretation.question.avoid == ("casa-accoglienza-enzo-jannacci",)
    services = {one.service for step in _steps(answer) for one in step.candidates}
    assert not any("jannacci" in service for service in services)


@pytest.mark.parametrize(
    "text",
    [
        "serve casa per Ahmed e lavoro per Youssef, usciti tutti e due da San Vittore",
        "two men sharing a cell, one needs a bed, the other a job",
    ],
)
def test_an_answer_says_that_it_is_for_one_of_several(text: str, planner: ReferralPlanner) -> None:
    assert "several-people" in {notice.code for notice in planner.ask(text).notices}


def test_of_several_ages_the_least_counts(planner: ReferralPlanner) -> None:
    answer = planner.ask("a lad of 19 on probation and a girl of 17 on probation, both need somewhere to live")
    assert "minor" in {notice.code for notice in answer.notices}
    assert answer.plans


@pytest.mark.parametrize(
    "text", ["we are being evicted", "sta in dormitorio ma deve uscire, cerca un letto", "in affitto, cerca casa"]
)
def test_the_home_that_somebody_leaves_is_no_answer(text: str, planner: ReferralPlanner) -> None:
    answer = planner.ask(text, first=1)
    assert [met.need for met in answer.plans[0].met if met.step is None] == []
    assert any(known.name == "another_home" for _, known in answer.interpretation.known)


def test_the_home_of_whoever_asks_for_something_else_is_their_home(planner: ReferralPlanner) -> None:
    answer = planner.ask("abita in affitto, cerca lavoro", first=1)
    assert not any(known.name == "another_home" for _, known in answer.interpretation.known)


def test_where_it_cannot_be_had_the_bed_stays_and_the_refusal_is_explained(planner: ReferralPlanner) -> None:
    answer = _ask(planner, "housing.emergency", _fact("gender", "man"), _fact("victim_of", "violence"))
    assert answer.status is PlanStatus.PARTIAL
    assert [problem.need for problem in answer.problems] == ["housing.protected"]
    assert [met.need for met in answer.plans[0].met] == ["housing.emergency"]


def test_a_contact_that_is_closed_to_the_person_is_left_out(planner: ReferralPlanner) -> None:
    man = _ask(planner, "work", _fact("gender", "man"), _fact("victim_of", "violence"))
    assert man.notices[0].contacts == ("numero-1522",)


@pytest.mark.parametrize("need", ["protection", "protection.violence"])
def test_asking_for_protection_is_enough(planner: ReferralPlanner, need: str) -> None:
    assert "violence" in {notice.code for notice in _ask(planner, need).notices}


@pytest.mark.parametrize("need", NEEDS)
def test_nobody_is_presumed_to_be_at_risk(planner: ReferralPlanner, need: str) -> None:
    notices = _ask(planner, need).notices
    assert not notices or need.startswith("protection") or [one.code for one in notices] == ["contact-inside"]


# ── Danger to life ───────────────────────────────────────────────────────────────────────────────────────────────


def _check_112_first(answer: Answer) -> None:
    top = answer.notices[0]
    assert (top.code, top.severity) == ("life-in-danger", Severity.URGENT)
    for text, alone in ((top.text.it, "non lasciare sola la persona"), (top.text.en, "do not leave the person alone")):
        assert "112" in text
        assert alone in text
    assert top.why is not None
    assert "2018/1972" in top.why.it
    assert "2018/1972" in top.why.en


@pytest.mark.parametrize("need", NEEDS)
def test_a_danger_to_life_comes_before_everything(planner: ReferralPlanner, need: str) -> None:
    _check_112_first(_ask(planner, need, _fact("life_in_danger", "yes"), _fact("victim_of", "violence")))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("non respira bene, dorme in strada", PlanStatus.PLANNED),
        ("he isn't breathing", PlanStatus.INVALID_QUERY),
        ("mio marito si vuole ammazzare, residente a Milano e residente a Roma", PlanStatus.INVALID_QUERY),
        ("vuole uccidersi, numero del SerD?", PlanStatus.RECORD),
    ],
)
def test_every_form_of_an_answer_says_to_call_first(planner: ReferralPlanner, text: str, status: PlanStatus) -> None:
    answer = planner.ask(text)
    assert answer.status is status
    _check_112_first(answer)


# ── Minors and families ──────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    need=st.sampled_from(NEEDS),
    start=st.sampled_from(STARTS),
    who=st.sampled_from([
        GivenFact(name="age", values=("17",)),
        GivenFact(name="age", maximum=14),
        GivenFact(name="age", minimum=16, maximum=20),
        GivenFact(name="minor_children", values=("yes",)),
    ]),
)  # fmt: skip
@example(need="housing.emergency", start="unspecified", who=GivenFact(name="age", values=("17",)))
@example(need="basic-needs.meals", start="unspecified", who=GivenFact(name="minor_children", values=("yes",)))
def test_a_minor_hears_of_the_social_services_first_and_of_no_door_without_a_caution(
    milan: Network, planner: ReferralPlanner, need: str, start: str, who: GivenFact
) -> None:
    answer = _ask(planner, need, who, start=start)
    code = "minor" if who.name == "age" else "minor-children"
    notice = next(notice for notice in answer.notices if notice.code == code)
    assert notice.contacts == ("sspt",)
    caution = next(rule.caution for rule in milan.catalogue.safety if rule.code == code)
    for plan in answer.plans:
        for step in plan.steps:
            services = [one.service for one in step.candidates]
            assert "sspt" in services or step.support[0] == "sspt"
            met = {link.need for slug in services for link in milan.services[slug].meets}
            if any(code.startswith(("housing.emergency", "basic-needs.meals")) for code in met):
                assert caution in step.cautions
                assert step.verify[0] in step.cautions


def test_an_adult_is_no_minor(planner: ReferralPlanner) -> None:
    assert _ask(planner, "housing.emergency", GivenFact(name="age", minimum=18, maximum=20)).notices == ()


# ── Bound to a place ─────────────────────────────────────────────────────────────────────────────────────────────

LEAVING = "leaving-prison"
BOUND = [rule.code for rule in CATALOGUE.safety if rule.caution is not None and not rule.cautioned]
BOUND.remove(LEAVING)


def test_the_measures_that_bind_are_those_of_the_documents() -> None:
    assert {"detained", "house-arrest"} <= set(BOUND)


@pytest.mark.parametrize("status", BOUND)
@pytest.mark.parametrize("need", ["basic-needs.meals", "work", "social-support.listening", "housing.emergency"])
def test_each_step_of_somebody_bound_to_a_place_is_to_be_authorised(
    milan: Network, planner: ReferralPlanner, status: str, need: str
) -> None:
    answer = _ask(planner, need, _fact("penal_status", status))
    rule = next(rule for rule in milan.catalogue.safety if rule.code == status)
    assert status in {notice.code for notice in answer.notices}
    steps = [step for plan in answer.plans for step in plan.steps]
    assert all(rule.caution in step.cautions for step in steps)
    assert all(set(step.cautions) <= set(step.verify) for step in steps)


def test_who_is_about_to_leave_is_told_to_arrange_it_before(planner: ReferralPlanner) -> None:
    answer = _ask(planner, "housing.emergency", start="being-released-opera")
    assert {notice.code for notice in answer.notices} & {"detained", LEAVING} == {LEAVING}


def test_no_caution_where_the_person_is_free(planner: ReferralPlanner) -> None:
    assert not any(step.cautions for step in _steps(_ask(planner, "social-support.listening", start="at-liberty")))


# ── Every form of an answer ──────────────────────────────────────────────────────────────────────────────────────


def test_a_refusal_carries_safety_too(planner: ReferralPlanner) -> None:
    facts = (
        _fact("victim_of", "violence"), _fact("residence", "milan"), _fact("residence", "none"), _fact("xyz", "yes"),
        GivenFact(name="age", values=("17",)),
    )  # fmt: skip
    contradicting = _ask(planner, "housing", *facts)
    assert contradicting.status is PlanStatus.INVALID_QUERY
    assert [notice.code for notice in contradicting.notices] == ["violence", "minor"]
    start = EntryPoint(EntryKind.SITUATION, "nowhere")
    elsewhere = planner.plan(Question(start=start, needs=("housing", "nothing"), facts=facts[:1]))
    assert [notice.code for notice in elsewhere.notices] == ["violence"]


@pytest.mark.parametrize("need", [*NEEDS, "nothing"])
def test_there_is_always_somebody_to_ask(milan: Network, planner: ReferralPlanner, need: str) -> None:
    answer = _ask(planner, need)
    assert {"sspt", "puntoacapo"} <= {advisor.service for advisor in answer.ask}
    assert {advisor.service for advisor in answer.ask} <= set(milan.services)
    for problem in answer.problems:
        if problem.need is not None:
            about = [advisor for advisor in answer.ask if problem.need in advisor.needs]
            assert about, f"nobody to ask about {problem.need}"


def test_those_who_are_closed_to_the_person_are_not_asked(planner: ReferralPlanner) -> None:
    free = [_fact("penal_status", "none"), _fact("recent_release", "no"), _fact("being_released", "no")]
    asked = {advisor.service for advisor in _ask(planner, "work", *free).ask}
    assert "puntoacapo" not in asked
    assert "sspt" in asked


def test_words_that_are_not_read_leave_somebody_to_ask(planner: ReferralPlanner) -> None:
    answer = planner.ask("xyzzy")
    assert answer.plans == ()
    assert "sspt" in {advisor.service for advisor in answer.ask}


def test_rules_are_data(milan: Network, planner: ReferralPlanner) -> None:
    bare = ReferralPlanner(Network(replace(milan.catalogue, safety=())))
    question = Question(
        start=EntryPoint(EntryKind.SITUATION, "unspecified"),
        needs=("housing",),
        facts=(_fact("victim_of", "violence"), _fact("gender", "woman")),
    )
    with_rules, without = planner.plan(question), bare.plan(question)
    assert with_rules.notices
    assert without.notices == without.ask == ()
    assert without.interpretation.question is not None
    assert without.interpretation.question.needs == ("housing",)
