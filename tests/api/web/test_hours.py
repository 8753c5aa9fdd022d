"""Hours are told in the words of the terminal; what the documents print stands behind them."""

import pytest

from api.messages import Words
from api.render.answer_text import list_hours
from graph.network import Network
from graph.vocabulary import Locale
from tests.api.web.conftest import Pages, fields_of

DESK = "young gay man thrown out by his family, from San Vittore release to social support, age 20"


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
