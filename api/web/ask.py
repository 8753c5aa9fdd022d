"""`/` asks a question and shows its answer; `/embed/plan?from=&need=` shows a plan in a frame of another page.

What is said about a person travels in the body of a POST alone. The address of an embedded plan names codes of the
network and takes no facts.
"""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ErrorCode, Refusal
from api.render.answer_text import without_code
from api.settings import Limits
from api.web.answer_view import (
    SIGNS,
    cautions,
    draw,
    first_steps,
    form_after,
    list_buttons,
    list_choices,
    name_step,
    reason,
    tell_closed,
    tell_day,
    tell_opening,
)
from api.web.frame import PRIVATE, Asked, Frame, flatten_needs
from api.web.languages import PageTexts, sheet_languages
from api.web.question_form import QuestionForm, list_given, read_form


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
        "choices": list_choices(back) if back else [],
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
