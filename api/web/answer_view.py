"""An answer of the schema as its page shows it: what only the page needs is worked out here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.render.answer_text import closed_text, day_text, opening_text
from api.web.hours import list_helplines
from api.web.languages import PageTexts
from api.web.plan_drawing import Drawing, draw_plan
from api.web.question_form import NEED, START, QuestionForm, write_answer, write_fact
from graph.availability import Closed, Opening
from graph.opening_hours import OpenState, Span
from graph.vocabulary import ServiceStatus

SIGNS = {"STATED": "●", "INFERRED": "◐", "LISTED": "○"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """An answer to a question: what the button sends, how it reads, and where it leads, if that is known."""

    sent: str
    label: str
    leads: str = ""


def form_after(form: QuestionForm, result: Json) -> QuestionForm:
    """The form that asks the same in codes: what was understood, as far as anything was."""
    read = result["interpretation"]
    start = read["from"]
    if start is None:
        return form
    return QuestionForm(
        words=form.words,
        start=f"{start['kind'].lower()}:{start['code']}",
        needs=tuple(need["code"] for need in read["needs"]),
        facts=tuple((fact["name"], write_fact(fact)) for fact in read["given"]),
        avoid=tuple(read["avoid"]),
        on=date.fromisoformat(result["on"]) if result["on"] else form.on,
        options=form.options,
    )


def step_names(plan: Json, t: PageTexts) -> dict[int, str]:
    """How each step of `plan` is called: the service, or one of several."""
    return {step["order"]: name_step(step, t) for step in plan["steps"]}


def name_step(step: Json, t: PageTexts) -> str:
    """The name of the only service, or how many there are."""
    candidates = step["candidates"]
    if len(candidates) == 1:
        return str(candidates[0]["service"]["name"])
    return t("one_of", count=len(candidates))


def draw(plan: Json, start: str, t: PageTexts) -> Drawing:
    """The picture of `plan`."""
    return draw_plan(plan, start, step_names(plan, t), SIGNS)


def first_steps(result: Json) -> list[dict[str, Any]]:
    """The steps of the best plan that can be taken at once, as the brief shows them.

    Those who can be reached come first among the candidates; `warnings` are the ones that say most.
    """
    plan, brief = result["plans"][0], result["brief"]
    short = {step["order"]: step for step in brief["steps"]}
    return [
        {
            **step,
            "candidates": _reachable_first(step["candidates"], short[step["order"]]["candidates"]),
            "reached": any(_is_reached(candidate["service"]) for candidate in step["candidates"]),
            "turn_to": short[step["order"]]["support"],
            "warnings": cautions(result).get(step["order"], ()),
        }
        for step in plan["steps"]
        if not step["after"]
    ]


def cautions(result: Json) -> dict[int, list[str]]:
    """The cautions of the brief: things to arrange before some steps."""
    found: dict[int, list[str]] = {}
    for each in result["brief"]["warnings"]:
        found.setdefault(each["step"], []).append(each["text"])
    return found


def _reachable_first(candidates: Sequence[Json], named: Sequence[Json]) -> list[Json]:
    """`candidates`, those that the brief names first."""
    order = {each["service"]["slug"]: place for place, each in enumerate(named)}
    return sorted(candidates, key=lambda each: order.get(each["service"]["slug"], len(order)))


def list_buttons(result: Json, t: PageTexts) -> list[AnswerButton]:
    """The answers to the first open question of a result, if there is one."""
    plans = result["plans"]
    return [button for question in result["questions"][:1] for button in _list_buttons(question, plans, result, t)]


def _list_buttons(question: Json, plans: Sequence[Json], result: Json, t: PageTexts) -> list[AnswerButton]:
    every = [cell for answer in question["answers"] for cell in answer["values"]]
    best = plans[0]["id"] if plans else None
    return [
        AnswerButton(
            _sent(question["variable"], answer["values"], every),
            answer["label"],
            _leads(answer, best, _list_left(result), t),
        )
        for answer in question["answers"]
    ]


def list_choices(back: Json) -> list[AnswerButton]:
    """The answers to the question that goes back: a start, a need, or the test of a fact."""
    start = back["kind"] == "INSIDE_OR_OUT"
    return [AnswerButton(_choice(each["code"], start=start), each["label"]) for each in back["choices"]]


def _choice(code: str, *, start: bool) -> str:
    name, is_test, value = code.partition("=")
    if is_test:
        return f"{name[:-1]}=!{value}" if name.endswith("!") else code
    return f"{START}=situation:{code}" if start else f"{NEED}={code}"


def _sent(variable: str, cells: list[str], every: Iterable[str]) -> str:
    """An answer as facts; `other` countries are those that are none of the others."""
    if "other" in cells:
        return write_answer(variable, ["!" + ",".join(cell for cell in every if cell not in cells)])
    return write_answer(variable, cells)


def _list_left(result: Json) -> tuple[str, ...]:
    """The names of those whom the notices name and the best plan does not use; see `Answer.list_left`."""
    steps = result["plans"][0]["steps"] if result["plans"] else ()
    used = {one["service"]["slug"] for step in steps for one in step["candidates"]}
    named = {one["slug"]: one["name"] for notice in result["notices"] for one in notice["contacts"]}
    return tuple(name for slug, name in named.items() if slug not in used)


def _leads(answer: Json, best: str | None, left: tuple[str, ...], t: PageTexts) -> str:
    plan = answer["plan"]
    if plan is None:
        return t.words.say("plan.left", services=left) if left else t.of("status", "NO_PLAN")
    if plan["id"] == best:
        return t("same_plan")
    told = " → ".join(name_step(step, t) for step in plan["steps"]) or t("no_step")
    missing = ", ".join(each["need"]["label"] for each in plan["unmet"])
    return f"{told}; {t('unmet', needs=missing)}" if missing else told


def reason(problem: Json) -> str:
    """Why something is missing, without the conditions, which stand below in a list."""
    message, listed = str(problem["message"]), "; ".join(problem["conditions"])
    return message.partition(listed)[0].strip() if listed else message


def _is_reached(service: Json) -> bool:
    """Whether a telephone, an e-mail address or words about the way in are known."""
    notes = [way["note"] for way in service["access"] if way["kind"] == "SELF"]
    return bool(service["contacts"]["phones"] or service["contacts"]["emails"] or any(notes))


def tell_opening(candidate: Json, t: PageTexts) -> str:
    """Whether a candidate opens on the day of the question, and that it is full; empty where nothing is known."""
    opening = candidate["opening"]
    full = t.words.say("day.full") if candidate["room"] == "FULL" else ""
    if opening is None or (opening["state"] == "UNKNOWN" and not opening["byAppointment"]):
        return full
    told = tell_day(candidate["service"], opening, t)
    return f"{told} · {full}" if full else told


def tell_day(service: Json, opening: Json, t: PageTexts) -> str:
    """Whether a service opens on a day, or that nobody knows; first of all its numbers that answer at any hour."""
    day = _opening(opening)
    return f"{day_text(day.day, t.words)}: {opening_text(day, t.words, list_helplines(service))}"


def tell_closed(closed: Json, t: PageTexts) -> str:
    """How a service that would matter is closed, and until when."""
    since, until = (date.fromisoformat(closed[end]) if closed[end] else None for end in ("since", "until"))
    status = ServiceStatus[closed["status"]]
    return closed_text(Closed(status=status, since=since, until=until, citations=()), t.words)


def _opening(opening: Json) -> Opening:
    day = date.fromisoformat(opening["day"])
    following = opening["nextOpening"]
    return Opening(
        day=day,
        state=OpenState[opening["state"]],
        spans=tuple(
            Span(
                datetime.fromisoformat(each["begin"]),
                datetime.fromisoformat(each["end"]),
                day,
                OpenState[each["state"]],
            )
            for each in opening["spans"]
        ),
        by_appointment=opening["byAppointment"],
        next_opening=datetime.fromisoformat(following) if following else None,
    )
