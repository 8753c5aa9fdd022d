"""`rete ask` and `rete plan`: a question, in words or in codes, to a cited plan."""

import sys
from datetime import date
from typing import Annotated, Literal

from api.commands.common import (
    Fact,
    First,
    NetworkOptions,
    explain,
    may_be_drawn,
    output,
    print_json,
    print_lines,
    read_facts,
)
from api.messages import Words
from api.plain_line import Option
from graph.errors import QuestionError
from graph.language.day import day_named
from graph.network import Network
from graph.opening_hours import today
from graph.question import Preferences, Question
from graph.referral.answer import Answer, PlanStatus, RecordRequest
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Evidence

Day = Annotated[date | None, Option(("--on",))]
Full = Annotated[bool, Option(("--full", "--why"))]


def ask(
    *text: str,
    fact: Fact = (),
    on: Day = None,
    first: First = 3,
    task_json: bool = False,
    pddl: bool = False,
    full: Full = False,
    brief: bool = False,
    common: NetworkOptions | None = None,
) -> int:
    """Ask in words: `rete ask from San Vittore release to housing plus work`.

    Understands English and Italian: where one starts (from, da), what is needed (to, a; plus, and, e), what is known
    (for a ..., with, without), and whom to avoid (without). What it does not understand it says. The first screen says
    what to do now; `--full` gives the reasons, the sources and the further ways.
    """
    common = common or NetworkOptions()
    with common.answerer() as answerer:
        words = " ".join(text)
        network, answer = answerer.ask(words, read_facts(fact), first, on or day_named(words, today()))
        asked = answer.interpretation.question
        if not (task_json or pddl):
            return _show(network, answer, common, full, brief)
        if asked is None or answer.status is PlanStatus.INVALID_QUERY:
            return _show(network, answer, common, full, brief)
        return _print_task(answerer.planner(asked), asked, pddl, common.words(answer.interpretation.locale))


def plan(
    *,
    start: Annotated[str, Option(("--from",))],
    need: Annotated[tuple[str, ...], Option(("--need", "--to"))],
    fact: Fact = (),
    avoid: tuple[str, ...] = (),
    min_evidence: Literal["stated", "inferred", "listed"] = "listed",
    no_assumptions: bool = False,
    on: Day = None,
    first: First = 3,
    task_json: bool = False,
    pddl: bool = False,
    full: Full = False,
    brief: bool = False,
    common: NetworkOptions | None = None,
) -> int:
    """Plan in codes: `rete plan --from release-san-vittore --need housing --need work -f residence=none`."""
    common = common or NetworkOptions()
    with common.answerer() as answerer:
        question = Question(
            start=answerer.find_entry(start),
            needs=tuple(dict.fromkeys(need)),
            facts=read_facts(fact),
            avoid=avoid,
            preferences=Preferences(min_evidence=Evidence(min_evidence), allow_assumptions=not no_assumptions),
            on=on or today(),
        )
        if task_json or pddl:
            return _print_task(answerer.planner(question), question, pddl, common.words())
        return _show(*answerer.plan(question, first), common, full, brief)


def _show(network: Network, answer: Answer, common: NetworkOptions, full: bool, brief: bool) -> int:
    guess = answer.interpretation.locale
    words: Words = common.words(guess)
    if common.json:
        from api.json_output import command_json

        print_json(command_json("answer", network, words.locale, answer)["ask"])
    elif full and answer.interpretation.record is not None:
        _show_record(network, answer, answer.interpretation.record, words)
    elif full or brief:
        from api.render.plan_view import PlanView

        PlanView(network, words, brief=not full).draw(answer, output())
    else:
        from api.render.brief_view import BriefView

        view = BriefView(network, words)
        if may_be_drawn(sys.stdout):
            view.draw(answer, output())
        else:
            print_lines(line for block in view.list_blocks(answer) for line in block.lines)
    if answer.status is PlanStatus.INVALID_QUERY:
        return 2
    return 1 if answer.status is PlanStatus.NO_PLAN else 0


def _show_record(network: Network, answer: Answer, record: RecordRequest, words: Words) -> None:
    """The records that were asked for, below the notices."""
    from api.render.plan_view import PlanView
    from api.render.record_view import RecordView

    for notice in PlanView(network, words).notices(answer):
        output().print(notice)
    view = RecordView(network, words)
    for slug in record.partners:
        if slug in network.organizations:
            view.draw("organization", network.get_organization(slug), output())
        if slug in network.services:
            view.draw("service", network.get_service(slug), output())


def _print_task(planner: ReferralPlanner, question: Question, pddl: bool, words: Words) -> int:
    from graph.planning.interchange import to_neutral, to_pddl

    try:
        task = planner.task(question)
    except QuestionError as error:
        return explain(error, words)
    if pddl:
        domain, problem = to_pddl(task)
        sys.stdout.write(f"{domain}\n{problem}\n")
    else:
        import orjson

        sys.stdout.buffer.write(orjson.dumps(to_neutral(task), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return 0
