"""Children under fourteen, and several young people together, by the phrases that say their age."""

import pytest

from graph.language.lexicon import Lexicon
from graph.language.parse import parse


def _ages(text: str, lexicon: Lexicon) -> list[tuple[int | None, int | None]]:
    return [(one.minimum, one.maximum) for one in parse(text, lexicon).facts if one.name == "age"]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("12 year old boy alone at the station", 12),
        ("she is 13 and pregnant", 13),
        ("a boy aged 12 sleeping rough", 12),
        ("13-year-old girl sleeping rough", 13),
        ("uncle touches my niece, she is 10", 10),
        ("ragazza di 12 anni in stazione", 12),
        ("13enne da solo in stazione", 13),
        ("tredicenne scappato di casa, dove dorme", 13),
        ("12 anni, scappata di casa", 12),
        ("sua figlia ha 13 anni ed è incinta", 13),
        ("bambina di 9 anni, il papà è in carcere e la mamma la picchia", 9),
        ("bimbo di 4 anni maltrattato dal nonno", 4),
        ("mia figlia di 12 anni non torna a casa", 12),
        ("my son 16 ran away", 16),
        ("14 yr old son of a prisoner is being beaten by his uncle", 14),
        ("figlio di 15 anni di un detenuto, non va più a scuola", 15),
    ],
)
def test_a_child_has_an_age_and_is_no_parent(text: str, age: int, lexicon: Lexicon) -> None:
    assert _ages(text, lexicon) == [(age, age)]
    assert "minor_children" not in {one.name for one in parse(text, lexicon).facts}


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("ragazza di circa 18 anni, dorme in strada", (16, 20)),
        ("letto per due fratelli di 19 e 16 anni", (16, 19)),
        ("two kids 6 and 9, no mum", (6, 9)),
    ],
)
def test_of_several_the_youngest_and_the_eldest_count(text: str, ages: tuple[int, int], lexicon: Lexicon) -> None:
    assert _ages(text, lexicon) == [ages]


@pytest.mark.parametrize(
    "text",
    [
        "12 years in prison, now out, needs work",
        "12 anni di galera, cerca casa",
        "uscito dopo 12 anni, cerca lavoro",
        "he is 10 months from release",
        "donna con bambina di 9 anni, cerca casa",
        "ho due figli di 6 e 9 anni, cerco casa",
        "my kids are 6 and 9, need a home",
        "with a 12 year old boy, needs a bed",
        "madre di una bambina di 9 anni, casa",
        "mio figlio ha 10 anni, cerco casa",
        "due fratelli, uno esce domani da Opera, letto",
        "mia sorella, 3 figli, cerca casa",
        "a girl with 2 kids needs a bed",
    ],
)
def test_years_of_something_else_and_children_of_the_person_are_no_age(text: str, lexicon: Lexicon) -> None:
    assert _ages(text, lexicon) == []
