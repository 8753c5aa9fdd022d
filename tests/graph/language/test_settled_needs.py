"""A need that only tells the story of another is not asked for."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("they make her beg at the station and take the money", {"protection.trafficking"}),
        ("lo fanno lavorare 14 ore, gli hanno minacciato la famiglia", {"protection.trafficking"}),
        ("my boyfriend hits me and i am scared to go home", {"protection.violence"}),
        ("he beats me when he drinks", {"protection.violence"}),
        ("nigeriana, vittima di tratta, casa", {"protection.trafficking", "housing"}),
        ("vittima di violenza, cerca lavoro", {"protection.violence", "work"}),
        ("art. 21 a bollate, gli serve la visita del medico del lavoro", {"health.occupational"}),
        ("detenuto con HIV, servono le medicine e il medico di base", {"health.hiv", "health.general"}),
        ("le lettere dell'UEPE tornano indietro, dove può farsele mandare?", {"social-support.mail"}),
        ("UEPE, casa", {"housing"}),
        ("driving licence suspended, needs it back for work", {"documents.driving-licence"}),
        ("driving licence and a job", {"documents.driving-licence", "work"}),
        ("ha perso il lavoro, vuole un corso", {"work.training"}),
        ("non ho i soldi per l'avvocato", {"legal.advice"}),
        ("soldi e avvocato", {"income", "legal.advice"}),
        ("aiuto per pagare bollette e affitto", {"income.contributions"}),
        ("reddito di inclusione e casa", {"income.inclusion", "housing"}),
        ("the family clinic sent me to you for a free lawyer", {"legal.advice"}),
        ("a shower for a man who sleeps in a van", {"basic-needs.shower"}),
        ("no house, needs a shower", {"basic-needs.shower", "housing.emergency"}),
        ("sleeps in a van, has a fever", {"health.general", "housing.emergency"}),
        ("released last month, drinking again, no papers", {"health.addiction.alcohol"}),
        ("vorrei smettere con la cocaina ma non voglio che lo sappia mia moglie", {"health.addiction"}),
        ("cerca lavoro di notte, è in obbligo di dimora", {"work"}),
        ("nessuno mi dà lavoro", {"work"}),
        ("two brothers, one out yesterday needs bed, the other still inside needs papers", {"documents"}),
        ("due fratelli, uno esce domani e cerca casa, l'altro è a Opera e vuole un avvocato", {"legal.advice"}),
    ],
)
def test_a_need_that_tells_the_story_of_another(text: str, needs: set[str], lexicon: Lexicon) -> None:
    assert set(parse(text, lexicon).needs) == needs
