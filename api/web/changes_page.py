"""`/changes`: what differs between two versions, and what people corrected, the newest first."""

from starlette.requests import Request
from starlette.responses import Response

from api.web.frame import PRIVATE, PUBLIC, Frame
from api.web.version_changes import compare

MOST = 50
"""Corrections that the page shows."""


class ChangesPage:
    """Shows what differs between two versions, and the corrections of the served one (the bundled one has none)."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    async def show(self, request: Request) -> Response:
        """What differs, and the corrections as far as the served version holds them. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "ChangesPage", "ChangesPage")
        versions = await compare(self._frame, request, texts, asked.data)
        corrections = asked.data["corrections"]
        return self._frame.render(
            request,
            "changes",
            texts,
            cache=PRIVATE if versions.late else PUBLIC,
            behind=versions.behind or asked,
            versions=versions,
            profiles=asked.data["profiles"],
            changes=corrections[:MOST],
            more=len(corrections) - MOST,
            version=asked.data["snapshot"]["version"],
        )
