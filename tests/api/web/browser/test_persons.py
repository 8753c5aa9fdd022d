"""From the first click to the last: an operator, a coordinator, a developer, a released person."""

import io
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from api.messages import Words
from graph.vocabulary import Locale
from tests.api.web.browser.visits import OPERATOR, answered, ask, send, tab

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

RELEASED = "esce venerdì da San Vittore, senza residenza, vuole lavoro e un letto"
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


@pytest.mark.parametrize("lang", ["it", pytest.param("en", marks=pytest.mark.slow)])
def test_a_coordinator_sees_a_gap_its_reason_and_what_a_closing_does(chromium: Any, origin: str, lang: str) -> None:
    words = Words(Locale(lang))
    with tab(chromium, origin, locale=lang) as page:
        page.goto("/coverage?need=work")
        page.locator("td.gap a").first.click()
        assert page.inner_text(".problem")
        page.go_back()
        page.get_by_role("link", name=words.say("page.what_if_closes")).first.click()
        assert words.say("effect.LOST") in page.inner_text("main")
        page.select_option("#close", "caritas-ambrosiana")
        page.click("form.card button.main")
        expect(page.locator("input[name=close]:checked")).to_have_count(2)
        page.goto("/changes")
        before, after = (page.locator(f"select[name={name}]").input_value() for name in ("before", "after"))
        assert page.locator("#versions article").count() == 3
        page.select_option("select[name=before]", after)
        page.select_option("select[name=after]", before)
        page.click("#versions form button")
        assert page.locator("#versions article .tag").first.inner_text() == words.say("entry_change.REMOVED")


@pytest.mark.parametrize("lang", ["it", pytest.param("en", marks=pytest.mark.slow)])
def test_a_coordinator_asks_who_is_open_on_a_sunday_evening_and_what_a_dormitory_is_worth(
    chromium: Any, origin: str, lang: str
) -> None:
    said = {"it": ("domenica", "lo danno anche"), "en": ("Sunday", "also given by")}[lang]
    with tab(chromium, origin, locale=lang) as page:
        page.goto("/coverage?need=housing")
        page.select_option("#profile", "rough-sleeper")
        page.fill("#on", "2026-11-29")
        page.fill("#hour", "19:00")
        page.click("form.fields button.main")
        expect(page.locator("main p[role=status]")).to_contain_text(said[0])
        page.locator(".matrix tbody th a").nth(1).click()
        expect(page.locator("[role=status] strong")).to_contain_text("19:00")
        assert page.locator("#profile").input_value() == "rough-sleeper"
        page.goto("/network")
        page.fill("#q", "dormitorio")
        page.locator("form[role=search] button").click()
        page.locator(".plainlist a").first.click()
        page.locator(".crumbs a").nth(1).click()
        expect(page.locator("main [role=status]")).to_contain_text(said[1])


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


@pytest.mark.parametrize("lang", ["it", *(pytest.param(one, marks=pytest.mark.slow) for one in ("en", "ar"))])
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


def test_the_console_completes_from_the_schema_and_remembers_what_was_run(chromium: Any, origin: str) -> None:
    with tab(chromium, origin, locale="en") as page:
        page.goto("/console")
        query, hints = page.locator("#query"), page.locator("#hints button")
        for written, proposed in (
            ("{ snap", ["snapshot"]),
            ("{ snapshot { ver", ["version"]),
            ("query Q($s: String!) { service(slug: $s) { contacts { ph", ["phones"]),
            ("{ networkAreas { label(loc", ["locale"]),
            ("{ networkAreas { label(locale: ", ["EN", "IT"]),
            ("{ node(id: 1) { ... on Ser", ["Service"]),
            ("{ coverage(query: { pro", ["profiles"]),
        ):
            query.fill(written)
            expect(hints.first).to_be_visible()
            assert sorted(hints.all_inner_texts()) == proposed
        query.fill("{ snapshot { ver")
        page.keyboard.press("Control+Space")
        page.keyboard.press("Enter")
        expect(query).to_have_value("{ snapshot { version")
        query.press_sequentially(" } }")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#answer")).to_contain_text('"version"')
        page.select_option("#operation", "AskQuery")
        page.select_option("#past", index=1)
        expect(query).to_have_value("{ snapshot { version } }")


def test_the_first_step_begins_on_the_first_screen_of_a_phone_and_what_was_understood_is_a_line(
    chromium: Any, origin: str
) -> None:
    phone = {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True}
    with tab(chromium, origin, **phone) as page:
        ask(page, "donna senza residenza, dorme in strada a Milano, cerca lavoro e una mensa")
        box = page.locator(".first .card h3").first.bounding_box()
        assert box["y"] + box["height"] < 667
        understood = page.locator(".chips summary")
        assert "donna" in understood.inner_text()
        expect(page.locator(".chip").first).to_be_hidden()
        understood.click()
        expect(page.locator(".chip").first).to_be_visible()
