"""`/hsds`: the read API of HSDS 3 (Open Referral): services, organizations, taxonomies and their parts.

Lists stand in the wrapper `Page`. What HSDS lets a client ask and the network does not know (when a record was
modified, how far a postcode is away) is refused and not ignored: a filter that filters nothing would be a wrong answer.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

import anyio.to_thread
import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.errors import ErrorCode
from api.http.admission import Turns
from api.http.responses import json_response, matches_tag
from api.versions import Networks
from graph.errors import StoreError
from graph.graph_export.hsds import HsdsRecords

PLACE = "/hsds"
ABOUT = {
    "version": "3.0",
    "profile": "https://docs.openreferral.org/en/3.0/",
    "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
}
MOST = 100
"""Records of a page."""
LISTS = {
    "services": "service", "organizations": "organization", "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term", "service_at_locations": "service_at_location",
}  # fmt: skip
_PAGE = frozenset({"search", "page", "per_page", "format"})
_FILTERS: Mapping[str, frozenset[str]] = {
    "services": _PAGE | {"taxonomy_term_id", "taxonomy_id", "organization_id", "minimal", "full"},
    "organizations": _PAGE | {"full", "full_service"},
    "taxonomies": _PAGE,
    "taxonomy_terms": _PAGE | {"taxonomy_id", "top_only", "parent_id"},
    "service_at_locations": _PAGE | {"taxonomy_term_id", "taxonomy_id", "organization_id", "full"},
}
"""What each list can be asked."""
_SEARCHED = ("name", "alternate_name", "description")
Keep = Callable[[str], bool]
Read = Callable[[Request, HsdsRecords], tuple[bytes, str]]
"""What answers a request: the body and its media type."""


class _QuestionError(Exception):
    """A request that cannot be answered, with why."""


class HsdsApi:
    """Serves the records of the live version; they are built once for each."""

    def __init__(self, live: Networks, turns: Turns) -> None:
        self._live = live
        self._turns = turns
        self._lock = Lock()
        self._version: str | None = None
        self._records: HsdsRecords | None = None

    def routes(self) -> Sequence[Route]:
        """The addresses of the API."""
        return (
            Route(PLACE, self.about),
            Route(PLACE + "/{table}", self.list),
            Route(PLACE + "/{table}/{id}", self.one),
        )

    async def about(self, _: Request) -> Response:
        """Which version of HSDS this is."""
        return Response(orjson.dumps(ABOUT), media_type="application/json")

    async def list(self, request: Request) -> Response:
        """A page of a list, or all of it as `ndjson`."""
        return await self._answer(request, self._list)

    async def one(self, request: Request) -> Response:
        """One record with all that belongs to it."""
        return await self._answer(request, self._one)

    async def _answer(self, request: Request, read: Read) -> Response:
        """What `read` finds in the live version, of which the ETag is made; or why there is no answer."""
        if request.path_params["table"] not in LISTS:
            raise HTTPException(404)
        try:
            async with self._turns.export(request):
                version, body, kind = await anyio.to_thread.run_sync(self._read, request, read)
        except StoreError:
            raise HTTPException(503, headers={"Retry-After": "5"}) from None
        except _QuestionError as refusal:
            error = {"message": str(refusal), "extensions": {"code": str(ErrorCode.BAD_REQUEST)}}
            return json_response(400, {"errors": [error]})
        tag = f'"{version}-hsds"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if matches_tag(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=kind)

    def _read(self, request: Request, read: Read) -> tuple[str, bytes, str]:
        version, records = self._current()
        return version, *read(request, records)

    def _current(self) -> tuple[str, HsdsRecords]:
        network = self._live.current().network
        with self._lock:
            if self._records is None or self._version != network.version:
                self._version, self._records = network.version, HsdsRecords(network)
            return network.version, self._records

    def _one(self, request: Request, records: HsdsRecords) -> tuple[bytes, str]:
        table, identifier = LISTS[request.path_params["table"]], request.path_params["id"]
        asked = request.query_params
        _check(asked, frozenset({"full_service"} if table == "organization" else ()))
        found = records.row(table, identifier)
        if found is None:
            raise HTTPException(404)
        match table:
            case "service":
                found = records.service(identifier)
            case "organization":
                found = records.organization(identifier, services=True, whole_services=_flag(asked, "full_service"))
            case "service_at_location":
                found = records.service_at_location(identifier)
        return orjson.dumps(found), "application/json"

    def _list(self, request: Request, records: HsdsRecords) -> tuple[bytes, str]:
        name, asked = request.path_params["table"], request.query_params
        _check(asked, _FILTERS[name])
        kept = [each for each in records.ids(LISTS[name]) if all(keep(each) for keep in _filters(name, asked, records))]
        entry = _entry_writer(name, asked, records)
        form = asked.get("format", "json")
        if form == "ndjson":
            return b"".join(orjson.dumps(entry(each)) + b"\n" for each in kept), "application/x-ndjson"
        if form != "json":
            raise _QuestionError("'format' is json or ndjson.")
        size = len(kept) or 1 if _flag(asked, "minimal") else _number(asked, "per_page", 50, MOST)
        number = _number(asked, "page", 1)
        shown = kept[(number - 1) * size :][:size]
        pages = -(-len(kept) // size)
        page = {
            "total_items": len(kept), "total_pages": pages, "page_number": number, "size": len(shown),
            "first_page": number == 1, "last_page": number >= pages, "empty": not shown,
            "contents": list(map(entry, shown)),
        }  # fmt: skip
        return orjson.dumps(page), "application/json"


def _check(asked: Mapping[str, str], known: frozenset[str]) -> None:
    for name in asked:
        if name not in known:
            raise _QuestionError(
                f"'{name[:40]}' cannot be asked here; what can is {', '.join(sorted(known)) or 'nothing'}."
            )


def _flag(asked: Mapping[str, str], name: str) -> bool:
    value = asked.get(name, "false").lower()
    if value not in ("true", "false"):
        raise _QuestionError(f"'{name}' is true or false.")
    return value == "true"


def _number(asked: Mapping[str, str], name: str, default: int, most: int = 999_999_999) -> int:
    value = asked.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) or not 1 <= int(value) <= most:
        raise _QuestionError(f"'{name}' is a whole number from 1 to {most}.")
    return int(value)


def _filters(name: str, asked: Mapping[str, str], records: HsdsRecords) -> Iterator[Keep]:
    table = LISTS[name]

    def row(each: str) -> Mapping[str, Any]:
        return records.row(table, each) or {}

    def service(each: str) -> str:
        return str(row(each)["service_id"]) if table == "service_at_location" else each

    if words := asked.get("search", "").casefold().split():
        yield lambda each: all(word in _text(table, each, records) for word in words)
    if (organization := asked.get("organization_id")) is not None:
        offered = frozenset(records.offered_by(organization))
        yield lambda each: service(each) in offered
    if (term := asked.get("taxonomy_term_id")) is not None:
        yield lambda each: any(item["id"] == term for item in records.terms(service(each)))
    if (taxonomy := asked.get("taxonomy_id")) is not None:
        if table == "taxonomy_term":
            yield lambda each: row(each).get("taxonomy_id") == taxonomy
        else:
            yield lambda each: any(item["taxonomy_id"] == taxonomy for item in records.terms(service(each)))
    if (parent := asked.get("parent_id")) is not None:
        yield lambda each: row(each).get("parent_id") == parent
    if _flag(asked, "top_only"):
        yield lambda each: "parent_id" not in row(each)


def _text(table: str, identifier: str, records: HsdsRecords) -> str:
    """The text in which `search` looks: names and description of a record, and the needs of a service."""
    row = records.row(table, identifier) or {}
    if table == "service_at_location":
        return _text("service", row["service_id"], records)
    terms = records.terms(identifier) if table == "service" else ()
    return " ".join((*(str(row.get(key, "")) for key in _SEARCHED), *(term["name"] for term in terms))).casefold()


def _entry_writer(name: str, asked: Mapping[str, str], records: HsdsRecords) -> Callable[[str], Mapping[str, Any]]:
    """The function that turns an identifier into an entry of the list, as brief or full as `asked` says."""
    full = _flag(asked, "full")
    match LISTS[name]:
        case "service" if _flag(asked, "minimal"):
            return lambda each: {"id": each}
        case "service":
            return records.service if full else records.listed_service
        case "organization" if _flag(asked, "full_service"):
            return lambda each: records.organization(each, services=True, whole_services=True)
        case "organization" if full:
            return lambda each: records.organization(each, services=True)
        case "service_at_location":
            return records.service_at_location
        case table:
            return lambda each: records.row(table, each) or {}
