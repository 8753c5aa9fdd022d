"""The day that a question in words is about."""

from datetime import date

import pytest

from graph.language.day import day_named, find_day, list_days

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
        ("leaving Opera on 28/11, no home", 28),
        ("his release is on 28 November, needs a bed", 28),
        ("lo sfrattano il 28 novembre", 28),
        ("deve lasciare il dormitorio entro domenica", 29),
        ("mi caccia di casa venerdì", 27),
        ("sono in permesso premio da venerdì a lunedì, dove posso dormire?", 27),
        ("both out on the 28th of November, bed", 28),
        ("fine pena 28 novembre, casa", 28),
        ("uscito il 20 novembre, casa", 25),
        ("the man who gets released tomorrow hit her", 25),
        ("uscito venerdì da San Vittore", 25),
        ("released on Friday from Opera", 25),
        ("Mia figlia ha paura del suo ex che esce venerdì da San Vittore", 25),
        ("my brother who gets out on Friday hit me", 25),
        ("è aperto di sabato?", 28),
        ("ResidenzaMi è aperto domenica?", 29),
        ("is the Rainbow Desk open on Monday?", 30),
        ("residenza per chi dorme in strada, ci va venerdì mattina", 27),
        ("donna picchiata, posso chiamare giovedì pomeriggio?", 26),
        ("deve andare al Rainbow Desk giovedì", 26),
        ("dove si mangia la domenica?", 29),
        ("where can he eat on Sundays?", 29),
        ("a che ora apre il Celav il lunedì?", 30),
        ("deve andare dal medico venerdì", 27),
        ("can I send a boy to the Rainbow Desk tomorrow?", 26),
        ("stasera dove può dormire?", 25),
        ("ha bisogno di un letto il 30 novembre", 30),
        ("needs a bed on 27 November", 27),
        ("needs a bed on November 27th", 27),
        ("serve un letto il 28/11", 28),
        ("ha bisogno di casa tra due giorni", 27),
        ("needs a place to stay in 3 days", 28),
        ("cerca casa, il permesso scade il 30 novembre", 25),
        ("cerca casa, uscito venerdì", 25),
        ("deve mangiare, arrestato il 30 novembre", 25),
        ("dove dorme chi è uscito lunedì?", 25),
        ("è nato il 30 novembre e cerca lavoro", 25),
        ("cerca lavoro dal lunedì al venerdì", 25),
        ("where can she go, he hit her on Monday", 25),
        ("can she get help? She was released on Monday", 25),
        ("serve un letto il 31 novembre", 25),
        ("domenica dove si mangia?", 29),
        ("lunedì è stato picchiato, dove può andare?", 25),
        ("dorme in strada da lunedì", 25),
        ("ho paura del mio ex, esce domani", 25),
        ("my ex gets out on Monday and I'm scared", 25),
        ("mio marito esce domani da Opera, dove può dormire", 26),
        ("vuole un letto", 25),
        ("doccia domenica", 29),
        ("doccia di domenica mattina", 29),
        ("mensa a pranzo domenica vicino a Lambrate", 29),
        ("how do I reach CPS on a Sunday", 29),
        ("on leave Sunday from Opera, bed", 29),
        ("SostieniMi orari domenica", 29),
        ("SostieniMi anche la domenica?", 29),
        ("udienza domenica", 25),
        ("letto per il 29", 29),
        ("bed for the 29th", 29),
        ("letto per il 41 bis", 25),
        ("serve un letto per il 24enne", 25),
        ("she needs a bed, he hit her on Monday", 25),
    ],
)
def test_a_day_that_is_to_come(text: str, day: int) -> None:
    assert day_named(text, WEDNESDAY) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ha bisogno di un letto il 24 dicembre", "il 24 dicembre"),
        ("needs a bed on 24 December, please", "on 24 December"),
        ("un posto dove stare tra un mese", "tra un mese"),
        ("Stasera dove può dormire?", "Stasera"),
        ("vuole un letto", None),
        ("dove può dormire stasera?", "stasera"),
        ("esce venerdì da Opera", "venerdì"),
    ],
)
def test_the_words_that_name_the_day_are_known(text: str, words: str | None) -> None:
    found = find_day(text, WEDNESDAY)
    assert (text[found.begin : found.end] if found else None) == words


def test_a_date_that_lies_behind_is_that_of_next_year() -> None:
    assert day_named("serve un letto il 3 gennaio", WEDNESDAY) == date(2027, 1, 3)
    assert day_named("serve un letto il 3 gennaio 2026", WEDNESDAY) == WEDNESDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("letto a Natale", date(2026, 12, 25)),
        ("pranzo di Natale", date(2026, 12, 25)),
        ("bed on Christmas Day", date(2026, 12, 25)),
        ("food on Christmas Eve, 24 December", date(2026, 12, 24)),
        ("letto per il 24", date(2026, 12, 24)),
        ("bed 24 Dec", date(2026, 12, 24)),
        ("mensa il 6 gen", date(2027, 1, 6)),
        ("dove si mangia a Capodanno?", date(2027, 1, 1)),
        ("mensa per l'Epifania", date(2027, 1, 6)),
    ],
)
def test_a_holiday_or_a_short_date(text: str, day: date) -> None:
    assert day_named(text, WEDNESDAY) == day


def test_a_date_that_says_the_same_day_is_part_of_it() -> None:
    text = "food on Christmas Eve, 24 December"
    found = find_day(text, WEDNESDAY)
    assert found is not None
    assert text[found.begin : found.end] == "on Christmas Eve, 24 December"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("he hit her on Monday", ["Monday"]),
        ("bed tomorrow, not on 24 Dec", ["tomorrow", "24 Dec"]),
        ("vuole un letto stasera", []),
    ],
)
def test_every_day_that_is_named_is_known(text: str, days: list[str]) -> None:
    assert [text[one.begin : one.end] for one in list_days(text, WEDNESDAY)] == days
