"""`/network`: the printed areas as boxes with their partners, and what ties one partner to the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.web.frame import Asked, Frame, flatten_needs
from api.web.languages import PageTexts

READABLE = 300
"""Partners whose names one page can show; above, areas come first and then lists."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of the partner in focus: `sends`, `receives`, `works` or `part`, to another partner."""

    kind: str
    evidence: str


class NetworkPage:
    """The district map."""

    def __init__(self, frame: Frame, *, embedded: bool = False) -> None:
        self._frame = frame
        self._embedded = embedded

    async def show(self, request: Request) -> Response:
        """The map; of a large network its areas, and the partners of one of them. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "NetworkAreasPage")
        wanted = request.query_params
        large = asked.data["snapshot"]["counts"]["organizations"] > READABLE
        if wanted.get("area") or wanted.get("q") or (large and wanted.get("need")):
            return await self._list(request, texts, asked.data)
        if large:
            if wanted.get("focus"):
                return await self._neighbourhood(request, texts, wanted["focus"])
            return self._frame.render(
                request, "network_areas", texts, behind=asked, embedded=self._embedded, areas=asked.data["networkAreas"]
            )
        return await self._map(request, texts)

    async def _map(self, request: Request, texts: PageTexts) -> Response:
        marked = request.query_params.get("critical") == "yes"
        need = request.query_params.get("need", "")
        chosen = {"critical": marked, "byNeed": bool(need), "need": need or None}
        asked = await self._frame.ask(request, texts, "NetworkPage", "NetworkPage", **chosen)
        data = asked.data
        if data is None:
            raise HTTPException(404)
        printed = {partner["slug"] for area in data["networkAreas"] for partner in area["organizations"]}
        critical = {
            each["slug"]: each["harm"] for each in data.get("criticalServices", ()) if each["kind"] == "ORGANIZATION"
        }
        names = _names(data)
        levels = {node["slug"]: node["node"]["evidence"] for node in data["network"]["nodes"] if node["node"]}
        others = sorted((name, slug) for slug, name in names.items() if slug not in printed)
        focus = request.query_params.get("focus")
        return self._show(
            request,
            texts,
            asked,
            focus,
            areas=data["networkAreas"],
            others=others,
            levels=levels,
            critical=critical,
            marked=marked,
            needs=flatten_needs(data["needAreas"]),
            need=need,
            answering={
                name: {each["slug"] for each in data[name]["nodes"]} if need else set() for name in ("meets", "helps")
            },
        )

    async def _neighbourhood(self, request: Request, texts: PageTexts, focus: str) -> Response:
        around = f"organization:{focus}"
        asked = await self._frame.ask(request, texts, "NetworkPage", "NeighbourhoodPage", around=around)
        shown: dict[str, Any] = {
            "areas": [],
            "others": [],
            "levels": {},
            "critical": {},
            "marked": None,
            "needs": [],
            "need": "",
        }
        return self._show(request, texts, asked, focus, answering={}, **shown)

    def _show(self, request: Request, texts: PageTexts, asked: Asked, focus: str | None, **shown: Any) -> Response:
        """The map with the ties of the partner `focus`. Raises HTTPException (404) where there is no such partner."""
        names = _names(asked.data) if asked.data else {}
        if focus is not None and focus not in names:
            raise HTTPException(404)
        ties = find_ties(asked.data["network"]["edges"], focus) if focus else {}
        return self._frame.render(
            request,
            "network",
            texts,
            behind=asked,
            embedded=self._embedded,
            total=asked.data["snapshot"]["counts"]["organizations"],
            focus=focus,
            names=names,
            ties=ties,
            counts=count_ties(ties),
            signs={"sends": "→", "receives": "←", "works": "↔", "part": "⊂"},
            **shown,
        )

    async def _list(self, request: Request, texts: PageTexts, data: Json) -> Response:
        wanted = request.query_params
        area = next((each for each in data["networkAreas"] if each["code"] == wanted.get("area")), None)
        if wanted.get("area") and area is None:
            raise HTTPException(404)
        chosen = {
            "area": wanted.get("area") or None,
            "text": wanted.get("q") or None,
            "need": wanted.get("need") or None,
        }
        asked = await self._frame.reader.ask(
            request,
            "NetworkAreaPage",
            filter={key: value for key, value in chosen.items() if value},
            after=wanted.get("after"),
        )
        if asked.data is None:
            raise HTTPException(404)
        return self._frame.render(
            request,
            "network_list",
            texts,
            behind=asked,
            embedded=self._embedded,
            area=area,
            words=wanted.get("q", ""),
            need=wanted.get("need", ""),
            page=asked.data["organizations"],
        )


def _names(data: Json) -> dict[str, str]:
    return {node["slug"]: node["label"] for node in data["network"]["nodes"] if node["kind"] == "ORGANIZATION"}


def find_ties(edges: Iterable[Json], focus: str) -> dict[str, list[Tie]]:
    """The ties of the partner `focus` to others, by their slugs; a service counts as the partners that offer it."""
    edges = list(edges)
    offered: dict[str, list[str]] = {}
    for edge in edges:
        if edge["relation"] == "OFFERS":
            offered.setdefault(edge["target"], []).append(edge["source"])
    own = f"organization:{focus}"
    found: dict[str, list[Tie]] = {}
    for edge in edges:
        if edge["relation"] == "OFFERS":
            continue
        source, target = (offered.get(edge[end], [edge[end]]) for end in ("source", "target"))
        for here, there, outward in ((source, target, True), (target, source, False)):
            if own not in here:
                continue
            tie = Tie(_tie_kind(edge["relation"], outward), edge["evidence"])
            for other in there:
                slug = other.partition(":")[2]
                if other != own and tie not in found.setdefault(slug, []):
                    found[slug].append(tie)
    return found


def count_ties(ties: Mapping[str, list[Tie]]) -> dict[str, int]:
    """How many partners are tied in each way."""
    return {
        kind: sum(any(tie.kind == kind for tie in each) for each in ties.values())
        for kind in ("sends", "receives", "works", "part")
    }


def _tie_kind(relation: str, outward: bool) -> str:
    if relation == "REFERS_TO":
        return "sends" if outward else "receives"
    return "works" if relation == "COLLABORATES_WITH" else "part"
