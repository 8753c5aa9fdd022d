"""HSDS 3 (Open Referral): services with what belongs to them, nested as its API gives them, as JSON and as a
datapackage of CSV files.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from graph.graph_export.hsds_tables import Row, hsds_tables
from graph.network import Network

_BELOW: Mapping[str, Sequence[tuple[str, str]]] = {
    "service": (
        ("phone", "phones"), ("schedule", "schedules"), ("required_document", "required_documents"),
        ("service_area", "service_areas"),
    ),
    "organization": (("phone", "phones"), ("schedule", "schedules")),
}  # fmt: skip
"""Rows of other tables that name their owner, and where they are nested."""


class HsdsRecords:
    """Every record of one version of the network, by table and identifier."""

    def __init__(self, network: Network) -> None:
        tables = hsds_tables(network)
        self._rows = {name: {row["id"]: row for row in rows} for name, rows in tables.items()}
        self._of = {
            (name, kind): _group(tables.get(name, ()), f"{kind}_id")
            for kind, below in _BELOW.items()
            for name, _ in below
        }
        self._attributes = _group(tables.get("attribute", ()), "link_id")
        self._addresses = _group(tables.get("address", ()), "location_id")
        self._places = _group(tables.get("location", ()), "organization_id")
        self._at = _group(tables.get("service_at_location", ()), "service_id")
        self._offered = _group(tables.get("service", ()), "organization_id")

    def ids(self, table: str) -> tuple[str, ...]:
        """The identifiers of a table, in its order."""
        return tuple(self._rows.get(table, ()))

    def row(self, table: str, identifier: str) -> Row | None:
        """A record without what belongs to it; None where there is none."""
        return self._rows.get(table, {}).get(identifier)

    def terms(self, service: str) -> list[Row]:
        """The terms that a service is attributed."""
        return [self._rows["taxonomy_term"][row["taxonomy_term_id"]] for row in self._attributes.get(service, ())]

    def offered_by(self, organization: str) -> tuple[str, ...]:
        """The identifiers of the services whose first organization is `organization`."""
        return tuple(row["id"] for row in self._offered.get(organization, ()))

    def listed_service(self, identifier: str) -> Row:
        """A service as an entry of a list: with its organization, without nested lists."""
        row = self._rows["service"][identifier]
        owner = self._rows["organization"].get(row.get("organization_id", ""))
        return row if owner is None else {**row, "organization": owner}

    def service(self, identifier: str) -> Row:
        """A service with all that belongs to it."""
        found = self.listed_service(identifier) | self._below("service", identifier)
        attributes = [
            {**row, "taxonomy_term": self._rows["taxonomy_term"][row["taxonomy_term_id"]]}
            for row in self._attributes.get(identifier, ())
        ]
        at = [
            {**row, "location": self._place(self._rows["location"][row["location_id"]])}
            for row in self._at.get(identifier, ())
        ]
        return found | _filled({"attributes": attributes, "service_at_locations": at})

    def organization(self, identifier: str, *, services: bool = False, whole_services: bool = False) -> Row:
        """An organization with all that belongs to it; its services where they are asked for."""
        found = self._rows["organization"][identifier] | self._below("organization", identifier)
        found |= _filled({"locations": list(map(self._place, self._places.get(identifier, ())))})
        if services:
            tell = self.service if whole_services else self.listed_service
            found |= _filled({"services": list(map(tell, self.offered_by(identifier)))})
        return found

    def service_at_location(self, identifier: str) -> Row:
        """A service at one of its places."""
        row = self._rows["service_at_location"][identifier]
        place = self._rows["location"][row["location_id"]]
        return {**row, "location": place, "service": self.listed_service(row["service_id"])}

    def _below(self, kind: str, identifier: str) -> Row:
        return _filled({key: self._of[name, kind].get(identifier, []) for name, key in _BELOW[kind]})

    def _place(self, row: Row) -> Row:
        return row | _filled({"addresses": self._addresses.get(row["id"], [])})


def _filled(found: Row) -> Row:
    return {key: value for key, value in found.items() if value}


def _group(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if key in row:
            found.setdefault(row[key], []).append(row)
    return found


def write_hsds_json(network: Network) -> bytes:
    """Every organization and service with what belongs to it, nested as the API of HSDS gives it."""
    records = HsdsRecords(network)
    nested = {
        "organizations": list(map(records.organization, records.ids("organization"))),
        "services": list(map(records.service, records.ids("service"))),
    }
    return (json.dumps(nested, ensure_ascii=False, indent=1) + "\n").encode()


def write_hsds_zip(network: Network) -> bytes:
    """One CSV file a table, and `datapackage.json`, which lists them."""
    stream = io.BytesIO()
    tables = hsds_tables(network)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        described = [_describe(plural(name), rows) for name, rows in tables.items()]
        package = {"name": f"hsds-{network.catalogue.city}", "version": network.version, "resources": described}
        _add(archive, "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1))
        for name, rows in tables.items():
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, _columns(rows), lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
            _add(archive, f"{plural(name)}.csv", text.getvalue())
    return stream.getvalue()


def _describe(name: str, rows: Iterable[Row]) -> Row:
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": [{"name": column} for column in _columns(rows)]}}


_PLURALS = {"address": "addresses", "taxonomy": "taxonomies"}


def plural(table: str) -> str:
    """The name under which HSDS nests and packs the rows of a table.

    >>> plural("address"), plural("phone")
    ('addresses', 'phones')
    """
    return _PLURALS.get(table, f"{table}s")


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """A file without the time of writing, so that the same network gives the same bytes."""
    archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for row in rows for key in row))
