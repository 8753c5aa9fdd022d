"""What a tired reader, a screen reader and a keyboard meet on an answer."""

import re

import pytest

from tests.api.web.conftest import Pages, fields_of

RELEASE = "da San Vittore, senza residenza, dorme in strada, vuole lavoro e un letto"


def test_the_papers_that_were_asked_for_are_told_once(pages: Pages) -> None:
    page = pages.ask("what papers do I need for ResidenzaMi?", lang="en")
    assert [each.get_text() for each in page.select("dl.reach dt")].count("Bring") == 1


def test_conditions_that_stand_in_the_way_are_a_list(pages: Pages) -> None:
    problem = pages.ask("agli arresti domiciliari, vuole lavoro e da mangiare").select_one(".problem")
    reason, items = problem.select_one("p").get_text(), [each.get_text() for each in problem.select("li")]
    assert reason.rstrip().endswith(":")
    assert len(items) > 2
    assert not [item for item in items if item in reason]


def test_no_sentence_ends_twice(pages: Pages) -> None:
    page = pages.ask("donna con due bambini picchiata dal marito, deve andare via di casa stasera")
    assert not re.findall(r"\.\)\s*\.", page.select_one("main").get_text())


def test_that_no_telephone_is_known_of_several_is_said_once(pages: Pages) -> None:
    first = pages.ask(RELEASE).select_one(".first article")
    assert "telefono sconosciuto" not in first.get_text()
    assert first.get_text().count("I documenti non danno recapiti per nessuno di loro") == 1


def test_of_many_to_ask_a_few_are_in_sight(pages: Pages) -> None:
    asked = pages.ask("agli arresti domiciliari, vuole lavoro e da mangiare").select_one("[aria-labelledby=ask-whom]")
    assert len(asked.select("section > ul > li")) == 5
    assert asked.select("details li")


def test_whoever_is_avoided_is_named(pages: Pages) -> None:
    page = pages.ask("esce da San Vittore, vuole lavoro, senza Celav")
    assert "senza Celav – Centro di Mediazione al Lavoro" in page.select_one(".chips summary").get_text()
    assert fields_of(page)["avoid"] == ["celav"]


def test_who_writes_a_question_is_asked_not_to_write_names_where_they_write(pages: Pages) -> None:
    for page in (pages.get("/"), pages.ask(RELEASE)):
        described = page.select_one("#words")["aria-describedby"].split()
        told = " ".join(page.select_one(f"#words-form #{each}").get_text() for each in described)
        assert "Non scrivere nomi" in told


@pytest.mark.parametrize("words", ["vuole uccidersi, serve un posto letto", "donna picchiata dal marito"])
def test_what_comes_first_is_met_from_heading_to_heading_and_with_the_title(pages: Pages, words: str) -> None:
    page = pages.ask(words)
    headings = page.select("main h1, main h2")
    assert [each.get_text() for each in headings[:2]] == ["Risposta", "Prima di tutto"]
    told = page.select_one(f"#{headings[0]['aria-describedby']}")
    assert told.find_parent("section") == page.select_one(".safety")


@pytest.mark.parametrize("words", ["esce da San Vittore", RELEASE])
def test_the_answers_to_a_question_are_a_group_with_its_name(pages: Pages, words: str) -> None:
    page = pages.ask(words)
    group = page.select_one(".answers")
    assert group["role"] == "group"
    assert page.select_one(f"#{group['aria-labelledby']}").get_text().endswith("?")


def test_needs_that_are_chosen_are_not_asked_for_again(pages: Pages) -> None:
    assert pages.get("/").select_one("#question legend").get_text() == "Che cosa serve"
    assert pages.ask(RELEASE).select_one("#question legend").get_text() == "Che cosa serve ancora"


@pytest.mark.parametrize(
    ("words", "lead", "warned"),
    [("vuole uccidersi, serve un posto letto", False, False), ("esce da Opera, cerca lavoro", True, False)],
)
def test_a_sheet_says_what_is_known_and_no_more(pages: Pages, words: str, *, lead: bool, warned: bool) -> None:
    page = pages.post("/sheet", fields_of(pages.ask(words)))
    assert ("Si parte da" in page.select_one(".sheet").get_text()) is lead
    assert ("Si parte da" in page.select_one("#plain").get_text()) is lead
    assert bool(page.select("form .caution")) is warned


@pytest.mark.parametrize("fields", [{"words": " ", "by": "words"}, {"by": "form", "from": "situation:unspecified"}])
def test_who_sends_nothing_is_told_what_to_write(pages: Pages, fields: dict[str, str]) -> None:
    page = pages.post("/", fields)
    assert "Non c'è ancora una domanda" in page.select_one("[role=alert]").get_text()
    assert page.select_one("h1")["aria-describedby"] == page.select_one("[role=alert]")["id"]
    assert not pages.get("/").select("[role=alert]")


def test_no_line_breaks_a_time(pages: Pages) -> None:
    page = pages.get("/services/residenzami")
    assert "9:00-13:00" in [each.get_text() for each in page.select(".time")]
    asked = pages.ask("da San Vittore, 20 anni, gay, cacciato di casa dalla famiglia, vuole sostegno sociale")
    assert pages.post("/sheet", {**fields_of(asked), "sheet": "ar"}).select(".sheet .time")


def test_whom_to_call_first_is_told_in_full_once_and_a_telephone_has_no_address(pages: Pages) -> None:
    page = pages.post("/sheet", {**fields_of(pages.ask("donna picchiata dal marito")), "sheet": "en"})
    first, *steps = page.select(".sheet section")
    assert "02.884.41641" in first.get_text()
    assert "02.884.41641" not in steps[0].get_text()
    assert "See above" in steps[0].get_text()
    assert "Address: not known" not in first.select_one(".place").get_text()


def test_a_record_does_not_say_a_name_twice(pages: Pages) -> None:
    names = [each.get_text() for each in pages.ask("telefono di Celav").select(".now h2, .now h3")]
    assert names == ["Celav – Centro di Mediazione al Lavoro", "Celav – Équipe carcere"]
