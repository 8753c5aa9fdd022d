"""Exports read back: by networkx, igraph, and by graphology, cytoscape.js and d3."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest

from graph.graph_export.formats import DETAILS, DRAWN, ExportFormat, build_detailed_graph, numbered, write_export
from graph.network import Network
from graph.typed_graph import build_graph

PACKAGES = [
    "graphology@0.26.0",
    "graphology-gexf@0.13.2",
    "graphology-graphml@0.5.2",
    "cytoscape@3.34.4",
    "d3-dsv@3.0.2",
]

READERS = """
import { readFileSync } from 'node:fs';
import graphology from 'graphology';
import gexf from 'graphology-gexf';
import graphml from 'graphology-graphml';
import cytoscape from 'cytoscape';
import { csvParse } from 'd3-dsv';

const { MultiDirectedGraph } = graphology;
const read = (name) => readFileSync(name, 'utf8');
const edge = (source, target, data) => [source, target, data.relation, data.evidence, data.citations];
const ofGraph = (graph) => ({
  nodes: graph.mapNodes((id, data) => [id, data.kind, data.label, data.label_en]),
  edges: graph.mapEdges((_, data, source, target) => edge(source, target, data)),
});
const drawn = cytoscape({ headless: true, elements: JSON.parse(read('network.cytoscape.json')).elements });
console.log(JSON.stringify({
  'network.gexf': ofGraph(gexf.parse(MultiDirectedGraph, read('network.gexf'))),
  'network.graphml': ofGraph(graphml.parse(MultiDirectedGraph, read('network.graphml'))),
  'network.cytoscape.json': {
    nodes: drawn.nodes().map((node) => [node.id(), node.data('kind'), node.data('label'), node.data('label_en')]),
    edges: drawn.edges().map((item) => edge(item.source().id(), item.target().id(), item.data())),
  },
  csv: {
    nodes: csvParse(read('nodes.csv')).map((row) => [row.id, row.kind, row.label, row.label_en]),
    edges: csvParse(read('edges.csv')).map((row) => edge(row.source, row.target, row)),
  },
}));
"""


def content(graph: Any) -> tuple[Any, Any]:
    """What a graph says, without its own numbering."""
    nodes = sorted((node, data["kind"], data["label"], data["label_en"]) for node, data in graph.nodes(data=True))
    edges = sorted(
        (start, end, data["relation"], data["evidence"], data["citations"])
        for start, end, data in graph.edges(data=True)
    )
    return nodes, edges


def read_with_networkx(kind: ExportFormat, data: bytes) -> Any:
    match kind:
        case ExportFormat.GRAPHML:
            return nx.parse_graphml(data.decode(), force_multigraph=True)
        case ExportFormat.GEXF:
            return nx.read_gexf(io.BytesIO(data), version="1.3")
        case ExportFormat.CYTOSCAPE:
            return nx.cytoscape_graph({**json.loads(data), "data": []})
        case _:
            return nx.node_link_graph(json.loads(data), edges="edges")


@pytest.mark.parametrize(
    "kind", [ExportFormat.GRAPHML, ExportFormat.GEXF, ExportFormat.CYTOSCAPE, ExportFormat.NODE_LINK]
)
def test_networkx_reads_back_what_was_written(milan: Network, kind: ExportFormat) -> None:
    graph = read_with_networkx(kind, write_export(milan, kind))
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert content(graph) == content(build_graph(milan))


def test_igraph_reads_the_same(milan: Network, tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    file.write_bytes(write_export(milan, ExportFormat.GRAPHML))
    graph, own = igraph.Graph.Read_GraphML(str(file)), build_detailed_graph(milan)
    assert graph.is_directed()
    names = graph.vs["id"]
    assert sorted(names) == sorted(own.nodes)
    for vertex in graph.vs:
        data = own.nodes[vertex["id"]]
        assert {name: vertex[name] for name in (*DETAILS, *DRAWN)} == {name: data[name] for name in (*DETAILS, *DRAWN)}
    edges = sorted((names[edge.source], names[edge.target], edge["relation"]) for edge in graph.es)
    assert edges == sorted((start, end, data["relation"]) for start, end, data in own.edges(data=True))


@pytest.mark.parametrize("kind", [ExportFormat.GRAPHML, ExportFormat.CYTOSCAPE, ExportFormat.NODE_LINK])
def test_every_detail_survives(milan: Network, kind: ExportFormat) -> None:
    graph = read_with_networkx(kind, write_export(milan, kind))
    detailed = build_detailed_graph(milan)
    for node, data in detailed.nodes(data=True):
        assert {name: graph.nodes[node][name] for name in (*DETAILS, *DRAWN)} == {
            name: data[name] for name in (*DETAILS, *DRAWN)
        }


def test_gexf_says_how_it_is_drawn(milan: Network) -> None:
    data = write_export(milan, ExportFormat.GEXF)
    assert b'version="1.3"' in data
    graph = nx.read_gexf(io.BytesIO(data), version="1.3")
    detailed = build_detailed_graph(milan)
    for node, drawn in graph.nodes(data=True):
        own = detailed.nodes[node]
        assert drawn["viz"]["position"] == {"x": own["x"], "y": -own["y"], "z": 0.0}
        assert drawn["viz"]["size"] == own["size"]
        assert "#{r:02X}{g:02X}{b:02X}".format(**drawn["viz"]["color"]) == own["color"]
        assert drawn["needs"] == own["needs"]


def test_details_are_those_of_the_network(milan: Network) -> None:
    graph = build_detailed_graph(milan)
    residence = graph.nodes["service:residenzami"]
    assert residence["needs"].split() == [link.need for link in milan.services["residenzami"].meets]
    assert residence["listed_only"] == "false"
    for service in milan:
        data = graph.nodes[f"service:{service.slug}"]
        assert data["listed_only"] == ("true" if service.listing is not None else "false")
        assert data["evidence"] == service.evidence
    assert {data["area"] for _, data in graph.nodes(data=True)} - {""} == set(milan.areas)


def test_kumu_tells_every_element_by_its_label(milan: Network) -> None:
    def rows(kind: ExportFormat) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(write_export(milan, kind).decode(), newline="")))

    elements, connections = rows(ExportFormat.KUMU_ELEMENTS), rows(ExportFormat.KUMU_CONNECTIONS)
    labels = [element["Label"] for element in elements]
    assert len(set(labels)) == len(labels) == build_graph(milan).number_of_nodes()
    assert {end for row in connections for end in (row["From"], row["To"])} <= set(labels)
    assert len(connections) == build_graph(milan).number_of_edges()


def test_networkx_reads_back_the_tables(milan: Network) -> None:
    graph: Any = nx.MultiDiGraph()
    for row in csv.DictReader(io.StringIO(write_export(milan, ExportFormat.NODES_CSV).decode(), newline="")):
        graph.add_node(row.pop("id"), **row)
    for row in csv.DictReader(io.StringIO(write_export(milan, ExportFormat.EDGES_CSV).decode(), newline="")):
        graph.add_edge(row.pop("source"), row.pop("target"), **row)
    assert content(graph) == content(build_graph(milan))


@pytest.mark.sample(4)
@pytest.mark.parametrize("kind", ExportFormat)
def test_the_same_content_gives_the_same_bytes(milan: Network, kind: ExportFormat) -> None:
    assert write_export(milan, kind) == write_export(Network(milan.catalogue), kind)


def test_every_edge_has_a_number_of_its_own(milan: Network) -> None:
    keys = [key for *_, key in numbered(build_graph(milan)).edges(keys=True)]
    assert len(set(keys)) == len(keys) == build_graph(milan).number_of_edges()


@pytest.mark.slow
@pytest.mark.node
def test_other_programs_read_the_same(milan: Network, tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n", encoding="utf-8")
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
    (tmp_path / "readers.mjs").write_text(READERS, encoding="utf-8")
    for kind in ExportFormat:
        (tmp_path / kind).write_bytes(write_export(milan, kind))
    install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    subprocess.run(install, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    done = subprocess.run(
        ["node", "readers.mjs"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=120
    )
    nodes, edges = content(build_graph(milan))
    for name, found in json.loads(done.stdout).items():
        assert sorted(map(tuple, found["nodes"])) == nodes, name
        assert sorted(map(tuple, found["edges"])) == edges, name
