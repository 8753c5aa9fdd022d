"""The pages about the network: what they say, how large they are, and how they are served."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.settings import Limits, Settings
from graph.network import Network
from graph.store.base import NetworkXStore
from tests.api.conftest import Client
from tests.api.web.conftest import Pages

PAGES = (
    "/",
    "/network?focus=celav",
    "/partners/celav",
    "/services/residenzami",
    "/needs",
    "/needs/housing",
    "/documents",
    "/documents/decks",
    "/coverage?need=housing",
    "/coverage/cell?need=housing.second-reception&situation=release",
    "/what-if?close=celav&need=work",
    "/coverage?need=housing&on=2026-11-29&hour=19:00",
    "/open?need=housing&day=SU&hour=20:00&profile=rough-sleeper",
    "/embed/network?focus=celav",
    "/embed/plan?from=situation:release-san-vittore&need=housing&need=work",
    "/papers",
    "/changes",
    "/worklist?need=work",
    "/console",
    "/accessibility",
)
MISSING = (
    "/embed/network?focus=xx",
    "/embed/plan",
    "/embed/plan?need=xx",
    "/embed/plan?from=situation:xx&need=work",
    "/open?need=xx",
    "/open?need=housing&day=xx",
    "/open?need=housing&hour=25:00",
    "/open?need=housing&profile=xx",
    "/partners/xx",
    "/services/xx",
    "/needs/xx",
    "/documents/xx",
    "/network?focus=xx",
    "/network?area=xx",
    "/network?need=xx",
    "/coverage?profile=xx",
    "/coverage?on=xx",
    "/coverage?on=2026-11-29&hour=25:00",
    "/coverage/cell?need=xx&situation=release",
    "/what-if?profile=xx",
)


@pytest.mark.sample(12)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_page_is_small_and_shows_the_query_behind_it(client: Any, path: str, lang: str) -> None:
    response = client.request("GET", path, headers={"Accept-Language": lang})
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in response.text
    assert len(gzip.compress(response.content)) < 100_000
    assert 'class="behind"' in response.text or path.startswith(("/console", "/accessibility", "/embed/"))


@pytest.mark.parametrize("path", MISSING)
def test_what_the_network_does_not_have_is_a_page_that_says_so(pages: Pages, path: str) -> None:
    assert pages.get(path, status=404).select_one("h1")


def test_own_script_is_small(client: Any, project: Path) -> None:
    names = [module.name for module in (project / "api" / "web" / "static").glob("*.js")]
    modules = [client.request("GET", f"/static/{name}") for name in names]
    assert {module.status_code for module in modules} == {200}
    assert len(gzip.compress(b"".join(module.content for module in modules))) < 40_000


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_script_style_or_handlers(pages: Pages, path: str) -> None:
    page = pages.get(path)
    assert not page.select("style, [style], [onclick], [onsubmit], [onchange], iframe")
    scripts = [
        script
        for script in page.select("script:not([src])")
        if script.get("type") not in ("application/ld+json", "application/json")
    ]
    assert scripts == []
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("link, script[src], img")]
    assert all(str(address).startswith("/") for address in loaded)


def test_the_policy_allows_nothing_from_elsewhere(client: Any) -> None:
    policy = client.request("GET", "/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/", "/sheet"])
def test_an_answer_is_kept_by_no_cache(client: Any, path: str) -> None:
    response = client.request("POST", path, data={"words": "dall'uscita da San Vittore a casa", "by": "words"})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers


def test_every_partner_is_on_the_map_and_its_links_lead_somewhere(pages: Pages, network: Network) -> None:
    page = pages.get("/network")
    focused = {link["href"].split("focus=")[1].split("#")[0] for link in page.select(".district a")}
    assert focused == set(network.organizations)


def test_the_focus_shows_who_sends_to_a_partner_and_to_whom_it_sends(pages: Pages) -> None:
    page = pages.get("/network?focus=celav", lang="en")
    told = page.select_one("#focus").get_text()
    assert "receives from" in told
    assert "Servizio Puntoacapo" in told
    kinds = {each.get_text(): each.find_next("ul").select("a") for each in page.select("#focus h3")}
    for told, links in kinds.items():
        assert len(links) == int(re.search(r"\d+", told)[0])
        assert len({link["href"] for link in links}) == len(links)


@pytest.mark.parametrize("path", ["/network", "/embed/network"])
def test_the_map_marks_who_meets_a_need_and_who_only_helps(pages: Pages, client: Any, path: str) -> None:
    page = pages.get(f"{path}?need=housing&critical=yes")
    shown: set[str] = set()
    for name in ("meets", "helps"):
        asked = f'{{ organizations(filter: {{{name}: "housing"}}, first: 100) {{ nodes {{ slug }} }} }}'
        found = {node["slug"] for node in client.ask(asked)["organizations"]["nodes"]}
        marked = {re.split("focus=|&", str(link["href"]))[1] for link in page.select(f".district li.{name} a")}
        assert marked == found - shown
        shown |= marked
    assert page.select(".harm")
    assert all("need=housing" in str(link["href"]) for link in page.select(".district a"))


def test_the_map_says_what_is_known_of_each_partner(pages: Pages, network: Network) -> None:
    items = pages.get("/network").select(".district li")
    assert all(item.select_one(".sign") for item in items)
    levels = {each.evidence.name.lower() for each in network.organizations.values()}
    assert {str(item.select_one(".sign")["class"][1]) for item in items} == levels


def test_the_console_begins_with_the_operation_that_it_shows(pages: Pages) -> None:
    page = pages.get("/console")
    chosen = page.select_one("#operation option[selected]").get_text()
    assert f"query {chosen}" in page.select_one("#query").get_text()


def test_the_examples_of_the_console_are_those_of_the_documentation() -> None:
    from tests.api.test_api_docs import OPERATIONS

    examples = json.loads(files("api.web").joinpath("operations", "examples.json").read_text("utf-8"))
    assert examples == {name: variables for name, (_, variables) in OPERATIONS.items()}


def test_a_large_network_shows_areas_first(large: Pages) -> None:
    page = large.get("/network")
    assert not page.select(".district li")
    listed = large.get(page.select_one(".district a")["href"].replace("?", "/network?"))
    assert len(listed.select("ul.plainlist li")) == 100
    assert 0 < len(large.get("/network?need=housing").select("ul.plainlist li")) <= 100
    large.get("/network?need=xx", status=404)


def test_a_large_network_shows_the_neighbourhood_of_one_partner_as_a_small_one_does(large: Pages, pages: Pages) -> None:
    near, whole = large.get("/network?focus=celav"), pages.get("/network?focus=celav")
    assert near.select_one("#focus h2").get_text() == whole.select_one("#focus h2").get_text()
    assert near.select_one("#focus ul").get_text() == whole.select_one("#focus ul").get_text()
    assert not near.select(".district")
    large.get("/network?focus=xx", status=404)


@pytest.fixture(scope="module")
def large(catalogue: Any, client_with: Callable[..., Any]) -> Pages:
    partners = catalogue.organizations
    more = [replace(one, slug=f"{one.slug}-{number}") for number in range(9) for one in partners]
    slugs = {one.slug for one in partners}
    listings = [
        replace(one, organization=f"{one.organization}-{number}", id=f"{one.id}-{number}")
        if hasattr(one, "id")
        else replace(one, organization=f"{one.organization}-{number}")
        for number in range(9)
        for one in catalogue.listings
        if one.organization in slugs
    ]
    grown = replace(catalogue, organizations=(*partners, *more), listings=(*catalogue.listings, *listings))
    return Pages(Client(create_app(Settings(), NetworkXStore(grown))))


def test_a_fault_of_the_program_is_no_missing_page(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("celav")

    monkeypatch.setattr("api.schema.context.RequestContext.critical", fail)
    page = pages.get("/coverage?need=housing.temporary", "en", status=500)
    assert page.select_one("h1").get_text() == "Something went wrong"
    assert "celav" not in page.get_text()


def test_a_page_that_is_not_ready_in_time_asks_for_patience(client_with: Callable[[Settings], Client]) -> None:
    hurried = Pages(client_with(Settings(limits=Limits(planning_seconds=0))))
    assert hurried.get("/coverage", "en", status=503).select_one("h1").get_text() == "One moment"


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("path", ["/nothing-here", "/services", "/favicon.png"])
def test_a_browser_gets_a_page_where_nothing_is(pages: Pages, path: str, lang: str) -> None:
    page = pages.get(path, lang, status=404, Accept="text/html,*/*;q=0.8")
    assert page.select_one("html")["lang"] == lang


@pytest.mark.parametrize(
    ("path", "accept"), [("/nothing-here", "*/*"), ("/exports/nothing", "text/html"), ("/graphql/x", "text/html")]
)
def test_a_program_gets_json_where_nothing_is(client: Any, path: str, accept: str) -> None:
    answer = client.request("GET", path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.json()["errors"]


def test_an_address_of_a_form_opened_by_hand_is_a_page_too(client: Any) -> None:
    answer = client.request("GET", "/sheet", headers={"Accept": "text/html"})
    assert answer.status_code == 405
    assert "<h1>" in answer.text


def test_an_address_leads_to_the_map(pages: Pages, network: Network) -> None:
    slug, place = next((each.slug, each.addresses[0]) for each in network.services.values() if each.addresses)
    link = pages.get(f"/services/{slug}").select_one("a.map")
    assert str(link["href"]).startswith("https://www.openstreetmap.org/search?query=")
    assert link["aria-label"].startswith(place.street)
