"""`/changes`: what differs between two versions, and what people corrected, the newest first."""

from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from api.render.field_text import field_text, value_text
from api.web.frame import PRIVATE, PUBLIC, Frame
from api.web.languages import PageTexts
from api.web.version_changes import compare
from ingest.corrections import FILE, Correction, decode_corrections
from ingest.yaml_entries import read_entries

MOST = 50
"""Corrections that the page shows."""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a correction, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: its partner or service, its day and its source."""

    address: str
    about: str
    day: str
    told: str
    why: str
    fields: tuple[ChangedField, ...]


class ChangesPage:
    """Shows what differs between two versions, and the corrections of the served one (the bundled one has none)."""

    def __init__(self, frame: Frame, catalogue: Path | None) -> None:
        self._frame = frame
        self._catalogue = catalogue

    async def show(self, request: Request) -> Response:
        """What differs, and the corrections as far as the served version holds them. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "ChangesPage", "ChangesPage")
        versions = await compare(self._frame, request, texts, asked.data)
        served = {source["slug"] for source in asked.data["snapshot"]["sources"] if source["told"]}
        written = await anyio.to_thread.run_sync(list_corrections, self._catalogue) if served else []
        kept = [correction for correction in written if correction.source.slug in served]
        changes = [await self._change(request, correction, texts) for correction in kept[:MOST]]
        return self._frame.render(
            request,
            "changes",
            texts,
            cache=PRIVATE if versions.late else PUBLIC,
            behind=versions.behind or asked,
            versions=versions,
            profiles=asked.data["profiles"],
            changes=changes,
            more=len(kept) - len(changes),
            version=asked.data["snapshot"]["version"],
        )

    async def _change(self, request: Request, correction: Correction, texts: PageTexts) -> Change:
        slug = correction.about
        found = (await self._frame.reader.ask(request, "ChangesPage", "ChangedRecord", slug=slug)).data
        record = found["service"] or found["organization"]
        place = "services" if found["service"] else "partners"
        old, words = correction.replaces.given(), texts.words
        return Change(
            address=f"/{place}/{slug}" if record else "",
            about=record["name"] if record else slug,
            day=correction.verified.isoformat(),
            told=correction.told,
            why=correction.why or "",
            fields=tuple(
                ChangedField(field_text(name, words), value_text(old.get(name), words), value_text(value, words))
                for name, value in correction.set.given().items()
            ),
        )


def list_corrections(catalogue: Path | None) -> list[Correction]:
    """The corrections written in the folder `catalogue`, the newest first; none where there is no such folder."""
    file = catalogue / FILE if catalogue else None
    if file is None or not file.is_file():
        return []
    placed = decode_corrections(read_entries(file, FILE), [])
    return sorted((each.correction for each in reversed(placed)), key=lambda each: each.verified, reverse=True)
