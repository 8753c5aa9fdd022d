"""The pages in Debian's Chromium: from the first click to the last, and what a browser keeps of it."""

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from benchmarks.pages import GENERATED, SERVICES
from benchmarks.processes import serving
from tests.api.conftest import SERVER

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RELEASED = "esce venerdì da San Vittore, senza residenza, vuole lavoro e un letto"
OPERATOR = "da San Vittore, senza residenza, dorme in strada, vuole lavoro e un letto"
CANARIES = ("senza residenza", "in strada", "residence", "street", "victim_of")
"""What is said about the person; none of it may be found anywhere but in the body of a POST and on the page."""
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
    "/coverage/cell?need=housing.second-reception&situation=release",
    "/what-if?close=celav&need=work",
    "/papers",
    "/open?need=housing&day=SU&hour=20:00",
    "/changes",
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
LONGEST = {
    "from": "situation:release-san-vittore",
    "need": [
        "basic-needs.meals",
        "basic-needs.shower",
        "housing.temporary",
        "documents.registered-residence",
        "documents.identity-card",
        "documents.passport",
        "work",
        "health.general",
        "family.mediation",
        "legal.advice",
        "social-support",
        "basic-needs.clothing",
    ],
    "fact.residence": "none",
    "fact.housing": "street",
    "fact.present_in_milan": "yes",
    "fact.nationality": "SV",
    "fact.gender": "man",
    "fact.penal_status": "none",
    "fact.victim_of": "!violence,trafficking",
    "fact.lgbtqia": "no",
    "by": "form",
}
"""The acceptance question with the most steps (many-needs-at-once)."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def origin(log: Path) -> Iterator[str]:
    """A real server with an inbox, all of whose output goes to `log`."""
    server_with_inbox = SERVER.replace("Settings(port=0)", "Settings.from_environment(os.environ, port=0)")
    environment = os.environ | {"RETE_INBOX": str(log.parent / "inbox")}
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, "-c", f"import os\n{server_with_inbox}"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        ) as server,
    ):
        try:
            yield _wait(log)
        finally:
            server.terminate()


def _wait(log: Path) -> str:
    while not (url := log.read_text().strip()).startswith("http"):
        time.sleep(0.05)
    url = url.splitlines()[0]
    while httpx.get(f"{url}/readyz").status_code != 200:
        time.sleep(0.05)
    return url


@pytest.fixture(scope="module")
def browsers() -> Iterator[Any]:
    """Starts browsers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def chromium(browsers: Any) -> Iterator[Any]:
    browser = browsers.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


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


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("lang", "words", "goal"),
    [("it", RELEASED, "lavoro"), ("en", "from San Vittore release without residence to housing plus work", "work")],
)
def test_an_operator_comes_from_the_question_to_the_sheet(
    chromium: Any, origin: str, lang: str, words: str, goal: str
) -> None:
    with tab(chromium, origin, locale=lang) as page:
        ask(page, words)
        assert goal in page.inner_text(".lead")
        assert page.inner_text(".first")
        send(page, "button[name=answer]")
        assert page.locator(".chip").count() >= 3
        send(page, 'button[formaction="/sheet"]')
        assert page.locator(".sheet section").count() >= 1
        page.click(".copy")
        page.wait_for_selector(".copied:not(:empty)")
        send(page, 'button[formaction="/"]')
        assert page.inner_text(".first")


def test_back_forward_and_reload_show_an_answer_again_and_nobody_asks_whether_to_send(
    chromium: Any, origin: str
) -> None:
    with tab(chromium, origin) as page:
        start = page.locator(".chip #from")
        ask(page, OPERATOR)
        send(page, "button[name=answer]")
        send(page, 'button[formaction="/sheet"]')
        assert page.url == f"{origin}/"
        page.go_back()
        expect(start).to_have_value("situation:release-san-vittore")
        page.reload()
        expect(start).to_have_value("situation:release-san-vittore")
        page.go_back()
        expect(start).to_have_value("situation:unspecified")
        page.goto("/network")
        page.go_back()
        page.wait_for_selector(".first")
        page.go_back()
        page.wait_for_selector("#words-form button[form=examples]")
        page.go_forward()
        page.wait_for_selector(".first")
        page.click("nav a[href='/']")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".first")).to_have_count(0)
        assert page.input_value("#words") == ""


def test_a_coordinator_sees_a_gap_its_reason_and_what_a_closing_does(chromium: Any, origin: str) -> None:
    with tab(chromium, origin) as page:
        page.goto("/coverage?need=work")
        page.locator("td.gap a").first.click()
        assert page.inner_text(".problem")
        page.go_back()
        page.get_by_role("link", name="E se chiudesse?").first.click()
        assert "Perdono ogni via" in page.inner_text("main")
        page.select_option("#close", "caritas-ambrosiana")
        page.click("form.card button.main")
        assert page.locator("input[name=close]:checked").count() == 2


@pytest.mark.parametrize("lang", ["it", pytest.param("en", marks=pytest.mark.slow)])
def test_a_developer_comes_from_a_stored_operation_to_its_result(chromium: Any, origin: str, lang: str) -> None:
    with tab(chromium, origin, locale=lang) as page:
        page.goto("/services/residenzami")
        page.click("details.behind summary")
        assert "query ServicePage" in page.inner_text("details.behind")
        page.click('details.behind a[href="/console"]')
        page.select_option("#operation", "SnapshotQuery")
        expect(page.locator("#query")).to_have_value(re.compile("snapshot"))
        page.click("#console button.main")
        expect(page.locator("#answer")).to_contain_text('"version"')


@pytest.mark.parametrize("lang", ["it", pytest.param("ar", marks=pytest.mark.slow)])
def test_a_released_person_reads_the_sheet_on_a_phone(chromium: Any, origin: str, lang: str) -> None:
    phone = {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True}
    with tab(chromium, origin, **phone) as page:
        ask(page, OPERATOR)
        page.select_option("#sheet", lang)
        page.check("input[name=large]")
        with answered(page):
            page.tap('button[formaction="/sheet"]')
        sheet = page.locator(".sheet")
        assert sheet.get_attribute("lang") == lang
        assert sheet.get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
        assert all(number.get_attribute("dir") == "ltr" for number in sheet.locator("bdi[dir]").all())
        size = sheet.locator("p").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        assert size >= 16
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.tap(".copy")
        page.wait_for_selector(".copied:not(:empty)")


def test_somebody_says_without_javascript_that_something_is_wrong(chromium: Any, origin: str) -> None:
    with tab(chromium, origin, java_script_enabled=False) as page:
        page.goto("/services/residenzami")
        page.click("#wrong summary")
        page.check("input[name=kind][value=phone-silent]")
        page.fill("#line", "dal lunedì")
        page.click(".wrong button")
        assert "Grazie" in page.inner_text("#wrong")


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


def test_a_question_is_asked_without_javascript(chromium: Any, origin: str) -> None:
    with tab(chromium, origin, java_script_enabled=False) as page:
        ask(page, OPERATOR)
        send(page, "button[name=answer]")
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


LANGUAGES = ("it", "en", "fr", "es", "ro", "sq", "ar")


@pytest.mark.sample(1)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_plan_is_one_page_of_a4(chromium: Any, origin: str, lang: str) -> None:
    sheet = httpx.post(f"{origin}/sheet", data={**LONGEST, "sheet": lang}, timeout=60)
    with tab(chromium, origin) as page:
        page.route("**/sheet", lambda route: route.fulfill(body=sheet.text, headers=dict(sheet.headers)))
        page.goto("/sheet")
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        names = page.locator(".sheet h3").all_inner_texts()
        hidden = page.inner_text(".copying h2")
    assert len(printed.pages) == 1
    text = "".join(printed.pages[0].extract_text().split())
    assert len(names) >= 11
    assert [name for name in names if "".join(name.split()) not in text] == []
    assert "".join(hidden.split()) not in text


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
        page.locator(".crumbs a").click()
        assert page.inner_text("#focus h2") in name
        found += check(page)
        page.goto("/needs/housing")
        with answered(page):
            page.locator("main form button.main").click()
        found += check(page)
    assert found == []
