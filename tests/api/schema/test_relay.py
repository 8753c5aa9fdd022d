"""Relay: identifiers have one spelling; pages give every item once, in order, both ways, and refuse foreign cursors."""

from dataclasses import replace
from typing import Any

import pytest
from graphql import GraphQLError
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.schema.relay import decode, encode, global_id, read_global_id
from api.settings import Limits, Settings
from graph.model import Catalogue
from graph.store.base import NetworkXStore

KEPT = Limits().versions

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


def versions_of(catalogue: Catalogue, count: int) -> list[Catalogue]:
    """`count` versions that differ in who is there: one organization is renamed from each to the next."""
    unlisted = {item.slug for item in catalogue.organizations} - {item.organization for item in catalogue.listings}
    offering = {offer.organization for service in catalogue.services for offer in service.organizations}
    loose = sorted(unlisted - offering)[0]
    (moved,) = (item for item in catalogue.organizations if item.slug == loose)
    others = tuple(item for item in catalogue.organizations if item.slug != loose)
    names = [loose, "aaa", "mmm", "zzz", "bbb"][:count]
    return [replace(catalogue, organizations=(*others, replace(moved, slug=name))) for name in names]


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(size=st.integers(11, 100), forwards=st.booleans(), moments=st.lists(st.integers(1, 12), max_size=4, unique=True))
def test_a_walk_during_publications_loses_and_doubles_nothing(
    client: Any, catalogue: Catalogue, size: int, forwards: bool, moments: list[int]
) -> None:
    """A walk goes on in the version in which it began while that is kept; after that it is told to begin again."""
    versions = versions_of(catalogue, 1 + len(moments))
    stores = NetworkXStore(versions[0])
    own = type(client)(create_app(Settings(), stores))
    pages: list[list[str]] = []
    cursor, asked, live, begun = None, 0, 0, 0
    while True:
        if asked in moments:
            live += 1
            stores.publish(versions[live])
        asked += 1
        begun = begun if cursor else live
        window = {"first": size, "after": cursor} if forwards else {"last": size, "before": cursor}
        answer = own.post(ORGANIZATIONS, window).json()
        assert ("errors" in answer) is (live - begun >= KEPT)
        if "errors" in answer:
            assert answer["errors"][0]["extensions"] == {
                "code": "BAD_CURSOR", "argument": "after" if forwards else "before"
            }  # fmt: skip
            pages, cursor = [], None
            continue
        page = answer["data"]["organizations"]
        pages.append([node["slug"] for node in page["nodes"]])
        assert page["totalCount"] == len(catalogue.organizations)
        if not page["pageInfo"]["hasNextPage" if forwards else "hasPreviousPage"]:
            break
        cursor = page["pageInfo"]["endCursor" if forwards else "startCursor"]
    walked = [slug for page in (pages if forwards else reversed(pages)) for slug in page]
    assert walked == sorted(item.slug for item in versions[begun].organizations)


def test_a_request_with_a_cursor_is_answered_wholly_from_its_version(client: Any, catalogue: Catalogue) -> None:
    before, after = versions_of(catalogue, 2)
    store = NetworkXStore(before)
    own = type(client)(create_app(Settings(), store))
    query = """query($after: String) {
      organizations(first: 1, after: $after) { pageInfo { endCursor } }
      snapshot { version }
      renamed: organization(slug: "aaa") { slug }
    }"""
    first = own.ask(query)
    version = store.version()
    store.publish(after)
    second = own.ask(query, {"after": first["organizations"]["pageInfo"]["endCursor"]})
    assert (second["snapshot"], second["renamed"]) == ({"version": version}, None)
    fresh = own.ask(query)
    assert (fresh["snapshot"], fresh["renamed"]) == ({"version": store.version()}, {"slug": "aaa"})
    written = query.replace("query($after: String)", "").replace(
        "$after", f'"{first["organizations"]["pageInfo"]["endCursor"]}"'
    )
    assert own.ask(written)["snapshot"] == {"version": version}


def test_cursors_of_two_versions_do_not_mix(client: Any, catalogue: Catalogue) -> None:
    before, after = versions_of(catalogue, 2)
    store = NetworkXStore(before)
    own = type(client)(create_app(Settings(), store))
    old = own.ask(ORGANIZATIONS, {"first": 1})["organizations"]["pageInfo"]["endCursor"]
    store.publish(after)
    new = own.ask(ORGANIZATIONS, {"last": 1})["organizations"]["pageInfo"]["startCursor"]
    error = own.fail(ORGANIZATIONS, {"first": 5, "after": old, "before": new})
    assert error["extensions"] == {"code": "BAD_CURSOR", "argument": "after"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_encoded_is_decoded(text: str) -> None:
    assert decode(encode(text)) == text
    assert "=" not in encode(text)


@given(st.text())
def test_a_token_has_one_spelling(token: str) -> None:
    text = decode(token)
    assert text is None or encode(text) == token


def test_an_id_names_its_type_and_slug() -> None:
    assert read_global_id(global_id("NeedArea", "housing.emergency")) == ("NeedArea", "housing.emergency")


@pytest.mark.parametrize("token", ["", "celav", encode("Service"), encode("Service:"), encode(":celav"), "U2Vyd=="])
def test_a_forged_id_is_refused(token: str) -> None:
    with pytest.raises(GraphQLError, match="not an id"):
        read_global_id(token)
