"""Every acceptance question gets the answer that the documents and the published semantics give."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from api.messages import Words
from graph import formula
from graph.vocabulary import Evidence, Locale
from tests.written import written


def test_status(case, answer_to):
    answer = answer_to(case)
    if "status" in case.expect:
        assert answer.status.value == case.expect["status"], _told(answer)
    assert answer.plans or answer.problems


def test_words_are_understood(case, answer_to, facts_of, entry_of):
    if case.understood is None:
        return
    answer = answer_to(case)
    understood = answer.interpretation.question
    assert understood is not None, _told(answer)
    assert understood.start == entry_of(case.understood["from"])
    assert sorted(understood.needs) == sorted(case.understood["needs"])
    assert list(understood.avoid) == case.understood.get("avoid", [])
    assert set(understood.facts) == set(facts_of(case.understood.get("facts", {})))


def test_same_answer(case, cases, answer_to):
    other = next((one for one in cases if one.id == case.expect.get("same_as")), None)
    if other is None:
        assert "same_as" not in case.expect
        return
    mine, theirs = answer_to(case), answer_to(other)
    assert mine.plans == theirs.plans
    assert written(mine.questions) == written(theirs.questions)


def test_steps(case, answer_to):
    if "steps" not in case.expect:
        return
    plan = _first(answer_to(case))
    expected = case.expect["steps"]
    if case.expect.get("exactly"):
        assert len(plan.steps) == len(expected), _written(plan)
    assert any(_fits(expected, plan, placed) for placed in _placements(expected, plan.steps)), "\n".join(
        [_written(plan), "but expected", *(f"{name}: {dict(step)}" for name, step in expected.items())]
    )


def test_cost(case, answer_to):
    if "cost" not in case.expect:
        return
    plan = _first(answer_to(case)) if answer_to(case).plans else None
    assert plan is not None, _told(answer_to(case))
    assert plan.cost.total == case.expect["cost"], _written(plan)
    assert plan.cost.optimal
    assert plan.cost.lower_bound == plan.cost.total


def test_assumptions(case, answer_to):
    if "assumptions" not in case.expect:
        return
    plan = _first(answer_to(case))
    assumed = {one.fact.name: set(one.fact.cells) for one in plan.assumptions}
    assert assumed == {name: set(cells) for name, cells in case.expect["assumptions"].items()}, _written(plan)


def test_needs_met_already(case, answer_to):
    plans = answer_to(case).plans
    already = [met.need for met in plans[0].met if met.step is None] if plans else []
    assert already == case.expect.get("met_already", [])


def test_unmet_needs_are_explained(case, answer_to):
    answer = answer_to(case)
    if "unmet" not in case.expect:
        assert not any(problem.need for problem in answer.problems), _told(answer)
        return
    problems = {problem.need: problem for problem in answer.problems if problem.need}
    assert set(problems) == {unmet["need"] for unmet in case.expect["unmet"]}, _told(answer)
    for unmet in case.expect["unmet"]:
        problem = problems[unmet["need"]]
        if "code" in unmet:
            assert problem.code.value == unmet["code"], _told(answer)
        if "silent" in unmet:
            assert problem.sources_silent is unmet["silent"], _told(answer)
        assert set(unmet.get("helpers", ())) <= set(problem.suggestions), _told(answer)
        assert Words(Locale.IT)(problem.message) != Words(Locale.EN)(problem.message)


def test_problems(case, answer_to):
    if "problems" not in case.expect:
        return
    answer = answer_to(case)
    assert {problem.code.value for problem in answer.problems} == set(case.expect["problems"]), _told(answer)
    suggested = [text for problem in answer.problems for text in problem.suggestions]
    for wanted in case.expect.get("suggestions", ()):
        assert any(wanted in text for text in suggested), _told(answer)
    unknown = [item.words for item in answer.interpretation.unknown]
    assert not set(case.expect.get("unknown", ())) - set(unknown), _told(answer)
    assert answer.plans == ()


def test_open_questions(case, answer_to):
    answer = answer_to(case)
    asked = {question.name: question for question in answer.questions}
    assert not set(case.expect.get("not_asked", ())) & set(asked)
    for variable, expected in case.expect.get("questions", {}).items():
        assert variable in asked, f"{variable} is not asked, only {sorted(asked)}"
        for cell, supposed in expected.items():
            _check_supposed(asked[variable], str(cell), supposed)


def test_every_open_question_leads_to_other_steps(case, answer_to):
    answer = answer_to(case)
    for question in answer.questions:
        cells = [cell for possible in question.answers for cell in possible.cells]
        assert len(cells) == len(set(cells))
        ways = {_doors(possible.plan) for possible in question.answers}
        first = _doors(answer.plans[0]) if answer.plans else _doors(None)
        assert ways != {first}, question.name


def test_nothing_that_must_never_appear(case, answer_to):
    used = {slug for plan in _all_plans(answer_to(case)) for slug in _slugs(plan)}
    assert not {slug: reason for slug, reason in case.never.items() if slug in used}


def test_plans_shown_are_different_and_meet_the_same(case, answer_to):
    answer = answer_to(case)
    assert len({plan.id for plan in answer.plans}) == len(answer.plans)
    assert len({tuple(sorted(met.need for met in plan.met)) for plan in answer.plans}) <= 1
    assert all(plan.cost.total >= answer.plans[0].cost.total for plan in answer.plans)


def test_a_way_on_documents_alone_is_shown(asked, answer_to, planner):
    """Where every need can be met without inferred or listed-only steps, such a plan is among those shown."""
    answer = answer_to(asked)
    question = answer.interpretation.question
    preferences = replace(question.preferences, min_evidence=Evidence.STATED)
    strict = planner.plan(replace(question, preferences=preferences), first=1)
    if strict.status.value != "PLANNED" or not strict.plans:
        return
    assert any(all(step.evidence is Evidence.STATED for step in plan.steps) for plan in answer.plans)


def test_emergencies_do_not_wait_for_papers(asked, answer_to, network):
    """Food, a bed, a shower and protection come after no registration, unless their own sheet asks for residence."""
    for plan in _all_plans(answer_to(asked)):
        before = _before(plan)
        papers = {step.order for step in plan.steps if _gives_papers(step, network)}
        for step in plan.steps:
            if any(network.needs[need].emergency for need in step.meets) and not _asks_residence(step, network):
                assert not papers & before[step.order], _written(plan)


def test_support_does_not_exclude_the_person(asked, answer_to, network, is_excluded):
    """What is shown beside a step is open to this person, as far as is known."""
    answer = answer_to(asked)
    question = answer.interpretation.question
    for plan in answer.plans:
        shown = {slug for step in plan.steps for slug in step.support}
        assert not {slug for slug in shown if is_excluded(network, question, plan, network.services[slug])}


def test_consulates_appear_only_where_passports_are_asked_for(asked, answer_to, network):
    answer = answer_to(asked)
    if any(need in ("documents", "documents.passport") for need in answer.interpretation.question.needs):
        return
    used = {slug for plan in _all_plans(answer) for slug in _slugs(plan) if slug in network.organizations}
    assert not [slug for slug in used if network.organizations[slug].kind.value == "consulate"]


def test_safety(case, answer_to):
    answer = answer_to(case)
    if "notices" in case.expect:
        shown = {notice.code: set(notice.contacts) for notice in answer.notices}
        assert list(shown) == list(case.expect["notices"]), _told(answer)
        for code, contacts in case.expect["notices"].items():
            assert set(contacts) <= shown[code], _told(answer)
    asked = {advisor.service for advisor in answer.ask}
    assert set(case.expect.get("ask", ())) <= asked, asked
    assert asked, "there is always somebody to ask"


def test_safety_notices_stand_in_every_answer(case, answer_to, network, stands_in):
    """Each rule whose situation is known of the person is on top, the urgent first, whatever became of the question."""
    answer = answer_to(case)
    shown = [notice.code for notice in answer.notices]
    assert shown == list(dict.fromkeys(shown))
    for rule in network.catalogue.safety:
        if rule.text is not None and rule.when is not None and stands_in(network, answer, rule.when):
            assert rule.code in shown or not set(rule.unless).isdisjoint(shown), _told(answer)
    severities = [notice.severity.value for notice in answer.notices]
    assert severities == sorted(severities, key=lambda severity: severity != "urgent")


def test_every_plan_is_safe(asked, answer_to, network, stands_in):
    """On every plan: the cautions, no way back to whoever beat the person, protected housing first, social services."""
    answer = answer_to(asked)
    for rule in network.catalogue.safety:
        if rule.when is None or not stands_in(network, answer, rule.when):
            continue
        if not {notice.code for notice in answer.notices}.isdisjoint(rule.unless):
            continue  # the other rule says more
        needs = answer.interpretation.question.needs
        if rule.prefer is not None:
            assert not any(need in rule.instead_of for need in needs) or rule.prefer in needs, _told(answer)
        for plan in (*answer.plans, *_plans_of_choices(answer)):
            assert not {(one.fact, one.value) for one in rule.never} & {
                (str(fact.fact.variable), cell) for fact in plan.assumptions for cell in fact.fact.cells
            }, _written(plan)
            for step in plan.steps:
                _check_step_is_safe(rule, step, network)


def _check_step_is_safe(rule, step, network) -> None:
    services = [one.service for one in step.candidates]
    met = [link.need for slug in services for link in network.services[slug].meets]
    about = [need for need in met for area in rule.cautioned if need == area or need.startswith(f"{area}.")]
    if rule.caution is not None and (about or not rule.cautioned):
        assert rule.caution in step.cautions
        assert rule.caution in step.verify
    if rule.beside_steps:
        assert set(rule.contacts) <= {*services, *step.support}


def test_every_step_has_a_purpose_and_a_source(asked, answer_to):
    for plan in _all_plans(answer_to(asked)):
        for step in plan.steps:
            assert step.meets or step.unlocks, _written(plan)
            assert all(candidate.citations for candidate in step.candidates)
            assert step.verify


# ── What an answer holds ─────────────────────────────────────────────────────────────────────────────────────────


def _first(answer):
    assert answer.plans, _told(answer)
    return answer.plans[0]


def _all_plans(answer) -> Iterator:
    yield from answer.plans
    yield from _plans_of_choices(answer)
    for question in answer.questions:
        yield from (possible.plan for possible in question.answers if possible.plan is not None)


def _plans_of_choices(answer) -> Iterator:
    """The plans behind the kinds of a need that was named in general."""
    back = answer.interpretation.back
    yield from (choice.plan for choice in (back.choices if back is not None else ()) if choice.plan is not None)


def _services(plan) -> set[str]:
    return {candidate.service for step in plan.steps for candidate in step.candidates}


def _slugs(plan) -> set[str]:
    """The services and organizations that a plan uses."""
    organizations = {slug for step in plan.steps for one in step.candidates for slug in one.organizations}
    return _services(plan) | organizations


def _doors(plan):
    if plan is None:
        return ()
    shown = tuple((tuple(one.service for one in step.candidates), step.after, step.via.route) for step in plan.steps)
    return shown, plan.unmet


def _gives_papers(step, network) -> bool:
    services = [network.services[one.service] for one in step.candidates]
    return any(link.need.startswith("documents") for service in services for link in service.meets)


def _asks_residence(step, network) -> bool:
    services = [network.services[one.service] for one in step.candidates]
    conditions = [requirement.when for service in services for requirement in service.requires]
    return any(test.fact == "residence" for condition in conditions for test in formula.tests(condition))


# ── Matching steps ───────────────────────────────────────────────────────────────────────────────────────────────


def _placements(expected: Mapping, steps) -> Iterator[dict]:
    """Every way to take each expected step for another step of the plan with the right candidates."""
    if not expected:
        yield {}
        return
    name, *others = expected
    rest = {other: expected[other] for other in others}
    for step in steps:
        if _has_candidates(step, expected[name]):
            left = tuple(one for one in steps if one is not step)
            yield from ({name: step, **placed} for placed in _placements(rest, left))


def _has_candidates(step, expected: Mapping) -> bool:
    candidates = {candidate.service for candidate in step.candidates}
    some = not expected.get("any_of") or bool(candidates & set(expected["any_of"]))
    return some and candidates >= set(expected.get("all_of", ()))


def _fits(expected: Mapping, plan, placed: Mapping) -> bool:
    """Whether the steps that are taken for the expected ones are as expected."""
    before = _before(plan)
    return all(_is(step, expected[name], placed, before) for name, step in placed.items())


def _is(step, expected: Mapping, placed: Mapping, before: Mapping[int, set[int]]) -> bool:
    earlier = before[step.order]
    return all((
        all(placed[name].order in earlier for name in expected.get("after", ())),
        not any(placed[name].order in earlier for name in expected.get("free_of", ())),
        expected.get("evidence", step.evidence.value) == step.evidence.value,
        set(expected.get("meets", step.meets)) == set(step.meets),
        set(expected.get("support", ())) <= set(step.support),
        not expected.get("doubtful") or all(candidate.doubtful for candidate in step.candidates),
        _enters(step.via, expected.get("via", {}), placed),
    ))  # fmt: skip


def _enters(via, expected: Mapping, placed: Mapping) -> bool:
    if expected.get("route", via.route.value) != via.route.value:
        return False
    if "senders" in expected and {sender.slug for sender in via.senders} != set(expected["senders"]):
        return False
    return "step" not in expected or {sender.step for sender in via.senders} == {placed[expected["step"]].order}


def _before(plan) -> dict[int, set[int]]:
    """For each step those that come before it, directly or not."""
    before: dict[int, set[int]] = {}
    for step in sorted(plan.steps, key=lambda one: one.order):
        before[step.order] = set(step.after).union(*(before[number] for number in step.after))
    return before


def _check_supposed(question, cell: str, supposed: Mapping) -> None:
    found = [possible for possible in question.answers if cell in possible.cells]
    assert len(found) == 1, f"{question.name}={cell} has {len(found)} answers"
    (possible,) = found
    services = _services(possible.plan) if possible.plan is not None else set()
    told = f"{question.name}={cell}: {sorted(services)}"
    assert set(supposed.get("with", ())) <= services, told
    assert not set(supposed.get("without", ())) & services, told
    assert possible.status.value == supposed.get("status", possible.status.value), told


# ── What went wrong, in words ────────────────────────────────────────────────────────────────────────────────────


def _told(answer) -> str:
    problems = [f"{one.code.value} {one.need or ''} {one.message} {one.suggestions}" for one in answer.problems]
    return "\n".join([answer.status.value, *problems, *map(_written, answer.plans[:1])])


def _written(plan) -> str:
    assumed = [f"assume {one.fact.name} in {one.fact.cells}" for one in plan.assumptions]
    return "\n".join([f"cost {plan.cost.total}", *assumed, *map(_line, plan.steps)])


def _line(step) -> str:
    names: Iterable[str] = (candidate.service for candidate in step.candidates)
    senders = [(sender.slug, sender.step) for sender in step.via.senders]
    return (
        f"{step.order} after {step.after} {step.evidence.value} {step.via.route.value} {senders} "
        f"meets {step.meets}: {', '.join(names)}"
    )
