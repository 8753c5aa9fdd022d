"""Public pages are rendered once for each version, day and language; what somebody wrote is never kept."""

from dataclasses import replace
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.versions import LiveNetworks
from api.web.kept_pages import KeptPages
from graph.model import Catalogue
from graph.store.base import NetworkXStore
from tests.api.conftest import Client


class Site:
    """One kept page, which counts how often it is rendered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.store = NetworkXStore(catalogue)
        self.rendered = 0
        self.kept = KeptPages(LiveNetworks(self.store))
        shown = self.kept.keep(self.show, "/page")
        self.client = Client(Starlette(routes=[Route("/page", shown)]))

    async def show(self, _: Request) -> Response:
        self.rendered += 1
        await anyio.sleep(0)
        return Response(
            f"rendered {self.rendered}", headers={"Vary": "Cookie", "Cache-Control": "no-cache"}, media_type="text/html"
        )

    def get(self, address: str = "/page", **headers: str) -> httpx.Response:
        return self.client.request("GET", address, headers=headers)


@pytest.fixture
def site(catalogue: Catalogue) -> Site:
    return Site(catalogue)


def test_a_page_is_rendered_once(site: Site) -> None:
    assert site.get("/page?need=housing").text == site.get("/page?need=housing").text == "rendered 1"
    assert site.get("/page?need=work").text == "rendered 2"


def test_each_language_has_a_page_of_its_own(site: Site) -> None:
    assert site.get(**{"Accept-Language": "it"}).text != site.get(**{"Accept-Language": "en"}).text
    assert site.rendered == 2


def test_a_new_version_is_rendered_anew(site: Site, catalogue: Catalogue) -> None:
    site.get()
    site.store.publish(replace(catalogue, name=replace(catalogue.name, en="another")))
    assert site.get().text == "rendered 2"


@pytest.mark.parametrize("wanted", ["q=Mario+Rossi", "only=Mario", "need=xx", "facts=residence", "focus=Mario"])
def test_what_somebody_wrote_is_not_kept(site: Site, wanted: str) -> None:
    first, second = site.get(f"/page?{wanted}"), site.get(f"/page?{wanted}")
    assert (first.text, second.text) == ("rendered 1", "rendered 2")
    assert "etag" not in second.headers


def test_who_has_a_page_already_is_told_so(site: Site) -> None:
    tag = site.get().headers["etag"]
    again = site.get(**{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert site.get(**{"If-None-Match": '"other"'}).status_code == 200


def test_it_is_packed_for_who_takes_it_so(site: Site) -> None:
    packed, plain = site.get(**{"Accept-Encoding": "gzip"}), site.get(**{"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert "Accept-Encoding" in plain.headers["vary"]


def test_pages_are_prepared_in_each_language(site: Site) -> None:
    anyio.run(site.kept.prepare, lambda: False)
    assert site.rendered == 2
    site.get(**{"Accept-Language": "it"})
    site.get(**{"Accept-Language": "en"})
    assert site.rendered == 2


def test_who_comes_together_waits_for_one_rendering(site: Site) -> None:
    async def ask_twice() -> None:
        transport = httpx.ASGITransport(site.client.app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://a") as own,
            anyio.create_task_group() as group,
        ):
            for _ in range(3):
                group.start_soon(own.get, "/page")

    anyio.run(ask_twice)
    assert site.rendered == 1


@pytest.mark.parametrize("path", ["/network", "/papers", "/services/residenzami", "/needs"])
def test_a_public_page_says_what_it_is_and_is_the_same_again(client: Any, path: str) -> None:
    first, second = (client.request("GET", path) for _ in range(2))
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert second.headers["cache-control"] == "no-cache"
    assert "frame-ancestors" in second.headers["content-security-policy"]


def test_a_language_that_is_chosen_is_still_remembered(client: Any) -> None:
    for _ in range(2):
        assert "lang=en" in client.request("GET", "/needs?lang=en").headers["set-cookie"]


def test_an_answer_has_no_name_and_is_kept_nowhere(client: Any) -> None:
    answer = client.request("POST", "/", data={"words": "from Opera to work", "by": "words"})
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
