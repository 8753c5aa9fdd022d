"""Reads HSDS 3 (Open Referral), as JSON or as the CSV files of a datapackage, by a bundled map of its sheets.

Every row keeps its file and its number. Joining only adds the names of its organization and its service. Records about
persons (`contact`) are left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from graph.errors import DocumentError
from graph.message import Message
from ingest.spreadsheets.column_map import ColumnMap, SheetMap, explain, read_map
from ingest.spreadsheets.flat_tables import FlatTable
from ingest.spreadsheets.headings import Field, plain
from ingest.spreadsheets.tables import Given, Table, read_tables

_TABLES = (
    "organization", "service", "location", "service_at_location", "phone", "address", "schedule", "required_document",
    "service_area", "attribute", "taxonomy_term", "service_capacity", "contact",
)  # fmt: skip
_NESTED = {
    "phones": "phone", "addresses": "address", "schedules": "schedule", "required_documents": "required_document",
    "service_areas": "service_area", "attributes": "attribute", "service_at_locations": "service_at_location",
    "locations": "location", "services": "service", "capacity": "service_capacity",
    "service_capacities": "service_capacity",
}  # fmt: skip
_OWN_COLUMNS = frozenset((
    "id", "organization_id", "service_id", "location_id", "service_at_location_id", "link_id",
))  # fmt: skip
"""Columns by which a table of HSDS is known: what is nested in JSON may have no identifier."""
_ENDS = ("until", "count", "valid_to")
"""The fields with which a schedule ends."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NO_NEEDS = ("requirement", "route")
"""What our own export says with attributes, beside needs."""
_PRINTED_KINDS = {"fax": "fax", "tty": "TTY"}
Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An HSDS table: its rows by column name, each with its number in the file."""

    file: str
    name: str
    sheet: str
    rows: tuple[tuple[int, Record], ...]


def read_sheets(given: Iterable[Given]) -> tuple[Table, ...]:
    """Every sheet of workbooks and CSV files, and every table of HSDS in JSON.

    Raises DocumentError where one cannot be read, or two files have one name.
    """
    listed = tuple(given)
    tables = read_tables(item for item in listed if not item.is_json)
    return (*tables, *(table for item in listed if item.is_json for table in read_hsds_json(item.name, item.data)))


def read_hsds_json(file: str, data: bytes) -> tuple[Table, ...]:
    """The HSDS tables of a file in JSON: tables, a page of services, or services or organizations with nested data.

    Raises DocumentError if it holds none.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise DocumentError(Message.of("reading.no_json", file=file)) from None
    if isinstance(value, dict) and "resources" in value:
        return ()  # the description of a datapackage
    found: dict[str, list[Record]] = {}
    for name, item in _list_records(value):
        _unfold(name, item, {}, found)
    if not found.get("service") and not found.get("organization"):
        raise DocumentError(Message.of("reading.no_hsds", file=file))
    return tuple(_as_table(file, name, rows) for name, rows in found.items())


def _list_records(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records in a JSON file, each with its HSDS table.

    The file holds lists by the names of tables, a page of a list, a list, or one record; only the first names tables.
    """
    if isinstance(value, dict) and isinstance(value.get("contents"), list):
        value = value["contents"]
    if isinstance(value, dict) and not value.get("name"):
        for key, items in value.items():
            table = _singular(key)
            if table and isinstance(items, list):
                yield from ((table, item) for item in items if isinstance(item, dict))
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and item.get("name"):
            is_service = not item.keys().isdisjoint(("organization", "organization_id", "status"))
            yield "service" if is_service else "organization", item


def _unfold(name: str, item: Mapping[str, Any], owner: Record, found: dict[str, list[Record]]) -> None:
    """Split an object into rows of HSDS tables that refer to each other by id."""
    record = owner | {key: _text(value) for key, value in item.items() if not isinstance(value, (dict, list))}
    rows = found.setdefault(name, [])
    if name in ("organization", "service") and any(row.get("id") == record.get("id") for row in rows):
        return
    below = {f"{name}_id": record["id"]} if record.get("id") and name in _LINKING else dict(owner)
    organization = item.get("organization")
    if name == "service" and isinstance(organization, dict):
        record["organization_id"] = _text(organization.get("id"))
        _unfold("organization", organization, {}, found)
    if name == "service_at_location" and isinstance(item.get("location"), dict):
        record["location_id"] = _text(item["location"].get("id"))
        _unfold("location", item["location"], {}, found)
    if name == "attribute" and isinstance(item.get("taxonomy_term"), dict):
        term = item["taxonomy_term"]
        record["attribute.term"] = _text(term.get("name") or term.get("code"))
    rows.append(record)
    for key, nested in _NESTED.items():
        for one in item.get(key) or () if isinstance(item.get(key), list) else ():
            if isinstance(one, dict):
                _unfold(nested, one, below, found)


_LINKING = ("organization", "service", "location", "service_at_location")


def _text(value: Any) -> str:
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value)


def _as_table(file: str, name: str, rows: Sequence[Record]) -> Table:
    header = tuple(dict.fromkeys(key for row in rows for key in row))
    return Table(file, name, (header, *(tuple(row.get(key, "") for key in header) for row in rows)))


# ── Joining ──────────────────────────────────────────────────────────────────────────────────────────────────────


def take_hsds(tables: Sequence[Table], override: ColumnMap | None = None) -> tuple[list[FlatTable], list[Table]]:
    """The tables of HSDS among `tables`, joined and explained, and the others.

    `override` is a map of the catalogue that explains values, such as the terms of a taxonomy.
    """
    sheets = {id(table): sheet for table in tables if (sheet := _as_sheet(table)) is not None}
    services = [sheet for sheet in sheets.values() if sheet.name == "service"]
    if not any(row.get("organization_id") for sheet in services for _, row in sheet.rows):
        return [], list(tables)
    known = override or bundled_map()
    joined = _Joined(tuple(sheets.values()))
    explained = [one for sheet in sheets.values() for one in joined.explain(sheet, known)]
    return explained, [table for table in tables if id(table) not in sheets]


@cache
def bundled_map() -> ColumnMap:
    """The map of the HSDS tables."""
    return read_map(files("ingest.spreadsheets").joinpath("hsds.yaml"))


def _as_sheet(table: Table) -> _Sheet | None:
    name = _singular(table.name)
    header = [plain(cell).replace(" ", "_") for cell in table.rows[0]] if table.rows else []
    if not name or not _OWN_COLUMNS & set(header):
        return None
    raw = table.rows[0]
    rows = tuple(
        (number, {key.strip(): text for key, text in zip(raw, cells, strict=False) if text})
        for number, cells in enumerate(table.rows[1:], 2)
        if any(cells)
    )
    return _Sheet(table.file, name, table.name, rows)


def _singular(name: str) -> str:
    plain_name = name.lower().replace("services_at_location", "service_at_location")
    return next((one for one in (plain_name, plain_name[:-1], plain_name[:-2]) if one in _TABLES), "")


class _Joined:
    def __init__(self, sheets: Sequence[_Sheet]) -> None:
        rows = {name: [row for sheet in sheets if sheet.name == name for _, row in sheet.rows] for name in _TABLES}
        self._organizations = {row["id"]: row.get("name", "") for row in rows["organization"] if "id" in row}
        self._services = {row["id"]: row for row in rows["service"] if "id" in row}
        self._terms = {
            row["id"]: row.get("name") or row.get("code", "") for row in rows["taxonomy_term"] if "id" in row
        }
        self._at = {row["id"]: row for row in rows["service_at_location"] if "id" in row}
        self._locations = {row["id"]: row for row in rows["location"] if "id" in row}
        names = Counter(self._named(row) for row in self._services.values())
        self._alike = {key for key, row in self._services.items() if names[self._named(row)] > 1}
        self._served: dict[str, list[str]] = {}
        for row in rows["service_at_location"]:
            self._served.setdefault(row.get("location_id", ""), []).append(row.get("service_id", ""))

    def explain(self, sheet: _Sheet, known: ColumnMap) -> Iterator[FlatTable]:
        """The sheet as its map explains it: once, or once for each of the services that its rows are about."""
        explained = next((one for one in known.sheets if one.sheet == sheet.name), None)
        if explained is None:
            return
        about = {number: self._about(sheet.name, row) for number, row in sheet.rows}
        for turn in range(max(map(len, about.values()), default=0)):
            rows = {number: about[number][turn] | row for number, row in sheet.rows if turn < len(about[number])}
            yield _explain(
                sheet, explained, rows, known, {number: self._made(sheet.name, row) for number, row in rows.items()}
            )

    def _about(self, name: str, row: Record) -> list[Record]:
        """The names of the organization and the service that a row is about, for each service."""
        if name == "organization":
            return [{}]
        if name == "service":
            owner = self._organizations.get(row.get("organization_id", ""), "")
            return [{"organization.name": owner, **self._code(row)}]
        at = self._at.get(row.get("service_at_location_id", ""), {})
        linked = row.get("link_id", "") if row.get("link_entity", "service") == "service" else ""
        service = row.get("service_id") or at.get("service_id") or linked
        if row.get("contact_id") and not service:
            return []
        location = row.get("location_id", "")
        services = [service] if service in self._services else self._served.get(location, [])
        found = [self._names(self._services[one]) for one in services if one in self._services]
        owner = row.get("organization_id") or self._locations.get(location, {}).get("organization_id", "")
        if not found and owner in self._organizations:
            return [{"organization.name": self._organizations[owner]}]
        return found

    def _names(self, service: Record) -> Record:
        owner = self._organizations.get(service.get("organization_id", ""), "")
        return {"organization.name": owner, "service.name": service.get("name", ""), **self._code(service)}

    def _named(self, service: Record) -> tuple[str, str]:
        """The names by which its rows are found. Services that share both are distinguished by their id."""
        owner = self._organizations.get(service.get("organization_id", ""), "")
        return plain(owner), plain(service.get("name", ""))

    def _code(self, service: Record) -> Record:
        return {"service.code": service["id"]} if service.get("id") in self._alike else {}

    def _made(self, name: str, row: Record) -> Record:
        """The columns that HSDS spreads over several."""
        match name:
            case "service":
                return {"service.ages": _ages(row)}
            case "phone":
                kind = _PRINTED_KINDS.get(row.get("type", "").lower(), "")
                extension = f" ext. {row['extension']}" if row.get("extension") else ""
                return {"phone.number": f"{kind} {row.get('number', '')}{extension}".strip()}
            case "address":
                return {"address.street": " ".join(filter(None, (row.get("address_1"), row.get("address_2"))))}
            case "schedule":
                return {"schedule.hours": _hours(row)}
            case "attribute" if row.get("link_type") in _NO_NEEDS:
                return {"attribute.term": ""}
            case "attribute":
                term = row.get("attribute.term") or self._terms.get(row.get("taxonomy_term_id", ""), "")
                return {"attribute.term": term or row.get("value", "")}
        return {}


def _explain(
    sheet: _Sheet, explained: SheetMap, rows: Mapping[int, Record], known: ColumnMap, made: Mapping[int, Record]
) -> FlatTable:
    header = tuple(heading for heading, _ in explained.columns)
    last = max(rows, default=1)
    body = [
        tuple((rows[number] | made[number]).get(key, "") for key in header) if number in rows else ()
        for number in range(2, last + 1)
    ]
    table = Table(sheet.file, sheet.sheet, (header, *body))
    flat = explain(table, 1, explained, known.values)
    ages = {
        plain(row["service.ages"]): _age_test(row["service.ages"]) for row in made.values() if row.get("service.ages")
    }
    conditions = {**flat.meanings.get(Field.CONDITION, {}), **ages}
    return replace(flat, meanings={**flat.meanings, Field.CONDITION: conditions}, tells_apart=True)


def _ages(row: Record) -> str:
    """Ages are numbers of their own in HSDS, so that nothing is read into words."""
    low, high = (_whole(row.get(name, "")) for name in ("minimum_age", "maximum_age"))
    if low is None and high is None:
        return ""
    return f"{low if low is not None else 0}-{high}" if high is not None else f"{low}+"


def _age_test(text: str) -> dict[str, Any]:
    low, sign, high = text.partition("-")
    limits = {"min": low.rstrip("+")} | ({"max": high} if sign else {})
    return {"age": {name: value for name, value in limits.items() if not (name == "min" and value == "0")}}


def _whole(text: str) -> int | None:
    try:
        return int(float(text))
    except ValueError:
        return None


def _hours(row: Record) -> str:
    """A schedule as an OSM expression where it is a plain week without an end, otherwise its own words."""
    opens, closes = (row.get(name, "")[:5] for name in ("opens_at", "closes_at"))
    days = [day for day in row.get("byday", "").replace(" ", "").upper().split(",") if day]
    plain_week = row.get("freq", "WEEKLY").upper() == "WEEKLY" and row.get("interval", "1") in ("", "1")
    ends = [text for name in ("dtstart", *_ENDS) if (text := row.get(name))]
    if days and set(days) <= set(_DAYS) and opens and closes and plain_week and not ends:
        return f"{','.join(day.capitalize() for day in days)} {opens}-{closes}"
    return row.get("description", "") or " ".join(filter(None, (*days, opens, closes, *ends)))
