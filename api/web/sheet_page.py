"""`/sheet`: the sheet of an answer, to print or to copy."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.http.refusal import Refusal
from api.settings import Limits
from api.web.ask import put_question
from api.web.frame import PRIVATE, Frame
from api.web.languages import DEFAULT, sheet_languages
from api.web.question_form import read_form
from api.web.sheet import build_sheet


class SheetPage:
    """Makes the sheet for the question that a form carries."""

    def __init__(self, frame: Frame, limits: Limits) -> None:
        self._frame = frame
        self._limits = limits
        self._languages = sheet_languages()

    async def show(self, request: Request) -> Response:
        """The sheet; without a plan, a page that says so."""
        page = self._frame.language(request)
        try:
            form = await read_form(request, self._limits)
        except Refusal as refusal:
            return self._frame.render(request, "refused", page, cache=PRIVATE, status=refusal.status)
        page = self._frame.language(request, form.options.get("lang"))
        chosen = self._languages.get(form.options.get("sheet", page.code), self._languages[DEFAULT])
        labels = self._frame.texts.get(chosen.code, self._frame.texts[DEFAULT])
        asked, result = await put_question(self._frame, request, labels, form)
        sheet = build_sheet(result, chosen) if result and result["plans"] else None
        return self._frame.render(
            request,
            "sheet",
            page,
            cache=PRIVATE,
            behind=asked,
            form=form,
            sheet=sheet,
            s=chosen,
            languages={code: texts("language") for code, texts in self._languages.items()},
            plain=sheet.plain() if sheet else "",
            quoted=quote(sheet.plain()) if sheet else "",
        )
