"""Relay pages: every item once, in order, both ways; foreign cursors are refused."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.schema.global_id import decode, encode
from api.settings import Settings
from graph.model import Catalogue
from graph.store.networkx_store import NetworkXStore

SERVICES = """
query($first: Int, $after: String, $last: Int, $before: String, $filter: ServiceFilter) {
  services(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { slug } }
  }
}
"""


def slugs(page: Any) -> list[str]:
    return [edge["node"]["slug"] for edge in page["edges"]]


def walk(client: Any, size: int, forwards: bool) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        window = {"first": size, "after": cursor} if forwards else {"last": size, "before": cursor}
        page = client.ask(SERVICES, window)["services"]
        pages.append(slugs(page))
        info = page["pageInfo"]
        if not info["hasNextPage" if forwards else "hasPreviousPage"]:
            return pages
        cursor = info["endCursor" if forwards else "startCursor"]


@pytest.mark.parametrize("size", [7, 100])
def test_pages_hold_every_service_once_in_order(client: Any, network: Any, size: int) -> None:
    expected = sorted(network.services)
    forwards = walk(client, size, forwards=True)
    assert [slug for page in forwards for slug in page] == expected
    backwards = walk(client, size, forwards=False)
    assert [slug for page in reversed(backwards) for slug in page] == expected
    assert all(len(page) == size for page in forwards[:-1])


def test_counts_and_edges_of_a_page(client: Any, network: Any) -> None:
    page = client.ask(SERVICES, {"first": 3})["services"]
    assert page["totalCount"] == len(network.services)
    assert page["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": page["edges"][0]["cursor"],
        "endCursor": page["edges"][-1]["cursor"],
    }


def test_a_cursor_holds_under_a_filter_of_the_same_list(client: Any, network: Any) -> None:
    everything = client.ask(SERVICES, {"first": 100})["services"]["edges"]
    cursor = everything[40]
    page = client.ask(SERVICES, {"first": 100, "after": cursor["cursor"], "filter": {"meets": "housing"}})["services"]
    whole = client.ask(SERVICES, {"first": 100, "filter": {"meets": "housing"}})["services"]
    assert slugs(page) == [slug for slug in slugs(whole) if slug > cursor["node"]["slug"]]
    assert page["pageInfo"]["hasPreviousPage"] is True


def test_an_empty_page_has_no_cursors(client: Any) -> None:
    page = client.ask(SERVICES, {"filter": {"text": "no such words anywhere"}})["services"]
    assert (page["totalCount"], page["edges"]) == (0, [])
    assert page["pageInfo"]["startCursor"] is None


@pytest.mark.parametrize(
    "window",
    [{"first": 0}, {"first": 101}, {"last": -1}, {"first": 5, "last": 5}, {"first": 2_147_483_647}],
)
def test_a_page_size_out_of_range_is_refused(client: Any, window: dict[str, int]) -> None:
    assert client.fail(SERVICES, window)["extensions"]["code"] == "BAD_PAGE"


def test_a_cursor_of_another_version_says_so(client: Any, network: Any) -> None:
    cursor = client.ask(SERVICES, {"first": 1})["services"]["pageInfo"]["endCursor"]
    foreign = encode((decode(cursor) or "").replace(network.version, "0" * 16))
    error = client.fail(SERVICES, {"after": foreign})
    assert error["extensions"] == {"code": "BAD_CURSOR", "argument": "after"}
    assert "another version" in error["message"]


def test_a_cursor_of_another_list_is_refused(client: Any) -> None:
    other = client.ask("{ organizations(first: 1) { pageInfo { endCursor } } }")["organizations"]["pageInfo"]
    error = client.fail(SERVICES, {"before": other["endCursor"]})
    assert error["extensions"] == {"code": "BAD_CURSOR", "argument": "before"}


@given(st.text(max_size=60) | st.sampled_from(["YXJyYXljb25uZWN0aW9uOi01", encode("x:services:celav"), ""]))
def test_a_forged_cursor_is_refused(client: Any, cursor: str) -> None:
    response = client.post(SERVICES, {"after": cursor})
    assert response.status_code == 200
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["BAD_CURSOR"]


ORGANIZATIONS = """
query($first: Int, $after: String, $last: Int, $before: String) {
  organizations(first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { slug }
  }
}
"""


@settings(deadline=None, max_examples=25)
@given(
    size=st.integers(11, 100),
    forwards=st.booleans(),
    change=st.sampled_from(["taken away", "renamed"]),
    moment=st.integers(1, 8),
)
def test_a_walk_during_a_publication_loses_and_doubles_nothing(
    client: Any, catalogue: Catalogue, size: int, forwards: bool, change: str, moment: int
) -> None:
    """A cursor of the version before is refused; whoever begins again then sees the new one whole."""
    unlisted = {item.slug for item in catalogue.organizations} - {item.organization for item in catalogue.listings}
    offering = {offer.organization for service in catalogue.services for offer in service.organizations}
    loose = sorted(unlisted - offering)[0]
    kept = tuple(item for item in catalogue.organizations if item.slug != loose)
    changed = replace(next(item for item in catalogue.organizations if item.slug == loose), slug="aaa")
    other = replace(catalogue, organizations=kept if change == "taken away" else (*kept, changed))
    store = NetworkXStore(catalogue)
    own = type(client)(create_app(Settings(), store))
    pages: list[list[str]] = []
    cursor, asked, restarts = None, 0, 0
    while True:
        if asked == moment:
            store.publish(other)
        asked += 1
        window = {"first": size, "after": cursor} if forwards else {"last": size, "before": cursor}
        answer = own.post(ORGANIZATIONS, window).json()
        if "errors" in answer:
            assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR"
            pages, cursor, restarts = [], None, restarts + 1
            continue
        page = answer["data"]["organizations"]
        pages.append([node["slug"] for node in page["nodes"]])
        if not page["pageInfo"]["hasNextPage" if forwards else "hasPreviousPage"]:
            break
        cursor = page["pageInfo"]["endCursor" if forwards else "startCursor"]
    walked = [slug for page in (pages if forwards else reversed(pages)) for slug in page]
    seen = other if asked > moment else catalogue
    assert walked == sorted(item.slug for item in seen.organizations)
    assert restarts == (1 if asked > moment else 0)
