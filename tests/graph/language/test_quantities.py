import pytest

from graph.language.lexicon import Lexicon
from graph.language.meanings import describe
from graph.language.parse import parse
from graph.language.quantities import Quantities
from graph.language.tokens import tokenize


def _read(text: str) -> list[str]:
    """The first quantity of `text`, as alternatives."""
    tokens = tokenize(text)
    quantities = Quantities([one.word for one in tokens], [one.gap for one in tokens], [one.apart for one in tokens])
    found = next((one for index in range(len(tokens)) if (one := quantities.find_at(index))), None)
    return [describe(given) for given in found.alternatives] if found else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 30 years old", "age=28..32"), ("un uomo di circa 60 anni", "age=58..62"),
        # exact ages
        ("25 years old", "age=25"), ("25-year-old", "age=25"), ("25yo", "age=25"), ("30 y/o", "age=30"),
        ("aged 40", "age=40"), ("age: 40", "age=40"), ("età 40", "age=40"), ("di 20 anni", "age=20"),
        ("25enne", "age=25"), ("ventun anni", "age=21"), ("vent'anni", "age=20"),
        ("sessantacinquenne", "age=65"), ("sedicenne", "age=16"), ("ventitreenne", "age=23"),
        ("trentaseienne", "age=36"), ("quarantottenni", "age=48"), ("ultrasessantenne", "age=61.."),
        ("ventuno anni", "age=21"), ("quarantotto anni", "age=48"),
        ("thirty-five years old", "age=35"), ("3 years old", "age=3"), ("18 anni", "age=18"),
        # ranges of age
        ("under 18", "age=..17"), ("sotto i 18 anni", "age=..17"), ("< 18", "age=..17"), ("over 65", "age=66.."),
        ("over-65", "age=66.."), ("oltre i 65 anni", "age=66.."), ("at least 18", "age=18.."),
        ("almeno 18 anni", "age=18.."),
        ("up to 25 years", "age=..25"), ("65+", "age=65.."), ("65 or older", "age=65.."),
        ("65 anni e oltre", "age=65.."),
        ("17 and under", "age=..17"), ("between 18 and 25", "age=18..25"), ("tra i 18 e i 25 anni", "age=18..25"),
        ("from 18 to 25", "age=18..25"), ("dai 18 ai 25 anni", "age=18..25"), ("18-25", "age=18..25"),
        ("18 – 25 anni", "age=18..25"), ("non più di 30 anni", "age=..30"),
        # the sentence
        ("8 months left", "months_left=8"), ("8 mesi", "months_left=8"), ("two years left", "months_left=24"),
        ("pena residua di 10 mesi", "months_left=10"), ("la pena residua è di 10 mesi", "months_left=10"),
        ("residuo pena 1 anno e 6 mesi", "months_left=18"), ("a year and a half left", "months_left=18"),
        ("un anno e mezzo di pena residua", "months_left=18"), ("1.5 years left", "months_left=18"),
        ("half a year left", "months_left=6"), ("10 mesi al fine pena", "months_left=10"),
        ("18 mesi dalla fine della pena", "months_left=18"), ("mancano ancora tre mesi", "months_left=3"),
        ("fine pena tra sei mesi", "months_left=6"), ("meno di un anno", "months_left=..11"),
        ("less than two years", "months_left=..23"), ("more than a year", "months_left=13.."),
        ("fino a 18 mesi", "months_left=..18"), ("at least 6 months", "months_left=6.."),
        ("between 6 and 12 months", "months_left=6..12"), ("from 1 to 2 years left", "months_left=12..24"),
        # either, and neither
        ("2 anni", "age=2 months_left=24"), ("one year", "age=1 months_left=12"),
        ("25", ""), ("12 and 15", ""), ("8 months old", ""), ("200 years old", ""), ("9999 months left", ""),
        ("1.3 years left", ""), ("0.5", ""), ("under house arrest", ""),
        ("999999999999 anni", ""),
    ],
)  # fmt: skip
def test_quantities(text: str, expected: str) -> None:
    assert _read(text) == expected.split()


def test_a_quantity_does_not_go_on_after_a_comma() -> None:
    assert _read("25, years old") == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("she is 15 and engaged to a man of 40", 15),
        ("15 and engaged to a man of 40", 15),
        ("17 and pregnant, needs help", 17),
        ("she is 16 and married to a 45 year old", 16),
        ("ragazza di 15 anni promessa a un uomo di 40", 15),
        ("sposata, 34 anni, cerca casa", 34),
    ],
)
def test_the_age_of_whom_somebody_marries_is_not_theirs(text: str, age: int, lexicon: Lexicon) -> None:
    ages = [one for one in parse(text, lexicon).facts if one.name == "age"]
    assert [(one.minimum, one.maximum) for one in ages] == [(age, age)]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("young guy, 18 in May, coming out of Beccaria", (17, 18)),
        ("ragazzo, 18 a maggio, esce dal Beccaria", (17, 18)),
        ("He was expelled from school at 14, now 20, on messa alla prova", (20, 20)),
    ],
)
def test_who_comes_of_age_may_be_a_minor(text: str, ages: tuple[int, int], lexicon: Lexicon) -> None:
    said = [one for one in parse(text, lexicon).facts if one.name == "age"]
    assert [(one.minimum, one.maximum) for one in said] == [ages]
