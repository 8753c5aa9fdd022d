"""`/papers`: what takes somebody without residence and permit, and which paper opens most doors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.web.frame import Frame

PAPERS = ("residence", "permit")
"""The facts that are papers; the value `none` says that the person has none."""
NONE = "none"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Doors:
    """A paper (a value of a fact), and the services that exclude the person without it and not with it."""

    fact: str
    label: str
    services: tuple[Json, ...]


class PapersPage:
    """Compares the services open without any paper with those open with one."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    async def show(self, request: Request) -> Response:
        """The page. Raises HTTPException (404) where the network knows of no such papers."""
        texts = self._frame.language(request)
        known = (await self._frame.ask(request, texts, "PapersPage", "PaperFacts")).data["facts"]
        papers = [fact for fact in known if fact["name"] in PAPERS and NONE in _codes(fact)]
        if not papers:
            raise HTTPException(404)
        without = {fact["name"]: NONE for fact in papers}
        asked = await self._frame.ask(request, texts, "PapersPage", "PapersPage", facts=_facts(without))
        excluded = asked.data["excluded"]
        doors = [
            Doors(fact["label"], value["label"], await self._opened(request, without, fact, value, excluded))
            for fact in papers
            for value in fact["values"]
            if value["code"] != NONE
        ]
        return self._frame.render(
            request, "papers", texts, behind=asked, **_split(asked.data), **_sort_doors(doors), papers=papers
        )

    async def _opened(
        self, request: Request, without: Mapping[str, str], fact: Json, value: Json, excluded: Iterable[Json]
    ) -> tuple[Json, ...]:
        facts = _facts({**without, fact["name"]: value["code"]})
        still = (await self._frame.reader.ask(request, "PapersPage", "PaperPage", facts=facts)).data["excluded"]
        shut = {each["service"]["slug"] for each in still}
        return tuple(each["service"] for each in excluded if each["service"]["slug"] not in shut)


def _codes(fact: Json) -> set[str]:
    return {value["code"] for value in fact["values"]}


def _facts(held: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "test": {"is": value}} for name, value in held.items()]


def _split(data: Json) -> dict[str, Any]:
    """The services of which documents say something, by verdict, and how many others there are."""
    described = {name: [each for each in data[name] if each["described"]] for name in ("open", "unsettled")}
    shown = [*described["open"], *described["unsettled"], *data["excluded"]]
    bare = [
        each["service"] for each in shown if each["service"]["documents"] and not each["service"]["documents"]["items"]
    ]
    rest = data["snapshot"]["counts"]["services"] - len(shown)
    return described | {"excluded": data["excluded"], "bare": bare, "silent": rest}


def _sort_doors(doors: Iterable[Doors]) -> dict[str, Any]:
    """The papers, sorted by the number of doors that they open; and the facts none of whose values opens one."""
    ordered = sorted(doors, key=lambda paper: -len(paper.services))
    opening = [paper for paper in ordered if paper.services]
    facts = {paper.fact for paper in opening}
    return {"opening": opening, "useless": sorted({paper.fact for paper in ordered} - facts)}
