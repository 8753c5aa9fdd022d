"""Pages that somebody else's page may show in a frame."""

from typing import Any

import pytest

from api.settings import Settings, SettingsError
from tests.api.web.conftest import Pages
from tests.told import refuses

PLAN = "/embed/plan?from=situation:release-san-vittore&need=housing"
EMBEDDED = ("/embed/network", PLAN)


def frames(client: Any, path: str) -> str:
    policy = str(client.request("GET", path).headers["content-security-policy"])
    return policy.rpartition("frame-ancestors ")[2]


@pytest.mark.parametrize("path", EMBEDDED)
def test_nobody_may_frame_a_page_unless_the_settings_say_so(client: Any, client_with: Any, path: str) -> None:
    own = client_with(Settings(frame_ancestors=("https://a.example", "https://b.example")))
    assert frames(client, path) == "'none'"
    assert frames(own, path) == "https://a.example https://b.example"
    assert frames(own, "/network") == "'none'"


@pytest.mark.parametrize("path", EMBEDDED)
def test_an_embedded_page_has_neither_navigation_nor_forms(pages: Pages, path: str) -> None:
    page = pages.get(path)
    assert page.select_one("h1")
    assert not page.select("nav, form, header")


@pytest.mark.parametrize("path", ["/embed/network?focus=celav", PLAN])
def test_links_out_of_a_frame_open_beside_it(pages: Pages, path: str) -> None:
    links = [link for link in pages.get(path).select("a") if not str(link["href"]).startswith(("?", "#", "/embed/"))]
    inside = [link["href"] for link in links if link.get("target") != "_blank" and not link["href"].startswith("tel:")]
    assert links
    assert inside == []


def test_an_embedded_plan_takes_no_facts(pages: Pages) -> None:
    assert str(pages.get(PLAN)) == str(pages.get(f"{PLAN}&fact.residence=none"))


def test_the_environment_names_whose_pages_may_frame() -> None:
    named = Settings.from_environment({"RETE_FRAME_ANCESTORS": "https://a.example, https://b.example"})
    assert named.frame_ancestors == ("https://a.example", "https://b.example")
    with refuses(SettingsError, "RETE_FRAME_ANCESTORS"):
        Settings.from_environment({"RETE_FRAME_ANCESTORS": "https://a.example;script-src"})
