"""Pages as a browser without JavaScript gets them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup


class Pages:
    """Asks for pages, and reads them."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def get(self, path: str, lang: str = "it", status: int = 200, **headers: str) -> BeautifulSoup:
        response = self._client.request("GET", path, headers={"Accept-Language": lang, **headers})
        assert response.status_code == status, path
        return BeautifulSoup(response.text, "html.parser")

    def post(self, path: str, fields: dict[str, Any], lang: str = "it") -> BeautifulSoup:
        response = self._client.request("POST", path, data=fields, headers={"Accept-Language": lang})
        assert response.status_code == 200, response.text[:300]
        return BeautifulSoup(response.text, "html.parser")

    def ask(self, words: str, lang: str = "it") -> BeautifulSoup:
        return self.post("/", {"words": words, "by": "words"}, lang)


@pytest.fixture(scope="session")
def pages(client: Any) -> Pages:
    return Pages(client)


def fields_of(page: BeautifulSoup, form: str = "question") -> dict[str, list[str]]:
    """What a browser would send for the form as it is: its fields, in it or tied to it, without buttons."""
    found: dict[str, list[str]] = {}
    inside = page.select(f"#{form} input, #{form} select, #{form} textarea")
    for element in [*inside, *page.select(f'[form="{form}"]:not(button)')]:
        name, value = element.get("name"), element.get("value", "")
        if element.name == "select":
            chosen = element.select_one("option[selected]") or element.select_one("option")
            value = chosen["value"]
        if element.get("type") == "checkbox" and not element.has_attr("checked"):
            continue
        if name and value:
            found.setdefault(str(name), []).append(str(value))
    return found
