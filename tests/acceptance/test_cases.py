"""The set of questions itself: every line exists, and together they ask about everybody and everything."""


def test_cited_lines_exist(case, network):
    assert case.lines
    for citation in case.lines:
        assert 1 <= citation.first <= citation.last <= network.sources[citation.source].lines


def test_names_in_cases_exist(case, network):
    known = {*network.organizations, *network.services}
    named = set(case.never)
    for step in case.expect.get("steps", {}).values():
        named |= {*step.get("any_of", ()), *step.get("all_of", ()), *step.get("support", ())}
    for answers in case.expect.get("questions", {}).values():
        for supposed in answers.values():
            named |= {*supposed.get("with", ()), *supposed.get("without", ())}
    assert named <= known, named - known


def test_every_case_expects_something(case):
    assert case.expect or case.understood
    assert case.why
    assert all(case.never.values())


def test_identifiers_are_unique(cases):
    names = [case.id for case in cases]
    assert len(set(names)) == len(names)
    assert len(names) >= 48


def test_every_entry_situation_is_asked_from(cases, answer_to, network):
    asked = [answer_to(case).interpretation.question for case in cases]
    assert {question.start.code for question in asked if question} >= set(network.situations)


def test_nearly_every_need_is_asked_for(cases, answer_to, network):
    asked = [answer_to(case).interpretation.question for case in cases]
    needs = {need for question in asked if question for need in question.needs}
    assert len(needs & set(network.needs)) >= 0.85 * len(network.needs), set(network.needs) - needs


def test_both_languages_are_asked_in(cases, answer_to):
    locales = [answer_to(case).interpretation.locale for case in cases if case.ask is not None]
    assert locales.count("it") >= 15
    assert locales.count("en") >= 15
