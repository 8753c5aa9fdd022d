"""What is said about a person is found nowhere but in the body of a POST and on the page; nothing leaves the origin."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.web.browser.visits import ARGUMENTS, CHROMIUM, OPERATOR, ask, send, tab

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

CANARIES = ("senza residenza", "in strada", "residence", "street", "victim_of")
"""What is said about the person; none of it may be found anywhere but in the body of a POST and on the page."""


def test_nothing_said_about_the_person_is_kept(chromium: Any, origin: str, log: Path) -> None:
    seen: list[str] = []
    kept: list[str] = []

    def note(response: Any) -> None:
        seen.append(f"{response.url} {response.request.headers.get('referer', '')}")
        if response.request.method == "POST" and response.headers.get("cache-control") != "no-store":
            kept.append(response.url)

    with tab(chromium, origin) as page:
        page.on("response", note)
        ask(page, OPERATOR)
        send(page, 'button[formaction="/sheet"]')
        page.go_back()
        page.wait_for_selector(".first")
        page.goto("/network")
        state = page.evaluate(
            "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state,"
            "await caches.keys(), (await indexedDB.databases()).map(one => one.name)])"
        )
        stored = state + str(page.context.cookies())
    assert kept == []
    everywhere = "\n".join([*seen, stored, log.read_text()])
    assert [canary for canary in CANARIES if canary in everywhere] == []


def test_the_browser_writes_nothing_of_a_question_to_its_disk(browsers: Any, origin: str, tmp_path: Path) -> None:
    """Chromium writes what its own forms send into its session file, to open the tabs again after a crash."""
    options = {"executable_path": CHROMIUM, "args": ARGUMENTS, "base_url": origin, "locale": "it"}
    browser = browsers.launch_persistent_context(tmp_path, **options)
    page = browser.pages[0]
    ask(page, OPERATOR)
    send(page, "button[name=answer]")
    send(page, 'button[formaction="/sheet"]')
    page.go_back()
    page.wait_for_selector(".first")
    page.goto("/network")
    page.wait_for_timeout(3000)
    browser.close()
    sessions = [file for file in tmp_path.rglob("*") if file.is_file() and file.parent.name == "Sessions"]
    written = b"".join(file.read_bytes() for file in sessions)
    assert b"/network" in written
    assert [each for each in (*CANARIES, "senza+residenza", "in+strada", "fact.") if each.encode() in written] == []
    everything = (file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not any(OPERATOR.encode(coding) in held for held in everything for coding in ("utf-8", "utf-16-le"))
