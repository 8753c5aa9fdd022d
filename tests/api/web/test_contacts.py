"""Telephones and hours as the pages say them."""

import re

import pytest

from api.messages import Words
from api.render.answer_text import list_hours
from api.web.contacts import link_telephones, list_emergency
from graph.network import Network
from graph.vocabulary import Locale
from tests.api.web.conftest import Pages, fields_of

HOTLINE = {"contacts": {"phones": [{"printed": "800.290.290", "number": "+39 800 290290"}]}}
DESK = "young gay man thrown out by his family, from San Vittore release to social support, age 20"


def test_a_number_in_a_text_becomes_a_link_as_its_record_dials_it() -> None:
    told = link_telephones("Call 800.290.290, at once.", [HOTLINE])
    assert str(told) == 'Call <a class="phone" href="tel:+39800290290">800.290.290</a>, at once.'


@pytest.mark.parametrize("text", ["Law 112/1990", "page 1125", "at 11.15", "112,50 euros", "A112"])
def test_other_digits_are_no_emergency_numbers(text: str) -> None:
    assert list_emergency(text) == ()
    assert str(link_telephones(text)) == text


def test_what_a_text_holds_beside_numbers_is_escaped() -> None:
    assert "<b>" not in link_telephones("<b>112</b>")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("vuole uccidersi, serve un posto letto", ["tel:112"]),
        ("donna picchiata dal marito", ["tel:1522"]),
        ("vittima di tratta, serve una casa", ["tel:+39800290290"]),
    ],
)
def test_every_telephone_of_a_notice_dials(pages: Pages, words: str, numbers: list[str]) -> None:
    page = pages.ask(words)
    (notice, *_) = page.select(".safety")
    assert set(numbers) <= {link["href"] for link in notice.select("p strong a")}
    spelled = notice.select_one("p").get_text()
    for printed in re.findall(r"\d{3,}[\d.]*\d", spelled):
        assert printed in [link.get_text() for link in notice.select('p strong a[href^="tel:"]')]


def test_the_sheet_of_somebody_in_danger_begins_with_112(pages: Pages) -> None:
    page = pages.ask("vuole uccidersi, serve un posto letto")
    sheet = pages.post("/sheet", {**fields_of(page), "sheet": "en"})
    assert sheet.select_one('.call-first a[href="tel:112"]')
    assert sheet.select_one("#plain").get_text().index("112") < sheet.select_one("#plain").get_text().index("Step 1")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("vuole uccidersi, serve un posto letto", ["112"]),
        ("donna picchiata dal marito", ["1522", "1522", "02.884.41641", "112"]),
        ("donna picchiata dal marito, vuole uccidersi", ["112", "1522", "1522", "02.884.41641"]),
        ("ragazzo di 17 anni, scappato di casa, cerca un letto", []),
    ],
)
def test_a_sheet_calls_112_first_where_life_is_in_danger_alone(pages: Pages, words: str, numbers: list[str]) -> None:
    sheet = pages.post("/sheet", fields_of(pages.ask(words)))
    assert [link.get_text() for link in sheet.select('.call-first a[href^="tel:"]')] == numbers


def test_a_number_of_which_the_end_is_printed_is_told_whole(pages: Pages) -> None:
    told = [each.get_text() for each in pages.get("/services/attivazione-rei").select("main a.phone")]
    assert "02 884.65176" in told
    assert not [number for number in told if len(re.sub(r"\D", "", number)) < 6]


@pytest.mark.parametrize("locale", Locale)
def test_a_page_tells_the_hours_of_every_service_as_the_terminal_does(
    pages: Pages, network: Network, locale: Locale
) -> None:
    told = [service for service in network.services.values() if service.schedules]
    assert told
    for service in told:
        page = pages.get(f"/services/{service.slug}", lang=locale)
        text = page.select_one("main").get_text()
        for line in list_hours(service, Words(locale)):
            assert line in text, service.slug


def test_an_english_page_says_no_italian_day(pages: Pages) -> None:
    page = pages.get("/services/rainbow-desk", lang="en")
    (printed,) = page.select("details q")
    assert "lunedì" in printed.get_text()
    printed.decompose()
    for details in page.select("details.sources"):
        details.decompose()
    assert "lunedì" not in page.get_text()
    assert "Mon 10:00-13:00; Thu 14:30-17:30 (Access is by appointment.)" in " ".join(page.get_text().split())


@pytest.mark.parametrize(
    ("code", "monday"), [("it", "lun "), ("en", "Mon "), ("fr", "lun "), ("sq", "hën "), ("ar", "الاثنين ")]
)
def test_a_sheet_tells_the_hours_in_its_own_language(pages: Pages, code: str, monday: str) -> None:
    page = pages.ask("da San Vittore, 20 anni, gay, cacciato di casa dalla famiglia, vuole sostegno sociale")
    sheet = pages.post("/sheet", {**fields_of(page), "sheet": code}).select_one(".sheet").get_text()
    assert monday in sheet
    assert code == "it" or "lunedì" not in sheet
