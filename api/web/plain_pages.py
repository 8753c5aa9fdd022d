"""Pages that ask the network nothing: the console, what was tested for accessibility, and the icon."""

import json
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from api.operations import load_operations
from api.web.frame import Frame

FIRST = "AskQuery"
"""The operation with which the console begins."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5d5a"/>'
    '<path d="M9 10 L23 16 L9 22" fill="none" stroke="#fff" stroke-width="2.4"/>'
    '<g fill="#fff"><circle cx="9" cy="10" r="3.6"/><circle cx="23" cy="16" r="3.6"/>'
    '<circle cx="9" cy="22" r="3.6"/></g></svg>'
)


class PlainPages:
    """The console and the accessibility statement."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        examples = json.loads(files("api.web").joinpath("operations", "examples.json").read_text(encoding="utf-8"))
        self._operations = {
            name: {
                "document": document,
                "variables": json.dumps(examples.get(name, {}), ensure_ascii=False, indent=2),
            }
            for name, document in load_operations().items()
        }

    async def console(self, request: Request) -> Response:
        """A small GraphQL console."""
        texts = self._frame.language(request)
        return self._frame.render(request, "console", texts, operations=self._operations, chosen=FIRST)

    async def accessibility(self, request: Request) -> Response:
        """What was tested for accessibility, and what was not."""
        return self._frame.render(request, "accessibility", self._frame.language(request))


async def show_icon(_: Request) -> Response:
    """The icon, for every browser that asks for it unasked."""
    return Response(ICON, headers={"Cache-Control": "public, max-age=86400"}, media_type="image/svg+xml")
