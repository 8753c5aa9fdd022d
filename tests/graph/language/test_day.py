"""The day that a question in words is about."""

from datetime import date

import pytest

from graph.language.day import day_named

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("esce venerdì da San Vittore, senza residenza, vuole lavoro e un letto", 27),
        ("Esce da San Vittore venerdì e non sa dove dormire", 27),
        ("verrà scarcerata lunedì da Bollate, cerca casa", 30),
        ("sarà dimesso domani", 26),
        ("is released on Friday from Opera, no residence", 27),
        ("he gets out of prison tomorrow and needs a bed", 26),
        ("he's getting out next Monday", 30),
        ("un letto per sabato", 28),
        ("needs a bed for tomorrow", 26),
        ("esce mercoledì", 25),
        ("esce da SV domani, senza residenza né documenti", 26),
        ("released tomorrow from Opera, needs documents", 26),
        ("in dimissione da Opera domani", 26),
        ("venerdì esce da Bollate, cerca casa", 27),
        ("l'ex che esce domani la minaccia", 25),
        ("the man who gets released tomorrow hit her", 25),
        ("uscito venerdì da San Vittore", 25),
        ("released on Friday from Opera", 25),
        ("Mia figlia ha paura del suo ex che esce venerdì da San Vittore", 25),
        ("my brother who gets out on Friday hit me", 25),
        ("è aperto di sabato?", 25),
        ("dorme in strada da lunedì", 25),
        ("vuole un letto", 25),
    ],
)
def test_a_day_that_is_to_come(text: str, day: int) -> None:
    assert day_named(text, WEDNESDAY) == date(2026, 11, day)
