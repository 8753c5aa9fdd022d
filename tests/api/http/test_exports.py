"""Exports at addresses that stay: equal to what the command line writes, and told apart by version."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.cli import run
from api.settings import Settings
from graph.graph_export.formats import ExportFormat, write_export
from graph.model import Catalogue
from graph.store.base import NetworkXStore

COMMANDS = {
    "graphml": ExportFormat.GRAPHML,
    "gexf": ExportFormat.GEXF,
    "cytoscape": ExportFormat.CYTOSCAPE,
    "json": ExportFormat.NODE_LINK,
}


@pytest.mark.sample(4)
@pytest.mark.parametrize("kind", ExportFormat)
def test_an_export_is_served_with_its_version(client: Any, network: Any, kind: ExportFormat) -> None:
    response = client.request("GET", f"/exports/{kind}")
    assert response.status_code == 200
    assert response.content == write_export(network, kind)
    assert response.headers["content-type"] == kind.media_type
    assert f"milano-{kind}" in response.headers["content-disposition"]
    assert network.version in response.headers["etag"]
    again = client.request("GET", f"/exports/{kind}", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_index_names_every_export(client: Any, network: Any) -> None:
    index = client.request("GET", "/exports").json()
    assert index["version"] == network.version
    assert [item["url"] for item in index["exports"]] == [f"/exports/{kind}" for kind in ExportFormat]


def test_the_drawing_opens_in_gephi_lite(client: Any) -> None:
    link = httpx.URL(client.request("GET", "/exports").json()["open"]["gephiLite"])
    assert link.host == "gephi.org"
    file = httpx.URL(link.params["file"])
    drawing = client.request("GET", file.path)
    assert drawing.content.startswith(b"<?xml")
    assert b"viz:position" in drawing.content


def test_what_is_not_there(client: Any) -> None:
    assert client.request("GET", "/exports/network.pdf").status_code == 404
    assert client.request("POST", "/exports/network.gexf").status_code == 405
    empty = type(client)(create_app(Settings(), NetworkXStore()))
    response = empty.request("GET", "/exports/network.gexf")
    assert (response.status_code, response.json()["errors"][0]["extensions"]) == (503, {"code": "NOT_READY"})


def test_an_export_follows_a_publication(client: Any, catalogue: Catalogue) -> None:
    from dataclasses import replace

    store = NetworkXStore(catalogue)
    own = type(client)(create_app(Settings(), store))
    before = own.request("GET", "/exports/nodes.csv")
    store.publish(replace(catalogue, situations=catalogue.situations[:-1]))
    after = own.request("GET", "/exports/nodes.csv", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert len(after.content.splitlines()) == len(before.content.splitlines()) - 1


@pytest.mark.slow
def test_the_command_line_writes_the_same_bytes(
    network: Any, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for name, kind in COMMANDS.items():
        file = tmp_path / "new" / kind
        assert run(["export", "--format", name, "--to", str(file)]) == 0
        assert file.read_bytes() == write_export(network, kind)
    assert run(["export", "--format", "csv", "--to", str(tmp_path)]) == 0
    assert (tmp_path / "edges.csv").read_bytes() == write_export(network, ExportFormat.EDGES_CSV)
    capfdbinary.readouterr()
    assert run(["export", "--format", "graphml"]) == 0
    assert capfdbinary.readouterr().out == write_export(network, ExportFormat.GRAPHML)


@pytest.mark.parametrize("arguments", [["--format", "csv"], ["--to", "x"], ["--format", "gexf", "--csv", "x"]])
def test_an_export_that_cannot_be_understood(arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", *arguments]) == 2
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert captured.err.startswith(b"rete: ")
