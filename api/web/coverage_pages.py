"""`/coverage` and `/what-if`: where the network has no way, on what it hangs, and what a closing would do.

The profiles are published sets of facts and describe nobody, so that they may be part of an address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import ErrorCode
from api.web.frame import Asked, Frame, flatten_needs
from api.web.languages import PageTexts
from api.web.network_page import READABLE
from api.web.open_page import AskedTime, read_asked_time

TURNS = ("LOST", "NOW_CRITICAL", "LONGER", "SHORTER", "NO_LONGER_CRITICAL", "GAINED")
CRITICAL = 15
"""Critical partners and services that the page shows."""
GIVEN = 12
"""Needs that a closed partner meets, of which the page says who else does."""
TASKS = 60
"""Services to look into that the worklist shows at first."""
PARTS = ("cells", "second", "third", "fourth")
"""The thousands of cells that the query names, up to the limit of one look at the network."""
Json = Mapping[str, Any]
Row = tuple[Json, list[Any]]
"""A need with its cells, each with its start."""


class CoveragePages:
    """The matrix, one of its cells, and what a closing would change."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    async def matrix(self, request: Request) -> Response:
        """Needs by entry situations. Raises HTTPException (404) for an unknown profile."""
        texts, hours = self._frame.language(request), read_asked_time(request)
        if hours is not None:
            return await self._at(request, texts, hours)
        asked = await self._frame.ask(request, texts, "CoveragePage", query=_scope(request))
        if asked.code == ErrorCode.QUERY_TOO_COSTLY:
            return await choose_need(self._frame, request, texts)
        profile = _profile(request, asked)
        cells = [cell for page in PARTS for cell in asked.data["coverage"][page]]
        return self._matrix(
            request,
            texts,
            asked,
            profile=profile,
            situations=asked.data["coverage"]["starts"],
            groups=group_rows(matrix_rows(cells, asked.data["coverage"], _only_gaps(request))),
            critical=leave_out_own(asked.data["criticalServices"])[:CRITICAL],
            hours=None,
        )

    async def _at(self, request: Request, texts: PageTexts, hours: AskedTime) -> Response:
        """The matrix at a time: whether a way leads through open doors alone."""
        query = _scope(request)
        if "profiles" not in query:
            published = (await self._frame.ask(request, texts, "OpenPage", "OpenForm")).data["profiles"]
            query |= {"profiles": [each["code"] for each in published[:1]]}
        asked = await self._frame.ask(request, texts, "CoverageHoursPage", query=query, **hours.variables())
        if asked.code == ErrorCode.QUERY_TOO_COSTLY:
            return await choose_need(self._frame, request, texts)
        profile, matrix = _profile(request, asked), asked.data["coverageMatrix"]
        groups = group_rows(door_rows(matrix, _only_gaps(request)))
        return self._matrix(
            request,
            texts,
            asked,
            profile=profile,
            situations=matrix["situations"],
            groups=groups,
            critical=[],
            hours=hours,
        )

    def _matrix(self, request: Request, texts: PageTexts, asked: Asked, **shown: Any) -> Response:
        """The page with one matrix."""
        return self._frame.render(
            request,
            "coverage",
            texts,
            behind=asked,
            profiles=asked.data["profiles"],
            only_gaps=_only_gaps(request),
            need=request.query_params.get("need", ""),
            **shown,
        )

    async def cell(self, request: Request) -> Response:
        """Why one need can or cannot be met in one situation. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        wanted = request.query_params
        query = {**_scope(request), "situations": [wanted.get("situation", "")]}
        asked = await self._frame.ask(request, texts, "CoverageCellPage", query=query)
        profile = _profile(request, asked)
        report = asked.data["coverage"]
        if not report["cells"]:
            raise HTTPException(404)
        label = next(each["label"] for each in asked.data["profiles"] if each["code"] == profile)
        return self._frame.render(
            request,
            "coverage_cell",
            texts,
            behind=asked,
            cell=report["cells"][0],
            gaps=report["gaps"],
            stated_gaps=report["statedGaps"],
            profile=profile,
            profile_label=label,
        )

    async def what_if(self, request: Request) -> Response:
        """What the closing of some partners would do. Raises HTTPException (404)."""
        texts = self._frame.language(request)
        wanted = request.query_params
        closed = list(dict.fromkeys(slug for slug in wanted.getlist("close") if slug))
        changes = [{"closeOrganization": slug} for slug in closed]
        asked = await self._frame.ask(
            request, texts, "WhatIfPage", "WhatIfPage", changes=changes, query=_scope(request)
        )
        if asked.code == ErrorCode.QUERY_TOO_COSTLY:
            return await choose_need(self._frame, request, texts)
        profile = _profile(request, asked)
        turns = [(turn, found) for turn in TURNS if (found := group_changes(asked.data["whatIf"], turn, texts))]
        remaining = [] if turns or not closed else await self._remaining(request, texts, closed)
        partners = await self._partners(request)
        return self._frame.render(
            request,
            "what_if",
            texts,
            behind=asked,
            profile=profile,
            profiles=asked.data["profiles"],
            closed=closed,
            need=wanted.get("need", ""),
            partners=partners,
            names={partner["slug"]: partner["name"] for partner in partners},
            result=asked.data["whatIf"],
            turns=turns,
            remaining=remaining,
        )

    async def _remaining(
        self, request: Request, texts: PageTexts, closed: Sequence[str]
    ) -> list[tuple[Json, list[Json]]]:
        """What the closed partners give, each need with the services of others that meet it too."""
        needs: dict[str, Json] = {}
        for slug in closed:
            found = await self._frame.ask(request, texts, "WhatIfPage", "ClosedPartner", slug=slug)
            for service in (found.data["organization"] or {"services": ()})["services"]:
                needs |= {need["code"]: need for need in service["meets"]}
        remaining = []
        for code, need in list(needs.items())[:GIVEN]:
            meeting = (await self._frame.ask(request, texts, "NeedPage", code=code)).data["meeting"]["nodes"]
            others = [each for each in meeting if {one["slug"] for one in each["organizations"]} - {*closed}]
            remaining.append((need, others))
        return remaining

    async def _partners(self, request: Request) -> list[Json]:
        """Every partner, as far as one list can show them."""
        found: list[Json] = []
        after = None
        while len(found) < READABLE:
            page = (await self._frame.reader.ask(request, "PartnersPage", after=after)).data["organizations"]
            found += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        return found


def _scope(request: Request) -> dict[str, Any]:
    """What coverage looks at: the profile and need that the address names, else the first profile and every need."""
    named = {"profiles": request.query_params.get("profile"), "needs": request.query_params.get("need")}
    return {key: [code] for key, code in named.items() if code}


async def choose_need(frame: Frame, request: Request, texts: PageTexts) -> Response:
    """The needs to choose from, of a network that is too large to look at every need at once."""
    asked = await frame.ask(request, texts, "NeedsPage")
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "need"]
    needs = flatten_needs(asked.data["needAreas"])
    return frame.render(request, "choose_need", texts, behind=asked, needs=needs, kept=urlencode(kept))


def _only_gaps(request: Request) -> bool:
    return request.query_params.get("only") == "gaps"


def _profile(request: Request, asked: Asked) -> str:
    """The code of the profile looked at; empty where none is published. Raises HTTPException (404)."""
    published = [each["code"] for each in asked.data["profiles"]] if asked.data else []
    named = request.query_params.get("profile")
    if asked.data is None or (named and named not in published):
        raise HTTPException(404)
    return named or (published[0] if published else "")


def matrix_rows(cells: Sequence[Json], report: Json, only_gaps: bool = False) -> list[Row]:
    """Each need with its cells, each with its start; only needs with a gap where `only_gaps`."""
    starts = report["starts"]
    rows = [cells[first : first + len(starts)] for first in range(0, len(cells), len(starts) or 1)]
    return [
        (need, list(zip(starts, row, strict=True)))
        for need, row in zip(report["summaries"], rows, strict=True)
        if need["gaps"] or not only_gaps
    ]


def door_rows(matrix: Mapping[str, Any], only_gaps: bool) -> list[Row]:
    """Each need with its cells, each with its start, as `matrix_rows`; a door that is shut is a gap at that time."""
    starts, rows = matrix["situations"], []
    for row in (row for layer in matrix["layers"] for row in layer["rows"]):
        pairs = zip(row["statuses"], row["doors"], strict=True)
        cells = [
            {"outcome": {"status": status, "evidence": None, "closures": None}, "door": door} for status, door in pairs
        ]
        if not only_gaps or {"GAP", "CLOSED"} & {*row["statuses"], *row["doors"]}:
            rows.append((row["need"], list(zip(starts, cells, strict=True))))
    return rows


def group_rows(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each broad need together: a browser lays out only the groups that it shows."""
    return [list(group) for _, group in groupby(rows, key=lambda row: row[0]["code"].partition(".")[0])]


@dataclass(frozen=True, slots=True)
class ChangedNeed:
    """Entry situations with the same outcome for one need."""

    need: Json
    before: str
    after: str
    situations: tuple[str, ...]

    @property
    def count(self) -> int:
        """The number of cells in the group."""
        return len(self.situations)


def group_changes(result: Json, turn: str, t: PageTexts) -> list[ChangedNeed]:
    """The cells with the effect `turn`. Cells of one need with the same steps form a group."""
    groups: dict[tuple[str, str, str], list[Json]] = {}
    for change in result["changes"]:
        if turn in change["turns"]:
            key = (change["need"]["code"], _steps(change["before"], t), _steps(change["after"], t))
            groups.setdefault(key, []).append(change)
    return [
        ChangedNeed(same[0]["need"], before, after, tuple(change["situation"]["label"] for change in same))
        for (_, before, after), same in groups.items()
    ]


def _steps(outcome: Json, t: PageTexts) -> str:
    names = [
        step["services"][0]["name"] if len(step["services"]) == 1 else t("one_of", count=len(step["services"]))
        for step in outcome["steps"]
        if step["services"]
    ]
    return " → ".join(names) or t.of("cell", outcome["status"])


def leave_out_own(critical: Sequence[Json]) -> list[Json]:
    """The critical partners and services, without a service that is all that a partner of its name is critical for."""

    def harm(each: Json, node: Json) -> tuple[str, int, list[str]]:
        return node["name"], each["harm"], [need["code"] for need in each["needs"]]

    partners = [harm(each, each["organization"]) for each in critical if each["organization"]]
    return [each for each in critical if not (each["service"] and harm(each, each["service"]) in partners)]


def count_issues(tasks: Iterable[Json]) -> dict[str, int]:
    """The number of services with each issue."""
    counts: dict[str, int] = {}
    for task in tasks:
        for issue in task["issues"]:
            counts[issue] = counts.get(issue, 0) + 1
    return counts


class WorklistPage:
    """What is not known well enough."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    async def show(self, request: Request) -> Response:
        """The worklist, all of it or one issue of it."""
        texts: PageTexts = self._frame.language(request)
        asked = await self._frame.ask(request, texts, "WorklistPage", query=_scope(request))
        if asked.code == ErrorCode.QUERY_TOO_COSTLY:
            return await choose_need(self._frame, request, texts)
        if asked.data is None:
            raise HTTPException(404)
        tasks = asked.data["coverage"]["dataTasks"]
        counts = count_issues(tasks)
        issue, whole = request.query_params.get("issue"), request.query_params.get("all") == "yes"
        shown = [task for task in tasks if issue is None or issue in task["issues"]]
        return self._frame.render(
            request,
            "worklist",
            texts,
            behind=asked,
            issue=issue,
            counts=counts,
            shared=[name for name, count in counts.items() if count == len(tasks) > 1],
            tasks=shown if whole else shown[:TASKS],
            more=0 if whole else max(0, len(shown) - TASKS),
            address=f"/worklist?{urlencode([*request.query_params.multi_items(), ('all', 'yes')])}",
            stated_gaps=asked.data["coverage"]["statedGaps"],
        )
