"""The read API of HSDS: lists in pages, records with all that belongs to them, and what cannot be asked."""

import json
from typing import Any

import pytest

from api.app import create_app
from api.hsds import LISTS
from api.settings import Settings
from graph.graph_export.formats import ExportFormat, write_export
from graph.network import Network
from graph.store.base import NetworkXStore

PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}


def get(client: Any, path: str) -> Any:
    response = client.request("GET", f"/hsds{path}")
    assert response.status_code == 200, response.text
    return response.json()


def test_it_says_which_version_it_is(client: Any) -> None:
    assert get(client, "")["version"] == "3.0"


@pytest.mark.parametrize("name", LISTS)
def test_a_walk_over_the_pages_meets_every_record_once(client: Any, name: str) -> None:
    met: list[str] = []
    page: dict[str, Any] = {"last_page": False, "page_number": 0}
    while not page["last_page"]:
        page = get(client, f"/{name}?per_page=37&page={page['page_number'] + 1}")
        assert set(page) == PAGE
        assert page["size"] == len(page["contents"]) <= 37
        met += [item["id"] for item in page["contents"]]
    assert page["total_items"] == len(met) == len(set(met)) > 0
    beyond = get(client, f"/{name}?per_page=37&page={page['page_number'] + 1}")
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], True)
    response = client.request("GET", f"/hsds/{name}?format=ndjson")
    assert [json.loads(line)["id"] for line in response.text.splitlines()] == met


def test_a_record_is_the_one_of_the_export(client: Any, network: Network) -> None:
    export = json.loads(write_export(network, ExportFormat.HSDS_JSON))
    for service in export["services"][::20]:
        assert get(client, f"/services/{service['id']}") == service
    for organization in export["organizations"][::20]:
        found = get(client, f"/organizations/{organization['id']}")
        services = found.pop("services", [])
        assert found == organization
        offered = get(client, f"/services?organization_id={organization['id']}")
        assert [item["id"] for item in services] == [item["id"] for item in offered["contents"]]


def test_a_list_holds_what_is_one_alone(client: Any) -> None:
    for name in LISTS:
        for item in get(client, f"/{name}")["contents"]:
            assert not any(isinstance(value, list) for value in item.values())
    full = get(client, "/services?full=true&search=residenzami")["contents"]
    assert any("attributes" in item for item in full)
    minimal = get(client, "/services?minimal=true")
    assert minimal["total_pages"] == 1
    assert all(set(item) == {"id"} for item in minimal["contents"])


def test_services_by_need_and_by_words(client: Any) -> None:
    terms = get(client, "/taxonomy_terms?per_page=100&search=residenza")["contents"]
    (need,) = [term for term in terms if term["code"] == "documents.registered-residence"]
    by_term = get(client, f"/services?taxonomy_term_id={need['id']}")["contents"]
    assert "ResidenzaMi" in {item["name"] for item in by_term}
    assert get(client, f"/services?search={need['name']} nessuno-si-chiama-cosi")["empty"]
    taxonomy = need["taxonomy_id"]
    assert 0 < get(client, f"/services?taxonomy_id={taxonomy}")["total_items"] < get(client, "/services")["total_items"]
    top = get(client, f"/taxonomy_terms?taxonomy_id={taxonomy}&top_only=true")
    below = get(client, f"/taxonomy_terms?parent_id={need['parent_id']}")
    assert all("parent_id" not in term for term in top["contents"])
    assert need["id"] in {term["id"] for term in below["contents"]}


@pytest.mark.parametrize(
    "path",
    [
        "/services?page=0", "/services?page=-1", "/services?page=x", "/services?per_page=101",
        "/services?page=" + "9" * 5000,
        "/services?page=\u0663", "/services?full=maybe", "/services?format=xml", "/services?modified_after=2026-01-01",
        "/service_at_locations?postcode=20121&proximity=500", "/taxonomies?full=true", "/services/x?full=true",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client: Any, path: str) -> None:
    response = client.request("GET", f"/hsds{path}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "9" * 100 not in error["message"]


@pytest.mark.parametrize("path", ["/services/unknown", "/contacts", "/organizations/%00", "/services/x/y"])
def test_what_is_not_there(client: Any, path: str) -> None:
    response = client.request("GET", f"/hsds{path}")
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")


def test_it_only_reads_and_names_its_version(client: Any, network: Network) -> None:
    assert client.request("POST", "/hsds/services").status_code == 405
    response = client.request("GET", "/hsds/services")
    assert network.version in response.headers["etag"]
    again = client.request("GET", "/hsds/services", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    empty = type(client)(create_app(Settings(), NetworkXStore()))
    assert empty.request("GET", "/hsds/services").status_code == 503
