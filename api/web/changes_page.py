"""`/changes`: what differs between two versions, who gains or loses a way by it, and what people corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ErrorCode
from api.render.answer_text import day_text
from api.web.frame import PRIVATE, PUBLIC, Asked, Frame, flatten_needs
from api.web.languages import PageTexts
from graph.opening_hours import CLOCK

PLACES = {"services": "services", "listings": "services", "organizations": "partners", "needs": "needs",
          "sources": "documents"}  # fmt: skip
"""The pages of the entries of a part of the catalogue."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VersionView:
    """The versions to choose from, and what differs between the two that are chosen."""

    choices: Sequence[tuple[str, str]]
    before: str = ""
    after: str = ""
    changes: Json | None = None
    ways: Json | None = None
    needs: Sequence[tuple[int, Json]] = ()
    """The needs to choose one from, where the network is too large to look at every way at once."""
    need: str = ""
    profile: str = ""
    late: bool = False
    """Whether the ways could not be compared in time."""
    behind: Asked | None = None

    def place(self, entry: Json) -> str:
        """The address of the page of an entry; empty if it has none, or if the entry is gone."""
        place = PLACES.get(entry["part"])
        newest = self.choices[0][0] if self.choices else ""
        return f"/{place}/{entry['key']}" if place and entry["kind"] != "REMOVED" and self.after == newest else ""


async def compare(frame: Frame, request: Request, texts: PageTexts, known: Json) -> VersionView:
    """The two versions that the address names; the live one and the one before it where it names none.

    Raises HTTPException (404) where the address names a version, need or profile that is not known.
    """
    choices = [(each["version"], since_text(each["since"], texts)) for each in known["versions"]]
    wanted, codes = request.query_params, [version for version, _ in choices]
    after = wanted.get("after") or (codes[0] if codes else "")
    before = wanted.get("before") or _older(codes, after)
    profiles = [each["code"] for each in known["profiles"]]
    need, profile = wanted.get("need", ""), wanted.get("profile") or (profiles[0] if profiles else "")
    if {before, after} - {*codes, ""} or (profile and profile not in profiles):
        raise HTTPException(404)
    if not before or not after:
        return VersionView(choices, before, after)
    chosen = {"before": before, "after": after}
    asked = await frame.ask(request, texts, "ChangesPage", "ChangedEntries", **chosen)
    changes = asked.data and asked.data["versionChanges"]
    if not changes:
        raise HTTPException(404)
    ways: Json | None = None
    needs: Sequence[tuple[int, Json]] = ()
    late = False
    if profile:
        scope = {"needs": [need] if need else None, "profiles": [profile]}
        found = await _ask_ways(frame, request, texts, {**chosen, **scope})
        late = found is None
        if found is None or found.code == ErrorCode.QUERY_TOO_COSTLY:
            needs = flatten_needs((await frame.ask(request, texts, "NeedsPage")).data["needAreas"])
        elif found.data is None:
            raise HTTPException(404)
        else:
            ways = {name: _by_need(found.data["versionChanges"]["ways"], name) for name in ("lost", "gained")}
    return VersionView(choices, before, after, changes, ways, needs, need, profile, late, asked)


async def _ask_ways(frame: Frame, request: Request, texts: PageTexts, chosen: Json) -> Asked | None:
    """Who gains or loses a way; None where that takes too long now."""
    try:
        return await frame.ask(request, texts, "ChangesPage", "ChangedWays", **chosen)
    except HTTPException as error:
        if error.status_code != 503:
            raise
        return None


def _older(codes: Sequence[str], after: str) -> str:
    """The version right before `after`; empty where there is none."""
    following = codes[codes.index(after) + 1 :] if after in codes else []
    return following[0] if following else ""


def _by_need(ways: Json, name: str) -> Json:
    """The ways that are lost or gained: how many, and the starts of each need."""
    starts: dict[str, list[str]] = {}
    for way in ways[name]:
        starts.setdefault(way["need"], []).append(way["situation"])
    return {"count": ways[f"{name}Count"], "needs": starts}


def since_text(since: str, texts: PageTexts) -> str:
    """A moment on the clock of the city."""
    moment = datetime.fromisoformat(since).astimezone(CLOCK)
    return f"{day_text(moment.date(), texts.words)}, {moment:%H:%M}"


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
