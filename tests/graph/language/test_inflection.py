import pytest

from graph.language.grammar import list_forms, list_italian_adjective_forms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("casa", {"case"}), ("lavoro", {"lavori"}), ("documenti", {"documento"}), ("papers", {"paper"}),
        ("residente", {"residenti"}), ("detenuto", {"detenuta", "detenuti", "detenute"}), ("alloggio", {"alloggi"}),
        ("city", {"cities"}), ("medico", {"medici"}), ("banca", {"banche"}), ("figli", {"figlio"}),
        ("shower", {"showers"}),
    ],
)  # fmt: skip
def test_forms(word: str, forms: set[str]) -> None:
    assert forms <= set(list_forms(word))
    assert word not in set(list_forms(word))


def test_short_words_and_numbers_have_no_forms() -> None:
    assert [*list_forms("gp"), *list_forms("25"), *list_forms("1a")] == []


def test_adjectives() -> None:
    assert set(list_italian_adjective_forms("francese")) == {"francese", "francesi"}
    assert {"polacco", "polacca", "polacchi", "polacche"} <= set(list_italian_adjective_forms("polacco"))
