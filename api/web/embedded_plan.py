"""`/embed/plan?from=&need=`: the path from a start to some needs, for a frame in somebody else's page.

The address names codes of the network alone: it takes no facts, so that nothing is said about a person.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.web.answer_view import SIGNS, draw, name_step
from api.web.ask import put_question
from api.web.frame import Frame
from api.web.question_form import QuestionForm


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
        )
