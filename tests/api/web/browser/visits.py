"""How tests use a browser: a tab that fails on any error, and forms that are sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OPERATOR = "da San Vittore, senza residenza, dorme in strada, vuole lavoro e un letto"


@contextmanager
def tab(chromium: Any, origin: str, **options: Any) -> Iterator[Any]:
    """A fresh tab that starts at `origin` and fails on any error of a page or request to elsewhere."""
    wrong: list[str] = []
    context = chromium.new_context(base_url=origin, **({"locale": "it"} | options))
    page = context.new_page()
    page.on("request", lambda request: request.url.startswith(origin) or wrong.append(request.url))
    page.on(
        "console", lambda message: message.type == "error" and "404" not in message.text and wrong.append(message.text)
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


@contextmanager
def answered(page: Any) -> Iterator[None]:
    """Within it a form is sent; after it the answer is shown, whether the page was left for it or not."""
    page.evaluate("document.body.dataset.old = 'yes'")
    yield
    page.wait_for_selector("body:not([data-old])", state="attached")


def send(page: Any, selector: str) -> None:
    """Click a button, and see the answer."""
    with answered(page):
        page.locator(selector).first.click()


def ask(page: Any, words: str) -> None:
    page.goto("/")
    page.fill("#words", words)
    send(page, "#words-form button.main")
