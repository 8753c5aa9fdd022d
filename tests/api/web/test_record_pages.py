"""The pages of partners, services, needs and documents."""

import json
from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from api.settings import Settings
from graph.network import Network
from graph.store.base import NetworkXStore
from tests.api.conftest import Client
from tests.api.web.conftest import Pages


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


def test_each_sender_is_named_once_and_parts_are_in_words(pages: Pages) -> None:
    page = pages.get("/services/residenzami")
    senders = [link["href"] for link in page.select_one("ul.columns").select("a")]
    assert len(set(senders)) == len(senders) > 10
    assert "ente gestore" in page.get_text()
    assert "manager" not in page.get_text()


def test_a_closed_service_says_so_at_the_top(catalogue: Any) -> None:
    from graph.vocabulary import ServiceStatus

    services = [
        replace(each, status=ServiceStatus.DEFUNCT) if each.slug == "residenzami" else each
        for each in catalogue.services
    ]
    own = Pages(Client(create_app(Settings(), NetworkXStore(replace(catalogue, services=tuple(services))))))
    assert "No longer exists" in own.get("/services/residenzami", lang="en").select_one("p.closed").get_text()
