"""The first screen of every acceptance answer: it fits a terminal, says what to do, and speaks one language."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from api.messages import Words
from api.messages.words import read_templates
from api.render.brief_steps import MOST_STEPS
from api.render.brief_view import BriefView
from api.render.screen import HEIGHT, WIDTH
from graph.language.day import day_named
from graph.network import Network
from graph.referral.answer import Answer, PlanStatus
from graph.referral.brief import MOST_ASKED, MOST_NAMED, MOST_WARNINGS, summarize
from graph.referral.planner import ReferralPlanner
from graph.vocabulary import Locale, Severity

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|not|with|without|there|this|that|who|which|must|cannot|has|have|no document|does|write)\b",
    re.I,
)
ITALIAN = re.compile(
    r"\b(il|lo|gli|della|dello|degli|non|che|sono|nessun|con|senza|chi|questo|questa|deve|può|scrivere|è)\b", re.I
)
PRINTED = re.compile(r"«[^»]*»|“[^”]*”|'[^']*'")
"""What is quoted is somebody's own words: the question's, a document's title, a code."""


SCREENS = yaml.safe_load(Path(__file__).with_name("screens.yaml").read_text(encoding="utf-8"))
WARM = date(2026, 10, 15)
"""A day in no season, so that nothing on the screens depends on today."""


def _printed_names(network: Network) -> list[str]:
    """Names, streets and addresses, as documents print them; longest first, so that no part of one is left."""
    names = {node.name for node in (*network.services.values(), *network.organizations.values())}
    names |= {email.address for service in network for email in service.emails}
    names |= {schedule.printed for service in network for schedule in service.schedules}
    return sorted(names, key=len, reverse=True)


def _foreign_words(text: str, locale: Locale, names: list[str]) -> list[str]:
    text = PRINTED.sub(" ", " ".join(text.split()))
    for name in names:
        text = text.replace(name, " ")
    return (ENGLISH if locale is Locale.IT else ITALIAN).findall(text)


@pytest.fixture(scope="session")
def printed(network: Network) -> list[str]:
    return _printed_names(network)


@pytest.mark.sample(80)
@pytest.mark.parametrize("locale", Locale)
def test_the_first_screen_fits(case, answer_to: Callable[..., Answer], network: Network, locale: Locale) -> None:
    lines = BriefView(network, Words(locale)).text(answer_to(case)).splitlines()
    assert len(lines) <= HEIGHT, "\n".join(lines)
    assert max(map(len, lines)) <= WIDTH, "\n".join(lines)


@pytest.mark.parametrize("locale", Locale)
def test_the_first_screen_speaks_one_language(
    case, answer_to: Callable[..., Answer], network: Network, printed: list[str], locale: Locale
) -> None:
    # Unwrapped: a name that is cut at the end of a line is a name all the same.
    blocks = BriefView(network, Words(locale)).list_blocks(answer_to(case))
    text = "\n".join(" ".join(line.strip() for line in block.lines) for block in blocks)
    assert not _foreign_words(text, locale, printed), text


def test_the_first_screen_says_what_to_do(case, answer_to: Callable[..., Answer], network: Network) -> None:
    answer = answer_to(case)
    brief, text = summarize(answer, network), " ".join(BriefView(network, Words(Locale.IT)).text(answer).split())
    assert brief.steps or brief.met or brief.ask or brief.question, text
    for step in brief.steps:
        assert 1 <= len(step.candidates) <= MOST_NAMED
        if len(step.candidates) == 1 or len(brief.steps) <= MOST_STEPS:
            assert network.get_service(step.candidates[0].service).name in text
    if len(brief.steps) <= MOST_STEPS:
        for service in (network.get_service(step.candidates[0].service) for step in brief.steps):
            assert not service.phones or service.phones[0].printed in text
    for notice in brief.notices:
        if notice.severity is Severity.URGENT:
            assert " ".join(notice.text.it.split()) in text
    assert len(brief.warnings) <= MOST_WARNINGS
    for said in ("ottimo dimostrato", "costo ", "Che cosa lo cambierebbe"):
        assert said not in text


def test_there_is_always_somebody_to_ask(case, answer_to: Callable[..., Answer], network: Network) -> None:
    answer = answer_to(case)
    if answer.status is not PlanStatus.PLANNED:
        assert summarize(answer, network).ask


def test_whom_to_ask_is_few_and_without_doubles(case, answer_to: Callable[..., Answer], network: Network) -> None:
    answer = answer_to(case)
    asked = [advisor.service for advisor in summarize(answer, network).ask]
    assert len(asked) == len(set(asked)) <= MOST_ASKED
    anything = {advisor.service for advisor in answer.ask if not advisor.needs}
    assert not asked or not anything or anything & set(asked)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("doccia domenica", "Risposta per domenica 18/10/2026"),
        ("letto a Natale", "Risposta per venerdì 25/12/2026"),
        ("letto per il 24", "Risposta per sabato 24/10/2026"),
        ("SostieniMi orari domenica", "   domenica 18/10/2026: chiuso; riapre lunedì 19/10/2026 alle 09:00"),
    ],
)
def test_the_day_that_the_words_name_is_the_day_of_the_answer(
    planner: ReferralPlanner, network: Network, text: str, line: str
) -> None:
    answer = planner.ask(text, on=day_named(text, WARM))
    assert line in BriefView(network, Words(answer.interpretation.locale)).text(answer).splitlines()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen["ask"])
def test_a_first_screen_shows_what_matters(screen, planner: ReferralPlanner, network: Network) -> None:
    assert screen.keys() <= {"ask", "in_order", "never", "once"}
    answer = planner.ask(screen["ask"], on=WARM)
    drawn = BriefView(network, Words(answer.interpretation.locale)).text(answer)
    assert len(drawn.splitlines()) <= HEIGHT, drawn
    text, place = " ".join(drawn.split()), 0
    for part in map(str, screen.get("in_order", ())):
        place = text.find(part, place)
        assert place >= 0, (part, drawn)
    for part in screen.get("never", ()):
        assert part not in text, (part, drawn)
    for part in screen.get("once", ()):
        assert text.count(part) == 1, (part, drawn)


def test_no_message_of_one_language_holds_words_of_the_other() -> None:
    for locale, foreign in ((Locale.IT, ENGLISH), (Locale.EN, ITALIAN)):
        for code, template in read_templates(locale).items():
            if code == "plural.rules":  # CLDR's notation, which nobody reads
                continue
            for form in [template] if isinstance(template, str) else template.values():
                said = re.sub(r"\{[^}]*\}|`[^`]*`|<[^>]*>|\"[^\"]*\"|[a-z_]+=\S+|RETE_\w+", " ", form)
                assert not foreign.findall(said), (code, form)


def test_the_catalogue_speaks_each_language_in_its_own_words(network: Network) -> None:
    """Labels and notes that are not translated would be English in an Italian answer."""
    facts = [value.label for fact in network.facts.values() for value in fact.values]
    texts = [fact.question for fact in network.facts.values()] + [need.label for need in network.needs.values()]
    texts += [text for service in network for text in service.verify] + facts
    assert not [text for text in texts if _foreign_words(text.it, Locale.IT, [])]


@pytest.mark.parametrize("text", ["ragazza di 15 anni picchiata dal padre", "bambina di 9 anni, la mamma la picchia"])
def test_no_child_is_said_to_go_alone(text: str, planner: ReferralPlanner, network: Network) -> None:
    screen = BriefView(network, Words(Locale.IT)).text(planner.ask(text))
    assert "Prevenzione e contrasto" in screen
    assert "si presenta da sola" not in screen


@pytest.mark.parametrize("text", ["salí de la cárcel ayer, no tengo dónde dormir", "خرجت من السجن وأحتاج إلى سكن"])
def test_words_of_another_language_are_shown_with_those_that_are_read(
    text: str, planner: ReferralPlanner, network: Network
) -> None:
    screen = BriefView(network, Words(Locale.EN)).text(planner.ask(text))
    assert screen.startswith("Not used: «")
    assert "Questions are read in English and Italian." in screen
