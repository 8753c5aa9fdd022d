"""What holds on every page: WCAG 2.2 AA, no sideways scrolling, the keyboard, no JavaScript, reduced motion."""

import os
import sys
from typing import Any

import pytest

from benchmarks.pages import GENERATED, SERVICES
from benchmarks.processes import serving
from tests.api.web.browser.visits import OPERATOR, answered, ask, send, tab

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

PUBLIC = (
    "/",
    "/network",
    "/network?q=casa",
    "/partners/celav",
    "/services/residenzami",
    "/needs",
    "/needs/housing.emergency",
    "/documents",
    "/documents/decks",
    "/coverage?need=housing",
    "/coverage?need=housing&on=2026-11-29&hour=19:00",
    "/network?need=housing&critical=yes",
    "/coverage/cell?need=housing.second-reception&situation=release",
    "/what-if?close=celav&need=work",
    "/papers",
    "/open?need=housing&day=SU&hour=20:00",
    "/changes?profile=nothing-known",
    "/worklist?all=yes",
    "/embed/network",
    "/embed/plan?from=situation:release-san-vittore&need=housing",
    "/services/residenzami/wrong",
    "/partners/celav/wrong",
    "/network?focus=celav&critical=yes",
    "/worklist?need=work",
    "/console",
    "/accessibility",
    "/partners/nobody",
)


def test_a_question_is_asked_without_javascript(chromium: Any, origin: str) -> None:
    with tab(chromium, origin, java_script_enabled=False) as page:
        ask(page, OPERATOR)
        send(page, "button[name=answer]")
        page.click(".chips summary")
        page.locator(".chip input").first.uncheck()
        send(page, ".chips button")
        send(page, 'button[formaction="/sheet"]')
        assert page.locator(".sheet h1").inner_text()


def test_a_question_is_asked_with_the_keyboard_alone(chromium: Any, origin: str) -> None:
    with tab(chromium, origin) as page:
        page.goto("/")
        _tab_to(page, "#words")
        page.keyboard.type(OPERATOR)
        _tab_to(page, "#words-form button.main")
        page.keyboard.press("Enter")
        page.wait_for_selector(".first")
        _tab_to(page, 'button[formaction="/sheet"]')
        page.keyboard.press("Enter")
        page.wait_for_selector(".sheet")


def test_who_waits_for_an_answer_is_told_and_the_answer_begins_at_its_title(chromium: Any, origin: str) -> None:
    with tab(chromium, origin) as page:
        held: list[Any] = []
        page.goto("/")
        page.route("**/", lambda route: held.append(route))
        page.fill("#words", "donna picchiata dal marito")
        page.evaluate("document.body.dataset.old = 'yes'")
        page.click("#words-form button.main")
        page.wait_for_selector("#working[role=status]:not(:empty)")
        page.wait_for_timeout(50)
        held[0].continue_()
        page.wait_for_selector("body:not([data-old])", state="attached")
        assert page.inner_text("#working") == ""
        title = page.evaluate("document.activeElement.tagName")
        told = page.inner_text(f"#{page.get_attribute('h1', 'aria-describedby')}")
        assert (title, "1522" in told) == ("H1", True)


def _tab_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus, which must be visible on the way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def check(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA, and whether the page scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]})
    violations = [f"{page.url} {one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        violations.append(f"{page.url} scrolls sideways")
    return violations


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "width"), [("dark", 320), ("light", 1280), ("light", 320), ("dark", 1280)])
def test_no_page_breaks_wcag(chromium: Any, origin: str, scheme: str, width: int) -> None:
    found: list[str] = []
    with tab(
        chromium, origin, color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    ) as page:
        for path in PUBLIC:
            page.goto(path)
            found += check(page)
        ask(page, "da Opera a un posto letto e lavoro per una donna vittima di violenza, senza residenza")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found += check(page)
        send(page, 'button[formaction="/sheet"]')
        found += check(page)
    assert found == []


@pytest.mark.slow
def test_five_thousand_partners_are_found_area_by_area_and_one_by_one(chromium: Any) -> None:
    command = [sys.executable, "-c", GENERATED.format(services=SERVICES)]
    with (
        serving(os.environ, command) as server,
        tab(chromium, f"http://{server.host}:{server.port}", viewport={"width": 320, "height": 800}) as page,
    ):
        page.goto("/network")
        found = check(page)
        page.locator(".district a").first.click()
        assert page.locator("ul.plainlist li").count() == 100
        found += check(page)
        page.locator("ul.plainlist a").nth(7).click()
        found += check(page)
        name = page.inner_text("h1").split(" ", 1)[1]
        page.locator(".crumbs a[href^='/network']").click()
        assert page.inner_text("#focus h2") in name
        found += check(page)
        page.goto("/needs/housing")
        with answered(page):
            page.locator("main form button.main").click()
        found += check(page)
    assert found == []


def test_who_wants_no_motion_gets_none(chromium: Any, origin: str) -> None:
    """Nothing on the pages moves but colours, and those only where nobody asked for less motion."""
    moving = (
        "[...document.querySelectorAll('body *')].filter(each => { const style = getComputedStyle(each);"
        "return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 }).length"
    )
    for motion, expected in (("reduce", False), ("no-preference", True)):
        with tab(chromium, origin, reduced_motion=motion) as page:
            page.goto("/services/residenzami")
            assert bool(page.evaluate(moving)) is expected
