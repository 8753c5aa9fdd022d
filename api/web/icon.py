"""The icon of the pages: three partners, and who sends whom."""

from starlette.requests import Request
from starlette.responses import Response

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5d5a"/>'
    '<path d="M9 10 L23 16 L9 22" fill="none" stroke="#fff" stroke-width="2.4"/>'
    '<g fill="#fff"><circle cx="9" cy="10" r="3.6"/><circle cx="23" cy="16" r="3.6"/>'
    '<circle cx="9" cy="22" r="3.6"/></g></svg>'
)


async def show_icon(_: Request) -> Response:
    """The icon, for every browser that asks for it unasked."""
    return Response(ICON, headers={"Cache-Control": "public, max-age=86400"}, media_type="image/svg+xml")
