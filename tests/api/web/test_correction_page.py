"""Somebody says in a form that something is wrong."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from api.app import create_app
from api.settings import Settings
from graph.store.base import NetworkXStore
from ingest.inbox import Inbox, ProposalKind
from tests.api.conftest import Client
from tests.api.web.conftest import Pages

SERVICE = "/services/residenzami"
WRONG = f"{SERVICE}/wrong"
PARTNER = "/partners/celav"


@pytest.fixture
def own(store: NetworkXStore, tmp_path: Path) -> Client:
    return Client(create_app(Settings(inbox=tmp_path), store))


def send(own: Client, fields: dict[str, Any], lang: str = "en") -> Any:
    return own.request("POST", WRONG, data=fields, headers={"Accept-Language": lang})


def test_without_an_inbox_there_is_no_form(pages: Pages, client: Client) -> None:
    assert not pages.get(SERVICE).select("form.wrong")
    assert client.request("GET", WRONG).status_code == 404


@pytest.mark.parametrize("path", [SERVICE, WRONG, PARTNER, f"{PARTNER}/wrong"])
def test_the_form_offers_every_kind_and_asks_for_nothing_about_a_person(own: Client, path: str) -> None:
    form = Pages(own).get(path, lang="en").select_one("form.wrong")
    assert [box["value"] for box in form.select("input[name=kind]")] == list(ProposalKind)
    assert "nothing about a person" in form.get_text()
    assert form["action"] == f"{path.removesuffix('/wrong')}/wrong"


def test_a_report_waits_in_the_inbox_and_is_thanked_for(own: Client, tmp_path: Path) -> None:
    answer = send(own, {"kind": ["closed", "moved"], "line": "chiuso da un mese"})
    assert answer.status_code == 303
    (waiting,) = Inbox(tmp_path).list_proposals()
    assert (waiting.about, waiting.kinds, waiting.line) == ("residenzami", ("closed", "moved"), "chiuso da un mese")
    assert "chiuso" not in answer.headers["location"]
    thanked = Pages(own).get(answer.headers["location"].partition("#")[0], lang="en").select_one("#wrong")
    assert "Thank you" in thanked.get_text()
    assert not thanked.select("form")


def test_a_report_about_a_partner_waits_too(own: Client, tmp_path: Path) -> None:
    answer = own.request("POST", f"{PARTNER}/wrong", data={"kind": ["moved"]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PARTNER}?told=yes#wrong")
    assert [waiting.about for waiting in Inbox(tmp_path).list_proposals()] == ["celav"]
    assert own.request("GET", f"{PARTNER}xx/wrong").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"line": "closed"}, "Tick at least one box"),
        ({"kind": ["closed"], "line": "a@example.org"}, "e-mail"),
        ({"kind": ["nonsense"]}, "closed"),
        ({"kind": ["closed"], "line": "x" * 300}, "200"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_the_reason(
    own: Client, tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    answer = send(own, fields)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert said in page.select_one("[role=alert]").get_text()
    assert page.select_one("input[name=line]")["value"] == fields.get("line", "")
    assert Inbox(tmp_path).list_proposals() == ()


def test_too_many_reports_are_turned_away(own: Client) -> None:
    for number in range(20):
        assert send(own, {"kind": ["other"], "line": str(number)}).status_code == 303
    assert send(own, {"kind": ["other"], "line": "one more"}).status_code == 503


def test_a_report_about_nothing_is_a_missing_page(own: Client) -> None:
    assert own.request("POST", "/services/xx/wrong", data={"kind": ["closed"]}).status_code == 404
