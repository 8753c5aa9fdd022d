"""The page of a question, and of its answer, without a browser."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.app import create_app
from api.settings import Limits, Settings
from graph.opening_hours import today
from graph.store.base import NetworkXStore
from graph.vocabulary import ServiceStatus
from tests.api.conftest import PATIENT, Client
from tests.api.web.conftest import Pages, fields_of

RELEASE = "dall'uscita da San Vittore a casa e lavoro"
START = "Parte da: uscita da San Vittore"


def chips(page: Any) -> list[str]:
    """What the chips say: a tick's label, or what is chosen of a list."""
    return [" ".join(_read(chip).split()) for chip in page.select(".chip")]


def _read(chip: Any) -> str:
    chosen = chip.select_one("option[selected]")
    return f"{chip.find(string=True)}{chosen.get_text()}" if chosen else str(chip.get_text())


def test_a_question_in_words_is_answered_with_what_was_understood(pages: Pages) -> None:
    page = pages.ask(f"{RELEASE} per chi dorme in strada")
    assert chips(page) == [START, "serve: casa", "serve: lavoro", "dove vive: in strada"]
    assert page.select(".first article")
    assert page.select("svg.plan")


@pytest.mark.parametrize(("lang", "words"), [("it", RELEASE), ("en", "from San Vittore release to housing plus work")])
def test_the_form_of_an_answer_asks_the_same_again(pages: Pages, lang: str, words: str) -> None:
    page = pages.ask(words, lang)
    again = pages.post("/", fields_of(page), lang)
    assert again.select_one("svg.plan").get_text() == page.select_one("svg.plan").get_text()
    assert chips(again) == chips(page)


def test_a_chip_without_its_tick_is_gone(pages: Pages) -> None:
    page = pages.ask(f"{RELEASE} per chi dorme in strada")
    fields = fields_of(page)
    del fields["fact.housing"]
    fields["need"].remove("work")
    assert chips(pages.post("/", fields)) == [START, "serve: casa"]


def test_a_chip_is_corrected_by_another_choice(pages: Pages) -> None:
    page = pages.ask(f"{RELEASE} per chi dorme in strada")
    fields = fields_of(page) | {"fact.housing": "dwelling", "from": "situation:release-opera"}
    assert {"Parte da: uscita da Opera", "dove vive: in un alloggio o in una struttura ricettiva"} < set(
        chips(pages.post("/", fields))
    )


@pytest.mark.parametrize(
    ("words", "choice", "then"),
    [
        ("da Opera a un letto", "detenzione a Opera", "Parte da: detenzione a Opera"),
        ("esce da San Vittore", "documenti", "serve: documenti"),
        ("dall'uscita da San Vittore a documenti", "carta d'identità", "serve: carta d'identità"),
        ("italiano, egiziano, dall'uscita da San Vittore a casa", "cittadinanza: Egitto", "cittadinanza: Egitto"),
    ],
)
def test_a_question_that_goes_back_is_answered_with_a_button(pages: Pages, words: str, choice: str, then: str) -> None:
    page = pages.ask(words)
    button = next(each for each in page.select("#back ~ .answers button") if each.strong.get_text() == choice)
    after = pages.post("/", {**fields_of(page), "answer": button["value"]})
    assert then in chips(after)
    assert after.select("svg.plan")
    assert not after.select("#back")
    assert "serve: documenti" not in chips(after) or choice == "documenti"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("telefono di ResidenzaMi", "/services/residenzami"),
        ("orari del Celav", "/partners/celav"),
        ("dov'è il Celav", "/services/celav-equipe-carcere"),
        ("telefono di Caritas Ambrosiana", "/partners/caritas-ambrosiana"),
        ("come si entra a Casa Jannacci?", "/partners/casa-accoglienza-enzo-jannacci"),
        ("is Casa Jannacci open tonight?", "/partners/casa-accoglienza-enzo-jannacci"),
    ],
)
def test_a_question_for_a_record_is_answered_with_it(pages: Pages, words: str, address: str) -> None:
    assert pages.ask(words).select(f'section.card :is(h2, h3) a[href="{address}"]')


@pytest.mark.parametrize(
    ("words", "label", "told"),
    [
        ("quali documenti servono per ResidenzaMi?", "Portare", "iscrizione anagrafica"),
        ("chi può andare al Rainbow Desk?", "A chi è rivolto", "18 e 35"),
        ("come si entra a Casa Jannacci?", "Come fare", "Nessun documento dice come"),
    ],
)
def test_a_record_begins_with_the_part_that_is_asked_for(pages: Pages, words: str, label: str, told: str) -> None:
    first = pages.ask(words).select_one("section.card dl.reach div")
    assert first.dt.get_text() == label
    assert told in first.dd.get_text()


def test_a_record_without_a_contact_says_whom_to_ask(pages: Pages) -> None:
    assert pages.ask("telefono del SerD").select('#ask-whom + ul a[href="/services/sostienimi"]')


@pytest.mark.parametrize(
    ("words", "partner"),
    [
        ("azienda cerca persone in semilibertà da assumere", "celav-equipe-carcere"),
        ("ho vestiti da donare", "puntoacapo"),
    ],
)
def test_an_offer_is_told_whom_to_contact(pages: Pages, words: str, partner: str) -> None:
    page = pages.ask(words)
    assert page.select(f'section.notice a[href="/services/{partner}"]')
    assert "offerta" in page.select_one("p.lead").get_text()
    assert not page.select("#back, #problems, #next-question, #now")
    assert not page.select('#ask-whom + ul a[href="/services/sspt"]')


def test_a_visit_is_told_that_the_prison_decides(pages: Pages) -> None:
    page = pages.ask("come faccio a visitare mio figlio a San Vittore?")
    assert "lo decide l'istituto" in page.select_one("section.notice").get_text()
    assert page.select('#ask-whom + ul a[href="/services/puntoacapo"]')


def test_a_record_says_on_which_day_it_is_open(pages: Pages) -> None:
    page = pages.ask("is Casa Jannacci open tonight?", lang="en")
    assert "not known whether it is open" in page.select_one("section.card .opening").get_text()


def test_a_need_in_general_is_answered_by_its_kinds_with_their_partners(pages: Pages) -> None:
    page = pages.ask(RELEASE)
    tonight, *_, home = page.select('button[name="answer"]')
    assert "Casa Dormitorio Via Assietta" in tonight.get_text()
    assert "ART Housing" in home.get_text()
    assert "Assietta" not in page.select_one(".first").get_text()
    assert "serve: lavoro" in chips(pages.post("/", {**fields_of(page), "answer": tonight["value"]}))


def test_a_caution_for_a_minor_stands_above_the_kinds_of_home(pages: Pages) -> None:
    told = pages.ask("ragazza di 16 anni, cerca casa").get_text()
    assert told.index("accolga minori") < told.index("Via Assietta")


def test_each_answer_button_of_the_next_question_becomes_a_chip(pages: Pages) -> None:
    page = pages.ask("dall'uscita da San Vittore a lavoro")
    buttons = page.select('button[name="answer"]')
    assert buttons
    for button in buttons:
        after = pages.post("/", {**fields_of(page), "answer": button["value"]})
        assert len(chips(after)) == len(chips(page)) + 1
        assert after.select("svg.plan")


def test_nothing_asked_is_the_empty_page_again(pages: Pages) -> None:
    assert pages.post("/", {"from": "situation:unspecified", "by": "form"}).select_one("#words")


def test_words_that_mean_nothing_are_said_and_kept(pages: Pages) -> None:
    page = pages.ask("zzz qqq")
    assert page.select_one("#words").get_text().strip() == "zzz qqq"
    assert "zzz" in page.select_one(".notice, .problem").get_text()


@pytest.mark.parametrize("fact", ["fact.age=17", "fact.age=18-25", "fact.nationality=!IT", "fact.nationality=MA"])
def test_facts_of_the_form_are_taken_and_shown(pages: Pages, fact: str) -> None:
    name, value = fact.split("=")
    page = pages.post("/", {"from": "situation:release", "need": "housing", name: value, "by": "form"})
    assert len(chips(page)) == 3
    assert not page.select('p.notice[role="alert"]')


def test_a_code_that_the_network_does_not_have_is_told(pages: Pages) -> None:
    page = pages.post("/", {"from": "situation:release", "need": "housing", "fact.shoes": "red", "by": "form"})
    assert "shoes" in page.select_one("main").get_text()


def test_what_was_written_is_never_markup(pages: Pages) -> None:
    page = pages.ask('<script>alert(1)</script> "><img src=x>')
    assert not page.select("img, script:not([type])")


def test_a_body_that_is_too_large_is_refused(client: Any) -> None:
    assert client.request("POST", "/", data={"words": "a" * 200_000}).status_code == 413


@pytest.mark.parametrize(
    ("asked", "cookie", "accepts", "lang"),
    [("en", "it", "it", "en"), ("", "en", "it", "en"), ("", "", "fr, en;q=0.8, it;q=0.2", "en"), ("xx", "", "", "it")],
)
def test_the_language_is_asked_for_kept_or_accepted(
    client: Any, asked: str, cookie: str, accepts: str, lang: str
) -> None:
    headers = {"Accept-Language": accepts} | ({"Cookie": f"lang={cookie}"} if cookie else {})
    response = client.request("GET", "/", params={"lang": asked} if asked else None, headers=headers)
    assert f'<html lang="{lang}">' in response.text


def test_what_an_answer_links_to_opens_beside_it(pages: Pages) -> None:
    links = pages.ask(RELEASE).select(
        "main a[href^='/services/'], main a[href^='/partners/'], main a[href^='/documents/']"
    )
    assert len(links) > 5
    assert all(link.get("target") == "_blank" for link in links)
    assert not pages.get("/services/residenzami").select("main a[target]")


def test_every_link_of_an_answer_leads_somewhere(pages: Pages, client: Any) -> None:
    page = pages.ask("dall'uscita da San Vittore a casa e lavoro, senza residenza, dorme in strada")
    paths = {str(link["href"]) for link in page.select("main a[href^='/']")}
    missing = [path for path in sorted(paths) if client.request("GET", path).status_code != 200]
    assert missing == []


def test_a_question_is_about_a_day_that_can_be_changed(pages: Pages) -> None:
    page = pages.ask("da San Vittore, senza residenza, dorme in strada, vuole la residenza")
    assert page.select_one(".day input")["value"] == today().isoformat()
    after = pages.post("/", {**fields_of(page), "on": "2026-12-13"})
    assert after.select_one(".day input")["value"] == "2026-12-13"
    assert "domenica 13/12/2026: chiuso; riapre lunedì 14/12/2026" in after.get_text()


def test_a_question_about_somebody_who_comes_out_on_a_day_is_about_that_day(pages: Pages) -> None:
    page = pages.ask("esce domani da San Vittore, senza residenza, vuole lavoro e un letto")
    assert page.select_one(".day input")["value"] == (today() + timedelta(days=1)).isoformat()


def test_every_step_says_whom_to_call_and_what_to_see_to_first(pages: Pages) -> None:
    page = pages.ask("donna con due bambini picchiata dal marito, deve andare via di casa stasera")
    first, second = page.select(".steps > li")
    assert not first.select("p > .phone")
    assert "chiedere prima di andare con i figli" in second.select_one(".caution").get_text()
    later = pages.ask("esce da San Vittore, senza residenza, vuole lavoro e un letto").select(".steps > li")[2]
    assert later.select_one('a[href="tel:+390288447647"], a[href="tel:0288447647"]')


def test_the_hours_of_a_telephone_are_no_hours_of_an_office(pages: Pages) -> None:
    page = pages.ask("donna picchiata dal marito")
    assert "1522: a ogni ora" in page.select_one(".first").get_text()
    sheet = pages.post("/sheet", fields_of(page))
    assert {"Telefono: a ogni ora", "1522: a ogni ora"} & {row.get_text() for row in sheet.select(".call-first bdi")}
    assert sheet.select_one('.sheet a[href="tel:1522"]')


@pytest.mark.parametrize("words", ["vorrei un elefante", "zzz qqq", "esce da San Vittore"])
def test_where_people_read_there_are_no_codes(pages: Pages, words: str) -> None:
    told = pages.ask(words).select_one("main").get_text()
    assert not re.search(r"legal\.|\(income\)|housing, work|being-released", told)


def test_a_closed_service_that_would_matter_is_told(catalogue: Any) -> None:
    services = [
        replace(each, status=ServiceStatus.TEMPORARILY_CLOSED) if each.slug == "residenzami" else each
        for each in catalogue.services
    ]
    own = Pages(
        Client(create_app(Settings(limits=PATIENT), NetworkXStore(replace(catalogue, services=tuple(services)))))
    )
    page = own.ask("da San Vittore, senza residenza, dorme in strada, vuole la residenza")
    assert "chiuso per ora" in page.select_one(".closed").get_text()


def test_links_that_send_the_sheet_are_there_on_request_alone(pages: Pages) -> None:
    fields = fields_of(pages.ask(RELEASE))
    sheet = pages.post("/sheet", fields)
    assert not sheet.select('a[href^="https://wa.me"], a[href^="sms:"]')
    assert sheet.select_one(".copying .notice")
    shared = pages.post("/sheet", {**fields, "share": "yes"})
    assert len(shared.select('a[href^="https://wa.me/?text="], a[href^="sms:?body="]')) == 2


def test_a_sheet_about_violence_warns_whoever_hands_it_over(pages: Pages) -> None:
    told = "trovare il foglio"
    assert (
        told in pages.post("/sheet", fields_of(pages.ask("donna picchiata dal marito"))).select_one("form").get_text()
    )
    assert told not in pages.post("/sheet", fields_of(pages.ask(RELEASE))).get_text()


def test_what_is_not_said_of_a_person_is_not_known(pages: Pages) -> None:
    page = pages.get("/")
    facts = page.select("#question .facts select, #question .facts input")
    assert len(facts) > 10
    assert not [fact for fact in facts if fact.name == "input" and fact.get("value")]
    assert {fact.select_one("option")["value"] for fact in facts if fact.name == "select"} == {""}
    assert not [name for name in fields_of(page) if name.startswith("fact.")]


def test_questions_are_sent_in_a_body_alone(pages: Pages) -> None:
    for page in (pages.get("/"), pages.ask(RELEASE), pages.post("/sheet", fields_of(pages.ask(RELEASE)))):
        assert {str(form["method"]) for form in page.select("form")} == {"post"}


def test_a_step_of_the_sheet_that_meets_no_need_says_what_it_is_for(pages: Pages) -> None:
    fields = fields_of(pages.ask("da San Vittore, senza residenza, dorme in strada, vuole lavoro"))
    told = [step.get_text() for step in pages.post("/sheet", fields).select(".sheet-steps section")]
    assert [("Serve per fare il passo" in step) for step in told] == [True] * (len(told) - 1) + [False]


@pytest.mark.parametrize(
    ("limits", "words", "english", "italian"),
    [
        (PATIENT, "casa " * 500, "at most 2000 characters", "al massimo 2000 caratteri"),
        (replace(PATIENT, planning_seconds=0.0), "from release to work", "takes too long", "ci vuole troppo tempo"),
    ],
    ids=["long", "late"],
)
def test_a_question_that_is_refused_is_told_in_the_language_of_the_page(
    store: NetworkXStore, limits: Limits, words: str, english: str, italian: str
) -> None:
    own = Pages(Client(create_app(Settings(limits=limits), store)))
    for lang, said in (("en", english), ("it", italian)):
        (notice,) = own.ask(words, lang=lang).select("p.notice[role=alert]")
        assert said in notice.get_text()
        assert notice.select_one("[lang]") is None
