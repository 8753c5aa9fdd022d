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
from tests.api.conftest import PATIENT, Client
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


def test_what_a_service_does_not_say_is_said_to_be_unknown(pages: Pages, network: Network) -> None:
    listed = next(service for service in network.services.values() if service.listing is not None)
    assert len(pages.get(f"/services/{listed.slug}").select("p.unknown")) >= 5


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_page_of_a_service_gives_its_reasons_in_the_language_of_the_page(
    pages: Pages, network: Network, lang: str
) -> None:
    other = "en" if lang == "it" else "it"
    found = 0
    for service in (service for service in network if service.listing is None):
        whys = [part.why for part in (*service.meets, *service.requires, *service.routes) if part.why is not None]
        page = " ".join(pages.get(f"/services/{service.slug}", lang).get_text(" ").split())
        assert [why for why in whys if getattr(why, lang) not in page or getattr(why, other) in page] == []
        found += len(whys)
    assert found > 30


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/services/residenzami", "GovernmentService"),
        ("/services/contrasto-violenza", "GovernmentService"),
        ("/services/casa-dormitorio-via-assietta--risorse-abitative", "Service"),
        ("/partners/celav", "Organization"),
        ("/needs/housing", "DefinedTerm"),
        ("/documents/web-liberty", "DigitalDocument"),
    ],
)
def test_a_record_describes_itself_to_programs(pages: Pages, path: str, kind: str) -> None:
    said = json.loads(pages.get(path).select_one('script[type="application/ld+json"]').get_text())
    assert said["@type"] == kind
    assert said["@id"] == path
    assert "null" not in json.dumps(said)
    assert (path != "/services/contrasto-violenza") or "Via De Amicis" in json.dumps(said)


@pytest.mark.parametrize(
    ("lang", "order"),
    [
        (
            "it",
            (
                "A chi è rivolto",
                "Come fare",
                "Cosa serve",
                "Cosa si ottiene",
                "Quando",
                "Quanto costa",
                "Accedi al servizio",
                "Condizioni e cose da verificare",
                "Contatti",
            ),
        ),
        (
            "en",
            (
                "For whom",
                "How to get in",
                "What is needed",
                "What one gets",
                "When",
                "What it costs",
                "Access to the service",
                "Conditions, and what to verify",
                "Contacts",
            ),
        ),
    ],
)
@pytest.mark.parametrize("slug", ["residenzami", "celav-equipe-carcere"])
def test_the_page_of_a_service_keeps_the_order_of_italian_public_sites(
    pages: Pages, lang: str, order: tuple[str, ...], slug: str
) -> None:
    headings = tuple(heading.get_text() for heading in pages.get(f"/services/{slug}", lang).select("main h2"))
    assert headings[: len(order)] == order


@pytest.mark.parametrize(
    ("path", "told"), [("/services/residenzami", "verificato"), ("/partners/celav", "La fonte più recente è del")]
)
def test_a_record_says_when_it_was_last_verified(pages: Pages, path: str, told: str) -> None:
    assert any(told in line.get_text() for line in pages.get(path).select("p.quiet"))


def test_every_partner_is_on_the_map_and_its_links_lead_somewhere(pages: Pages, network: Network) -> None:
    page = pages.get("/network")
    focused = {link["href"].split("focus=")[1].split("#")[0] for link in page.select(".district a")}
    assert focused == set(network.organizations)


def test_the_focus_shows_who_sends_to_a_partner_and_to_whom_it_sends(pages: Pages) -> None:
    page = pages.get("/network?focus=celav", lang="en")
    told = page.select_one("#focus").get_text()
    assert "receives from" in told
    assert "Servizio Puntoacapo" in told


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


def test_the_matrix_has_a_cell_for_each_need_and_start(pages: Pages, network: Network) -> None:
    page = pages.get("/coverage?need=housing")
    rows, starts = page.select(".matrix tbody tr"), page.select(".matrix thead th")[1:]
    assert len(rows) == sum(code.split(".")[0] == "housing" for code in network.needs)
    assert {len(row.select("td")) for row in rows} == {len(starts)}


def test_coverage_at_a_time_is_that_of_the_schema(pages: Pages, client: Any) -> None:
    page = pages.get("/coverage?need=basic-needs&profile=rough-sleeper&on=2026-11-29&hour=12:30", lang="en")
    assert "Sunday 2026-11-29, 12:30" in page.select_one("p[role=status]").get_text()
    query = {"needs": ["basic-needs"], "profiles": ["rough-sleeper"]}
    doors = 'layers { rows { need { code } doors(at: "2026-11-29T12:30") } }'
    asked = f"query($q: CoverageQuery!) {{ coverageMatrix(query: $q) {{ {doors} }} }}"
    rows = client.ask(asked, {"q": query})["coverageMatrix"]["layers"][0]["rows"]
    classes = {"OPEN": "stated", "UNKNOWN": "listed", "CLOSED": "gap"}
    shown = page.select(".matrix tbody tr")
    assert len(shown) == len(rows) > 3
    assert {door for row in rows for door in row["doors"] if door} >= {"UNKNOWN"}
    for line, row in zip(shown, rows, strict=True):
        assert (
            line.select_one("a")["href"] == f"/open?need={row['need']['code']}&day=SU&hour=12:30&profile=rough-sleeper"
        )
        told = [cell["class"][0] for cell, door in zip(line.select("td"), row["doors"], strict=True) if door]
        assert told == [classes[door] for door in row["doors"] if door]


def test_coverage_on_a_day_needs_no_hour(pages: Pages) -> None:
    page = pages.get("/coverage?need=housing&on=2026-11-29")
    assert "domenica 29/11/2026 " in page.select_one("p[role=status]").get_text()
    assert page.select(".matrix td")


def test_a_cell_tells_in_words_what_its_way_rests_on(pages: Pages) -> None:
    page = pages.get("/coverage/cell?need=work&situation=release-san-vittore")
    assert "residenza anagrafica: a Milano" in page.select_one("main").get_text()
    assert not page.select("main > p code")


def test_only_needs_with_gaps_are_shown_on_request(pages: Pages) -> None:
    rows = pages.get("/coverage?only=gaps&need=housing").select(".matrix tbody tr")
    assert rows
    assert all(row.select("td.gap") for row in rows)


def test_closing_a_partner_shows_who_loses_the_way(pages: Pages) -> None:
    page = pages.get("/what-if?close=celav&need=work", lang="en")
    assert "Lose every way" in page.select_one("main").get_text()
    assert page.select_one('input[name="close"][checked]')["value"] == "celav"


def test_a_closing_that_changes_nothing_says_who_else_gives_the_same(pages: Pages) -> None:
    page = pages.get("/what-if?close=casa-dormitorio-via-assietta&need=housing.emergency")
    assert "Non cambia nulla" in page.select_one("[role=status]").get_text()
    others = {str(link["href"]) for link in page.select("[role=status] a[href^='/services']")}
    assert len(others) == 2
    assert not any("assietta" in other for other in others)


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


@pytest.mark.parametrize("path", ["/coverage", "/what-if", "/worklist"])
def test_a_network_with_too_many_cells_asks_for_a_need(client_with: Callable[..., Any], path: str) -> None:
    few = Pages(client_with(Settings(limits=Limits(cells=100))))
    chosen = few.get(path).select_one(".tree a")["href"]
    assert few.get(f"{path}{chosen}").select_one("h1").get_text() != few.get(path).select_one("h1").get_text()


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/coverage", "/what-if?close=celav", "/worklist"])
def test_every_need_at_once_is_a_small_page_too(pages: Pages, client: Any, network: Network, path: str) -> None:
    response = client.request("GET", path)
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) < 100_000
    rows = pages.get("/coverage").select(".matrix tbody tr")
    assert len(rows) == len(network.needs)


def test_a_network_without_profiles_says_that_it_computes_no_coverage(catalogue: Any) -> None:
    bare = Pages(Client(create_app(Settings(limits=PATIENT), NetworkXStore(replace(catalogue, profiles=())))))
    assert "profile" in bare.get("/coverage", lang="en").select_one("main").get_text()


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


@pytest.mark.parametrize(("lang", "told"), [("it", "Sei schede"), ("en", "Six sheets")])
def test_what_is_noted_on_a_document_is_in_the_language_of_the_page(pages: Pages, lang: str, told: str) -> None:
    assert told in pages.get("/documents/charter", lang).select_one("main").get_text()
    assert ("11/04/2023" if lang == "it" else "2023-04-11") in pages.get("/documents", lang).get_text()


def test_the_page_of_a_need_says_by_which_line_each_service_answers_it(pages: Pages, network: Network) -> None:
    entries = pages.get("/needs/work").select(".entry")
    assert len(entries) > 4
    assert all(entry.select(".sources a") for entry in entries)


@pytest.mark.parametrize("document", ["charter", "decks"])
def test_a_document_tells_of_whom_it_speaks_and_where(pages: Pages, network: Network, document: str) -> None:
    page = pages.get(f"/documents/{document}")
    shown = {str(link["href"]).rpartition("/")[2] for link in page.select(".plainlist a")}
    assert shown == {each.slug for each in network if any(span.source == document for span in each.cite)}
    assert "righe" in page.select_one(".plainlist li").get_text()


def test_the_worklist_says_once_what_is_missing_everywhere(pages: Pages) -> None:
    page = pages.get("/worklist?need=work", lang="en")
    assert "Of all of them: " in page.select_one("main > p.quiet").get_text()
    assert not [row for row in page.select(".changes tbody tr") if "never verified" in row.get_text()]


def test_each_sender_is_named_once_and_parts_are_in_words(pages: Pages) -> None:
    page = pages.get("/services/residenzami")
    senders = [link["href"] for link in page.select_one("ul.columns").select("a")]
    assert len(set(senders)) == len(senders) > 10
    assert "ente gestore" in page.get_text()
    assert "manager" not in page.get_text()


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


def test_a_closed_service_says_so_at_the_top(catalogue: Any) -> None:
    from graph.vocabulary import ServiceStatus

    services = [
        replace(each, status=ServiceStatus.DEFUNCT) if each.slug == "residenzami" else each
        for each in catalogue.services
    ]
    own = Pages(Client(create_app(Settings(), NetworkXStore(replace(catalogue, services=tuple(services))))))
    assert "No longer exists" in own.get("/services/residenzami", lang="en").select_one("p.closed").get_text()


def test_a_paper_opens_the_doors_of_those_who_ask_for_it_alone(pages: Pages) -> None:
    page = pages.get("/papers", lang="en")
    first = page.select_one("main ol li")
    assert "registered residence in Milan" in first.get_text()
    assert {link["href"] for link in first.select("a")} >= {"/services/celav-equipe-carcere"}
    assert "residence permit" in page.select_one("main ol + p").get_text()


def test_each_exclusion_for_want_of_a_paper_cites_its_source_or_says_whose_judgement_it_is(pages: Pages) -> None:
    closed = pages.get("/papers", lang="en").select("main > section")[-1].select("article")
    uncited = [entry for entry in closed if not entry.select("details.sources li")]
    assert len(uncited) < len(closed)
    assert all("judgement" in entry.select_one("p.quiet").get_text() for entry in uncited)
