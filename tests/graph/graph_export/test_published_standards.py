"""Our exports by the schemas and shapes that the standards publish, in the folder that RETE_STANDARDS names.

No package registry serves them, and they are not ours to commit: `hsds/` holds the compiled JSON Schemas of HSDS 3.0,
`cpsv-ap/` the SHACL shapes (`shapes.ttl`) and the terms (`vocabulary.ttl`) of CPSV-AP 3.2.0. Nothing may be wrong but
what `missing` counts: left out because no document says it.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from jsonschema import Draft202012Validator
from rdflib.namespace import RDF, SH

from graph.graph_export import cpsv
from graph.graph_export.formats import ExportFormat, write_export
from graph.graph_export.hsds import HsdsRecords
from graph.graph_export.hsds_tables import hsds_tables, missing
from graph.network import Network

pytestmark = pytest.mark.standards


@pytest.fixture(scope="module")
def standards() -> Path:
    return Path(os.environ["RETE_STANDARDS"])


def faults(schema: Any, record: Any) -> Iterator[tuple[str, str]]:
    """What the schema finds: the kind of fault, and what it is about."""
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for error in checker.iter_errors(record):
        about = error.message.split("'")[1] if error.validator == "required" else error.json_path
        yield str(error.validator), about


def test_hsds_is_wrong_in_nothing_but_what_is_not_known(standards: Path, milan: Network) -> None:
    def schema(name: str) -> Any:
        return json.loads((standards / "hsds" / f"{name}.json").read_text(encoding="utf-8"))

    records, left = HsdsRecords(milan), missing(hsds_tables(milan))
    whole = {"service": records.service, "organization": records.organization}
    for name, tell in whole.items():
        found: Counter[tuple[str, str]] = Counter()
        for identifier in records.ids(name):
            found.update(faults(schema(name), tell(identifier)))
        assert {kind for kind, _ in found} <= {"required"}, found
        assert {about for _, about in found} <= {column.partition(".")[2] for column in left}
    for name in ("service", "organization"):
        listed = [faults(schema(f"{name}_list"), record) for record in _lists(records, name)]
        assert {kind for each in listed for kind, _ in each} <= {"required"}
    for name in ("taxonomy", "taxonomy_term"):
        rows = [records.row(name, identifier) for identifier in records.ids(name)]
        assert (
            Counter(fault for row in rows for fault in faults(schema(name), row))
            == Counter({("required", "description"): left.get(f"{name}.description", 0)}) + Counter()
        )


def _lists(records: HsdsRecords, name: str) -> Iterator[Any]:
    for identifier in records.ids(name):
        yield records.listed_service(identifier) if name == "service" else records.row(name, identifier)


def test_cpsv_ap_breaks_no_shape_but_for_what_is_not_known(standards: Path, milan: Network) -> None:
    graph = rdflib.Graph().parse(data=write_export(milan, ExportFormat.CPSV_TURTLE), format="turtle")
    shapes = rdflib.Graph().parse(standards / "cpsv-ap" / "shapes.ttl")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    found = Counter(
        (str(report.value(each, SH.resultPath)), str(report.value(each, SH.sourceConstraintComponent)))
        for each in report.subjects(RDF.type, SH.ValidationResult)
    )
    left = {name: count for name, count in cpsv.missing(milan).items() if not name.startswith("cpsv:PublicService")}
    assert {kind for _, kind in found} == {str(SH.MinCountConstraintComponent)}
    assert sum(found.values()) == sum(left.values())
    names = {name.rpartition(".")[2].partition(":")[2] for name in left}
    assert {path.rpartition("/")[2].rpartition("#")[2] for path, _ in found} == names


def test_every_term_of_cpsv_ap_exists(standards: Path, milan: Network) -> None:
    graph = rdflib.Graph().parse(data=write_export(milan, ExportFormat.CPSV_TURTLE), format="turtle")
    known = set(rdflib.Graph().parse(standards / "cpsv-ap" / "vocabulary.ttl").all_nodes())
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    own = [term for term in used if str(term).startswith((cpsv.PREFIXES["cv"], cpsv.PREFIXES["cpsv"]))]
    assert own
    assert [term for term in own if term not in known] == []
