"""The pages of coverage, of closings, of papers and of what is missing."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from api.settings import Limits, Settings
from graph.network import Network
from graph.store.base import NetworkXStore
from tests.api.conftest import PATIENT, Client
from tests.api.web.conftest import Pages


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


def test_a_partner_whose_only_critical_service_has_its_name_is_told_once(pages: Pages) -> None:
    told = [" ".join(line.get_text().split()) for line in pages.get("/coverage?need=housing").select(".critical li")]
    assert sum(line.startswith("Comunità Exodus") for line in told) == 1
    assert next(line for line in told if line.startswith("Comunità Exodus")).endswith("E se chiudesse?")


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
    assert len(rows) == sum(need.surveyed for need in network.needs.values())


def test_a_network_without_profiles_says_that_it_computes_no_coverage(catalogue: Any) -> None:
    bare = Pages(Client(create_app(Settings(limits=PATIENT), NetworkXStore(replace(catalogue, profiles=())))))
    assert "profile" in bare.get("/coverage", lang="en").select_one("main").get_text()


def test_the_worklist_says_once_what_is_missing_everywhere(pages: Pages) -> None:
    page = pages.get("/worklist?need=work", lang="en")
    assert "Of all of them: " in page.select_one("main > p.quiet").get_text()
    assert not [row for row in page.select(".changes tbody tr") if "never verified" in row.get_text()]


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
