"""`/` asks a question and shows its answer; `/embed/plan?from=&need=` shows a plan in a frame of another page.

What is said about a person travels in the body of a POST alone. The address of an embedded plan names codes of the
network and takes no facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ErrorCode, Refusal
from api.render.answer_text import closed_text, day_text, opening_text, without_code
from api.settings import Limits
from api.web.contacts import list_helplines
from api.web.frame import PRIVATE, Asked, Frame, flatten_needs
from api.web.languages import PageTexts, sheet_languages
from api.web.plan_drawing import Drawing, draw_plan
from api.web.question_form import NEED, START, QuestionForm, list_given, read_form, write_answer, write_fact
from graph.availability import Closed, Opening
from graph.opening_hours import OpenSpan, OpenState
from graph.vocabulary import ServiceStatus

SIGNS = {"STATED": "●", "INFERRED": "◐", "LISTED": "○"}
_MOST_NAMED = 3
"""Partners that are named where a choice leads to several."""
Json = Mapping[str, Any]


class AskPage:
    """The question, and its answer."""

    def __init__(self, frame: Frame, limits: Limits) -> None:
        self._frame = frame
        self._limits = limits
        self._sheet_languages = {code: texts("language") for code, texts in sheet_languages().items()}

    async def show(self, request: Request) -> Response:
        """GET: the empty question. POST: the answer."""
        if request.method != "POST":
            return await self._empty(request, self._frame.language(request))
        try:
            form = await read_form(request, self._limits)
        except Refusal as refusal:
            texts = self._frame.language(request)
            return self._frame.render(request, "refused", texts, cache=PRIVATE, status=refusal.status)
        texts = self._frame.language(request, form.options.get("lang"))
        if form.is_empty:
            return await self._empty(request, texts, sent=True)
        return await self._answer(request, texts, form)

    async def _empty(self, request: Request, texts: PageTexts, *, sent: bool = False) -> Response:
        """The empty question; where it was `sent` so, what to write."""
        asked = await self._frame.ask(request, texts, "QuestionFormPage")
        values = self._form_values(QuestionForm(), asked.data, texts)
        return self._frame.render(
            request, "ask", texts, behind=asked, network=asked.data["snapshot"], sent=sent, **values
        )

    async def _answer(self, request: Request, texts: PageTexts, form: QuestionForm) -> Response:
        vocabulary = (await self._frame.ask(request, texts, "QuestionFormPage")).data
        asked, result = await put_question(self._frame, request, texts, form)
        if result is not None:
            form = form_after(form, result)
        values = self._form_values(form, vocabulary, texts)
        if result is not None:
            values |= answer_values(result, texts) | {"sheet_languages": self._sheet_languages}
            values["records"] = await self._records(request, texts, result)
        return self._frame.render(
            request,
            "answer",
            texts,
            cache=PRIVATE,
            behind=asked,
            refused=self._refused(asked, texts),
            result=result,
            **values,
        )

    def _refused(self, asked: Asked, texts: PageTexts) -> str:
        """Why there is no answer; empty where there is one."""
        match asked.code:
            case "":
                return ""
            case ErrorCode.INPUT_TOO_LONG:
                return texts("refused_long", most=self._limits.text_length)
            case ErrorCode.DEADLINE_EXCEEDED:
                return texts("refused_late")
            case _:
                return texts("refused_otherwise")

    async def _records(self, request: Request, texts: PageTexts, result: dict[str, Any]) -> list[Any]:
        """The services and partners of which the question asks for the record, by the names of their kinds."""
        asked, on = result["interpretation"]["record"], result["on"]
        slugs = asked["slugs"] if asked else ()
        return [
            (await self._frame.ask(request, texts, "AnswerPage", "RecordPage", slug=slug, on=on)).data for slug in slugs
        ]

    def _form_values(self, form: QuestionForm, vocabulary: Any, texts: PageTexts) -> dict[str, Any]:
        known = {name for name, _ in form.facts}
        needs = flatten_needs(vocabulary["needAreas"])
        return {
            "form": form,
            "situations": vocabulary["entrySituations"],
            "needs": needs,
            "facts": [fact for fact in vocabulary["facts"] if fact["name"] not in known and not fact["closedWorld"]],
            "given": list_given(form, vocabulary, texts),
            "names": {
                each["code"]: each["label"] for each in (*vocabulary["entrySituations"], *(need for _, need in needs))
            },
        }


async def put_question(
    frame: Frame, request: Request, texts: PageTexts, form: QuestionForm
) -> tuple[Asked, dict[str, Any] | None]:
    """The query behind the answer, and the answer; None where the question was refused."""
    if form.in_words:
        asked = await frame.ask(request, texts, "AnswerPage", "AskPage", text=form.words, on=form.query()["on"])
    else:
        asked = await frame.ask(request, texts, "AnswerPage", "PlanPage", query=form.query())
    found = asked.data and (asked.data.get("ask") or asked.data.get("referralPlans"))
    return asked, found or None


def answer_values(result: dict[str, Any], texts: PageTexts) -> dict[str, Any]:
    """What the page of an answer works out from it."""
    plans, questions = result["plans"], result["questions"]
    best = plans[0] if plans else None
    start, back = result["interpretation"]["from"], result["interpretation"]["back"]
    return {
        "best": best,
        "signs": SIGNS,
        "first_steps": first_steps(result) if best else [],
        "drawing": draw(best, start["label"], texts) if best and best["steps"] else None,
        "question": questions[0] if questions else None,
        "buttons": list_buttons(result, texts),
        "back": back,
        "choices": list_choices(back, texts) if back else [],
        "choice_cautions": result["brief"]["cautions"],
        "name_step": name_step,
        "tell_opening": tell_opening,
        "tell_day": tell_day,
        "tell_closed": tell_closed,
        "cautions": cautions(result),
        "without_code": without_code,
        "reason": reason,
        "avoided": dict(zip(result["interpretation"]["avoid"], result["interpretation"]["avoidNames"], strict=True)),
    }


class EmbeddedPlan:
    """Shows a plan without the form of its question."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    async def show(self, request: Request) -> Response:
        """The plan. Raises HTTPException (404) where no need is named or the network has no such codes."""
        texts, wanted = self._frame.language(request), request.query_params
        needs = tuple(dict.fromkeys(wanted.getlist("need")))
        form = QuestionForm(start=wanted.get("from", ""), needs=needs, options={"by": "form"})
        asked, result = await put_question(self._frame, request, texts, form) if needs else (None, None)
        if result is None or result["status"] == "INVALID_QUERY":
            raise HTTPException(404)
        best = result["plans"][0] if result["plans"] else None
        start = result["interpretation"]["from"]["label"]
        return self._frame.render(
            request,
            "embedded_plan",
            texts,
            behind=asked,
            embedded=True,
            result=result,
            start=start,
            best=best,
            drawing=draw(best, start, texts) if best and best["steps"] else None,
            signs=SIGNS,
            name_step=name_step,
            tell_opening=tell_opening,
            cautions={},
            first_steps=[],
        )


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
        if not step["after"] and step["order"] not in brief["undecided"]
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


def list_choices(back: Json, t: PageTexts) -> list[AnswerButton]:
    """The answers to the question that goes back: a start, a need, or the test of a fact."""
    start = back["kind"] == "INSIDE_OR_OUT"
    return [
        AnswerButton(_choice(each["code"], start=start), each["label"], _lead_on(each["plan"], t))
        for each in back["choices"]
    ]


def _lead_on(plan: Json | None, t: PageTexts) -> str:
    """The partners of each step of the plan behind a choice; nothing if it does not meet the need."""
    if plan is None or plan["unmet"]:
        return ""
    return " → ".join(_name_some(step["candidates"], t) for step in plan["steps"])


def _name_some(candidates: Sequence[Json], t: PageTexts) -> str:
    names = ", ".join(each["service"]["name"] for each in candidates[:_MOST_NAMED])
    more = len(candidates) - _MOST_NAMED
    return f"{names} {t.words.say('count.more', count=more)}" if more > 0 else names


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
            OpenSpan(
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
