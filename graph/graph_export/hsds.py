"""HSDS 3 (Open Referral): services with what belongs to them, as JSON and as the tables of a datapackage.

`missing` counts what HSDS demands and no document says.
"""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping

from graph.graph_export.hsds_records import HsdsRecords
from graph.graph_export.hsds_tables import Row, hsds_tables
from graph.network import Network

DEMANDED: Mapping[str, tuple[str, ...]] = {
    "service": ("id", "name", "status"),
    "organization": ("id", "name", "description"),
    "location": ("id", "location_type"),
    "address": ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "phone": ("id", "number"),
    "schedule": ("id",),
    "required_document": ("id",),
    "attribute": ("id",),
    "taxonomy": ("id", "name", "description"),
    "taxonomy_term": ("id", "name", "description"),
    "service_at_location": ("id",),
    "service_area": ("id",),
}
"""What HSDS 3 demands of each table."""


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


def plural(table: str) -> str:
    """The name under which HSDS nests and packs the rows of a table."""
    return "taxonomies" if table == "taxonomy" else f"{table}s"


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """A file without the time of writing, so that the same network gives the same bytes."""
    archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for row in rows for key in row))


def missing(tables: Mapping[str, list[Row]]) -> Counter[str]:
    """How often each thing is left out that HSDS demands, such as `service.status`."""
    return Counter(
        f"{name}.{column}"
        for name, rows in tables.items()
        for row in rows
        for column in DEMANDED[name]
        if row.get(column) in (None, "")
    )
