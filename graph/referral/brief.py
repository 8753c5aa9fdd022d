"""The first screen of an answer: what to do now, whom to call, what to bring, what to ask next."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from graph.message import Message, Phrase, Text
from graph.network import Network
from graph.referral.advisors import is_any_reachable
from graph.referral.answer import Answer, OpenQuestion, PlanningProblem, PlanStatus, ProblemCode
from graph.referral.eligibility import is_reachable
from graph.referral.initial_state import Origin
from graph.referral.plan import Advisor, Candidate, FactText, PlanStep, ReferralPlan, SafetyNotice, Via
from graph.structs import Struct, replace
from graph.vocabulary import EVIDENCE_RANK, VICTIM_OF, RouteKind

_MINOR = "minor"
"""The safety rule for whoever is or may be under age."""
MOST_NAMED = 3
"""Interchangeable partners of a step that are named."""
MOST_WARNINGS = 2
MOST_ASKED = 4
MOST_KNOWING = 2
"""Of those who are asked, so many come first whether they can be reached or not."""
DO_NOT_WAIT = "check.do_not_wait"
_EVERYWHERE = frozenset({"check.listed_only", "check.no_route", "check.no_contact", "check.no_papers", "check.no_cost"})
"""Checks that most services share: they warn of nothing in particular."""
_OLD = frozenset({"check.source_undated", "check.source_updated", "check.last_verified"})


class BriefStep(Struct, frozen=True, kw_only=True):
    """A step, reduced to what is needed to act on it.

    `candidates` are the best known of those that are interchangeable, at most three; `more` counts the others. `bring`
    is None if no document says what to bring. `support` is a service to turn to where no document says how to reach
    the candidates. `bound` is whether a notice limits where the person may go.
    """

    order: int
    after: tuple[int, ...]
    meets: tuple[str, ...]
    kinds: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    more: int
    via: Via
    bring: tuple[Text, ...] | None
    unlocks: tuple[FactText, ...]
    support: str | None
    bound: bool


class StepWarning(Struct, frozen=True, kw_only=True):
    """A warning about a step. `also` are later steps with the same warning."""

    step: int
    text: Phrase
    is_safety: bool = False
    also: tuple[int, ...] = ()


class BriefChoice(Struct, frozen=True, kw_only=True):
    """A kind of the need that the question names in general, and the steps to it; none if no plan meets it."""

    label: Text
    steps: tuple[BriefStep, ...]


class Brief(Struct, frozen=True, kw_only=True):
    """The first screen of an answer.

    `understood` are the facts that the question gives, `unused` its words that were not read. `warnings` are the two
    most important ones. `question` is the next one to ask, unless the kind of a need is asked for first. `ask` names
    services to ask about unmet needs, or because no candidate of a step has a contact. `more` counts the further plans
    of the answer. `choices` are the kinds of a need that was named in general: the screen shows them in place of the
    steps in `undecided`, below `cautions`, which hold for some step of theirs.
    """

    status: PlanStatus
    understood: tuple[FactText, ...]
    unused: tuple[str, ...]
    notices: tuple[SafetyNotice, ...]
    steps: tuple[BriefStep, ...]
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    problems: tuple[PlanningProblem, ...]
    assumes: tuple[FactText, ...]
    warnings: tuple[StepWarning, ...]
    question: OpenQuestion | None
    ask: tuple[Advisor, ...]
    old_sources: bool
    more: int
    choices: tuple[BriefChoice, ...]
    undecided: tuple[int, ...]
    cautions: tuple[Phrase, ...]


def summarize(answer: Answer, network: Network) -> Brief:
    """Summarize an answer for the first screen.

    Parameters
    ----------
    answer
        The answer.
    network
        The version of the network that gave it.

    Returns
    -------
    Brief
        What to do now, whom to call, what to bring, and what to ask next.
    """
    plan = next(iter(answer.plans), None)
    steps = plan.steps if plan else ()
    problems = tuple(problem for problem in answer.problems if problem.code is not ProblemCode.UNPROVED_OPTIMUM)
    undecided = _list_undecided(answer, steps)
    question = None if undecided else _next_question(answer, plan)
    return Brief(
        status=answer.status,
        understood=tuple(fact for origin, fact in answer.interpretation.known if origin is Origin.GIVEN),
        unused=tuple(unknown.words for unknown in answer.interpretation.unknown),
        notices=answer.notices,
        steps=_steps(steps, answer, network),
        met=tuple(met.need for met in plan.met if met.step is None) if plan else (),
        unmet=tuple(problem.need for problem in problems if problem.need is not None),
        problems=problems,
        assumes=_assumes(plan),
        warnings=_list_warnings(steps, network),
        question=question,
        ask=_advisors_besides(answer, network)
        if problems or _is_for_others(answer, network) or _leads_nowhere(steps, network)
        else (),
        old_sources=any(isinstance(check, Message) and check.code in _OLD for step in steps for check in step.verify),
        more=max(0, len(answer.plans) - 1),
        choices=_list_choices(answer, network) if undecided else (),
        undecided=undecided,
        cautions=_list_cautions(answer, network) if undecided else (),
    )


def _list_undecided(answer: Answer, steps: Sequence[PlanStep]) -> tuple[int, ...]:
    """The steps that meet no need but the one named in general, and those that only lead to them."""
    back = answer.interpretation.back
    about = set() if back is None or back.about is None else {back.about}
    found: set[int] = set()
    for step in reversed(steps):
        later = {other.order for other in steps if step.order in other.after}
        if (step.meets and about.issuperset(step.meets)) or (later and not step.meets and later <= found):
            found.add(step.order)
    return tuple(sorted(found))


def _list_ways(answer: Answer) -> Iterator[tuple[Text, tuple[PlanStep, ...]]]:
    """The kinds of the need named in general, each with the steps to it."""
    back = answer.interpretation.back
    for one in back.choices if back is not None else ():
        yield one.label, one.plan.steps if one.plan is not None and not one.plan.unmet else ()


def _list_choices(answer: Answer, network: Network) -> tuple[BriefChoice, ...]:
    return tuple(BriefChoice(label=label, steps=_steps(way, answer, network)) for label, way in _list_ways(answer))


def _list_cautions(answer: Answer, network: Network) -> tuple[Phrase, ...]:
    """The safety warnings of all choices, each once."""
    warnings = (warning for _, way in _list_ways(answer) for warning in _list_warnings(way, network))
    return tuple(dict.fromkeys(warning.text for warning in warnings if warning.is_safety))


def _steps(steps: Sequence[PlanStep], answer: Answer, network: Network) -> tuple[BriefStep, ...]:
    short = (_step(step, network, _named(steps)) for step in steps)
    return tuple(replace(one, bound=one.bound or _is_for_minor(answer)) for one in short)


def _advisors_besides(answer: Answer, network: Network) -> tuple[Advisor, ...]:
    """The services to ask, without those that a notice names already."""
    named = {slug for notice in answer.notices for slug in notice.contacts}
    asked = _advisors(answer, network)
    return tuple(advisor for advisor in asked if advisor.service not in named) or asked


def _is_for_others(answer: Answer, network: Network) -> bool:
    """Whether the answer is the record of partners that cannot be reached, so that others are to be asked."""
    record = answer.interpretation.record
    return record is not None and not is_any_reachable(network, record.partners)


def _leads_nowhere(steps: Sequence[PlanStep], network: Network) -> bool:
    """Whether some step has only candidates without a known way in or a contact."""
    unsaid = [step for step in steps if step.via.route is RouteKind.ASK_FIRST]
    return any(not any(is_reachable(network.get_service(one.service)) for one in step.candidates) for step in unsaid)


def _named(steps: Iterable[PlanStep]) -> frozenset[str]:
    """The services that are steps themselves, each alone."""
    return frozenset(step.candidates[0].service for step in steps if len(step.candidates) == 1)


def _step(step: PlanStep, network: Network, named: Collection[str]) -> BriefStep:
    known = sorted(step.candidates, key=lambda candidate: _rank(candidate, network))
    papers = network.get_service(known[0].service).documents if len(known) == 1 else None
    return BriefStep(
        order=step.order,
        after=step.after,
        meets=step.meets,
        kinds=step.kinds,
        candidates=tuple(known[:MOST_NAMED]),
        more=len(known[MOST_NAMED:]),
        via=step.via,
        bring=None if papers is None else tuple(paper.label for paper in papers.items),
        unlocks=step.unlocks,
        support=_support(step, network, named),
        bound=not set(step.cautions).isdisjoint(_list_noticed(network)),
    )


def _is_for_minor(answer: Answer) -> bool:
    """Whether the person is or may be a minor, who is sent nowhere by themselves."""
    return any(notice.code == _MINOR for notice in answer.notices)


def _list_noticed(network: Network) -> frozenset[Text | None]:
    """The cautions beside every step of somebody bound, which a notice has said."""
    return frozenset(rule.caution for rule in network.catalogue.safety if rule.text is not None and not rule.cautioned)


def _support(step: PlanStep, network: Network, named: Collection[str]) -> str | None:
    if any(is_reachable(network.get_service(candidate.service)) for candidate in step.candidates):
        return None
    others = (slug for slug in step.support if slug not in named)
    return next((slug for slug in others if is_reachable(network.get_service(slug))), None)


def _rank(candidate: Candidate, network: Network) -> tuple[bool, bool, int]:
    service = network.get_service(candidate.service)
    return candidate.doubtful, not is_reachable(service), EVIDENCE_RANK[candidate.evidence]


def _next_question(answer: Answer, plan: ReferralPlan | None) -> OpenQuestion | None:
    """The first open question; without a full plan, the first that leads to one.

    A question whether somebody was hurt is left out: people should not be asked that without preparation.
    """
    decent = (one for one in answer.questions if one.variable.fact != VICTIM_OF)
    if plan is not None and not plan.unmet:
        return next(decent, None)
    asked = list(decent)

    def helps(question: OpenQuestion) -> bool:
        return any(option.plan is not None and option.plan.met for option in question.answers)

    return next(filter(helps, asked), next(iter(asked), None))


def _assumes(plan: ReferralPlan | None) -> tuple[FactText, ...]:
    """The assumptions of the plan about the person. That one has to ask first is said with the way in."""
    assumptions = plan.assumptions if plan else ()
    return tuple(one.fact for one in assumptions if one.fact.variable.fact is not None)


def _list_warnings(steps: Sequence[PlanStep], network: Network) -> tuple[StepWarning, ...]:
    """The most important warnings, in the order of the steps. All safety warnings are included, and come first."""
    found = _together(_list_first_warnings(steps, network))
    room = MOST_WARNINGS - sum(warning.is_safety for warning in found)
    others = [warning for warning in found if not warning.is_safety][: max(0, room)]
    return tuple(warning for warning in found if warning.is_safety or warning in others)


def _together(warnings: Iterable[StepWarning]) -> list[StepWarning]:
    """The warnings without repetitions, each at its first step."""
    places: dict[Phrase, list[StepWarning]] = {}
    for warning in warnings:
        places.setdefault(warning.text, []).append(warning)
    return [replace(first, also=tuple(one.step for one in others)) for first, *others in places.values()]


def _list_first_warnings(steps: Sequence[PlanStep], network: Network) -> Iterator[StepWarning]:
    """The first warning of each step: about safety, then a doubt, then what its documents leave open."""
    noticed = _list_noticed(network)
    for step in steps:
        particular = (
            check
            for check in step.verify
            if check not in noticed and not (isinstance(check, Message) and check.code in _EVERYWHERE | _OLD)
        )
        other = True
        for check in particular:
            is_safety = check in step.cautions or (isinstance(check, Message) and check.code == DO_NOT_WAIT)
            if is_safety or other:
                yield StepWarning(step=step.order, text=check, is_safety=is_safety)
            if not is_safety:
                break
            other = False


def _advisors(answer: Answer, network: Network) -> tuple[Advisor, ...]:
    """The services to show: the first that know about the needs, others with a contact, and general ones."""
    anything = [one for one in answer.ask if not one.needs]
    first = answer.ask[:MOST_KNOWING]
    reachable = [one for one in answer.ask if is_reachable(network.get_service(one.service))]
    knowing = tuple(dict.fromkeys((*first, *reachable)))[: MOST_ASKED - bool(anything)]
    return tuple(dict.fromkeys((*knowing, *anything, *answer.ask)))[:MOST_ASKED]
