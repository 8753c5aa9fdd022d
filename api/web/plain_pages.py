"""Pages that ask the network nothing: the console, and what was tested for accessibility."""

import json

from starlette.requests import Request
from starlette.responses import Response

from api.operations import load_operations
from api.web.frame import Frame
from api.web.operations import load_examples

FIRST = "AskQuery"
"""The operation with which the console begins."""


class PlainPages:
    """The console and the accessibility statement."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        examples = load_examples()
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
